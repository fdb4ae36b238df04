"""The last look at a line before it goes to the terminal: nothing leaves that it cannot or must not show.

Whatever a widget, a style sheet or Textual itself draws passes here, so that no single one of them has to be trusted.
"""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter, NoColor

from otui.text.ascii import to_ascii


class AsciiOnly(LineFilter):
    """For a locale that is not UTF-8."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the same line in ASCII."""
        return [Segment(to_ascii(text), style, control) for text, style, control in segments]


ASCII_ONLY = AsciiOnly()
NO_COLOR = NoColor()
