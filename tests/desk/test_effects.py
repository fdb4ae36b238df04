"""What other rules would do, told before they are in force; and that it is what happens then."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from otui.desk import commands as c
from otui.desk import queues, tickets, timer
from otui.desk.rules import effect_words, effects, in_force, queue_changes, rule_files, ruling
from otui.desk.rules.effect import CLOCKS, Effect
from otui.domain.rule_change import RuleChange
from otui.domain.rules import Rules
from otui.errors import BadFile, Refused, Usage

HOUR = timedelta(hours=1)


def changed(name: str, *pairs: tuple[str, str]) -> dict[str, str]:
    """A shipped rule text with other words in it."""
    text = rule_files.shipped_rules()[name]
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return {name: text}


FASTER = changed("sla", ('resolve = "4 h"', 'resolve = "2 h"'), ('escalate = "3 h"', 'escalate = "1 h"'))
LATER_MONDAY = changed("calendar", ('mon = [["08:00", "17:30"]]', 'mon = [["12:00", "17:30"]]'))


def effect_of(shift: Any, texts: dict[str, str], **options: Any) -> Effect:
    return shift.desk("ada").read(effects.of_texts, texts, **options)


def dues(shift: Any) -> dict[str, tuple[str, datetime | None, datetime | None, datetime | None]]:
    """Level and due times of every ticket, by number."""
    names = [number for (number,) in shift.all("SELECT number FROM ticket")]
    found = {}
    for number in names:
        row = shift.row(number)
        found[number] = (row["level"], *(row[f"{clock}_due"] for clock in CLOCKS))
    return found


def foretold(shift: Any, texts: dict[str, str]) -> dict[str, tuple[Any, ...]]:
    """The same as `dues`, as the effect says it will be."""
    found: dict[str, tuple[Any, ...]] = dict(dues(shift))

    def ask(view: Any) -> None:
        former = in_force.load_rules(view.reader)
        rules = Rules.parse({**in_force.texts(view.reader), **texts}).remembering(former.counting)
        change = RuleChange.between(former, rules, view.now)
        for move in effects.moves(view, change, view.directory):
            found[move.number] = (move.levels[1], *(move.after[clock] for clock in CLOCKS))

    shift.desk("ada").read(ask)
    return found


def a_desk_in_use(shift: Any) -> dict[str, str]:
    """Tickets in every state of a clock, by what they are; it is a quarter past eleven afterwards."""
    numbers = {
        "plain": shift.new(),
        "answered": shift.new(),
        "waits": shift.new(),
        "low": shift.new(impact=1, urgency=1),
        "round the clock": shift.new(queue="Standby", impact=1, urgency=1),
        "resolved": shift.new(),
        "closed": shift.new(),
        "reopened": shift.new(),
    }
    shift.clock.go(hours=1)
    shift.do(tickets.reply, c.Reply(ticket=numbers["answered"], body="On it."))
    shift.do(tickets.take, c.Take(ticket=numbers["waits"]))
    shift.do(tickets.wait, c.Wait(ticket=numbers["waits"], on="contact"))
    shift.do(tickets.resolve, c.Resolve(ticket=numbers["reopened"], body="Done."))
    shift.clock.go(hours=1)
    shift.do(tickets.reopen, c.Reopen(ticket=numbers["reopened"]))
    shift.do(tickets.close, c.Close(ticket=numbers["closed"]))
    shift.clock.go(minutes=15)
    return numbers


def test_the_effect_of_shorter_times_by_hand(shift):
    # HIGH at nine, three of them: escalation at noon becomes ten, resolution at one becomes eleven.
    numbers = [shift.new() for _ in range(3)]
    shift.new(impact=1, urgency=1)
    shift.clock.go(hours=1, minutes=30)
    before = dues(shift)
    effect = effect_of(shift, FASTER)
    assert (effect.names, effect.open_tickets, effect.moved, effect.sooner, effect.later) == (
        ("sla",),
        4,
        3,
        3,
        0,
    )
    response, escalation, resolution = effect.clocks
    assert response.moved == 0
    assert (escalation.moved, escalation.sooner, escalation.overdue) == (3, 3, 3)
    assert (escalation.median_working, escalation.most_working) == (2 * HOUR, 2 * HOUR)
    assert (resolution.moved, resolution.overdue, resolution.median_shift) == (3, 0, 2 * HOUR)
    assert (effect.overdue, effect.relieved, effect.levels) == (3, 0, ())
    assert {move.number for move in effect.farthest} == set(numbers)
    assert dues(shift) == before, "a preview changes nothing"
    assert effect_words.headline(effect) == "3 of 4 open tickets move: 3 sooner. 3 are overdue at once."


def test_working_time_and_the_wall_are_told_apart(shift):
    # NORMAL has twelve hours: from nine on Monday eight and a half that day, the rest until Tuesday 11:30. With ten
    # hours until 9:30 on Tuesday; with nine hours of the desk closed between, 14 hours less on the wall for 8 h.
    shift.new(impact=1, urgency=4)
    effect = effect_of(
        shift,
        changed("sla", ('resolve = "12 h"', 'resolve = "8 h"'), ('escalate = "10 h"', 'escalate = "8 h"')),
    )
    resolution = effect.clocks[2]
    assert resolution.most_working == 4 * HOUR
    assert resolution.most_shift == timedelta(hours=18, minutes=30)  # Tuesday 11:30 to Monday 17:00


def test_what_is_overdue_and_would_not_be(shift):
    shift.new()
    shift.clock.go(hours=5)
    timer.run(shift.desk("ada"))
    slower = changed("sla", ('resolve = "4 h"', 'resolve = "9 h"'), ('escalate = "3 h"', 'escalate = "7 h"'))
    effect = effect_of(shift, slower)
    assert (effect.overdue, effect.relieved, effect.later) == (0, 1, 1)


def test_levels_that_change_are_counted(shift):
    shift.new()  # 4 x 4 = 16, HIGH
    effect = effect_of(
        shift,
        changed(
            "sla", ("values = [32, 16]", "values = [32]"), ("values = [8, 4, 2]", "values = [16, 8, 4, 2]")
        ),
    )
    assert effect.levels == (("HIGH", "NORMAL", 1),)
    assert effect.moved == 1


def test_who_waits_has_another_time_left(shift):
    numbers = a_desk_in_use(shift)
    effect = effect_of(shift, FASTER)
    assert effect.paused == 1
    assert shift.row(numbers["waits"])["resolution_due"] is None


SLOWER_NIGHT = changed("queues", ('calendar = "always"\n', ""))
CASES = {
    "sla": FASTER,
    "calendar": LATER_MONDAY,
    "queues": SLOWER_NIGHT,
    "all": {**FASTER, **LATER_MONDAY, **SLOWER_NIGHT},
}


@pytest.mark.parametrize("case", CASES)
def test_what_was_shown_is_what_happens(shift, case):
    a_desk_in_use(shift)
    texts = CASES[case]
    wanted = effect_of(shift, texts)
    expected = foretold(shift, {name: text for name, text in texts.items() if name != "queues"})
    desk = shift.desk("ada")
    before = dues(shift)
    ruling.load(desk, texts, base=wanted.base)
    after = dues(shift)
    if "queues" not in texts:
        assert after == expected
    moved = {number for number in after if before[number][1:] != after[number][1:]}
    assert len(moved) == wanted.moved > 0
    for move in wanted.farthest:
        assert after[move.number] == (move.levels[1], *(move.after[clock] for clock in CLOCKS))


def test_a_queues_calendar_by_itself(shift):
    # LOW has 24 hours: around the clock until Tuesday at nine. In the office 8.5 on Monday and 9.5 on Tuesday are
    # counted; the other six end on Wednesday at two.
    nine = shift.clock.at
    number = shift.new(queue="Standby", impact=1, urgency=1)
    edit = queues.ChangeQueue(queue="Standby", calendar="office")
    effect = queue_changes.foresee(shift.desk("ada"), edit).effect
    assert (effect.moved, effect.later, effect.names) == (1, 1, ("queues",))
    (move,) = effect.farthest
    assert (move.number, move.before["resolution"]) == (number, nine + 24 * HOUR)
    assert move.after["resolution"] == nine + timedelta(days=2, hours=5)
    ruling.load(shift.desk("ada"), changed("queues", ('calendar = "always"', 'calendar = "office"')))
    assert shift.row(number)["resolution_due"] == move.after["resolution"]
    with pytest.raises(Usage, match="no calendar"):
        queue_changes.foresee(shift.desk("ada"), queues.ChangeQueue(queue="Standby", calendar="nights"))


def test_a_preview_can_be_stopped_and_says_how_far_it_is(shift, monkeypatch):
    monkeypatch.setattr(effects, "BATCH", 2)
    for _ in range(5):
        shift.new()
    heard: list[tuple[int, int]] = []
    effect_of(shift, FASTER, progress=lambda done, total: heard.append((done, total)))
    assert heard == [(2, 5), (4, 5), (5, 5)]
    with pytest.raises(effects.Stopped):
        effect_of(shift, FASTER, stop=lambda: True)


def test_a_factor_that_an_open_ticket_has_cannot_be_taken_out(shift):
    number = shift.new(impact=8, urgency=8)
    text = rule_files.shipped_rules()["sla"]
    eight = '[[impact]]\nfactor = 8\nen = "several sites"\nnl = "diverse vestigingen"\n'
    assert eight in text
    without = (
        text.replace(eight, "")
        .replace("values = [64]", "values = [32]")
        .replace("values = [32, 16]", "values = [16]")
    )
    with pytest.raises(Refused, match=f"{number} has impact 8"):
        effect_of(shift, {"sla": without})
    with pytest.raises(Refused, match="impact 8"):
        ruling.load(shift.desk("ada"), {"sla": without})
    assert shift.value("SELECT count(*) FROM rule_text") == 4


def test_a_preview_names_the_line_of_a_mistake(shift):
    with pytest.raises(BadFile, match=r"calendar\.toml:\d+: "):
        effect_of(
            shift, changed("calendar", ("[calendar.office.hours]", "[calendar.office.hours]\n[calendar.b]"))
        )
