"""The list of tickets: the cursor, the marks and the data of a list of any length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic

from textual import events
from textual.message import Message
from textual.reactive import reactive

from otui.widgets.marks import Marked, Marks
from otui.widgets.pages import PageRequest, R
from otui.widgets.rows_view import RowsView


@dataclass(frozen=True, slots=True)
class _Range:
    """A range of marks in the making: where it began, and what was marked before it."""

    position: int
    marks: Marks


class VirtualList(RowsView[R], Generic[R], can_focus=True):
    """A list over a `RowWindow`. It takes no key itself: the screen calls its methods.

    Data comes from a worker: `new_view()` gives a generation, `set_window` brings the first rows of it,
    `NeedRows` asks for more and `rows_loaded` brings them. What comes too late is dropped.
    """

    cursor: reactive[int | None] = reactive(None, repaint=False)
    """The id of the row under the cursor; None in an empty list, or while its page is read."""

    class RowMessage(Message):
        """Something about the row under the cursor."""

        def __init__(self, source: VirtualList[Any], row: Any) -> None:
            super().__init__()
            self.source = source
            self.row = row

        @property
        def control(self) -> VirtualList[Any]:
            """The list it happened in."""
            return self.source

    class Highlighted(RowMessage):
        """The cursor came to another row. Only the last of a quick series counts."""

        def can_replace(self, message: Message) -> bool:
            """Let the newest stand for those still waiting in the queue."""
            return isinstance(message, VirtualList.Highlighted) and message.source is self.source

    class Opened(RowMessage):
        """The row is wanted: a click on the row under the cursor, or `open()`."""

    class MarksChanged(Message):
        """Other rows are marked than before; `count` of them."""

        def __init__(self, source: VirtualList[Any], marked: Marked, count: int) -> None:
            super().__init__()
            self.source = source
            self.marked = marked
            self.count = count

        @property
        def control(self) -> VirtualList[Any]:
            """The list they are marked in."""
            return self.source

    _range: _Range | None = None

    # Data

    def new_view(self, empty_text: str | None = None) -> int:
        """Begin another list. What is shown stays until `set_window` brings the rows of this generation."""
        if empty_text is not None:
            self.empty_text = empty_text
        generation = self.window.new_view()
        if not len(self.window):
            self.refresh()
        return generation

    def set_window(
        self, generation: int, rows: Sequence[R], total: int, *, first: int = 0, keep: bool = False
    ) -> bool:
        """Show `rows` as the list; `keep` for a refresh of it. False when a newer view was asked for."""
        if generation != self.window.generation:
            return False
        offset = self._cursor_offset() if keep else 0
        self._range = self._range if keep else None
        self.window.show(rows, total, first=first, keep=keep)
        self._resized(offset if keep else None)
        self._announce(always=not keep)
        return True

    def rows_loaded(self, request: PageRequest[R], rows: Sequence[R], total: int | None = None) -> bool:
        """Take in the answer to `NeedRows`; False when it came too late."""
        offset = self._cursor_offset()
        if not self.window.loaded(request, rows, total):
            return False
        self._resized(offset)
        self._announce()
        return True

    def update_rows(self, rows: Iterable[R]) -> None:
        """Show newer states of rows, each where it stands."""
        self._repaint(self.window.update(rows))

    def mark_gone(self, row_ids: Iterable[int]) -> None:
        """Show that rows no longer belong here; they keep their places until the next refresh."""
        self._repaint(self.window.mark_gone(row_ids))

    def remove_rows(self, row_ids: Iterable[int]) -> None:
        """Take rows out by one's own act; the cursor goes on to the next."""
        offset, marked = self._cursor_offset(), self.marked
        if self.window.remove(row_ids):
            self._resized(offset)
            self._announce()
            if marked != self.marked:
                self._tell_marks()

    def arrived(self, row_ids: Iterable[int]) -> int:
        """Count rows that wait to come in; return how many ("▲ 4 new" is the screen's to show)."""
        return self.window.arrived(row_ids)

    # The cursor

    @property
    def row(self) -> R | None:
        """The row under the cursor, as last read."""
        return self.window.cursor

    def move(self, rows: int) -> None:
        """Move the cursor by `rows`, down or (negative) up; headings are stepped over."""
        self._go(self.window.cursor_position + rows)

    def page(self, pages: int = 1) -> None:
        """Move the cursor and the view by whole pages, less one line to hold on to."""
        self._leap(pages * max(1, self.size.height - 1))

    def half_page(self, halves: int = 1) -> None:
        """Move the cursor and the view by half pages."""
        self._leap(halves * max(1, self.size.height // 2))

    def top(self) -> None:
        """Go to the first row."""
        self._go(0)

    def bottom(self) -> None:
        """Go to the last row."""
        self._go(self.window.total - 1)

    def move_to_id(self, row_id: int) -> bool:
        """Go to a loaded row; False when it is not loaded."""
        position = self.window.position_of(row_id)
        if position is None:
            return False
        self._go(position)
        return True

    def open(self) -> None:
        """Say that the row under the cursor is wanted."""
        if self.window.cursor is not None:
            self.post_message(self.Opened(self, self.window.cursor))

    # Marks

    @property
    def marked(self) -> Marked:
        """What is marked, for a verb to act on."""
        return self.window.marks.snapshot()

    def toggle_mark(self, advance: bool = True) -> None:
        """Mark or unmark the row under the cursor and go to the next."""
        if self.window.cursor is None:
            return
        self.window.marks.toggle(self.window.cursor.id)
        self._repaint([self.window.cursor_position])
        self._tell_marks()
        if advance:
            self.move(1)

    def mark_range(self) -> bool:
        """Begin a range at the cursor, or end it; while it lasts the cursor's moves mark. True when begun."""
        if self._range is not None or self.window.cursor is None:
            self._range = None
            return False
        self._range = _Range(self.window.cursor_position, self.window.marks.copy())
        self._extend_range(self.window.cursor_position, self.window.cursor_position)
        return True

    def mark_loaded(self) -> None:
        """Mark every row that is loaded."""
        self.window.marks.set(row.id for row in self.window.rows)
        self._marks_replaced()

    def mark_everything(self) -> None:
        """Mark all that the list's filter finds, also what was never loaded."""
        self.window.marks.mark_everything()
        self._marks_replaced()

    def clear_marks(self) -> bool:
        """Unmark all; False when nothing was marked and no range was begun."""
        had = self._range is not None or self.window.marks.count(self.window.total) > 0
        self._range = None
        self.window.marks.clear()
        if had:
            self._marks_replaced()
        return had

    # Mouse and focus

    def on_click(self, event: events.Click) -> None:
        """Put the cursor on the row that was clicked; a click on the cursor's row opens it."""
        line = self.scroll_offset.y + event.get_content_offset_capture(self).y
        row = self._row_on(line)
        if row is None:
            return
        event.stop()
        if row is self.window.cursor:
            self.open()
        else:
            self._go(self._map.position_at(line))

    def on_focus(self) -> None:
        """Show the cursor as the one that keys move."""
        self._repaint([self.window.cursor_position])

    def on_blur(self) -> None:
        """Show the cursor as one that waits."""
        self._repaint([self.window.cursor_position])

    # Inside

    def _go(self, position: int) -> None:
        before = self.window.cursor_position
        if not self.window.move_to(position):
            self._show_line(self._map.line_of(before))
            return
        now = self.window.cursor_position
        self._extend_range(before, now)
        self._repaint([before, now])
        self._show_line(self._map.line_of(now))
        self._announce()

    def _leap(self, lines: int) -> None:
        """Move view and cursor alike, so that the cursor keeps its line of the view where it can."""
        if not self.window.total:
            return
        line = self._map.line_of(self.window.cursor_position) + lines
        self._scroll_line(self.scroll_offset.y + lines)
        self._go(self._map.position_at(max(0, min(line, self._map.height - 1))))

    def _announce(self, always: bool = False) -> None:
        """Say which row the cursor is on, if it is another."""
        row = self.window.cursor
        if row is None:
            self.cursor = None
        elif always or row.id != self.cursor:
            self.cursor = row.id
            self.post_message(self.Highlighted(self, row))

    def _extend_range(self, before: int, now: int) -> None:
        """Mark what the cursor's move brought into the range; what it left gets back the mark it had."""
        if self._range is None:
            return
        low, high = sorted((self._range.position, now))
        changed = []
        for position in range(min(before, now), max(before, now) + 1):
            row = self.window.row_at(position)
            if row is not None:
                self.window.marks.set([row.id], low <= position <= high or row.id in self._range.marks)
                changed.append(position)
        self._repaint(changed)
        self._tell_marks()

    def _marks_replaced(self) -> None:
        self.refresh()
        self._tell_marks()

    def _tell_marks(self) -> None:
        self.post_message(self.MarksChanged(self, self.marked, self.window.marks.count(self.window.total)))
