"""What is done to the agenda of a meeting of the board: filled, put in order, and decided of, change by change.

The decision of a meeting follows from what its members said, each for themselves. It is a record of the meeting: it
moves no change to another step and touches nobody's approval.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk.changes.board import meetings
from otui.desk.changes.board.agenda_rows import APPROVE, DECISIONS, DEFER, REJECT, items_of, put, put_waiting
from otui.desk.changes.board.standing import Standing, standing
from otui.desk.records.acts import done
from otui.desk.records.finding import Ref, find
from otui.desk.tickets.common import first_words
from otui.domain.change.steps import Step
from otui.errors import NotFound, Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from otui.desk.results import Result
    from otui.desk.unit import Unit
    from otui.store.records import Record


DECIDED = {
    "": N_("not treated"),
    APPROVE: N_("approved"),
    REJECT: N_("rejected"),
    DEFER: N_("deferred"),
}
"""What a meeting decided, in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnItem(meetings.OnMeeting):
    """A command on one change of an agenda."""

    change: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(OnItem):
    """Put a change in another place of the agenda: `by` places on, or (negative) back."""

    by: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(OnItem):
    """What the meeting decided: approve, reject, defer, or empty to take it back. `minutes`: None leaves them."""

    decision: str
    minutes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemMinutes(OnItem):
    """What was said of one change, in place of what it was. May be put right after the meeting."""

    minutes: str


def fill(unit: Unit, command: meetings.OnMeeting) -> Result:
    """Put on the agenda what waits for the board and is on no other."""
    meeting = meetings.meeting_for(unit, command)
    added = put_waiting(unit, meeting)
    if not added:
        raise Refused(
            _("Nothing waits for the board that is not on an agenda."),
            _("A change waits for it once its approval is asked of the board."),
        )
    sentence = ngettext(
        "{n} change came on the agenda of {name}.", "{n} changes came on the agenda of {name}.", added
    )
    return done(unit, "agenda", meeting, sentence.format(n=added, name=meeting.name), batch=command.batch)


def add(unit: Unit, command: OnItem) -> Result:
    """Put one change on the agenda by hand: one that the board may not have to approve can still be talked about."""
    meeting, change = _both(unit, command)
    if change.step in (Step.CLOSED, Step.CANCELED):
        raise Refused(_("{number} is over.").format(number=change.number))
    if not put(unit, meeting, [change.id]):
        raise Refused(
            _("{number} is on the agenda of {name} already.").format(number=change.number, name=meeting.name)
        )
    said = _("{number} is on the agenda of {name}.").format(number=change.number, name=meeting.name)
    return done(unit, "agenda", meeting, said, changes={"agenda": (None, change.number)}, batch=command.batch)


def remove(unit: Unit, command: OnItem) -> Result:
    """Take a change off the agenda."""
    meeting, change, item = _item_for(unit, command)
    unit.remove(item)
    said = _("{number} is off the agenda of {name}.").format(number=change.number, name=meeting.name)
    return done(unit, "agenda", meeting, said, changes={"agenda": (change.number, None)}, batch=command.batch)


def place(unit: Unit, command: Place) -> Result:
    """Put a change in another place of the agenda."""
    meeting, change, item = _item_for(unit, command)
    items = items_of(unit, meeting)
    here = items.index(item)
    there = max(0, min(here + command.by, len(items) - 1))
    if there == here:
        raise Refused(_("{number} is at that end already.").format(number=change.number))
    items.insert(there, items.pop(here))
    for position, one in enumerate(items, 1):
        one.position = position
    said = _("{number} is number {place} on the agenda.").format(number=change.number, place=there + 1)
    return done(unit, "agenda", meeting, said, batch=command.batch)


def decide(unit: Unit, command: Decide) -> Result:
    """Record what the meeting decided of a change; Refused where the approvals say otherwise.

    Approved is what a quorum of the board approved and nobody rejected; rejected is what a member rejected. What is
    rejected or deferred is so with a reason, in the minutes.
    """
    meeting, change, item = _item_for(unit, command)
    if command.decision not in ("", *DECISIONS):
        raise Usage(
            _("{decision} is no decision.").format(decision=command.decision),
            _("It is one of {names}.").format(names=", ".join(DECISIONS)),
        )
    words = item.minutes if command.minutes is None else safe.clean(command.minutes).strip()
    _require_founded(change, standing(unit.writer, [change.id]).get(change.id), command.decision, words)
    before, item.decision, item.minutes = item.decision, command.decision, words
    name = _(DECIDED[command.decision])
    return done(
        unit,
        "decide",
        meeting,
        _("{number}: {decision}.").format(number=change.number, decision=name),
        changes={change.number: (_(DECIDED[before]), name)},
        text=first_words(words),
        batch=command.batch,
        also=(change,),
    )


def item_minutes(unit: Unit, command: ItemMinutes) -> Result:
    """Write what was said of a change."""
    meeting, change, item = _item_for(unit, command, over=True)
    item.minutes = safe.clean(command.minutes).strip()
    return done(
        unit,
        "minutes",
        meeting,
        _("The minutes of {name} are kept.").format(name=change.number),
        text=first_words(item.minutes),
        batch=command.batch,
    )


def _both(unit: Unit, command: OnItem, *, over: bool = False) -> tuple[Record, Record]:
    return meetings.meeting_for(unit, command, over=over), find(unit, "change", command.change)


def _item_for(unit: Unit, command: OnItem, *, over: bool = False) -> tuple[Record, Record, Record]:
    meeting, change = _both(unit, command, over=over)
    for item in items_of(unit, meeting):
        if item.change_id == change.id:
            return meeting, change, item
    raise NotFound(
        _("{number} is not on the agenda of {name}.").format(number=change.number, name=meeting.name)
    )


def _require_founded(change: Record, stands: Standing | None, decision: str, words: str) -> None:
    number = change.number
    if decision in (APPROVE, REJECT) and stands is None:
        raise Refused(
            _("The board was not asked about {number}: there is nothing to decide by.").format(number=number),
            _("Its owner asks the board first; the meeting can defer it."),
        )
    if decision == APPROVE and stands is not None and not stands.met:
        told = {"number": number, "n": stands.count("approved"), "quorum": stands.quorum}
        against = ", ".join(vote.name for vote in stands.votes if vote.state == "rejected")
        if against:
            raise Refused(
                _("{number} is not approved: {names} rejected it.").format(number=number, names=against)
            )
        raise Refused(
            _("{number} is not approved: {n} of the {quorum} that are needed.").format(**told),
            _("Every member approves for themselves; the meeting records what comes of it."),
        )
    if decision == REJECT and stands is not None and not stands.rejected:
        raise Refused(
            _("No member rejected {number}.").format(number=number),
            _("Whoever is against it rejects it first; or the meeting defers it."),
        )
    if decision in (REJECT, DEFER) and not words:
        raise Refused(
            _("Say in the minutes why {number} is {decision}.").format(
                number=number, decision=_(DECIDED[decision])
            )
        )
