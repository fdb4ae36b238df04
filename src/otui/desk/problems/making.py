"""Making a problem: by itself, or of incidents, which give it their words and are linked to it.

Source: "het achterhalen van de oorzaak van incidenten welke duiden op structurele problemen".
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from otui.desk import people
from otui.desk.problems.commands import EditProblem, NewProblem
from otui.desk.problems.common import FIELDS, KIND, problem_for
from otui.desk.records.acts import Changes, done, numbered
from otui.desk.records.finding import find
from otui.desk.records.holding import own, weigh
from otui.desk.records.ties import TICKET, tie
from otui.desk.results import Result
from otui.desk.tickets.common import first_words
from otui.domain.problem import Step
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket
    from otui.store.records import Record


def new(unit: Unit, command: NewProblem) -> Result:
    """Make a problem, with its incidents linked, in one act. What it is not told the first incident gives."""
    incidents = list({ticket.id: ticket for ticket in map(unit.ticket, command.incidents)}.values())
    first = incidents[0] if incidents else None
    subject = safe.line(command.subject) or (first.subject if first else "")
    if not subject:
        raise Refused(_("A problem needs a subject."), _("A few words that say what keeps going wrong."))
    queue_id = unit.directory.queue(
        command.queue or (first.queue_id if first else unit.directory.default_queue_id)
    ).id
    contact_id = first.contact_id if first else None
    if command.contact:
        contact = people.find_or_make_contact(unit, command.contact, queue_id)
        contact_id = contact.id if contact else None
    problem = unit.add(
        "problem",
        {
            "number": numbered(unit, KIND),
            "subject": subject,
            "description": safe.clean(command.description).strip("\n") or _words_of(unit, first),
            "step": Step.NEW.value,
            "queue_id": queue_id,
            "contact_id": contact_id,
            "created_at": unit.now,
            "updated_at": unit.now,
            "created_by_id": unit.agent.id or None,
            "extra": {},
            "version": 0,
        },
    )
    changes: Changes = {"step": (None, problem.step), "queue": (None, unit.directory.queues[queue_id].name)}
    impact = command.impact if command.impact is not None else (first.impact if first else None)
    urgency = command.urgency if command.urgency is not None else (first.urgency if first else None)
    if impact is not None and urgency is not None:
        changes |= weigh(unit, problem, impact, urgency)
    if command.take:
        changes |= own(unit, problem, unit.agent.id)
    _tie_all(unit, problem, incidents, command)
    if incidents:
        changes["incidents"] = (None, ", ".join(ticket.number for ticket in incidents))
    said = _("{number} is made.").format(number=problem.number)
    if incidents:
        said = ngettext(
            "{number} is made, with {n} incident.", "{number} is made, with {n} incidents.", len(incidents)
        ).format(number=problem.number, n=len(incidents))
    return done(unit, "new", problem, said, changes=changes)


def _words_of(unit: Unit, ticket: Ticket | None) -> str:
    """Return what was said on an incident first: by its contact, if at all."""
    if ticket is None:
        return ""
    row = unit.writer.one(
        "SELECT body FROM article WHERE ticket_id = :id AND kind = 'message' AND NOT withdrawn ORDER BY id LIMIT 1",
        {"id": ticket.id},
    )
    return str(row[0]) if row else ""


def _tie_all(unit: Unit, problem: Record, incidents: list[Ticket], command: NewProblem) -> None:
    items = {ticket.item_id for ticket in incidents[:1] if ticket.item_id is not None}
    if command.item:
        items = {find(unit, "item", command.item).id}
    for ticket in incidents:
        tie(unit, problem, "incident", TICKET, cast("int", ticket.id))
    for item_id in items:
        tie(unit, problem, "affects", "item", item_id)


def edit(unit: Unit, command: EditProblem) -> Result:
    """Write fields of a problem. A known error whose cause or workaround is taken out is none any more."""
    problem, _row = problem_for(unit, command, "edit")
    changes: Changes = {}
    for name, text in command.fields.items():
        if name not in FIELDS:
            raise Usage(
                _("{name} is no field of a problem.").format(name=name),
                _("It is one of {names}.").format(names=", ".join(FIELDS)),
            )
        words = safe.line(text) if name == "subject" else safe.clean(text).strip("\n")
        if name == "subject" and not words:
            raise Refused(_("A problem needs a subject."))
        if words != getattr(problem, name):
            changes[name] = (first_words(getattr(problem, name)), first_words(words))
            setattr(problem, name, words)
    if not changes:
        raise Refused(_("Nothing is changed."))
    if problem.known_error and not (problem.root_cause.strip() and problem.workaround.strip()):
        problem.known_error = False
        changes["known_error"] = (True, False)
    said = _("{number} is written anew.").format(number=problem.number)
    return done(unit, "edit", problem, said, changes=changes, batch=command.batch)
