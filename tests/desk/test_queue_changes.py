"""An edit of a queue is told before it is done, is done as it was told, and in batches while people work."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from otui.desk import commands as c
from otui.desk import live, queues, tickets, undo
from otui.desk.rules import effect, effects, queue_changes, rule_files, rule_history, ruling
from otui.desk.rules.effect import CLOCKS
from otui.errors import Conflict, Refused

HOUR = timedelta(hours=1)
NINE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def edit(queue: str, **values: Any) -> queues.ChangeQueue:
    return queues.ChangeQueue(queue=queue, **values)


def dues(shift: Any) -> dict[str, tuple[Any, ...]]:
    """Level and due times of every ticket, by number."""
    found = {}
    for (number,) in shift.all("SELECT number FROM ticket"):
        row = shift.row(number)
        found[number] = (row["level"], *(row[f"{clock}_due"] for clock in CLOCKS))
    return found


def an_own_table(shift: Any) -> None:
    """Give the queue Network and those below it an SLA table of their own, in which HIGH has two hours."""
    shipped = rule_files.shipped_rules()["sla"]
    start = shipped.index("\n[[table]]")
    table = shipped[start:]
    for old, new in (
        ('name = "Standard"', 'name = "Net"\nqueue = ["Network"]'),
        ('resolve = "4 h"', 'resolve = "2 h"'),
        ('escalate = "3 h"', 'escalate = "1 h"'),
    ):
        assert old in table
        table = table.replace(old, new)
    ruling.load(shift.desk("ada"), {"sla": shipped[:start] + table + shipped[start:]})


def a_tree_in_use(shift: Any) -> None:
    """Tickets in every state of a clock, above, in and below the queues that are changed."""
    for queue in ("Second line", "Network", "Workplace", "Servers", "First line", "Standby"):
        shift.new(queue=queue)
        shift.new(queue=queue, impact=1, urgency=1)
    waits, answered, done = (shift.new(queue="Network") for _ in range(3))
    shift.clock.go(hours=1)
    shift.do(tickets.take, c.Take(ticket=waits))
    shift.do(tickets.wait, c.Wait(ticket=waits, on="contact"))
    shift.do(tickets.reply, c.Reply(ticket=answered, body="On it."))
    shift.do(tickets.resolve, c.Resolve(ticket=done, body="Done."))
    shift.clock.go(minutes=20)


@pytest.mark.parametrize(
    ("command", "moves"),
    [
        (edit("Network", calendar="always"), True),
        (edit("Second line", calendar="always"), True),
        (edit("Standby", calendar=""), True),
        (edit("Network", parent="Standby", line=1), True),
        (edit("Workplace", parent="Network"), True),
        (edit("Workplace", name="Screens", parent="Network", calendar="always", lock_minutes=5), True),
        (edit("Network", name="Net & cables", calendar="always"), True),
        (edit("Network", name="Net & cables"), False),
        (edit("Workplace", name="Desks", place=1), False),
        (edit("Network", lock_minutes=5), False),
        (edit("Accounts", default=True), False),
    ],
)
def test_what_was_shown_is_what_happens(shift, monkeypatch, command, moves):
    monkeypatch.setattr(effect, "SHOWN", 1_000)
    monkeypatch.setattr(ruling, "BATCH", 2)
    an_own_table(shift)
    a_tree_in_use(shift)
    before = dues(shift)
    desk = shift.desk("ada")
    found = queue_changes.foresee(desk, command)
    assert dues(shift) == before, "to look changes nothing"
    assert found.asks is moves
    told = {
        move.number: (move.levels[1], *(move.after[clock] for clock in CLOCKS))
        for move in found.effect.farthest
    }
    assert bool(told) is moves
    queue_changes.apply(desk, command, base=found.effect.base)
    assert dues(shift) == {**before, **told}
    assert desk.read(ruling.pending) is None


def test_the_effect_of_another_calendar_by_hand(shift):
    """HIGH resolves in four hours. From Monday three o'clock that is Tuesday 9:30; round the clock Monday at seven."""
    shift.clock.go(hours=6)
    number = shift.new(queue="Network")
    shift.new(queue="Workplace")
    found = queue_changes.foresee(shift.desk("ada"), edit("Network", calendar="always")).effect
    assert (found.names, found.open_tickets, found.moved, found.sooner) == (("queues",), 1, 1, 1)
    (move,) = found.farthest
    assert (move.number, move.before["resolution"], move.after["resolution"]) == (
        number,
        NINE + timedelta(days=1, minutes=30),
        NINE + 10 * HOUR,
    )


