"""Which backups of a schedule stay: the newest few, the last of each day, the last of each week."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_EVERY = re.compile(
    r"(\d{1,4})\s*(?:(d|day|days|dag|dagen)|(h|hour|hours|uur|u)|(m|min|minute|minutes|minuut|minuten))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Plan:
    """When backups are made by themselves, and which stay."""

    every: timedelta
    keep: int = 3
    keep_daily: int = 7
    keep_weekly: int = 4


def parse_every(text: str) -> timedelta | None:
    """Return "1d", "6h" or "30min" (Dutch units too); None where it is none of these, or nothing at all."""
    match = _EVERY.fullmatch(text.strip())
    if match is None or not int(match[1]):
        return None
    unit = timedelta(days=1) if match[2] else timedelta(hours=1) if match[3] else timedelta(minutes=1)
    return int(match[1]) * unit


def staying(made: Iterable[datetime], plan: Plan) -> set[datetime]:
    """Return which of the backups made at these instants stay. Days and weeks are those of UTC, a week from Monday."""
    newest_first = sorted(made, reverse=True)
    kept = set(newest_first[: max(plan.keep, 1)])
    for limit, period in ((plan.keep_daily, _day), (plan.keep_weekly, _week)):
        last: dict[tuple[int, ...], datetime] = {}
        for at in newest_first:
            last.setdefault(period(at), at)
        kept.update(list(last.values())[:limit])
    return kept


def _day(at: datetime) -> tuple[int, ...]:
    utc = at.astimezone(UTC)
    return utc.year, utc.month, utc.day


def _week(at: datetime) -> tuple[int, ...]:
    return tuple(at.astimezone(UTC).isocalendar()[:2])
