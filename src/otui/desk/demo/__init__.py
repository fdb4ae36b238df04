"""The demo: a believable desk of a Dutch IT firm, the same one for the same seed and time."""

from otui.desk.demo.make import DemoReport, make_demo

__all__ = ["DemoReport", "make_demo"]