def test_a_table_that_names_the_queue_above_counts_for_what_comes_below_it(shift):
    an_own_table(shift)
    number = shift.new(queue="Workplace")
    assert shift.row(number)["resolution_due"] == NINE + 4 * HOUR
    found = queue_changes.foresee(shift.desk("ada"), edit("Workplace", parent="Network"))
    assert found.effect.farthest[0].after["resolution"] == NINE + 2 * HOUR
    queue_changes.apply(shift.desk("ada"), edit("Workplace", parent="Network"))
    assert shift.row(number)["resolution_due"] == NINE + 2 * HOUR


def test_who_may_not_or_asks_what_cannot_be_is_refused_beforehand(shift):
    before = shift.all("SELECT * FROM queue ORDER BY id"), shift.all("SELECT count(*) FROM rule_text")
    with pytest.raises(Refused, match="Only an admin"):
        queue_changes.foresee(shift.desk("lea"), edit("Network", calendar="always"))
    with pytest.raises(Refused, match="Choose a queue outside it"):
        queue_changes.foresee(shift.desk("ada"), edit("Second line", parent="Network"))
    queue_changes.foresee(shift.desk("ada"), edit("Network", name="Nets", default=True))
    assert before == (
        shift.all("SELECT * FROM queue ORDER BY id"),
        shift.all("SELECT count(*) FROM rule_text"),
    )


def test_who_was_second_is_told(shift):
    shift.new(queue="Network")
    found = queue_changes.foresee(shift.desk("ada"), edit("Network", calendar="always"))
    shift.another("ada").do(queues.change_queue, edit("Second line", name="Line two"))
    with pytest.raises(Conflict, match="changed meanwhile, by ada"):
        queue_changes.apply(shift.desk("ada"), edit("Network", calendar="always"), base=found.effect.base)
    assert shift.value("SELECT calendar FROM queue WHERE name = 'Network'") == ""


def test_a_confidential_queue_is_said_to_move_along_uncounted(shift):
    shift.do(queues.queue_team, queues.QueueTeam(queue="Security", join=("bea",), leave=("ada",)), "ada")
    shift.do(queues.change_queue, edit("Security", confidential=True), "ada")
    empty = queue_changes.foresee(shift.desk("ada"), edit("Security", calendar="always"))
    assert not empty.asks
    shift.new(queue="Security")
    found = queue_changes.foresee(shift.desk("ada"), edit("Security", calendar="always"))
    assert (found.effect.moved, found.unseen, found.asks) == (0, ("Security",), True)


def test_the_history_of_the_rules_tells_it_as_one_change(shift):
    an_own_table(shift)
    before = len(shift.desk("ada").read(rule_history.loads))
    shift.do(queues.change_queue, edit("Network", name="Nets"), "ada")
    newest, *others = shift.desk("ada").read(rule_history.loads)
    assert (newest.agent, set(newest.names), len(others)) == ("ada", {"queues", "sla"}, before)
    lines = shift.desk("ada").read(rule_history.diff, newest.version)
    assert '+name = "Nets"' in lines
    assert '+queue = ["Nets"]' in lines


def test_the_open_tickets_of_a_queue_are_found_without_its_closed_ones(shift, no_scan):
    shift.new(queue="Network")
    condition = effects.open_in((1, 2))
    database = shift.desk("ada").database
    steps = no_scan(
        database.read(),
        f"SELECT id FROM ticket WHERE {condition} AND id > :after ORDER BY id LIMIT :limit",
        {"after": 0, "limit": 50},
    )
    if database.engine == "sqlite":  # a server goes by its figures of the table, and here that is one row
        assert not [step for step in steps if "updated_all" in step]


# -- batches -----------------------------------------------------------------------------------------------------------


