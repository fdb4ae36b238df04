"""The calendar as it stands on the screen, and the cursor on it: on an entry of a day, in a month on the day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, tzinfo
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from otui import theme
from otui.desk.views.schedule import Entry
from otui.keys.model import Context
from otui.screens.calendar import layout
from otui.screens.calendar.days import DAY, WEEK, DayOf, Place, View
from otui.screens.calendar.layout import Laid
from otui.text import ascii as plain
from otui.text import width


class CalendarGrid(Widget, can_focus=True, inherit_bindings=False):
    """Draws days. Takes no key itself: the screen calls its methods."""

    contexts = (Context.CALENDAR,)
    ALLOW_SELECT = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"calendar--cursor", "calendar--today"}
    DEFAULT_CSS = """
    CalendarGrid {
        height: 1fr;
        & > .calendar--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        & > .calendar--today { text-style: bold reverse; }
        &:ansi > .calendar--cursor { background: ansi_default; color: ansi_default; text-style: bold reverse; }
        &:ansi > .calendar--today { background: ansi_default; color: ansi_default; text-style: bold underline; }
    }
    """

    class Moved(Message):
        """The cursor is on another entry or day."""

    class Left(Message):
        """The cursor went to a day that is not shown."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    class Opened(Message):
        """What is under the cursor was clicked again."""

    def __init__(self, *, ascii_only: bool = False, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._ascii = ascii_only
        self._view = View.WEEK
        self._days: Sequence[DayOf] = ()
        self._zone: tzinfo = UTC
        self._today = date.min
        self._month = 1
        self.place: Place = (date.min, -1)
        self._laid = Laid()
        self._top = 0
        self._styles: dict[str, Style] | None = None

    # -- what is shown ---------------------------------------------------------------------------------------------

    def show(self, view: View, days: Sequence[DayOf], zone: tzinfo, today: date, at: Place) -> None:
        """Show days; the cursor goes to `at`, or to what is nearest to it there."""
        self._view, self._days, self._zone, self._today = view, days, zone, today
        self._month = at[0].month
        self.place = self._nearest(at)
        self._lay_out()

    @property
    def day(self) -> DayOf | None:
        """The day that the cursor is on."""
        return next((day for day in self._days if day.day == self.place[0]), None)

    @property
    def entry(self) -> Entry | None:
        """The entry that the cursor is on; None on an empty day, and in a month."""
        day = self.day
        index = self.place[1]
        return day.entries[index] if day is not None and 0 <= index < len(day.entries) else None

    @property
    def in_columns(self) -> bool:
        """Whether a week stands in columns."""
        return self._view is View.WEEK and self.size.width >= layout.COLUMNS_FROM

    def on_resize(self) -> None:
        """Lay out for the new size."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = self.size.width
        if not room or not self._days:
            return
        if self._view is View.MONTH:
            self._laid = layout.month(self._days, room, self.size.height, self._month, self._today)
        elif self.in_columns:
            self._laid = layout.columns(self._days, room, self.size.height, self._zone, self._today)
        else:
            self._laid = layout.agenda(self._days, room, self._zone, self._today)
        self._reveal()
        self.refresh()

    def _nearest(self, at: Place) -> Place:
        day = next((one for one in self._days if one.day == at[0]), None)
        if day is None or self._view is View.MONTH:
            return at[0], -1
        return at[0], min(max(0, at[1]), len(day.entries) - 1)

    # -- the cursor ------------------------------------------------------------------------------------------------

    def move(self, rows: int = 1) -> None:
        """To the next entry (-1: the one before); in a month a week further."""
        if self._view is View.MONTH:
            self.step(rows * WEEK)
            return
        day = self.day
        if day is None:
            return
        index = self.place[1] + rows
        if 0 <= index < len(day.entries):
            self.go((day.day, index))
        elif not self.in_columns:
            self._to_day(day.day + (DAY if rows > 0 else -DAY), first=rows > 0)

    def step(self, days: int) -> None:
        """So many days further, to an entry as far down."""
        self._to_day(self.place[0] + days * DAY, first=None)

    def _to_day(self, wanted: date, *, first: bool | None) -> None:
        day = next((one for one in self._days if one.day == wanted), None)
        if day is None:
            self.post_message(self.Left(wanted))
            return
        index = self.place[1] if first is None else 0 if first else len(day.entries) - 1
        self.go(self._nearest((wanted, index)))

    def half_page(self, halves: int = 1) -> None:
        """A few entries further; in a month two weeks."""
        for _each in range(2 if self._view is View.MONTH else 4):
            self.move(1 if halves > 0 else -1)

    def page(self, pages: int = 1) -> None:
        """To the next week or month."""
        days = self._days
        if days:
            self.post_message(self.Left(days[-1].day + DAY if pages > 0 else days[0].day - DAY))

    def top(self) -> None:
        """To the first day that is shown."""
        if self._days:
            self.go(self._nearest((self._days[0].day, 0)))

    def bottom(self) -> None:
        """To the last day that is shown."""
        if self._days:
            last = self._days[-1]
            self.go(self._nearest((last.day, len(last.entries) - 1)))

    def go(self, place: Place) -> None:
        """Put the cursor on a place that is shown."""
        if place == self.place:
            return
        old, top = self.place, self._top
        self.place = place
        self._reveal()
        if self._top != top:
            self.refresh()
        else:
            for one in (old, place):
                self._refresh_place(one)
        self.post_message(self.Moved())

    def _reveal(self) -> None:
        """Scroll so far that the cursor is in view."""
        pinned = self._laid.pinned
        room = max(1, self.size.height - pinned)
        first, last = self._laid.places.get(self.place, (0, 1))
        first, last = max(0, first - pinned), max(0, last - pinned)
        top = min(self._top, first)
        top = max(top, last - room)
        self._top = max(0, min(top, len(self._laid.lines) - pinned - room))

    def _refresh_place(self, place: Place) -> None:
        """Draw only the cells of a place again."""
        first, last = self._laid.places.get(place, (0, 0))
        pinned = self._laid.pinned
        for line in range(first, last):
            y, x = (line if line < pinned else line - self._top), 0
            for piece in self._laid.lines[line]:
                cells = width.cells(piece.text)
                if piece.place == place:
                    self.refresh(Region(x, y, cells, 1))
                x += cells

    # -- drawing ---------------------------------------------------------------------------------------------------

    def notify_style_update(self) -> None:
        """Forget the colours of before."""
        super().notify_style_update()
        self._styles = None

    def render_line(self, y: int) -> Strip:
        """Return one line."""
        line = y if y < self._laid.pinned else y + self._top
        if line >= len(self._laid.lines):
            return Strip.blank(self.size.width, self.rich_style)
        if self._styles is None:
            self._styles = theme.styles(self.app.current_theme)
        cursor = self.get_component_rich_style("calendar--cursor")
        today = self.get_component_rich_style("calendar--today")
        cells = []
        for piece in self._laid.lines[line]:
            style = self._styles.get(piece.role)
            if piece.place is not None and piece.place == self.place:
                style = cursor
            elif piece.today:
                style = today
            cells.append(Segment(plain.to_ascii(piece.text) if self._ascii else piece.text, style))
        return Strip(cells).apply_style(self.rich_style).adjust_cell_length(self.size.width, self.rich_style)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where it was clicked; on what it is on already, open that."""
        y = event.y if event.y < self._laid.pinned else event.y + self._top
        if not 0 <= y < len(self._laid.lines):
            return
        x = 0
        for piece in self._laid.lines[y]:
            x += width.cells(piece.text)
            if event.x < x:
                if piece.place == self.place:
                    self.post_message(self.Opened())
                elif piece.place is not None:
                    self.go(piece.place)
                return
