"""An agent leaves the desk, and may come back: what they have locked goes to somebody, what they wrote stays."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from otui.desk import rights, trail
from otui.desk.office import absence
from otui.desk.office.staff import acting, load_agent, locked_tickets, require_another_admin
from otui.desk.results import Result
from otui.desk.tickets.common import Changes, own, release, said
from otui.desk.unit import Unit
from otui.errors import Refused
from otui.store.records import Record
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from otui.domain.entities import Ticket


@dataclass(frozen=True, slots=True, kw_only=True)
class Deactivate:
    """Take an agent out of use. What they have locked goes to `hand_to`, or with `release` becomes free."""

    agent: str | int
    hand_to: str = ""
    release: bool = False


def deactivate(unit: Unit, command: Deactivate) -> Result:
    """Take an agent out of use; their drafts, teams and history stay.

    Refused for oneself, for the last admin, and while they have tickets locked unless `command` says where these go.
    """
    agent = load_agent(unit, command.agent)
    me = acting(unit)
    rights.require(me, "agent-off")
    if not agent.active:
        raise Refused(_("{login} is not active already.").format(login=agent.login))
    if agent.id == me.id:
        raise Refused(_("Nobody deactivates themselves."), _("Another admin can."))
    if agent.role == "admin":
        require_another_admin(unit, agent.id)
    locked = locked_tickets(unit, agent.id)
    if locked and not command.hand_to and not command.release:
        raise Refused(
            ngettext("{login} has {n} locked ticket.", "{login} has {n} locked tickets.", len(locked)).format(
                login=agent.login, n=len(locked)
            ),
            _("Say who takes them over (--hand-to LOGIN), or that they become free (--release)."),
        )
    _pass_on(unit, agent, locked, command.hand_to)
    for other in unit.load_all("agent", "substitute_id = :id ORDER BY id", {"id": agent.id}):
        other.substitute_id = None
    agent.active = False
    words = _("{login} is no longer active.").format(login=agent.login)
    if locked and command.hand_to:
        told = ngettext("{n} ticket went to {name}.", "{n} tickets went to {name}.", len(locked))
        words += " " + told.format(n=len(locked), name=unit.directory.agent(command.hand_to).login)
    elif locked:
        told = ngettext("{n} ticket is free.", "{n} tickets are free.", len(locked))
        words += " " + told.format(n=len(locked))
    return trail.done(unit, "agent-off", f"agent {agent.id}", agent.login, words)


def activate(unit: Unit, ref: str | int) -> Result:
    """Take an agent into use again, on the teams they were on."""
    agent = load_agent(unit, ref)
    rights.require(acting(unit), "agent-off")
    if agent.active:
        raise Refused(_("{login} is active already.").format(login=agent.login))
    agent.active = True
    words = _("{login} is active again.").format(login=agent.login)
    return trail.done(unit, "agent-on", f"agent {agent.id}", agent.login, words)


def _pass_on(unit: Unit, agent: Record, ticket_ids: list[int], hand_to: str) -> None:
    """Give the tickets that an agent has locked to another, or set them free, each with its own history and act."""
    to = unit.directory.agent(hand_to) if hand_to and ticket_ids else None
    if to is not None and to.id == agent.id:
        raise Refused(_("Say who else takes them over."))
    if to is not None:
        absence.require_present(unit, to, forcible=False)
    batch = secrets.token_hex(8)
    reason = _("{login} was deactivated.").format(login=agent.login)
    for ticket_id in ticket_ids:
        one = unit.beside()
        # Not by the admin's own sight: what is locked in a confidential queue has to go somewhere, too.
        ticket = cast("Ticket", one.load("ticket", ticket_id))
        changes: Changes = {}
        if to is None or not rights.may_see_queue(
            to, ticket.queue_id, ticket.queue_id in unit.whole.confidential
        ):
            release(one, ticket, changes)
            verb, words = "unlock", said(N_("{number} is free."), ticket)
        else:
            own(one, ticket, to.id, changes)
            verb, words = "assign", said(N_("{number} is now with {name}."), ticket, name=to.name)
        one.done(verb, ticket, words, changes=changes, text=reason, batch=batch)
