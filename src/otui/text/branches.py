"""The lines to the left of a tree that is drawn with characters."""

from __future__ import annotations

from collections.abc import Sequence

_LINES = ("│  ", "   ", "├─ ", "└─ ")
_ASCII = ("|  ", "   ", "|- ", "`- ")


def lead(last: Sequence[bool], *, ascii_only: bool = False) -> str:
    """Return what stands before a node: `last` says for each level above, and its own, whether it is the last there."""
    through, blank, branch, end = _ASCII if ascii_only else _LINES
    if not last:
        return ""
    above = "".join(blank if one else through for one in last[:-1])
    return above + (end if last[-1] else branch)
