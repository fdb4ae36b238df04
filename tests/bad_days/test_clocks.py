"""Clocks that jump, machines that sleep, and nights of 23 and 25 hours: each escalation once, with its true instant."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

import pytest

from engines import held
from otui.desk import commands as c
from otui.desk import tickets, timer
from otui.desk.desk import Desk
from otui.desk.live import LiveDesk
from otui.store.database import open_database

HOUR = timedelta(hours=1)
PATIENCE = 60.0
"""Seconds that a timer may take on a machine that does much else: it looks every five of them."""
# HIGH on a Monday at nine in Amsterdam: respond by 11, escalate at 12, resolve by 13; three quarters of each before.
DUE = [
    ("response", "warning", "2026-11-23T09:30:00+00:00"),
    ("response", "due", "2026-11-23T10:00:00+00:00"),
    ("escalation", "warning", "2026-11-23T10:15:00+00:00"),
    ("escalation", "due", "2026-11-23T11:00:00+00:00"),
    ("resolution", "warning", "2026-11-23T11:00:00+00:00"),
    ("resolution", "due", "2026-11-23T12:00:00+00:00"),
]


def kept(office):
    """What the desk has raised, by instant."""
    rows = office.all("SELECT clock, stage, due_at FROM escalation ORDER BY due_at, id")
    return [(clock, stage, datetime.fromtimestamp(at / 1e6, UTC).isoformat()) for clock, stage, at in rows]


def run(office):
    return [(one.clock, one.what, one.due_at.isoformat()) for one in timer.run(office.desk())]


def test_a_clock_that_jumps_back_an_hour_raises_nothing_again(office):
    office.new()
    start = office.clock.at
    office.clock.at = start + 2 * HOUR
    first = run(office)
    assert first == DUE[:2]
    office.clock.at -= HOUR
    assert run(office) == []
    office.clock.at = start + 2 * HOUR
    assert run(office) == []
    office.clock.at = start + 4 * HOUR
    assert sorted(run(office)) == sorted(DUE[2:])
    assert sorted(kept(office)) == sorted(DUE)
    assert office.whole()


def test_a_verb_an_hour_before_what_was_raised_keeps_what_was_raised(office):
    number = office.new()
    office.clock.at += 2 * HOUR
    run(office)
    office.clock.at -= 2 * HOUR  # the machine's clock was set right: the reply comes "before" the escalation
    office.desk().do(tickets.reply, c.Reply(ticket=number, body="We come."))
    office.clock.at += 5 * HOUR
    run(office)
    assert sorted(kept(office)) == sorted(DUE)
    assert office.whole()


def test_a_clock_that_jumps_on_a_week_raises_each_once_with_its_true_instant(office):
    office.new()
    start = office.clock.at
    office.clock.at = start + timedelta(days=7)
    assert sorted(run(office)) == sorted(DUE)
    office.clock.at = start
    assert run(office) == []
    office.clock.at = start + timedelta(days=8)
    assert run(office) == []
    assert sorted(kept(office)) == sorted(DUE)


async def live(desk, raised, meanwhile, on_trouble=lambda _error: None):
    """Keep a desk live while `meanwhile` goes on."""
    told = asyncio.Event()

    def on_raised(found):
        raised.extend((one.clock, one.what, one.due_at.isoformat()) for one in found)
        told.set()

    alive = LiveDesk(desk, on_changes=lambda _changes: None, on_raised=on_raised, on_trouble=on_trouble)
    alive.start()
    try:
        await meanwhile(told)
    finally:
        await alive.stop()


async def test_a_laptop_that_slept_for_a_night_raises_what_fell_due_within_a_nap(office):
    office.new()
    raised = []

    async def meanwhile(told):
        await asyncio.sleep(0.3)  # most likely the timer has gone to sleep until half past ten
        assert raised == []
        office.clock.at += timedelta(hours=20)
        await asyncio.wait_for(told.wait(), PATIENCE)

    await live(office.desk(), raised, meanwhile)
    assert sorted(raised) == sorted(DUE)
    assert sorted(kept(office)) == sorted(DUE)


async def test_a_timer_that_found_the_desk_locked_looks_again_by_itself(office):
    office.new()
    office.clock.at += 2 * HOUR
    raised = []
    desk = Desk(open_database(office.url, busy_seconds=0.1), office.clock)
    desk.sit_down("bea")
    troubled = asyncio.Event()
    with ExitStack() as other:
        other.enter_context(held(office.url))

        async def meanwhile(told):
            await asyncio.wait_for(troubled.wait(), PATIENCE)
            assert raised == []
            other.close()  # which no change feed tells
            await asyncio.wait_for(told.wait(), PATIENCE)

        await live(desk, raised, meanwhile, lambda _error: troubled.set())
    desk.close()
    assert raised == DUE[:2]


def test_a_ticket_that_nobody_foresaw_keeps_no_other_waiting(office, desks):
    office.new("Broken")
    office.new("Whole")
    # An instant in the year 292,000, as no clock of otui writes one.
    desks.run(office.url, "UPDATE span SET began_at = 9223372036854775807 WHERE ticket_id = 1")
    office.clock.at += 2 * HOUR
    assert run(office) == DUE[:2]
    assert office.all("SELECT DISTINCT ticket_id FROM escalation") == [(2,)]
    with pytest.raises(OverflowError):  # a worker or a screen writes it to the log, with an id
        run(office)


NIGHTS = [
    # The night of 23 hours, and the one of 25: created at, half an hour of which target, due at (all UTC).
    ("2026-03-29T00:30:00+00:00", "2026-03-29T02:30:00+00:00"),
    ("2026-10-25T00:30:00+00:00", "2026-10-25T02:30:00+00:00"),
]


@pytest.mark.parametrize(("made", "due"), NIGHTS)
def test_two_hours_in_a_night_that_is_an_hour_short_or_long_are_two_hours(office, made, due):
    office.clock.at = datetime.fromisoformat(made)
    number = office.new(queue="Standby")  # which counts around the clock
    assert office.value("SELECT response_due FROM ticket WHERE number = :n", n=number) == micros(due)
    office.clock.at = datetime.fromisoformat(due) - timedelta(seconds=1)
    assert ("response", "due", due) not in run(office)
    office.clock.at = datetime.fromisoformat(due)
    assert ("response", "due", due) in run(office)
    assert run(office) == []


@pytest.mark.parametrize(
    ("made", "due"),
    [
        (
            "2026-03-27T16:00:00+00:00",
            "2026-03-30T07:30:00+00:00",
        ),  # Friday 17:00 in winter time, due Monday 9:30
        (
            "2026-10-23T15:00:00+00:00",
            "2026-10-26T08:30:00+00:00",
        ),  # Friday 17:00 in summer time, due Monday 9:30
    ],
)
def test_a_weekend_in_which_the_clock_changes(office, made, due):
    office.clock.at = datetime.fromisoformat(made)
    number = office.new()
    assert office.value("SELECT response_due FROM ticket WHERE number = :n", n=number) == micros(due)


def micros(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp() * 1e6)
