"""Which table of moves and which needs a record goes by: asked by its screens, its commands and its flowchart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from otui.domain import problem
from otui.domain.change import steps
from otui.domain.process import Move

if TYPE_CHECKING:
    from otui.desk.records.moves import Need
    from otui.store.records import Record


def moves_of(record: Record) -> tuple[Move, ...]:
    """Return the moves of a problem or of a change of its type; of anything else, none."""
    if record.table == "problem":
        return problem.MOVES
    return steps.MOVES[steps.Type(record.type)] if record.table == "change" else ()


def needs_of(kind: str) -> Mapping[str, Need]:
    """Return what the moves of a kind of record may need, by name."""
    if kind == "problem":
        from otui.desk.problems.needs import NEEDS as OF_PROBLEMS

        return OF_PROBLEMS
    if kind == "change":
        from otui.desk.changes.needs import NEEDS as OF_CHANGES

        return OF_CHANGES
    return {}
