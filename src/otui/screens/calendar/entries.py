"""How an entry of the calendar is written in a cell or on a line: its sign, its time on that day, its name."""

from __future__ import annotations

from datetime import timedelta, tzinfo

from otui.desk.changes.calendar.collision_words import window_name
from otui.desk.process_words import CHANGE_TYPES
from otui.desk.views.schedule import ChangeOn, Entry, MeetingOn
from otui.desk.views.windows import WindowOn
from otui.desk.words import step_name
from otui.domain.change.steps import Step
from otui.domain.change.windows import WindowKind
from otui.screens.calendar.days import DayOf
from otui.text import times
from otui.text.i18n import N_, _

BLACKOUT, MAINTENANCE, MEETING, COLLIDES, FREE = "×", "=", "*", "!", " "
"""What stands before an entry. A word says the same wherever there is room for one."""
_OVER = (Step.CLOSED, Step.CANCELED)
_MOMENT = timedelta(microseconds=1)
"""What ends at midnight ends on the day before."""
SHORT = {WindowKind.BLACKOUT: N_("Blackout"), WindowKind.MAINTENANCE: N_("Maintenance")}
"""Kinds of window in a cell of a few letters."""


def sign(entry: Entry) -> str:
    """Return the sign of an entry."""
    if isinstance(entry, WindowOn):
        return BLACKOUT if entry.kind == WindowKind.BLACKOUT else MAINTENANCE
    if isinstance(entry, MeetingOn):
        return MEETING
    return COLLIDES if entry.collisions else FREE


def role(entry: Entry) -> str:
    """Return what an entry is for the eye: what cannot go on is loudest, what is over the quietest."""
    if isinstance(entry, WindowOn):
        return "note" if entry.kind == WindowKind.BLACKOUT else "good"
    if isinstance(entry, MeetingOn):
        return "accent"
    if entry.step in _OVER:
        return "muted"
    if entry.flag.unanswered:
        return "alarm"
    return "warning" if entry.collisions else ""


def begins(entry: Entry, day: DayOf, zone: tzinfo) -> str:
    """Return the time of an entry on a day in a few cells: when it begins, or until when it goes on from before."""
    if entry.starts_at <= day.start and entry.ends_at >= day.end:
        return _("all day")
    if entry.starts_at >= day.start:
        return times.clock(entry.starts_at, zone)
    return f"–{times.clock(entry.ends_at, zone)}"


def span(entry: Entry, day: DayOf, zone: tzinfo) -> str:
    """Return from when to when an entry is on a day."""
    if entry.starts_at <= day.start and entry.ends_at >= day.end:
        return _("all day")
    start = "" if entry.starts_at < day.start else times.clock(entry.starts_at, zone)
    end = times.clock(entry.ends_at, zone) if entry.ends_at < day.end else "24:00"
    end = end if entry.ends_at <= day.end else ""
    return f"{start}–{end}"


def head(entry: Entry, day: DayOf, zone: tzinfo) -> str:
    """Return the first line of an entry in a column: of a window its kind, else when it is and its number."""
    if isinstance(entry, WindowOn):
        return _(SHORT[WindowKind(entry.kind)])
    if isinstance(entry, MeetingOn):
        return f"{begins(entry, day, zone)} CAB"
    return f"{begins(entry, day, zone)} {entry.number}"


def tail(entry: Entry, day: DayOf, zone: tzinfo) -> str:
    """Return the second line of an entry in a column: what it is called, of a window with its time."""
    if isinstance(entry, WindowOn):
        return f"{begins(entry, day, zone)} {entry.name}"
    return entry.name if isinstance(entry, MeetingOn) else entry.subject


def more(entry: Entry, day: DayOf, zone: tzinfo) -> str:
    """Return the third line of an entry in a column, where there is room: when it ends, and what it touches."""
    if entry.ends_at > day.end:
        until = f"– {times.day(entry.ends_at - _MOMENT, zone)}"
    else:
        until = "" if entry.starts_at < day.start else f"–{times.clock(entry.ends_at, zone)}"
    touched = (
        entry.items[:1]
        if isinstance(entry, ChangeOn)
        else (entry.item,)
        if isinstance(entry, WindowOn)
        else ()
    )
    return " ".join(part for part in (until, *touched) if part)


def short(entry: Entry) -> str:
    """Return what is said of an entry in a cell of a month."""
    if isinstance(entry, WindowOn):
        return _(SHORT[WindowKind(entry.kind)])
    return entry.name if isinstance(entry, MeetingOn) else entry.number


def line(entry: Entry) -> str:
    """Return what is said of an entry on a line of its own."""
    if isinstance(entry, WindowOn):
        return " · ".join(part for part in (f"{window_name(entry.kind)}: {entry.name}", entry.item) if part)
    if isinstance(entry, MeetingOn):
        return f"CAB: {entry.name}"
    parts = [f"{entry.number} {entry.subject}", *entry.items[:2]]
    if entry.type == "emergency":
        parts.append(_(CHANGE_TYPES[entry.type]))
    if entry.step in _OVER:
        parts.append(step_name(entry.step))
    return " · ".join(part for part in parts if part)


def weight(entry: Entry) -> int:
    """Return what comes first in a cell that has no room for all: what collides, blackouts, changes, the rest."""
    if isinstance(entry, ChangeOn):
        return 0 if entry.flag.unanswered else 2 if entry.step not in _OVER else 5
    if isinstance(entry, WindowOn):
        return 1 if entry.kind == WindowKind.BLACKOUT else 4
    return 3
