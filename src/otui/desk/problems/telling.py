"""Telling those whom a problem touches: its workaround to all, its fix to those that waited for it. One act, one undo.

Whoever does it needs the right to the problem; who has each incident concerns no right there (see `desk.rights`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk import templates
from otui.desk.commands import OnTicket
from otui.desk.desk import View
from otui.desk.knowledge.using import rendered_for
from otui.desk.problems.commands import DuplicateOf, Tell
from otui.desk.problems.common import go, problem_for, require
from otui.desk.problems.messages import Reading, default_message, languages, readings, told_already
from otui.desk.problems.waiting import Touched, as_desk, batch_of, linked_ids, touched, wake_unseen
from otui.desk.records.acts import Changes, done
from otui.desk.records.finding import Ref, find, resolve
from otui.desk.records.ties import TICKET, tie, untie
from otui.desk.results import Result
from otui.desk.tickets.common import first_words, said
from otui.desk.tickets.common import go as go_ticket
from otui.desk.tickets.talk import write_to_contact
from otui.domain.problem import Resolution
from otui.domain.workflow import State
from otui.errors import Conflict, Refused
from otui.text import safe
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record


@dataclass(frozen=True, slots=True)
class Preview:
    """Whom an act on a problem would touch, and with which words."""

    number: str
    subject: str
    reads: tuple[Reading, ...]
    """What the first contact of each language reads, filled in."""
    tickets: tuple[Touched, ...]
    told: Mapping[int, datetime]
    """Those of the tickets, by id, on which the same workaround is told already, and when: it is not told again."""

    @property
    def known(self) -> tuple[int, ...]:
        """The tickets, for the act to hold itself to."""
        return tuple(one.id for one in self.tickets)


def preview(view: View, ref: Ref, verb: str, message: str = "") -> Preview:
    """Return whom `tell-workaround` or `resolve` would touch now."""
    problem = view.reader.load("problem", resolve(view, "problem", ref))
    assert problem is not None
    tickets = touched(view, ref, waiting=verb != "tell-workaround")
    told: Mapping[int, datetime] = {}
    if verb == "tell-workaround":
        told = told_already(view.reader, problem, [one.id for one in tickets])
    fresh = [one for one in tickets if one.id not in told]
    reads = readings(view, problem, verb, fresh, message)
    return Preview(problem.number, problem.subject, reads, tickets, told)


def tell_workaround(unit: Unit, command: Tell) -> Result:
    """Put the workaround on every open incident as a note, and send a message to each contact; states stay.

    Where the same words are told already, they are not told again.
    """
    problem, row = problem_for(unit, command, "tell-workaround")
    require(unit, problem, row)
    chosen = _chosen(unit, problem, command, waiting=False)
    if not chosen:
        raise Refused(
            _("{number} has no open incident to tell.").format(number=problem.number),
            _("Link the incidents first."),
        )
    told = told_already(unit.writer, problem, chosen)
    chosen = [one for one in chosen if one not in told]
    if not chosen:
        raise Refused(
            _("The workaround of {number} is told on all its open incidents already.").format(
                number=problem.number
            ),
            _("It is told again once its words are changed."),
        )
    batch = batch_of(problem, command.batch)
    messages = _messages(unit, problem, row.verb, command.message, chosen)
    words = problem.workaround.strip()
    result = done(
        unit,
        row.verb,
        problem,
        ngettext(
            "The workaround of {number} is told on {n} ticket.",
            "The workaround of {number} is told on {n} tickets.",
            len(chosen),
        ).format(number=problem.number, n=len(chosen)),
        changes={"told": (None, len(chosen))},
        text=first_words(words),
        batch=batch,
    )
    for ticket_id in chosen:
        beside = unit.beside()
        ticket = beside.ticket_for(OnTicket(ticket=ticket_id), "tell-workaround")
        note = _("Workaround of {number} {subject}").format(number=problem.number, subject=problem.subject)
        text = f"{note}\n\n{_filled(beside, words, ticket_id)}"
        beside.add_article(ticket, "note", text, queue_id=ticket.queue_id)
        if ticket.contact_id is not None:
            write_to_contact(beside, ticket, _filled(beside, messages[ticket_id], ticket_id))
        beside.done(row.verb, ticket, "", text=f"{problem.number}: {first_words(words)}", batch=batch)
    return result


def resolve_problem(unit: Unit, command: Tell) -> Result:
    """Say that the fix is in: what waits for this problem is resolved and its contacts are told; nothing else moves."""
    problem, row = problem_for(unit, command, "resolve")
    require(unit, problem, row)
    chosen = _chosen(unit, problem, command, waiting=True)
    messages = _messages(unit, problem, row.verb, command.message, chosen)
    batch = batch_of(problem, command.batch)
    problem.resolution = Resolution.FIX_APPLIED.value
    changes: Changes = {"resolution": (None, problem.resolution)}
    go(unit, problem, row, changes)
    sentence = _("{number} is resolved; nothing waited for it.")
    if chosen:
        sentence = ngettext(
            "{number} is resolved, and {n} ticket that waited for it.",
            "{number} is resolved, and {n} tickets that waited for it.",
            len(chosen),
        )
    result = done(
        unit,
        row.verb,
        problem,
        sentence.format(number=problem.number, n=len(chosen)),
        changes=changes,
        text=first_words(problem.fix),
        batch=batch,
    )
    for ticket_id in chosen:
        beside = unit.beside()
        ticket = beside.ticket_for(OnTicket(ticket=ticket_id), "problem-fixed")
        if ticket.contact_id is not None:
            write_to_contact(beside, ticket, _filled(beside, messages[ticket_id], ticket_id))
        moved: Changes = {}
        go_ticket(beside, ticket, State.RESOLVED, moved)
        text = f"{problem.number}: {first_words(problem.fix)}"
        beside.done(row.verb, ticket, "", changes=moved, text=text, batch=batch)
    wake_unseen(unit, problem)
    return result


def duplicate(unit: Unit, command: DuplicateOf) -> Result:
    """Close a problem as the same as another: its incidents, what waits for it and its tasks go on there."""
    problem, row = problem_for(unit, command, "duplicate")
    original = find(unit, "problem", command.original)
    if original.id == problem.id:
        raise Refused(_("A problem is not a duplicate of itself."))
    if not original.is_open:
        raise Refused(
            _("{number} is closed: nothing goes on there.").format(number=original.number),
            _("Have it analysed again first, or name another."),
        )
    problem.duplicate_of_id = original.id
    require(unit, problem, row)
    batch = batch_of(problem, command.batch)
    waiting = linked_ids(unit.writer, problem.id, waiting=True)
    hidden = set(waiting) - set(linked_ids(unit.writer, problem.id, unit.hidden, waiting=True))
    for one in unit.load_all("tie", "record = 'problem' AND record_id = :id ORDER BY id", {"id": problem.id}):
        tie(unit, original, one.kind, one.other, one.other_id)
        if one.other == TICKET:
            untie(unit, problem, one.kind, one.other, one.other_id)
    tasks = unit.load_all(
        "task",
        "record = 'problem' AND record_id = :id AND state = 'open' ORDER BY position, id",
        {"id": problem.id},
    )
    last = unit.writer.value(
        "SELECT max(position) FROM task WHERE record = 'problem' AND record_id = :id", {"id": original.id}
    )
    for place, task in enumerate(tasks, int(last or 0) + 1):
        task.record_id, task.position = original.id, place
    problem.resolution = Resolution.DUPLICATE.value
    changes: Changes = {
        "resolution": (None, problem.resolution),
        "original": (None, original.number),
    }
    go(unit, problem, row, changes)
    result = done(
        unit,
        row.verb,
        problem,
        _("{number} is the same as {other}: what was linked goes on there.").format(
            number=problem.number, other=original.number
        ),
        changes=changes,
        batch=batch,
        also=(original,),
    )
    for ticket_id in waiting:
        _wait_on(unit, ticket_id, problem, original, batch, seen=ticket_id not in hidden)
    return result


def _wait_on(
    unit: Unit, ticket_id: int, problem: Record, original: Record, batch: str, *, seen: bool
) -> None:
    """Let a ticket wait for the original; one that whoever acts does not see follows by the desk itself."""
    beside = unit.beside() if seen else as_desk(unit)
    ticket = beside.ticket_for(OnTicket(ticket=ticket_id), "problem-moved")
    ticket.waits_for_id = original.id
    beside.done(
        "duplicate",
        ticket,
        said(N_("{number} waits for {other}."), ticket, other=original.number),
        changes={"waits_for": (problem.number, original.number)},
        batch=batch,
    )


def _chosen(unit: Unit, problem: Record, command: Tell, *, waiting: bool) -> list[int]:
    """Return whom the act touches now; Conflict where that is not what was shown."""
    found = linked_ids(unit.writer, problem.id, unit.hidden, waiting=waiting)
    if command.known is not None and set(command.known) != set(found):
        raise Conflict(
            _("Whom {number} touches is not what was shown: an incident came or went.").format(
                number=problem.number
            ),
            _("Look at it again, then decide."),
            ticket_id=0,
            version=problem.version,
        )
    return found


def _messages(unit: Unit, problem: Record, verb: str, message: str, chosen: list[int]) -> dict[int, str]:
    """Return what goes to the contact of each ticket, before it is filled in; ours is in their language."""
    if message:
        return dict.fromkeys(chosen, _checked(message))
    known = languages(unit.writer, chosen)
    return {one: _checked(default_message(problem, verb, known.get(one, ""))) for one in chosen}


def _checked(message: str) -> str:
    text = safe.clean(message).strip("\n")
    templates.require_known(text)
    return text


def _filled(unit: Unit, message: str, ticket_id: int) -> str:
    view = View(unit.writer, unit.now, unit.agent, unit.rules, unit.directory)
    return rendered_for(view, ticket_id, message).text
