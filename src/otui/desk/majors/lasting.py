"""Whether a ticket stands for many, or does so no more: what every change of a ticket asks, below all the rest."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from otui.domain.major import LASTING, Stand

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket
    from otui.store.reader import Reader


def lasts(reader: Reader, ticket_id: int | None) -> bool:
    """Whether a ticket stands for many, or did: such a one never closes by the passing of time."""
    states = ", ".join(f"'{state}'" for state in LASTING)
    sql = f"SELECT 1 FROM major_incident WHERE ticket_id = :id AND state IN ({states})"
    return reader.value(sql, {"id": ticket_id}) is not None


def end_with(unit: Unit, ticket: Ticket) -> None:
    """Let a major incident be over once its parent is done, by whatever verb; its review is due from now."""
    for major in unit.load_all("major_incident", "ticket_id = :id AND state = 'declared'", {"id": ticket.id}):
        major.state, major.over_at = Stand.OVER.value, unit.now
        major.review_due = unit.now + timedelta(days=unit.rules.settings.noticing.review_days)
        major.version += 1
