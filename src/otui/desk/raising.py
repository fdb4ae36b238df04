"""Raising what fell due on a ticket: an escalation record with a unique key, a history event, the change feed.

A unit of work raises before it changes a ticket: a verb that came after the due instant does not hide that it passed,
even where no timer ran.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.domain.clocks import StageKey
from otui.store import feed
from otui.store.records import to_micros

if TYPE_CHECKING:
    from otui.desk.clockwork import Clockwork
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket

TIMER = "timer"
"""The actor of what time alone does."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A warning or a due that this unit of work raised."""

    ticket: Ticket
    clock: str
    cycle: int
    stage: str
    due_at: datetime


def raise_stages(unit: Unit, ticket: Ticket, clockwork: Clockwork, by: datetime | None = None) -> list[Stage]:
    """Raise what fell due on a ticket by now, or `by` then, and was not raised yet, each with its true instant."""
    clockwork.timeline.rebuild()
    known = clockwork.raised()
    return [
        Stage(ticket, *key)
        for key in clockwork.timeline.stages_due(by or unit.now)
        if key not in known and _record(unit, ticket, key)
    ]


def _record(unit: Unit, ticket: Ticket, key: StageKey) -> bool:
    """Write an escalation with its history event; False where another process was first."""
    clock, cycle, stage, due_at = key
    added = unit.writer.execute(
        "INSERT INTO escalation (ticket_id, clock, cycle, stage, due_at, raised_at, queue_id, owner_id)"
        " VALUES (:ticket, :clock, :cycle, :stage, :due, :now, :queue, :owner) ON CONFLICT DO NOTHING",
        {
            "ticket": ticket.id,
            "clock": clock,
            "cycle": cycle,
            "stage": stage,
            "due": to_micros(due_at),
            "now": to_micros(unit.now),
            "queue": ticket.queue_id,
            "owner": ticket.owner_id if ticket.locked else None,
        },
    )
    if added < 1:
        return False
    verb = "warn" if stage == "warning" else "escalate"
    by_timer(unit, ticket, verb, {"clock": (None, clock), "due": (None, due_at.isoformat())})
    return True


def by_timer(
    unit: Unit, ticket: Ticket, verb: str, changes: Mapping[str, tuple[Any, Any]], *, entered: bool = False
) -> None:
    """Write what time did into the history, and tell the feed."""
    unit.writer.insert(
        "history",
        {
            "ticket_id": ticket.id,
            "at": unit.now,
            "actor": TIMER,
            "verb": verb,
            "changes": {name: list(pair) for name, pair in changes.items()},
            "text": "",
            "version": ticket.version,
        },
    )
    topic = "escalation" if verb in ("warn", "escalate") else "ticket"
    feed.append(unit.writer, at=unit.now, topic=topic, ticket_id=ticket.id, verb=verb, entered=entered)
