"""New, wait, wake, resolve, close, reopen: rule, history, clocks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from otui.desk import commands as c
from otui.desk import tickets
from otui.errors import Conflict, NotFound, Refused, Usage

HOUR = timedelta(hours=1)


def test_a_new_ticket_has_number_level_clocks_contact_and_its_first_article(shift):
    number = shift.new("  Printer\tis  stuck ", contact="Anna de Wit <anna@example.org>", customer="Acme")
    row = shift.row(number)
    assert row["subject"] == "Printer is stuck"
    assert (row["state"], row["value"], row["level"], row["version"]) == ("new", 16, "HIGH", 1)
    # HIGH: respond 2 h, escalate 3 h, resolve 4 h; the office is open from 8 to 17:30 (sla.toml, calendar.toml).
    nine = shift.clock.at
    assert row["response_due"] == nine + 2 * HOUR
    assert row["escalation_due"] == nine + 3 * HOUR
    assert row["resolution_due"] == nine + 4 * HOUR
    assert shift.all("SELECT kind, author, body FROM article") == [("message", "Anna de Wit", "It hums.")]
    assert shift.all("SELECT k.name FROM contact c JOIN customer k ON k.id = c.customer_id") == [("Acme",)]
    assert shift.events(number) == [("bea", "new", "")]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"subject": " \n "}, Refused),
        ({"kind": "problem"}, Usage),
        ({"queue": "Nowhere"}, NotFound),
        ({"impact": 3}, Usage),
    ],
)
def test_a_new_ticket_that_does_not_fit_leaves_nothing_behind(shift, values, error):
    with pytest.raises(error):
        shift.new(**{"subject": "Printer", **values})
    assert shift.value("SELECT count(*) FROM ticket") == 0
    assert shift.value("SELECT count(*) FROM contact") == 0


def test_a_new_ticket_can_be_taken_at_once(shift):
    row = shift.row(shift.new(take=True))
    assert (row["state"], row["locked"]) == ("open", True)
    assert row["owner_id"] == shift.desk("bea").agent.id


def test_numbers_are_never_given_twice_whatever_becomes_of_the_ticket(shift):
    from otui.desk import undo

    first = shift.new()
    shift.do(undo.undo, c.Undo())
    second = shift.new()
    assert first != second
    with pytest.raises(NotFound):
        shift.new(queue="Nowhere")
    assert len({first, second, shift.new()}) == 3


@pytest.mark.parametrize(
    ("on", "state"), [("contact", "waiting-contact"), ("third-party", "waiting-third-party")]
)
def test_waiting_pauses_escalation_and_resolution_but_not_response(shift, on, state):
    number = shift.new()
    due = shift.row(number)["response_due"]
    shift.clock.go(hours=1)
    shift.do(tickets.wait, c.Wait(ticket=number, on=on))
    row = shift.row(number)
    assert (row["state"], row["escalation_due"], row["resolution_due"]) == (state, None, None)
    assert row["response_due"] == due
    shift.clock.go(hours=2)
    shift.do(tickets.wake, c.Wake(ticket=number))
    row = shift.row(number)
    # Two hours stood still: the resolution falls two hours later than the four it began with.
    assert row["resolution_due"] == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    assert row["state"] == "open"


def test_waiting_until_needs_a_time_to_come(shift):
    number = shift.new()
    for until in (None, shift.clock.at, shift.clock.at - HOUR):
        with pytest.raises(Usage):
            shift.do(tickets.wait, c.Wait(ticket=number, on="until", until=until))
    with pytest.raises(Usage):
        shift.do(tickets.wait, c.Wait(ticket=number, on="godot"))
    assert shift.row(number)["version"] == 1


def test_waiting_the_same_way_twice_is_refused_another_time_is_not(shift):
    number = shift.new()
    until = shift.clock.at + HOUR
    shift.do(tickets.wait, c.Wait(ticket=number, on="until", until=until))
    with pytest.raises(Refused):
        shift.do(tickets.wait, c.Wait(ticket=number, on="until", until=until))
    shift.do(tickets.wait, c.Wait(ticket=number, on="until", until=until + HOUR))
    assert shift.row(number)["wake_at"] == until + HOUR


def test_resolving_stops_the_clocks_and_closing_ends_it(shift):
    number = shift.new()
    shift.do(tickets.take, c.Take(ticket=number))
    shift.clock.go(hours=1)
    shift.do(tickets.resolve, c.Resolve(ticket=number, body="Solved."))
    row = shift.row(number)
    assert (row["state"], row["locked"], row["resolution_due"], row["response_due"]) == (
        "resolved",
        False,
        None,
        None,
    )
    assert row["resolved_at"] == shift.clock.at
    assert row["owner_id"] == shift.desk("bea").agent.id
    shift.do(tickets.close, c.Close(ticket=number))
    assert shift.row(number)["state"] == "closed"
    done = {row["name"]: (row["done_at"], row["missed"]) for row in shift.life(number)["ticket_clock"]}
    assert set(done.values()) == {(shift.clock.at, False)}


def test_reopening_starts_a_second_cycle_with_full_targets_and_keeps_the_first(shift):
    number = shift.new()
    shift.clock.go(hours=1)
    shift.do(tickets.resolve, c.Resolve(ticket=number, body="Solved."))
    shift.clock.go(hours=1)
    shift.do(tickets.reopen, c.Reopen(ticket=number, reason="Not solved."))
    row = shift.row(number)
    assert (row["state"], row["cycle"], row["reopen_count"], row["resolved_at"]) == ("open", 2, 1, None)
    assert row["resolution_due"] == shift.clock.at + 4 * HOUR
    clocks = [
        (one["name"], one["cycle"], one["done_at"] is None) for one in shift.life(number)["ticket_clock"]
    ]
    assert ("resolution", 1, False) in clocks
    assert ("resolution", 2, True) in clocks
    assert shift.events(number)[-1] == ("bea", "reopen", "Not solved.")


def test_a_ticket_reopens_as_often_as_it_must(shift):
    number = shift.new()
    for cycle in range(2, 6):
        shift.clock.go(minutes=10)
        shift.do(tickets.close, c.Close(ticket=number))
        shift.clock.go(minutes=10)
        shift.do(tickets.reopen, c.Reopen(ticket=number))
        assert shift.row(number)["cycle"] == cycle
    assert shift.row(number)["reopen_count"] == 4


def test_a_ticket_closed_too_long_ago_stays_closed(shift):
    number = shift.new()
    shift.do(tickets.close, c.Close(ticket=number))
    shift.clock.go(days=14)
    shift.do(tickets.reopen, c.Reopen(ticket=number))
    shift.do(tickets.close, c.Close(ticket=number))
    shift.clock.go(days=14, seconds=1)
    with pytest.raises(Refused, match="14 days"):
        shift.do(tickets.reopen, c.Reopen(ticket=number))


@pytest.mark.parametrize(
    ("verb", "command"),
    [
        (tickets.take, c.Take),
        (tickets.unlock, c.Unlock),
        (tickets.wake, c.Wake),
        (tickets.resolve, c.Resolve),
        (tickets.close, c.Close),
    ],
)
def test_the_workflow_table_says_no_to_what_does_not_follow(shift, verb, command):
    number = shift.new()
    shift.do(tickets.close, c.Close(ticket=number))
    before = shift.row(number)
    with pytest.raises(Refused, match="closed"):
        shift.do(verb, command(ticket=number))
    assert shift.row(number) == before


def test_a_write_against_an_older_version_changes_nothing_and_says_what_happened(shift):
    number = shift.new()
    shift.do(tickets.take, c.Take(ticket=number), "cas")
    before = shift.row(number)
    with pytest.raises(Conflict, match="cas, take") as caught:
        shift.do(tickets.subject, c.SetSubject(ticket=number, version=1, subject="Other"), "lea")
    assert (caught.value.version, caught.value.exit_code) == (2, 4)
    assert shift.row(number) == before
    shift.do(tickets.subject, c.SetSubject(ticket=number, version=2, subject="Other"), "lea")
    assert shift.row(number)["subject"] == "Other"


def test_history_cannot_be_changed_or_taken_out(shift):
    shift.new()
    for sql in ("UPDATE history SET actor = 'nobody'", "DELETE FROM history"):
        with pytest.raises(Exception, match="history"):
            shift.desk("ada").database.write(lambda writer, sql=sql: writer.execute(sql)).result()
    assert shift.value("SELECT actor FROM history") == "bea"
