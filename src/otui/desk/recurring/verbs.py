"""What is done to recurring tickets: made, edited, paused, resumed, run at once, removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk import categories, rights
from otui.desk.records.acts import Changes, done, event, require_version
from otui.desk.records.finding import find
from otui.desk.records.moves import OnRecord
from otui.desk.recurring import making
from otui.desk.recurring.rules import read_rule, read_shift, rule_of, zone_of
from otui.desk.results import Result
from otui.desk.words import kind_name
from otui.domain.recurring.rule import checked
from otui.domain.recurring.telling import told
from otui.domain.workflow import Kind
from otui.errors import Refused, Usage
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record

TEXTS = ("subject", "body", "contact", "kind", "category", "item")
NUMBERS = ("impact", "urgency")
FIELDS = (*TEXTS, *NUMBERS)
"""What the ticket is made of, beside its queue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecurring:
    """Make a recurring ticket. `rule` is RFC 5545 or words; `shift` None takes what the rule means."""

    name: str
    rule: str
    subject: str = ""
    """Empty: its name."""
    body: str = ""
    queue: str = ""
    kind: str = "request"
    category: str = ""
    item: str = ""
    contact: str = ""
    impact: int | None = None
    urgency: int | None = None
    starts: datetime | None = None
    timezone: str = ""
    shift: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditRecurring(OnRecord):
    """Change a recurring ticket; None leaves as it is. Tickets that were made stay as they are."""

    name: str | None = None
    rule: str | None = None
    subject: str | None = None
    body: str | None = None
    queue: str | None = None
    kind: str | None = None
    category: str | None = None
    item: str | None = None
    contact: str | None = None
    impact: int | None = None
    urgency: int | None = None
    timezone: str | None = None
    shift: str | None = None


def new(unit: Unit, command: NewRecurring) -> Result:
    """Make a recurring ticket; the first comes when its rule comes round next."""
    rights.require(unit.agent, "recurring")
    understood = read_rule(command.rule, unit.rules)
    name = _name(unit, command.name)
    given: dict[str, Any] = {field: getattr(command, field) for field in FIELDS}
    given["subject"] = command.subject or name
    record = unit.add(
        "recurring",
        {
            "name": name,
            "fields": _checked_fields(unit, given),
            "queue_id": _queue(unit, command.queue),
            "rrule": understood.rrule,
            "starts_at": command.starts or unit.now,
            "timezone": zone_of(command.timezone, unit.rules).key if command.timezone else "",
            "shift": read_shift(command.shift, understood.shift),
            "done_until": unit.now,
            "created_by_id": unit.agent.id or None,
            "created_at": unit.now,
            "version": 0,
        },
    )
    _set_next(unit, record)
    return done(
        unit,
        "new",
        record,
        _("{name} is made: {rule}.").format(name=name, rule=told(record.rrule, record.shift)),
        changes={"rule": (None, told(record.rrule, record.shift))},
    )


def edit(unit: Unit, command: EditRecurring) -> Result:
    """Change a recurring ticket. With another rule it goes on from now: what was due by the former one is not made."""
    rights.require(unit.agent, "recurring")
    record = find(unit, "recurring", command.ref)
    require_version(unit, record, command.version)
    changes: Changes = {}
    if command.name is not None and safe.line(command.name) != record.name:
        name = _name(unit, command.name, but=record.id)
        changes["name"] = (record.name, name)
        record.name = name
    _edit_fields(unit, record, command, changes)
    _edit_rule(unit, record, command, changes)
    if not changes:
        raise Refused(_("That is what {name} says already.").format(name=record.name))
    if "rule" in changes:
        record.done_until = unit.now
        record.trouble = ""
        _set_next(unit, record)
    sentence = _("{name} is changed. Tickets that were made stay as they are.")
    return done(unit, "edit", record, sentence.format(name=record.name), changes=changes, batch=command.batch)


def _edit_fields(unit: Unit, record: Record, command: EditRecurring, changes: Changes) -> None:
    given = {field: getattr(command, field) for field in FIELDS if getattr(command, field) is not None}
    fields = {**record.fields, **_checked_fields(unit, given)}
    for field, value in fields.items():
        if value != record.fields.get(field):
            changes["description" if field == "body" else field] = (
                record.fields.get(field) or None,
                value or None,
            )
    record.fields = fields
    if command.queue is not None:
        queue_id = _queue(unit, command.queue)
        if queue_id != record.queue_id:
            names = [
                unit.whole.queues[one].name if one in unit.whole.queues else None
                for one in (record.queue_id, queue_id)
            ]
            changes["queue"] = (names[0], names[1])
            record.queue_id = queue_id


