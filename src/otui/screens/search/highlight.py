"""How a text is drawn that has what was typed. Pure."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style

from otui.text import width
from otui.text.folding import spans


def lit(text: str, words: str, room: int, base: Style | None, hit: Style) -> list[Segment]:
    """Return `text`, safe and one line, in exactly `room` cells with what was typed standing out."""
    shown = width.fit(text, room)
    cells: list[Segment] = []
    at = 0
    for start, end in spans(shown, words):
        cells += [Segment(shown[at:start], base), Segment(shown[start:end], hit)]
        at = end
    return [*cells, Segment(shown[at:], base)]
