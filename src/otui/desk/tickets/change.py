"""What a ticket says of itself: impact and urgency, subject, kind, category, contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import categories, people
from otui.desk.commands import SetCategory, SetContact, SetKind, SetPriority, SetSubject
from otui.desk.results import Result
from otui.desk.tickets import checklist
from otui.desk.tickets.common import Changes, said
from otui.desk.unit import Unit
from otui.desk.words import kind_name
from otui.domain.workflow import Kind
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _, language

if TYPE_CHECKING:
    from otui.domain.entities import Ticket


def priority(unit: Unit, command: SetPriority) -> Result:
    """Set impact and urgency; the level follows from the table. Source: "Impact x Urgentie = Prioriteit"."""
    ticket = unit.ticket_for(command, "priority")
    impact = ticket.impact if command.impact is None else command.impact
    urgency = ticket.urgency if command.urgency is None else command.urgency
    changes: Changes = {}
    weigh(unit, ticket, impact, urgency, changes)
    return unit.done(
        "priority",
        ticket,
        said(
            N_("{number} is {level} now."), ticket, level=unit.rules.sla.level_label(ticket.level, language())
        ),
        changes=changes,
        batch=command.batch,
    )


def weigh(unit: Unit, ticket: Ticket, impact: int | None, urgency: int | None, changes: Changes) -> None:
    """Give a ticket its impact and urgency as part of a verb; level and clocks follow, and `changes` says it."""
    if impact is None or urgency is None:
        raise Refused(
            _("The level of {number} was imported: give both impact and urgency.").format(
                number=ticket.number
            )
        )
    clocks = unit.clocks(ticket)
    clocks.table().level_for(impact, urgency)
    if (impact, urgency) == (ticket.impact, ticket.urgency):
        raise Refused(
            _("{number} has impact {impact} and urgency {urgency} already.").format(
                number=ticket.number, impact=impact, urgency=urgency
            )
        )
    level = ticket.level
    if impact != ticket.impact:
        changes["impact"] = (ticket.impact, impact)
    if urgency != ticket.urgency:
        changes["urgency"] = (ticket.urgency, urgency)
    ticket.impact, ticket.urgency = impact, urgency
    clocks.rules_changed()
    if ticket.level != level:
        changes["level"] = (level, ticket.level)


def subject(unit: Unit, command: SetSubject) -> Result:
    """Word the subject better."""
    ticket = unit.ticket_for(command, "subject")
    words = safe.line(command.subject)
    if not words:
        raise Refused(_("A ticket needs a subject."))
    if words == ticket.subject:
        raise Refused(_("That is the subject of {number} already.").format(number=ticket.number))
    changes: Changes = {"subject": (ticket.subject, words)}
    ticket.subject = words
    unit.text_changed(ticket)
    return unit.done(
        "subject",
        ticket,
        said(N_("{number} has its new subject."), ticket),
        changes=changes,
        batch=command.batch,
    )


def kind(unit: Unit, command: SetKind) -> Result:
    """Say whether the ticket is an incident or a request; its SLA table may follow."""
    ticket = unit.ticket_for(command, "kind")
    if command.kind not in tuple(Kind):
        raise Usage(
            _("{kind} is no kind of ticket.").format(kind=command.kind),
            _("It is one of {kinds}.").format(kinds=", ".join(Kind)),
        )
    if command.kind == ticket.kind:
        raise Refused(
            _("{number} is one already: {kind}.").format(number=ticket.number, kind=kind_name(ticket.kind))
        )
    changes: Changes = {"kind": (ticket.kind, command.kind)}
    before = checklist.about(unit, ticket)
    ticket.kind = command.kind
    unit.clocks(ticket).rules_changed()
    checklist.realign(unit, ticket, before, changes)
    return unit.done(
        "kind",
        ticket,
        said(N_("{number} is now: {kind}."), ticket, kind=kind_name(command.kind)),
        changes=changes,
        batch=command.batch,
    )


def category(unit: Unit, command: SetCategory) -> Result:
    """Say what the ticket is about; the steps of the procedures for it come along, those for the former one go."""
    ticket = unit.ticket_for(command, "category")
    words = categories.spelled(unit, command.category)
    if words == ticket.category:
        raise Refused(
            _("{number} has that category already: {category}.").format(
                number=ticket.number, category=words or "–"
            )
        )
    changes: Changes = {"category": (ticket.category or None, words or None)}
    before = checklist.about(unit, ticket)
    ticket.category = words
    checklist.realign(unit, ticket, before, changes)
    sentence = N_("{number} is about {category}.") if words else N_("{number} has no category any more.")
    return unit.done(
        "category", ticket, said(sentence, ticket, category=words), changes=changes, batch=command.batch
    )


def contact(unit: Unit, command: SetContact) -> Result:
    """Say who reported the ticket; the customer goes along."""
    ticket = unit.ticket_for(command, "contact")
    person = people.find_or_make_contact(unit, command.contact, ticket.queue_id)
    if person is None:
        raise Refused(_("Say who the contact is: a name or an address."))
    if person.id == ticket.contact_id:
        raise Refused(
            _("{name} is the contact of {number} already.").format(name=person.name, number=ticket.number)
        )
    former = unit.load("contact", ticket.contact_id) if ticket.contact_id else None
    changes: Changes = {"contact": (former.name if former else "–", person.name)}
    ticket.contact_id = person.id
    ticket.customer_id = person.customer_id
    unit.text_changed(ticket)
    unit.clocks(ticket).rules_changed()
    return unit.done(
        "contact",
        ticket,
        said(N_("The contact of {number} is {name}."), ticket, name=person.name),
        changes=changes,
        batch=command.batch,
    )
