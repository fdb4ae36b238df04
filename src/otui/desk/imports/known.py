"""What the desk already has of a log: whether a ticket is new, as it was, or has news."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otui.desk.bulk import BulkTicket, Values
from otui.desk.imports.events import Event, fingerprint
from otui.desk.imports.replay import IMPORT_KEY
from otui.store.database import Reader
from otui.store.records import from_micros


@dataclass(frozen=True, slots=True)
class Known:
    """A ticket of this source that the desk has already."""

    id: int
    number: str
    version: int
    state: str
    level: str
    queue: str
    memory: Mapping[str, Any]


def known_tickets(reader: Reader, source: str, numbers: Sequence[str]) -> dict[str, Known]:
    """Return the tickets that came from `source` under these numbers, by number."""
    params = {f"n{place}": number for place, number in enumerate(numbers)}
    names = ", ".join(f":{name}" for name in params)
    found = reader.all(
        "SELECT t.external_number, t.id, t.number, t.version, t.state, t.level, q.name, t.extra FROM ticket t"
        f" JOIN queue q ON q.id = t.queue_id WHERE t.external_number IN ({names})",
        params,
    )
    known = {}
    for external, ticket_id, number, version, state, level, queue, extra in found:
        memory = json.loads(extra).get(IMPORT_KEY) or {}
        if memory.get("source") == source:
            known[external] = Known(ticket_id, number, version, state, level, queue, memory)
    return known


def verdict(former: Known | None, events: Sequence[Event]) -> str:
    """Return what is to be done: new, unchanged, updated, touched (worked on here since) or different."""
    if former is None:
        return "new"
    brought = int(former.memory.get("events", 0))
    if len(events) < brought:
        return "unchanged"
    if fingerprint(events[:brought]) != former.memory.get("print"):
        return "different"
    if len(events) == brought:
        return "unchanged"
    return "updated" if former.version == former.memory.get("version") else "touched"


def news(rows: Reader, ticket: BulkTicket, former: Known, events: Sequence[Event]) -> BulkTicket:
    """Make a ticket that was played anew into one to bring up to date: only what is not there yet is added."""
    brought = int(former.memory["events"])
    raised = {
        (clock, cycle, stage, from_micros(due))
        for clock, cycle, stage, due in rows.all(
            "SELECT clock, cycle, stage, due_at FROM escalation WHERE ticket_id = :id", {"id": former.id}
        )
    }
    fresh = [row for row in ticket.escalations if _key(row) not in raised]
    moments = {(row["clock"], row["due_at"].isoformat()) for row in fresh}
    ticket.id = former.id
    ticket.values["number"] = former.number
    ticket.history = [row for row in ticket.history if _is_new(row, former.version, moments)]
    already = sum(bool(event.note) for event in events[:brought]) + bool(events[0].body)
    ticket.articles = ticket.articles[already:]
    return ticket


def _key(row: Values) -> tuple[str, int, str, datetime]:
    return row["clock"], row["cycle"], row["stage"], row["due_at"]


def _is_new(row: Values, version: int, raised: set[tuple[str, str]]) -> bool:
    """Whether a line of history is not there yet: an event after those brought, or something raised since."""
    if row["verb"] in ("warn", "escalate"):
        return (row["changes"]["clock"][1], row["changes"]["due"][1]) in raised
    return bool(row["version"] > version)
