"""The change calendar: the days above, and below them what is to be known of the entry under the cursor."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from otui.desk.live import SIGHT, Change
from otui.desk.results import Result
from otui.desk.views import schedule as views
from otui.desk.views.schedule import ChangeOn, Entry, MeetingOn, Schedule
from otui.desk.views.windows import WindowOn
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.calendar.card import day_blocks, empty_blocks, entry_blocks, period
from otui.screens.calendar.changing import WindowChanges, item_choices
from otui.screens.calendar.days import Place, View, days_of, midnight, shown, turned
from otui.screens.calendar.grid import CalendarGrid
from otui.screens.moving import Moves
from otui.screens.overview.header import LineOfText
from otui.text.i18n import _
from otui.widgets.lines import LinesView
from otui.widgets.picker import Choice, Picker
from otui.widgets.status_line import StatusLine

TOPICS = frozenset({"change", "change_window", "cab_meeting", "item", "queue", "rules", SIGHT})
"""What, when it changes, may stand otherwise here."""
EVENING = time(20, 0)


class CalendarScreen(WindowChanges, Moves, DeskScreen):
    """Shows a week or a month, and changes its windows."""

    CSS_PATH = "calendar.tcss"
    CONTEXTS = (Context.CALENDAR, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open",
        "calendar.later",
        "calendar.view",
        "calendar.today",
        "calendar.new",
        "calendar.mine",
        "calendar.item",
        "nav.back",
    )

    def __init__(self, day: date | None = None) -> None:
        super().__init__()
        self._wanted: Place | None = (day, 0) if day is not None else None
        self._view = View.WEEK
        self._mine = False
        self._item: tuple[int, str] | None = None
        self._reads = 0
        self._stretch: tuple[date, date] | None = None
        self._shown_today: date | None = None
        self._about: tuple[str, int] = ("", 0)
        self.schedule: Schedule | None = None

    def compose(self) -> ComposeResult:
        """Lay out the head, the days and the text below them."""
        app = self.otui
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="calendar-head")
        yield CalendarGrid(ascii_only=app.ascii_only, id="calendar")
        card = LinesView(ascii_only=app.ascii_only, id="calendar-card")
        card.can_focus = False
        yield card
        yield from self.compose_frame()

    # -- parts -----------------------------------------------------------------------------------------------------

    @property
    def grid(self) -> CalendarGrid:
        """The days."""
        return self.query_one("#calendar", CalendarGrid)

    @property
    def moved(self) -> CalendarGrid:
        """The days."""
        return self.grid

    @property
    def card(self) -> LinesView:
        """What is said below."""
        return self.query_one("#calendar-card", LinesView)

    @property
    def under_cursor(self) -> Entry | None:
        """The entry that the cursor is on."""
        return self.grid.entry

    @property
    def today(self) -> date:
        """The day that it is at the desk."""
        return self.otui.now.astimezone(self.otui.zone).date()

    @property
    def proposed(self) -> tuple[datetime, datetime]:
        """The evening of the day under the cursor."""
        start = datetime.combine(self.grid.place[0], EVENING, self.otui.zone).astimezone(UTC)
        return start, start + timedelta(hours=2)

    # -- showing ---------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin with today."""
        if self._wanted is None:
            self._wanted = (self.today, 0)
        self.grid.focus()
        self.otui.show_status()

    def on_screen_resume(self) -> None:
        """Read again: what was in front may have changed something."""
        super().on_screen_resume()
        self.background(self.read())

    async def read(self, at: Place | None = None) -> None:
        """Read the stretch that `at` is in; without it what is shown again, the cursor where it is."""
        self._reads += 1
        reads = self._reads
        place = at or self._wanted or self.grid.place
        first, last = shown(self._view, place[0])
        zone = self.otui.zone
        found = await self.live.read(
            views.schedule,
            midnight(first, zone),
            midnight(last, zone),
            mine=self._mine,
            item_id=self._item[0] if self._item else None,
        )
        if reads != self._reads or not self.is_mounted:
            return
        kept = self.under_cursor if at is None and self._wanted is None else None
        self._wanted = None
        self.schedule, self._stretch, self._shown_today = found, (first, last), self.today
        days = tuple(days_of(found, first, last, zone))
        if kept is not None:  # others may have come before it: the cursor stays on its own
            place = next(
                (
                    (day.day, index)
                    for day in days
                    for index, entry in enumerate(day.entries)
                    if day.day == place[0] and (type(entry), entry.id) == (type(kept), kept.id)
                ),
                place,
            )
        self.grid.show(self._view, days, zone, self.today, place)
        self._show_head()
        self._show_card()

    def _show_head(self) -> None:
        if self._stretch is None or not self.is_mounted:
            return
        title = period(self._view, *self._stretch, self.grid.place[0], self.otui.zone)
        found = self.schedule.changes if self.schedule is not None else ()
        stopped = sum(1 for one in found if one.flag.unanswered)
        narrowed = [_("mine") if self._mine else "", self._item[1] if self._item else ""]
        right = " · ".join(part for part in narrowed if part)
        loud = _("! {n} collide").format(n=stopped) if stopped else ""
        self.query_one("#calendar-head", LineOfText).show(f" {title}", f"{right} ", "title", loud=loud)

    def _show_card(self) -> None:
        entry, day = self.under_cursor, self.grid.day
        about = (type(entry).__name__ if entry else f"{self.grid.place[0]}", entry.id if entry else 0)
        zone, now = self.otui.zone, self.otui.now
        if entry is not None:
            blocks = entry_blocks(entry, zone, now)
        elif self.schedule is not None and not self.schedule.entries:
            blocks = empty_blocks(self.otui.keymap, narrowed=self._mine or self._item is not None)
        else:
            blocks = day_blocks(day, zone) if day is not None else []
        self.card.show(blocks, keep=about == self._about)
        self._about = about

    @on(CalendarGrid.Moved)
    def cursor_moved(self) -> None:
        """Tell of what the cursor came to."""
        if self._view is View.MONTH:
            self._show_head()
        self._show_card()

    @on(CalendarGrid.Left)
    def cursor_left(self, event: CalendarGrid.Left) -> None:
        """Read the week or month that the cursor went to."""
        self.background(self.read((event.day, 0)))

    @on(CalendarGrid.Opened)
    def clicked(self) -> None:
        """Open what was clicked."""
        self.do_nav_open()

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again what may stand otherwise."""
        if self.is_mounted and any(change.topic in TOPICS for change in changes):
            self.background(self.read())

    def second_passed(self) -> None:
        """Show another day as today once it is."""
        if self._shown_today is not None and self._shown_today != self.today:
            self.background(self.read())

    def record_acted(self, result: Result) -> None:
        """Show what was done."""
        self.background(self.read())

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_nav_day_before(self) -> None:
        """The day before."""
        self.grid.step(-1)

    def do_nav_day_after(self) -> None:
        """The day after."""
        self.grid.step(1)

    def do_calendar_earlier(self) -> None:
        """The week or month before."""
        self._turn(-1)

    def do_calendar_later(self) -> None:
        """The next week or month."""
        self._turn(1)

    def _turn(self, by: int) -> None:
        day = self._wanted[0] if self._wanted else self.grid.place[0]
        self._wanted = (turned(self._view, day, by), 0)
        self.background(self.read(self._wanted))

    def do_calendar_today(self) -> None:
        """Go to today."""
        self.background(self.read((self.today, 0)))

    def do_calendar_view(self) -> None:
        """The month in place of the week, or the week again."""
        self._view = View.WEEK if self._view is View.MONTH else View.MONTH
        self.background(self.read((self.grid.place[0], 0)))

    def do_calendar_mine(self) -> None:
        """Show only changes in which this agent has a part, or all again."""
        self._mine = not self._mine
        self.background(self.read())

    async def do_calendar_item(self, text: str = "") -> None:
        """Show only what hangs together with one service or item, or all again."""
        if self._item is not None and not text.strip():
            self._item = None
            await self.read()
            return
        choices = await self.live.read(item_choices)
        picked = await self.otui.ask(
            Picker(
                _("What touches which service or item?"),
                [Choice(one, one[1]) for one in choices],
                typed=text.strip(),
                empty_text=_("There is no service or item by that name."),
                ascii_only=self.otui.ascii_only,
            )
        )
        if isinstance(picked, tuple):
            self._item = picked
            await self.read()

    def do_nav_open(self) -> None:
        """Open the change or the meeting; change a window; in a month show the week."""
        entry = self.under_cursor
        if isinstance(entry, ChangeOn):
            self.otui.open_record("change", entry.id)
        elif isinstance(entry, MeetingOn):
            from otui.screens.cab.screen import CabScreen

            self.otui.push_screen(CabScreen(entry.id))
        elif isinstance(entry, WindowOn):
            self.background(self.do_calendar_edit())
        elif self._view is View.MONTH:
            self.do_calendar_view()

    def do_preview_down(self) -> None:
        """Scroll the text below down."""
        self.card.move(1)

    def do_preview_up(self) -> None:
        """Scroll the text below up."""
        self.card.move(-1)

    def do_app_refresh(self) -> None:
        """Read it again."""
        self.background(self.read())

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()
