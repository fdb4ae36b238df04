"""Which table of moves a record goes by, and what those moves need: asked by screens, commands and the flowchart."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from otui.domain import knowledge, problem
from otui.domain.change import steps

if TYPE_CHECKING:
    from datetime import datetime

    from otui.desk.records.moves import Need
    from otui.domain.process import Move
    from otui.store.records import Record

TABLES: dict[str, Callable[[Record], tuple[Move, ...]]] = {
    "problem": lambda _record: problem.MOVES,
    "knowledge": lambda _record: knowledge.MOVES,
    "change": lambda record: steps.MOVES[steps.Type(record.type)],
}
"""By the kind of record; a change by the path of its type."""


def moves_of(record: Record) -> tuple[Move, ...]:
    """Return every move that there is for a record, whatever its step."""
    return TABLES[record.table](record)


def needs_of(record: Record, now: datetime | None = None) -> Mapping[str, Need]:
    """Return what the moves of a record may need at a moment, by name. What builds on this is imported late."""
    match record.table:
        case "problem":
            from otui.desk.problems.needs import NEEDS as OF_PROBLEMS

            return OF_PROBLEMS
        case "change":
            from otui.desk.changes.needs import needs_of as of_change

            return of_change(record, now)
        case "knowledge":
            from otui.desk.knowledge.needs import NEEDS as OF_KNOWLEDGE

            return OF_KNOWLEDGE
        case _:
            return {}
