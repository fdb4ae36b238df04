"""Queues as records: renamed, moved in their tree, deactivated; what comes along, and what undo makes of it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from otui.desk import commands as c
from otui.desk import people, queues, tickets, undo
from otui.desk.rules import ruling
from otui.desk.setup import shipped_rules
from otui.domain.rules import Rules
from otui.errors import NotFound, Refused, Usage


def change(shift, which, by="ada", **values):
    told = shift.do(queues.change_queue, queues.ChangeQueue(queue=which, **values), by)
    shift.desk("ada").refresh()
    return told


def tree(shift):
    desk = shift.desk("ada")
    desk.refresh()
    return [("  " * queue.depth) + queue.name for queue in desk.directory.queues.values()]


def in_force(shift):
    return Rules.parse(dict(shift.all("SELECT name, text FROM rule_text ORDER BY id")))


def test_the_tree_stays_the_one_that_the_rules_tell(shift):
    change(shift, "Network", parent="First line", name="Networks", place=1)
    change(shift, "Standby", default=True, lock_minutes=90, calendar="")
    assert tree(shift)[:3] == ["First line", "  Accounts", "  Networks"]
    rules = in_force(shift)
    assert [queue.name for queue in rules.queues] == [name.strip() for name in tree(shift)]
    assert rules.default_queue == "Standby"
    standby = next(queue for queue in rules.queues if queue.name == "Standby")
    assert (standby.lock_minutes, standby.calendar) == (90, "")
    text = shift.value("SELECT text FROM rule_text WHERE name = 'queues' ORDER BY id DESC LIMIT 1")
    assert text.startswith("# Where tickets wait")
    assert "# Alarms at any hour" in text


def test_a_place_is_counted_among_those_below_the_same_parent(shift):
    change(shift, "Mail and 365", place=1)
    second = [name for name in tree(shift) if name.startswith("  ")]
    assert second[1:4] == ["  Mail and 365", "  Workplace", "  Network"]


def test_a_queue_cannot_lie_below_itself(shift):
    with pytest.raises(Refused, match="Choose a queue outside it"):
        change(shift, "Second line", parent="Network")
    with pytest.raises(Refused):
        change(shift, "Second line", parent="Second line")
    with pytest.raises(NotFound):
        change(shift, "Network", parent="Nowhere")


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": " "}, Refused),
        ({"name": "workplace"}, Refused),
        ({"line": 0}, Usage),
        ({"calendar": "lunar"}, Usage),
        ({"lock_minutes": -5}, Usage),
        ({"line": 2}, Refused),
    ],
)
def test_what_cannot_be_is_refused(shift, values, error):
    before = tree(shift)
    with pytest.raises(error):
        change(shift, "Network", **values)
    assert tree(shift) == before


def test_another_calendar_moves_the_due_times_and_undo_moves_them_back(shift):
    """HIGH resolves in four hours. The office closes at half past five: from Monday three o'clock that is Tuesday."""
    shift.clock.go(hours=6)
    one = shift.new(queue="Network")
    shift.new(queue="Workplace")
    before = shift.row(one)["resolution_due"]
    assert before == datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
    told = change(shift, "Network", calendar="always")
    assert told.said == "Network is changed. The due times of 1 ticket moved."
    assert shift.row(one)["resolution_due"] == datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    assert shift.events(one)[-1][:2] == ("timer", "clocks")
    shift.do(undo.undo, c.Undo(), "ada")
    assert shift.row(one)["resolution_due"] == before
    assert "always" not in [queue.calendar for queue in in_force(shift).queues if queue.name == "Network"]


def test_a_calendar_counts_for_the_queues_below(shift):
    shift.clock.go(hours=6)
    one = shift.new(queue="Network")
    change(shift, "Second line", calendar="always")
    assert shift.row(one)["resolution_due"] == datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    change(shift, "Network", parent="Third line", line=3)
    assert shift.row(one)["line"] == 3
    assert shift.row(one)["resolution_due"] > datetime(2026, 11, 23, 18, 0, tzinfo=UTC)


def test_lock_minutes_reset_when_locks_lapse(shift):
    number = shift.new(queue="Network")
    shift.do(tickets.take, c.Take(ticket=number))
    change(shift, "Network", lock_minutes=30)
    assert shift.row(number)["wake_at"] == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)


def test_a_name_that_an_sla_table_knows_is_changed_there_too(shift):
    shipped = shipped_rules()["sla"]
    start = shipped.index("\n[[table]]")
    table = shipped[start:]
    special = table.replace('name = "Standard"', 'name = "Net"\nqueue = ["Network", "network"]')
    text = shipped[:start] + special + table
    shift.desk("ada").database.write(
        lambda writer: writer.insert("rule_text", {"name": "sla", "text": text, "loaded_at": shift.clock()})
    ).result()
    shift.desk("ada").refresh()
    change(shift, "Network", name="Net & cables")
    assert in_force(shift).sla.tables[0].queues == ("Net & cables", "Net & cables")
    with pytest.raises(Refused, match="rules of the desk"):
        shift.do(queues.deactivate_queue, queues.DeactivateQueue(queue="Net & cables"), "ada")


