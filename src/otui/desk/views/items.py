"""Services and items to look at: which there are and what is going on with them, one of them whole, and as a tree."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.desk.items import choosing, naming
from otui.desk.items.graph import graph
from otui.desk.records import listing as records
from otui.desk.records.finding import Ref, resolve
from otui.desk.records.listing import Cut, Listing
from otui.desk.views import item_events, people
from otui.desk.views.item_events import ChangeOn, IncidentOn, ProblemOn
from otui.domain import items as rule
from otui.store.records import from_db, from_micros

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.domain.items import Proposal

MOST_ITEMS = 5000
"""What a list that is read whole holds at most."""


@dataclass(frozen=True, slots=True)
class ItemRow:
    """A service or item as a list shows it, with what is going on with it itself."""

    id: int
    name: str
    kind: str
    description: str
    queue_id: int | None
    queue: str
    """The queue that answers for it."""
    impact: int | None
    location: str
    serial: str
    active: bool
    version: int
    updated_at: datetime
    hanging: int
    """How many hang on it directly."""
    open: int
    """Open tickets about it."""
    problems: int
    """Open problems that affect it, or that a ticket about it is an incident of."""
    next_change: str
    """The number of the planned change that touches it next, or now; empty where none does."""
    change_at: datetime | None
    """When that begins."""


@dataclass(frozen=True, slots=True)
class Near:
    """An item next to another."""

    id: int
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What an item proposes for a ticket, for an agent to agree with."""

    item_id: int
    name: str
    impact: int | None
    """None where nothing says how many are hit, or it is the ticket's already."""
    why: str
    """What the impact goes by, in words."""
    queue_id: int | None
    """The queue that answers for it, where the ticket is not in it."""
    queue: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One service or item whole."""

    row: ItemRow
    customers: tuple[str, ...]
    on: tuple[Near, ...]
    """What it hangs on, directly."""
    hanging: tuple[Near, ...]
    """What hangs on it, directly."""
    incidents: tuple[IncidentOn, ...]
    problems: tuple[ProblemOn, ...]
    """On it, and on what it hangs on."""
    changes: tuple[ChangeOn, ...]
    """Planned ones that touch it, or what it hangs on."""
    impact: int | None
    """The impact that it proposes."""
    why: str
    mine: bool
    """Whether whoever asks may change it."""


@dataclass(frozen=True, slots=True)
class OnTicket:
    """The service or item of a ticket, and what an agent wants to know of it there."""

    near: Near
    hanging: tuple[Near, ...]
    """All that hangs on it: services first, then the nearest."""
    others: int
    """Other open tickets about it."""
    problems: tuple[ProblemOn, ...]
    changes: tuple[ChangeOn, ...]


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One line of a drawn tree."""

    branch: rule.Branch
    row: ItemRow


@dataclass(frozen=True, slots=True)
class ItemTree:
    """What hangs on an item, and what it hangs on; each begins with the item itself."""

    up: tuple[TreeRow, ...]
    down: tuple[TreeRow, ...]


def listing(hidden: Collection[int], now: datetime) -> Listing[ItemRow]:
    """Return how items become rows, by name, for whom these queues are hidden; changes that are over are left out."""
    but = rights.without(hidden, "coalesce(u.queue_id, 0)")
    columns = (
        "r.id, r.name, r.kind, r.description, r.queue_id, coalesce(q.name, ''), r.impact, r.location, r.serial,"
        " r.active, r.version, r.updated_at, (SELECT count(*) FROM item_dependency d JOIN item u ON u.id = d.item_id"
        f" WHERE d.on_id = r.id AND u.active{but}), {item_events.count_open('r.id', hidden)},"
        f" {item_events.count_problems('r.id', hidden)},"
        f" coalesce({item_events.next_change('r.id', 'number', now, hidden)}, ''),"
        f" {item_events.next_change('r.id', 'starts_at', now, hidden)}"
    )
    return Listing(
        "item", columns, "LEFT JOIN queue q ON q.id = r.queue_id", _row, order="name", descending=False
    )


def _row(values: tuple[Any, ...]) -> ItemRow:
    when = (from_micros(values[11]), *values[12:16], from_db("change_at", values[16]))
    return ItemRow(*(*values[:9], bool(values[9]), values[10], *when))


def cut(view: View, *, kind: str = "", queue: str = "", inactive: bool = False) -> Cut:
    """Return which items a list holds: of a kind, of a queue and those below it, those out of use as well."""
    where, params = ["1 = 1"], {}
    if not inactive:
        where.append("r.active")
    if kind:
        naming.require_kind(kind)
        where.append("r.kind = :kind")
        params["kind"] = kind
    if queue:
        ids = view.directory.subtree(view.directory.queue(queue).id)
        where.append(f"r.queue_id IN ({item_events.numbers(ids)})")
    return Cut(" AND ".join(where), params)


def items(
    view: View, only: Cut | None = None, words: str = "", limit: int = MOST_ITEMS
) -> tuple[ItemRow, ...]:
    """Return the items in use, or those of a cut, by name; by words, the best first."""
    shown = listing(view.hidden, view.now)
    return tuple(records.page(view, shown, only or cut(view), words=words, limit=limit))


