"""What a paged list is made of: rows that have an id and a version, and requests for pages of them."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from enum import Enum
from typing import Generic, Protocol, TypeVar


class ListRow(Protocol):
    """What a list needs to know of a row: who it is, and which state of it this is."""

    @property
    def id(self) -> int:
        """The row's own number, never another's."""

    @property
    def version(self) -> int:
        """Grows with each change that could be seen."""


R = TypeVar("R", bound=ListRow)


class Where(Enum):
    """From which side a page is read."""

    AFTER = "after"
    BEFORE = "before"
    END = "end"
    AT = "at"
    TOP = "top"


@dataclass(frozen=True, slots=True)
class PageRequest(Generic[R]):
    """A page to read: `limit` rows AFTER or BEFORE `row` in list order, from TOP, from END, or AT a position.

    `position` is where the first row of the answer will stand. `generation` tells the answers of an earlier
    view or an earlier jump apart: those are dropped on arrival.
    """

    generation: int
    where: Where
    row: R | None
    position: int
    limit: int


class LineMap:
    """Where rows stand among the lines of a list whose sections have a heading line each."""

    def __init__(self, headings: tuple[tuple[int, str], ...], total: int) -> None:
        self.headings = headings
        self.height = total + len(headings)
        self._positions = [position for position, _title in headings]
        self._lines = [position + index for index, position in enumerate(self._positions)]

    def line_of(self, position: int) -> int:
        """Return the line of the row at `position`."""
        return position + bisect_right(self._positions, position)

    def heading_at(self, line: int) -> str | None:
        """Return the title when `line` is a heading."""
        index = bisect_right(self._lines, line) - 1
        return self.headings[index][1] if index >= 0 and self._lines[index] == line else None

    def position_at(self, line: int) -> int:
        """Return the position of the row on `line`, or of the row below a heading."""
        before = bisect_right(self._lines, line)
        return line - before + (1 if before and self._lines[before - 1] == line else 0)
