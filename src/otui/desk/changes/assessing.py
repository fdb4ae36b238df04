"""The risk of a change as the desk works it out: what the rules look at, read from the change and what it affects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.changes.common import KIND, change_for, fall
from otui.desk.records.acts import Changes, done
from otui.desk.rules.in_force import rules_of_changes
from otui.domain.change.risk import Assessed, Facts, assess
from otui.domain.change.steps import Type
from otui.errors import Refused, Usage
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.changes.commands import AnswerRisk
    from otui.desk.results import Result
    from otui.desk.unit import Unit
    from otui.store.database import Reader
    from otui.store.records import Record

RISKS = {"low": N_("low"), "medium": N_("medium"), "high": N_("high")}
"""How much risk, in words."""


def risk_name(risk: str) -> str:
    """Return a risk as people say it."""
    return _(RISKS.get(risk, risk)) if risk else ""


def facts_of(reader: Reader, change: Record) -> Facts:
    """Return what the rules of risk look at."""
    kinds = reader.all(
        "SELECT i.kind FROM tie t JOIN item i ON i.id = t.other_id WHERE t.record = :record AND t.record_id = :id"
        " AND t.kind = 'affects' AND t.other = 'item' ORDER BY i.id",
        {"record": KIND, "id": change.id},
    )
    length = change.ends_at - change.starts_at if change.starts_at and change.ends_at else None
    return Facts(
        type=change.type,
        outage=change.outage,
        backout_plan=bool(change.backout_plan.strip()),
        item_kinds=tuple(row[0] for row in kinds),
        minutes=int(length.total_seconds()) // 60 if length else 0,
    )


def assessed(reader: Reader, change: Record) -> Assessed:
    """Return the risk of a change as it stands now, with what made it so."""
    return assess(rules_of_changes(reader).risk, facts_of(reader, change), change.risk_answers)


def refreshed(unit: Unit, change: Record, changes: Changes) -> tuple[str, ...]:
    """Work a risk out anew that was worked out before: what the rules look at may have changed.

    Returns the name of the field where it became another: that was not what was approved.
    """
    if not change.risk or change.type == Type.STANDARD:
        return ()
    found = assessed(unit.writer, change)
    if not found.complete or found.risk == change.risk:
        return ()
    changes["risk"] = (change.risk, found.risk)
    change.risk = found.risk
    return ("risk",)


def answer(unit: Unit, command: AnswerRisk) -> Result:
    """Answer questions of risk, and work it out anew; a risk that is higher than was approved lets approvals fall."""
    change, _row = change_for(unit, command, "risk")
    if change.type == Type.STANDARD:
        raise Refused(
            _("{number} is a standard change: its risk was approved with it.").format(number=change.number)
        )
    rules = rules_of_changes(unit.writer).risk
    answers = dict(change.risk_answers)
    for name, place in command.answers.items():
        question = rules.question(name)
        if question is None:
            raise Usage(
                _("There is no question {name}.").format(name=name),
                _("They are {names}.").format(names=", ".join(one.name for one in rules.questions)),
            )
        if not 0 <= place < len(question.answers):
            raise Usage(
                _("{name} has answers 1 to {n}.").format(name=name, n=len(question.answers)),
            )
        answers[name] = place
    change.risk_answers = answers
    found = assessed(unit.writer, change)
    former, change.risk = change.risk, found.risk if found.complete else ""
    changes: Changes = {"risk": (former or None, change.risk or None)}
    said = fall(unit, change, ("risk",), changes) if former and former != change.risk else ""
    if found.complete:
        told = _("The risk of {number} is {risk}.").format(number=change.number, risk=risk_name(found.risk))
    else:
        told = _("{number}: still to be answered: {names}.").format(
            number=change.number, names=", ".join(one.name for one in found.open)
        )
    return done(unit, "risk", change, told + said, changes=changes, batch=command.batch)
