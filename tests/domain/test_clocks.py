"""A ticket's clocks: the cases that other service desks got wrong, one by one."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from otui.domain.calendar import BusinessCalendar
from otui.domain.clocks import Clock, Status, Targets, Timeline
from otui.domain.workflow import Mode, State
from otui.errors import NotFound

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


def test_all_three_start_when_the_ticket_was_made() -> None:
    timeline = started()
    assert timeline.response_due == at("11:00")
    assert timeline.escalation_due == at("12:00")
    assert timeline.resolution_due == at("13:00")
    assert timeline.sort_due == at("11:00")


def test_a_ticket_made_at_night_counts_from_opening() -> None:
    assert started("03:00").resolution_due == at("12:00")


def test_a_target_on_closing_time_is_closing_time() -> None:
    assert started("13:00").resolution_due == at("17:00")


def test_the_warning_is_computed_in_working_time() -> None:
    # GLPI 22678: three of four hours used by 10:00 on Tuesday, not at some hour of the night.
    timeline = started("15:00")
    assert the(timeline, "resolution").warn == at("09:00", 24)
    assert timeline.resolution_due == at("10:00", 24)


def test_a_pause_of_seven_minutes_nine_moves_the_target_by_as_much() -> None:
    # OTOBO, EscalationSuspend.t
    timeline = started()
    timeline.change(at("09:30"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("09:37:09"), Mode.RUN, State.OPEN)
    timeline.rebuild()
    assert timeline.resolution_due == at("13:07:09")
    assert timeline.escalation_due == at("12:07:09")


def test_every_pause_counts_not_the_last_alone() -> None:
    # zammad 188, otobo 505
    timeline = started()
    for hour in ("09", "10", "11"):
        timeline.change(at(f"{hour}:10"), Mode.PAUSE, State.WAITING_CONTACT)
        timeline.change(at(f"{hour}:20"), Mode.PAUSE, State.WAITING_THIRD_PARTY)
        timeline.change(at(f"{hour}:30"), Mode.RUN, State.OPEN)
    timeline.rebuild()
    assert timeline.resolution_due == at("14:00")


def test_a_pause_outside_hours_moves_nothing() -> None:
    timeline = started("16:00")
    timeline.change(at("18:00"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("07:00", 24), Mode.RUN, State.OPEN)
    timeline.rebuild()
    assert timeline.resolution_due == at("11:00", 24)


def test_response_runs_on_through_a_pause() -> None:
    timeline = started()
    timeline.change(at("09:30"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.rebuild()
    assert timeline.response_due == at("11:00")
    assert timeline.resolution_due is None
    assert timeline.escalation_due is None
    assert timeline.sort_due == at("11:00")


def test_while_paused_it_says_what_is_left_and_the_target_does_not_wobble() -> None:
    timeline = started()
    timeline.change(at("10:00"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.rebuild()
    for now in (at("10:00"), at("16:00"), at("12:00", 27)):
        face = timeline.face(the(timeline, "resolution"), now)
        assert (face.status, face.due, face.left) == (Status.PAUSED, None, timedelta(hours=3))


def test_a_target_missed_stays_missed_through_a_pause() -> None:
    timeline = started()
    timeline.change(at("14:00"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.rebuild()
    clock = the(timeline, "resolution")
    assert timeline.face(clock, at("16:00")).status is Status.PASSED
    assert timeline.face(clock, at("16:00")).left == timedelta(hours=-1)
    assert timeline.resolution_due is None
    assert timeline.flag(at("16:00")) == 3
    timeline.change(at("09:00", 24), Mode.RUN, State.OPEN)
    timeline.rebuild()
    assert timeline.resolution_due == at("13:00")
    assert timeline.face(clock, at("10:00", 24)).left == timedelta(hours=-2)


def test_response_stops_for_good_at_the_first_contact() -> None:
    timeline = started()
    timeline.respond(at("10:00"))
    timeline.respond(at("16:00"))
    timeline.rebuild()
    clock = the(timeline, "response")
    assert (clock.done, clock.missed, clock.used) == (at("10:00"), False, HOUR * 1_000_000)
    assert timeline.response_due is None
    assert timeline.face(clock, at("16:00")).status is Status.MET


def test_a_late_response_is_missed_and_the_due_it_had_is_kept() -> None:
    timeline = started()
    timeline.respond(at("11:00:01"))
    assert the(timeline, "response").missed
    assert the(timeline, "response").due == at("11:00")


def test_late_is_by_the_instant_also_after_closing() -> None:
    # All working time was used at 17:00; an answer at 20:00 is late though not a second of work lies between.
    timeline = started("13:00")
    timeline.change(at("20:00"), Mode.STOP, State.RESOLVED)
    assert the(timeline, "resolution").missed


def test_done_on_the_due_instant_is_met() -> None:
    timeline = started()
    timeline.change(at("13:00"), Mode.STOP, State.RESOLVED)
    assert not the(timeline, "resolution").missed
    assert the(timeline, "escalation").missed


def test_resolved_stops_two_and_closed_stops_all() -> None:
    timeline = started()
    timeline.change(at("10:00"), Mode.STOP, State.RESOLVED)
    timeline.rebuild()
    assert (timeline.escalation_due, timeline.resolution_due) == (None, None)
    assert timeline.response_due == at("11:00")
    timeline.change(at("10:30"), Mode.STOP, State.CLOSED, closing=True)
    timeline.rebuild()
    assert timeline.response_due is None
    assert not the(timeline, "response").missed
    assert the(timeline, "resolution").done == at("10:00")
    assert timeline.next_at(set(), at("10:30")) is None


def test_a_merged_ticket_is_neither_met_nor_missed() -> None:
    timeline = started()
    timeline.change(at("15:00"), Mode.STOP, State.MERGED, closing=True)
    assert {timeline.face(clock, at("16:00")).status for clock in timeline.clocks} == {Status.STOPPED}


def test_reopening_starts_a_second_cycle_and_the_first_keeps_its_result() -> None:
    timeline = started()
    timeline.change(at("12:30"), Mode.STOP, State.RESOLVED)
    timeline.respond(at("12:30"))
    timeline.reopen(at("14:00"), HIGH)
    timeline.rebuild()
    assert timeline.cycle == 2
    assert timeline.resolution_due == at("09:00", 24)
    assert timeline.escalation_due == at("17:00")
    assert the(timeline, "resolution", 1).done == at("12:30")
    assert not the(timeline, "resolution", 1).missed
    assert the(timeline, "escalation", 1).missed
    assert [clock.name for clock in timeline.clocks if clock.cycle == 2] == ["escalation", "resolution"]
    assert timeline.response_due is None


def test_a_pause_of_the_first_cycle_does_not_count_in_the_second() -> None:
    timeline = started()
    timeline.change(at("09:30"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("10:30"), Mode.STOP, State.RESOLVED)
    timeline.reopen(at("11:00"), HIGH)
    timeline.rebuild()
    assert timeline.resolution_due == at("15:00")
    assert the(timeline, "resolution", 1).used == HOUR // 2 * 1_000_000


def test_reopening_what_never_stopped_only_resumes_it() -> None:
    timeline = started()
    timeline.change(at("10:00"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.reopen(at("11:00"), HIGH)
    timeline.rebuild()
    assert timeline.cycle == 1
    assert timeline.resolution_due == at("14:00")


def test_a_stricter_target_counts_from_the_start_and_may_be_past_at_once() -> None:
    timeline = started(targets=LOW)
    timeline.retarget(at("15:00"), HIGH)
    timeline.rebuild()
    assert timeline.resolution_due == at("13:00")
    assert ("resolution", 1, "due", at("13:00")) in timeline.stages_due(at("15:00"))
    assert the(timeline, "resolution").rule == "T · HIGH"


def test_a_longer_target_moves_what_runs_and_leaves_results() -> None:
    timeline = started()
    timeline.respond(at("12:00"))
    timeline.retarget(at("14:00"), LOW)
    timeline.rebuild()
    assert timeline.resolution_due == at("15:00", 25)
    assert the(timeline, "response").missed
    assert the(timeline, "response").target == 2 * HOUR


def test_another_calendar_keeps_what_was_used_under_the_old_one() -> None:
    timeline = started("16:00")
    timeline.recalendar(at("20:00"), "always")
    timeline.rebuild()
    # One hour was used in the office; three are left, round the clock from 20:00.
    assert timeline.resolution_due == at("23:00")
    timeline.recalendar(at("21:00"), "office")
    timeline.rebuild()
    assert timeline.resolution_due == at("10:00", 24)
    assert the(timeline, "resolution").warn == at("09:00", 24)


def test_the_same_calendar_again_changes_nothing() -> None:
    timeline = started()
    timeline.recalendar(at("10:00"), "office")
    assert len(timeline.spans) == 1


def test_an_edited_calendar_leaves_what_was_counted() -> None:
    timeline = started("15:00")
    timeline.settle(at("17:00"))
    edited = {**CALENDARS, "office": calendar("16:00", "23:00")}
    after = Timeline(edited, timeline.spans, timeline.clocks)
    after.rebuild()
    # Two hours were used under the old hours; two are left under the new.
    assert after.resolution_due == at("19:00")
    assert the(after, "resolution").due == at("19:00")


def test_a_due_time_that_passed_does_not_move_when_the_calendar_is_edited() -> None:
    timeline = started("09:00")
    timeline.settle(at("16:00"))
    timeline.rebuild()
    after = Timeline({"office": calendar("08:00", "10:00")}, timeline.spans, timeline.clocks)
    after.rebuild()
    assert the(after, "resolution").due == at("13:00")
    assert the(after, "resolution").warn == at("12:00")


def test_what_an_import_tells_too_late_happens_when_the_last_span_began() -> None:
    timeline = started()
    timeline.change(at("10:00"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("09:30"), Mode.RUN, State.OPEN)
    timeline.respond(at("08:00"))
    timeline.rebuild()
    assert [span.began for span in timeline.spans] == [at("09:00"), at("10:00"), at("10:00")]
    assert the(timeline, "response").done == at("10:00")
    assert timeline.resolution_due == at("13:00")


def test_spans_touch_and_remember_what_they_used() -> None:
    timeline = started()
    timeline.change(at("10:00"), Mode.RUN, State.OPEN)
    timeline.change(at("10:30"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("18:00"), Mode.STOP, State.RESOLVED)
    assert [(span.began, span.ended) for span in timeline.spans] == [
        (at("09:00"), at("10:30")),
        (at("10:30"), at("18:00")),
        (at("18:00"), None),
    ]
    assert [span.used for span in timeline.spans] == [
        5400 * 1_000_000,
        6 * 3600 * 1_000_000 + 1800 * 1_000_000,
        None,
    ]


def test_a_ticket_resolved_from_a_pause_before_its_target_met_it() -> None:
    timeline = started()
    timeline.change(at("10:00"), Mode.PAUSE, State.WAITING_CONTACT)
    timeline.change(at("16:00", 27), Mode.STOP, State.RESOLVED)
    assert not the(timeline, "resolution").missed
    assert the(timeline, "resolution").used == HOUR * 1_000_000


def test_a_calendar_that_is_gone_is_named() -> None:
    timeline = started()
    orphan = Timeline({}, timeline.spans, timeline.clocks)
    with pytest.raises(NotFound, match="office"):
        orphan.rebuild()
