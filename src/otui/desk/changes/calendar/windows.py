"""Blackouts and maintenance windows: made, changed and removed by leads and admins; undo takes each back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.changes.calendar.collision_words import window_name
from otui.desk.changes.calendar.window_rules import told, understood
from otui.desk.records.acts import Changes, done, require_version
from otui.desk.records.finding import Ref, find, not_there
from otui.desk.records.moves import OnRecord
from otui.desk.results import Result
from otui.domain.change.windows import WindowKind
from otui.errors import Refused, Usage
from otui.text import safe, times
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record

KIND = "change_window"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewWindow:
    """Make a window. `kind` is blackout or maintenance, `rule` how it comes back, `item` what it is for (None: all)."""

    kind: str
    name: str
    starts: datetime
    ends: datetime
    rule: str = ""
    item: Ref | None = None
    reason: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditWindow(OnRecord):
    """Change a window; None leaves a field as it is, an empty `item` makes it for all."""

    kind: str | None = None
    name: str | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    rule: str | None = None
    item: Ref | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveWindow(OnRecord):
    """Take a window off the calendar."""


def new_window(unit: Unit, command: NewWindow) -> Result:
    """Put a window on the calendar."""
    rights.require(unit.agent, "change-window")
    zone = zone_of(unit)
    _require_times(command.starts, command.ends)
    window = unit.add(
        KIND,
        {
            "kind": _kind(command.kind),
            "name": _free_name(unit, command.name),
            "starts_at": command.starts,
            "ends_at": command.ends,
            "rrule": understood(command.rule, command.starts, zone),
            "item_id": _item(unit, command.item),
            "reason": safe.line(command.reason),
            "created_at": unit.now,
            "updated_at": unit.now,
            "version": 0,
        },
    )
    when = times.between(window.starts_at, window.ends_at, zone, unit.now)
    return done(
        unit,
        "new",
        window,
        _("{name} is on the calendar: {kind}, {when}.").format(
            name=window.name, kind=window_name(window.kind), when=when
        ),
        batch=command.batch,
    )


def edit_window(unit: Unit, command: EditWindow) -> Result:
    """Change a window."""
    rights.require(unit.agent, "change-window")
    window = window_for(unit, command)
    zone = zone_of(unit)
    before = _told(unit, window, zone)
    if command.kind is not None:
        window.kind = _kind(command.kind)
    if command.name is not None and safe.line(command.name) != window.name:
        window.name = _free_name(unit, command.name)
    window.starts_at = command.starts or window.starts_at
    window.ends_at = command.ends or window.ends_at
    _require_times(window.starts_at, window.ends_at)
    if command.rule is not None or command.starts is not None:
        rule = window.rrule if command.rule is None else command.rule
        window.rrule = understood(rule, window.starts_at, zone)
    if command.item is not None:
        window.item_id = _item(unit, command.item)
    if command.reason is not None:
        window.reason = safe.line(command.reason)
    after = _told(unit, window, zone)
    changes: Changes = {name: (before[name], after[name]) for name in after if before[name] != after[name]}
    if not changes:
        raise Refused(_("{name} is like that already.").format(name=window.name))
    return done(
        unit,
        "edit",
        window,
        _("{name} is changed.").format(name=window.name),
        changes=changes,
        batch=command.batch,
    )


def remove_window(unit: Unit, command: RemoveWindow) -> Result:
    """Take a window off the calendar; its history stays."""
    rights.require(unit.agent, "change-window")
    window = window_for(unit, command)
    window.active = False
    return done(
        unit,
        "remove",
        window,
        _("{name} is off the calendar.").format(name=window.name),
        batch=command.batch,
    )


def window_for(unit: Unit, command: OnRecord) -> Record:
    """Return the window on the calendar that a command is about, by id or name; NotFound for one that was removed."""
    ref = command.ref
    if isinstance(ref, str):
        named = unit.load_all(KIND, "active AND lower(name) = :name", {"name": safe.line(ref).lower()})
        ref = named[0].id if named else ref
    window = find(unit, KIND, ref)
    if not window.active:
        raise not_there(KIND, command.ref)
    require_version(unit, window, command.version)
    return window


def zone_of(unit: Unit) -> tzinfo:
    """Return the time zone of the desk, in which windows have their hours."""
    return unit.rules.calendars[unit.rules.settings.calendar].zone


def _kind(name: str) -> str:
    words = safe.line(name).casefold()
    found = [kind for kind in WindowKind if words and words in (kind.value, window_name(kind))]
    if not found:
        raise Usage(
            _("{kind} is no kind of window.").format(kind=safe.line(name) or "–"),
            _("It is blackout or maintenance."),
        )
    return found[0].value


def _free_name(unit: Unit, typed: str) -> str:
    name = safe.line(typed)
    if not name:
        raise Refused(_("Give the window a name."))
    if unit.load_all(KIND, "active AND lower(name) = :name", {"name": name.lower()}):
        raise Refused(_("There is a window {name} already.").format(name=name), _("Take another name."))
    return name


def _require_times(starts: datetime, ends: datetime) -> None:
    if ends <= starts:
        raise Usage(_("A window ends after it begins."))


def _item(unit: Unit, ref: Ref | None) -> int | None:
    return None if ref is None or ref == "" else int(find(unit, "item", ref).id)


def _told(unit: Unit, window: Record, zone: tzinfo) -> dict[str, str]:
    """Return a window as people read it, for its history."""
    item = unit.load("item", window.item_id) if window.item_id is not None else None
    return {
        "kind": window_name(window.kind),
        "name": window.name,
        "window": times.between(window.starts_at, window.ends_at, zone, unit.now),
        "rule": told(window.rrule),
        "item": item.name if item is not None else _("all"),
        "reason": window.reason,
    }
