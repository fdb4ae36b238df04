"""What an item hangs on, and who uses it. A ring among items is refused, and named."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import people
from otui.desk.items.graph import graph
from otui.desk.items.making import ITEM, item_for
from otui.desk.records.acts import done
from otui.desk.records.finding import Ref, find
from otui.desk.records.moves import OnRecord
from otui.desk.results import Result
from otui.domain import items
from otui.errors import NotFound, Refused
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class HangsOn(OnRecord):
    """Say that an item does not work without another; `no_longer`: that it does."""

    on: Ref
    no_longer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class UsedBy(OnRecord):
    """Say that a customer uses an item; `no_longer`: that they do not."""

    customer: str
    no_longer: bool = False


def hangs_on(unit: Unit, command: HangsOn) -> Result:
    """Note that an item hangs on another, or no longer does. Whoever may change the first may say so."""
    record = item_for(unit, command)
    other = find(unit, ITEM, command.on)
    if command.no_longer:
        if not _cut(unit, record, other):
            raise Refused(_("{name} does not hang on {other}.").format(name=record.name, other=other.name))
        said = _("{name} no longer hangs on {other}.")
    else:
        _tie(unit, record, other)
        said = _("{name} hangs on {other}.")
    return done(
        unit,
        "hangs-on",
        record,
        said.format(name=record.name, other=other.name),
        changes={"hangs_on": (other.name, None) if command.no_longer else (None, other.name)},
        batch=command.batch,
    )


def used_by(unit: Unit, command: UsedBy) -> Result:
    """Note that a customer uses an item, or no longer does."""
    record = item_for(unit, command)
    customer = customer_of(unit, command.customer)
    found = unit.load_all(
        "item_customer",
        "item_id = :item AND customer_id = :customer",
        {"item": record.id, "customer": customer.id},
    )
    names = {"name": record.name, "customer": customer.name}
    if command.no_longer:
        if not found:
            raise Refused(_("{customer} does not use {name}.").format(**names))
        unit.remove(found[0])
        said = _("{customer} no longer uses {name}.")
    else:
        if found:
            raise Refused(_("{customer} uses {name} already.").format(**names))
        unit.add("item_customer", {"item_id": record.id, "customer_id": customer.id})
        said = _("{customer} uses {name}.")
    return done(
        unit,
        "used-by",
        record,
        said.format(**names),
        changes={"customer": (customer.name, None) if command.no_longer else (None, customer.name)},
        batch=command.batch,
    )


def _tie(unit: Unit, record: Record, other: Record) -> None:
    pair = {"item": record.id, "on": other.id}
    if unit.load_all("item_dependency", "item_id = :item AND on_id = :on", pair):
        raise Refused(_("{name} hangs on {other} already.").format(name=record.name, other=other.name))
    require_no_ring(unit, items.ring(graph(unit.writer, whole=True), record.id, other.id))
    unit.add("item_dependency", {"item_id": record.id, "on_id": other.id})


def _cut(unit: Unit, record: Record, other: Record) -> bool:
    found = unit.load_all(
        "item_dependency", "item_id = :item AND on_id = :on", {"item": record.id, "on": other.id}
    )
    for one in found:
        unit.remove(one)
    return bool(found)


def require_no_ring(unit: Unit, ring: tuple[int, ...]) -> None:
    """Refuse a ring and say along which items it goes; those that are not there for this agent stay unnamed."""
    if not ring:
        return
    known = [unit.load(ITEM, one) for one in ring]
    names = [str(one.name) for one in known if one is not None and one.queue_id not in unit.hidden]
    raise Refused(
        _("Nothing hangs on itself: {ring}.").format(ring=" → ".join(names)),
        _("Take one of these ties away first."),
    )


def settle(unit: Unit) -> None:
    """Refuse an undo that would close a ring with what was tied meanwhile."""
    require_no_ring(unit, items.any_ring(graph(unit.writer, whole=True)))


def customer_of(unit: Unit, name: str) -> Record:
    """Return a customer by name; NotFound where there is none, or none that this agent may know."""
    words = safe.line(name)
    found = unit.writer.value(
        f"SELECT id FROM customer WHERE lower(name) = lower(:name){people.known(unit)}", {"name": words}
    )
    customer = unit.load("customer", int(found)) if found is not None else None
    if customer is None:
        raise NotFound(
            _("There is no customer {name}.").format(name=words),
            _("`otui customer list` shows which there are."),
        )
    return customer
