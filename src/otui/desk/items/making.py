"""Services and items made, put right, and taken out of use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.desk.items.naming import kind_name, require_kind
from otui.desk.records.acts import Changes, done, require_version
from otui.desk.records.finding import find
from otui.desk.records.moves import OnRecord
from otui.desk.results import Result
from otui.domain.items import Kind
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record

ITEM = "item"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewItem:
    """Make a service or item. `impact` 0 leaves it to who uses it; `queue` is the team that answers for it."""

    name: str
    kind: str = Kind.SERVICE.value
    description: str = ""
    queue: str = ""
    impact: int = 0
    location: str = ""
    serial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeItem(OnRecord):
    """Put a service or item right; None leaves a field as it is, an empty text or impact 0 empties it."""

    name: str | None = None
    kind: str | None = None
    description: str | None = None
    queue: str | None = None
    impact: int | None = None
    location: str | None = None
    serial: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwitchItem(OnRecord):
    """Take a service or item out of use, or into use again."""

    active: bool


def new_item(unit: Unit, command: NewItem) -> Result:
    """Make a service or item. For leads, admins, and the team of the queue that will answer for it."""
    queue_id = queue_of(unit, command.queue)
    rights.require(unit.agent, "item-new", _own(unit, queue_id))
    record = add(unit, command, queue_id)
    return done(
        unit,
        "new",
        record,
        _("{name} is made: {kind}.").format(name=record.name, kind=kind_name(record.kind)),
        changes={"kind": (None, record.kind)},
    )


def add(unit: Unit, command: NewItem, queue_id: int | None) -> Record:
    """Insert a service or item."""
    name = name_for(unit, command.name)
    require_kind(command.kind)
    return unit.add(
        ITEM,
        {
            "name": name,
            "kind": command.kind,
            "description": safe.clean(command.description).strip(),
            "queue_id": queue_id,
            "impact": impact_of(unit, command.impact),
            "location": safe.line(command.location),
            "serial": safe.line(command.serial),
            "created_at": unit.now,
            "updated_at": unit.now,
            "version": 0,
        },
    )


def change_item(unit: Unit, command: ChangeItem) -> Result:
    """Put a service or item right. For leads, admins, and the team of the queue that answers for it."""
    record = item_for(unit, command)
    changes = alter(unit, record, command)
    if not changes:
        raise Refused(
            _("{name} is like that already.").format(name=record.name), _("Say what is to be different.")
        )
    return done(
        unit,
        "edit",
        record,
        _("{name} is changed.").format(name=record.name),
        changes=changes,
        batch=command.batch,
    )


def alter(unit: Unit, record: Record, command: ChangeItem) -> Changes:
    """Set the fields that a command names; return what that changed."""
    values: dict[str, Any] = {}
    if command.name is not None and safe.line(command.name) != record.name:
        values["name"] = name_for(unit, command.name, but=record.id)
    if command.kind is not None:
        require_kind(command.kind)
        values["kind"] = command.kind
    if command.description is not None:
        values["description"] = safe.clean(command.description).strip()
    if command.impact is not None:
        values["impact"] = impact_of(unit, command.impact)
    if command.location is not None:
        values["location"] = safe.line(command.location)
    if command.serial is not None:
        values["serial"] = safe.line(command.serial)
    changes: Changes = {}
    for name, value in values.items():
        former = getattr(record, name)
        if value != former:
            changes[name] = (former if former != "" else None, value if value != "" else None)
            setattr(record, name, value)
    if command.queue is not None:
        _hand_over(unit, record, queue_of(unit, command.queue), changes)
    return changes


def switch(unit: Unit, command: SwitchItem) -> Result:
    """Take a service or item out of use, or into use again; what is tied to it stays tied."""
    record = item_for(unit, command)
    if record.active == command.active:
        words = _("{name} is in use already.") if command.active else _("{name} is out of use already.")
        raise Refused(words.format(name=record.name))
    record.active = command.active
    said = _("{name} is in use again.") if command.active else _("{name} is out of use.")
    return done(
        unit,
        "activate" if command.active else "deactivate",
        record,
        said.format(name=record.name),
        batch=command.batch,
    )


def item_for(unit: Unit, command: OnRecord) -> Record:
    """Return the service or item that a command is about, if this agent may change it and it did not move on."""
    record = find(unit, ITEM, command.ref)
    rights.require(unit.agent, "item-change", _own(unit, record.queue_id))
    require_version(unit, record, command.version)
    return record


def queue_of(unit: Unit, name: str) -> int | None:
    """Return the id of the queue that is to answer for an item; None for no name. One must see its tickets."""
    if not name.strip():
        return None
    queue = unit.directory.queue(name)
    rights.require_sight(unit.agent, unit.whole, queue.id)
    return queue.id


def name_for(unit: Unit, name: str, *, but: int = 0) -> str:
    """Return the name of an item made safe; Refused where it says nothing, or another has it."""
    words = safe.line(name)
    if not words:
        raise Refused(_("A service or item needs a name."))
    taken = unit.writer.one(
        "SELECT name, active FROM item WHERE lower(name) = lower(:name) AND id <> :but",
        {"name": words, "but": but},
    )
    if taken is not None:
        raise Refused(
            _("There is a service or item {name} already.").format(name=taken[0]),
            "" if taken[1] else _("It is out of use: activate it, or name this one otherwise."),
        )
    return words


def impact_of(unit: Unit, factor: int) -> int | None:
    """Return an impact factor of this desk; None for 0; Usage for one that it does not have."""
    known = [row.factor for row in unit.rules.sla.factors.impact]
    if factor and factor not in known:
        raise Usage(
            _("{name} is one of {choices}.").format(
                name=_("Impact"), choices=", ".join(str(one) for one in known)
            ),
            _("0 leaves it to who uses the service or item."),
        )
    return factor or None


def _own(unit: Unit, queue_id: int | None) -> int | None:
    """Return this agent's id where what a queue answers for is theirs: they are on its team."""
    return unit.agent.id if queue_id in unit.agent.queues else None


def _hand_over(unit: Unit, record: Record, queue_id: int | None, changes: Changes) -> None:
    if queue_id == record.queue_id:
        return
    changes["queue"] = (_queue_name(unit, record.queue_id), _queue_name(unit, queue_id))
    record.queue_id = queue_id


def _queue_name(unit: Unit, queue_id: int | None) -> str | None:
    queue = unit.load("queue", queue_id) if queue_id else None
    return str(queue.name) if queue is not None else None
