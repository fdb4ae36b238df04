"""Drafts survive everything that happens to a ticket, and two hands in one draft lose nothing of each other."""

from __future__ import annotations

import pytest

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.together import drafts
from otui.desk.together.weave import line_after, weave
from otui.errors import Refused


@pytest.fixture
def number(shift):
    """A ticket on which Bea has begun a reply."""
    made = shift.new()
    save(shift, made, "Dear Anna,")
    return made


def save(shift, number, body, known=None, kind="reply", login="bea"):
    row = shift.row(number)
    return shift.desk(login).call(drafts.save, row["id"], kind, body, {}, row["version"], known)


def mine(shift, login="bea"):
    return [(one.number, one.body) for one in shift.desk(login).read(drafts.mine)]


def found(shift, number, kind="reply"):
    return shift.desk().read(drafts.find, shift.row(number)["id"], kind)


HAPPENINGS = {
    "another owner": lambda shift, n: shift.do(tickets.assign, c.Assign(ticket=n, agent="cas"), "lea"),
    "a lock by another": lambda shift, n: shift.do(tickets.take, c.Take(ticket=n), "cas"),
    "a move": lambda shift, n: shift.do(tickets.move, c.Move(ticket=n, queue="Network"), "cas"),
    "lined up": lambda shift, n: shift.do(tickets.line_up, c.LineUp(ticket=n, reason="radius"), "cas"),
    "closed": lambda shift, n: shift.do(tickets.close, c.Close(ticket=n), "cas"),
    "another's reply": lambda shift, n: shift.do(tickets.reply, c.Reply(ticket=n, body="Done."), "cas"),
    "another's note": lambda shift, n: shift.do(tickets.note, c.Note(ticket=n, body="Hm."), "cas"),
    "a level": lambda shift, n: shift.do(tickets.priority, c.SetPriority(ticket=n, impact=8), "cas"),
    "another contact": lambda shift, n: shift.do(
        tickets.contact, c.SetContact(ticket=n, contact="bob@example.org"), "cas"
    ),
}


@pytest.mark.parametrize("name", HAPPENINGS)
def test_nothing_that_happens_to_a_ticket_touches_a_draft(shift, number, name):
    HAPPENINGS[name](shift, number)
    assert mine(shift) == [(number, "Dear Anna,")]
    assert found(shift, number).body == "Dear Anna,"
    assert found(shift, number).base_version == 1


def test_closing_and_reopening_leave_it(shift, number):
    shift.do(tickets.close, c.Close(ticket=number), "cas")
    shift.do(tickets.reopen, c.Reopen(ticket=number), "cas")
    assert found(shift, number).body == "Dear Anna,"


def test_what_another_has_locked_cannot_be_sent_and_is_kept(shift, number):
    shift.do(tickets.take, c.Take(ticket=number), "cas")
    ref = c.DraftRef(shift.row(number)["id"], "Dear Anna,")
    with pytest.raises(Refused, match="locked by cas"):
        shift.do(tickets.reply, c.Reply(ticket=number, body="Dear Anna,", from_draft=ref))
    assert mine(shift) == [(number, "Dear Anna,")]


# -- merging -----------------------------------------------------------------------------------------------------------


def test_a_draft_on_a_ticket_that_was_merged_is_offered_on_the_other(shift, number):
    other, last = shift.new("Other"), shift.new("Last")
    shift.do(tickets.merge, c.Merge(ticket=number, into=other), "cas")
    shift.do(tickets.merge, c.Merge(ticket=other, into=last), "cas")
    draft = found(shift, last)
    assert (draft.number, draft.body, draft.lands_on) == (number, "Dear Anna,", shift.row(last)["id"])
    assert found(shift, last, "note") is None


def test_its_own_draft_comes_first(shift, number):
    other = shift.new("Other")
    save(shift, other, "Of its own")
    shift.do(tickets.merge, c.Merge(ticket=number, into=other), "cas")
    assert found(shift, other).body == "Of its own"
    assert sorted(mine(shift)) == sorted([(number, "Dear Anna,"), (other, "Of its own")])


