"""Explanations: every second of a due time accounted for."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from otui.domain.calendar import BusinessCalendar
from otui.domain.clocks import Clock, Targets, Timeline
from otui.domain.explain import Explanation, explain
from otui.domain.workflow import Mode, State

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = 3600
OFFICE = {
    "timezone": "Europe/Amsterdam",
    "hours": {day: [["08:00", "12:00"], ["12:30", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")},
    "holidays": {"2026-12-25": "Eerste kerstdag", "2026-12-26": "Tweede kerstdag"},
}
CALENDARS = {"office": BusinessCalendar.from_dict(OFFICE, "office")}
HIGH = Targets(2 * HOUR, 3 * HOUR, 4 * HOUR, 75, "Standard · HIGH")


def at(text: str, day: int = 24) -> datetime:
    """Return a time in December 2026; the 24th is a Thursday."""
    return datetime.fromisoformat(f"2026-12-{day:02}T{text}").replace(tzinfo=AMSTERDAM)


def started(text: str) -> Timeline:
    timeline = Timeline(CALENDARS)
    timeline.start(at(text), "office", HIGH)
    return timeline


def told(timeline: Timeline, name: str, now: datetime) -> Explanation:
    timeline.rebuild()
    clock = timeline.clock(name)
    assert clock is not None
    return explain(timeline, clock, now)


def test_stretches_pauses_and_holidays_of_a_due_time_to_come() -> None:
    timeline = started("11:00")
    timeline.change(at("11:30"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("15:00"), Mode.RUN, State.OPEN)
    found = told(timeline, "resolution", at("15:30"))
    assert found.rule == "Standard · HIGH"
    assert found.due == at("09:30", 28)
    assert [(one.begin, one.end, one.seconds) for one in found.counted] == [
        (at("11:00"), at("11:30"), 1800),
        (at("15:00"), at("17:00"), 7200),
        (at("08:00", 28), at("09:30", 28), 5400),
    ]
    assert [(one.begin, one.end, one.reason) for one in found.pauses] == [
        (at("11:30"), at("15:00"), "waiting-contact")
    ]
    # The 26th is a Saturday: no hours were lost to it.
    assert found.holidays == ((date(2026, 12, 25), "Eerste kerstdag"),)
    assert (found.used, found.left) == (timedelta(hours=1), timedelta(hours=3))


def test_while_paused_it_ends_where_the_clock_stands_still() -> None:
    timeline = started("08:00")
    timeline.change(at("09:00"), Mode.PAUSE, State.WAITING_THIRD_PARTY)
    found = told(timeline, "resolution", at("12:00"))
    assert (found.due, found.status.value) == (None, "paused")
    assert [one.seconds for one in found.counted] == [HOUR]
    assert [(one.begin, one.end) for one in found.pauses] == [(at("09:00"), None)]


def test_response_has_no_pauses() -> None:
    timeline = started("08:00")
    timeline.change(at("09:00"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("09:30"), Mode.RUN, State.OPEN)
    found = told(timeline, "response", at("09:30"))
    assert found.pauses == ()
    assert sum(one.seconds for one in found.counted) == 2 * HOUR


def test_what_was_counted_under_other_hours_is_told_as_it_was_counted() -> None:
    timeline = started("08:00")
    timeline.settle(at("10:00"))
    longer = {**OFFICE, "hours": {"thu": [["09:00", "21:00"]]}}
    after = Timeline({"office": BusinessCalendar.from_dict(longer)}, timeline.spans, timeline.clocks)
    found = told(after, "resolution", at("10:00"))
    assert [(one.seconds, one.remembered) for one in found.counted] == [(2 * HOUR, True), (2 * HOUR, False)]
    assert found.due == at("12:00")


def test_a_second_cycle_is_told_apart_from_the_first() -> None:
    timeline = started("08:00")
    timeline.change(at("08:10"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("08:30"), Mode.STOP, State.RESOLVED)
    timeline.reopen(at("09:00"), HIGH)
    found = told(timeline, "resolution", at("09:00"))
    assert (found.cycle, found.pauses, found.counted[0].begin) == (2, (), at("09:00"))


def test_json_holds_the_whole_of_it() -> None:
    timeline = started("11:00")
    found = told(timeline, "escalation", at("11:30"))
    said = json.loads(json.dumps(found.to_dict()))
    assert said["clock"] == "escalation"
    assert said["target"] == 3 * HOUR
    assert datetime.fromisoformat(said["due"]) == found.due
    assert sum(one["seconds"] for one in said["counted"]) == 3 * HOUR
    assert said["done"] is None


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20 * HOUR), st.sampled_from([Mode.RUN, Mode.PAUSE])), max_size=6),
    st.integers(1, 30 * HOUR),
)
def test_the_stretches_of_a_due_time_add_up_to_the_target(steps: list[tuple[int, Mode]], target: int) -> None:
    timeline = Timeline(CALENDARS)
    timeline.start(at("07:00"), "office", Targets(target, target, target, 75, "T"))
    for offset, mode in sorted(steps, key=lambda step: step[0]):
        timeline.change(at("07:00") + timedelta(seconds=offset), mode, "x")
    timeline.rebuild()
    for clock in timeline.clocks:
        check_sum(timeline, clock)


def check_sum(timeline: Timeline, clock: Clock) -> None:
    found = explain(timeline, clock, at("07:00", 31))
    total = sum(one.seconds for one in found.counted)
    assert total == (clock.target if clock.due else found.used.total_seconds())
