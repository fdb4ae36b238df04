"""Flowcharts on the screen."""
