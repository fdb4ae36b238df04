"""Speaking to everybody who is hit, ending a major incident, and looking back on it."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, cast

from otui.desk.majors import standing
from otui.desk.majors.commands import Message, Review
from otui.desk.results import Result
from otui.desk.tickets.common import first_words, required, said
from otui.desk.tickets.talk import write_to_contact
from otui.domain.workflow import OPEN_STATES, State
from otui.errors import Conflict
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket


def message(unit: Unit, command: Message) -> Result:
    """Write one message to every contact of the parent and its children who still waits, each of them once.

    A contact with several tickets gets it on the first; on the others it is noted that they were told.
    """
    ticket, _major = standing.standing(unit, command, "major-message")
    require_known(unit, ticket, command.known)
    body = required(command.body, _("There is nothing in the message."))
    batch = command.batch or uuid.uuid4().hex[:12]
    told: set[tuple[str, object]] = set()
    hit = [one.id or 0 for one in reached(unit, ticket) if one.id != ticket.id]
    result = _tell(unit, ticket, body, told, batch)
    for child_id in hit:
        beside = unit.beside()
        _tell(beside, cast("Ticket", beside.load("ticket", child_id)), body, told, batch)
    words = ngettext("{n} contact is told.", "{n} contacts are told.", len(told)).format(n=len(told))
    return Result(
        verb=result.verb,
        ticket_id=result.ticket_id,
        number=result.number,
        version=result.version,
        act_id=result.act_id,
        said=words,
        article_id=result.article_id,
        also=tuple(hit),
    )


def reached(unit: Unit, ticket: Ticket) -> list[Ticket]:
    """Return the tickets whose contacts a message goes to: the parent, and its children that are not done."""
    waiting = (*OPEN_STATES, State.RESOLVED)
    return [ticket, *(one for one in standing.children(unit, ticket) if one.state in waiting)]


def require_known(unit: Unit, ticket: Ticket, known: tuple[int, ...] | None) -> None:
    """Raise Conflict where an act would reach other tickets now than those that were shown."""
    if known is None or set(known) == {one.id for one in reached(unit, ticket)}:
        return
    raise Conflict(
        _("Whom {number} reaches is not what was shown: a ticket came or went.").format(number=ticket.number),
        _("Look at it again, then decide."),
        ticket_id=ticket.id or 0,
        version=ticket.version,
    )


def person(contact_id: int | None, email: str, ticket_id: int) -> tuple[str, object]:
    """Return who a contact is, so that somebody who is known twice by one address is told once."""
    if email.strip():
        return "mail", email.strip().casefold()
    return ("contact", contact_id) if contact_id else ("ticket", ticket_id)


def _tell(unit: Unit, ticket: Ticket, body: str, told: set[tuple[str, object]], batch: str) -> Result:
    contact = unit.load("contact", ticket.contact_id) if ticket.contact_id else None
    who = person(ticket.contact_id, contact.email if contact is not None else "", ticket.id or 0)
    article = None
    if contact is not None and who not in told:
        told.add(who)
        article = write_to_contact(unit, ticket, body)
    elif contact is not None:
        unit.clocks(ticket).responded()  # they were told, if on another of their tickets
    return unit.done(
        "major-message",
        ticket,
        "",
        text=first_words(body),
        batch=batch,
        article_id=article.id if article is not None else None,
    )


def review(unit: Unit, command: Review) -> Result:
    """Write down what happened, why, and what was learned; it may be written anew."""
    ticket, major = standing.standing(unit, command, "major-review")
    major.review = required(command.text, _("There is nothing in the review."))
    major.version += 1
    return unit.done(
        "major-review",
        ticket,
        said(N_("The review of {number} is kept."), ticket),
        text=first_words(major.review),
        batch=command.batch,
    )
