"""The change calendar: everything in a stretch of time, with what collides, and the windows that make it up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.changes.board.meetings import USUAL
from otui.desk.changes.calendar import around, collisions
from otui.desk.changes.calendar.collisions import Collision, Flag
from otui.desk.records.finding import without_hidden
from otui.desk.views import windows
from otui.desk.views.windows import WindowOn
from otui.domain.change.steps import Step
from otui.domain.change.windows import Stretch
from otui.store.records import from_micros, to_micros

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.store.reader import Row

_COLUMNS = (
    "SELECT c.id, c.version, c.number, c.subject, c.type, c.step, c.starts_at, c.ends_at, c.queue_id, c.risk, c.outage,"
    " c.owner_id, c.implementer_id, c.requester_id, c.created_at, c.updated_at, c.description FROM change c WHERE "
)
# What begins in the stretch, and what is under way when it begins; the plus as in `desk.changes.around`.
_BEGINS = _COLUMNS + "c.starts_at >= :since AND c.starts_at < :until AND c.ends_at > c.starts_at"
_UNDER_WAY = _COLUMNS + "c.ends_at > :since AND +c.starts_at < :since"
_MEETINGS = (
    "SELECT id, version, name, starts_at, ends_at, state FROM cab_meeting"
    " WHERE starts_at >= :since AND starts_at < :until AND state <> 'canceled' ORDER BY starts_at, id"
)


@dataclass(frozen=True, slots=True)
class ChangeOn:
    """A change on the calendar, as far as whoever asks may see it."""

    id: int
    version: int
    number: str
    subject: str
    type: str
    step: str
    starts_at: datetime
    ends_at: datetime
    queue: str
    risk: str
    outage: bool
    owner: str
    implementer: str
    items: tuple[str, ...]
    """What it touches, by name."""
    created_at: datetime
    updated_at: datetime
    description: str = ""
    collisions: tuple[Collision, ...] = ()

    @property
    def flag(self) -> Flag:
        """What a list says of its collisions."""
        return collisions.flag(self.collisions)


@dataclass(frozen=True, slots=True)
class MeetingOn:
    """A meeting of the board."""

    id: int
    version: int
    name: str
    starts_at: datetime
    ends_at: datetime
    state: str


Entry = ChangeOn | WindowOn | MeetingOn


@dataclass(frozen=True, slots=True)
class Schedule:
    """A stretch of the calendar: its entries by when they begin."""

    since: datetime
    until: datetime
    entries: tuple[Entry, ...]

    @property
    def changes(self) -> tuple[ChangeOn, ...]:
        """The changes among the entries."""
        return tuple(one for one in self.entries if isinstance(one, ChangeOn))

    def during(self, start: datetime, end: datetime) -> tuple[Entry, ...]:
        """Return the entries that have a moment of [start, end): a day of the calendar, say."""
        return tuple(one for one in self.entries if one.starts_at < end and start < one.ends_at)


def schedule(
    view: View, since: datetime, until: datetime, *, mine: bool = False, item_id: int | None = None
) -> Schedule:
    """Return everything in [since, until). `mine`: only changes in which whoever asks has a part.

    `item_id`: only what touches that service or item, what hangs on it, or what it hangs on.
    """
    near = None if item_id is None else around.near(view.reader, item_id)
    entries: list[Entry] = [
        *changes_on(view, since, until, mine=mine, near=near),
        *windows.windows_on(view, since, until, near),
    ]
    if near is None:
        entries += meetings_on(view, since, until)
    rank = {WindowOn: 0, MeetingOn: 1, ChangeOn: 2}
    return Schedule(
        since, until, tuple(sorted(entries, key=lambda one: (one.starts_at, rank[type(one)], one.id)))
    )


def changes_on(
    view: View,
    since: datetime,
    until: datetime,
    *,
    mine: bool = False,
    near: frozenset[int] | None = None,
    canceled: bool = False,
) -> list[ChangeOn]:
    """Return the changes of a stretch; `near` are the items that one of them must touch."""
    hidden = without_hidden(view.reader, "change", view.hidden, "c")
    but = ("" if canceled else f" AND c.step <> '{Step.CANCELED}'") + hidden
    params = {"since": to_micros(since), "until": to_micros(until)}
    rows = view.reader.all(f"{_BEGINS}{but} UNION ALL {_UNDER_WAY}{but}", params)
    if mine:
        rows = [row for row in rows if view.agent.id in row[11:14]]
    touched = around.touched_by(view.reader, [row[0] for row in rows])
    if near is not None:
        rows = [row for row in rows if touched.get(row[0], frozenset()) & near]
    names = _seen_names(view, {one for row in rows for one in touched.get(row[0], ())})
    hits = collisions.of_each(view, Stretch(since, until)) if rows else {}
    return [_change(view, row, touched.get(row[0], frozenset()), names, hits.get(row[0], ())) for row in rows]


def _change(
    view: View, row: Row, touched: Iterable[int], names: Mapping[int, str], hits: tuple[Collision, ...]
) -> ChangeOn:
    queue = view.directory.queues.get(row[8])
    agents = view.directory.agents
    owner, implementer = (agents[one].login if one in agents else "" for one in row[11:13])
    return ChangeOn(
        id=row[0],
        version=row[1],
        number=row[2],
        subject=row[3],
        type=row[4],
        step=row[5],
        starts_at=from_micros(row[6]),
        ends_at=from_micros(row[7]),
        queue=queue.name if queue is not None else "–",
        risk=row[9],
        outage=bool(row[10]),
        owner=owner,
        implementer=implementer,
        items=tuple(sorted(names[one] for one in touched if one in names)),
        created_at=from_micros(row[14]),
        updated_at=from_micros(row[15]),
        description=row[16],
        collisions=hits,
    )


def _seen_names(view: View, item_ids: Iterable[int]) -> dict[int, str]:
    named = around.item_names(view.reader, item_ids)
    return {one: row.name for one, row in named.items() if (row.queue_id or 0) not in view.hidden}


def meetings_on(view: View, since: datetime, until: datetime) -> list[MeetingOn]:
    """Return the meetings that are still on, or under way, in a stretch; one without an end takes an hour."""
    rows = view.reader.all(_MEETINGS, {"since": to_micros(since - USUAL), "until": to_micros(until)})
    found = [
        MeetingOn(
            row[0],
            row[1],
            row[2],
            from_micros(row[3]),
            from_micros(row[4]) if row[4] is not None else from_micros(row[3]) + USUAL,
            row[5],
        )
        for row in rows
    ]
    return [one for one in found if since < one.ends_at]
