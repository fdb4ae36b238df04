"""Working time, held to a reference that reads the wall clock minute by minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from otui.domain.calendar import BusinessCalendar

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
MINUTE = timedelta(minutes=1)
MICRO = timedelta(microseconds=1)
# Nights on which a clock on the wall jumps: forward and back, north and south, by half an hour, by a whole day.
NIGHTS = (
    ("Europe/Amsterdam", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    ("Europe/Amsterdam", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2026, 4, 4, 16, tzinfo=UTC)),
    ("Australia/Sydney", datetime(2026, 10, 3, 16, tzinfo=UTC)),
    ("Australia/Lord_Howe", datetime(2026, 4, 4, 15, tzinfo=UTC)),
    ("Pacific/Apia", datetime(2011, 12, 30, 10, tzinfo=UTC)),
    ("America/Sao_Paulo", datetime(2018, 11, 4, 3, tzinfo=UTC)),
    ("UTC", datetime(2024, 2, 29, 0, tzinfo=UTC)),
)


def week(*windows: list[str], days: tuple[str, ...] = DAYS[:5]) -> dict[str, list[list[str]]]:
    return {day: list(windows) for day in days}


def office(**changes: Any) -> BusinessCalendar:
    data = {"timezone": "Europe/Amsterdam", "hours": week(["08:00", "12:00"], ["12:30", "17:00"])}
    return BusinessCalendar.from_dict({**data, **changes})


def ams(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


# -- the reference -------------------------------------------------------------------------------------------------


class Slow:
    """The same calendar, by looking at the wall clock at every minute."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.zone = ZoneInfo(data["timezone"])
        self.hours = data["hours"]
        self.holidays = data["holidays"]

    def open(self, minute: datetime) -> bool:
        wall = minute.astimezone(self.zone)
        if wall.strftime("%Y-%m-%d") in self.holidays or wall.strftime("%m-%d") in self.holidays:
            return False
        reads = wall.strftime("%H:%M")
        return any(opens <= reads < closes for opens, closes in self.hours.get(DAYS[wall.weekday()], []))

    def minutes(self, a: datetime) -> Any:
        minute = a.replace(second=0, microsecond=0)
        while True:
            yield minute
            minute += MINUTE

    def between(self, a: datetime, b: datetime) -> timedelta:
        total = timedelta()
        for minute in self.minutes(a):
            if minute >= b:
                return total
            if self.open(minute):
                total += min(b, minute + MINUTE) - max(a, minute)
        raise AssertionError

    def add(self, start: datetime, duration: timedelta) -> datetime:
        if not duration:
            return start
        for minute in self.minutes(start):
            if self.open(minute):
                begin = max(start, minute)
                if duration <= minute + MINUTE - begin:
                    return begin + duration
                duration -= minute + MINUTE - begin
        raise AssertionError


@st.composite
def hours(draw: st.DrawFn) -> dict[str, list[list[str]]]:
    chosen = {}
    for day in draw(st.sets(st.sampled_from(DAYS), min_size=2)):
        edges = draw(
            st.lists(
                st.one_of(st.integers(0, 1440), st.integers(60, 240), st.just(0), st.just(1440)),
                min_size=2,
                max_size=6,
                unique=True,
            )
        )
        edges = sorted(edges)[: len(edges) // 2 * 2]
        text = [f"{edge // 60:02}:{edge % 60:02}" for edge in edges]
        chosen[day] = [list(pair) for pair in zip(text[::2], text[1::2], strict=True)]
    return chosen


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], datetime]:
    """A calendar, and an instant within two days of a night on which its wall clock jumps."""
    zone, night = draw(st.sampled_from(NIGHTS))
    near = [(night + timedelta(days=n)).strftime("%Y-%m-%d") for n in range(-2, 4)]
    holidays = draw(st.lists(st.sampled_from([*near, night.strftime("%m-%d")]), max_size=2))
    start = night + draw(st.integers(-2 * 86400, 86400)) * timedelta(seconds=1)
    return {"timezone": zone, "hours": draw(hours()), "holidays": holidays}, start


