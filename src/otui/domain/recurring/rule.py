"""When a rule of the calendar comes round: RFC 5545 in a time zone, on the wall clock of that zone.

What is counted is wall time, as RFC 5545 has it: eight in the morning is eight in the morning on either side of a
change of the clock. An hour that a change of the clock leaves out comes as much later as it leaves out; one that comes
twice is the first of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from otui.errors import Usage
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.domain.calendar import BusinessCalendar

FREQUENCIES = ("HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY")
"""What otui makes tickets by: nobody wants one a minute."""
NEXT, PREVIOUS = "next", "previous"
"""Where an occurrence goes that falls on a day without working hours: to the next day with them, or the one before."""
SHIFTS = ("", NEXT, PREVIOUS)
_FARTHEST = 60
"""Days that a shift looks ahead. A calendar that is closed longer than that shifts nothing."""
_MOST_MISSED = 10_000


@dataclass(frozen=True)
class Rule:
    """A rule of RFC 5545, from when it holds, the zone of its hours, and what it does on days that are closed."""

    text: str
    """RFC 5545 without its beginning, as `parts` reads it."""
    starts: datetime
    """Aware. No occurrence is before it; its wall time is the hour of a rule that names none."""
    zone: ZoneInfo
    works: Callable[[date], bool] | None = None
    """Whether a day has working hours; None where occurrences stay on the day that they fall on."""
    shift: str = NEXT
    """Where one goes that falls on a day without: NEXT or PREVIOUS."""

    def after(self, instant: datetime) -> datetime | None:
        """Return the first occurrence later than `instant`, in UTC; None where there is none any more."""
        return next(self.walk(instant), None)

    def between(self, after: datetime, until: datetime) -> tuple[datetime, ...]:
        """Return the occurrences later than `after` and not later than `until`, the earliest first."""
        found: list[datetime] = []
        for one in self.walk(after):
            if one > until or len(found) >= _MOST_MISSED:
                break
            found.append(one)
        return tuple(found)

    def upcoming(self, after: datetime, count: int) -> tuple[datetime, ...]:
        """Return the next `count` occurrences later than `after`, or as many as there are."""
        return tuple(one for one, _place in zip(self.walk(after), range(count), strict=False))

    def walk(self, after: datetime) -> Iterator[datetime]:
        """Yield the occurrences later than `after`, each once, in order."""
        if self.works is None:
            yield from self._plain(after)
            return
        # A shift moves an occurrence by some days, past others perhaps: each waits until none can come before it.
        most = timedelta(days=_FARTHEST + 1)
        forward = self.shift == NEXT
        waiting: list[datetime] = []
        last = after
        for plain in self._plain(after - most if forward else after):
            sure = plain if forward else plain - most
            waiting.sort()
            while waiting and waiting[0] <= sure:
                one = waiting.pop(0)
                if one > last:
                    last = one
                    yield one
            moved = self._shifted(plain)
            if moved >= self.starts:
                waiting.append(moved)
        for one in sorted(waiting):
            if one > last:
                last = one
                yield one

    def _plain(self, after: datetime) -> Iterator[datetime]:
        """Yield the occurrences later than `after` where they fall by the rule alone."""
        wall = after.astimezone(self.zone).replace(tzinfo=None)
        last: datetime | None = None
        for one in self._walls.xafter(wall - timedelta(days=1), inc=True):
            at = one.replace(tzinfo=self.zone).astimezone(UTC)
            if at > after and at >= self.starts and at != last:
                last = at
                yield at

    def _shifted(self, at: datetime) -> datetime:
        assert self.works is not None
        wall = at.astimezone(self.zone)
        step = 1 if self.shift == NEXT else -1
        for days in range(_FARTHEST + 1):
            day = wall.date() + timedelta(days=days * step)
            if self.works(day):
                return at if not days else datetime.combine(day, wall.time(), self.zone).astimezone(UTC)
        return at

    @cached_property
    def _walls(self) -> Any:
        """The rule as dateutil walks it, on the wall clock."""
        from dateutil import rrule

        begins = self.starts.astimezone(self.zone).replace(tzinfo=None, second=0, microsecond=0)
        try:
            return rrule.rrulestr(_local(self.text, self.zone), dtstart=begins, cache=False)
        except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
            raise _not_a_rule(self.text) from error


def works_by(calendar: BusinessCalendar) -> Callable[[date], bool]:
    """Return whether a day of a calendar has working hours."""

    def works(day: date) -> bool:
        begin = datetime.combine(day, datetime.min.time(), calendar.zone)
        return calendar.micros_between(begin, begin + timedelta(days=1)) > 0

    return works


def parts(text: str) -> dict[str, str]:
    """Return a rule of RFC 5545 by its parts, in capitals; Usage for what is none, or comes too often."""
    words = text.strip().upper().removeprefix("RRULE:").strip()
    found: dict[str, str] = {}
    for part in words.split(";"):
        name, sign, value = (one.strip() for one in part.partition("="))
        if not sign or not value or name in found:
            raise _not_a_rule(text)
        found[name] = value
    frequency = found.get("FREQ", "")
    if frequency in ("SECONDLY", "MINUTELY"):
        raise Usage(
            _("A recurring ticket comes at most once an hour."), _("For example FREQ=WEEKLY;BYDAY=MO.")
        )
    if frequency not in FREQUENCIES:
        raise _not_a_rule(text)
    return found


def written(found: dict[str, str]) -> str:
    """Return the parts of a rule as RFC 5545 writes them."""
    return ";".join(f"{name}={value}" for name, value in found.items())


def checked(rule: Rule, now: datetime) -> Rule:
    """Return a rule that comes round at least once more; Usage for one that says nothing, or never comes."""
    parts(rule.text)
    if rule.after(max(now, rule.starts - timedelta(microseconds=1))) is None:
        raise Usage(
            _("That rule never comes round: {rule}.").format(rule=rule.text),
            _("Look at its day and month, and at how often or until when it goes on."),
        )
    return rule


def _local(text: str, zone: ZoneInfo) -> str:
    """Return a rule whose UNTIL is on the wall clock, as the rest of it."""
    found = parts(text)
    until = found.get("UNTIL", "")
    if until.endswith("Z"):
        at = datetime.strptime(until, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).astimezone(zone)
        found["UNTIL"] = at.strftime("%Y%m%dT%H%M%S")
    elif until and "T" not in until:
        found["UNTIL"] = until + "T235959"  # the whole of that day
    return written(found)


def _not_a_rule(text: str) -> Usage:
    return Usage(
        _("That is no rule of the calendar: {text}.").format(text=text.strip() or "–"),
        _("For example: every monday 08:00, or FREQ=MONTHLY;BYMONTHDAY=1."),
    )
