"""Blackouts and maintenance windows as they are read: the list of them, and their times in a stretch."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from otui.desk.records.finding import without_hidden
from otui.domain.change.windows import Stretch, Window, WindowKind, occurrences
from otui.store.records import from_micros, to_micros

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.store.reader import Row

_WINDOWS = (
    "SELECT w.id, w.version, w.kind, w.name, w.starts_at, w.ends_at, w.rrule, w.item_id, i.name, w.reason,"
    " w.created_at, w.updated_at FROM change_window w LEFT JOIN item i ON i.id = w.item_id{seen}"
    " WHERE w.starts_at < :until AND w.active"
)
_ALWAYS = 2**62
"""Later than any window begins."""
_AHEAD = timedelta(days=366 * 5)
"""How far the list looks for the next time of a window that comes back."""


@dataclass(frozen=True, slots=True)
class WindowOn:
    """One time of a window."""

    id: int
    version: int
    kind: str
    name: str
    starts_at: datetime
    ends_at: datetime
    item: str
    """What it is for; empty: all."""
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window in the list of them."""

    id: int
    version: int
    kind: str
    name: str
    starts_at: datetime
    ends_at: datetime
    rule: str
    item: str
    reason: str
    created_at: datetime
    updated_at: datetime
    next: Stretch | None
    """When it is, or is again; None: it is over."""


def windows(view: View) -> tuple[WindowRow, ...]:
    """Return the windows on the calendar: those that are still to come by when that is, then those that are over."""
    zone = zone_of(view)
    found = [_listed(row, zone, view.now) for row in _rows(view, _ALWAYS)]
    return tuple(
        sorted(
            found, key=lambda one: (one.next is None, one.next.start if one.next else one.starts_at, one.id)
        )
    )


def window(view: View, window_id: int) -> WindowRow | None:
    """Return one window; None where it is not on the calendar, or not for whoever asks."""
    return next((one for one in windows(view) if one.id == window_id), None)


def windows_on(
    view: View, since: datetime, until: datetime, near: Collection[int] | None = None
) -> list[WindowOn]:
    """Return the times of windows in [since, until); with `near` of those for all and of those for these items."""
    zone = zone_of(view)
    found = []
    for row in _rows(view, to_micros(until)):
        one = _window(row)
        if near is not None and one.item_id is not None and one.item_id not in near:
            continue
        found += [
            WindowOn(
                one.id,
                row[1],
                one.kind.value,
                one.name,
                times.start,
                times.end,
                row[8] or "",
                one.reason,
                one.rule,
            )
            for times in occurrences(one, zone, since, until)
        ]
    return found


def zone_of(view: View) -> tzinfo:
    """Return the time zone of the desk, in which windows have their hours."""
    return view.rules.calendars[view.rules.settings.calendar].zone


def _rows(view: View, until: int) -> list[Row]:
    """Return the windows that begin before `until`, without those for items that are not there for whoever asks."""
    hidden = without_hidden(view.reader, "item", view.hidden, "i")
    windows = _WINDOWS.format(seen=view.without_hidden("coalesce(i.queue_id, 0)"))
    return view.reader.all(f"{windows}{hidden} ORDER BY w.starts_at, w.id", {"until": until})


def _window(row: Row) -> Window:
    when = Stretch(from_micros(row[4]), from_micros(row[5]))
    return Window(row[0], WindowKind(row[2]), row[3], when, row[6], row[7], row[9])


def _listed(row: Row, zone: tzinfo, now: datetime) -> WindowRow:
    one = _window(row)
    coming = next(iter(occurrences(one, zone, now, max(now, one.when.start) + _AHEAD)), None)
    return WindowRow(
        one.id,
        row[1],
        one.kind.value,
        one.name,
        one.when.start,
        one.when.end,
        one.rule,
        row[8] or "",
        one.reason,
        from_micros(row[10]),
        from_micros(row[11]),
        coming,
    )
