"""`otui change`: changes, their calendar and their board."""

from otui.cli.change.app import app

__all__ = ["app"]
