"""Two hands in one text: what both wrote since they last agreed is put together, and neither loses a line."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

Lines = Sequence[str]


def weave(base: str, ours: str, theirs: str) -> str:
    """Return `theirs` with what became of `base` in `ours`, line by line.

    `base` is the text that both began with. Where both changed the same lines, both versions stand, theirs first.
    """
    if theirs == base or ours == theirs:
        return ours
    if ours == base:
        return theirs
    before, mine, yours = (text.split("\n") for text in (base, ours, theirs))
    woven: list[str] = []
    at = (0, 0, 0)
    for common, in_mine, in_yours, length in _agreed(before, mine, yours):
        woven += _one_of(before[at[0] : common], mine[at[1] : in_mine], yours[at[2] : in_yours])
        woven += before[common : common + length]
        at = (common + length, in_mine + length, in_yours + length)
    return "\n".join(woven)


def line_after(ours: str, woven: str, line: int) -> int:
    """Return where a line of `ours` (from 0) stands in the woven text; one that is gone, where it would stand."""
    mine, all_lines = ours.split("\n"), woven.split("\n")
    place = 0
    for start, there, length in SequenceMatcher(None, mine, all_lines, autojunk=False).get_matching_blocks():
        if line < start:
            break
        place = there + min(line - start, length)
    return min(place, len(all_lines) - 1)


def _agreed(base: Lines, ours: Lines, theirs: Lines) -> list[tuple[int, int, int, int]]:
    """Return (in base, in ours, in theirs, length) of the lines that all three share; the last one is empty."""
    ours_same = SequenceMatcher(None, base, ours, autojunk=False).get_matching_blocks()
    theirs_same = SequenceMatcher(None, base, theirs, autojunk=False).get_matching_blocks()
    found = []
    for start, mine, length in ours_same:
        for begin, yours, size in theirs_same:
            first, last = max(start, begin), min(start + length, begin + size)
            if first < last:
                found.append((first, mine + first - start, yours + first - begin, last - first))
    return [*found, (len(base), len(ours), len(theirs), 0)]


def _one_of(base: Lines, ours: Lines, theirs: Lines) -> list[str]:
    """Return what becomes of lines that at least one changed."""
    if ours in (base, theirs):
        return list(theirs)
    if theirs == base:
        return list(ours)
    for one, other in ((theirs, ours), (ours, theirs)):  # one put lines about what the other changed
        place = _place_of(base, one)
        if place is not None:
            return [*one[:place], *other, *one[place + len(base) :]]
    return [*theirs, *ours]


def _place_of(part: Lines, whole: Lines) -> int | None:
    if not any(part):
        return None
    places = range(len(whole) - len(part) + 1)
    return next((place for place in places if whole[place : place + len(part)] == part), None)
