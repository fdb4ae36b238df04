"""Whether a ticket stands for many: what its clocks ask, below everything else that a major incident is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.domain.major import LASTING

if TYPE_CHECKING:
    from otui.store.reader import Reader


def lasts(reader: Reader, ticket_id: int | None) -> bool:
    """Whether a ticket stands for many, or did: such a one never closes by the passing of time."""
    states = ", ".join(f"'{state}'" for state in LASTING)
    sql = f"SELECT 1 FROM major_incident WHERE ticket_id = :id AND state IN ({states})"
    return reader.value(sql, {"id": ticket_id}) is not None
