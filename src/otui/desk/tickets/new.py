"""Taking a report in. Source: "Met een ticketsysteem kun je ... vragen van gebruikers ontvangen"."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from otui.desk import categories, people
from otui.desk.commands import NewTicket
from otui.desk.items.choosing import proposal, usable
from otui.desk.numbering import next_number
from otui.desk.results import Result
from otui.desk.rows import QueueRow
from otui.desk.tickets import checklist
from otui.desk.tickets.common import Changes, own, said
from otui.desk.unit import Unit
from otui.domain.workflow import Kind, State
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _, language

if TYPE_CHECKING:
    from otui.domain.entities import Ticket
    from otui.store.records import Record


def new(unit: Unit, command: NewTicket) -> Result:
    """Make a ticket: number, contact, first article, level and clocks, in one act."""
    return take_in(unit, command)


def take_in(unit: Unit, command: NewTicket, *, verb: str = "new", text: str = "", author: str = "") -> Result:
    """Make a ticket as `new` does. `verb` and `text` tell its origin; with an `author` its words are the program's."""
    found = usable(unit, command.item) if command.item else None
    place = _place(unit, command.queue or _queue_of(unit, found, command))
    contact = people.find_or_make_contact(
        unit, command.contact, place.id, phone=command.contact_phone, customer=command.customer
    )
    ticket = make(
        unit,
        subject=command.subject,
        kind=command.kind,
        category=command.category,
        impact=_impact_of(unit, found, command),
        urgency=command.urgency,
        queue=place.id,
        contact=contact,
        item_id=found.id if found is not None else None,
    )
    changes: Changes = {
        "state": (None, ticket.state),
        "queue": (None, unit.directory.queues[ticket.queue_id].name),
    }
    if found is not None:
        changes["item"] = (None, found.name)
    body = safe.clean(command.body).strip("\n")
    article_id = None
    if body:
        article_id = unit.add_article(
            ticket,
            "message",
            body,
            **_writer(unit, contact, author),
            subject=ticket.subject,
        ).id
    unit.text_changed(ticket)
    if command.take:
        ticket.state = State.OPEN.value
        changes["state"] = (None, ticket.state)
        own(unit, ticket, unit.agent.id, changes)
    ticket.version = 0
    return unit.done(
        verb,
        ticket,
        said(
            N_("{number} is made, {level}."),
            ticket,
            level=unit.rules.sla.level_label(ticket.level, language()),
        ),
        changes=changes,
        text=text,
        entered=True,
        article_id=article_id,
    )


def _writer(unit: Unit, contact: Record | None, author: str) -> dict[str, Any]:
    """Return whose words the first article is."""
    if author:
        return {"author_kind": "system", "author": author, "agent_id": None}
    if contact:
        return {"author_kind": "contact", "author": contact.name, "contact_id": contact.id}
    return {"author_kind": "agent", "author": unit.agent.name}


def make(
    unit: Unit,
    *,
    subject: str,
    kind: str = "incident",
    category: str = "",
    impact: int | None = None,
    urgency: int | None = None,
    queue: str | int = "",
    contact: Record | None = None,
    item_id: int | None = None,
) -> Ticket:
    """Insert a new ticket with its clocks started and its checklist on it, and return it."""
    words = safe.line(subject)
    if not words:
        raise Refused(_("A ticket needs a subject."), _("A few words that say what is wrong."))
    if kind not in tuple(Kind):
        raise Usage(
            _("{kind} is no kind of ticket.").format(kind=kind),
            _("It is one of {kinds}.").format(kinds=", ".join(Kind)),
        )
    place = _place(unit, queue)
    settings = unit.rules.settings
    values: dict[str, Any] = {
        "number": next_number(unit),
        "kind": kind,
        "category": categories.spelled(unit, category),
        "item_id": item_id,
        "subject": words,
        "state": State.NEW.value,
        "impact": settings.default_impact if impact is None else impact,
        "urgency": settings.default_urgency if urgency is None else urgency,
        "queue_id": place.id,
        "line": place.line,
        "contact_id": contact.id if contact else None,
        "customer_id": contact.customer_id if contact else None,
        "created_at": unit.now,
        "updated_at": unit.now,
        "active_at": unit.now,
        "created_by_id": unit.agent.id or None,
        "extra": {},
        "version": 0,
    }
    ticket = cast("Ticket", unit.add("ticket", values))
    unit.clocks(ticket).start()
    checklist.begin(unit, ticket)
    return ticket


def _queue_of(unit: Unit, found: Record | None, command: NewTicket) -> int:
    """Return the id of the queue that answers for an item, where the command goes by it; else 0."""
    if found is None or not command.by_item or found.queue_id not in unit.directory.queues:
        return 0
    return int(found.queue_id)


def _impact_of(unit: Unit, found: Record | None, command: NewTicket) -> int | None:
    if found is None or not command.by_item or command.impact is not None:
        return command.impact
    proposed = proposal(unit.writer, unit.hidden, unit.rules, found.id)
    return proposed.impact if proposed else None


def _place(unit: Unit, queue: str | int) -> QueueRow:
    """Return the queue that is named, else the one that takes what names none."""
    return unit.directory.queue(queue or unit.directory.default_queue_id)
