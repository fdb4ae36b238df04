"""Where a ticket waits: move and line up.

Source: "Via wijzig wachtrij ... zorg je dat het bij het juiste team in de wachtrij komt"; "Escaleren van 1e naar 3e
lijn".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import people
from otui.desk.commands import LineUp, Move
from otui.desk.results import Result
from otui.desk.rows import QueueRow
from otui.desk.tickets import checklist
from otui.desk.tickets.common import Changes, first_words, release, required, said
from otui.desk.unit import Unit
from otui.errors import Refused
from otui.text import safe
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.domain.entities import Ticket

LAST_LINE = 3


def move(unit: Unit, command: Move) -> Result:
    """Put a ticket in another queue; its lock goes, its clocks count on in the new queue's calendar."""
    ticket = unit.ticket_for(command, "move")
    queue = unit.directory.queue(command.queue)
    if queue.id == ticket.queue_id:
        raise Refused(_("{number} is in {queue} already.").format(number=ticket.number, queue=queue.name))
    changes: Changes = {}
    put(unit, ticket, queue, changes)
    return unit.done(
        "move",
        ticket,
        said(N_("{number} moved to {queue}."), ticket, queue=queue.name),
        changes=changes,
        text=first_words(safe.clean(command.reason), 500),
        batch=command.batch,
        entered=True,
    )


def line_up(unit: Unit, command: LineUp) -> Result:
    """Hand a ticket to the next line, with a reason; the lock goes, the clocks go on."""
    reason = required(
        command.reason, _("Say why it goes to the next line: the reason is for whoever takes it.")
    )
    ticket = unit.ticket_for(command, "line-up")
    if ticket.line >= LAST_LINE:
        raise Refused(
            _("{number} is in the third line: there is no line after it.").format(number=ticket.number),
            _("Move it, or forward it to a third party."),
        )
    queue = _next_queue(unit, ticket, command.queue)
    changes: Changes = {"line": (ticket.line, queue.line)}
    put(unit, ticket, queue, changes)
    return unit.done(
        "line-up",
        ticket,
        said(N_("{number} went to line {line}, {queue}."), ticket, line=queue.line, queue=queue.name),
        changes=changes,
        text=reason,
        batch=command.batch,
        entered=True,
    )


def _next_queue(unit: Unit, ticket: Ticket, name: str) -> QueueRow:
    if name:
        queue = unit.directory.queue(name)
        if queue.line <= ticket.line:
            raise Refused(
                _("{queue} is line {line}, no line further.").format(queue=queue.name, line=queue.line),
                _("Move it there instead."),
            )
        return queue
    for line in range(ticket.line + 1, LAST_LINE + 1):
        queues = unit.directory.line_queues(line)
        if queues:
            return queues[0]
    raise Refused(
        _("This desk has no queue in a line after {line}.").format(line=ticket.line),
        _("An admin can add one to queues.toml."),
    )


def put(unit: Unit, ticket: Ticket, queue: QueueRow, changes: Changes) -> None:
    """Bring a ticket to a queue as part of a verb: its lock goes, its clocks count on there, `changes` says it."""
    former = unit.directory.queues.get(ticket.queue_id)
    changes["queue"] = (former.name if former else "", queue.name)
    level = ticket.level
    before = checklist.about(unit, ticket)
    ticket.queue_id = queue.id
    contact = unit.load("contact", ticket.contact_id) if ticket.contact_id else None
    if contact is not None:
        people.known_through(unit, contact, queue.id)
    ticket.line = queue.line
    release(unit, ticket, changes)
    unit.clocks(ticket).rules_changed()
    if ticket.level != level:
        changes["level"] = (level, ticket.level)
    checklist.realign(unit, ticket, before, changes)