def nearby(view: View) -> tuple[Near, ...]:
    """Return every item in use by name, to pick from."""
    but = view.without_hidden("coalesce(queue_id, 0)")
    rows = view.reader.all(
        f"SELECT id, name, kind FROM item WHERE active{but} ORDER BY lower(name) LIMIT :limit",
        {"limit": MOST_ITEMS},
    )
    return tuple(Near(*row) for row in rows)


def one(view: View, ref: Ref) -> ItemPage:
    """Return an item whole, by id or name; NotFound for one that is not there for whoever asks."""
    row = _one_row(view, resolve(view, "item", ref))
    edges = graph(view.reader, view.hidden)
    turned = rule.turned(edges)
    concerned = (row.id, *rule.reach(edges, row.id))
    proposed = choosing.proposal(view.reader, view.hidden, view.rules, row.id, edges)
    customers = view.reader.all(
        "SELECT k.name FROM item_customer u JOIN customer k ON k.id = u.customer_id WHERE u.item_id = :id"
        f"{people.known(view, 'k')} ORDER BY k.name",
        {"id": row.id},
    )
    return ItemPage(
        row=row,
        customers=tuple(name for (name,) in customers),
        on=_near(view, edges.get(row.id, ())),
        hanging=_near(view, turned.get(row.id, ())),
        incidents=item_events.incidents_on(view, (row.id,)),
        problems=item_events.problems_on(view, concerned),
        changes=item_events.changes_on(view, concerned),
        impact=proposed.impact if proposed else None,
        why=_why(view, proposed, row.name),
        mine=may_change(view, row.queue_id),
    )


def may_change(view: View, queue_id: int | None) -> bool:
    """Whether whoever asks may change an item that a queue answers for."""
    own = view.agent.id if queue_id in view.agent.queues else None
    return rights.may_at_desk(view.agent, "item-change", own)


def offer(view: View, ref: Ref, queue_id: int | None = None, impact: int | None = None) -> Offer:
    """Return what an item proposes for a ticket that is in a queue and has an impact, as far as that is different."""
    item_id = resolve(view, "item", ref)
    name, owner = view.reader.one("SELECT name, queue_id FROM item WHERE id = :id", {"id": item_id}) or (
        "",
        None,
    )
    proposed = choosing.proposal(view.reader, view.hidden, view.rules, item_id)
    queue = view.directory.queues.get(owner or 0)
    moves = queue is not None and owner != queue_id
    agreed = proposed is None or proposed.impact == impact
    return Offer(
        item_id=item_id,
        name=name,
        impact=None if proposed is None or agreed else proposed.impact,
        why="" if agreed else _why(view, proposed, name),
        queue_id=queue.id if queue is not None and moves else None,
        queue=queue.name if queue is not None and moves else "",
    )


def on_ticket(view: View, ticket_id: int, item_id: int) -> OnTicket | None:
    """Return what is known of the item of a ticket; None where it is not there for whoever asks."""
    but = view.without_hidden("coalesce(queue_id, 0)")
    row = view.reader.one(f"SELECT id, name, kind FROM item WHERE id = :id{but}", {"id": item_id})
    if row is None:
        return None
    edges = graph(view.reader, view.hidden)
    above = rule.reach(rule.turned(edges), item_id)
    concerned = (item_id, *rule.reach(edges, item_id))
    there = view.without_hidden("queue_id")
    others = view.reader.value(
        f"SELECT count(*) FROM ticket WHERE item_id = :item AND is_open AND id <> :ticket{there}",
        {"item": item_id, "ticket": ticket_id},
    )
    found = {near.id: near for near in _near(view, above)}
    return OnTicket(
        near=Near(*row),
        hanging=tuple(sorted(found.values(), key=lambda near: _weight(near, above[near.id]))),
        others=int(others),
        problems=item_events.problems_on(view, concerned),
        changes=item_events.changes_on(view, concerned),
    )


def _weight(near: Near, steps: int) -> tuple[bool, int, str]:
    return near.kind != rule.Kind.SERVICE, steps, near.name.casefold()


def tree(view: View, ref: Ref) -> ItemTree:
    """Return an item with all that hangs on it, and with all that it hangs on, to be drawn as two trees."""
    item_id = resolve(view, "item", ref)
    edges = graph(view.reader, view.hidden)
    turned = rule.turned(edges)
    ids = {item_id, *rule.reach(edges, item_id), *rule.reach(turned, item_id)}
    rows = records.rows_by_id(view, listing(view.hidden, view.now), ids)
    names = {row.id: row.name.casefold() for row in rows.values()}

    def drawn(way: dict[int, set[int]]) -> tuple[TreeRow, ...]:
        return tuple(TreeRow(branch, rows[branch.id]) for branch in rule.tree(way, item_id, names))

    return ItemTree(drawn(turned), drawn(edges))


def _one_row(view: View, item_id: int) -> ItemRow:
    return records.rows_by_id(view, listing(view.hidden, view.now), (item_id,))[item_id]


def _near(view: View, ids: Collection[int]) -> tuple[Near, ...]:
    rows = view.reader.all(
        f"SELECT id, name, kind FROM item WHERE id IN ({item_events.numbers(ids)}) ORDER BY lower(name)"
    )
    return tuple(Near(*row) for row in rows)


def _why(view: View, proposed: Proposal | None, name: str) -> str:
    if proposed is None:
        return ""
    by = view.reader.value("SELECT name FROM item WHERE id = :id", {"id": proposed.by}) if proposed.by else ""
    return naming.why(proposed, name, by)