def test_a_queue_goes_out_of_use_when_its_tickets_went_somewhere(shift):
    one, done = shift.new(queue="Network"), shift.new(queue="Network")
    shift.do(tickets.close, c.Close(ticket=done))
    off = queues.DeactivateQueue
    with pytest.raises(Refused, match="Network has 1 open ticket") as refused:
        shift.do(queues.deactivate_queue, off(queue="Network"), "ada")
    assert "--move-to" in refused.value.hint
    told = shift.do(queues.deactivate_queue, off(queue="Network", move_to="Workplace"), "ada")
    assert told.said == "Network is no longer active. 1 ticket went to Workplace."
    assert "  Network" not in tree(shift)
    workplace = shift.desk("ada").directory.queue("Workplace").id
    assert shift.row(one)["queue_id"] == workplace
    assert shift.events(one)[-1] == ("ada", "move", "Network was deactivated.")
    shift.do(queues.activate_queue, "network", "ada")
    assert "  Network" in tree(shift)


def test_the_default_queue_and_one_with_others_below_stay(shift):
    for name, words in (("First line", "name no queue"), ("Second line", "lie below")):
        with pytest.raises(Refused, match=words):
            shift.do(queues.deactivate_queue, queues.DeactivateQueue(queue=name), "ada")


def test_a_ticket_of_a_queue_that_is_gone_comes_back_where_it_is_found(shift):
    number = shift.new(queue="Network")
    shift.do(tickets.close, c.Close(ticket=number))
    shift.do(queues.deactivate_queue, queues.DeactivateQueue(queue="Network"), "ada")
    shift.desk("bea").refresh()
    shift.do(tickets.reopen, c.Reopen(ticket=number))
    assert shift.row(number)["queue_id"] == shift.desk("bea").directory.queue("Second line").id


def test_a_queue_becomes_confidential_only_with_a_team(shift):
    desk = shift.desk("ada")
    desk.call(people.new_queue, "Personnel", line=1)
    desk.refresh()
    with pytest.raises(Refused, match="no team"):
        change(shift, "Personnel", confidential=True)
    shift.do(queues.queue_team, queues.QueueTeam(queue="Personnel", join=("bea", "cas")), "lea")
    change(shift, "Personnel", confidential=True)
    assert desk.directory.queue("Personnel").confidential
    with pytest.raises(Refused, match="no team"):
        shift.do(queues.queue_team, queues.QueueTeam(queue="Personnel", leave=("bea", "cas")), "ada")


def test_undo_of_a_name_and_of_the_default_queue(shift):
    change(shift, "Network", name="Networks")
    change(shift, "Accounts", default=True)
    shift.do(undo.undo, c.Undo(), "ada")
    shift.do(undo.undo, c.Undo(), "ada")
    assert "  Network" in tree(shift)
    assert in_force(shift).default_queue == "First line"
    shift.do(undo.redo, c.Redo(), "ada")
    shift.do(undo.redo, c.Redo(), "ada")
    assert in_force(shift).default_queue == "Accounts"
    assert "  Networks" in tree(shift)


def test_the_clocks_of_a_confidential_queue_are_counted_by_an_admin_who_sees_none_of_it(shift):
    shift.clock.go(hours=6)
    shift.do(queues.queue_team, queues.QueueTeam(queue="Security", join=("bea",), leave=("ada",)), "ada")
    number = shift.new(queue="Security")
    told = change(shift, "Security", confidential=True)
    assert told.said == "Security is changed."
    told = change(shift, "Security", calendar="always")
    assert "due times of 1 ticket moved" in told.said
    assert shift.row(number)["resolution_due"] == datetime(2026, 11, 23, 18, 0, tzinfo=UTC)
    with pytest.raises(Refused, match="confidential, and not empty"):
        shift.do(queues.deactivate_queue, queues.DeactivateQueue(queue="Security", move_to="Servers"), "ada")


def test_a_queue_out_of_use_that_the_rules_name_again_is_in_use_again(shift):
    text = shift.value("SELECT text FROM rule_text WHERE name = 'queues' ORDER BY id DESC LIMIT 1")
    shift.do(queues.deactivate_queue, queues.DeactivateQueue(queue="Network"), "ada")
    assert "  Network" not in tree(shift)
    ruling.load(shift.desk("ada"), {"queues": text})
    assert "  Network" in tree(shift)
    assert {queue.name for queue in in_force(shift).queues} == {name.strip() for name in tree(shift)}


def test_other_rules_leave_what_was_changed_here_as_it_is(shift):
    change(shift, "Network", name="Networks", calendar="always", place=1)
    sla = shift.value("SELECT text FROM rule_text WHERE name = 'sla' ORDER BY id DESC LIMIT 1")
    ruling.load(shift.desk("ada"), {"sla": sla.replace('resolve = "4 h"', 'resolve = "5 h"')})
    assert "  Networks" in tree(shift)
    assert shift.desk("ada").directory.queue("Networks").calendar == "always"


def test_a_queue_that_went_out_of_use_comes_back_step_by_step(shift):
    number = shift.new(queue="Network")
    network = shift.row(number)["queue_id"]
    off = queues.DeactivateQueue(queue="Network", move_to="Workplace")
    shift.do(queues.deactivate_queue, off, "ada")
    for verb, active, here in (
        (undo.undo, True, False),
        (undo.undo, True, True),
        (undo.redo, True, False),
        (undo.redo, False, False),
    ):
        shift.do(verb, c.Undo() if verb is undo.undo else c.Redo(), "ada")
        assert ("  Network" in tree(shift), shift.row(number)["queue_id"] == network) == (active, here)
    # Undone out of its turn it would leave a ticket in a queue that is out of use.
    shift.do(undo.undo, c.Undo(ticket=number), "ada")
    assert shift.row(number)["queue_id"] == shift.desk("ada").directory.queue("Second line").id
