"""What a calendar refuses, and how it says so."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from otui.domain.calendar import BusinessCalendar, CalendarError

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def week(*windows: list[str], days: tuple[str, ...] = DAYS[:5]) -> dict[str, list[list[str]]]:
    return {day: list(windows) for day in days}


def office(**changes: Any) -> BusinessCalendar:
    data = {"timezone": "Europe/Amsterdam", "hours": week(["08:00", "12:00"], ["12:30", "17:00"])}
    return BusinessCalendar.from_dict({**data, **changes})


def ams(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def refused(**changes: Any) -> CalendarError:
    with pytest.raises(CalendarError) as caught:
        office(**changes)
    return caught.value


@pytest.mark.parametrize(
    ("changes", "where", "words"),
    [
        ({"hours": {}}, ("hours",), "at least one weekday"),
        ({"hours": {"mon": []}}, ("hours",), "at least one weekday"),
        ({"hours": None}, ("hours",), "needs hours"),
        ({"hours": {"monday": []}}, ("hours", "monday"), "mon, tue"),
        ({"hours": {"mon": "08:00-17:00"}}, ("hours", "mon"), "list of windows"),
        ({"hours": {"mon": [["08:00"]]}}, ("hours", "mon"), "two times"),
        ({"hours": {"mon": [["8.00", "17:00"]]}}, ("hours", "mon"), "time of day"),
        ({"hours": {"mon": [["08:00", "24:01"]]}}, ("hours", "mon"), "time of day"),
        ({"hours": {"mon": [[8, 17]]}}, ("hours", "mon"), "time of day"),
        ({"hours": {"mon": [["17:00", "08:00"]]}}, ("hours", "mon"), "closes before it opens"),
        ({"hours": {"mon": [["08:00", "08:00"]]}}, ("hours", "mon"), "closes before it opens"),
        ({"hours": {"mon": [["12:00", "17:00"], ["08:00", "12:01"]]}}, ("hours", "mon"), "overlap"),
        ({"timezone": "Europe/Amsterdm"}, ("timezone",), "Europe/Amsterdm"),
        ({"timezone": "../etc/passwd"}, ("timezone",), "timezone"),
        ({"timezone": 1}, ("timezone",), "needs a timezone"),
        ({"holidays": ["25-12-2026"]}, ("holidays", "25-12-2026"), "no date"),
        ({"holidays": ["02-30"]}, ("holidays", "02-30"), "no date"),
        ({"holidays": {"2026-12-25": 1}}, ("holidays", "2026-12-25"), "name"),
        ({"holidays": 7}, ("holidays",), "list of dates"),
        ({"holiday": []}, ("holiday",), "expected 'holidays'"),
    ],
)
def test_a_mistake_says_where_and_what_was_expected(
    changes: dict[str, Any], where: tuple[str, ...], words: str
) -> None:
    error = refused(**changes)
    assert error.where == where
    assert words in str(error)


def test_every_day_a_holiday_is_refused() -> None:
    leap = [datetime(2024, 1, 1) + timedelta(days=n) for n in range(366)]
    error = refused(holidays=[day.strftime("%m-%d") for day in leap])
    assert "nothing is left" in error.message


def test_a_search_that_finds_too_little_ends_with_words() -> None:
    leap = [datetime(2024, 1, 1) + timedelta(days=n) for n in range(366)]
    calendar = office(
        holidays=[day.strftime("%m-%d") for day in leap if day.day != 1 or day.month != 6],
        hours={"mon": [["08:00", "08:01"]]},
    )
    with pytest.raises(CalendarError, match="too few working hours"):
        calendar.add(ams("2026-11-23T09:00"), timedelta(hours=1))


def test_a_time_without_a_zone_and_a_negative_duration_are_refused() -> None:
    with pytest.raises(CalendarError, match="without a zone"):
        office().add(datetime(2026, 11, 23, 9), timedelta(hours=1))
    with pytest.raises(CalendarError, match="negative"):
        office().add(ams("2026-11-23T09:00"), timedelta(hours=-1))
    with pytest.raises(CalendarError, match="1901 to 2199"):
        office().between(datetime(1066, 10, 14, tzinfo=UTC), ams("2026-11-23T09:00"))
