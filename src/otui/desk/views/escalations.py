"""What fell due or came round lately, for the notices of every open screen, whichever process raised it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from otui.desk.desk import View
from otui.desk.timer import Raised
from otui.store.records import from_micros, to_micros


def lately(view: View, ticket_ids: Iterable[int], within: timedelta = timedelta(minutes=1)) -> list[Raised]:
    """Return what was raised on these tickets within the last minute, the earliest due first."""
    numbers = ",".join(str(int(one)) for one in ticket_ids)
    if not numbers:
        return []
    rows = view.reader.all(
        "SELECT e.ticket_id, t.number, t.subject, e.queue_id, e.owner_id, e.stage, e.clock, e.cycle, e.due_at,"
        " e.raised_at FROM escalation e JOIN ticket t ON t.id = e.ticket_id"
        f" WHERE e.ticket_id IN ({numbers}) AND e.raised_at >= :since{view.without_hidden('t.queue_id')}"
        " UNION ALL SELECT h.ticket_id, t.number, t.subject, t.queue_id, t.owner_id, h.verb, '', 1, h.at, h.at"
        f" FROM history h JOIN ticket t ON t.id = h.ticket_id WHERE h.ticket_id IN ({numbers}) AND h.verb = 'recur'"
        f" AND h.at >= :since{view.without_hidden('t.queue_id')} ORDER BY 9",
        {"since": to_micros(view.now - within)},
    )
    return [replace(Raised(*row), due_at=from_micros(row[8]), raised_at=from_micros(row[9])) for row in rows]
