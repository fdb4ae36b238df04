"""Services and items from a file, all in one act: made where they are new, put right where they are known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.items.graph import graph
from otui.desk.items.hanging import customer_of, require_no_ring
from otui.desk.items.making import ITEM, ChangeItem, NewItem, add, alter, queue_of
from otui.desk.records.acts import done
from otui.desk.records.finding import not_there
from otui.desk.results import Result
from otui.domain import item_file, items
from otui.domain.item_file import Entry, ItemFile
from otui.domain.items import Kind
from otui.errors import OtuiError
from otui.text.i18n import ngettext

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadItems:
    """Take in a file; `name` is what messages call it, and says by its ending whether it is CSV."""

    name: str
    text: str


def load(unit: Unit, command: LoadItems) -> Result:
    """Make or change all that a file names; BadFile, with the line, where anything of it does not fit the desk."""
    rights.require(unit.agent, "item-load")
    factors = [row.factor for row in unit.rules.sla.factors.impact]
    file = item_file.read(command.name, command.text, factors)
    known: dict[str, Record] = {}
    for entry in file.entries:
        with _line(file, entry):
            known[entry.name.casefold()] = _one(unit, entry)
    for entry in file.entries:
        with _line(file, entry):
            _tie_all(unit, entry, known)
    ring = items.any_ring(graph(unit.writer, whole=True))
    for entry in file.entries:
        if known[entry.name.casefold()].id in ring:
            with _line(file, entry):
                require_no_ring(unit, ring)
    first, *others = known.values()
    count = len(known)
    return done(
        unit,
        "load",
        first,
        ngettext("{n} service or item is loaded.", "{n} services and items are loaded.", count).format(
            n=count
        ),
        text=command.name,
        also=tuple(others),
    )


@contextmanager
def _line(file: ItemFile, entry: Entry) -> Iterator[None]:
    """Tell what the desk refuses with the line of the file."""
    try:
        yield
    except OtuiError as error:
        raise file.bad(entry.line, error.message, error.hint) from error


def _one(unit: Unit, entry: Entry) -> Record:
    """Make the item of an entry, or put the one right that there is."""
    found = _exactly(unit, entry.name)
    if found is None:
        command = NewItem(
            name=entry.name,
            kind=entry.kind or Kind.SERVICE.value,
            description=entry.description or "",
            impact=entry.impact or 0,
            location=entry.location or "",
            serial=entry.serial or "",
        )
        return add(unit, command, queue_of(unit, entry.queue or ""))
    change = ChangeItem(
        ref=found.id,
        name=entry.name,
        kind=entry.kind,
        description=entry.description,
        queue=entry.queue,
        impact=entry.impact,
        location=entry.location,
        serial=entry.serial,
    )
    alter(unit, found, change)
    found.active = True
    return found


def _exactly(unit: Unit, name: str) -> Record | None:
    """Return the item of this very name, if it is there for this agent."""
    rows = unit.load_all(ITEM, "lower(name) = lower(:name)", {"name": name})
    return next((row for row in rows if row.queue_id not in unit.hidden), None)


def _tie_all(unit: Unit, entry: Entry, known: dict[str, Record]) -> None:
    """Let an item hang on what its entry says, and be used by whom it says: on nothing else, by nobody else."""
    record = known[entry.name.casefold()]
    if entry.hangs_on is not None:
        wanted = [_meant(unit, name, known) for name in entry.hangs_on]
        _replace(unit, "item_dependency", "on_id", record, wanted)
    if entry.customers is not None:
        wanted = [customer_of(unit, name) for name in entry.customers]
        _replace(unit, "item_customer", "customer_id", record, wanted)


def _meant(unit: Unit, name: str, known: dict[str, Record]) -> Record:
    found = known.get(name.casefold()) or _exactly(unit, name)
    if found is None:
        raise not_there(ITEM, name)
    return found


def _replace(unit: Unit, table: str, column: str, record: Record, wanted: Iterable[Record]) -> None:
    ids = {one.id for one in wanted}
    there = {getattr(row, column): row for row in unit.load_all(table, "item_id = :id", {"id": record.id})}
    for other, row in there.items():
        if other not in ids:
            unit.remove(row)
    for other in sorted(ids - there.keys()):
        unit.add(table, {"item_id": record.id, column: other})
