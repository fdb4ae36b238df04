"""Other rules on a desk at work: who may, who was first, what is remembered, and who touches a ticket meanwhile."""

from __future__ import annotations

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest

from otui.desk import commands as c
from otui.desk import live, tickets
from otui.desk.office import staff
from otui.desk.rules import effects, in_force, rule_files, rule_history, ruling
from otui.errors import Conflict, NotFound, Refused

HOUR = timedelta(hours=1)


def changed(name: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """A shipped rule text with other words in it."""
    text = rule_files.shipped_rules()[name]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {name: text}


FASTER = changed("sla", ('resolve = "4 h"', 'resolve = "2 h"'), ('escalate = "3 h"', 'escalate = "1 h"'))
FROM_NOON = changed("calendar", ('mon = [["08:00", "17:30"]]', 'mon = [["12:00", "17:30"]]'))


class CutError(Exception):
    pass


def cut_at(done: int) -> Any:
    """A progress that ends the process, as far as a test can."""

    def progress(count: int, _total: int) -> None:
        if count >= done:
            raise CutError

    return progress


def test_only_an_admin_changes_the_rules(shift):
    for login in ("bea", "lea"):
        with pytest.raises(Refused, match="Only an admin"):
            ruling.load(shift.desk(login), FASTER)


def test_who_was_an_admin_a_moment_ago_changes_no_rules(shift):
    before = shift.desk("ada")
    shift.do(staff.change_agent, staff.ChangeAgent(agent="lea", role="admin"), "ada")
    shift.do(staff.change_agent, staff.ChangeAgent(agent="ada", role="agent"), "lea")
    assert before.agent.role == "admin"  # as this session knows it
    with pytest.raises(Refused, match="Only an admin"):
        ruling.load(before, FASTER)
    assert shift.value("SELECT count(*) FROM rule_text WHERE text = :t", t=FASTER["sla"]) == 0


def test_who_was_second_is_told(shift):
    effect = shift.desk("ada").read(effects.of_texts, FASTER)
    ruling.load(shift.another("ada"), changed("sla", ("close_after_days = 5", "close_after_days = 6")))
    with pytest.raises(Conflict, match="changed meanwhile, by ada"):
        ruling.load(shift.desk("ada"), FASTER, base=effect.base)
    assert shift.desk("ada").read(ruling.in_force_now)[1]["sla"] != FASTER["sla"]


def test_the_history_says_who_and_what_and_goes_back(shift):
    desk = shift.desk("ada")
    number = shift.new()
    nine = shift.clock.at
    shift.clock.go(minutes=5)
    ruling.load(desk, {**FASTER, **FROM_NOON})
    first, made = desk.read(rule_history.loads)
    assert (first.agent, first.names, first.at) == ("ada", ("sla", "calendar"), shift.clock.at)
    assert (made.agent, set(made.names)) == ("", {"sla", "calendar", "queues", "change"})
    lines = desk.read(rule_history.diff, first.version)
    assert '-resolve = "4 h"' in lines
    assert '+resolve = "2 h"' in lines
    assert "+++ calendar.toml" in lines
    assert desk.read(rule_history.texts_at, made.version) == rule_files.shipped_rules()
    assert desk.read(rule_history.version_at, nine) == made.version
    with pytest.raises(NotFound, match="otui rules log"):
        desk.read(rule_history.texts_at, 99)
    shift.clock.go(minutes=5)
    ruling.load(desk, desk.read(rule_history.way_back))
    assert desk.read(ruling.in_force_now)[1] == rule_files.shipped_rules()
    assert [one.agent for one in desk.read(rule_history.loads)] == ["ada", "ada", ""]
    # Five minutes lay before noon-only hours, five within them: only the second five did not count.
    assert shift.row(number)["resolution_due"] == nine + 4 * HOUR + timedelta(minutes=5)


def test_there_is_nothing_to_go_back_to_on_a_new_desk(shift):
    with pytest.raises(Refused, match="never changed"):
        shift.desk("ada").read(rule_history.way_back)


def test_a_ticket_that_is_touched_before_its_turn_counts_by_the_new_rules_from_the_change_on(
    shift, monkeypatch
):
    monkeypatch.setattr(ruling, "BATCH", 1)
    first, second = shift.new(), shift.new()
    nine = shift.clock.at
    shift.clock.go(hours=1)
    other = shift.another("bea")
    assert other.rules.settings.close_after_days == 5  # it has read the rules that held until now
    with pytest.raises(CutError):
        ruling.load(shift.desk("ada"), FROM_NOON, cut_at(1))
    # From ten on Monday counts from noon only: one hour was used, three are left, until three.
    assert shift.row(first)["resolution_due"] == nine + 6 * HOUR
    assert shift.row(second)["resolution_due"] == nine + 4 * HOUR
    shift.clock.go(hours=1)
    other.do(tickets.take, c.Take(ticket=second))
    other.do(tickets.reply, c.Reply(ticket=second, body="On it."))
    assert shift.row(second)["resolution_due"] == nine + 6 * HOUR
    shift.clock.go(hours=1)
    ruling.rebuild(shift.another("ada"))
    assert shift.row(second)["resolution_due"] == nine + 6 * HOUR
    # One hour of it was used under the former hours, and the split lies where the rules changed.
    assert [span["ended_at"] for span in shift.life(second)["span"]] == [nine + HOUR, None]


def test_a_process_that_read_the_rules_before_counts_by_those_that_hold(shift):
    number = shift.new()
    nine = shift.clock.at
    other = shift.another("bea")
    assert other.rules.sla.tables[0].levels[1].resolve == 4 * 3600
    ruling.load(shift.desk("ada"), FASTER)
    other.do(tickets.priority, c.SetPriority(ticket=number, impact=8, urgency=2))  # 16 as before: HIGH
    assert shift.row(number)["resolution_due"] == nine + 2 * HOUR


def test_a_calendar_that_is_taken_out_still_counts_what_it_counted(shift):
    # Standby works round the clock; without "always" it works in the office.
    number = shift.new(queue="Standby", impact=1, urgency=1)
    nine = shift.clock.at
    text = rule_files.shipped_rules()["calendar"]
    begin, end = text.index("[calendar.always]"), text.index("# Public holidays")
    texts = {
        "calendar": text[:begin] + text[end:],
        **changed("queues", ('calendar = "always"\n', "")),
    }
    shift.clock.go(hours=14)  # eleven at night
    expected = shift.desk("ada").read(effects.of_texts, texts)
    ruling.load(shift.desk("ada"), texts)
    # 14 of the 24 hours are used: 9.5 on Tuesday, the last half hour on Wednesday from eight.
    due = nine + timedelta(days=1, hours=23, minutes=30)
    assert shift.row(number)["resolution_due"] == due
    assert expected.farthest[0].after["resolution"] == due
    shift.clock.go(hours=10)
    shift.do(tickets.priority, c.SetPriority(ticket=number, impact=1, urgency=2))
    # NORMAL has twelve hours: they ended at nine in the evening, in the stretch that "always" counted.
    assert shift.row(number)["resolution_due"] == nine + 12 * HOUR
    assert "always" not in shift.desk("ada").rules.calendars


def test_other_days_until_closing_hold_for_what_is_resolved_already(shift):
    number = shift.new()
    shift.do(tickets.resolve, c.Resolve(ticket=number, body="Done."))
    at = shift.clock.at
    assert shift.row(number)["wake_at"] == at + timedelta(days=5)
    ruling.load(shift.desk("ada"), changed("sla", ("close_after_days = 5", "close_after_days = 0")))
    assert shift.row(number)["wake_at"] is None
    ruling.load(shift.desk("ada"), changed("sla", ("close_after_days = 5", "close_after_days = 2")))
    assert shift.row(number)["wake_at"] == at + timedelta(days=2)


def test_what_fell_due_before_the_change_is_raised_with_its_own_instant(shift):
    number = shift.new()
    nine = shift.clock.at
    shift.clock.go(hours=3, minutes=30)
    slower = changed("sla", ('resolve = "4 h"', 'resolve = "9 h"'), ('escalate = "3 h"', 'escalate = "7 h"'))
    ruling.load(shift.desk("ada"), slower)
    raised = shift.all("SELECT clock, stage, due_at FROM escalation ORDER BY due_at, clock")
    hour = 3_600_000_000
    start = int(nine.timestamp()) * 1_000_000
    assert (("escalation", "due", start + 3 * hour)) in raised
    assert shift.row(number)["escalation_due"] == nine + 7 * HOUR


def test_a_queue_that_was_changed_by_hand_is_left_alone_by_a_text_that_does_not_speak_of_it(shift):
    desk = shift.desk("ada")
    desk.database.write(
        lambda writer: writer.execute("UPDATE queue SET lock_minutes = 7 WHERE name = 'Network'")
    ).result()
    ruling.load(
        desk,
        changed("queues", ('name = "Servers"\nline = 3', 'name = "Servers"\nline = 3\nlock_lapse = "2 h"')),
    )
    minutes = dict(shift.all("SELECT name, lock_minutes FROM queue"))
    assert (minutes["Network"], minutes["Servers"]) == (7, 120)
    assert in_force.standing(desk.database.read()).pending is None


async def test_an_open_desk_goes_on_with_a_change_whose_process_ended(shift, monkeypatch):
    monkeypatch.setattr(ruling, "BATCH", 1)
    monkeypatch.setattr(live, "LONGEST_NAP", 0.05)
    numbers = [shift.new() for _ in range(4)]
    nine = shift.clock.at
    with pytest.raises(CutError):
        ruling.load(shift.desk("ada"), FASTER, cut_at(1))
    assert shift.row(numbers[-1])["resolution_due"] == nine + 4 * HOUR
    other = live.LiveDesk(shift.another("bea"), on_changes=lambda _changes: None)
    other.start()
    end = time.monotonic() + 60
    while shift.desk("ada").read(ruling.pending) is not None:
        assert time.monotonic() < end
        await asyncio.sleep(0.01)
    await other.stop()
    assert {shift.row(number)["resolution_due"] for number in numbers} == {nine + 2 * HOUR}
