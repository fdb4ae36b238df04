"""Take, unlock, assign; move, line up; merge, unmerge, split, link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.views import ticket as views
from otui.errors import Conflict, NotFound, Refused, Usage

HOUR = timedelta(hours=1)


def owner(shift, number):
    row = shift.row(number)
    login = shift.value("SELECT login FROM agent WHERE id = :id", id=row["owner_id"])
    return login, row["locked"]


def thread(shift, number, login="ada"):
    return [article.body for article in shift.desk(login).read(views.thread, number)]


def test_taking_locks_and_a_second_taker_is_told_who_was_first(shift):
    number = shift.new()
    shift.do(tickets.take, c.Take(ticket=number))
    assert owner(shift, number) == ("bea", True)
    assert shift.row(number)["state"] == "open"
    with pytest.raises(Conflict, match="bea has"):
        shift.do(tickets.take, c.Take(ticket=number), "cas")
    with pytest.raises(Refused, match="already"):
        shift.do(tickets.take, c.Take(ticket=number))
    with pytest.raises(Conflict):
        shift.do(tickets.take, c.Take(ticket=number, over=True), "cas")
    shift.do(tickets.take, c.Take(ticket=number, over=True), "lea")
    assert owner(shift, number) == ("lea", True)


def test_letting_go_frees_it_for_the_team(shift):
    number = shift.new(take=True)
    with pytest.raises(Refused):
        shift.do(tickets.unlock, c.Unlock(ticket=number), "cas")
    shift.do(tickets.unlock, c.Unlock(ticket=number))
    assert owner(shift, number) == (None, False)
    with pytest.raises(Refused, match="free"):
        shift.do(tickets.unlock, c.Unlock(ticket=number))


def test_assigning_gives_it_away_and_needs_it_to_be_ones_own(shift):
    number = shift.new(take=True)
    with pytest.raises(Refused):
        shift.do(tickets.assign, c.Assign(ticket=number, agent="dio"), "cas")
    shift.do(tickets.assign, c.Assign(ticket=number, agent="Cas"))
    assert owner(shift, number) == ("cas", True)
    shift.do(tickets.assign, c.Assign(ticket=number, agent="dio"), "lea")
    assert owner(shift, number) == ("dio", True)
    with pytest.raises(Refused):
        shift.do(tickets.assign, c.Assign(ticket=number, agent="dio"), "lea")
    with pytest.raises(NotFound):
        shift.do(tickets.assign, c.Assign(ticket=number, agent="eve"), "lea")


def test_moving_lets_go_and_the_clocks_count_on(shift):
    number = shift.new(take=True)
    due = shift.row(number)["resolution_due"]
    shift.clock.go(hours=1)
    result = shift.do(tickets.move, c.Move(ticket=number, queue="net", reason="It is the switch."))
    row = shift.row(number)
    assert (row["line"], row["locked"], row["owner_id"]) == (2, False, None)
    assert row["resolution_due"] == due
    assert result.changes["queue"] == ("First line", "Network")
    assert shift.events(number)[-1] == ("bea", "move", "It is the switch.")
    with pytest.raises(Refused, match="already"):
        shift.do(tickets.move, c.Move(ticket=number, queue="Network"))
    with pytest.raises(Refused, match="Second line, Servers"):
        shift.do(tickets.move, c.Move(ticket=number, queue="Se"))


def test_moving_to_another_calendar_keeps_what_was_used(shift):
    number = shift.new()
    shift.clock.go(
        hours=10
    )  # 19:00: the office closed at 17:30, so that 4 working hours are used up at 13:00
    number_late = shift.new()
    shift.do(tickets.move, c.Move(ticket=number_late, queue="Standby"))
    row = shift.row(number_late)
    # Standby never closes: the four hours run from now, not from tomorrow at eight.
    assert row["resolution_due"] == shift.clock.at + 4 * HOUR
    shift.do(tickets.move, c.Move(ticket=number, queue="Standby"))
    assert shift.row(number)["resolution_due"] == shift.clock.at - 6 * HOUR


def test_lining_up_needs_a_reason_and_ends_at_the_third_line(shift):
    number = shift.new(take=True)
    with pytest.raises(Refused, match="why"):
        shift.do(tickets.line_up, c.LineUp(ticket=number, reason=" "))
    shift.do(tickets.line_up, c.LineUp(ticket=number, reason="Beyond me."))
    assert (shift.row(number)["line"], owner(shift, number)) == (2, (None, False))
    shift.do(tickets.line_up, c.LineUp(ticket=number, reason="Beyond us.", queue="Servers"), "dio")
    assert shift.row(number)["line"] == 3
    with pytest.raises(Refused, match="third line"):
        shift.do(tickets.line_up, c.LineUp(ticket=number, reason="More."))
    number = shift.new()
    with pytest.raises(Refused, match="line 1"):
        shift.do(tickets.line_up, c.LineUp(ticket=number, reason="Sideways.", queue="Accounts"))


def test_merging_moves_the_words_and_stops_the_clocks_of_the_one_that_ends(shift):
    first = shift.new("First", body="One.")
    second = shift.new("Second", body="Two.")
    shift.do(tickets.reply, c.Reply(ticket=first, body="Answer."))
    due = shift.row(second)["resolution_due"]
    shift.do(tickets.merge, c.Merge(ticket=first, into=second))
    ended, goes_on = shift.row(first), shift.row(second)
    assert (ended["state"], ended["merged_into_id"]) == ("merged", goes_on["id"])
    assert (ended["resolution_due"], ended["next_at"]) == (None, None)
    assert sorted(thread(shift, second)) == ["Answer.", "One.", "Two."]
    assert thread(shift, first) == []
    assert goes_on["resolution_due"] == due
    # The contact was answered on the one: that answers the other too.
    assert goes_on["response_due"] is None
    assert [event[1] for event in shift.events(second)][-1] == "merge"


def test_merging_goes_wrong_in_words(shift):
    first, second = shift.new("First"), shift.new("Second")
    shift.do(tickets.close, c.Close(ticket=second))
    for into, error in ((first, Refused), (second, Refused), ("1000-00", NotFound)):
        with pytest.raises(error):
            shift.do(tickets.merge, c.Merge(ticket=first, into=into))
    assert shift.row(first)["version"] == 1


def test_a_chain_of_merges_comes_apart_link_by_link(shift):
    a, b, third = shift.new("A", body="a"), shift.new("B", body="b"), shift.new("C", body="c")
    shift.do(tickets.merge, c.Merge(ticket=a, into=b))
    shift.do(tickets.merge, c.Merge(ticket=b, into=third))
    assert sorted(thread(shift, third)) == ["a", "b", "c"]
    shift.clock.go(hours=1)
    shift.do(tickets.unmerge, c.Unmerge(ticket=b))
    # What A brought to B goes back with B.
    assert sorted(thread(shift, b)) == ["a", "b"]
    assert thread(shift, third) == ["c"]
    row = shift.row(b)
    assert (row["state"], row["merged_into_id"]) == ("open", None)
    # It stood still for the hour it was merged: of its four hours none was used.
    assert row["resolution_due"] == shift.clock.at + 4 * HOUR
    shift.do(tickets.unmerge, c.Unmerge(ticket=a))
    assert (thread(shift, a), thread(shift, b)) == (["a"], ["b"])
    with pytest.raises(Refused):
        shift.do(tickets.unmerge, c.Unmerge(ticket=a))


def test_the_middle_of_a_chain_can_be_taken_out_from_below(shift):
    a, b, third = shift.new("A", body="a"), shift.new("B", body="b"), shift.new("C", body="c")
    shift.do(tickets.merge, c.Merge(ticket=a, into=b))
    shift.do(tickets.merge, c.Merge(ticket=b, into=third))
    shift.do(tickets.unmerge, c.Unmerge(ticket=a))
    assert thread(shift, a) == ["a"], "its words are on the ticket that the chain ends in"
    assert sorted(thread(shift, third)) == ["b", "c"]


def test_splitting_makes_a_linked_ticket_of_one_article(shift):
    number = shift.new(body="Printer and phone.")
    article = shift.desk("bea").read(views.thread, number)[0]
    result = shift.do(tickets.split, c.Split(ticket=number, article=article.id, subject="Phone"))
    made = shift.row(result.number)
    assert (made["subject"], made["level"], made["version"]) == ("Phone", "HIGH", 1)
    assert thread(shift, result.number) == ["Printer and phone."]
    assert thread(shift, number) == ["Printer and phone."]
    assert [(link.number, link.kind) for link in shift.desk("bea").read(views.detail, number).links] == [
        (result.number, "split")
    ]


def test_a_note_makes_no_ticket_and_an_article_of_another_is_not_found(shift):
    number, other = shift.new(), shift.new()
    note = shift.do(tickets.note, c.Note(ticket=number, body="Hush.")).article_id
    with pytest.raises(Refused):
        shift.do(tickets.split, c.Split(ticket=number, article=note))
    for article in (note, 9999):
        with pytest.raises(NotFound):
            shift.do(tickets.split, c.Split(ticket=other, article=article))


def test_linking_is_once_and_either_way_round(shift):
    one, two = shift.new(), shift.new()
    shift.do(tickets.link, c.LinkTickets(ticket=one, other=two))
    with pytest.raises(Refused, match="already"):
        shift.do(tickets.link, c.LinkTickets(ticket=two, other=one))
    with pytest.raises(Refused):
        shift.do(tickets.link, c.LinkTickets(ticket=one, other=one))
    with pytest.raises(Usage):
        shift.do(tickets.link, c.LinkTickets(ticket=one, other=two, kind="friend"))
    assert [link.number for link in shift.desk("bea").read(views.detail, two).links] == [one]