def test_it_goes_in_the_transaction_that_sends_it_on_the_other(shift, number):
    other = shift.new("Other")
    shift.do(tickets.merge, c.Merge(ticket=number, into=other), "cas")
    ref = c.DraftRef(shift.row(number)["id"], "Dear Anna,")
    shift.do(tickets.reply, c.Reply(ticket=other, body="Dear Anna, done.", from_draft=ref))
    assert mine(shift) == []


# -- two sessions ------------------------------------------------------------------------------------------------------


def test_the_later_save_does_not_take_the_words_of_the_earlier(shift, number):
    save(shift, number, "Dear Anna,\nFrom home.", known="Dear Anna,")
    assert save(shift, number, "Dear Anna,\nFrom work.", known="Dear Anna,") == (
        "Dear Anna,\nFrom home.\nFrom work."
    )
    assert mine(shift) == [(number, "Dear Anna,\nFrom home.\nFrom work.")]


def test_writing_on_in_both_doubles_nothing(shift, number):
    """Home knows nothing of work, work nothing of home; each saves what it goes on to write."""
    home = work = "Dear Anna,"
    for letter in "abc":
        new = home + f"\n{letter}" if letter == "a" else home + letter
        save(shift, number, new, known=home)
        home = new
        new = work + "\nx" if letter == "a" else work + "x"
        save(shift, number, new, known=work)
        work = new
    (row,) = mine(shift)
    assert sorted(row[1].split("\n")) == sorted(["Dear Anna,", "abc", "xxx"])


def test_what_was_sent_elsewhere_goes_and_what_was_written_since_stays(shift, number):
    ticket = shift.row(number)["id"]
    save(shift, number, "Dear Anna,\nFrom home.", known="Dear Anna,")
    ref = c.DraftRef(ticket, "Dear Anna,")
    shift.do(tickets.reply, c.Reply(ticket=number, body="Dear Anna,", from_draft=ref))
    assert mine(shift) == [(number, "From home.")]


def test_throwing_away_here_keeps_what_was_written_elsewhere(shift, number):
    save(shift, number, "Dear Anna,\nFrom home.", known="Dear Anna,")
    shift.desk().call(drafts.drop, shift.row(number)["id"], "reply", "Dear Anna,")
    assert mine(shift) == [(number, "From home.")]
    shift.desk().call(drafts.drop, shift.row(number)["id"], "reply")
    assert mine(shift) == []


def test_emptied_here_and_unchanged_elsewhere_it_is_gone(shift, number):
    assert save(shift, number, "", known="Dear Anna,") == ""
    assert mine(shift) == []


def test_what_an_undo_gives_back_comes_behind_what_was_begun_since(shift, number):
    ticket = shift.row(number)["id"]
    shift.desk().call(drafts.save_behind, ticket, "reply", "It is done.", {}, 2, "\n\n")
    assert mine(shift) == [(number, "Dear Anna,\n\nIt is done.")]


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "woven"),
    [
        ("a", "a", "b", "b"),
        ("a", "b", "a", "b"),
        ("a", "b", "b", "b"),
        ("", "x", "y", "y\nx"),
        ("a\nb\nc", "a\nB\nc", "a\nb\nc\nd", "a\nB\nc\nd"),
        ("a\nb\nc", "b\nc", "a\nb", "b"),
        ("x", "xx", "y\nx", "y\nxx"),
        ("x", "y\nx", "xx", "y\nxx"),
        ("a\nb", "", "a\nb\nc", "\nc"),
        ("one\ntwo", "one\n2", "one\nII", "one\nII\n2"),
    ],
)
def test_two_hands_in_one_text(base, ours, theirs, woven):
    assert weave(base, ours, theirs) == woven


@pytest.mark.parametrize(
    ("ours", "woven", "line", "place"),
    [
        ("a\nFrom", "a\nFrom home.\nFrom", 1, 2),
        ("a\nb", "a\nb\nc", 1, 1),
        ("a\nb", "x\na\nb", 0, 1),
        ("a\nb\nc", "a\nc", 1, 1),
        ("a\nb", "a", 1, 0),
    ],
)
def test_the_line_that_one_writes_on_is_found_again(ours, woven, line, place):
    assert line_after(ours, woven, line) == place
