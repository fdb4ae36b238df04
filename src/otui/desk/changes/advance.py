"""A change goes on: from step to step of its path, back to its beginning, on another path, or to its end.

Source: "onder controle ... beoordeeld, geautoriseerd, prioriteit toegekend, gepland, getest, geïmplementeerd,
gedocumenteerd en gereviewd".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.changes import needs, rounds
from otui.desk.changes.common import KIND, change_for, go, reason, require
from otui.desk.changes.new import emergency_reason
from otui.desk.problems.fixes import change_ended
from otui.desk.records.acts import Changes, done
from otui.desk.records.finding import find
from otui.desk.records.tables import moves_of
from otui.desk.records.tasks import cancel_open
from otui.desk.rules.in_force import rules_of_changes
from otui.desk.words import step_name
from otui.domain.change import review, steps
from otui.domain.change.steps import Step, Type
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.changes.commands import Advance, Retype, WithReason
    from otui.desk.results import Result
    from otui.desk.unit import Unit
    from otui.domain.process import Move
    from otui.store.records import Record


def advance(unit: Unit, command: Advance) -> Result:
    """Bring a change to a step that its table lets it go to, once all holds that the step needs."""
    verb = _verb(find(unit, KIND, command.ref), command.to)
    change, row = change_for(unit, command, verb)
    changes: Changes = {}
    words = safe.line(command.reason)
    if words and not needs.NEEDS["no_collision"].holds(unit.writer, change):
        changes["collision_reason"] = (change.collision_reason, words)
        change.collision_reason = words
    require(unit, change, row, reasoned=bool(words))
    go(unit, change, row.target, changes)
    _entered(unit, change)
    said = _("{number} is in {step}.").format(number=change.number, step=step_name(change.step))
    if change.step == Step.IMPLEMENT and needs.is_outside(change, unit.now):
        said += " " + _("It is not the time that was planned.")
    return done(
        unit,
        verb,
        change,
        said,
        changes=changes,
        text=words,
        batch=command.batch,
    )


def rework(unit: Unit, command: WithReason) -> Result:
    """Send a change back to be recorded anew; what was approved counts no more."""
    return _leave(unit, command, "rework")


def cancel(unit: Unit, command: WithReason) -> Result:
    """Give a change up. Its open tasks are canceled with it."""
    return _leave(unit, command, "cancel")


def retype(unit: Unit, command: Retype) -> Result:
    """Let a change take another path, from its beginning: a standard one that is planned otherwise, an emergency."""
    change, row = change_for(unit, command, "retype")
    if command.type not in tuple(Type):
        raise Usage(
            _("{type} is no type of change.").format(type=command.type),
            _("It is one of {types}.").format(types=", ".join(Type)),
        )
    if command.type == change.type:
        raise Refused(_("{number} is that already: {type}.").format(number=change.number, type=command.type))
    if command.type == Type.STANDARD:
        raise Refused(
            _("A standard change comes from the catalogue."),
            _("Make one of it there: `otui change new --standard NAME`."),
        )
    changes: Changes = {"type": (change.type, command.type)}
    emergency = command.type == Type.EMERGENCY
    change.emergency_reason = emergency_reason(unit, command.emergency_reason) if emergency else ""
    if change.type == Type.STANDARD:
        change.template_id, change.risk = None, ""
    change.type = command.type
    rounds.let_fall(unit, change, "retype")
    go(unit, change, row.target, changes)
    return done(
        unit,
        "retype",
        change,
        _("{number} takes another path from its beginning: {type}.").format(
            number=change.number, type=command.type
        ),
        changes=changes,
        batch=command.batch,
    )


def _verb(change: Record, to: str) -> str:
    """Return the verb that brings a change to a step; empty: to the next one of its path."""
    kind, step = Type(change.type), Step(change.step)
    if not to:
        # Off its path (the test of an emergency) it goes on to where the path goes on.
        following = steps.next_step(kind, step) or (Step.IMPLEMENT if step is Step.TEST else None)
        if following is None:
            raise Refused(
                _("{number} is {step}: nothing comes after that.").format(
                    number=change.number, step=step_name(step)
                )
            )
        return steps.VERBS[following]
    named = {str(one): verb for one, verb in steps.VERBS.items()} | {
        verb: verb for verb in steps.VERBS.values()
    }
    verb = named.get(to)
    if verb is None or to == Step.CANCELED:
        ways = [row.target for row in moves_of(change) if row.target and row.verb in steps.VERBS.values()]
        raise Usage(
            _("{step} is no step of {number}.").format(step=to, number=change.number),
            _("It goes by {steps}.").format(steps=", ".join(dict.fromkeys(ways))),
        )
    return verb


def _entered(unit: Unit, change: Record) -> None:
    """Do what goes with a step that a change has just come to."""
    if change.step == Step.IMPLEMENT:
        change.begun_at = unit.now
    elif change.step == Step.DOCUMENT:
        change.finished_at = change.finished_at or unit.now
        days = rules_of_changes(unit.writer).review_days[change.type]
        calendar = unit.rules.calendars[unit.rules.settings.calendar]
        change.review_due = review.due(calendar, change.finished_at, days)
    elif change.step == Step.CLOSED:
        cancel_open(unit, change)
        change_ended(unit, change)


def _leave(unit: Unit, command: WithReason, verb: str) -> Result:
    change, row = change_for(unit, command, verb)
    words = reason(command.reason)
    changes: Changes = {}
    require(unit, change, row)
    if fallen := rounds.let_fall(unit, change, verb):
        changes["fallen"] = (None, fallen)
    _go_back(unit, change, row, changes)
    sentence = (
        _("{number} is canceled.") if verb == "cancel" else _("{number} is to be worked out anew.")
    ).format(number=change.number)
    return done(unit, verb, change, sentence, changes=changes, text=words, batch=command.batch)


def _go_back(unit: Unit, change: Record, row: Move, changes: Changes) -> None:
    go(unit, change, row.target, changes)
    if row.target == Step.CANCELED:
        cancel_open(unit, change)
        change_ended(unit, change)
    else:
        change.test_result = ""
