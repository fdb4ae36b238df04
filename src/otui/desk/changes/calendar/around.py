"""What stands around changes on the calendar: read once for a stretch of time, whatever may be seen of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from otui.domain import items
from otui.domain.change.schedule import OCCUPYING, Planned, Surroundings
from otui.domain.change.steps import Step, Type
from otui.domain.change.windows import Stretch, Window, WindowKind
from otui.store.records import from_micros, to_micros

if TYPE_CHECKING:
    from otui.store.reader import Reader, Row
    from otui.store.records import Record

AFFECTS = "affects"
"""The tie from a change to a service or item that it touches."""
_IN_NOBODYS_WAY = ", ".join(f"'{step}'" for step in Step if step not in OCCUPYING)
"""Told by what is left out: by these steps no index is walked, so the one by time is."""
_COLUMNS = (
    "SELECT id, number, subject, type, step, starts_at, ends_at, implementer_id, collision_reason, queue_id"
    f" FROM change WHERE step NOT IN ({_IN_NOBODYS_WAY}) AND "
)
# What begins in the stretch, and what is under way when it begins. The plus keeps the second half off the index of
# beginnings: all that ever began before would be walked over there.
CHANGES = (
    f"{_COLUMNS}starts_at >= :since AND starts_at < :until AND ends_at IS NOT NULL"
    f" UNION ALL {_COLUMNS}ends_at > :since AND +starts_at < :since"
)
_WINDOW = "SELECT id, kind, name, starts_at, ends_at, rrule, item_id, reason FROM change_window WHERE "
# The second half: maintenance that is announced for later. Until then a change waits for it.
WINDOWS = (
    f"{_WINDOW}starts_at < :until AND active AND (rrule <> '' OR ends_at > :since)"
    f" UNION ALL {_WINDOW}starts_at >= :until AND active AND rrule = '' AND kind = 'maintenance'"
)
TOUCHED = (
    "SELECT record_id, other_id FROM tie WHERE record = 'change' AND record_id IN ({ids})"
    f" AND kind = '{AFFECTS}' AND other = 'item'"
)
PLANNED = (
    "SELECT record_id, max(id), max(CASE WHEN verb IN ('new', 'schedule') THEN id END) FROM record_event"
    " WHERE record = 'change' AND record_id IN ({ids}) AND (verb IN ('new', 'schedule', 'tie', 'untie')"
    " OR (verb = 'edit' AND CAST(changes AS TEXT) LIKE '%\"implementer\"%')"
    " OR (verb IN ('undo', 'redo') AND (CAST(changes AS TEXT) LIKE '%\"schedule\"%'"
    " OR CAST(changes AS TEXT) LIKE '%\"edit\"%' OR CAST(changes AS TEXT) LIKE '%tie\"%'))) GROUP BY record_id"
)
CHANGED = (
    "SELECT record_id, max(id) FROM record_event WHERE record = 'change_window' AND record_id IN ({ids})"
    " GROUP BY record_id"
)
HANGS = "SELECT item_id, on_id FROM item_dependency WHERE item_id IN ({ids})"
CARRIES = "SELECT on_id, item_id FROM item_dependency WHERE on_id IN ({ids})"
TIMES = (
    f"SELECT id, starts_at, ends_at FROM change WHERE id IN ({{ids}}) AND step NOT IN ({_IN_NOBODYS_WAY})"
    " AND starts_at IS NOT NULL AND ends_at IS NOT NULL"
)
NAMES = "SELECT id, name, queue_id FROM item WHERE id IN ({ids})"


@dataclass(frozen=True, slots=True)
class Named:
    """What a thing is called, and of which queue it is: whoever may not see that queue is not told the name."""

    name: str
    subject: str = ""
    queue_id: int | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """The surroundings of a stretch, and the names of all that is in them."""

    surroundings: Surroundings
    changes: Mapping[int, Named] = field(default_factory=dict)
    windows: Mapping[int, Window] = field(default_factory=dict)
    items: Mapping[int, Named] = field(default_factory=dict)

    def planned(self, change_id: int) -> Planned | None:
        """Return a change of the stretch as collisions see it."""
        return next((one for one in self.surroundings.changes if one.id == change_id), None)


def load(reader: Reader, stretch: Stretch, own: Record | None = None) -> Around:
    """Read what occupies a stretch. `own` is a change that may say otherwise than its row: it is read as it stands."""
    times = {"since": to_micros(stretch.start), "until": to_micros(stretch.end)}
    rows = {row[0]: row for row in reader.all(CHANGES, times)}
    if own is not None:
        rows[own.id] = _row_of(own)
    windows = {row[0]: _window(row) for row in sorted(reader.all(WINDOWS, times), key=lambda row: row[0])}
    touched = touched_by(reader, rows)
    starts = {one for all_of in touched.values() for one in all_of}
    starts |= {window.item_id for window in windows.values() if window.item_id is not None}
    on = hanging_on(reader, starts)
    planned: dict[int, Row] = {}
    if rows:
        planned = {row[0]: row[1:] for row in reader.all(PLANNED.format(ids=listed(rows)))}
    changed: dict[int, int] = dict(reader.all(CHANGED.format(ids=listed(windows)))) if windows else {}
    changes = [
        _planned(row, touched.get(row[0], frozenset()), planned.get(row[0], (0, 0))) for row in rows.values()
    ]
    return Around(
        Surroundings(changes, tuple(windows.values()), on, changed),
        {row[0]: Named(row[1], row[2], row[9]) for row in rows.values()},
        windows,
        item_names(reader, starts),
    )


def touched_by(reader: Reader, change_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return which services and items each change touches."""
    ids = listed(change_ids)
    found: dict[int, set[int]] = {}
    for change_id, item_id in reader.all(TOUCHED.format(ids=ids)) if ids else ():
        found.setdefault(change_id, set()).add(item_id)
    return {change_id: frozenset(all_of) for change_id, all_of in found.items()}


