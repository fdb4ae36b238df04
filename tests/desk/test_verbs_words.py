"""Reply, note, call, forward; and what a ticket says of itself: priority, subject, kind, contact."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.together import drafts
from otui.desk.views import ticket as views
from otui.errors import Refused, Usage

HOUR = timedelta(hours=1)


def test_a_reply_stops_the_response_clock_for_good_and_opens_the_ticket(shift):
    number = shift.new()
    shift.clock.go(hours=1)
    result = shift.do(tickets.reply, c.Reply(ticket=number, body="We look at it.", cc="boss@example.org"))
    row = shift.row(number)
    assert (row["state"], row["response_due"]) == ("open", None)
    article = shift.desk("bea").read(views.thread, number)[-1]
    assert (article.id, article.kind, article.recipients, article.cc) == (
        result.article_id,
        "reply",
        "anna@example.org",
        "boss@example.org",
    )
    shift.do(tickets.resolve, c.Resolve(ticket=number))
    shift.do(tickets.reopen, c.Reopen(ticket=number))
    assert shift.row(number)["response_due"] is None


def test_notes_and_calls_that_reached_nobody_do_not_answer(shift):
    number = shift.new()
    due = shift.row(number)["response_due"]
    shift.do(tickets.note, c.Note(ticket=number, body="Looks odd."))
    shift.do(tickets.call, c.Call(ticket=number, body="No answer.", reached=False))
    assert shift.row(number)["response_due"] == due
    assert shift.row(number)["state"] == "new"
    shift.do(tickets.call, c.Call(ticket=number, body="Spoke to Anna."))
    assert shift.row(number)["response_due"] is None
    assert shift.row(number)["state"] == "open"


def test_an_answer_after_the_due_time_stays_missed(shift):
    number = shift.new()
    shift.clock.go(hours=2, seconds=1)
    shift.do(tickets.reply, c.Reply(ticket=number, body="Sorry."))
    (response,) = [one for one in shift.life(number)["ticket_clock"] if one["name"] == "response"]
    assert response["missed"] is True


@pytest.mark.parametrize(
    ("then", "state"), [("resolve", "resolved"), ("close", "closed"), ("wait-contact", "waiting-contact")]
)
def test_a_reply_can_go_on_in_the_same_act(shift, then, state):
    number = shift.new()
    shift.do(tickets.reply, c.Reply(ticket=number, body="Done.", then=then))
    assert shift.row(number)["state"] == state
    assert shift.row(number)["version"] == 2


def test_a_reply_with_a_placeholder_left_in_it_never_leaves(shift):
    number = shift.new()
    with pytest.raises(Refused):
        shift.do(tickets.reply, c.Reply(ticket=number, body="Dear {{contact.first_name}},"))
    assert shift.row(number)["version"] == 1


@pytest.mark.parametrize(
    "command",
    [c.Reply(ticket=1, body=" \n"), c.Note(ticket=1, body=""), c.Call(ticket=1, body="\t")],
    ids=["reply", "note", "call"],
)
def test_nothing_said_is_refused(shift, command):
    shift.new()
    verb = {c.Reply: tickets.reply, c.Note: tickets.note, c.Call: tickets.call}[type(command)]
    with pytest.raises(Refused):
        shift.do(verb, command)


def test_what_strangers_write_cannot_act_on_a_terminal(shift):
    number = shift.new(subject="\x1b]0;pwned\x07[/] fire", body="\x1b[2Jgone", contact="Ev\x1bil <e@x.nl>")
    row = shift.row(number)
    article = shift.desk("bea").read(views.thread, number)[0]
    assert "\x1b" not in row["subject"] + article.body + article.author
    assert "[/] fire" in row["subject"]


@pytest.mark.parametrize("to", ["", "nobody", "two people@x.nl", "@"])
def test_forwarding_needs_an_address(shift, to):
    number = shift.new()
    with pytest.raises(Usage):
        shift.do(tickets.forward, c.Forward(ticket=number, to=to))


def test_a_forward_is_kept_with_its_recipient_and_does_not_answer_the_contact(shift):
    number = shift.new()
    shift.do(tickets.forward, c.Forward(ticket=number, to="help@vendor.example", body="Please look."))
    article = shift.desk("bea").read(views.thread, number)[-1]
    assert (article.kind, article.recipients, article.reaches_contact) == (
        "forward",
        "help@vendor.example",
        False,
    )
    assert shift.row(number)["response_due"] is not None


def test_a_note_is_read_by_its_queue_its_writer_and_leads(shift):
    number = shift.new(queue="First line")
    shift.do(tickets.note, c.Note(ticket=number, body="The contact is angry."))

    def reads(login):
        return any(one.kind == "note" for one in shift.desk(login).read(views.thread, number))

    def history_says(login):
        return any("angry" in event.text for event in shift.desk(login).read(views.history, number))

    assert [reads(login) for login in ("bea", "cas", "lea", "ada", "dio")] == [True, True, True, True, False]
    assert [history_says(login) for login in ("cas", "dio")] == [True, False]
    shift.do(tickets.move, c.Move(ticket=number, queue="Second line"))
    # The note was written for the first line, and stays there when the ticket goes on.
    assert [reads(login) for login in ("cas", "dio")] == [True, False]


def test_the_level_follows_from_impact_and_urgency_and_the_clocks_from_the_level(shift):
    number = shift.new()
    shift.clock.go(minutes=30)
    result = shift.do(tickets.priority, c.SetPriority(ticket=number, impact=8, urgency=8))
    row = shift.row(number)
    assert (row["value"], row["level"]) == (64, "URGENT")
    # Counted from the creation at nine: the hour that URGENT allows is half used.
    assert row["resolution_due"] == shift.clock.at + HOUR / 2
    assert result.changes["level"] == ("HIGH", "URGENT")


def test_one_factor_may_change_alone_and_the_same_again_is_refused(shift):
    number = shift.new()
    shift.do(tickets.priority, c.SetPriority(ticket=number, urgency=1))
    assert (shift.row(number)["impact"], shift.row(number)["value"]) == (4, 4)
    with pytest.raises(Refused):
        shift.do(tickets.priority, c.SetPriority(ticket=number, impact=4, urgency=1))
    with pytest.raises(Usage):
        shift.do(tickets.priority, c.SetPriority(ticket=number, impact=5))


def test_subject_kind_and_contact_change_once_and_say_so(shift):
    number = shift.new()
    shift.do(tickets.subject, c.SetSubject(ticket=number, subject="Printer \x07 rings"))
    shift.do(tickets.kind, c.SetKind(ticket=number, kind="request"))
    shift.do(tickets.contact, c.SetContact(ticket=number, contact="Bob <bob@example.org>"))
    row = shift.row(number)
    assert row["kind"] == "request"
    assert "\x07" not in row["subject"]
    detail = shift.desk("bea").read(views.detail, number)
    assert (detail.contact.name, detail.contact.email) == ("Bob", "bob@example.org")
    assert [verb for _actor, verb, _text in shift.events(number)] == ["new", "subject", "kind", "contact"]
    for verb, command in (
        (tickets.subject, c.SetSubject(ticket=number, subject=row["subject"])),
        (tickets.kind, c.SetKind(ticket=number, kind="request")),
        (tickets.contact, c.SetContact(ticket=number, contact="bob@example.org")),
        (tickets.contact, c.SetContact(ticket=number, contact=" ")),
        (tickets.subject, c.SetSubject(ticket=number, subject="")),
    ):
        with pytest.raises(Refused):
            shift.do(verb, command)


def test_a_draft_goes_in_the_transaction_that_keeps_its_words(shift):
    number = shift.new()
    bea = shift.desk("bea")
    ticket = bea.read(views.detail, number).row.id
    bea.call(drafts.save, ticket, "reply", "Half a sentence", {}, 1)
    bea.call(drafts.save, ticket, "note", "For later", {}, 1)
    ref = c.DraftRef(ticket, "Half a sentence")
    shift.do(tickets.reply, c.Reply(ticket=number, body="Half a sentence, and the rest.", from_draft=ref))
    assert [draft.kind for draft in bea.read(drafts.mine)] == ["note"]
    shift.do(tickets.reply, c.Reply(ticket=number, body="Sent from a script."))
    assert [draft.kind for draft in bea.read(drafts.mine)] == ["note"]
