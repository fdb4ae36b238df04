"""Lock = own. Source: "Als je eigenaar van een ticket wil worden dien je het ticket te vergrendelen"."""

from __future__ import annotations

from otui.desk import rights
from otui.desk.commands import Assign, Take, Unlock
from otui.desk.office import absence
from otui.desk.results import Result
from otui.desk.tickets.common import Changes, follow, own, release, said
from otui.desk.unit import Unit
from otui.errors import Conflict, Refused
from otui.text.i18n import N_, _


def take(unit: Unit, command: Take) -> Result:
    """Lock a ticket and become its owner. Someone else's is a Conflict; a lead may take it over."""
    ticket = unit.ticket(command.ticket)
    may_take_over = rights.may_do(unit, ticket, "take")
    if ticket.locked and ticket.owner_id != unit.agent.id and not (command.over and may_take_over):
        raise Conflict(
            _("{name} has {number}.").format(name=unit.name_of(ticket.owner_id), number=ticket.number),
            _("You may take it over.")
            if may_take_over
            else _("Ask them to let it go, or a lead to assign it."),
            ticket_id=ticket.id or 0,
            version=ticket.version,
        )
    ticket = unit.ticket_for(command, "take")
    if ticket.locked and ticket.owner_id == unit.agent.id:
        raise Refused(_("You have {number} already.").format(number=ticket.number))
    changes: Changes = {}
    follow(unit, ticket, "take", changes)
    own(unit, ticket, unit.agent.id, changes)
    return unit.done(
        "take", ticket, said(N_("{number} is yours."), ticket), changes=changes, batch=command.batch
    )


def unlock(unit: Unit, command: Unlock) -> Result:
    """Let a ticket go: it is free for the team again."""
    ticket = unit.ticket_for(command, "unlock")
    if not ticket.locked:
        raise Refused(_("{number} is free already.").format(number=ticket.number))
    changes: Changes = {}
    release(unit, ticket, changes)
    return unit.done(
        "unlock", ticket, said(N_("{number} is free."), ticket), changes=changes, batch=command.batch
    )


def assign(unit: Unit, command: Assign) -> Result:
    """Give a ticket to an agent, who becomes its owner. One who is away is refused, naming who stands in."""
    ticket = unit.ticket_for(command, "assign")
    agent = unit.directory.agent(command.agent)
    if ticket.locked and ticket.owner_id == agent.id:
        raise Refused(_("{name} has {number} already.").format(name=agent.login, number=ticket.number))
    if not command.anyway:
        absence.require_present(unit, agent)
    changes: Changes = {}
    follow(unit, ticket, "assign", changes)
    own(unit, ticket, agent.id, changes)
    return unit.done(
        "assign",
        ticket,
        said(N_("{number} is now with {name}."), ticket, name=agent.name),
        changes=changes,
        batch=command.batch,
    )
