"""What is going on with services and items: open tickets about them, problems, planned changes."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.store.records import from_db, from_micros, to_micros

if TYPE_CHECKING:
    from otui.desk.desk import View

MOST = 50
"""Tickets, problems or changes of one item that its page names; the counts are of all."""


@dataclass(frozen=True, slots=True)
class IncidentOn:
    """An open ticket about an item."""

    id: int
    number: str
    subject: str
    state: str
    level: str
    level_rank: int
    queue: str
    created_at: datetime
    item: str


@dataclass(frozen=True, slots=True)
class ProblemOn:
    """An open problem that has to do with an item."""

    id: int
    number: str
    subject: str
    step: str
    known_error: bool
    item: str


@dataclass(frozen=True, slots=True)
class ChangeOn:
    """A planned change, not over, that touches an item."""

    id: int
    number: str
    subject: str
    step: str
    outage: bool
    starts_at: datetime
    ends_at: datetime
    item: str
    """What it touches: the item that was asked about, or something that it hangs on."""


# What one row of a list of items is counted by; `i` is the item. The same sources as the lists below.
_BY_TIE = "t.other = 'item' AND t.other_id = {i} AND t.kind = 'affects'"
# From the open problems, which are few, to their tickets: the tickets of an item are as many as ever were about it,
# and the unary plus keeps the planner from their index.
_PROBLEM_OF = (
    "(EXISTS (SELECT 1 FROM tie t WHERE t.record = 'problem' AND t.record_id = p.id AND " + _BY_TIE + ")"
    " OR EXISTS (SELECT 1 FROM tie t JOIN ticket k ON k.id = t.other_id WHERE t.record = 'problem'"
    " AND t.record_id = p.id AND t.kind = 'incident' AND t.other = 'ticket' AND +k.item_id = {i}))"
)


def count_open(item: str, hidden: Collection[int] = ()) -> str:
    """Return the SQL expression of how many open tickets are about the item of an expression, on an index."""
    but = rights.without(hidden, "k.queue_id")
    return f"(SELECT count(*) FROM ticket k WHERE k.item_id = {item} AND k.is_open{but})"


def count_problems(item: str, hidden: Collection[int] = ()) -> str:
    """Return the SQL expression of how many open problems have to do with an item."""
    but = rights.without(hidden, "p.queue_id")
    return f"(SELECT count(*) FROM problem p WHERE p.is_open = TRUE AND {_PROBLEM_OF.format(i=item)}{but})"


def next_change(item: str, column: str, now: datetime, hidden: Collection[int] = ()) -> str:
    """Return the SQL expression of a column of the change that touches an item next, or now."""
    but = rights.without(hidden, "c.queue_id")
    return (
        f"(SELECT c.{column} FROM tie t JOIN change c ON c.id = t.record_id WHERE +t.record = 'change'"
        f" AND {_BY_TIE.format(i=item)} AND c.is_open AND c.starts_at IS NOT NULL"
        f" AND c.ends_at > {to_micros(now)}{but} ORDER BY c.starts_at, c.id LIMIT 1)"
    )


def incidents_on(view: View, ids: Iterable[int], limit: int = MOST) -> tuple[IncidentOn, ...]:
    """Return the open tickets about items, the next due first."""
    but = view.without_hidden("t.queue_id")
    rows = view.reader.all(
        "SELECT t.id, t.number, t.subject, t.state, t.level, t.level_rank, q.name, t.created_at, i.name"
        " FROM ticket t JOIN queue q ON q.id = t.queue_id JOIN item i ON i.id = t.item_id"
        f" WHERE t.item_id IN ({numbers(ids)}) AND t.is_open{but} ORDER BY t.sort_key, t.id LIMIT :limit",
        {"limit": limit},
    )
    return tuple(IncidentOn(*(*row[:7], from_micros(row[7]), row[8])) for row in rows)


def problems_on(view: View, ids: Iterable[int], limit: int = MOST) -> tuple[ProblemOn, ...]:
    """Return the open problems that have to do with items, the latest first, each once."""
    but = view.without_hidden("p.queue_id")
    rows = view.reader.all(
        "SELECT p.id, p.number, p.subject, p.step, p.known_error, min(i.name) FROM item i"
        f" JOIN problem p ON p.is_open = TRUE AND {_PROBLEM_OF.format(i='i.id')}{but}"
        f" WHERE i.id IN ({numbers(ids)}){_seen(view)} GROUP BY p.id, p.number, p.subject, p.step, p.known_error"
        " ORDER BY p.id DESC LIMIT :limit",
        {"limit": limit},
    )
    return tuple(ProblemOn(*(*row[:4], bool(row[4]), row[5])) for row in rows)


def changes_on(view: View, ids: Iterable[int], limit: int = MOST) -> tuple[ChangeOn, ...]:
    """Return the planned changes, not over, that touch items: the first to begin first, each once."""
    but = view.without_hidden("c.queue_id")
    rows = view.reader.all(
        "SELECT c.id, c.number, c.subject, c.step, c.outage, c.starts_at, c.ends_at, min(i.name) FROM tie t"
        " JOIN change c ON c.id = t.record_id JOIN item i ON i.id = t.other_id"
        f" WHERE +t.record = 'change' AND t.kind = 'affects' AND t.other = 'item' AND t.other_id IN ({numbers(ids)})"
        f" AND c.is_open AND c.starts_at IS NOT NULL AND c.ends_at > :now{but}{_seen(view)}"
        " GROUP BY c.id, c.number, c.subject, c.step, c.outage, c.starts_at, c.ends_at"
        " ORDER BY c.starts_at, c.id LIMIT :limit",
        {"now": to_micros(view.now), "limit": limit},
    )
    return tuple(_change(row) for row in rows)


def _seen(view: View) -> str:
    """Return the condition, to come after others, that leaves out items of hidden queues."""
    return view.without_hidden("coalesce(i.queue_id, 0)")


def _change(row: tuple[Any, ...]) -> ChangeOn:
    moments = (from_db("starts_at", row[5]), from_db("ends_at", row[6]))
    return ChangeOn(*(*row[:4], bool(row[4]), *moments, row[7]))


def numbers(ids: Iterable[int]) -> str:
    """Return ids as they stand between the brackets of an IN."""
    return ",".join(str(int(one)) for one in ids) or "NULL"
