"""Which service or item a ticket is about. It proposes an impact and a queue, and an agent agrees or does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.commands import SetItem
from otui.desk.items.choosing import proposal, usable
from otui.desk.results import Result
from otui.desk.tickets import checklist
from otui.desk.tickets.change import weigh
from otui.desk.tickets.common import Changes, said
from otui.desk.tickets.place import put
from otui.desk.unit import Unit
from otui.errors import Refused
from otui.text.i18n import N_, _, language

if TYPE_CHECKING:
    from otui.domain.entities import Ticket
    from otui.store.records import Record

NONE = ("", "-")
"""What takes the item off."""


def item(unit: Unit, command: SetItem) -> Result:
    """Put a service or item on a ticket, or take it off; with it, where the command says so, its impact and queue.

    All of it is one act: one undo takes it back. The clocks are rebuilt as any change of priority or queue does.
    """
    ticket = unit.ticket_for(command, "item")
    if command.impact:
        unit.ticket_for(command, "priority")
    if command.move:
        unit.ticket_for(command, "move")
    found = None if command.item in NONE else usable(unit, command.item)
    changes: Changes = {}
    former = unit.load("item", ticket.item_id) if ticket.item_id is not None else None
    if found is not former:
        before = checklist.about(unit, ticket)
        changes["item"] = (former.name if former else None, found.name if found else None)
        ticket.item_id = found.id if found else None
        checklist.realign(unit, ticket, before, changes)
    if found is not None:
        _take_on(unit, ticket, found, command, changes)
    if not changes:
        raise Refused(
            _("{number} is about {item} already.").format(number=ticket.number, item=found.name)
            if found
            else _("{number} is about no service or item.").format(number=ticket.number)
        )
    return unit.done(
        "item",
        ticket,
        _words(unit, ticket, found, changes),
        changes=changes,
        batch=command.batch,
        entered="queue" in changes,
    )


def _take_on(unit: Unit, ticket: Ticket, found: Record, command: SetItem, changes: Changes) -> None:
    """Take over from an item what the agent agreed to."""
    if command.impact:
        proposed = proposal(unit.writer, unit.hidden, unit.rules, found.id)
        if proposed is not None and proposed.impact != ticket.impact:
            weigh(unit, ticket, proposed.impact, ticket.urgency, changes)
    if command.move and found.queue_id is not None and found.queue_id != ticket.queue_id:
        put(unit, ticket, unit.directory.queue(found.queue_id), changes)


def _words(unit: Unit, ticket: Ticket, found: Record | None, changes: Changes) -> str:
    words = []
    if "item" in changes:
        words.append(
            said(N_("{number} is about {item}."), ticket, item=found.name)
            if found
            else said(N_("{number} is about no service or item now."), ticket)
        )
    if "level" in changes:
        level = unit.rules.sla.level_label(ticket.level, language())
        words.append(said(N_("{number} is {level} now."), ticket, level=level))
    elif "impact" in changes:
        words.append(said(N_("{number} has impact {impact}."), ticket, impact=ticket.impact))
    if "queue" in changes:
        words.append(said(N_("{number} moved to {queue}."), ticket, queue=changes["queue"][1]))
    return " ".join(words)
