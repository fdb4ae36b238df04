"""When a window of the change calendar is: once, or again and again by a rule of RFC 5545, on the desk's own clock.

A window that repeats keeps its hours through summer time: what begins at two begins at two by the clock on the wall,
whatever that is in UTC. An hour that a spring night leaves out is read by the offset before it, as RFC 5545 says.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dateutil.rrule import rrule


class WindowKind(StrEnum):
    """What a window is for."""

    BLACKOUT = "blackout"
    """No change now."""
    MAINTENANCE = "maintenance"
    """Changes belong here."""


@dataclass(frozen=True, slots=True, order=True)
class Stretch:
    """From `start` up to but not including `end`, both aware."""

    start: datetime
    end: datetime

    @property
    def empty(self) -> bool:
        """Whether there is no time in it."""
        return self.end <= self.start


def overlap(a: Stretch, b: Stretch) -> bool:
    """Whether two stretches have a moment in common: what ends at ten leaves what begins at ten alone."""
    return not a.empty and not b.empty and a.start < b.end and b.start < a.end


def common(a: Stretch, b: Stretch) -> Stretch:
    """Return the part that two overlapping stretches share."""
    return Stretch(max(a.start, b.start), min(a.end, b.end))


def covers(parts: Iterable[Stretch], whole: Stretch) -> bool:
    """Whether `parts` together leave no moment of `whole` out."""
    reached = whole.start
    for part in sorted(parts):
        if part.start > reached:
            break
        reached = max(reached, part.end)
    return reached >= whole.end


@dataclass(frozen=True, slots=True)
class Window:
    """A blackout or a maintenance window. `when` is its first time, `rule` how it repeats; empty: once."""

    id: int
    kind: WindowKind
    name: str
    when: Stretch
    rule: str = ""
    item_id: int | None = None
    """The service or item that it is for; None: all."""
    reason: str = ""


class BadRule(ValueError):
    """A rule that cannot be kept to; `why` is one of the names below, `part` what of the rule it is about."""

    def __init__(self, why: str, part: str = "") -> None:
        super().__init__(f"{why} {part}".strip())
        self.why = why
        self.part = part


NOT_A_RULE = "not a rule"
NO_SUCH_PART = "no such part"
NO_SUCH_FREQUENCY = "no such frequency"
BOTH_ENDS = "both ends"
NOT_ITS_BEGINNING = "not its beginning"

FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
"""How often a window may come. Its hours are its own: no rule that names hours is needed."""
PARTS = ("FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST")
_PERIOD = {"DAILY": timedelta(days=1), "WEEKLY": timedelta(days=7)}
_UNTIL = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?", re.ASCII)
_LAST_CYCLE = range(9950, 9978)
"""Years of which each has its like today: weekdays and leap years fall in one of them as they do in ours."""


def parts_of(rule: str) -> dict[str, str]:
    """Return the parts of a rule as typed, by name, in capitals; BadRule where it is none or has another part."""
    parts: dict[str, str] = {}
    for piece in filter(None, rule.strip().upper().removeprefix("RRULE:").replace(" ", "").split(";")):
        name, equals, value = piece.partition("=")
        if not equals or not value or name in parts:
            raise BadRule(NOT_A_RULE, piece)
        if name not in PARTS:
            raise BadRule(NO_SUCH_PART, name)
        parts[name] = value
    if parts.get("FREQ") not in FREQUENCIES:
        raise BadRule(NO_SUCH_FREQUENCY, parts.get("FREQ", ""))
    if "COUNT" in parts and "UNTIL" in parts:
        raise BadRule(BOTH_ENDS)
    return parts


def checked(rule: str, start: datetime, zone: tzinfo) -> str:
    """Return a rule in its one spelling; BadRule where it is none, or its first time is not the window's own.

    A rule that never comes true is found by the same look: it does not fall on its beginning.
    """
    parts = parts_of(rule)
    local = start.astimezone(zone).replace(tzinfo=None)
    # Looked at in the last years there are: what never comes true is given up soon there, and days fall alike.
    late = local.replace(year=_like(local.year))
    endless = {name: value for name, value in parts.items() if name not in ("COUNT", "UNTIL")}
    try:
        first = next(iter(_rule(_text(endless), late)), None)
        if "UNTIL" in parts:
            _until(parts["UNTIL"], zone)
        if int(parts.get("COUNT", "1")) < 1 or int(parts.get("INTERVAL", "1")) < 1:
            raise BadRule(NOT_A_RULE, rule)
    except BadRule:
        raise
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError) as error:
        raise BadRule(NOT_A_RULE, rule) from error
    if first != late:
        raise BadRule(NOT_ITS_BEGINNING)
    return _text(parts)


def _like(year: int) -> int:
    first = date(year, 1, 1).weekday()
    return next(one for one in _LAST_CYCLE if one % 4 == year % 4 and date(one, 1, 1).weekday() == first)


def _text(parts: dict[str, str]) -> str:
    return ";".join(f"{name}={parts[name]}" for name in PARTS if name in parts)


def _rule(text: str, start: datetime) -> rrule:
    from dateutil.rrule import rrule as one_rule  # costs a start-up that no calendar is asked of nothing
    from dateutil.rrule import rrulestr

    found = rrulestr(text, dtstart=start)
    assert isinstance(found, one_rule)
    return found


def _until(text: str, zone: tzinfo) -> datetime:
    """Return the last moment of a rule on the wall clock of `zone`: a day means the whole of it."""
    found = _UNTIL.fullmatch(text)
    if found is None:
        raise BadRule(NOT_A_RULE, text)
    day = date(int(found[1]), int(found[2]), int(found[3]))
    if found[4] is None:
        return datetime(day.year, day.month, day.day, 23, 59, 59)
    moment = datetime(day.year, day.month, day.day, int(found[4]), int(found[5]), int(found[6]))
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if found[7] else moment


def until_utc(rule: str, zone: tzinfo) -> datetime | None:
    """Return the last moment of a rule as an instant; None where it has none."""
    parts = parts_of(rule)
    return _until(parts["UNTIL"], zone).replace(tzinfo=zone).astimezone(UTC) if "UNTIL" in parts else None


def occurrences(window: Window, zone: tzinfo, since: datetime, until: datetime) -> tuple[Stretch, ...]:
    """Return the times of a window that overlap [since, until), in their order."""
    asked = Stretch(since, until)
    if not window.rule:
        return (window.when,) if overlap(window.when, asked) else ()
    begin = window.when.start.astimezone(zone).replace(tzinfo=None)
    length = window.when.end.astimezone(zone).replace(tzinfo=None) - begin
    found = _local_starts(
        window.rule,
        begin,
        zone,
        since.astimezone(zone).replace(tzinfo=None) - length - _HOURS,
        until.astimezone(zone).replace(tzinfo=None) + _HOURS,
    )
    times = (Stretch(_instant(start, zone), _instant(start + length, zone)) for start in found)
    return tuple(one for one in times if overlap(one, asked))


def in_force(window: Window, zone: tzinfo, change: Stretch) -> bool:
    """Whether a window says anything of a change at that time: it has begun to come back, or is still to come once."""
    if not window.rule:
        return window.when.end > change.start
    if window.when.start >= change.end:
        return False
    parts = parts_of(window.rule)
    ends = "COUNT" in parts or "UNTIL" in parts
    return not ends or bool(occurrences(window, zone, change.start, change.start + _LONG))


_LONG = timedelta(days=366 * 2)
"""A rule that has not come back by then is over."""
_HOURS = timedelta(hours=3)
"""More than any change of the clocks."""


def _instant(local: datetime, zone: tzinfo) -> datetime:
    return local.replace(tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=512)
def _local_starts(
    rule: str, begin: datetime, zone: tzinfo, since: datetime, until: datetime
) -> tuple[datetime, ...]:
    """Return when a rule that began at `begin` begins anew from `since` to `until`, all on the wall clock."""
    return tuple(takewhile(lambda start: start <= until, _from(rule, begin, zone, since)))


def _from(rule: str, begin: datetime, zone: tzinfo, since: datetime) -> Iterator[datetime]:
    parts = parts_of(rule)
    last = _until(parts.pop("UNTIL"), zone) if "UNTIL" in parts else datetime.max
    period = _PERIOD.get(parts["FREQ"])
    start = begin
    if period is not None and "COUNT" not in parts and since > begin:
        step = period * int(parts.get("INTERVAL", "1"))
        # One step early: of a week the days before its own weekday belong to it too.
        start = begin + step * max(0, (since - begin) // step - 1)
    for found in _rule(_text(parts), start):
        if found > last:
            return
        if found >= since and found >= begin:
            yield found
