"""What came of a change: tested, carried out with a result, documented, reviewed."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from otui.desk.changes import ties
from otui.desk.changes.common import change_for, text
from otui.desk.records.acts import Changes, done
from otui.desk.tickets.common import first_words
from otui.domain.change.review import Result as HowItWent
from otui.errors import Refused, Usage
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.changes.commands import Outcome, Review, Words
    from otui.desk.results import Result
    from otui.desk.unit import Unit
    from otui.store.records import Record

YES, NO = "yes", "no"
RESULTS = {
    HowItWent.SUCCESSFUL: N_("successful"),
    HowItWent.WITH_ISSUES: N_("successful with issues"),
    HowItWent.UNSUCCESSFUL: N_("unsuccessful"),
    HowItWent.BACKED_OUT: N_("backed out"),
}
"""How it went, in words."""


def result_name(result: str) -> str:
    """Return a result as people say it."""
    return _(RESULTS[HowItWent(result)]) if result in RESULTS else result


def test_result(unit: Unit, command: Words) -> Result:
    """Write down what testing showed."""
    return _write(
        unit, command, "test-result", "test_result", N_("The test result of {number} is written down.")
    )


def documentation(unit: Unit, command: Words) -> Result:
    """Write down what was changed, as it stands now. Source: "wijzigingen ... gedocumenteerd"."""
    return _write(unit, command, "documentation", "documentation", N_("{number} is documented."))


def result(unit: Unit, command: Outcome) -> Result:
    """Say how a change went, and from when to when it was carried out."""
    change, _row = change_for(unit, command, "result")
    if command.result not in RESULTS:
        raise Usage(
            _("{result} is no result of a change.").format(result=command.result),
            _("It is one of {results}.").format(results=", ".join(HowItWent)),
        )
    finished = command.finished or unit.now
    begun = command.begun or min(change.begun_at or finished, finished)
    if finished < begun:
        raise Usage(_("It cannot be finished before it was begun."))
    if finished > unit.now:
        raise Usage(_("It cannot be finished in the future."))
    words = text(command.words)
    if command.result != HowItWent.SUCCESSFUL and not words:
        raise Refused(_("Say what went otherwise than planned."), _("The review goes by it."))
    changes: Changes = {"result": (change.result or None, command.result)}
    change.result, change.result_words = command.result, words
    change.begun_at, change.finished_at = begun, finished
    return done(
        unit,
        "result",
        change,
        _("{number}: {result}.").format(number=change.number, result=result_name(command.result)),
        changes=changes,
        text=first_words(words, 500),
        batch=command.batch,
    )


def review(unit: Unit, command: Review) -> Result:
    """Write the review: whether it met its goal, what it caused, whether going back was needed, what is learnt."""
    change, _row = change_for(unit, command, "review-text")
    words = text(command.text)
    if not words.strip():
        raise Refused(_("There is nothing written."), _("A few words are enough."))
    caused = [cast("Record", unit.ticket(ref)) for ref in command.caused]
    for ticket in caused:
        ties.bind(unit, change, "caused", ticket)
    changes: Changes = {
        "review": (first_words(change.review) or None, first_words(words)),
        "goal_met": (change.goal_met or None, YES if command.goal_met else NO),
        "backout_used": (change.backout_used or None, YES if command.backout_used else NO),
    }
    if caused:
        changes["caused"] = (None, ", ".join(ticket.number for ticket in caused))
    change.review, change.lessons, change.reviewed_at = words, text(command.lessons), unit.now
    change.goal_met, change.backout_used = changes["goal_met"][1], changes["backout_used"][1]
    return done(
        unit,
        "review-text",
        change,
        _("{number} is reviewed.").format(number=change.number),
        changes=changes,
        text=first_words(words, 500),
        batch=command.batch,
    )


def _write(unit: Unit, command: Words, verb: str, column: str, sentence: str) -> Result:
    change, _row = change_for(unit, command, verb)
    words = text(command.text)
    if not words.strip():
        raise Refused(_("There is nothing written."), _("A few words are enough."))
    changes: Changes = {column: (first_words(getattr(change, column)) or None, first_words(words))}
    setattr(change, column, words)
    return done(
        unit,
        verb,
        change,
        _(sentence).format(number=change.number),
        changes=changes,
        text=first_words(words, 500),
        batch=command.batch,
    )