def hanging_on(reader: Reader, starts: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return for each of these items all that it hangs on."""
    return _walked(reader, HANGS, starts)


def near(reader: Reader, item_id: int) -> frozenset[int]:
    """Return an item with all that it hangs on and all that hangs on it."""
    found = (_walked(reader, sql, (item_id,)).get(item_id, frozenset()) for sql in (HANGS, CARRIES))
    return frozenset({item_id}).union(*found)


def _walked(reader: Reader, sql: str, starts: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return what is reached from each item, read level by level: the rest of the items is left alone."""
    wanted = set(starts)
    graph: dict[int, set[int]] = {}
    edge, seen = wanted, set(wanted)
    while edge:
        further: set[int] = set()
        for one, other in reader.all(sql.format(ids=listed(edge))):
            graph.setdefault(one, set()).add(other)
            further.add(other)
        edge = further - seen
        seen |= edge
    return {one: frozenset(items.reach(graph, one)) for one in wanted if one in graph}


def item_names(reader: Reader, item_ids: Iterable[int]) -> dict[int, Named]:
    """Return what items are called."""
    ids = listed(item_ids)
    return (
        {row[0]: Named(row[1], queue_id=row[2]) for row in reader.all(NAMES.format(ids=ids))} if ids else {}
    )


def times_of(reader: Reader, change_ids: Iterable[int]) -> dict[int, Stretch]:
    """Return when each of these changes is planned; one that takes no time any more, or yet, is not in it."""
    ids = listed(change_ids)
    rows = reader.all(TIMES.format(ids=ids)) if ids else []
    return {row[0]: Stretch(from_micros(row[1]), from_micros(row[2])) for row in rows}


def hull(stretches: Sequence[Stretch]) -> Stretch:
    """Return the stretch from the first beginning to the last end."""
    return Stretch(min(one.start for one in stretches), max(one.end for one in stretches))


def listed(ids: Iterable[int]) -> str:
    """Return ids as SQL lists them."""
    return ",".join(str(int(one)) for one in ids)


def _row_of(change: Record) -> Row:
    columns = ("id", "number", "subject", "type", "step")
    rest = ("implementer_id", "collision_reason", "queue_id")
    values: list[Any] = [getattr(change, name) for name in columns]
    times = [to_micros(cast("datetime", one)) for one in (change.starts_at, change.ends_at)]
    return (*values, *times, *(getattr(change, name) for name in rest))


def _planned(row: Row, touched: frozenset[int], planned: Row) -> Planned:
    return Planned(
        row[0],
        Type(row[3]),
        Step(row[4]),
        Stretch(from_micros(row[5]), from_micros(row[6])),
        row[7],
        touched,
        row[8],
        planned[0],
        planned[1] or 0,
    )


def _window(row: Row) -> Window:
    when = Stretch(from_micros(row[3]), from_micros(row[4]))
    return Window(row[0], WindowKind(row[1]), row[2], when, row[5], row[6], row[7])
