"""Opening hours as plain numbers: which stretches of real time a week of local windows and its holidays leave open.

All numbers are whole microseconds since 1970 (UTC). An instant is open when the clock on the wall, in the calendar's
zone, reads a time inside a window: an hour that the wall shows twice counts twice, one that it skips not at all.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SECOND = 1_000_000
MINUTE = 60 * SECOND
DAY = 86_400 * SECOND
_EPOCH_DAY = date(1970, 1, 1).toordinal()
_ONE = timedelta(microseconds=1)

Windows = Sequence[tuple[int, int]]
"""The windows of one day as (opens, closes) in minutes after local midnight, in order and apart."""


def micros(instant: datetime) -> int:
    """Return an aware instant as whole microseconds since 1970."""
    return (instant - EPOCH) // _ONE


def moment(count: int) -> datetime:
    """Return the UTC instant `count` microseconds after 1970."""
    return EPOCH + timedelta(microseconds=count)


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Every open stretch of some years, in order and apart, with the open time that lies before each."""

    first_year: int
    end_year: int
    """The first year that is not in it."""
    opens: list[int]
    closes: list[int]
    before: list[int]
    total: int

    def worked(self, at: int) -> int:
        """Return the open time from the first year up to `at`."""
        index = bisect_right(self.opens, at) - 1
        if index < 0:
            return 0
        return self.before[index] + min(at, self.closes[index]) - self.opens[index]

    def reach(self, worked: int) -> int | None:
        """Return the earliest instant with that much open time before it (more than none); None: later than here."""
        if worked > self.total:
            return None
        index = bisect_left(self.before, worked) - 1
        return self.opens[index] + worked - self.before[index]

    def at(self, instant: int) -> int | None:
        """Return the index of the stretch that is open at `instant`, None where it is closed."""
        index = bisect_right(self.opens, instant) - 1
        return index if index >= 0 and instant < self.closes[index] else None

    def cut(self, begin: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the open stretches between two instants."""
        for index in range(bisect_right(self.closes, begin), len(self.opens)):
            if self.opens[index] >= end:
                return
            yield max(begin, self.opens[index]), min(end, self.closes[index])


def open_time(
    zone: ZoneInfo, week: Mapping[int, Windows], closed_days: frozenset[int], first_year: int, end_year: int
) -> OpenTime:
    """Lay out the open time of whole UTC years. `week` is keyed by weekday (0 Monday); `closed_days` are ordinals."""
    opens: list[int] = []
    closes: list[int] = []
    for begin, end, offset in _pieces(zone, first_year, end_year):
        first_day = (begin + offset) // DAY
        last_day = (end - 1 + offset) // DAY
        for day in range(first_day, last_day + 1):
            windows = week.get((day + 3) % 7)
            if not windows or day + _EPOCH_DAY in closed_days:
                continue
            midnight = day * DAY - offset
            for window_opens, window_closes in windows:
                low = max(begin, midnight + window_opens * MINUTE)
                high = min(end, midnight + window_closes * MINUTE)
                if low >= high:
                    continue
                if closes and closes[-1] == low:
                    closes[-1] = high
                else:
                    opens.append(low)
                    closes.append(high)
    before: list[int] = []
    total = 0
    for low, high in zip(opens, closes, strict=True):
        before.append(total)
        total += high - low
    return OpenTime(first_year, end_year, opens, closes, before, total)


def _pieces(zone: ZoneInfo, first_year: int, end_year: int) -> Iterator[tuple[int, int, int]]:
    """Cut whole UTC years where the zone's offset changes: (begin, end, offset)."""
    begin = micros(datetime(first_year, 1, 1, tzinfo=UTC))
    end = micros(datetime(end_year, 1, 1, tzinfo=UTC))
    offset = _offset(zone, begin)
    # A zone that changes twice within twelve hours, and back, has never been seen.
    for probe in range(begin + DAY // 2, end + 1, DAY // 2):
        changed = _offset(zone, probe)
        if changed != offset:
            change = _change(zone, probe - DAY // 2, probe, offset)
            yield begin, change, offset
            begin, offset = change, changed
    if begin < end:
        yield begin, end, offset


def _change(zone: ZoneInfo, low: int, high: int, offset: int) -> int:
    """Return the second in (low, high] from which the zone no longer has `offset`."""
    first, last = low // SECOND, high // SECOND
    while last - first > 1:
        middle = (first + last) // 2
        if _offset(zone, middle * SECOND) == offset:
            first = middle
        else:
            last = middle
    return last * SECOND


def _offset(zone: ZoneInfo, at: int) -> int:
    local = moment(at).astimezone(zone).utcoffset()
    assert local is not None, "a ZoneInfo has an offset everywhere"
    return local // _ONE
