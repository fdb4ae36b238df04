"""The questions that verbs, lists and screens ask of the table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from otui.desk.rights.matrix import Relation, Role, Say, on_desk, on_ticket
from otui.desk.rights.sight import PROGRAM_ID, may_see_queue
from otui.domain.workflow import OPEN_STATES
from otui.errors import NotFound, Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.directory import Directory
    from otui.desk.rows import AgentRow
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket
    from otui.domain.sla import Settings

READ = "read"
ACT = "act"


def not_there(ref: int | str) -> NotFound:
    """Return the one error for a ticket that does not exist and for one that does not exist for this agent."""
    return NotFound(_("There is no ticket {number}.").format(number=ref), _("`/` searches all tickets."))


def relation(
    agent: AgentRow, directory: Directory, queue_id: int, owner_id: int | None, locked: bool, state: str
) -> Relation:
    """Return how an agent stands to a ticket. A lock holds while the ticket is open."""
    if not may_see_queue(agent, queue_id, queue_id in directory.confidential):
        return Relation.UNSEEN
    if locked and state in OPEN_STATES:
        return Relation.OWN if owner_id == agent.id else Relation.LOCKED
    return Relation.TEAM if queue_id in agent.queues else Relation.OUTSIDE


def says_yes(say: Say, settings: Settings) -> bool:
    """Whether an answer of the table is a yes at a desk with these settings."""
    match say:
        case Say.READABLE:
            return settings.locked_tickets == READ
        case Say.OPEN_DOOR:
            return settings.outside == ACT
        case _:
            return say is Say.YES


def may(agent: AgentRow, verb: str, stands: Relation, in_team: bool, settings: Settings) -> bool:
    """Whether the table lets an agent do a verb on a ticket.

    A ticket that another has locked in a queue that is not the agent's must let them on both accounts.
    """
    if agent.id == PROGRAM_ID:
        return True
    if not agent.active:
        return False
    row = on_ticket(verb)
    asked = [stands]
    if stands is Relation.LOCKED and not in_team:
        asked.append(Relation.OUTSIDE)
    return all(says_yes(row.answer(agent.role, one), settings) for one in asked)


def may_do(unit: Unit, ticket: Ticket, verb: str) -> bool:
    """Whether the agent at work may do a verb on a ticket now."""
    stands = _stands(unit, ticket)
    return may(unit.agent, verb, stands, ticket.queue_id in unit.agent.queues, unit.rules.settings)


def require_on(unit: Unit, ticket: Ticket, verb: str) -> None:
    """Refuse a verb on a ticket that the table does not let this agent do: NotFound where it is not theirs to see."""
    stands = _stands(unit, ticket)
    if may_do(unit, ticket, verb):
        return
    require_active(unit.agent)
    if stands is Relation.UNSEEN:
        raise not_there(ticket.id or 0)
    if stands is Relation.LOCKED:
        name = unit.name_of(ticket.owner_id)
        raise Refused(
            _("{number} is locked by {name}.").format(number=ticket.number, name=name),
            _("Ask {name} to let it go, or a lead to assign it.").format(name=name),
        )
    queue = unit.directory.queues.get(ticket.queue_id)
    name = queue.name if queue else "–"
    raise Refused(
        _("{number} is in {queue}: its team alone acts on it.").format(number=ticket.number, queue=name),
        _("Write a note for {queue}, or ask a lead.").format(queue=name),
    )


def may_at_desk(agent: AgentRow, verb: str, other_id: int | None = None) -> bool:
    """Whether the table lets an agent do a verb that needs no ticket; `other_id` is the agent it is done to."""
    row = on_desk(verb)
    roles = tuple(Role)
    enough = roles.index(Role(agent.role)) >= roles.index(row.least)
    return agent.active and (enough or (row.own and other_id == agent.id))


def require(agent: AgentRow, verb: str, other_id: int | None = None) -> None:
    """Refuse a verb that needs no ticket to whom the table does not let do it, and say whom to ask."""
    require_active(agent)
    if not may_at_desk(agent, verb, other_id):
        row = on_desk(verb)
        hint = _("Ask an admin.") if row.least is Role.ADMIN else _("Ask a lead or an admin.")
        raise Refused(_(row.refusal), hint)


def require_rules(agent: AgentRow, hidden: Sequence[int]) -> None:
    """Refuse to show rule files that name queues which an agent may not know of: to an admin all are known."""
    if hidden and agent.role != Role.ADMIN:
        raise Refused(_("Only an admin reads the rules of this desk."), _("Ask an admin."))


def require_sight(agent: AgentRow, directory: Directory, queue_id: int) -> None:
    """Refuse to give an agent a ticket of a queue whose tickets do not exist for them."""
    queue = directory.queues.get(queue_id)
    if not may_see_queue(agent, queue_id, queue_id in directory.confidential):
        raise Refused(
            _("{name} is not on the team of {queue}.").format(
                name=agent.name, queue=queue.name if queue else "–"
            ),
            _("It is confidential: only its team sees its tickets."),
        )


def may_read_note(
    agent: AgentRow, directory: Directory, queue_id: int | None, author_id: int | None = None
) -> bool:
    """Whether an agent may read a note written in a queue: its team, its writer, and leads; all where it has no queue.

    What was written in a confidential queue is for its team alone. Source: "deze is alleen zichtbaar voor alle
    personen die vragen beantwoorden in jouw wachtrij".
    """
    if queue_id is None or queue_id in agent.queues or agent.id == PROGRAM_ID:
        return True
    if queue_id in directory.confidential:
        return False
    return author_id == agent.id or on_ticket("read-note").answer(agent.role, Relation.OUTSIDE) is Say.YES


def _stands(unit: Unit, ticket: Ticket) -> Relation:
    return relation(unit.agent, unit.directory, ticket.queue_id, ticket.owner_id, ticket.locked, ticket.state)


def require_active(agent: AgentRow) -> None:
    """Refuse everything to somebody who was deactivated while they were at the desk."""
    if not agent.active:
        raise Refused(
            _("{login} is no longer active at this desk.").format(login=agent.login), _("Ask an admin.")
        )


def require_lead(agent: AgentRow, what: str) -> None:
    """Refuse what only a lead or an admin may do."""
    if not agent.leads:
        raise Refused(what, _("Ask a lead or an admin."))


def require_admin(agent: AgentRow, what: str) -> None:
    """Refuse what only an admin may do."""
    if agent.role != Role.ADMIN:
        raise Refused(what, _("Ask an admin."))
