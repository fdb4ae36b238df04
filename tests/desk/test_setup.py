"""The making of a desk, and a change of its rules while tickets are open."""

from __future__ import annotations

import stat
from datetime import timedelta

import pytest

from otui.desk import commands as c
from otui.desk import setup, tickets
from otui.desk.desk import Desk
from otui.desk.rules import in_force, rule_files, ruling
from otui.errors import BadFile, DeskUnavailable
from otui.store.check import findings

HOUR = timedelta(hours=1)


def test_a_new_desk_is_whole_and_has_its_admin_on_every_queue(desks):
    with setup.make_desk(desks.place(), login="Eve", name="Eve\x1b Admin") as desk:
        assert (desk.agent.login, desk.agent.role) == ("eve", "admin")
        assert "\x1b" not in desk.agent.name
        assert desk.agent.queues == frozenset(desk.directory.queues)
        assert findings(desk.database.read()) == []


@pytest.mark.sqlite_only("the rights of a file, and its folder")
def test_a_new_desk_is_for_its_owner_only_and_in_a_folder_that_is_there(tmp_path):
    path = tmp_path / "new.otui"
    setup.make_desk(str(path), login="eve").close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(DeskUnavailable, match="no folder"):
        setup.make_desk(str(tmp_path / "no" / "where.otui"))


def test_nothing_is_made_over_what_is_there(shift, desks):
    before = desks.dump(shift.url)
    with pytest.raises(DeskUnavailable, match="already"):
        setup.make_desk(shift.url)
    assert desks.dump(shift.url) == before


def test_a_mistake_in_a_rule_file_makes_no_desk(desks, tmp_path):
    place = desks.place()
    (tmp_path / "sla.toml").write_text(
        rule_files.shipped_rules()["sla"].replace("warn_percent = 75", "warn_percent = 750")
    )
    with pytest.raises(BadFile, match=r"sla\.toml:\d+: "):
        setup.make_desk(place, data=tmp_path)
    with pytest.raises(DeskUnavailable):
        Desk.open(place)


def test_a_folder_without_rule_files_is_told(tmp_path):
    with pytest.raises(BadFile):
        rule_files.read_some_rules(tmp_path)
    with pytest.raises(DeskUnavailable):
        rule_files.read_some_rules(tmp_path / "nowhere")


def test_own_rule_files_stand_in_place_of_the_shipped_ones(desks, tmp_path):
    (tmp_path / "queues.toml").write_text('[[queue]]\nname = "Desk"\nline = 1\ndefault = true\n')
    with setup.make_desk(desks.place(), data=tmp_path) as desk:
        assert [queue.name for queue in desk.directory.queues.values()] == ["Desk"]


def faster(text: str) -> str:
    """HIGH resolves within two hours in place of four."""
    changed = text.replace('resolve = "4 h"', 'resolve = "2 h"').replace(
        'escalate = "3 h"', 'escalate = "1 h"'
    )
    assert changed != text
    return changed


def test_a_change_of_rules_counts_every_open_ticket_anew_and_leaves_the_others(shift):
    open_ones = [shift.new() for _ in range(5)]
    closed = shift.new()
    shift.do(tickets.close, c.Close(ticket=closed))
    before = shift.row(closed)
    nine = shift.clock.at
    shift.clock.go(hours=1)
    count = ruling.load(shift.desk("ada"), {"sla": faster(rule_files.shipped_rules()["sla"])})
    assert count == len(open_ones)
    for number in open_ones:
        row = shift.row(number)
        assert (row["escalation_due"], row["resolution_due"]) == (nine + HOUR, nine + 2 * HOUR)
        assert "clocks" in [verb for _actor, verb, _text in shift.events(number)]
    assert shift.row(closed) == before
    assert ruling.load(shift.desk("ada"), {"sla": faster(rule_files.shipped_rules()["sla"])}) == 0


def test_a_change_of_hours_keeps_what_was_counted_under_the_old_ones(shift):
    number = shift.new()
    shift.clock.go(hours=2)
    shift.do(tickets.reply, c.Reply(ticket=number, body="On it."))
    text = rule_files.shipped_rules()["calendar"]
    later = text.replace('mon = [["08:00", "17:30"]]', 'mon = [["12:00", "17:30"]]', 1)
    assert later != text
    ruling.load(shift.desk("ada"), {"calendar": later})
    # Two of the four hours were used by eleven; the other two count from noon.
    assert shift.row(number)["resolution_due"] == shift.clock.at + 3 * HOUR


def test_a_wrong_file_changes_nothing(shift):
    number = shift.new()
    before = shift.row(number)
    with pytest.raises(BadFile):
        ruling.load(shift.desk("ada"), {"sla": "[desk]\ncalendar = 1\n"})
    assert shift.row(number) == before
    assert shift.desk("ada").read(lambda view: in_force.texts(view.reader)) == rule_files.shipped_rules()


def test_a_rebuild_that_was_cut_short_goes_on_where_it_was(shift, monkeypatch):
    numbers = [shift.new() for _ in range(7)]
    monkeypatch.setattr(ruling, "BATCH", 2)
    nine = shift.clock.at
    desk = shift.desk("ada")

    class CutError(Exception):
        pass

    def progress(done: int, _total: int) -> None:
        if done >= 4:
            raise CutError

    with pytest.raises(CutError):
        ruling.load(desk, {"sla": faster(rule_files.shipped_rules()["sla"])}, progress)
    assert {shift.row(number)["resolution_due"] for number in numbers} == {nine + 2 * HOUR, nine + 4 * HOUR}
    assert ruling.rebuild(shift.another("ada")) == 3
    assert {shift.row(number)["resolution_due"] for number in numbers} == {nine + 2 * HOUR}


def test_another_process_lives_by_the_new_rules_after_a_refresh(shift):
    other: Desk = shift.another("bea")
    assert other.rules.settings.close_after_days == 5
    text = rule_files.shipped_rules()["sla"].replace("close_after_days = 5", "close_after_days = 9")
    ruling.load(shift.desk("ada"), {"sla": text})
    other.refresh()
    assert other.rules.settings.close_after_days == 9
