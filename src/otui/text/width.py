"""Text by the cells it takes on a screen: measure, crop and pad, wrap.

`len()` counts code points; a terminal counts cells. Widths are those Textual draws by (see `unicode17`), so
that a column made here lies straight there. Text is expected to have passed `safe`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from typing import Literal

from otui.text.unicode17 import NARROW_TO_WIDE, WIDE, ZERO, ranges

_JOINER = "\u200d"
_AS_EMOJI = "\ufe0f"
_PREFIX = re.compile(r" *(?:(?:> ?)+ *|(?:[-*•–] |\d{1,3}[.)] ) *)?")


class _Cells(dict[str, int]):
    """The cells of one character, worked out once; only the planes people write in are remembered."""

    def __missing__(self, char: str) -> int:
        code = ord(char)
        starts, ends, widths = _spans()
        at = bisect_right(starts, code) - 1
        size = widths[at] if code <= ends[at] else 1
        if code < 0x20000:
            self[char] = size
        return size


@cache
def _spans() -> tuple[list[int], list[int], list[int]]:
    """Return first code points, last ones and widths of every range that is not one cell wide, in order."""
    controls = [(0x00, 0x1F, 0), (0x7F, 0x9F, 0)]
    rows = [*controls, *((a, b, 0) for a, b in ranges(ZERO)), *((a, b, 2) for a, b in ranges(WIDE))]
    starts, ends, widths = zip(*sorted(rows), strict=True)
    return list(starts), list(ends), list(widths)


@cache
def _widened() -> frozenset[str]:
    return frozenset(chr(code) for first, last in ranges(NARROW_TO_WIDE) for code in range(first, last + 1))


_cell = _Cells()
_cell_of = _cell.__getitem__


def cells(text: str) -> int:
    """Return how many cells `text`, one line, takes on a screen."""
    if text.isascii() and text.isprintable():
        return len(text)
    if _JOINER not in text and _AS_EMOJI not in text:
        return sum(map(_cell_of, text))
    return sum(size for _, size in _clusters(text, 0))


def _clusters(text: str, start: int) -> Iterator[tuple[int, int]]:
    """Yield (index after it, cells) of each run of characters that is drawn as one, from `start` on."""
    at, length = start, len(text)
    while at < length:
        base = text[at]
        size = 0
        if base != _JOINER:
            size = _cell_of(base)
            at += 1
        while at < length:
            char = text[at]
            if char == _JOINER:
                at += 2
            elif char == _AS_EMOJI:
                size += size == 1 and base in _widened()
                at += 1
            elif _cell_of(char):
                break
            else:
                at += 1
        at = min(at, length)
        yield at, size


def _reach(text: str, start: int, room: int, plain: bool) -> int:
    """Return the index up to which `text` from `start` fits in `room` cells, no cluster cut in two."""
    if plain:
        return min(start + room, len(text))
    used, end = 0, start
    for after, size in _clusters(text, start):
        used += size
        if used > room:
            break
        end = after
    return end


def _is_plain(text: str) -> bool:
    """Return whether every character takes exactly one cell."""
    return (text.isascii() and text.isprintable()) or {*map(_cell_of, text)} <= {1}


def fit(text: str, room: int, align: Literal["left", "right", "center"] = "left", more: str = "…") -> str:
    """Return `text`, one line, in exactly `room` cells: padded, or cut short and ended with `more`."""
    if room <= 0:
        return ""
    size = cells(text)
    if size > room:
        more = more[:room]
        text = text[: _reach(text, 0, room - len(more), text.isascii())] + more
        size = cells(text)
    gap = room - size
    if align == "left":
        return text + " " * gap
    if align == "right":
        return " " * gap + text
    return " " * (gap // 2) + text + " " * (gap - gap // 2)


def wrap(text: str, room: int) -> list[str]:
    """Return `text` as lines of at most `room` cells, broken at spaces; words that are too long are split.

    A line that is wrapped keeps its quote marks (`> `) and its indent on the lines that follow, as far as
    these leave half of the room. An empty line stays one. Below two cells of room, wide characters stick
    out: they cannot be cut.
    """
    room = max(room, 1)
    lines: list[str] = []
    for line in text.split("\n"):
        if len(line) * 2 <= room or cells(line) <= room:
            lines.append(line)
        else:
            lines.extend(_wrap_line(line, room))
    return lines


def _wrap_line(line: str, room: int) -> Iterator[str]:
    """Yield the pieces of one line that is longer than `room`."""
    found = _PREFIX.match(line)
    prefix = found[0] if found else ""
    if len(prefix) * 2 > room or room - len(prefix) < 2:
        prefix = ""
    follow = prefix if ">" in prefix else " " * len(prefix)
    plain = _is_plain(line)
    space = room - len(prefix)
    at, length, lead = len(prefix), len(line), prefix
    while at < length:
        end = _reach(line, at, space, plain)
        if end == at:
            end = next(_clusters(line, at))[0]
        if end < length and line[end] != " " and _cell_of(line[end]) != 2:
            blank = line.rfind(" ", at, end)
            end = blank if blank > at else end
        yield lead + line[at:end].rstrip(" ")
        lead = follow
        while end < length and line[end] == " ":
            end += 1
        at = end
