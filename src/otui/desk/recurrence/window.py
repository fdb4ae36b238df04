"""The incidents of a stretch of time, as likeness looks at them: read on an index, newest first, and never all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from otui.domain.recurrence import Incident
from otui.store.records import from_micros, to_micros

if TYPE_CHECKING:
    from collections.abc import Sequence

    from otui.store.database import Reader

Row = tuple[Any, ...]

SKEW = timedelta(minutes=10)
"""How far the clocks of machines at one desk may be apart: what came in a moment from now came in now."""

_COLUMNS = "t.id, t.subject, t.created_at, t.item_id, t.is_open, t.queue_id"
_COUNTED = "t.kind = 'incident' AND t.state <> 'merged'"


@dataclass(frozen=True, slots=True)
class Window:
    """What was reported from `since` to `until`; `capped` says that there is more than was read, and older."""

    incidents: tuple[Incident, ...]
    queues: dict[int, int]
    """The queue of each, by its id."""
    since: datetime
    until: datetime
    capped: bool


def read(reader: Reader, since: datetime, until: datetime, most: int, hidden: str = "") -> Window:
    """Return the newest incidents of a stretch of time, at most so many; `hidden` is a condition to leave some out."""
    rows = newest(reader, since, until, most + 1, hidden)
    kept = rows[:most]
    return Window(
        tuple(to_incident(row) for row in kept),
        {row[0]: row[5] for row in kept},
        since,
        until,
        len(rows) > most,
    )


def newest(reader: Reader, since: datetime, until: datetime, most: int, hidden: str = "") -> list[Row]:
    """Return the rows of the newest incidents of a stretch of time, of which `to_incident` makes what is wanted."""
    return reader.all(
        f"SELECT {_COLUMNS} FROM ticket t WHERE t.created_at >= :since AND t.created_at <= :until AND {_COUNTED}"
        f"{hidden} ORDER BY t.created_at DESC, t.id DESC LIMIT :limit",
        {"since": to_micros(since), "until": to_micros(until + SKEW), "limit": most},
    )


def of_item(
    reader: Reader, item_id: int, since: datetime, until: datetime, most: int, hidden: str = ""
) -> list[Row]:
    """Return the newest incidents on a service or item."""
    return reader.all(
        f"SELECT {_COLUMNS} FROM ticket t WHERE t.item_id = :item AND t.created_at >= :since"
        f" AND t.created_at <= :until AND {_COUNTED}{hidden} ORDER BY t.created_at DESC, t.id DESC LIMIT :limit",
        {"item": item_id, "since": to_micros(since), "until": to_micros(until + SKEW), "limit": most},
    )


def by_ids(
    reader: Reader, ids: Sequence[int], since: datetime, until: datetime, hidden: str = ""
) -> list[Row]:
    """Return those of these tickets that are incidents of a stretch of time."""
    if not ids:
        return []
    wanted = ",".join(str(int(one)) for one in ids)
    return reader.all(
        f"SELECT {_COLUMNS} FROM ticket t WHERE t.id IN ({wanted}) AND t.created_at >= :since"
        f" AND t.created_at <= :until AND {_COUNTED}{hidden}",
        {"since": to_micros(since), "until": to_micros(until + SKEW)},
    )


def to_incident(row: Row) -> Incident:
    """Make an Incident of a result row."""
    return Incident(row[0], row[1], from_micros(row[2]), row[3], bool(row[4]))
