"""The timer: raises what fell due, each once, whoever runs it; ends waits, closes after silence, lets locks lapse.

It never scans: two indexed columns say when the next thing happens. The unique key of an escalation (ticket, clock,
cycle, stage, instant) makes sure that of any number of processes exactly one raises it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from otui.desk import rights
from otui.desk.desk import NOBODY, Desk, View
from otui.desk.raising import by_timer
from otui.desk.recurring import making
from otui.desk.tickets import checklist
from otui.desk.tickets.common import Changes, go, release
from otui.desk.unit import Unit
from otui.domain.workflow import WAITING_STATES, State
from otui.errors import DeskUnavailable, OtuiError
from otui.store.records import from_micros, to_micros
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.domain.entities import Ticket

BATCH = 200
"""Tickets a transaction: other writers wait no longer than that takes."""


@dataclass(frozen=True, slots=True)
class Raised:
    """Something that time alone did to a ticket."""

    ticket_id: int
    number: str
    subject: str
    queue_id: int
    owner_id: int | None
    what: str
    """warning, due, wake, auto-close, lapse or recur."""
    clock: str
    cycle: int
    due_at: datetime
    raised_at: datetime


def next_instant(view: View) -> datetime | None:
    """Return when the timer must look next; None where nothing runs."""
    values = [
        view.reader.value("SELECT min(next_at) FROM ticket WHERE next_at IS NOT NULL"),
        view.reader.value("SELECT min(wake_at) FROM ticket WHERE wake_at IS NOT NULL"),
        view.reader.value("SELECT min(next_at) FROM recurring WHERE next_at IS NOT NULL"),
    ]
    known = [value for value in values if value is not None]
    return from_micros(min(known)) if known else None


def run(desk: Desk) -> list[Raised]:
    """Raise everything that is due by now, in short transactions; return what this process raised, of it that which is
    there for whoever sits at the desk.

    A ticket that fails as nobody foresaw keeps no other waiting: its error is raised once nothing else is left to do.
    Where the desk is held or gone in the middle, what was raised until then is returned; DeskUnavailable where nothing
    was.
    """
    raised: list[Raised] = []
    broken: dict[int, Exception] = {}
    while True:
        due = tuple(one for one in desk.read(_due_ids, BATCH + len(broken)) if one not in broken)
        known = len(broken)
        try:
            found = _try(desk, due, broken) if due else []
        except DeskUnavailable:
            if not raised:
                raise
            break  # what was raised is told; the next look finds the rest
        raised += found
        if not found and len(broken) == known:
            break
    raised += _recurring(desk, raised)
    if broken and not raised:
        raise next(iter(broken.values()))
    hidden = rights.hidden_queues(desk.agent, desk.directory)
    return [one for one in raised if one.queue_id not in hidden]


def _recurring(desk: Desk, raised: list[Raised]) -> list[Raised]:
    """Make the tickets whose rule came round, beside what was `raised` before: that is told whatever comes of them.

    A rule that failed says why on its own row, and is tried again: nothing is lost of an error that is not raised here.
    """
    try:
        made = making.make_due(desk)
    except Exception:
        if not raised:
            raise
        return []
    return [
        Raised(
            one.ticket_id,
            one.number,
            one.subject,
            one.queue_id,
            None,
            "recur",
            "",
            1,
            one.due_at,
            one.made_at,
        )
        for one in made
    ]


def _try(desk: Desk, due: tuple[int, ...], broken: dict[int, Exception]) -> list[Raised]:
    """Raise what is due on these tickets; where that fails, on each by itself."""
    try:
        return desk.do(_raise, due, agent=NOBODY)
    except OtuiError:
        raise
    except Exception as error:
        if len(due) == 1:
            broken[due[0]] = error
            return []
    return [one for ticket_id in due for one in _try(desk, (ticket_id,), broken)]


def _due_ids(view: View, limit: int) -> tuple[int, ...]:
    rows = view.reader.all(
        "SELECT id FROM (SELECT id, next_at AS at FROM ticket WHERE next_at IS NOT NULL AND next_at <= :now"
        " UNION ALL SELECT id, wake_at FROM ticket WHERE wake_at IS NOT NULL AND wake_at <= :now) AS due"
        " ORDER BY at LIMIT :limit",
        {"now": to_micros(view.now), "limit": limit},
    )
    return tuple(dict.fromkeys(row[0] for row in rows))


def _raise(unit: Unit, ids: tuple[int, ...]) -> list[Raised]:
    raised: list[Raised] = []
    for ticket_id in ids:
        ticket = cast("Ticket", unit.load("ticket", ticket_id))
        unit.clocks(ticket)
        if ticket.wake_at is not None and ticket.wake_at <= unit.now:
            raised += _wake(unit, ticket)
    unit.flush()
    raised += [_raised(unit, one.ticket, one.stage, one.due_at, one.clock, one.cycle) for one in unit.raised]
    return raised


def _wake(unit: Unit, ticket: Ticket) -> list[Raised]:
    """Do what the passing of time does: end a wait, close what nobody objected to, let a lock lapse."""
    changes: Changes = {}
    at = ticket.wake_at
    assert at is not None
    owner = ticket.owner_id
    if ticket.state in WAITING_STATES:
        what = "wake"
        go(unit, ticket, State.OPEN, changes, at=at)
    elif ticket.state == State.RESOLVED:
        what = "auto-close"
        checklist.settle(unit, ticket, _("Nobody objected: it closed by itself."), changes)
        go(unit, ticket, State.CLOSED, changes, at=at)
    elif ticket.locked:
        what = "lapse"
        release(unit, ticket, changes)
    else:
        unit.clocks(ticket)
        return []
    ticket.version += 1
    ticket.updated_at = unit.now
    by_timer(unit, ticket, what, changes, entered=True)
    return [_raised(unit, ticket, what, at, "", ticket.cycle, owner)]


def _raised(
    unit: Unit,
    ticket: Ticket,
    what: str,
    at: datetime,
    clock: str,
    cycle: int,
    owner_id: int | None = None,
) -> Raised:
    owner = owner_id if owner_id is not None else (ticket.owner_id if ticket.locked else None)
    return Raised(
        ticket.id or 0,
        ticket.number,
        ticket.subject,
        ticket.queue_id,
        owner,
        what,
        clock,
        cycle,
        at,
        unit.now,
    )
