"""The rules of the desk as rows: levels with their times, the week with its hours, holidays, queues."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from rich.segment import Segment
from rich.style import Style

from otui.domain.calendar import BusinessCalendar
from otui.domain.change.rule_file import ChangeRules
from otui.domain.durations import duration_text
from otui.domain.priority import Level
from otui.domain.rules import QueueRule, Rules
from otui.domain.sla import SlaTable
from otui.screens.rules.change_rows import change_cells
from otui.text import safe, times, width
from otui.text.i18n import _, language
from otui.widgets.rowpaint import RowFlags

HOLIDAYS = 8
"""So many of the next ones are shown."""
NAME, FIGURES, DATE = 14, 10, 18
Cells = tuple[tuple[str, int, str], ...]
"""(text, columns, role); a width of 0 takes what is left, one below 0 is right-aligned."""


@dataclass(frozen=True, slots=True)
class LevelAt:
    """A level of an SLA table."""

    table: str
    level: Level


@dataclass(frozen=True, slots=True)
class DayAt:
    """A weekday of a calendar; without a day, the calendar."""

    calendar: str
    day: int | None = None
    windows: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A row. `what` is what Enter changes."""

    id: int
    version: int
    cells: Cells
    what: LevelAt | DayAt | QueueRule | None = None


class RulePainter:
    """Draws the cells of a row."""

    def __init__(self, styles: Callable[[], dict[str, Style]]) -> None:
        self._styles = styles

    def paint(self, row: RuleLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = self._styles()
        fixed = sum(abs(room) for _text, room, _role in row.cells)
        for text, room, role in row.cells:
            wide = max(1, columns - fixed) if room == 0 else abs(room)
            indent = min(wide, len(text) - len(text.lstrip(" ")))
            fitted = " " * indent + width.fit(safe.line(text), wide - indent, "right" if room < 0 else "left")
            yield Segment(fitted, styles.get(role))


def rows_of(name: str, rules: Rules, change: ChangeRules, today: date) -> list[RuleLine]:
    """Return the rows of one rule file."""
    if name == "change":
        found: Iterable[_Row] = [(cells, None) for cells in change_cells(change)]
    else:
        found = {"sla": _sla, "calendar": _calendars, "queues": _queues}[name](rules, today)
    return [
        RuleLine(index, hash((cells, language())), cells, what)
        for index, (cells, what) in enumerate(found, start=1)
    ]


_Row = tuple[Cells, LevelAt | DayAt | QueueRule | None]
_GAP: _Row = ((("", 0, ""),), None)


def _text(text: str, role: str = "") -> _Row:
    return ((text, 0, role),), None


def _pair(name: str, value: str) -> _Row:
    return ((name, 34, "muted"), (value, 0, "")), None


def _sla(rules: Rules, _today: date) -> Iterator[_Row]:
    for table in rules.sla.tables:
        yield _text(table.name, "strong")
        for line in _applies(table):
            yield _text("  " + line, "muted")
        yield (
            (
                ("  " + _("level"), NAME, "muted"),
                (_("value"), FIGURES, "muted"),
                (_("response"), -FIGURES, "muted"),
                (_("escalation"), -FIGURES - 1, "muted"),
                (_("resolution"), -FIGURES - 1, "muted"),
                ("", 0, ""),
            ),
            None,
        )
        for level in table.levels:
            yield _level(level), LevelAt(table.name, level)
        yield _GAP
    settings = rules.settings
    yield _text(_("The desk"), "strong")
    yield _pair("  " + _("calendar, where none is named"), settings.calendar)
    yield _pair("  " + _("warns at"), f"{settings.warn_percent} %" if settings.warn_percent else _("never"))
    yield _pair("  " + _("a lock lapses after"), _length(settings.lock_minutes * 60) or _("never"))
    yield _pair("  " + _("resolved closes after"), _days(settings.close_after_days) or _("never"))
    yield _pair("  " + _("closed can be reopened for"), _days(settings.reopen_days) or _("never"))


def _applies(table: SlaTable) -> tuple[str, str]:
    parts = [
        ", ".join(one)
        for one in (table.customers, table.queues, tuple(_(kind) for kind in table.kinds))
        if one
    ]
    said = " · ".join(parts) if parts else _("every ticket that no table before it takes")
    counts = _("calendar") + f" {table.calendar}"
    return said, counts + " · " + _("warns at") + f" {table.warn_percent} %"


def _level(level: Level) -> Cells:
    return (
        ("  " + level.label(language()), NAME, "strong"),
        (", ".join(map(str, level.values)), FIGURES, "muted"),
        (_length(level.respond) or _("at once"), -FIGURES, ""),
        (_length(level.escalate) or _("at once"), -FIGURES - 1, ""),
        (_length(level.resolve) or _("at once"), -FIGURES - 1, ""),
        ("", 0, ""),
    )


def _length(seconds: int) -> str:
    return times.duration(seconds) if seconds else ""


def _days(days: int) -> str:
    return _("{n} days").format(n=days) if days else ""


def _calendars(rules: Rules, today: date) -> Iterator[_Row]:
    for name, calendar in rules.calendars.items():
        yield (
            ((name, DATE, "strong"), (f"{calendar.spec.zone.key} · {_week(calendar)}", 0, "muted")),
            DayAt(name),
        )
        for day in range(7):
            windows = tuple(calendar.spec.week.get(day, ()))
            hours = "  ".join(f"{clock_text(a)}–{clock_text(b)}" for a, b in windows) or _("closed")
            cells = (
                ("  " + times.WEEKDAYS[language()][day], 8, "muted"),
                (hours, 0, "" if windows else "muted"),
            )
            yield cells, DayAt(name, day, windows)
        for day_of, holiday in next_holidays(calendar, today):
            said = f"{times.WEEKDAYS[language()][day_of.weekday()]} {day_of.day} "
            said += f"{times.MONTHS[language()][day_of.month - 1]} {day_of.year}"
            yield (("  " + said, DATE, ""), (holiday, 0, "")), DayAt(name)
        yield _GAP


def next_holidays(calendar: BusinessCalendar, today: date) -> tuple[tuple[date, str], ...]:
    """Return the next holidays on days that have hours, by name."""
    return calendar.spec.holidays_between(today, today + timedelta(days=730))[:HOLIDAYS]


def _week(calendar: BusinessCalendar) -> str:
    minutes = sum(b - a for windows in calendar.spec.week.values() for a, b in windows)
    return _("{hours} a week").format(hours=times.duration(minutes * 60))


def clock_text(minutes: int) -> str:
    """Return minutes after midnight as a time of day: 8:00, 24:00."""
    return f"{minutes // 60}:{minutes % 60:02}"


def _queues(rules: Rules, _today: date) -> Iterator[_Row]:
    yield (
        (
            (_("queue"), 0, "muted"),
            (_("line"), -6, "muted"),
            ("  " + _("calendar"), 16, "muted"),
            (_("lock lapses after"), -20, "muted"),
        ),
        None,
    )
    above = {queue.name: queue for queue in rules.queues}
    for queue in _in_tree(rules.queues):
        depth, calendar, one = 0, queue.calendar, queue
        while one.parent:
            one = above[one.parent]
            depth += 1
            calendar = calendar or one.calendar
        name = "  " * depth + queue.name + ("  (" + _("new tickets") + ")" if queue.default else "")
        inherited = calendar or f"({rules.settings.calendar})"
        otherwise = _length(rules.settings.lock_minutes * 60) or _("never")
        lapses = _length(queue.lock_minutes * 60) or f"({otherwise})"
        cells = (
            (name, 0, ""),
            (str(queue.line), -6, ""),
            ("  " + inherited, 16, "" if queue.calendar else "muted"),
            (lapses, -20, "" if queue.lock_minutes else "muted"),
        )
        yield cells, queue


def _in_tree(queues: tuple[QueueRule, ...], parent: str = "") -> Iterator[QueueRule]:
    for queue in queues:
        if queue.parent == parent:
            yield queue
            yield from _in_tree(queues, queue.name)


def times_of(level: Level) -> str:
    """Return a level's times as they are typed: response, escalation, resolution."""
    return ", ".join(duration_text(seconds) for seconds in (level.respond, level.escalate, level.resolve))
