"""Which table of moves a record goes by."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from otui.domain import problem
from otui.domain.change import steps

if TYPE_CHECKING:
    from otui.domain.process import Move
    from otui.store.records import Record

TABLES: dict[str, Callable[[Record], tuple[Move, ...]]] = {
    "problem": lambda _record: problem.MOVES,
    "change": lambda record: steps.MOVES[steps.Type(record.type)],
}
"""By the kind of record; a change by the path of its type."""


def moves_of(record: Record) -> tuple[Move, ...]:
    """Return every move that there is for a record, whatever its step."""
    return TABLES[record.table](record)
