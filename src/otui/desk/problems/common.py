"""What the verbs on a problem share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.problems.needs import NEEDS
from otui.desk.records.acts import Changes
from otui.desk.records.moves import record_for, require_needs
from otui.desk.records.tables import moves_of
from otui.domain.problem import Step
from otui.errors import Refused
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.records.moves import OnRecord
    from otui.desk.unit import Unit
    from otui.domain.process import Move
    from otui.store.records import Record

KIND = "problem"
FIELDS = ("subject", "description", "symptom", "root_cause", "workaround", "fix")
"""What an edit may write."""


def problem_for(unit: Unit, command: OnRecord, verb: str) -> tuple[Record, Move]:
    """Return the problem that a command is about and the row that lets the verb happen; Refused where none does."""
    return record_for(unit, KIND, command, verb, moves_of)


def require(unit: Unit, problem: Record, row: Move) -> None:
    """Refuse a move while something is missing that it needs."""
    require_needs(unit, problem, row, NEEDS)


def go(unit: Unit, problem: Record, row: Move, changes: Changes) -> None:
    """Bring a problem where a row of the table leads, and note it in `changes`."""
    if row.target is None or problem.step == row.target:
        return
    changes["step"] = (problem.step, str(row.target))
    problem.step = str(row.target)
    if row.target == Step.RESOLVED:
        problem.resolved_at = unit.now
    problem.closed_at = unit.now if row.target == Step.CLOSED else None


def reason(words: str) -> str:
    """Return the reason of an act; refused where there is none."""
    found = safe.line(words)
    if not found:
        raise Refused(_("Say why."), _("A few words that say why are enough."))
    return found
