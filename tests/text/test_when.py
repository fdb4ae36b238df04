"""What an agent types for a moment, in either language, means what they would say it means."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.errors import Usage
from otui.text.when import parse_when

TZ = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, 10, 15, tzinfo=TZ)


def told(text: str, now: datetime = MONDAY, opening: time = time(8, 0)) -> str:
    return parse_when(text, now, TZ, opening).astimezone(TZ).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2h", "2026-11-23 12:15"),
        ("30m", "2026-11-23 10:45"),
        ("1u", "2026-11-23 11:15"),
        ("1uur", "2026-11-23 11:15"),
        ("2 uur", "2026-11-23 12:15"),
        ("1u30", "2026-11-23 11:45"),
        ("1h 30m", "2026-11-23 11:45"),
        ("1,5 uur", "2026-11-23 11:45"),
        ("over een uur", "2026-11-23 11:15"),
        ("in 2 hours", "2026-11-23 12:15"),
        ("half uur", "2026-11-23 10:45"),
        ("een half uur", "2026-11-23 10:45"),
        ("half an hour", "2026-11-23 10:45"),
        ("anderhalf uur", "2026-11-23 11:45"),
        ("kwartier", "2026-11-23 10:30"),
        ("3d", "2026-11-26 10:15"),
        ("3 dagen", "2026-11-26 10:15"),
        ("1w", "2026-11-30 10:15"),
        ("1w 2d", "2026-12-02 10:15"),
        ("twee weken", "2026-12-07 10:15"),
    ],
)
def test_a_length_of_time(text: str, moment: str) -> None:
    assert told(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("tomorrow", "2026-11-24 08:00"),
        ("Morgen", "2026-11-24 08:00"),
        ("tomorrow 9", "2026-11-24 09:00"),
        ("morgen 9", "2026-11-24 09:00"),
        ("morgen om 9 uur", "2026-11-24 09:00"),
        ("morgen 9u30", "2026-11-24 09:30"),
        ("9:00 tomorrow", "2026-11-24 09:00"),
        ("tomorrow 0930", "2026-11-24 09:30"),
        ("tomorrow at 2pm", "2026-11-24 14:00"),
        ("overmorgen", "2026-11-25 08:00"),
        ("day after tomorrow 9", "2026-11-25 09:00"),
        ("vanmiddag", "2026-11-23 13:00"),
        ("this afternoon", "2026-11-23 13:00"),
        ("vanavond", "2026-11-23 19:00"),
        ("morgenmiddag", "2026-11-24 13:00"),
        ("morgenochtend", "2026-11-24 08:00"),
        ("dinsdag ochtend", "2026-11-24 08:00"),
        ("vandaag 16:00", "2026-11-23 16:00"),
        ("vandaag", "2026-11-23 17:00"),
        ("eind van de dag", "2026-11-23 17:00"),
        ("end of day", "2026-11-23 17:00"),
        ("end of the day", "2026-11-23 17:00"),
        ("vrijdag einde dag", "2026-11-27 17:00"),
    ],
)
def test_a_day_near_by(text: str, moment: str) -> None:
    assert told(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("di", "2026-11-24 08:00"),
        ("tue", "2026-11-24 08:00"),
        ("fri 14:00", "2026-11-27 14:00"),
        ("vr 14.00", "2026-11-27 14:00"),
        ("vr. 14u", "2026-11-27 14:00"),
        ("friday at 2 pm", "2026-11-27 14:00"),
        ("until fri, 9:00", "2026-11-27 09:00"),
        ("zondag", "2026-11-29 08:00"),
        ("ma", "2026-11-30 08:00"),
        ("monday", "2026-11-30 08:00"),
        ("ma 9", "2026-11-30 09:00"),
        ("ma 14:00", "2026-11-23 14:00"),
        ("komende vrijdag", "2026-11-27 08:00"),
        ("next friday", "2026-12-04 08:00"),
        ("volgende ma", "2026-11-30 08:00"),
        ("next week", "2026-11-30 08:00"),
        ("volgende week vrijdag", "2026-12-04 08:00"),
        ("next week tue 9", "2026-12-01 09:00"),
        ("next week 9:00", "2026-11-30 09:00"),
        ("volgende week om 9", "2026-11-30 09:00"),
        ("vr volgende week 14:00", "2026-12-04 14:00"),
        ("begin volgende week", "2026-11-30 08:00"),
        ("vrijdagmiddag", "2026-11-27 13:00"),
        ("eind van de week", "2026-11-27 17:00"),
        ("end of the week", "2026-11-27 17:00"),
        ("volgende week", "2026-11-30 08:00"),
        ("volgende maand", "2026-12-01 08:00"),
    ],
)
def test_a_day_of_the_week(text: str, moment: str) -> None:
    assert told(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("24-11", "2026-11-24 08:00"),
        ("24/11 9:00", "2026-11-24 09:00"),
        ("24 nov", "2026-11-24 08:00"),
        ("24 nov. 9", "2026-11-24 09:00"),
        ("nov 24 9am", "2026-11-24 09:00"),
        ("24 november 2027 8.30", "2027-11-24 08:30"),
        ("24.11.2026", "2026-11-24 08:00"),
        ("1-12-26", "2026-12-01 08:00"),
        ("2026-12-01 9:00", "2026-12-01 09:00"),
        ("1 mrt", "2027-03-01 08:00"),
        ("22-11", "2027-11-22 08:00"),
        ("29-2", "2028-02-29 08:00"),
        ("23-11 14:00", "2026-11-23 14:00"),
    ],
)
def test_a_date(text: str, moment: str) -> None:
    assert told(text) == moment


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("11:00", "2026-11-23 11:00"),
        ("9:00", "2026-11-24 09:00"),
        ("10:15", "2026-11-24 10:15"),
        ("om 9", "2026-11-24 09:00"),
        ("om 11", "2026-11-23 11:00"),
        ("at 3pm", "2026-11-23 15:00"),
        ("1430", "2026-11-23 14:30"),
        ("half 11", "2026-11-23 10:30"),
        ("om half 3", "2026-11-23 14:30"),
        ("12am", "2026-11-24 00:00"),
        ("noon", "2026-11-23 12:00"),
    ],
)
def test_a_time_is_today_while_it_is_ahead(text: str, moment: str) -> None:
    assert told(text) == moment


def test_the_turn_of_the_year() -> None:
    last = datetime(2026, 12, 31, 16, 0, tzinfo=TZ)
    assert told("tomorrow", last) == "2027-01-01 08:00"
    assert told("1-1", last) == "2027-01-01 08:00"
    assert told("31-12 18:00", last) == "2026-12-31 18:00"
    assert told("next month", last) == "2027-01-01 08:00"
    assert told("9:00", last) == "2027-01-01 09:00"


def test_this_afternoon_said_in_the_afternoon_is_its_end() -> None:
    assert told("vanmiddag", MONDAY.replace(hour=14)) == "2026-11-23 17:00"


def test_the_desk_says_when_it_opens() -> None:
    assert told("morgen", opening=time(7, 30)) == "2026-11-24 07:30"


def test_a_day_keeps_the_wall_clock_over_summer_time() -> None:
    before = datetime(2026, 3, 28, 9, 0, tzinfo=TZ)
    assert told("1d", before) == "2026-03-29 09:00"
    assert parse_when("24h", before, TZ) - before.astimezone(UTC) == timedelta(hours=24)
    assert told("24h", before) == "2026-03-29 10:00"


def test_an_hour_that_summer_time_skips_moves_on() -> None:
    assert told("29-3 2:30", datetime(2026, 3, 28, 9, 0, tzinfo=TZ)) == "2026-03-29 03:30"


def test_of_an_hour_that_comes_twice_the_one_still_ahead_is_meant() -> None:
    second_half_past_two = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    first = parse_when("2:30", datetime(2026, 10, 24, 23, 0, tzinfo=UTC), TZ)
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert parse_when("2:30", datetime(2026, 10, 25, 0, 45, tzinfo=UTC), TZ) == second_half_past_two


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "9",
        "foo",
        "tomorrow foo",
        "morgen 9 9",
        "in",
        "2",
        "h",
        "maandag dinsdag",
        "\x1b[2J",
        "x" * 500,
    ],
)
def test_nonsense_is_refused_with_examples(text: str) -> None:
    with pytest.raises(Usage, match=r"not a time.*tomorrow 9"):
        parse_when(text, MONDAY, TZ)


@pytest.mark.parametrize(
    "text", ["31-2", "24-13", "26:00", "9:75", "morgen 25", "13pm", "99999999999999999w", "2026-02-30"]
)
def test_what_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(Usage, match="no such day or time"):
        parse_when(text, MONDAY, TZ)


@pytest.mark.parametrize("text", ["0m", "2026-01-01", "23-11 9:00", "vandaag 9:00", "24-11-2025"])
def test_the_past_is_refused(text: str) -> None:
    with pytest.raises(Usage, match="already past"):
        parse_when(text, MONDAY, TZ)


def test_the_end_of_a_day_that_ended_is_refused() -> None:
    with pytest.raises(Usage, match="already past"):
        parse_when("end of day", MONDAY.replace(hour=18), TZ)


def test_a_slip_of_the_finger_is_refused() -> None:
    with pytest.raises(Usage, match="ten years"):
        parse_when("1000w", MONDAY, TZ)


def test_a_refusal_shows_no_control_of_what_was_typed() -> None:
    with pytest.raises(Usage) as refused:
        parse_when("\x1b]0;x\x07", MONDAY, TZ)
    assert "\x1b" not in str(refused.value)


WORDS = st.sampled_from(
    ["2", "9", "h", "9:00", "om", "ma", "fri", "volgende", "week", "24-11", "nov", "1w", ",", "half"]
)


@given(
    st.one_of(st.text(max_size=30), st.lists(WORDS, max_size=5).map(" ".join)),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
)
def test_anything_typed_is_ahead_or_refused(text: str, wall: datetime) -> None:
    now = wall.replace(tzinfo=TZ)
    try:
        found = parse_when(text, now, TZ)
    except Usage:
        return
    assert found > now
    assert found.tzinfo is UTC
