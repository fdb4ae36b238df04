"""The end of a shift: what an agent leaves to whom, ticket by ticket, with its lock, its draft and a line of words."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.commands import OnTicket, TicketRef
from otui.desk.office import absence
from otui.desk.results import Result
from otui.desk.rows import AgentRow
from otui.desk.tickets.common import Changes, follow, own, release, said
from otui.desk.unit import Unit
from otui.domain.workflow import OPEN_STATES
from otui.errors import Refused
from otui.store import feed
from otui.store.records import to_micros
from otui.text import safe
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.domain.entities import Ticket

VERB = "handover"
WORDS = 400
"""Letters that a line to the next shift may have."""


@dataclass(frozen=True, slots=True)
class Leave:
    """One ticket that is left: to an agent, or (without one) free to the team of its queue."""

    ticket: TicketRef
    to: str = ""
    words: str = ""
    kind: str = "mine"
    """mine, waiting, promised or draft: why it is among what is left."""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class HandOver:
    """All that an agent leaves at once. `words` are for everybody who gets something."""

    leave: tuple[Leave, ...]
    words: str = ""
    anyway: bool = False
    """Also to somebody who is away."""


def give(unit: Unit, command: HandOver) -> list[Result]:
    """Hand tickets over, all or none: owner and lock, the words begun on them, and a line each.

    One act a ticket, tied together: one undo takes the whole hand-over back. A ticket that its giver only has a
    draft on keeps its owner. Raises Refused where somebody would hand over to themselves, or nothing.
    """
    rights.require(unit.agent, "handover")
    if not command.leave:
        raise Refused(_("There is nothing to hand over."))
    batch = uuid.uuid4().hex[:12]
    receivers = {one.to: unit.directory.agent(one.to) for one in command.leave if one.to}
    for agent in receivers.values():
        _require_there(unit, agent, anyway=command.anyway)
    handovers: dict[int, int] = {}
    results = []
    for one in command.leave:
        to = receivers.get(one.to)
        if to is not None and to.id not in handovers:
            handovers[to.id] = unit.add(
                "handover",
                {
                    "from_id": unit.agent.id,
                    "to_id": to.id,
                    "words": safe.clean(command.words).strip(),
                    "created_at": unit.now,
                },
            ).id
        results.append(_leave(unit, one, to, handovers.get(to.id, 0) if to else 0, batch))
    feed.append(unit.writer, at=unit.now, topic="handover", agent_id=unit.agent.id)
    return results


def seen(unit: Unit, handover_ids: tuple[int, ...]) -> None:
    """Note that the one who got hand-overs has read them."""
    for handover_id in handover_ids:
        unit.writer.execute(
            "UPDATE handover SET seen_at = :now WHERE id = :id AND to_id = :me AND seen_at IS NULL",
            {"now": to_micros(unit.now), "id": handover_id, "me": unit.agent.id},
        )
    feed.append(unit.writer, at=unit.now, topic="handover", agent_id=unit.agent.id)


def _require_there(unit: Unit, agent: AgentRow, *, anyway: bool) -> None:
    """Refuse to leave work with its giver, or with someone who is away."""
    if agent.id == unit.agent.id:
        raise Refused(_("You cannot hand over to yourself."), _("Name who comes after you."))
    if not anyway:
        absence.require_present(unit, agent)


def _leave(unit: Unit, one: Leave, to: AgentRow | None, handover_id: int, batch: str) -> Result:
    """Leave one ticket: an act of its own, so that its history tells it."""
    ticket = unit.ticket(one.ticket)
    unit.require_version(ticket, one.version)
    words = safe.line(one.words)[:WORDS]
    changes: Changes = {}
    if _has(unit, ticket):
        on = OnTicket(ticket=one.ticket, version=one.version, batch=batch)
        ticket = unit.ticket_for(on, "assign" if to else "unlock")
        if to is None:
            release(unit, ticket, changes)
        else:
            follow(unit, ticket, "assign", changes)
            own(unit, ticket, to.id, changes)
    elif to is None or one.kind != "draft":
        raise Refused(_("{number} is not yours to hand over.").format(number=ticket.number))
    if to is not None:
        rights.require_sight(to, unit.whole, ticket.queue_id)  # words begun would be lost to both
        _pass_drafts_on(unit, ticket, to, changes)
        unit.add(
            "handover_item",
            {"handover_id": handover_id, "ticket_id": ticket.id, "kind": one.kind, "words": words},
        )
    sentence = N_("{number} is now with {name}.") if to else N_("{number} is free.")
    return unit.done(
        VERB,
        ticket,
        said(sentence, ticket, name=to.name if to else ""),
        changes=changes,
        text=words,
        batch=batch,
    )


def _has(unit: Unit, ticket: Ticket) -> bool:
    return bool(ticket.locked and ticket.owner_id == unit.agent.id and ticket.state in OPEN_STATES)


def _pass_drafts_on(unit: Unit, ticket: Ticket, to: AgentRow, changes: Changes) -> None:
    """Give the words begun on a ticket to whoever goes on with it; where they have begun as well, both keep theirs."""
    theirs = {
        row.kind
        for row in unit.load_all(
            "draft", "ticket_id = :ticket AND agent_id = :to", {"ticket": ticket.id, "to": to.id}
        )
    }
    mine = unit.load_all(
        "draft", "ticket_id = :ticket AND agent_id = :me", {"ticket": ticket.id, "me": unit.agent.id}
    )
    for draft in mine:
        if draft.kind not in theirs:
            draft.agent_id = to.id
            changes["draft"] = (unit.agent.login, to.login)
