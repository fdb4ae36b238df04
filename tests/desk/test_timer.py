"""What time alone does: each thing once, with its true instant, whoever runs and whatever the clock does."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from otui.desk import commands as c
from otui.desk import tickets, timer
from otui.desk.views import ticket as views

HOUR = timedelta(hours=1)


def run(shift, login="ada"):
    return [(one.number, one.what, one.clock, one.due_at) for one in timer.run(shift.desk(login))]


def test_warnings_and_dues_are_raised_each_once_at_their_true_instant(shift):
    number = shift.new()
    nine = shift.clock.at
    assert run(shift) == []
    # HIGH: 2 h, 3 h, 4 h; a warning at 75 percent of each.
    expected = [
        (90, "warning", "response"),
        (120, "due", "response"),
        (135, "warning", "escalation"),
        (180, "due", "escalation"),
        (180, "warning", "resolution"),
        (240, "due", "resolution"),
    ]
    raised = []
    for minute in range(0, 250, 5):
        shift.clock.at = nine + timedelta(minutes=minute)
        raised += run(shift)
    assert sorted(raised) == sorted(
        (number, what, clock, nine + timedelta(minutes=m)) for m, what, clock in expected
    )
    assert shift.value("SELECT count(*) FROM escalation") == len(expected)
    assert [verb for actor, verb, _text in shift.events(number) if actor == "timer"].count("escalate") == 3


def test_after_a_long_stop_everything_is_raised_with_its_own_instant(shift):
    numbers = [shift.new() for _ in range(3)]
    nine = shift.clock.at
    shift.clock.go(days=7)
    raised = run(shift)
    assert len(raised) == 6 * len(numbers)
    assert {at for _n, what, clock, at in raised if (what, clock) == ("due", "resolution")} == {
        nine + 4 * HOUR
    }
    assert run(shift) == []


def test_a_clock_that_jumps_back_raises_nothing_again(shift):
    shift.new()
    shift.clock.go(hours=2)
    first = run(shift)
    assert first
    shift.clock.go(hours=-1)
    assert run(shift) == []
    shift.clock.go(hours=1)
    assert run(shift) == []


def test_a_clock_that_jumps_back_while_a_verb_is_done_loses_nothing(shift):
    number = shift.new()
    shift.clock.go(hours=1)
    shift.do(tickets.take, c.Take(ticket=number))
    shift.clock.go(hours=-1)
    shift.do(tickets.wait, c.Wait(ticket=number, on="contact"))
    shift.do(tickets.wake, c.Wake(ticket=number))
    spans = shift.life(number)["span"]
    assert all(one["ended_at"] == two["began_at"] for one, two in pairwise(spans))
    assert all(one["ended_at"] is None or one["ended_at"] >= one["began_at"] for one in spans)


def test_next_instant_is_the_earliest_and_needs_no_look_before(shift):
    shift.new()
    assert shift.desk("ada").read(timer.next_instant) == shift.clock.at + 1.5 * HOUR
    shift.do(tickets.close, c.Close(ticket=1))
    assert shift.desk("ada").read(timer.next_instant) is None


def test_the_flag_follows_what_was_raised(shift):
    number = shift.new()
    for minutes, flag in ((90, 1), (30, 3)):
        shift.clock.go(minutes=minutes)
        run(shift)
        assert shift.row(number)["flag"] == flag
    shift.do(tickets.reply, c.Reply(ticket=number, body="Sorry."))
    assert shift.row(number)["flag"] == 0
    shift.clock.go(hours=1)
    run(shift)
    assert shift.row(number)["flag"] == 2


def test_a_wait_ends_by_itself_and_the_clocks_run_again(shift):
    number = shift.new()
    until = shift.clock.at + 2 * HOUR
    shift.do(tickets.reply, c.Reply(ticket=number, body="Back at eleven."))
    shift.do(tickets.wait, c.Wait(ticket=number, on="until", until=until))
    shift.clock.at = until
    assert run(shift) == [(number, "wake", "", until)]
    row = shift.row(number)
    assert (row["state"], row["wait_until"], row["resolution_due"]) == ("open", None, until + 4 * HOUR)
    assert shift.events(number)[-1][:2] == ("timer", "wake")


def test_a_wait_that_ended_while_nobody_ran_resumes_when_it_is_noticed(shift):
    number = shift.new()
    shift.do(tickets.reply, c.Reply(ticket=number, body="Back at eleven."))
    shift.do(tickets.wait, c.Wait(ticket=number, on="contact", until=shift.clock.at + HOUR))
    shift.clock.go(hours=3)
    run(shift)
    assert shift.row(number)["state"] == "open"
    assert run(shift) == []


def test_resolved_closes_after_silence(shift):
    number = shift.new()
    shift.do(tickets.resolve, c.Resolve(ticket=number, body="Done."))
    shift.clock.go(days=5, seconds=-1)
    assert run(shift) == []
    shift.clock.go(seconds=1)
    assert [what for _n, what, _c, _at in run(shift)] == ["auto-close"]
    assert shift.row(number)["state"] == "closed"


def test_a_lock_lapses_after_working_time_without_activity_only(shift):
    number = shift.new(impact=1, urgency=1, take=True)
    shift.do(tickets.reply, c.Reply(ticket=number, body="On it."))
    for _ in range(2):
        shift.clock.go(hours=3)
        shift.do(tickets.note, c.Note(ticket=number, body="Still on it."))
    # The first line's four working hours from three in the afternoon: two and a half today, the rest until half past
    # nine tomorrow.
    lapse = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    assert shift.row(number)["wake_at"] == lapse
    shift.clock.at = lapse
    assert ("lapse", lapse) in {(what, at) for _n, what, _c, at in run(shift)}
    row = shift.row(number)
    assert (row["locked"], row["owner_id"], row["state"]) == (False, None, "open")


def test_a_merged_and_a_closed_ticket_raise_nothing(shift):
    one, two = shift.new(), shift.new()
    shift.do(tickets.merge, c.Merge(ticket=one, into=two))
    shift.do(tickets.close, c.Close(ticket=two))
    shift.clock.go(days=30)
    assert run(shift) == []


def test_a_second_cycle_raises_its_own(shift):
    number = shift.new()
    shift.clock.go(hours=5)
    run(shift)
    shift.do(tickets.resolve, c.Resolve(ticket=number, body="Done."))
    shift.do(tickets.reopen, c.Reopen(ticket=number))
    shift.clock.go(days=2)
    raised = run(shift)
    assert sorted(clock for _n, what, clock, _at in raised if what == "due") == ["escalation", "resolution"]
    assert shift.value("SELECT count(DISTINCT cycle) FROM escalation WHERE clock = 'resolution'") == 2


@pytest.mark.parametrize("processes", [4])
def test_of_several_processes_exactly_one_raises_each(shift, processes):
    for _ in range(60):
        shift.new()
    shift.close()
    environ = {**os.environ, "OTUI_CLOCK": "2026-11-30T12:00:00+00:00", "OTUI_DESK": shift.url}
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "otui", "--as", "ada", "sla", "run", "--json"],
            env=environ,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(processes)
    ]
    lines = []
    for process in started:
        out, _err = process.communicate(timeout=60)
        assert process.returncode == 0
        lines += out.splitlines()
    assert len(lines) == len(set(lines)) == 60 * 6
    assert shift.another("ada").database.read().value("SELECT count(*) FROM escalation") == 60 * 6


def test_a_wild_clock_raises_each_once(shift):
    """Hours back, weeks on."""
    number = shift.new()
    raised = []
    for hours in (1, -1, 3, -2, 2, 24 * 7, -24 * 7, 5, 24 * 14, -1):
        shift.clock.go(hours=hours)
        raised += run(shift)
    assert len(raised) == len(set(raised)) == 6
    faces = shift.desk("ada").read(views.clocks, number)
    assert {one.face.status.value for one in faces} == {"passed"}