seconds = st.integers(0, 2 * 86400).map(lambda n: timedelta(seconds=n))


@settings(max_examples=120, deadline=None)
@given(cases(), seconds)
def test_between_is_what_the_wall_clock_shows(case: tuple[dict[str, Any], datetime], span: timedelta) -> None:
    data, start = case
    calendar = BusinessCalendar.from_dict(data)
    assert calendar.between(start, start + span) == Slow(data).between(start, start + span)
    assert calendar.is_open(start) == Slow(data).open(start)


@settings(max_examples=120, deadline=None)
@given(cases(), st.integers(0, 4 * 3600).map(lambda n: timedelta(seconds=n)))
def test_add_is_what_the_wall_clock_shows(case: tuple[dict[str, Any], datetime], span: timedelta) -> None:
    data, start = case
    calendar = BusinessCalendar.from_dict(data)
    end = calendar.add(start, span)
    if end - start < timedelta(days=20):
        assert end == Slow(data).add(start, span)


@settings(max_examples=300, deadline=None)
@given(cases(), st.integers(1, 10**12).map(lambda n: timedelta(microseconds=n)))
def test_add_is_the_earliest_instant_with_that_much_between(
    case: tuple[dict[str, Any], datetime], span: timedelta
) -> None:
    data, start = case
    calendar = BusinessCalendar.from_dict(data)
    end = calendar.add(start, span)
    assert end.tzinfo is UTC
    assert calendar.between(start, end) == span
    assert calendar.between(start, end - MICRO) == span - MICRO


@settings(max_examples=300, deadline=None)
@given(cases(), seconds, seconds)
def test_working_time_adds_up_and_never_runs_back(
    case: tuple[dict[str, Any], datetime], one: timedelta, two: timedelta
) -> None:
    data, start = case
    calendar = BusinessCalendar.from_dict(data)
    middle, end = start + one, start + one + two
    assert calendar.between(start, middle) + calendar.between(middle, end) == calendar.between(start, end)
    assert calendar.add(calendar.add(start, one), two) == calendar.add(start, one + two)
    assert calendar.add(start, one) <= calendar.add(start, one + two)
    assert calendar.add(start, one) <= calendar.add(middle, one)


@settings(max_examples=200, deadline=None)
@given(cases())
def test_next_opening_is_the_first_open_instant(case: tuple[dict[str, Any], datetime]) -> None:
    data, start = case
    calendar = BusinessCalendar.from_dict(data)
    opening = calendar.next_opening(start)
    assert opening >= start
    assert calendar.is_open(opening)
    assert calendar.between(start, opening) == timedelta()


@settings(max_examples=200, deadline=None)
@given(cases(), seconds)
def test_segments_add_up_to_between(case: tuple[dict[str, Any], datetime], span: timedelta) -> None:
    data, start = case
    calendar = BusinessCalendar.from_dict(data)
    windows = calendar.segments(start, start + span).windows
    total = sum((last - first for first, last in windows), timedelta())
    assert total == calendar.between(start, start + span)
    assert all(start <= first < last <= start + span for first, last in windows)


# -- cases that have a name ----------------------------------------------------------------------------------------


def test_a_target_that_falls_on_closing_time_is_closing_time() -> None:
    # OTOBO, Time.t: thirteen hours in a day from 8 to 21 end at 21:00 the same day.
    calendar = office(hours=week(["08:00", "21:00"]))
    assert calendar.add(ams("2026-11-23T08:00"), timedelta(hours=13)) == ams("2026-11-23T21:00")
    assert (
        calendar.add(ams("2026-11-23T08:00"), timedelta(hours=13) + MICRO) == ams("2026-11-24T08:00") + MICRO
    )


def test_nothing_added_is_the_start_even_when_closed() -> None:
    sunday = ams("2026-11-22T03:00")
    assert office().add(sunday, timedelta()) == sunday


def test_lunch_and_weekend_and_holiday_do_not_count() -> None:
    calendar = office(holidays={"2026-12-25": "Eerste kerstdag"})
    assert calendar.add(ams("2026-12-24T11:30"), timedelta(hours=1)) == ams("2026-12-24T13:00")
    assert calendar.add(ams("2026-12-24T16:30"), timedelta(hours=1)) == ams("2026-12-28T08:30")