def _edit_rule(unit: Unit, record: Record, command: EditRecurring, changes: Changes) -> None:
    before = told(record.rrule, record.shift), record.timezone
    meant = record.shift
    if command.rule is not None:
        understood = read_rule(command.rule, unit.rules)
        record.rrule, meant = understood.rrule, understood.shift
    record.shift = read_shift(command.shift, meant)
    if command.timezone is not None:
        record.timezone = zone_of(command.timezone, unit.rules).key if command.timezone else ""
    after = told(record.rrule, record.shift), record.timezone
    if after != before:
        changes["rule"] = (" ".join(filter(None, before)), " ".join(filter(None, after)))


def pause(unit: Unit, command: OnRecord) -> Result:
    """Let a recurring ticket make nothing until it is resumed; what falls in between is not made afterwards."""
    record = _mine(unit, command)
    if record.paused_at is not None:
        raise Refused(_("{name} is paused already.").format(name=record.name))
    record.paused_at, record.next_at = unit.now, None
    sentence = _("{name} is paused. What falls in the pause is not made afterwards.")
    return done(unit, "pause", record, sentence.format(name=record.name), batch=command.batch)


def resume(unit: Unit, command: OnRecord) -> Result:
    """Let one that was paused or removed come round again, from now on."""
    rights.require(unit.agent, "recurring")
    record = find(unit, "recurring", command.ref)
    require_version(unit, record, command.version)
    if record.active and record.paused_at is None:
        raise Refused(_("{name} is not paused.").format(name=record.name))
    record.active, record.paused_at = True, None
    record.done_until = unit.now
    _set_next(unit, record)
    return done(
        unit, "resume", record, _("{name} comes round again.").format(name=record.name), batch=command.batch
    )


def run_now(unit: Unit, command: OnRecord) -> Result:
    """Make its ticket at once, beside its rule: the next one comes when it would have come."""
    record = _mine(unit, command)
    made = making.make_ticket(unit, record, at=unit.now, missed=())
    event(unit, record, "run", text=made.number, act_id=made.act_id)
    return made


def remove(unit: Unit, command: OnRecord) -> Result:
    """Take a recurring ticket out of use; its history is kept, and resume brings it back."""
    record = _mine(unit, command)
    record.active, record.next_at = False, None
    sentence = _("{name} is removed; the tickets that it made stay.")
    return done(unit, "remove", record, sentence.format(name=record.name), batch=command.batch)


# -- what they share ------------------------------------------------------------------------------------------------


def _mine(unit: Unit, command: OnRecord) -> Record:
    """Return the one that a command is about, in use."""
    rights.require(unit.agent, "recurring")
    record = find(unit, "recurring", command.ref)
    require_version(unit, record, command.version)
    if not record.active:
        raise Refused(_("{name} was removed.").format(name=record.name), _("Resume it to have it back."))
    return record


def _set_next(unit: Unit, record: Record) -> None:
    """Set when it comes next; Usage for a rule that never does."""
    rule = checked(rule_of(record, unit.rules, unit.whole), unit.now)
    record.next_at = rule.after(unit.now) if record.paused_at is None and record.active else None


def _name(unit: Unit, words: str, but: int | None = None) -> str:
    name = safe.line(words)
    if not name:
        raise Refused(_("A recurring ticket needs a name."))
    row = unit.writer.one(
        "SELECT id, active FROM recurring WHERE lower(name) = :name AND id <> :but",
        {"name": name.casefold(), "but": but or 0},
    )
    if row is not None:
        hint = _("Edit it, or choose another name.") if row[1] else _("It was removed: resume it.")
        raise Refused(_("There is a recurring ticket {name} already.").format(name=name), hint)
    return name


def _queue(unit: Unit, words: str) -> int | None:
    return None if words.strip() in ("", *categories.NONE) else unit.directory.queue(words).id


def _checked_fields(unit: Unit, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the ticket is made of, each checked now: nothing is found wrong in the night that it is due."""
    fields = dict(given)
    if "subject" in fields and not safe.line(fields["subject"]):
        raise Refused(_("A ticket needs a subject."), _("A few words that say what is wrong."))
    for name in TEXTS:
        if name in fields:
            words = str(fields[name])
            fields[name] = safe.clean(words).strip("\n") if name == "body" else safe.line(words)
    if "kind" in fields:
        named = {kind_name(kind).casefold(): str(kind) for kind in Kind} | {
            str(kind): str(kind) for kind in Kind
        }
        if fields["kind"].casefold() not in named:
            raise Usage(
                _("{kind} is no kind of ticket.").format(kind=fields["kind"]),
                _("It is one of {kinds}.").format(kinds=", ".join(Kind)),
            )
        fields["kind"] = named[fields["kind"].casefold()]
    if "category" in fields:
        fields["category"] = categories.spelled(unit, fields["category"])
    if fields.get("item"):
        fields["item"] = find(unit, "item", fields["item"]).name
    settings = unit.rules.settings
    if any(fields.get(name) is not None for name in NUMBERS):
        impact, urgency = fields.get("impact"), fields.get("urgency")
        table = unit.rules.sla.match(fields.get("kind", ""), (), "")
        table.level_for(
            settings.default_impact if impact is None else impact,
            settings.default_urgency if urgency is None else urgency,
        )
    return fields
