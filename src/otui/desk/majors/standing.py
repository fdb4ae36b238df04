"""Where a ticket stands among major incidents: its row, its children, and whether a move may be made."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from otui.desk import rights
from otui.desk.records.moves import DUTIES, has_duty
from otui.desk.words import step_name, verb_name
from otui.domain import process
from otui.domain.major import BY_AGENTS, MOVES
from otui.domain.process import Duty
from otui.errors import Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.commands import OnTicket
    from otui.desk.rows import AgentRow
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket
    from otui.domain.sla import Settings
    from otui.store.reader import Reader
    from otui.store.records import Record

MOST_CHILDREN = 500
"""Children of one parent: all of them follow it in one transaction."""


def of(unit: Unit, ticket_id: int | None) -> Record | None:
    """Return the major incident that a ticket is the parent of, or None."""
    found = unit.load_all("major_incident", "ticket_id = :id", {"id": ticket_id})
    return found[0] if found else None


def child_ids(reader: Reader, ticket_id: int | None) -> list[int]:
    """Return the ids of a parent's children, whatever may be seen of them, in the order in which they came to it."""
    rows = reader.all(
        "SELECT other_id FROM link WHERE ticket_id = :id AND kind = 'parent' ORDER BY id", {"id": ticket_id}
    )
    return [row[0] for row in rows]


def children(unit: Unit, ticket: Ticket) -> list[Ticket]:
    """Return a parent's children that are there for whoever acts."""
    found = (unit.load("ticket", one) for one in child_ids(unit.writer, ticket.id))
    return [cast("Ticket", one) for one in found if one is not None and one.queue_id not in unit.hidden]


def parent_of(reader: Reader, ticket_id: int | None) -> int | None:
    """Return the id of the standing major incident's parent that a ticket follows, or None."""
    found = reader.value(
        "SELECT l.ticket_id FROM link l JOIN major_incident m ON m.ticket_id = l.ticket_id"
        " WHERE l.other_id = :id AND l.kind = 'parent' AND m.state IN ('proposed', 'declared') LIMIT 1",
        {"id": ticket_id},
    )
    return None if found is None else int(found)


def standing(unit: Unit, command: OnTicket, verb: str) -> tuple[Ticket, Record]:
    """Return the parent and its major incident, if `verb` may be done now by this agent.

    It is an act of the process: the lock on the parent, or on a child, does not stand in its way.
    """
    rights.require(unit.agent, "major")
    ticket = unit.ticket(command.ticket)
    unit.require_version(ticket, command.version)
    major = of(unit, ticket.id)
    if major is None:
        raise Refused(
            _("{number} is no major incident.").format(number=ticket.number),
            _("`otui major propose {number}` says that it may be one.").format(number=ticket.number),
        )
    require_move(unit, ticket, major, verb)
    return ticket, major


def require_move(unit: Unit, ticket: Ticket, major: Record, verb: str) -> None:
    """Refuse a move that the table has not for this stand, or not for this agent."""
    row = process.move(MOVES, verb, major.state)
    if row is None:
        ways = [verb_name(one.verb) for one in process.allowed(MOVES, major.state)]
        raise Refused(
            _("{number} is in {step}: {verb} is not possible.").format(
                number=ticket.number, step=step_name(major.state), verb=verb_name(verb)
            ),
            _("From here it goes by: {verbs}.").format(verbs=", ".join(ways)),
        )
    duty = duty_of(row, unit.rules.settings)
    if not has_duty(unit.agent, ticket.owner_id, ticket.queue_id, duty, unit.rules.settings):
        raise Refused(
            _("{verb} on {number} is for {who}.").format(
                verb=verb_name(verb), number=ticket.number, who=_(DUTIES[duty])
            )
        )


def duty_of(row: process.Move, settings: Settings) -> Duty:
    """Return who may make a move at a desk with these settings."""
    return Duty.TEAM if row.verb in BY_AGENTS and settings.noticing.declare == "agent" else row.duty


def may(agent: AgentRow, settings: Settings, row: process.Move, owner_id: int | None, queue_id: int) -> bool:
    """Whether an agent may make a move on a major incident of this owner and queue."""
    return has_duty(agent, owner_id, queue_id, duty_of(row, settings), settings)
