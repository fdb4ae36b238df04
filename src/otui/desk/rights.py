"""Who may do what. Screens, commands and every other door ask here, and get the same answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.rows import AgentRow
from otui.domain.workflow import OPEN_STATES
from otui.errors import Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.domain.entities import Ticket

READ = "read"


def may_read_locked(agent: AgentRow, owner_id: int | None, locked: bool, state: str, policy: str) -> bool:
    """Whether `agent` may read a ticket that somebody may have locked.

    Source: "Als jij eigenaar van een ticket bent kun jij dus als enige dat ticket bekijken." Leads read all; a lock
    holds while the ticket is open; `policy` "read" lets everybody read.
    """
    if not locked or state not in OPEN_STATES or policy == READ:
        return True
    return owner_id == agent.id or agent.leads


def may_read_note(agent: AgentRow, queue_id: int | None) -> bool:
    """Whether `agent` may read a note written in a queue: its team, the leads, and all where it has no queue."""
    return queue_id is None or queue_id in agent.queues or agent.leads


def require_owner(agent: AgentRow, ticket: Ticket, owner_name: str) -> None:
    """Refuse to act on a ticket that another has locked; leads may."""
    if ticket.locked and ticket.owner_id != agent.id and not agent.leads:
        raise Refused(
            _("{number} is locked by {name}.").format(number=ticket.number, name=owner_name),
            _("Ask {name} to let it go, or a lead to assign it.").format(name=owner_name),
        )


def require_lead(agent: AgentRow, what: str) -> None:
    """Refuse what only a lead or an admin may do."""
    if not agent.leads:
        raise Refused(what, _("Ask a lead or an admin."))


def require_admin(agent: AgentRow, what: str) -> None:
    """Refuse what only an admin may do."""
    if agent.role != "admin":
        raise Refused(what, _("Ask an admin."))
