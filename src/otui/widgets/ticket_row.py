"""How a ticket becomes a row of a list: the columns, which of them fit, and what each says now."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rich.segment import Segment
from rich.style import Style

from otui.desk.rows import TicketRow
from otui.desk.words import kind_name, state_name
from otui.domain.workflow import MODE, Mode, State
from otui.text import safe, times, width
from otui.text.i18n import N_, _, pgettext
from otui.widgets.glyphs import ROLES, ClockState, Glyphs, clock_cell, due_cell, level_cell
from otui.widgets.rowpaint import RowFlags

SECONDS_BELOW = timedelta(minutes=10)
"""Below this the countdown on a list counts in seconds."""


def clock_state(row: TicketRow, now: datetime) -> ClockState:
    """Return what the clock that a row shows does."""
    if MODE[State(row.state)] is Mode.STOP:
        return ClockState.MET
    due = row.due
    if due is None:
        return ClockState.PAUSED
    name, at = due
    if at <= now:
        return ClockState.ESCALATED if name == "escalation" else ClockState.MISSED
    if row.flag:
        return ClockState.WARNED
    return ClockState.RUNNING


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `room` is its width; 0 takes what is left. `rank`: the highest gives way first.

    `least` is the width it shrinks to before it gives way altogether; 0: it does not shrink.
    """

    name: str
    title: str
    room: int
    rank: int
    right: bool = False
    least: int = 0


COLUMNS: dict[str, Column] = {
    column.name: column
    for column in (
        Column("due", N_("due"), 6, 0, right=True),
        Column("flag", "", 1, 0),
        Column("clock", N_("clock"), 10, 4),
        Column("level", N_("level"), 7, 2),
        Column("number", N_("number"), 7, 1),
        Column("subject", N_("subject"), 0, 0),
        Column("contact", N_("contact"), 18, 6),
        Column("customer", N_("customer"), 18, 9),
        Column("queue", N_("queue"), 14, 5),
        Column("owner", N_("owner"), 8, 3, least=5),
        Column("state", N_("state"), 12, 8),
        Column("age", N_("age"), 8, 7, right=True),
        Column("kind", N_("kind"), 8, 10),
    )
}
DEFAULT = ("due", "flag", "level", "number", "subject", "contact", "queue", "owner")
_PLACE = re.compile(r"^\d+ - ")
"""How other systems begin a level ("3 - Moderate"): in a narrow column it would leave no room for the word."""
LEAST_SUBJECT = 22
"""Columns give way until a subject has so many cells."""
LEAST_BESIDE = 18
"""Beside a column that has shrunk, so that on 80 columns the list still says who has a ticket."""


def _heading(column: Column) -> str:
    """Return what stands over a column. Over a countdown "due" is said shorter than of a moment."""
    if column.name == "owner" and column.room == column.least:
        return _("who")
    return pgettext("countdown", "due") if column.name == "due" else _(column.title)


def fitting(names: Sequence[str], room: int) -> list[tuple[Column, int]]:
    """Return the columns of `names` that fit in `room` cells, each with its width."""
    columns = [COLUMNS[name] for name in names if name in COLUMNS]
    while True:
        spare = room - sum(column.room + 1 for column in columns if column.room)
        shrunk = any(column.room and column.room == column.least for column in columns)
        if spare >= (LEAST_BESIDE if shrunk else LEAST_SUBJECT) or len(columns) <= 3:
            break
        widest = max((column for column in columns if column.room), key=lambda column: column.rank)
        place = columns.index(widest)
        columns[place : place + 1] = (
            [replace(widest, room=widest.least)] if widest.room > widest.least > 0 else []
        )
    return [(column, column.room or max(1, spare)) for column in columns]


class TicketPainter:
    """Draws tickets. `now` tells the desk's time; `columns` may be changed while it is in use.

    `here` says in a few cells who else is on a ticket: that stands at the end of its subject.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        signs: Glyphs,
        styles: Callable[[], dict[str, Style]],
        me: Callable[[], int],
        level_label: Callable[[str], str] = str,
        columns: Sequence[str] = DEFAULT,
        here: Callable[[int, int], str] = lambda _ticket_id, _room: "",
    ) -> None:
        self._now = now
        self._signs = signs
        self._styles = styles
        self._me = me
        self._level_label = level_label
        self._here = here
        self.long_numbers = False
        """Whether the desk has numbers of more than six digits, which need two cells more."""
        self.columns = tuple(columns)

    def paint(self, row: TicketRow, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = self._styles()
        now = self._now()
        state = clock_state(row, now)
        for column, room in self._fitting(columns):
            mark = self._here(row.id, room) if column.name == "subject" else ""
            taken = width.cells(mark) + 1 if mark else 0
            cell = self._cell(column, max(1, room - taken), row, state, now, styles)
            yield Segment(cell.text + " ", cell.style)
            if mark:
                yield Segment(mark + " ", styles["accent"])

    def header(self, room: int) -> str:
        """Return the line that names the columns."""
        return " ".join(
            width.fit(_heading(column), cells, "right" if column.right else "left")
            for column, cells in self._fitting(room)
        )

    def _fitting(self, room: int) -> list[tuple[Column, int]]:
        found = fitting(self.columns, room - 2 * self.long_numbers)
        return [(c, cells + 2 * (self.long_numbers and c.name == "number")) for c, cells in found]

    def _cell(
        self,
        column: Column,
        room: int,
        row: TicketRow,
        state: ClockState,
        now: datetime,
        styles: dict[str, Style],
    ) -> Segment:
        match column.name:
            case "due":
                return due_cell(due_text(row, now), room, state, styles)
            case "flag":
                return clock_cell(state, self._signs, styles)
            case "clock":
                words = _(row.due[0]) if row.due else state.word
                return Segment(width.fit(words, room), styles.get(ROLES[state]))
            case "level":
                label = self._level_label(row.level)
                if row.level_imported:
                    label = _PLACE.sub("", label)
                return level_cell(label, row.level_rank, room, styles)
            case "subject":
                role = "strong" if row.state == State.NEW else ""
                return Segment(
                    width.fit(safe.line(row.subject), room, more=self._signs.ellipsis), styles.get(role)
                )
            case "owner":
                return self._owner(row, room, styles)
            case "age":
                return Segment(
                    width.fit(times.countdown(now - row.created_at), room, "right"), styles["muted"]
                )
            case "state":
                return Segment(width.fit(state_name(row.state), room))
            case "kind":
                return Segment(width.fit(kind_name(row.kind), room))
        text = getattr(row, column.name)
        role = "muted" if column.name in ("queue", "customer") else ""
        return Segment(width.fit(safe.line(str(text)), room, more=self._signs.ellipsis), styles.get(role))

    def _owner(self, row: TicketRow, room: int, styles: dict[str, Style]) -> Segment:
        if not row.owner:
            return Segment(width.fit(self._signs.dash, room), styles["muted"])
        role = "title" if row.owner_id == self._me() else ("" if row.locked else "muted")
        return Segment(width.fit(safe.line(row.owner), room, more=self._signs.ellipsis), styles.get(role))


def due_text(row: TicketRow, now: datetime) -> str:
    """Return the countdown of the clock that falls due first; empty while none runs."""
    due = row.due
    if due is None:
        return ""
    left = due[1] - now
    return times.countdown(left, seconds=timedelta(0) <= left < SECONDS_BELOW)
