"""What several verbs do in the same way."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.desk.majors.lasting import end_with
from otui.desk.unit import Unit
from otui.domain.workflow import OPEN_STATES, State, transition
from otui.errors import Refused
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.domain.entities import Ticket

Changes = dict[str, tuple[Any, Any]]


def required(text: str, what: str) -> str:
    """Return `text` made safe; refuse it when nothing is left. `what` is the sentence that says what is missing."""
    body = safe.clean(text).strip("\n")
    if not body.strip():
        raise Refused(what)
    return body


def go(unit: Unit, ticket: Ticket, target: State, changes: Changes, *, at: datetime | None = None) -> None:
    """Bring a ticket to `target`, its clocks along, and note it in `changes`.

    `at` is when it truly happened, for what time did while nobody looked; else now.
    """
    if ticket.state == target:
        return
    changes["state"] = (ticket.state, target.value)
    ticket.state = target.value
    if target is State.RESOLVED:
        ticket.resolved_at = at or unit.now
    if target is State.CLOSED:
        ticket.closed_at = at or unit.now
    if target in (State.RESOLVED, State.CLOSED, State.MERGED):
        release(unit, ticket, changes, keep_owner=True)
        end_with(unit, ticket)
    if ticket.wait_until is not None and target not in (
        State.WAITING_UNTIL,
        State.WAITING_CONTACT,
        State.WAITING_THIRD_PARTY,
    ):
        ticket.wait_until = None
    if target not in (State.WAITING_PROBLEM, State.WAITING_CHANGE):
        ticket.waits_for_id = None
    unit.clocks(ticket).state_changed(at)


def follow(unit: Unit, ticket: Ticket, verb: str, changes: Changes) -> None:
    """Bring a ticket where the workflow table says that `verb` leads; it stays where the table names no state."""
    row = transition(verb, State(ticket.state))
    if row is not None and row.target is not None:
        go(unit, ticket, row.target, changes)


def own(unit: Unit, ticket: Ticket, agent_id: int, changes: Changes) -> None:
    """Lock a ticket for an agent; refused for one who would not see it."""
    rights.require_sight(unit.whole.agents.get(agent_id, unit.agent), unit.whole, ticket.queue_id)
    if ticket.owner_id != agent_id or not ticket.locked:
        changes["owner"] = (unit.name_of(ticket.owner_id if ticket.locked else None), unit.name_of(agent_id))
    ticket.owner_id = agent_id
    ticket.locked = True
    ticket.active_at = unit.now
    unit.clocks(ticket)


def release(unit: Unit, ticket: Ticket, changes: Changes, *, keep_owner: bool = False) -> None:
    """Take the lock off. `keep_owner` remembers whose it was, for a ticket that is done and may come back."""
    if ticket.locked and not keep_owner:
        changes["owner"] = (unit.name_of(ticket.owner_id), unit.name_of(None))
    ticket.locked = False
    if not keep_owner:
        ticket.owner_id = None
    unit.clocks(ticket)


def home(unit: Unit, ticket: Ticket, changes: Changes) -> None:
    """Bring a ticket that is open again, and whose queue is out of use, to the next queue above that is in use.

    Refused where that queue was confidential: its tickets are not for another team.
    """
    if ticket.queue_id in unit.whole.queues or ticket.state not in OPEN_STATES:
        return
    former = above = unit.load("queue", ticket.queue_id)
    assert former is not None
    if ticket.queue_id in unit.whole.confidential:
        raise Refused(
            _("{queue} is confidential and out of use: nothing in it opens again.").format(queue=former.name),
            _("An admin can activate it."),
        )
    while above is not None and above.id not in unit.whole.queues:
        above = unit.load("queue", above.parent_id) if above.parent_id else None
    queue = unit.whole.queues[above.id if above is not None else unit.whole.default_queue_id]
    ticket.queue_id, ticket.line = queue.id, queue.line
    changes["queue"] = (former.name, queue.name)
    unit.clocks(ticket).rules_changed()


def first_words(text: str, limit: int = 120) -> str:
    """Return the first words of a text, for a line of history."""
    words = safe.line(text)
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def said(sentence: str, ticket: Ticket, **words: Any) -> str:
    """Fill a sentence about a ticket."""
    return _(sentence).format(number=ticket.number, **words)