def test_more_than_a_batch_is_gone_on_with_and_a_touch_before_its_turn_counts_from_the_change(
    shift, monkeypatch
):
    """Made at three in the afternoon, of HIGH with four hours; at five, two hours later, the queue never closes."""
    monkeypatch.setattr(ruling, "BATCH", 2)
    shift.clock.go(hours=6)
    numbers = [shift.new(queue="Network") for _ in range(5)]
    beside = shift.new(queue="Workplace")
    shift.clock.go(hours=2)
    told = shift.do(queues.change_queue, edit("Network", calendar="always"), "ada")
    assert "one batch after another" in told.said
    office, never = NINE + timedelta(days=1, minutes=30), NINE + 10 * HOUR
    assert [shift.row(one)["resolution_due"] for one in numbers] == [never, never, office, office, office]
    shift.clock.go(hours=1)  # half an hour after closing time
    other = shift.another("bea")
    other.do(tickets.note, c.Note(ticket=numbers[3], body="Looked at it."))
    other.do(tickets.priority, c.SetPriority(ticket=numbers[3], impact=8, urgency=2))
    assert shift.row(numbers[3])["resolution_due"] == never
    # Three hours are used at six o'clock; the last one is counted in the office, from eight on Tuesday.
    other.do(tickets.move, c.Move(ticket=numbers[4], queue="Workplace"))
    assert shift.row(numbers[4])["resolution_due"] == NINE + timedelta(days=1)
    ruling.rebuild(shift.another("ada"))
    expected = [never, never, never, never, NINE + timedelta(days=1)]
    assert [shift.row(one)["resolution_due"] for one in numbers] == expected
    assert shift.row(beside)["resolution_due"] == office
    assert [span["ended_at"] for span in shift.life(numbers[2])["span"]] == [NINE + 8 * HOUR, None]


def test_a_queue_that_is_changed_while_other_rules_are_worked_out_counts_right(shift, monkeypatch):
    """At ten HIGH gets two hours instead of four, and the desk is left in the middle; at eleven comes the calendar."""
    monkeypatch.setattr(ruling, "BATCH", 1)
    numbers = [shift.new(queue="Standby") for _ in range(3)]
    shift.clock.go(hours=1)

    def cut(_done: int, _total: int) -> None:
        raise InterruptedError

    slower = rule_files.shipped_rules()["sla"].replace('resolve = "4 h"', 'resolve = "12 h"')
    with pytest.raises(InterruptedError):
        ruling.load(shift.desk("ada"), {"sla": slower}, cut)
    assert [shift.row(one)["resolution_due"] for one in numbers] == [
        NINE + hours * HOUR for hours in (12, 4, 4)
    ]
    shift.clock.go(hours=1)
    with pytest.raises(Conflict, match="still being worked out"):
        shift.do(queues.change_queue, edit("Standby", calendar="office"), "ada")
    # What moves no clock does not wait for it.
    shift.do(queues.change_queue, edit("Standby", name="Nights"), "ada")
    found = queue_changes.foresee(shift.desk("ada"), edit("Nights", calendar="office"))
    assert found.effect.moved == 3
    queue_changes.apply(shift.desk("ada"), edit("Nights", calendar="office"), base=found.effect.base)
    # Two hours used round the clock at eleven; 6.5 until half past five, 3.5 on Tuesday from eight.
    due = NINE + timedelta(days=1, hours=2, minutes=30)
    assert {shift.row(one)["resolution_due"] for one in numbers} == {due}


async def test_an_undo_of_many_is_gone_on_with_by_the_session_that_undid_it(shift, monkeypatch):
    monkeypatch.setattr(ruling, "BATCH", 1)
    monkeypatch.setattr(live, "LONGEST_NAP", 3_600.0)
    shift.clock.go(hours=6)
    numbers = [shift.new(queue="Network") for _ in range(4)]
    desk = shift.desk("ada")
    queue_changes.apply(desk, edit("Network", calendar="always"))
    assert {shift.row(one)["resolution_due"] for one in numbers} == {NINE + 10 * HOUR}
    session = live.LiveDesk(desk, on_changes=lambda _changes: None)
    session.start()
    await session.do(undo.undo, c.Undo())
    end = time.monotonic() + 60
    while desk.read(ruling.pending) is not None:
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
    await session.stop()
    office = NINE + timedelta(days=1, minutes=30)
    assert {shift.row(one)["resolution_due"] for one in numbers} == {office}
