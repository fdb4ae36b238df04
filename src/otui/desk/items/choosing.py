"""An item chosen for a ticket: whether it may be, and the impact that it proposes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from otui.desk.items.graph import graph
from otui.desk.records.finding import find
from otui.domain import items
from otui.errors import Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.rules import Rules
    from otui.store.database import Reader
    from otui.store.records import Record


def usable(unit: Unit, ref: int | str) -> Record:
    """Return the service or item that is meant, for a ticket to be about; Refused for one out of use."""
    found = find(unit, "item", ref)
    if not found.active:
        raise Refused(
            _("{name} is out of use.").format(name=found.name), _("Choose another, or activate it.")
        )
    return found


def proposal(
    reader: Reader,
    hidden: Iterable[int],
    rules: Rules,
    item_id: int,
    known: dict[int, set[int]] | None = None,
) -> items.Proposal | None:
    """Return the impact that an incident on an item has, of the factors of this desk; None where nothing says so.

    `known` is the graph, where it was read already.
    """
    edges = graph(reader, hidden) if known is None else known
    above = items.reach(items.turned(edges), item_id)
    all_of_them = _numbers((item_id, *above))
    rows = reader.all(f"SELECT id, kind, impact, location FROM item WHERE id IN ({all_of_them})")
    own = next(row for row in rows if row[0] == item_id)
    customers = reader.value(
        f"SELECT count(DISTINCT customer_id) FROM item_customer WHERE item_id IN ({all_of_them})"
    )
    facts = items.Facts(
        kind=own[1],
        own=own[2],
        above={row[0]: row[2] for row in rows if row[0] != item_id and row[2] is not None},
        customers=int(customers),
        sites=len({row[3].casefold() for row in rows if row[3]}),
    )
    return items.propose(facts, [row.factor for row in rules.sla.factors.impact])


def _numbers(ids: Iterable[int]) -> str:
    return ",".join(str(int(one)) for one in ids) or "NULL"
