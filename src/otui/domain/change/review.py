"""The look back at a change that was carried out: by when, whether that is past, and how well a team's changes go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from otui.domain.calendar import BusinessCalendar

_DAY = timedelta(days=1)
MOST_DAYS = 366
"""Working days ahead that a review may be due."""


class Result(StrEnum):
    """How it went."""

    SUCCESSFUL = "successful"
    WITH_ISSUES = "with-issues"
    UNSUCCESSFUL = "unsuccessful"
    BACKED_OUT = "backed-out"


SCORES: dict[str, int] = {
    Result.SUCCESSFUL: 3,
    Result.WITH_ISSUES: -2,
    Result.UNSUCCESSFUL: -5,
    Result.BACKED_OUT: -5,
}
"""What one change adds to the score of its team."""
CAUSED = (-10, -5, -3, -2)
"""What an incident that it caused takes off, by its level from the most urgent on; the last for all below."""


def due(calendar: BusinessCalendar, implemented: datetime, days: int) -> datetime | None:
    """Return the end of working time on the `days`-th working day after the day it was carried out; None for 0 days.

    A working day is one on which the calendar has hours, holidays left out.
    """
    if days <= 0:
        return None
    day = implemented.astimezone(calendar.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    left, last = days, None
    for _ahead in range(MOST_DAYS * 8):
        day += _DAY  # the same wall clock on the next date, whatever summer time does
        windows = calendar.segments(day, day + _DAY).windows
        if windows:
            left, last = left - 1, windows[-1][1]
        if left == 0:
            return last
    return last


def breached(review_due: datetime | None, reviewed: datetime | None, now: datetime) -> bool:
    """Whether a review came too late, or has not come and is past due."""
    return review_due is not None and (reviewed or now) > review_due


def score(results: Iterable[str], caused_ranks: Iterable[int] = ()) -> int:
    """Return the success score of a team by the results of its changes and the incidents that they caused.

    `caused_ranks` are the levels of those incidents, from 0 for the most urgent one.
    """
    taken = sum(CAUSED[min(max(0, rank), len(CAUSED) - 1)] for rank in caused_ranks)
    return sum(SCORES.get(one, 0) for one in results) + taken
