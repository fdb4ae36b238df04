"""The calendar by its days: which week or month a day is in, and what each day of a schedule holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import Enum

from otui.desk.views.schedule import ChangeOn, Entry, Schedule

DAY = timedelta(days=1)
WEEK = 7


class View(Enum):
    """How much of the calendar is shown."""

    WEEK = "week"
    MONTH = "month"


Place = tuple[date, int]
"""A day, and which of its entries; -1 where it has none."""


@dataclass(frozen=True, slots=True)
class DayOf:
    """A day and what is on it: what begins on it, what goes on, and what ends."""

    day: date
    start: datetime
    end: datetime
    entries: tuple[Entry, ...]

    @property
    def unanswered(self) -> int:
        """How many of its changes cannot go on as they are planned."""
        return sum(1 for one in self.entries if isinstance(one, ChangeOn) and one.flag.unanswered)


def monday(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())


def shown(view: View, day: date) -> tuple[date, date]:
    """Return the first day that is shown with `day`, and the first that is not: a month is shown in whole weeks."""
    if view is View.WEEK:
        return monday(day), monday(day) + WEEK * DAY
    first, last = day.replace(day=1), next_month(day) - DAY
    return monday(first), monday(last) + WEEK * DAY


def next_month(day: date) -> date:
    """Return the first day of the month after a day's."""
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def turned(view: View, day: date, by: int) -> date:
    """Return the day so many weeks or months further; of a shorter month the last one where it lacks that day."""
    if view is View.WEEK:
        return day + by * WEEK * DAY
    months = day.year * 12 + day.month - 1 + by
    first = date(months // 12, months % 12 + 1, 1)
    return min(first.replace(day=28) + (day.day - 28) * DAY, next_month(first) - DAY)


def midnight(day: date, zone: tzinfo) -> datetime:
    """Return the instant at which a day begins in a zone."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def days_of(schedule: Schedule, first: date, last: date, zone: tzinfo) -> Iterator[DayOf]:
    """Yield the days from `first` up to but not including `last`, each with its entries."""
    day = first
    while day < last:
        start, end = midnight(day, zone), midnight(day + DAY, zone)
        yield DayOf(day, start, end, schedule.during(start, end))
        day += DAY
