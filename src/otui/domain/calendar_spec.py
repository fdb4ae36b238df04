"""What a person writes in a calendar, read and checked: zone, hours by weekday, holidays by name."""

from __future__ import annotations

import difflib
import re
from calendar import isleap
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from otui.domain.opening import Windows
from otui.errors import Refused
from otui.text.i18n import _

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = ("timezone", "hours", "holidays")
_TIME = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_YEARLY = re.compile(r"(\d\d)-(\d\d)")


class CalendarError(Refused, ValueError):
    """A calendar cannot be read, or cannot count what was asked. `where` is the path of keys that is wrong."""

    def __init__(self, message: str, hint: str = "", *, where: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.where = where


@dataclass(frozen=True, slots=True)
class CalendarSpec:
    """Hours and holidays of one calendar, checked."""

    zone: ZoneInfo
    week: Mapping[int, Windows]
    """Windows by weekday, 0 is Monday; a day without is left out."""
    dates: Mapping[date, str]
    """Single holidays by name."""
    yearly: Mapping[tuple[int, int], str]
    """Holidays of every year, (month, day) by name."""

    @classmethod
    def parse(cls, data: Mapping[str, Any]) -> CalendarSpec:
        """Read the tables of a file; CalendarError says what was expected."""
        for key in data:
            if key not in _KEYS:
                raise CalendarError(
                    _("Unknown key {key}; expected {known}.").format(
                        key=repr(key), known=nearest(key, _KEYS)
                    ),
                    where=(str(key),),
                )
        week = _week(data.get("hours"))
        dates, yearly = _holidays(data.get("holidays", ()))
        if not week:
            raise CalendarError(
                _("A calendar needs working hours on at least one weekday."), where=("hours",)
            )
        if len(yearly) >= 366:
            raise CalendarError(
                _("Every day of the year is a holiday: nothing is left to count."), where=("holidays",)
            )
        return cls(_zone(data.get("timezone")), week, dates, yearly)

    def closed_days(self, first_year: int, end_year: int) -> frozenset[int]:
        """Return the ordinals of all holidays from `first_year` up to `end_year`."""
        closed = {day.toordinal() for day in self.dates}
        for year in range(first_year, end_year):
            for month, day in self.yearly:
                if (month, day) != (2, 29) or isleap(year):
                    closed.add(date(year, month, day).toordinal())
        return frozenset(closed)

    def holidays_between(self, first: date, last: date) -> tuple[tuple[date, str], ...]:
        """Return the holidays among these dates (last included) on weekdays that have hours, in order, by name."""
        found = {
            date.fromordinal(number)
            for number in self.closed_days(first.year, last.year + 1)
            if first.toordinal() <= number <= last.toordinal()
        }
        return tuple((day, self.holiday_name(day)) for day in sorted(found) if day.weekday() in self.week)

    def holiday_name(self, day: date) -> str:
        """Return what a holiday is called; its date where nobody named it."""
        return self.dates.get(day) or self.yearly.get((day.month, day.day)) or day.isoformat()


def nearest(word: object, known: tuple[str, ...] | list[str]) -> str:
    """Return the known word that looks most like `word`, or all of them, for a sentence."""
    close = difflib.get_close_matches(str(word), known, n=1)
    return repr(close[0]) if close else ", ".join(repr(one) for one in known)


def _zone(text: Any) -> ZoneInfo:
    hint = _("Write a zone of the IANA database, such as 'Europe/Amsterdam'.")
    if not isinstance(text, str) or not text:
        raise CalendarError(_("A calendar needs a timezone."), hint, where=("timezone",))
    try:
        return ZoneInfo(text)
    except (ValueError, OSError, LookupError) as error:
        raise CalendarError(
            _("Unknown timezone {zone}.").format(zone=repr(text)), hint, where=("timezone",)
        ) from error


def _week(hours: Any) -> dict[int, Windows]:
    if not isinstance(hours, Mapping):
        raise CalendarError(
            _("A calendar needs hours: a list of windows for each weekday."),
            _('Write them as mon = [["08:00", "17:30"]].'),
            where=("hours",),
        )
    week: dict[int, Windows] = {}
    for key, windows in hours.items():
        if key not in WEEKDAYS:
            raise CalendarError(
                _("Unknown weekday {key}; expected {known}.").format(
                    key=repr(key), known=", ".join(WEEKDAYS)
                ),
                where=("hours", str(key)),
            )
        parsed = _windows(windows, ("hours", key))
        if parsed:
            week[WEEKDAYS.index(key)] = parsed
    return week


def _windows(windows: Any, where: tuple[str, ...]) -> Windows:
    shape = _('Write windows as [["08:00", "12:00"], ["12:30", "17:00"]].')
    if not isinstance(windows, list | tuple):
        raise CalendarError(
            _("Expected a list of windows for {day}.").format(day=where[-1]), shape, where=where
        )
    parsed: list[tuple[int, int]] = []
    for window in windows:
        if not isinstance(window, list | tuple) or len(window) != 2:
            raise CalendarError(
                _("Expected a window of two times for {day}, got {window}.").format(
                    day=where[-1], window=window
                ),
                shape,
                where=where,
            )
        opens, closes = _minutes(window[0], where), _minutes(window[1], where)
        if opens >= closes:
            raise CalendarError(
                _("The window {opens}-{closes} of {day} closes before it opens.").format(
                    opens=window[0], closes=window[1], day=where[-1]
                ),
                _("A window over midnight is two: until 24:00, and from 00:00 of the next day."),
                where=where,
            )
        parsed.append((opens, closes))
    parsed.sort()
    for (_first, closes), (opens, _last) in pairwise(parsed):
        if opens < closes:
            raise CalendarError(_("Two windows of {day} overlap.").format(day=where[-1]), shape, where=where)
    return tuple(parsed)


def _minutes(text: Any, where: tuple[str, ...]) -> int:
    match = _TIME.fullmatch(text) if isinstance(text, str) else None
    minutes = int(match[1]) * 60 + int(match[2]) if match else 0
    if match is None or minutes > 24 * 60:
        raise CalendarError(
            _("{text} is no time of day; expected one from 00:00 to 24:00.").format(text=repr(text)),
            where=where,
        )
    return minutes


def _holidays(holidays: Any) -> tuple[dict[date, str], dict[tuple[int, int], str]]:
    if isinstance(holidays, list | tuple):
        holidays = {str(day): "" for day in holidays}
    if not isinstance(holidays, Mapping):
        raise CalendarError(
            _("Expected holidays as a list of dates, or as dates with a name."), where=("holidays",)
        )
    dates: dict[date, str] = {}
    yearly: dict[tuple[int, int], str] = {}
    for key, name in holidays.items():
        try:
            match = _YEARLY.fullmatch(key)
            # 2000 is a leap year, so that 29 February can be a holiday of every year that has one.
            day = date(2000, int(match[1]), int(match[2])) if match else date.fromisoformat(key)
        except ValueError as error:
            raise CalendarError(
                _("{text} is no date; expected one as 2026-12-25, or 12-25 for every year.").format(
                    text=repr(key)
                ),
                where=("holidays", str(key)),
            ) from error
        if not isinstance(name, str):
            raise CalendarError(
                _("Expected the holiday's name for {date}.").format(date=key), where=("holidays", str(key))
            )
        if match:
            yearly[(day.month, day.day)] = name
        else:
            dates[day] = name
    return dates, yearly