def test_a_holiday_of_every_year_and_one_of_a_single_year() -> None:
    calendar = office(holidays=["12-25", "2026-12-24"])
    assert calendar.between(ams("2028-12-25T00:00"), ams("2028-12-26T00:00")) == timedelta()
    assert calendar.between(ams("2026-12-24T00:00"), ams("2026-12-25T00:00")) == timedelta()
    assert calendar.between(ams("2027-12-24T00:00"), ams("2027-12-25T00:00")) == timedelta(hours=8.5)


def test_the_night_of_23_hours_and_the_night_of_25() -> None:
    calendar = office(hours=week(["00:00", "24:00"], days=DAYS))
    assert calendar.between(ams("2026-03-29T00:00"), ams("2026-03-30T00:00")) == timedelta(hours=23)
    assert calendar.between(ams("2026-10-25T00:00"), ams("2026-10-26T00:00")) == timedelta(hours=25)


def test_a_window_edge_in_the_hour_that_the_wall_shows_twice() -> None:
    calendar = office(hours=week(["02:30", "04:00"], days=("sun",)))
    # Half an hour before the clock goes back, then from the second 02:30 on.
    assert calendar.between(ams("2026-10-25T00:00"), ams("2026-10-26T00:00")) == timedelta(hours=2)
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert calendar.next_opening(ams("2026-10-24T12:00")) == first
    assert calendar.add(first, timedelta(minutes=31)) == datetime(2026, 10, 25, 1, 31, tzinfo=UTC)


def test_a_window_in_the_hour_that_the_wall_skips() -> None:
    calendar = office(hours=week(["02:30", "03:30"], days=("sun",)))
    assert calendar.between(ams("2026-03-29T00:00"), ams("2026-03-30T00:00")) == timedelta(minutes=30)
    assert calendar.next_opening(ams("2026-03-29T00:00")) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)


def test_it_is_open_from_the_first_instant_until_just_before_the_last() -> None:
    calendar = office()
    assert calendar.is_open(ams("2026-11-23T08:00"))
    assert not calendar.is_open(ams("2026-11-23T08:00") - MICRO)
    assert calendar.is_open(ams("2026-11-23T17:00") - MICRO)
    assert not calendar.is_open(ams("2026-11-23T17:00"))
    assert calendar.next_opening(ams("2026-11-23T17:00")) == ams("2026-11-24T08:00")


def test_an_end_that_is_not_later_is_nothing() -> None:
    calendar, noon = office(), ams("2026-11-23T11:00")
    assert calendar.between(noon, noon) == timedelta()
    assert calendar.between(noon + timedelta(hours=1), noon) == timedelta()


def test_windows_that_touch_are_one_stretch() -> None:
    calendar = office(hours=week(["08:00", "12:00"], ["12:00", "17:00"]))
    found = calendar.segments(ams("2026-11-23T09:00"), ams("2026-11-23T16:00"))
    assert found.windows == ((ams("2026-11-23T09:00"), ams("2026-11-23T16:00")),)


def test_skipped_holidays_have_names_and_weekends_are_none() -> None:
    calendar = office(
        holidays={"2026-12-25": "Eerste kerstdag", "12-26": "Tweede kerstdag", "2026-12-31": ""}
    )
    found = calendar.segments(ams("2026-12-24T16:00"), ams("2027-01-01T09:00"))
    named = [(day.isoformat(), name) for day, name in found.holidays]
    assert named == [("2026-12-25", "Eerste kerstdag"), ("2026-12-31", "2026-12-31")]


def test_a_calendar_that_was_read_counts_the_years_before_as_well() -> None:
    calendar = office()
    calendar.add(ams("2026-11-23T09:00"), timedelta(hours=1))
    assert calendar.between(ams("2015-06-01T00:00"), ams("2015-06-06T00:00")) == timedelta(hours=42.5)
    assert calendar.between(ams("2026-11-23T00:00"), ams("2026-11-24T00:00")) == timedelta(hours=8.5)
