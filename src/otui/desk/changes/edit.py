"""A change as it is written and planned: its words, its plans, its people, its window.

Any edit of a plan, of the items affected, of who carries it out or when, lets every approval fall: what was approved is
then not what is planned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.changes import assessing, rounds
from otui.desk.changes.common import agent_for, change_for, fall, line, text
from otui.desk.changes.needs import PLANS
from otui.desk.changes.new import emergency_reason, window
from otui.desk.office.absence import moment
from otui.desk.records.acts import Changes, done
from otui.desk.tickets.common import first_words
from otui.domain.change import steps
from otui.domain.change.steps import Step, Type
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

    from otui.desk.changes.commands import EditChange, Schedule
    from otui.desk.results import Result
    from otui.desk.unit import Unit
    from otui.store.records import Record

APPROVED = (*PLANS, "outage")
"""Columns that are part of what is approved, beside the window and the implementer."""
WORDS = ("description", "justification")
SHOWN = 200
"""Characters of a text that a line of history keeps of it."""


def edit(unit: Unit, command: EditChange) -> Result:
    """Change what a change says and how it is planned; tells what fell because of it."""
    change, _row = change_for(unit, command, "edit")
    changes: Changes = {}
    _words(unit, change, command, changes)
    planned = _plans(change, command)
    reason = ("emergency_reason",) if "emergency_reason" in changes else ()
    fallen = [*reason, *planned, *_people(unit, change, command, changes)]
    for column in planned:
        value = getattr(command, column)
        _put(change, column, text(value) if isinstance(value, str) else value, changes)
    if not changes:
        raise Refused(_("Nothing of {number} is any different.").format(number=change.number))
    fallen += assessing.refreshed(unit, change, changes)
    said = fall(unit, change, tuple(fallen), changes) if fallen else ""
    return done(
        unit,
        "edit",
        change,
        _("{number} is changed.").format(number=change.number) + said,
        changes=changes,
        batch=command.batch,
    )


def schedule(unit: Unit, command: Schedule) -> Result:
    """Set or take away the window in which a change is carried out, and why it goes on in spite of a collision."""
    change, _row = change_for(unit, command, "schedule")
    starts, ends = window(command.starts, command.ends)
    if ends is not None and ends <= unit.now:
        raise Usage(_("That window is past."), _("Name one that is still to come."))
    changes: Changes = {}
    former = (change.starts_at, change.ends_at)
    if (starts, ends) != former:
        changes["window"] = (_told(unit, *former), _told(unit, starts, ends))
        change.starts_at, change.ends_at = starts, ends
        if command.reason is None:
            _put(change, "collision_reason", "", changes)  # it was for another window
    if command.reason is not None:
        _put(change, "collision_reason", safe.line(command.reason), changes)
    if not changes:
        raise Refused(_("{number} has that window already.").format(number=change.number))
    fallen: tuple[str, ...] = ("window",) if "window" in changes and former[0] is not None else ()
    fallen += assessing.refreshed(unit, change, changes)
    said = fall(unit, change, fallen, changes) if fallen else ""
    told = (
        _("{number} is scheduled for {window}.")
        if starts is not None
        else _("{number} has no window any more.")
    ).format(number=change.number, window=_told(unit, starts, ends))
    return done(unit, "schedule", change, told + said, changes=changes, batch=command.batch)


def name_implementer(unit: Unit, change: Record, login: str, changes: Changes) -> bool:
    """Name who carries a change out; return whether that is other than what was approved.

    The first one named fills what was left open, unless they are among those who are asked to approve it.
    """
    agent = agent_for(unit, login, change.queue_id) if login else None
    former, now = change.implementer_id, agent.id if agent else None
    if former == now:
        return False
    changes["implementer"] = (unit.name_of(former), unit.name_of(now))
    change.implementer_id = now
    return former is not None or _is_asked(unit, change, now)


def _is_asked(unit: Unit, change: Record, agent_id: int | None) -> bool:
    return any(
        approval.agent_id == agent_id or approval.decided_by_id == agent_id
        for row in rounds.standing_rows(unit, change)
        for approval in rounds.approvals(unit, row.id)
    )


def _words(unit: Unit, change: Record, command: EditChange, changes: Changes) -> None:
    if command.subject is not None:
        _put(change, "subject", line(command.subject, _("A change needs a subject.")), changes)
    for column in WORDS:
        value = getattr(command, column)
        if value is not None:
            _put(change, column, text(value), changes)
    if command.emergency_reason is not None:
        if change.type != Type.EMERGENCY:
            raise Usage(_("Only an emergency has a reason to be one."))
        name = emergency_reason(unit, command.emergency_reason)
        if name != change.emergency_reason and Step(change.step) not in steps.BEFORE_IMPLEMENT:
            raise Refused(_("{number} was authorised for its reason.").format(number=change.number))
        _put(change, "emergency_reason", name, changes)


def _plans(change: Record, command: EditChange) -> list[str]:
    """Return which of the plans become others. Refused for a standard change, and for what is being carried out."""
    found = []
    for column in APPROVED:
        value = getattr(command, column)
        if value is not None and (text(value) if isinstance(value, str) else value) != getattr(
            change, column
        ):
            found.append(column)
    if not found:
        return []
    if change.type == Type.STANDARD:
        raise Refused(
            _("{number} is a standard change: its plans were approved as they are.").format(
                number=change.number
            ),
            _("Make it a normal one: `otui change retype {number} normal`.").format(number=change.number),
        )
    _require_planned(change)
    return found


def _people(unit: Unit, change: Record, command: EditChange, changes: Changes) -> list[str]:
    fallen = []
    if command.requester is not None:
        agent = agent_for(unit, command.requester, change.queue_id) if command.requester else None
        now = agent.id if agent else None
        if now != change.requester_id:
            changes["requester"] = (unit.name_of(change.requester_id), unit.name_of(now))
            change.requester_id = now
            if any(_is_asked(unit, change, one) for one in rounds.parties(change).barred):
                fallen.append("requester")
    if command.implementer is not None:
        former = change.implementer_id
        falls = name_implementer(unit, change, command.implementer, changes)
        if change.implementer_id != former:
            _require_planned(change)
        if falls:
            fallen.append("implementer")
    return fallen


def _require_planned(change: Record) -> None:
    if Step(change.step) not in steps.BEFORE_IMPLEMENT:
        raise Refused(
            _("{number} is carried out by what was approved: that is not changed any more.").format(
                number=change.number
            ),
            _("Write a note, or cancel it and record another."),
        )


def _put(change: Record, column: str, value: object, changes: Changes) -> None:
    former = getattr(change, column)
    if former == value:
        return
    setattr(change, column, value)
    pair = tuple(first_words(one, SHOWN) if isinstance(one, str) else one for one in (former, value))
    changes[column] = (pair[0], pair[1])


def _told(unit: Unit, starts: datetime | None, ends: datetime | None) -> str:
    if starts is None or ends is None:
        return "–"
    return f"{moment(starts, unit.rules, unit.now)} – {moment(ends, unit.rules, unit.now)}"
