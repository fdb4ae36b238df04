"""What a ticket's clocks show and raise: stages, flags, faces, and targets of `at once`."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otui.domain.calendar import BusinessCalendar
from otui.domain.clocks import Clock, Status, Targets, Timeline
from otui.domain.workflow import Mode, State

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
HOUR = 3600


def calendar(opens: str, closes: str, days: tuple[str, ...] = DAYS[:5]) -> BusinessCalendar:
    return BusinessCalendar.from_dict(
        {"timezone": "Europe/Amsterdam", "hours": {day: [[opens, closes]] for day in days}}
    )


CALENDARS = {"office": calendar("08:00", "17:00"), "always": calendar("00:00", "24:00", DAYS)}
HIGH = Targets(response=2 * HOUR, escalation=3 * HOUR, resolution=4 * HOUR, warn_percent=75, rule="T · HIGH")
LOW = Targets(response=16 * HOUR, escalation=20 * HOUR, resolution=24 * HOUR, warn_percent=75, rule="T · LOW")
URGENT = Targets(response=0, escalation=HOUR // 2, resolution=HOUR, warn_percent=75, rule="T · URGENT")


def at(text: str, day: int = 23) -> datetime:
    """Return a time in November 2026; the 23rd is a Monday."""
    return datetime.fromisoformat(f"2026-11-{day:02}T{text}").replace(tzinfo=AMSTERDAM)


def started(text: str = "09:00", targets: Targets = HIGH, name: str = "office") -> Timeline:
    timeline = Timeline(CALENDARS)
    timeline.start(at(text), name, targets)
    timeline.rebuild()
    return timeline


def the(timeline: Timeline, name: str, cycle: int | None = None) -> Clock:
    found = timeline.clock(name, cycle)
    assert found is not None
    return found


def test_at_once_is_due_from_the_first_second_and_says_so() -> None:
    timeline = started(targets=URGENT)
    clock = the(timeline, "response")
    assert clock.due == at("09:00")
    assert clock.warn is None
    assert timeline.flag(at("09:00")) == 3
    assert timeline.stages_due(at("09:00")) == [("response", 1, "due", at("09:00"))]
    assert timeline.face(clock, at("09:00")).status is Status.PASSED


def test_at_once_at_night_is_due_at_once() -> None:
    assert started("03:00", URGENT).response_due == at("03:00")


@pytest.mark.parametrize(("answered", "missed"), [("09:05", False), ("09:05:01", True)])
def test_at_once_is_met_within_the_grace(answered: str, missed: bool) -> None:
    timeline = started(targets=URGENT)
    timeline.respond(at(answered))
    assert the(timeline, "response").missed is missed


def test_the_grace_is_the_desks_and_counts_working_time() -> None:
    timeline = Timeline(CALENDARS, at_once_grace=timedelta(minutes=10))
    timeline.start(at("03:00"), "office", URGENT)
    timeline.respond(at("08:10"))
    assert not the(timeline, "response").missed


def test_stages_fall_due_in_order_each_with_its_true_time() -> None:
    timeline = started()
    keys = timeline.stages_due(at("09:00", 27))
    assert keys == [
        ("response", 1, "warning", at("10:30")),
        ("response", 1, "due", at("11:00")),
        ("escalation", 1, "warning", at("11:15")),
        ("escalation", 1, "due", at("12:00")),
        ("resolution", 1, "warning", at("12:00")),
        ("resolution", 1, "due", at("13:00")),
    ]
    assert timeline.stages_due(at("10:29")) == []


def test_next_at_is_the_first_that_was_not_raised() -> None:
    timeline = started()
    keys = timeline.stages_due(at("09:00", 27))
    assert timeline.next_at(set(), at("09:00")) == at("10:30")
    assert timeline.next_at(set(keys[:2]), at("11:00")) == at("11:15")
    assert timeline.next_at(set(keys), at("13:00")) is None
    # What was passed over while nobody looked is to be raised now.
    assert timeline.next_at(set(keys[:1]), at("16:00")) == at("16:00")


def test_a_moved_due_is_to_be_raised_again() -> None:
    timeline = started()
    raised = set(timeline.stages_due(at("09:00", 27)))
    timeline.retarget(at("09:30"), LOW)
    timeline.rebuild()
    assert timeline.next_at(raised, at("09:30")) == at("12:00", 24)


@pytest.mark.parametrize(
    ("now", "flag"), [("10:29", 0), ("10:30", 1), ("10:59:59", 1), ("11:00", 3), ("12:30", 3)]
)
def test_the_flag_is_the_worst_of_the_clocks_that_run(now: str, flag: int) -> None:
    assert started().flag(at(now)) == flag


def test_the_flag_tells_escalated_from_missed() -> None:
    timeline = started()
    timeline.respond(at("09:10"))
    assert timeline.flag(at("11:59")) == 1
    assert timeline.flag(at("12:00")) == 2
    assert timeline.flag(at("13:00")) == 3


def test_a_warning_does_not_burn_while_paused() -> None:
    timeline = started()
    timeline.respond(at("09:10"))
    timeline.change(at("11:30"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.rebuild()
    assert timeline.flag(at("12:00")) == 0
    assert timeline.face(the(timeline, "escalation"), at("12:00")).status is Status.PAUSED


def test_no_warning_where_the_table_wants_none() -> None:
    timeline = started(targets=Targets(HOUR, HOUR, HOUR, 0, "T"))
    assert all(clock.warn is None for clock in timeline.clocks)


def test_faces_of_a_clock_that_runs() -> None:
    timeline = started()
    clock = the(timeline, "escalation")
    assert timeline.face(clock, at("11:14")).status is Status.RUNNING
    assert timeline.face(clock, at("11:15")).status is Status.WARNED
    assert timeline.face(clock, at("12:00")).status is Status.PASSED
    assert timeline.face(clock, at("11:00")).left == timedelta(hours=1)
