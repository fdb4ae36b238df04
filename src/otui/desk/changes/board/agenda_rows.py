"""The rows of an agenda: which changes wait for the board, and how they come onto a meeting, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from otui.desk.records.finding import without_hidden

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.database import Reader
    from otui.store.records import Record

APPROVE, REJECT, DEFER = "approve", "reject", "defer"
DECISIONS = (APPROVE, REJECT, DEFER)
"""What a meeting can decide of a change."""

_VOTES = "(SELECT count(*) FROM approval a WHERE a.round_id = r.id AND a.state = '{state}')"
_WAITING = (
    "SELECT c.id FROM change c JOIN approval_round r ON r.record = 'change' AND r.record_id = c.id"
    " WHERE c.step = 'authorise' AND r.kind IN ('cab', 'ecab') AND r.fallen_at IS NULL"
    f" AND {_VOTES.format(state='approved')} < r.quorum AND {_VOTES.format(state='rejected')} = 0"
    " AND NOT EXISTS (SELECT 1 FROM cab_item i JOIN cab_meeting m ON m.id = i.meeting_id"
    " WHERE i.change_id = c.id AND m.state = 'planned' AND i.decision = '')"
)
"""Changes that wait for the board's word and stand on no agenda: emergencies first, then the one that begins first."""
_ORDER = (
    " ORDER BY CASE WHEN c.type = 'emergency' THEN 0 ELSE 1 END,"
    " CASE WHEN c.starts_at IS NULL THEN 1 ELSE 0 END, c.starts_at, c.id"
)


def waiting(reader: Reader, hidden: Iterable[int] = ()) -> list[int]:
    """Return the ids of the changes that wait for the board and are on no agenda, in the order they are treated in."""
    rows = reader.all(_WAITING + without_hidden(reader, "change", hidden, "c") + _ORDER)
    return list(dict.fromkeys(row[0] for row in rows))


def items_of(unit: Unit, meeting: Record) -> list[Record]:
    """Return what is on an agenda, in its order."""
    return unit.load_all("cab_item", "meeting_id = :meeting ORDER BY position, id", {"meeting": meeting.id})


def put(unit: Unit, meeting: Record, change_ids: Iterable[int]) -> int:
    """Put changes last on an agenda, those that are not on it yet; return how many came."""
    items = items_of(unit, meeting)
    there = {item.change_id for item in items}
    last = max((item.position for item in items), default=0)
    wanted = [one for one in dict.fromkeys(change_ids) if one not in there]
    for position, change_id in enumerate(wanted, last + 1):
        unit.add("cab_item", {"meeting_id": meeting.id, "change_id": change_id, "position": position})
    return len(wanted)


def put_waiting(unit: Unit, meeting: Record) -> int:
    """Put on an agenda what waits for the board; return how many changes that were."""
    return put(unit, meeting, waiting(unit.writer, unit.hidden))
