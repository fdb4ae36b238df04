"""A window of loaded rows on a list that is read page by page. Pure: no screen, no database.

Rows keep their place while someone works: an update changes a row where it stands, a row that left the
filter stays and is called gone, arrivals are counted and come in only when asked. The cursor and the marks
belong to row ids, so nothing that happens in the background moves them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Generic

from otui.widgets.marks import Marks
from otui.widgets.pages import ListRow, PageRequest, R, Where

__all__ = ["ListRow", "PageRequest", "RowWindow", "Where"]


class RowWindow(Generic[R]):
    """One contiguous run of loaded rows, from position `first`, of a list of `total` rows."""

    def __init__(
        self,
        *,
        page_size: int = 200,
        max_rows: int = 1_200,
        section_of: Callable[[R], str] | None = None,
    ) -> None:
        self.page_size = page_size
        self.max_rows = max(max_rows, 3 * page_size)
        self.generation = 0
        self.total = 0
        self.first = 0
        self.marks = Marks()
        self.loading = False
        self._section_of = section_of
        self._rows: list[R] = []
        self._places: dict[int, int] | None = {}
        self._gone: set[int] = set()
        self._arrived: set[int] = set()
        self._asked: PageRequest[R] | None = None
        self._cursor: R | None = None
        self._cursor_position = 0
        self._titles: dict[int, str] = {}
        self._headings: tuple[tuple[int, str], ...] | None = ()

    # What is there

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def rows(self) -> Sequence[R]:
        """The loaded rows, in list order."""
        return tuple(self._rows)

    @property
    def last(self) -> int:
        """The position after the last loaded row."""
        return self.first + len(self._rows)

    @property
    def arrivals(self) -> int:
        """How many rows wait to come in."""
        return len(self._arrived)

    @property
    def cursor(self) -> R | None:
        """The row under the cursor; it is remembered also when its page was dropped."""
        return self._cursor

    @property
    def cursor_position(self) -> int:
        """The place of the cursor, from 0."""
        return self._cursor_position

    def row_at(self, position: int) -> R | None:
        """Return the row at `position`, or None where it is not loaded."""
        index = position - self.first
        return self._rows[index] if 0 <= index < len(self._rows) else None

    def row(self, row_id: int) -> R | None:
        """Return the loaded row with this id."""
        index = self._index().get(row_id)
        return None if index is None else self._rows[index]

    def position_of(self, row_id: int) -> int | None:
        """Return where a loaded row stands."""
        index = self._index().get(row_id)
        return None if index is None else self.first + index

    def is_gone(self, row_id: int) -> bool:
        """Tell whether the row left the filter since it was read; it stays until the next refresh."""
        return row_id in self._gone

    @property
    def headings(self) -> tuple[tuple[int, str], ...]:
        """The section headings among the loaded rows: (position of the row that follows, title).

        A row stays in the section it was read in, as it stays in its place.
        """
        if self._headings is None:
            found: list[tuple[int, str]] = []
            before: str | None = "" if self.first == 0 else None
            for position, row in enumerate(self._rows if self._titles else (), self.first):
                title = self._titles[row.id]
                if title and before is not None and title != before:
                    found.append((position, title))
                before = title
            self._headings = tuple(found)
        return self._headings

    # Reading pages

    def new_view(self) -> int:
        """Start another list and return its generation: what is under way no longer counts."""
        self.generation += 1
        self.loading = True
        self._asked = None
        return self.generation

    def show(self, rows: Sequence[R], total: int, *, first: int = 0, keep: bool = False) -> None:
        """Take `rows` (from position `first` of `total`) for what was loaded.

        `keep` is a refresh of the same list: cursor and marks stay with their rows. Where the cursor's row is
        no longer among them, the cursor goes to the next row that is, else to the one before. Without it the
        list is another: the cursor starts at its top and nothing is marked.
        """
        after = self._successors() if keep else []
        self._titles = {}
        self._place(rows, first)
        self.total = max(total, self.last)
        self.loading = False
        self._asked = None
        self._gone.clear()
        self._arrived.clear()
        if not keep:
            self.marks.clear()
            self._seat(self._rows[0] if self._rows else None, self.first)
            return
        self._reseat(after)

    def needs(self, first: int, last: int) -> PageRequest[R] | None:
        """Return the page to read so that positions `first` to `last` (inclusive) are there, or None.

        A page is asked for one page ahead, so that scrolling does not wait; while a page is under way no
        second one is asked for, unless the view has jumped away from it.
        """
        if self.loading or not self.total:
            return None
        first, last = max(0, first), min(self.total - 1, last)
        request = self._wanted(first, last)
        if request is None or (
            self._asked is not None
            and self._asked.where is request.where
            and self._asked.position == request.position
        ):
            return None
        self._asked = request
        return request

    def loaded(self, request: PageRequest[R], rows: Sequence[R], total: int | None = None) -> bool:
        """Take in the answer to `request`; False when it is too late for it and it was dropped."""
        if request is not self._asked or request.generation != self.generation:
            return False
        self._asked = None
        if total is not None:
            self.total = total
        known = self._index()
        if request.where in (Where.AFTER, Where.BEFORE):
            new = [row for row in rows if row.id not in known]
            self._extend(new, at_end=request.where is Where.AFTER, short=len(rows) < request.limit)
        else:
            first = self.total - len(rows) if request.where is Where.END else request.position
            self._place(rows, max(0, first))
        self._follow_cursor()
        return True

    def failed(self, request: PageRequest[R]) -> None:
        """Forget a request that will not be answered, so that it can be made again."""
        if request is self._asked:
            self._asked = None

    def refresh_request(self) -> PageRequest[R]:
        """Return the request that reads again what is loaded; its answer is for `show(keep=True)`."""
        where, row = (Where.TOP, None) if self.first == 0 or not self._rows else (Where.AT, self._rows[0])
        limit = min(self.max_rows, max(self.page_size, len(self._rows)))
        return PageRequest(self.generation, where, row, self.first, limit)

    # What happens to rows

    def update(self, rows: Iterable[R]) -> list[int]:
        """Put newer states of rows in their places; return the positions that changed."""
        index, changed = self._index(), []
        for row in rows:
            if self._cursor is not None and self._cursor.id == row.id:
                self._cursor = row
            place = index.get(row.id)
            if place is not None and (self._rows[place] != row or row.id in self._gone):
                self._rows[place] = row
                self._gone.discard(row.id)
                changed.append(self.first + place)
        return changed

    def mark_gone(self, row_ids: Iterable[int]) -> list[int]:
        """Note that others took rows out of the list; they stay until a refresh. Return their positions."""
        ids = set(row_ids)
        self._arrived -= ids
        here = [row_id for row_id in ids if row_id in self._index() and row_id not in self._gone]
        self._gone.update(here)
        return sorted(self.first + self._index()[row_id] for row_id in here)

    def arrived(self, row_ids: Iterable[int]) -> int:
        """Count rows that would now belong to the list; they wait. Return how many wait."""
        self._arrived.update(row_id for row_id in row_ids if row_id not in self._index())
        return len(self._arrived)

    def remove(self, row_ids: Iterable[int]) -> bool:
        """Take rows out at once, by one's own act; the cursor goes to the next. False when none was here."""
        ids = {row_id for row_id in row_ids if row_id in self._index()}
        if not ids:
            return False
        after = self._successors()
        before_cursor = sum(1 for row_id in ids if self.first + self._index()[row_id] < self._cursor_position)
        rows = [row for row in self._rows if row.id not in ids]
        self.total -= len(ids)
        self.marks.forget(ids)
        self._gone -= ids
        self._cursor_position -= before_cursor
        self._place(rows, self.first)
        self._reseat(after, dropped=ids)
        return True

    # The cursor

    def move_to(self, position: int) -> bool:
        """Put the cursor on `position`, as near as the list goes; False when it stays on its row.

        Where that row is not loaded the cursor waits at the place and takes the row when it comes.
        """
        if not self.total:
            return False
        position = max(0, min(self.total - 1, position))
        row = self.row_at(position)
        moved = position != self._cursor_position or row is not self._cursor
        self._seat(row, position)
        return moved

    # Inside

    def _index(self) -> dict[int, int]:
        if self._places is None:
            self._places = {row.id: index for index, row in enumerate(self._rows)}
        return self._places

    def _place(self, rows: Sequence[R], first: int) -> None:
        known, section_of = self._titles, self._section_of
        self._rows, self.first = list(rows), first
        self._places = self._headings = None
        if section_of is not None:
            self._titles = {row.id: known.get(row.id) or section_of(row) for row in self._rows}

    def _seat(self, row: R | None, position: int) -> None:
        self._cursor, self._cursor_position = row, position

    def _successors(self) -> list[int]:
        """Return the ids where the cursor may go when its row is not there, best first."""
        at = self._cursor_position - self.first
        if self._cursor is None or not 0 <= at < len(self._rows):
            return []
        return [row.id for row in (*self._rows[at:], *reversed(self._rows[:at]))]

    def _reseat(self, after: Sequence[int], dropped: set[int] | None = None) -> None:
        """Keep the cursor on its row, else on the first of `after` that is there, else near its place."""
        index = self._index()
        wanted = [] if self._cursor is None else [self._cursor.id]
        for row_id in (*wanted, *after):
            if row_id in index:
                self._seat(self._rows[index[row_id]], self.first + index[row_id])
                return
        if self._cursor is not None and wanted[0] not in (dropped or ()) and self.total > len(self._rows):
            return  # its page is not loaded now; it is still there
        position = max(0, min(self._cursor_position, self.total - 1))
        if not self.first <= position < self.last and self._rows:
            position = max(self.first, min(position, self.last - 1))
        self._seat(self.row_at(position), position)

    def _follow_cursor(self) -> None:
        if self._cursor is None:
            self._cursor_position = max(0, min(self._cursor_position, self.total - 1))
            self._cursor = self.row_at(self._cursor_position)
        elif (position := self.position_of(self._cursor.id)) is not None:
            self._cursor_position = position

    def _wanted(self, first: int, last: int) -> PageRequest[R] | None:
        size, near = self.page_size, self.page_size // 2
        if not self._rows or last < self.first - size or first > self.last + size:
            if first == 0 or last >= self.total - 1:
                where, position = (Where.TOP, 0) if first == 0 else (Where.END, max(0, self.total - size))
            else:
                where, position = Where.AT, max(0, (first + last - size) // 2)
            return PageRequest(self.generation, where, None, position, size)
        if last + near >= self.last and self.last < self.total:
            return PageRequest(self.generation, Where.AFTER, self._rows[-1], self.last, size)
        if first - near < self.first and self.first > 0:
            position = max(0, self.first - size)
            return PageRequest(self.generation, Where.BEFORE, self._rows[0], position, size)
        return None

    def _extend(self, rows: Sequence[R], *, at_end: bool, short: bool) -> None:
        """Join a page to the run and drop what is far on the other side; a short page tells where it ends."""
        if at_end:
            kept = self._rows[max(0, len(self._rows) + len(rows) - self.max_rows) :]
            first = self.last - len(kept)
            self._place([*kept, *rows], first)
            if short:
                self.total = self.last
        else:
            kept = self._rows[: max(0, self.max_rows - len(rows))]
            first = self.first - len(rows)
            if short or first < 0:
                self._shift(-first)
                first = 0
            self._place([*rows, *kept], first)
        self.total = max(self.total, self.last)

    def _shift(self, by: int) -> None:
        """Move all positions: the list's top turned out to be elsewhere than was counted."""
        self._cursor_position += by
        self.total += by
