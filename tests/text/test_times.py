"""A time on the screen is read in one glance, so its form is fixed to the character."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otui.text import i18n
from otui.text.times import ago, clock, countdown, day, duration, moment

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    i18n.use("en")
    yield
    i18n.use("en")


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(minutes=12), "0:12"),
        (timedelta(minutes=12, seconds=59), "0:12"),
        (timedelta(seconds=30), "0:00"),
        (timedelta(hours=2, minutes=40), "2:40"),
        (timedelta(hours=23, minutes=59, seconds=59), "23:59"),
        (timedelta(days=1), "1d"),
        (timedelta(days=2, hours=23), "2d"),
        (timedelta(minutes=-7), "-0:07"),
        (timedelta(seconds=-1), "-0:00"),
        (timedelta(days=-40), "-40d"),
    ],
)
def test_countdown(left: timedelta, text: str) -> None:
    assert countdown(left) == text


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(minutes=9, seconds=41), "9'41"),
        (timedelta(seconds=5), "0'05"),
        (timedelta(minutes=10), "0:10"),
        (timedelta(minutes=-2, seconds=-3), "-2'03"),
    ],
)
def test_the_last_ten_minutes_by_the_second(left: timedelta, text: str) -> None:
    assert countdown(left, seconds=True) == text


def test_moment_in_two_languages() -> None:
    assert moment(NOW, AMSTERDAM, NOW) == "Tue 24 Nov 10:30"
    assert moment(NOW, UTC) == "Tue 24 Nov 9:30"
    assert day(NOW, AMSTERDAM) == "Tue 24 Nov"
    i18n.use("nl")
    assert moment(NOW, AMSTERDAM, NOW) == "di 24 nov 10:30"
    assert moment(NOW.replace(month=3), AMSTERDAM, NOW) == "di 24 mrt 10:30"


def test_another_year_is_told() -> None:
    assert moment(NOW.replace(year=2027), AMSTERDAM, NOW) == "Wed 24 Nov 2027 10:30"


def test_the_year_is_the_one_of_the_zone() -> None:
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert moment(new_year, AMSTERDAM, NOW) == "Fri 1 Jan 2027 0:30"
    assert moment(new_year, UTC, NOW) == "Thu 31 Dec 23:30"
    assert moment(new_year, AMSTERDAM, new_year) == "Fri 1 Jan 0:30"


def test_clock() -> None:
    assert clock(NOW, AMSTERDAM) == "10:30"
    assert clock(NOW.replace(minute=5, hour=3), UTC) == "3:05"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=5), "5 min ago"),
        (timedelta(hours=3, minutes=50), "3 h ago"),
        (timedelta(days=2), "2 d ago"),
        (timedelta(minutes=-5), "in 5 min"),
    ],
)
def test_ago(before: timedelta, text: str) -> None:
    assert ago(NOW - before, NOW) == text


@pytest.mark.parametrize(
    ("seconds", "english", "dutch"),
    [
        (5400, "1 h 30 min", "1 u 30 min"),
        (7200, "2 h", "2 u"),
        (2700, "45 min", "45 min"),
        (20, "20 s", "20 s"),
        (0, "0 min", "0 min"),
        (108_000, "30 h", "30 u"),
        (-5400, "-1 h 30 min", "-1 u 30 min"),
    ],
)
def test_duration(seconds: int, english: str, dutch: str) -> None:
    assert duration(seconds) == english
    i18n.use("nl")
    assert duration(seconds) == dutch
