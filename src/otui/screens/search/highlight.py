"""Where a text has what was typed, and how that is drawn. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.segment import Segment
from rich.style import Style

from otui.text import width
from otui.widgets.fuzzy import fold

PARTS = 3
"""A part of a word counts from so many letters on; shorter ones only at the beginning of a word."""


def terms_of(words: str) -> list[str]:
    """Return what was typed as folded words, the longest first."""
    found = re.findall(r"[^\W_]+", fold(words))
    return sorted(dict.fromkeys(found), key=len, reverse=True)


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """Return where `text` has the words, as (start, end), in order and apart from each other."""
    letters: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        folded = fold(char)
        letters.append(folded)
        places += [place] * len(folded)
    plain = "".join(letters)
    taken = [False] * len(text)
    for term in terms_of(words):
        beginnings = [m.start() for m in re.finditer(rf"(?<![^\W_]){re.escape(term)}", plain)]
        if not beginnings and len(term) >= PARTS:
            beginnings = [m.start() for m in re.finditer(re.escape(term), plain)]
        for start in beginnings:
            for place in places[start : start + len(term)]:
                taken[place] = True
    return list(_runs(taken))


def _runs(taken: list[bool]) -> Iterator[tuple[int, int]]:
    start = -1
    for place, one in enumerate([*taken, False]):
        if one and start < 0:
            start = place
        elif not one and start >= 0:
            yield start, place
            start = -1


def lit(text: str, words: str, room: int, base: Style | None, hit: Style) -> list[Segment]:
    """Return `text`, safe and one line, in exactly `room` cells with what was typed standing out."""
    shown = width.fit(text, room)
    cells: list[Segment] = []
    at = 0
    for start, end in spans(shown, words):
        cells += [Segment(shown[at:start], base), Segment(shown[start:end], hit)]
        at = end
    return [*cells, Segment(shown[at:], base)]
