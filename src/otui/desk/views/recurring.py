"""Recurring tickets to read: which there are, when each comes next, and what a rule would do before it is kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.records.finding import not_there, resolve, without_hidden
from otui.desk.recurring.rules import calendar_of, read_rule, read_shift, rule_of, zone_of
from otui.domain.recurring.rule import Rule, checked, works_by
from otui.domain.recurring.telling import told
from otui.store.records import from_db

if TYPE_CHECKING:
    from otui.desk.desk import View

UPCOMING = 5
"""Occurrences that a preview shows."""
_COLUMNS = (
    "r.id", "r.name", "r.rrule", "r.shift", "r.starts_at", "r.timezone", "r.queue_id", "coalesce(q.name, '')",
    "r.fields", "r.next_at", "r.last_at", "r.made_count", "r.trouble", "r.paused_at", "r.active", "r.version",
)  # fmt: skip
_FROM = " FROM recurring r LEFT JOIN queue q ON q.id = r.queue_id"


@dataclass(frozen=True, slots=True)
class RecurringRow:
    """A recurring ticket as a list shows it."""

    id: int
    name: str
    rrule: str
    shift: str
    starts_at: datetime
    timezone: str
    queue_id: int | None
    queue: str
    fields: dict[str, Any]
    next_at: datetime | None
    last_at: datetime | None
    made_count: int
    trouble: str
    paused_at: datetime | None
    active: bool
    version: int

    @property
    def rule(self) -> str:
        """Its rule in words."""
        return told(self.rrule, self.shift)

    @property
    def state(self) -> str:
        """running, paused, removed, failed or over."""
        if not self.active:
            return "removed"
        if self.paused_at is not None:
            return "paused"
        if self.trouble:
            return "failed"
        return "over" if self.next_at is None else "running"


@dataclass(frozen=True, slots=True)
class Preview:
    """What a rule means: in RFC 5545, in words, and when it comes round next."""

    rrule: str
    shift: str
    told: str
    upcoming: tuple[datetime, ...] = field(default=())


def recurring(view: View, *, former: bool = False) -> tuple[RecurringRow, ...]:
    """Return the recurring tickets, the next to come first; with `former` those that were removed too."""
    where = "1 = 1" if former else "r.active"
    but = without_hidden(view.reader, "recurring", view.hidden, "r")
    rows = view.reader.all(
        f"SELECT {', '.join(_COLUMNS)}{_FROM} WHERE {where}{but}"
        " ORDER BY CASE WHEN r.next_at IS NULL THEN 1 ELSE 0 END, r.next_at, lower(r.name), r.id"
    )
    return tuple(_row(row) for row in rows)


def one(view: View, ref: int | str) -> RecurringRow:
    """Return one recurring ticket by id or name."""
    found = view.reader.one(
        f"SELECT {', '.join(_COLUMNS)}{_FROM} WHERE r.id = :id", {"id": resolve(view, "recurring", ref)}
    )
    if found is None:
        raise not_there("recurring", ref)
    return _row(found)


def _row(values: tuple[Any, ...]) -> RecurringRow:
    names = [name.removeprefix("r.") for name in _COLUMNS]
    return RecurringRow(*(from_db(name, value) for name, value in zip(names, values, strict=True)))


def upcoming(view: View, ref: int | str, count: int = UPCOMING) -> tuple[datetime, ...]:
    """Return the next occurrences of a recurring ticket; none while it makes nothing."""
    row = one(view, ref)
    if row.next_at is None:
        return ()
    return rule_of(row, view.rules, view.directory).upcoming(view.now, count)


def preview(
    view: View,
    words: str,
    *,
    shift: str | None = None,
    timezone: str = "",
    queue: str = "",
    starts: datetime | None = None,
    count: int = UPCOMING,
) -> Preview:
    """Return what a rule that a person wrote would do; Usage where it is none, or never comes round."""
    understood = read_rule(words, view.rules)
    moved = read_shift(shift, understood.shift)
    queue_id = view.directory.queue(queue).id if queue else None
    calendar = calendar_of(view.rules, view.directory, queue_id)
    rule = Rule(
        understood.rrule,
        starts or view.now,
        zone_of(timezone, view.rules),
        works_by(calendar) if moved else None,
        moved or "next",
    )
    found = checked(rule, view.now).upcoming(view.now, count)
    return Preview(understood.rrule, moved, told(understood.rrule, moved), found)
