"""The moves of a problem that touch no ticket but those that wait for what does not come.

Source: "ondersteuning bij analyse en beoordeling".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.problems.commands import AcceptRisk, Step, WithReason
from otui.desk.problems.common import go, problem_for, reason, require
from otui.desk.problems.waiting import batch_of, let_go
from otui.desk.records.acts import Changes, done
from otui.desk.records.tasks import cancel_open
from otui.desk.results import Result
from otui.domain.problem import Resolution
from otui.errors import Refused, Usage
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from otui.desk.records.moves import OnRecord
    from otui.desk.unit import Unit
    from otui.domain.process import Move
    from otui.store.records import Record

SAID = {
    "assess": N_("{number} is being assessed."),
    "analyse": N_("The root cause of {number} is being looked for."),
    "fix": N_("{number} is being fixed."),
    "known-error": N_("{number} is a known error now."),
}


def step(unit: Unit, command: Step) -> Result:
    """Make one of the moves that need no more than what is written down."""
    if command.verb not in SAID:
        raise Usage(
            _("{verb} is no step of a problem.").format(verb=command.verb),
            _("It is one of {names}.").format(names=", ".join(SAID)),
        )
    problem, row = problem_for(unit, command, command.verb)
    changes: Changes = {}
    if command.verb == "known-error":
        if problem.known_error:
            raise Refused(_("{number} is a known error already.").format(number=problem.number))
        problem.known_error = True
        changes["known_error"] = (False, True)
    require(unit, problem, row)
    go(unit, problem, row, changes)
    said = _(SAID[command.verb]).format(number=problem.number)
    return done(unit, command.verb, problem, said, changes=changes, batch=command.batch)


def complete(unit: Unit, command: Step) -> Result:
    """Close a resolved problem; what is still open of its tasks is canceled."""
    problem, row = problem_for(unit, command, "complete")
    changes: Changes = {}
    go(unit, problem, row, changes)
    left = cancel_open(unit, problem)
    said = _("{number} is closed.").format(number=problem.number)
    if left:
        said = ngettext(
            "{number} is closed; {n} open task is canceled.",
            "{number} is closed; {n} open tasks are canceled.",
            left,
        ).format(number=problem.number, n=left)
    return done(unit, "complete", problem, said, changes=changes, batch=command.batch)


def accept_risk(unit: Unit, command: AcceptRisk) -> Result:
    """Close a problem that is lived with, until it is looked at again. What waited for it is opened again."""
    problem, row = problem_for(unit, command, "accept-risk")
    if command.review_at is not None and command.review_at <= unit.now:
        raise Usage(_("That time is past."), _("Name one that is still to come."))
    problem.reason = reason(command.reason)
    problem.review_at = command.review_at
    require(unit, problem, row)
    assert command.review_at is not None
    changes: Changes = {"review_at": (None, command.review_at.isoformat())}
    return _end(unit, problem, row, command, Resolution.RISK_ACCEPTED, changes)


def cancel(unit: Unit, command: WithReason) -> Result:
    """Close what turned out to be no problem. What waited for it is opened again."""
    problem, row = problem_for(unit, command, "cancel")
    problem.reason = reason(command.reason)
    require(unit, problem, row)
    return _end(unit, problem, row, command, Resolution.CANCELED, {})


def _end(
    unit: Unit, problem: Record, row: Move, command: OnRecord, resolution: Resolution, changes: Changes
) -> Result:
    batch = batch_of(problem, command.batch)
    problem.resolution = resolution.value
    changes["resolution"] = (None, resolution.value)
    go(unit, problem, row, changes)
    cancel_open(unit, problem)
    sentences = {
        Resolution.RISK_ACCEPTED: N_("The risk of {number} is accepted."),
        Resolution.CANCELED: N_("{number} is canceled."),
    }
    said = _(sentences[resolution]).format(number=problem.number)
    result = done(unit, row.verb, problem, said, changes=changes, text=problem.reason, batch=batch)
    let_go(unit, problem, row.verb, batch)
    return result


def re_analyse(unit: Unit, command: WithReason) -> Result:
    """Look for the cause again: the fix did not hold."""
    problem, row = problem_for(unit, command, "re-analyse")
    why = reason(command.reason)
    changes: Changes = {}
    if problem.resolution:
        changes["resolution"] = (problem.resolution, None)
    problem.reason = why
    require(unit, problem, row)
    go(unit, problem, row, changes)
    problem.resolution, problem.resolved_at, problem.review_at = "", None, None
    problem.duplicate_of_id = None
    said = _("The root cause of {number} is being looked for again.").format(number=problem.number)
    return done(unit, "re-analyse", problem, said, changes=changes, text=why, batch=command.batch)
