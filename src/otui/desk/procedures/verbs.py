"""What is done to procedures: made, edited, taken out of use and back, attached to a ticket by hand.

An edit changes no checklist that stands on a ticket: what was agreed there is done as it was agreed. New tickets, and
tickets that become one that the procedure is for, get the steps as they are then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from otui.desk import categories, rights
from otui.desk.commands import OnTicket
from otui.desk.records.acts import Changes, done, require_version
from otui.desk.records.finding import find
from otui.desk.records.moves import OnRecord
from otui.desk.results import Result
from otui.desk.tickets import checklist
from otui.desk.tickets.common import said
from otui.desk.words import kind_name
from otui.domain.procedure import Step
from otui.domain.workflow import Kind
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from otui.desk.unit import Unit

OPTIONAL = "?"
"""What ends a step that stops no close, where steps are written as lines."""
MOST_STEPS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProcedure:
    """Make a procedure. `steps` are lines, in order; one that ends in `?` is optional. What is empty is any."""

    name: str
    steps: Sequence[str]
    kind: str = ""
    category: str = ""
    queue: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditProcedure(OnRecord):
    """Change a procedure; None leaves as it is, an empty text or a dash widens it."""

    name: str | None = None
    steps: Sequence[str] | None = None
    kind: str | None = None
    category: str | None = None
    queue: str | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach(OnTicket):
    """Put the steps of a procedure on a ticket that it is not for by itself."""

    procedure: int | str


def new(unit: Unit, command: NewProcedure) -> Result:
    """Make a procedure. It is for tickets still to come: no ticket that is there gets its steps."""
    rights.require(unit.agent, "procedure")
    values = {
        "name": _name(unit, command.name),
        "steps": _stored(steps_of(command.steps)),
        "kind": _kind(command.kind),
        "category": categories.spelled(unit, command.category),
        "queue_id": _queue(unit, command.queue),
        "item_id": _item(unit, command.item),
    }
    record = unit.add("procedure", {**values, "created_at": unit.now, "updated_at": unit.now, "version": 0})
    sentence = _("The procedure {name} is made. New tickets that it is for get its steps.")
    return done(
        unit,
        "new",
        record,
        sentence.format(name=record.name),
        changes={"steps": (None, _told(record.steps))},
    )


def edit(unit: Unit, command: EditProcedure) -> Result:
    """Change a procedure; checklists that stand on tickets stay as they are."""
    rights.require(unit.agent, "procedure")
    record = find(unit, "procedure", command.ref)
    require_version(unit, record, command.version)
    changes: Changes = {}
    if command.name is not None and safe.line(command.name) != record.name:
        name = _name(unit, command.name, but=record.id)
        changes["name"] = (record.name, name)
        record.name = name
    if command.steps is not None:
        steps = _stored(steps_of(command.steps))
        if steps != record.steps:
            changes["steps"] = (_told(record.steps), _told(steps))
            record.steps = steps
    for field, wanted, shown in _narrowed(unit, command):
        if wanted != getattr(record, field):
            changes[field.removesuffix("_id")] = (shown(getattr(record, field)), shown(wanted))
            setattr(record, field, wanted)
    if not changes:
        raise Refused(_("That is what the procedure {name} says already.").format(name=record.name))
    sentence = _("The procedure {name} is changed. Checklists on tickets stay as they are.")
    return done(unit, "edit", record, sentence.format(name=record.name), changes=changes, batch=command.batch)


def _narrowed(unit: Unit, command: EditProcedure) -> list[tuple[str, Any, Any]]:
    """Return (column, value, how it is told) of what the command says of the tickets that it is for."""

    def queue(queue_id: int | None) -> str | None:
        row = unit.whole.queues.get(queue_id or 0)
        return row.name if row else None

    def item(item_id: int | None) -> str | None:
        row = unit.load("item", item_id) if item_id else None
        return row.name if row else None

    found: list[tuple[str, Any, Any]] = []
    if command.kind is not None:
        found.append(("kind", _kind(command.kind), lambda kind: kind or None))
    if command.category is not None:
        found.append(("category", categories.spelled(unit, command.category), lambda words: words or None))
    if command.queue is not None:
        found.append(("queue_id", _queue(unit, command.queue), queue))
    if command.item is not None:
        found.append(("item_id", _item(unit, command.item), item))
    return found


def deactivate(unit: Unit, command: OnRecord) -> Result:
    """Take a procedure out of use: no ticket gets its steps any more. Those that stand on tickets stay."""
    return _use(unit, command, active=False)


def activate(unit: Unit, command: OnRecord) -> Result:
    """Take a procedure into use again."""
    return _use(unit, command, active=True)


def _use(unit: Unit, command: OnRecord, *, active: bool) -> Result:
    rights.require(unit.agent, "procedure")
    record = find(unit, "procedure", command.ref)
    require_version(unit, record, command.version)
    if record.active == active:
        already = _("{name} is in use already.") if active else _("{name} is out of use already.")
        raise Refused(already.format(name=record.name))
    record.active = active
    sentence = (
        N_("The procedure {name} is in use again.")
        if active
        else N_("The procedure {name} is out of use. Its steps on tickets stay.")
    )
    verb = "activate" if active else "deactivate"
    return done(unit, verb, record, _(sentence).format(name=record.name), batch=command.batch)


def attach(unit: Unit, command: Attach) -> Result:
    """Put the steps of a procedure on a ticket; they stay whatever the ticket becomes."""
    ticket = unit.ticket_for(command, "task")
    record = find(unit, "procedure", command.procedure)
    if not record.active:
        raise Refused(
            _("The procedure {name} is out of use.").format(name=record.name), _("A lead can activate it.")
        )
    placed = checklist.attach(unit, ticket, checklist.procedure_of(record))
    if not placed:
        raise Refused(
            _("All steps of {name} are on {number} already.").format(name=record.name, number=ticket.number)
        )
    return unit.done(
        "task",
        ticket,
        said(
            ngettext("{number} has {n} step more.", "{number} has {n} steps more.", placed), ticket, n=placed
        ),
        changes={"checklist": (None, f"+{placed}")},
        text=record.name,
        batch=command.batch,
    )


# -- what a person writes -------------------------------------------------------------------------------------------


def steps_of(lines: Sequence[str]) -> tuple[Step, ...]:
    """Return the steps that lines say, in order. Empty lines are passed over; Refused where none is left, or twice one.

    A box or a number before a step, as people paste them, is left out.
    """
    found: list[Step] = []
    for line in lines:
        words = _unlisted(safe.line(line))
        optional = words.endswith(OPTIONAL)
        words = words.rstrip(OPTIONAL + " ") if optional else words
        if not words:
            continue
        if any(one.subject.casefold() == words.casefold() for one in found):
            raise Refused(_("The step {subject} is there twice.").format(subject=words))
        found.append(Step(words, not optional))
    if not found:
        raise Refused(
            _("A procedure needs at least one step."),
            _("One a line; an optional one ends in a question mark."),
        )
    if len(found) > MOST_STEPS:
        raise Refused(_("A procedure has at most {n} steps.").format(n=MOST_STEPS))
    return tuple(found)


def _unlisted(line: str) -> str:
    """Return a line without the sign that makes it one of a list: `- [ ]`, `3.`, a box."""
    words = line.strip()
    for sign in ("- [ ]", "* [ ]", "[ ]", "☐", "-", "*", "•"):
        if words.startswith(sign):
            return words[len(sign) :].strip()
    head, dot, rest = words.partition(".")
    return rest.strip() if dot and head.isdecimal() and rest[:1] == " " else words


def _stored(steps: Sequence[Step]) -> list[dict[str, Any]]:
    return [{"subject": step.subject, "required": step.required} for step in steps]


def _told(steps: Sequence[dict[str, Any]]) -> str:
    return "; ".join(one["subject"] + ("" if one.get("required", True) else OPTIONAL) for one in steps)


def _name(unit: Unit, words: str, but: int | None = None) -> str:
    name = safe.line(words)
    if not name:
        raise Refused(_("A procedure needs a name."))
    row = unit.writer.one(
        "SELECT id, active FROM procedure WHERE lower(name) = :name AND id <> :but",
        {"name": name.casefold(), "but": but or 0},
    )
    if row is not None:
        hint = _("Edit it, or choose another name.") if row[1] else _("It is out of use: activate it.")
        raise Refused(_("There is a procedure {name} already.").format(name=name), hint)
    return name


def _kind(words: str) -> str:
    if words.strip() in ("", *categories.NONE):
        return ""
    named = {kind_name(kind).casefold(): str(kind) for kind in Kind} | {str(kind): str(kind) for kind in Kind}
    kind = named.get(words.strip().casefold())
    if kind is None:
        raise Usage(
            _("{kind} is no kind of ticket.").format(kind=words),
            _("It is one of {kinds}.").format(kinds=", ".join(Kind)),
        )
    return kind


def _queue(unit: Unit, words: str) -> int | None:
    return None if words.strip() in ("", *categories.NONE) else unit.directory.queue(words).id


def _item(unit: Unit, words: str) -> int | None:
    if words.strip() in ("", *categories.NONE):
        return None
    return int(find(unit, "item", words).id)
