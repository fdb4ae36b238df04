"""Lists of tickets: filter, order, page. Every combination is read on an index; a test holds the plans to that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from otui.desk.desk import View
from otui.desk.rows import Page, TicketRow
from otui.domain.workflow import OPEN_STATES, State
from otui.errors import Usage
from otui.store.records import from_micros, to_micros
from otui.text.i18n import N_, _

Key = tuple[int | str, int]

ORDERS: dict[str, str] = {
    "due": "sort_key",
    "created": "created_at",
    "level": "level_rank",
    "updated": "updated_at",
    "number": "number",
    "subject": "subject",
}
RARE = frozenset({"number", "subject"})
"""Orders with one index for all open tickets: a queue or an owner is filtered while it is walked."""
ORDER_TITLES = {
    "due": N_("by due"),
    "created": N_("by age"),
    "level": N_("by level"),
    "updated": N_("by last change"),
    "number": N_("by number"),
    "subject": N_("by subject"),
}

_COLUMNS = (
    "t.id, t.version, t.number, t.subject, t.kind, t.state, t.level, t.level_rank, t.level_imported, t.queue_id,"
    " q.name, t.line, t.owner_id, coalesce(a.login, ''), t.locked, coalesce(c.name, ''), coalesce(k.name, ''),"
    " t.created_at, t.updated_at, t.wait_until, t.response_due, t.escalation_due, t.resolution_due, t.flag,"
    " t.sort_key"
)
_FROM = (
    " FROM ticket t JOIN queue q ON q.id = t.queue_id LEFT JOIN agent a ON a.id = t.owner_id"
    " LEFT JOIN contact c ON c.id = t.contact_id LEFT JOIN customer k ON k.id = t.customer_id"
)


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """Which tickets a list holds. Empty fields do not narrow it."""

    queues: tuple[int, ...] = ()
    states: tuple[str, ...] = ()
    """Empty: every open state."""
    owner: int | None = None
    free: bool = False
    burning: bool = False
    """Warned, escalated or missed, and still running."""
    contact: int | None = None
    customer: int | None = None
    category: str = ""
    item: int | None = None
    """About this service or item itself."""
    ids: tuple[int, ...] | None = None
    """Exactly these, for what a search found."""

    def to_dict(self) -> dict[str, Any]:
        """Return what differs from an open list of everything, for a saved view."""
        default = TicketFilter()
        return {
            name: getattr(self, name)
            for name in self.__dataclass_fields__
            if getattr(self, name) != getattr(default, name)
        }

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> TicketFilter:
        """Read back what `to_dict` gave; what a later program wrote and this one does not know is passed over."""
        known = {name: values[name] for name in cls.__dataclass_fields__ if name in values}
        for name in ("queues", "states", "ids"):
            if known.get(name) is not None:
                known[name] = tuple(known[name])
        return replace(cls(), **known)


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is sorted: a name of ORDERS, and whether backwards."""

    by: str = "due"
    descending: bool = False


def ticket_page(
    view: View,
    only: TicketFilter,
    order: Order = Order(),
    *,
    after: Key | None = None,
    before: Key | None = None,
    offset: int = 0,
    limit: int = 100,
    from_end: bool = False,
) -> Page:
    """Return a page after or before a key (see `key_of`), from the start at an offset, or from the end."""
    sql, params = page_sql(only, order, view.hidden, after=after, before=before, from_end=from_end)
    params["limit"] = limit + 1
    if offset:
        sql += " OFFSET :offset"
        params["offset"] = offset
    rows = [to_row(row) for row in view.reader.all(sql, params)]
    more = len(rows) > limit
    rows = rows[:limit]
    if before is not None or from_end:
        rows.reverse()
    return Page(tuple(rows), more)


def page_sql(
    only: TicketFilter,
    order: Order,
    hidden: tuple[int, ...] = (),
    *,
    after: Key | None = None,
    before: Key | None = None,
    from_end: bool = False,
) -> tuple[str, dict[str, Any]]:
    """Return the SQL of a page and its parameters, `limit` still to be given; `hidden` queues are left out."""
    if order.by not in ORDERS:
        raise Usage(
            _("There is no order {name}.").format(name=order.by),
            _("It is one of {names}.").format(names=", ".join(ORDERS)),
        )
    column = "updated_at" if only.states and not set(only.states) <= set(OPEN_STATES) else ORDERS[order.by]
    where, params = where_sql(only, order.by, hidden)
    backwards = order.descending != (before is not None or from_end)
    key = after or before
    if key is not None:
        sign = "<" if backwards else ">"
        where.append(f"(t.{column}, t.id) {sign} (:key, :key_id)")
        params["key"], params["key_id"] = key
    way = "DESC" if backwards else "ASC"
    sql = (
        f"SELECT {_COLUMNS}{_FROM} WHERE {' AND '.join(where)}"
        f" ORDER BY t.{column} {way}, t.id {way} LIMIT :limit"
    )
    return sql, params


