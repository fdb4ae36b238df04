"""The life of a ticket: wait, wake, resolve, close, reopen."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from otui.desk.commands import Close, Reopen, Resolve, Wait, Wake
from otui.desk.majors import flow
from otui.desk.results import Result
from otui.desk.tickets import checklist
from otui.desk.tickets.common import Changes, first_words, follow, go, home, said
from otui.desk.tickets.talk import solution, write_to_contact
from otui.desk.tickets.waiting import awaited, waits_for
from otui.desk.unit import Unit
from otui.domain.workflow import State
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.domain.entities import Article, Ticket

WAITS = {
    "contact": ("wait-contact", State.WAITING_CONTACT, N_("{number} waits for the contact.")),
    "third-party": ("wait-third-party", State.WAITING_THIRD_PARTY, N_("{number} waits for a third party.")),
    "until": ("wait-until", State.WAITING_UNTIL, N_("{number} waits.")),
    "problem": ("wait-problem", State.WAITING_PROBLEM, N_("{number} waits for {other}.")),
    "change": ("wait-change", State.WAITING_CHANGE, N_("{number} waits for {other}.")),
}


def wait(unit: Unit, command: Wait) -> Result:
    """Wait for whom, for what or until when: escalation and resolution pause, response runs on."""
    if command.on not in WAITS:
        raise Usage(
            _(
                "A ticket waits for contact, third-party, a problem, a change, or until a time; not for {on}."
            ).format(on=command.on)
        )
    verb, state, sentence = WAITS[command.on]
    ticket = unit.ticket_for(command, verb)
    if command.on == "until" and command.until is None:
        raise Usage(_("Say until when it waits."), _("For example 2h, tomorrow 9, fri 14:00."))
    if command.until is not None and command.until <= unit.now:
        raise Usage(_("That time is past."), _("Name one that is still to come."))
    record = awaited(unit, state, command.ref)
    if (
        ticket.state == state
        and ticket.wait_until == command.until
        and (record is None or ticket.waits_for_id == record.id)
    ):
        raise Refused(_("{number} waits like that already.").format(number=ticket.number))
    changes: Changes = {}
    passing = flow.passing(unit, ticket, command.batch)
    former = ticket.wait_until
    ticket.wait_until = command.until
    if ticket.state == state:
        unit.clocks(ticket)
    go(unit, ticket, state, changes)
    if waits_for(unit, ticket, record) and record is not None:
        changes["waits_for"] = (None, record.number)
    if former != command.until:
        changes["wait_until"] = tuple(  # type: ignore[assignment]
            None if moment is None else moment.isoformat() for moment in (former, command.until)
        )
    result = unit.done(
        verb,
        ticket,
        said(sentence, ticket, other=record.number if record is not None else ""),
        changes=changes,
        text=first_words(command.reason, 500),
        batch=passing.batch,
    )
    return passing.on(unit, result)


def wake(unit: Unit, command: Wake) -> Result:
    """End a wait before its time: the ticket is open and its clocks run."""
    ticket = unit.ticket_for(command, "wake")
    changes: Changes = {}
    passing = flow.passing(unit, ticket, command.batch)
    follow(unit, ticket, "wake", changes)
    result = unit.done(
        "wake",
        ticket,
        said(N_("{number} is open again."), ticket),
        changes=changes,
        batch=passing.batch,
        entered=True,
    )
    return passing.on(unit, result)


def resolve(unit: Unit, command: Resolve) -> Result:
    """Say it is solved, and tell the contact where there is a body; it closes after days without objection."""
    return _end(unit, command, "resolve", State.RESOLVED, N_("{number} is resolved."))


def close(unit: Unit, command: Close) -> Result:
    """Close a ticket. Source: "Om een ticket uit een wachtrij te verwijderen dien je het ticket te sluiten"."""
    return _end(unit, command, "close", State.CLOSED, N_("{number} is closed."))


def _end(unit: Unit, command: Resolve | Close, verb: str, target: State, sentence: str) -> Result:
    ticket = unit.ticket_for(command, verb)
    changes: Changes = {}
    passing = flow.passing(unit, ticket, command.batch)
    reason = checklist.settle(unit, ticket, command.despite, changes)
    article: Article | None = None
    if command.body.strip():
        article = write_to_contact(unit, ticket, command.body)
    go(unit, ticket, target, changes)
    result = unit.done(
        verb,
        ticket,
        said(sentence, ticket),
        changes=changes,
        text=reason or (first_words(article.body) if article else ""),
        batch=passing.batch,
        article_id=article.id if article else None,
    )
    return passing.on(unit, result, solution(command.body))


def reopen(unit: Unit, command: Reopen) -> Result:
    """Begin again: the clocks start a second cycle, the first keeps its result. Closed too long ago is refused."""
    ticket = unit.ticket_for(command, "reopen")
    _within_limit(unit, ticket)
    changes: Changes = {"state": (ticket.state, State.OPEN.value)}
    ticket.state = State.OPEN.value
    ticket.reopen_count += 1
    ticket.resolved_at = ticket.closed_at = None
    home(unit, ticket, changes)
    unit.clocks(ticket).reopened()
    return unit.done(
        "reopen",
        ticket,
        said(N_("{number} is open again."), ticket),
        changes=changes,
        text=first_words(safe.clean(command.reason), 500),
        batch=command.batch,
        entered=True,
    )


def _within_limit(unit: Unit, ticket: Ticket) -> None:
    days = unit.rules.settings.reopen_days
    closed = ticket.closed_at
    if days and closed is not None and unit.now - closed > timedelta(days=days):
        raise Refused(
            _("{number} was closed more than {days} days ago.").format(number=ticket.number, days=days),
            _("Make a new ticket and link it to this one."),
        )
