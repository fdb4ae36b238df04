"""Working time: when a calendar is open, how much of it lies between two instants, and when so much has passed.

Windows are half-open, in minutes, several a day, and may run to 24:00. A duration ends at the earliest instant at
which it has passed, so a target that falls on closing time is closing time, as OTRS has it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from otui.domain.calendar_spec import CalendarError, CalendarSpec
from otui.domain.opening import DAY, OpenTime, micros, moment, open_time
from otui.text.i18n import _

__all__ = ["BusinessCalendar", "CalendarError", "Counted"]

FIRST_YEAR, END_YEAR = 1900, 2200
"""The years in which a calendar counts: a search that runs out of them ends with words, never in a loop."""
_ZERO = timedelta()
_ONE = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """What counts between two instants, and the holidays that were left out."""

    windows: tuple[tuple[datetime, datetime], ...]
    """Open stretches in UTC; windows that touch are one."""
    holidays: tuple[tuple[date, str], ...]
    """Local dates that would have had hours, by name."""


class BusinessCalendar:
    """A week of opening hours in one time zone, less its holidays. Immutable, and safe to share between threads."""

    def __init__(self, spec: CalendarSpec, name: str = "") -> None:
        """Take checked hours; `from_dict` checks what a person wrote."""
        self.name = name
        self.spec = spec
        self.zone = spec.zone
        # Replaced as a whole when it has to grow, so that a reader in another thread always sees one that is complete.
        self._open = OpenTime(FIRST_YEAR, FIRST_YEAR, [], [], [], 0)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], name: str = "") -> BusinessCalendar:
        """Read `{"timezone", "hours": {"mon": [["08:00", "17:30"]]}, "holidays": [...]}`.

        Holidays are a list of dates ("2026-12-25", or "12-25" for every year), or a mapping of dates to names.
        Raises CalendarError, which says what was expected and where.
        """
        return cls(CalendarSpec.parse(data), name)

    def __repr__(self) -> str:
        return f"<BusinessCalendar {self.name or self.zone.key}>"

    # -- counting --------------------------------------------------------------------------------------------------

    def add(self, start: datetime, duration: timedelta) -> datetime:
        """Return the earliest instant at or after `start` with `duration` of working time between, in UTC."""
        if duration <= _ZERO:
            if duration < _ZERO:
                raise CalendarError(_("A duration of working time cannot be negative."))
            return moment(_count(start))
        begin = _count(start)
        opened = self._covering(begin, begin)
        worked = opened.worked(begin) + duration // _ONE
        while (reached := opened.reach(worked)) is None:
            if opened.end_year >= END_YEAR:
                raise CalendarError(
                    _(
                        "The calendar {name} has too few working hours: counting ran into the year {year}."
                    ).format(name=self.name or self.zone.key, year=END_YEAR),
                    _("Give it more hours, or make the duration shorter."),
                )
            years = opened.end_year - opened.first_year
            opened = self._grow(opened.first_year, opened.end_year + max(2, years))
            worked = opened.worked(begin) + duration // _ONE
        return moment(reached)

    def between(self, begin: datetime, end: datetime) -> timedelta:
        """Return the working time from `begin` to `end`; none where `end` is not later."""
        return timedelta(microseconds=self.micros_between(begin, end))

    def micros_between(self, begin: datetime, end: datetime) -> int:
        """Return the working time from `begin` to `end` in whole microseconds."""
        low, high = _count(begin), _count(end)
        if high <= low:
            return 0
        opened = self._covering(low, high)
        return opened.worked(high) - opened.worked(low)

    def is_open(self, at: datetime) -> bool:
        """Whether working time runs at this instant: from opening on, until just before closing."""
        count = _count(at)
        return self._covering(count, count).at(count) is not None

    def next_opening(self, at: datetime) -> datetime:
        """Return the first instant at or after `at` that is open, in UTC."""
        return moment(_count(at)) if self.is_open(at) else self.add(at, _ONE) - _ONE

    def segments(self, begin: datetime, end: datetime) -> Counted:
        """Return what counts between two instants and the holidays skipped, for a person to check."""
        low, high = _count(begin), _count(end)
        if high <= low:
            return Counted((), ())
        opened = self._covering(low, high)
        windows = tuple((moment(first), moment(last)) for first, last in opened.cut(low, high))
        first_day = begin.astimezone(self.zone).date()
        last_day = moment(high - 1).astimezone(self.zone).date()
        return Counted(windows, self.spec.holidays_between(first_day, last_day))

    # -- the years laid out so far ---------------------------------------------------------------------------------

    def _covering(self, low: int, high: int) -> OpenTime:
        opened = self._open
        # Years by their mean length: never more than two days off, and a margin only lays out one year more.
        first = 1970 + (low - 3 * DAY) // _YEAR
        last = 1970 + (high + 3 * DAY) // _YEAR + 1
        if opened.first_year <= first and last <= opened.end_year:
            return opened
        if first < FIRST_YEAR or last > END_YEAR:
            raise CalendarError(
                _("A calendar counts from {first} to {last} only.").format(
                    first=FIRST_YEAR + 1, last=END_YEAR - 1
                )
            )
        if opened.first_year == opened.end_year:
            return self._grow(first, last + 1)
        return self._grow(min(first, opened.first_year), max(last + 1, opened.end_year))

    def _grow(self, first_year: int, end_year: int) -> OpenTime:
        end_year = min(end_year, END_YEAR)
        spec = self.spec
        closed = spec.closed_days(first_year - 1, end_year + 1)
        self._open = open_time(spec.zone, spec.week, closed, first_year, end_year)
        return self._open


_YEAR = DAY * 146_097 // 400


def _count(instant: datetime) -> int:
    if instant.tzinfo is None:
        raise CalendarError(
            _("A time without a zone cannot be counted: {time}.").format(time=instant.isoformat())
        )
    return micros(instant)