def where_sql(
    only: TicketFilter, by: str = "due", hidden: tuple[int, ...] = ()
) -> tuple[list[str], dict[str, Any]]:
    """Return the conditions of a filter. A unary plus keeps the planner on the index of the order."""
    where: list[str] = []
    params: dict[str, Any] = {}
    if only.ids is not None:
        where.append(f"t.id IN ({_numbers(only.ids)})")
    elif not only.states:
        where.append("t.is_open")
    elif len(only.states) == 1:
        params["state"] = only.states[0]
        if only.states[0] in OPEN_STATES:
            where += ["+t.state = :state", "t.is_open"]
        else:
            where.append("t.state = :state")
    else:
        where.append("+t.state IN (" + ",".join(f"'{State(state)}'" for state in only.states) + ")")
        if set(only.states) <= set(OPEN_STATES):
            where.append("t.is_open")
    plus = "+" if by in RARE else ""
    if len(only.queues) == 1 and only.owner is None and not plus:
        where.append("t.queue_id = :queue")
        params["queue"] = only.queues[0]
    elif only.queues:
        where.append(f"+t.queue_id IN ({_numbers(only.queues)})")
    if only.owner is not None:
        where.append(f"{plus}t.owner_id = :owner")
        params["owner"] = only.owner
    if only.free:
        where.append("NOT t.locked")
    if only.burning:
        where.append("+t.flag > 0")
    if only.contact is not None:
        where.append("t.contact_id = :contact")
        params["contact"] = only.contact
    if only.customer is not None:
        where.append("t.customer_id = :customer")
        params["customer"] = only.customer
    if only.category:
        where.append("+t.category = :category")
        params["category"] = only.category
    if only.item is not None:
        where.append("t.item_id = :item")
        params["item"] = only.item
    if hidden:
        where.append(f"+t.queue_id NOT IN ({_numbers(hidden)})")
    return where, params


def key_of(row: TicketRow, only: TicketFilter, order: Order) -> Key:
    """Return a row's place in an order, to page on from."""
    if only.states and not set(only.states) <= set(OPEN_STATES):
        return to_micros(row.updated_at), row.id
    if order.by == "due":
        return row.sort_key, row.id
    if order.by == "level":
        return row.level_rank, row.id
    if order.by in RARE:
        return getattr(row, order.by), row.id
    return to_micros(row.created_at if order.by == "created" else row.updated_at), row.id


def rows_by_id(view: View, ids: Iterable[int]) -> dict[int, TicketRow]:
    """Return rows by id, as they are now; a ticket that is gone, or not there for whoever asks, is missing."""
    wanted = tuple(ids)
    if not wanted:
        return {}
    but = view.without_hidden("t.queue_id")
    sql = f"SELECT {_COLUMNS}{_FROM} WHERE t.id IN ({_numbers(wanted)}){but}"
    return {row[0]: to_row(row) for row in view.reader.all(sql)}


def matching(view: View, ids: Iterable[int], only: TicketFilter) -> set[int]:
    """Return those of `ids` that a filter holds now: what arrived in a list, and what left it."""
    wanted = tuple(ids)
    if not wanted:
        return set()
    where, params = where_sql(only, hidden=view.hidden)
    sql = f"SELECT t.id FROM ticket t WHERE t.id IN ({_numbers(wanted)}) AND {' AND '.join(where)}"
    return {row[0] for row in view.reader.all(sql, params)}


def ids_of(view: View, only: TicketFilter, limit: int = 5000) -> tuple[int, ...]:
    """Return the ids of all tickets in a filter, up to a limit: what `*` marks."""
    where, params = where_sql(only, hidden=view.hidden)
    sql = f"SELECT t.id FROM ticket t WHERE {' AND '.join(where)} LIMIT :limit"
    return tuple(row[0] for row in view.reader.all(sql, {**params, "limit": limit}))


def to_row(row: tuple[Any, ...]) -> TicketRow:
    """Make a TicketRow of a result row."""
    values = list(row)
    values[8] = bool(values[8])
    values[14] = bool(values[14])
    for place in range(17, 23):
        if values[place] is not None:
            values[place] = from_micros(values[place])
    return TicketRow(*values)


def _numbers(ids: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in ids) or "NULL"
