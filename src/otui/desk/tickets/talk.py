"""Words on a ticket: reply, note, call, forward. A note has no recipients; it is for the queue's agents only."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from otui.desk.commands import Call, DraftRef, Forward, Note, Reply
from otui.desk.knowledge.counting import count_use
from otui.desk.majors import flow
from otui.desk.results import Result
from otui.desk.templates import check_leak
from otui.desk.tickets import checklist
from otui.desk.tickets.common import Changes, first_words, follow, go, required, said
from otui.desk.together import drafts
from otui.desk.together.crossing import require_uncrossed
from otui.desk.unit import Unit
from otui.domain.workflow import State, transition
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _, language, said_in

if TYPE_CHECKING:
    from otui.domain.entities import Article, Ticket

THEN = {
    "": None,
    "resolve": State.RESOLVED,
    "close": State.CLOSED,
    "wait-contact": State.WAITING_CONTACT,
}


def reply(unit: Unit, command: Reply) -> Result:
    """Write to the contact, and let the ticket do what comes next, in one act."""
    ticket = _not_crossed(unit, command, "reply", command.then)
    if command.then not in THEN:
        raise Usage(_("{then} is nothing a ticket can do after a reply.").format(then=command.then))
    passing = flow.passing(unit, ticket, command.batch)
    article = write_to_contact(
        unit, ticket, command.body, to=command.to, cc=command.cc, subject=command.subject
    )
    changes: Changes = {}
    follow(unit, ticket, "reply", changes)
    target = THEN[command.then]
    if target is not None:
        if transition(command.then, State(ticket.state)) is None and ticket.state != target:
            raise Refused(_("{number} cannot go on like that from here.").format(number=ticket.number))
        if target in (State.RESOLVED, State.CLOSED):
            checklist.settle(unit, ticket, command.despite, changes)
        go(unit, ticket, target, changes)
    count_use(unit, ticket, command.used)
    _drop_draft(unit, "reply", command.from_draft)
    result = unit.done(
        "reply",
        ticket,
        said(N_("Reply on {number} is kept."), ticket),
        changes=changes,
        text=first_words(article.body),
        batch=passing.batch,
        article_id=article.id,
    )
    return passing.on(unit, result, solution(command.body))


def _not_crossed(unit: Unit, command: Reply | Note | Call, verb: str, then: str = "") -> Ticket:
    """Return the ticket that words are for. A table says which changes since they were begun hold them back."""
    require_uncrossed(unit, command, verb, then)
    return unit.ticket_for(replace(command, version=None), verb)


def _drop_draft(unit: Unit, kind: str, draft: DraftRef | None) -> None:
    """Let a draft go in the transaction that keeps its words: they are never both kept and still to be sent."""
    if draft is not None:
        drafts.drop(unit, draft.ticket_id, kind, draft.known)


def write_to_contact(
    unit: Unit, ticket: Ticket, text: str, *, to: str = "", cc: str = "", subject: str = ""
) -> Article:
    """Put a message to the contact on a ticket and stop its response clock. A leaking placeholder is refused."""
    body = required(text, _("There is nothing in the reply."))
    leak = check_leak(body)
    if leak:
        raise Refused(
            _("The reply still holds {placeholder}.").format(placeholder=leak),
            _("Fill it in or take it out, then send."),
        )
    contact = unit.load("contact", ticket.contact_id) if ticket.contact_id else None
    article = unit.add_article(
        ticket,
        "reply",
        body,
        recipients=safe.line(to) or (contact.email or contact.name if contact else ""),
        cc=safe.line(cc),
        subject=safe.line(subject) or ticket.subject,
        contact_id=ticket.contact_id,
        reaches_contact=True,
    )
    unit.clocks(ticket).responded()
    return article


SOLVED = N_("What you reported is solved: {subject}. It was part of a larger disruption, which is over now.")


def solution(body: str) -> flow.Tell:
    """Return what tells the contact of a child that the major incident is solved: the words on the parent, or ours."""

    def tell(unit: Unit, child: Ticket) -> Article:
        if body.strip():
            return write_to_contact(unit, child, body)
        contact = unit.load("contact", child.contact_id) if child.contact_id else None
        words = said_in(contact.lang if contact is not None else language(), SOLVED)
        return write_to_contact(unit, child, words.format(subject=_inert(child.subject)))

    return tell


def _inert(subject: str) -> str:
    """Return a contact's own words without what a placeholder looks like."""
    return subject.replace("{{", "{ {")


def note(unit: Unit, command: Note) -> Result:
    """Write for the agents of the ticket's queue. Source: "deze is alleen zichtbaar voor ... jouw wachtrij"."""
    ticket = _not_crossed(unit, command, "note")
    body = required(command.body, _("There is nothing in the note."))
    article = unit.add_article(ticket, "note", body, queue_id=ticket.queue_id)
    _drop_draft(unit, "note", command.from_draft)
    return unit.done(
        "note",
        ticket,
        said(N_("Note on {number} is kept."), ticket),
        text=first_words(body),
        batch=command.batch,
        article_id=article.id,
    )


def call(unit: Unit, command: Call) -> Result:
    """Put down a call. Speaking to the contact answers the ticket; an attempt that reached nobody does not."""
    ticket = _not_crossed(unit, command, "call")
    body = required(command.body, _("Say what was said in the call."))
    article = unit.add_article(
        ticket, "call", body, contact_id=ticket.contact_id, reaches_contact=command.reached
    )
    changes: Changes = {}
    if command.reached:
        unit.clocks(ticket).responded()
        follow(unit, ticket, "call", changes)
    _drop_draft(unit, "call", command.from_draft)
    return unit.done(
        "call",
        ticket,
        said(N_("Call on {number} is kept."), ticket),
        changes=changes,
        text=first_words(body),
        batch=command.batch,
        article_id=article.id,
    )


def forward(unit: Unit, command: Forward) -> Result:
    """Send a ticket to a third party: kept as an article with that recipient."""
    ticket = unit.ticket_for(command, "forward")
    to = safe.line(command.to)
    if not to or " " in to or "@" not in to.strip("@"):
        raise Usage(_("{to} is no mail address.").format(to=to or "–"), _("Write it as name@example.org."))
    body = safe.clean(command.body).strip("\n")
    leak = check_leak(body)
    if leak:
        raise Refused(_("The message still holds {placeholder}.").format(placeholder=leak))
    article = unit.add_article(ticket, "forward", body, recipients=to, subject=ticket.subject)
    return unit.done(
        "forward",
        ticket,
        said(N_("{number} is forwarded to {to}."), ticket, to=to),
        text=to if not body else f"{to}: {first_words(body)}",
        batch=command.batch,
        article_id=article.id,
    )
