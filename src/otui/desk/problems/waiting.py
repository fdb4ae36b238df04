"""The incidents that belong to a problem, and those of them that wait for it: whom an act touches, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from otui.desk.commands import OnTicket
from otui.desk.desk import NOBODY, View
from otui.desk.records.finding import Ref, resolve
from otui.desk.rights import without
from otui.desk.tickets.common import Changes, go, said
from otui.desk.unit import Unit
from otui.domain.workflow import State
from otui.text.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from otui.store.database import Reader
    from otui.store.records import Record


@dataclass(frozen=True, slots=True)
class Touched:
    """An incident that an act on a problem touches."""

    id: int
    version: int
    number: str
    subject: str
    state: str
    queue: str
    owner: str
    locked: bool
    contact: str
    """Who is told; empty where nobody is."""
    waits: bool
    """Whether it waits for this problem."""


def touched(view: View, ref: Ref, *, waiting: bool = False) -> tuple[Touched, ...]:
    """Return the open incidents of a problem that whoever asks may see; with `waiting` those that wait for it."""
    problem_id = resolve(view, "problem", ref)
    rows = view.reader.all(
        "SELECT t.id, t.version, t.number, t.subject, t.state, q.name, coalesce(a.login, ''), t.locked,"
        " coalesce(c.name, ''), t.state = 'waiting-problem' AND coalesce(t.waits_for_id, 0) = :problem"
        " FROM ticket t JOIN queue q ON q.id = t.queue_id LEFT JOIN agent a ON a.id = t.owner_id"
        " LEFT JOIN contact c ON c.id = t.contact_id"
        f" WHERE t.is_open AND t.id IN ({_LINKED}){view.without_hidden('t.queue_id')} ORDER BY t.id",
        {"problem": problem_id},
    )
    found = tuple(_touched(row) for row in rows)
    return tuple(one for one in found if one.waits) if waiting else found


def _touched(row: tuple[Any, ...]) -> Touched:
    values = list(row)
    values[7], values[9] = bool(values[7]), bool(values[9])
    return Touched(*values)


_LINKED = (
    "SELECT other_id FROM tie WHERE record = 'problem' AND record_id = :problem AND kind = 'incident'"
    " AND other = 'ticket'"
)


def linked_ids(
    reader: Reader, problem_id: int, hidden: Iterable[int] = (), *, waiting: bool = False
) -> list[int]:
    """Return the ids of a problem's open incidents, those of hidden queues left out."""
    only = " AND t.state = 'waiting-problem' AND t.waits_for_id = :problem" if waiting else ""
    rows = reader.all(
        f"SELECT t.id FROM ticket t WHERE t.is_open AND t.id IN ({_LINKED}){only}"
        f"{without(hidden, 't.queue_id')} ORDER BY t.id",
        {"problem": problem_id},
    )
    return [row[0] for row in rows]


def batch_of(problem: Record, batch: str = "") -> str:
    """Return what ties the acts of one stroke on a problem and its incidents together, for one undo."""
    return batch or f"{problem.number}-{problem.version}"


def let_go(unit: Unit, problem: Record, verb: str, batch: str) -> int:
    """Open again what waited for a problem that will not be fixed; return how many tickets that were."""
    seen = linked_ids(unit.writer, problem.id, unit.hidden, waiting=True)
    for ticket_id in seen:
        _wake(unit.beside(), ticket_id, problem, verb, batch)
    wake_unseen(unit, problem)
    return len(seen)


def wake_unseen(unit: Unit, problem: Record) -> None:
    """Open again, by the desk itself, what waits for a problem in queues that whoever ends it does not see.

    Its own team decides what becomes of it; whoever acted is told nothing of it.
    """
    for ticket_id in linked_ids(unit.writer, problem.id, waiting=True):
        if ticket_id not in linked_ids(unit.writer, problem.id, unit.hidden, waiting=True):
            _wake(as_desk(unit), ticket_id, problem, "wake", "")


def as_desk(unit: Unit) -> Unit:
    """Return a unit in the same transaction in which the desk itself acts, where no person may."""
    return Unit(unit.writer, unit.now, NOBODY, unit.rules, unit.whole)


def _wake(unit: Unit, ticket_id: int, problem: Record, verb: str, batch: str) -> None:
    ticket = unit.ticket_for(OnTicket(ticket=ticket_id), "problem-ended")
    changes: Changes = {}
    go(unit, ticket, State.OPEN, changes)
    words = f"{problem.number} {problem.subject}"
    unit.done(
        verb,
        ticket,
        said(N_("{number} is open again."), ticket),
        changes=changes,
        text=f"{words}: {problem.reason}" if problem.reason else words,
        batch=batch,
        entered=True,
    )
