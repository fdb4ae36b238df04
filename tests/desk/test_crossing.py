"""Words that cross: which of what happened meanwhile holds them back, and what their writer is told of it."""

from __future__ import annotations

import pytest

from otui.desk import commands as c
from otui.desk import tickets, undo
from otui.desk.together import crossing
from otui.desk.together.crossing import holds_back
from otui.desk.views import news
from otui.errors import Conflict, Refused


@pytest.fixture
def number(shift):
    """A ticket at version 1, on which Bea begins to write."""
    return shift.new()


def happens(shift, number, verb, login="cas"):
    """Let somebody do something to the ticket meanwhile."""
    other = {"merge": lambda: shift.new("Other")}.get(verb, lambda: "")()
    doings = {
        "reply": (tickets.reply, c.Reply(ticket=number, body="It is being looked at.")),
        "call": (tickets.call, c.Call(ticket=number, body="She knows.")),
        "note": (tickets.note, c.Note(ticket=number, body="Do not promise Friday.")),
        "take": (tickets.take, c.Take(ticket=number)),
        "assign": (tickets.assign, c.Assign(ticket=number, agent="dio")),
        "move": (tickets.move, c.Move(ticket=number, queue="Network")),
        "line-up": (tickets.line_up, c.LineUp(ticket=number, reason="radius")),
        "wait-contact": (tickets.wait, c.Wait(ticket=number, on="contact")),
        "resolve": (tickets.resolve, c.Resolve(ticket=number)),
        "close": (tickets.close, c.Close(ticket=number)),
        "merge": (tickets.merge, c.Merge(ticket=number, into=other)),
        "contact": (tickets.contact, c.SetContact(ticket=number, contact="bob@example.org")),
        "priority": (tickets.priority, c.SetPriority(ticket=number, impact=8)),
        "subject": (tickets.subject, c.SetSubject(ticket=number, subject="Another")),
        "kind": (tickets.kind, c.SetKind(ticket=number, kind="request")),
        "forward": (tickets.forward, c.Forward(ticket=number, to="radius@example.org")),
    }
    shift.do(*doings[verb], login)


def write(shift, number, kind, then="", version=1):
    """Send what Bea began at version 1."""
    verbs = {
        "reply": (tickets.reply, c.Reply(ticket=number, version=version, body="Words", then=then)),
        "note": (tickets.note, c.Note(ticket=number, version=version, body="Words")),
        "call": (tickets.call, c.Call(ticket=number, version=version, body="Words")),
    }
    return shift.do(*verbs[kind])


def told(shift, number, version=1, login="bea"):
    return shift.desk(login).read(news.since, shift.row(number)["id"], version)


HOLD = {
    "reply": "reply call note take assign resolve close merge contact",
    "call": "reply call note take assign resolve close merge",
    "note": "move line-up merge",
}
TELL = {
    "reply": "move line-up wait-contact priority subject kind forward",
    "call": "move line-up wait-contact contact priority subject kind forward",
    "note": "reply call note resolve close contact priority subject kind forward wait-contact",
}


@pytest.mark.parametrize(
    ("kind", "verb"), [(kind, verb) for kind, verbs in HOLD.items() for verb in verbs.split()]
)
def test_what_holds_words_back(shift, number, kind, verb):
    happens(shift, number, verb)
    with pytest.raises(Conflict) as held:
        write(shift, number, kind)
    assert held.value.exit_code == 4
    assert "Cas Claes" in held.value.message
    assert shift.value("SELECT count(*) FROM article WHERE body = 'Words'") == 0


@pytest.mark.parametrize(
    ("kind", "verb"), [(kind, verb) for kind, verbs in TELL.items() for verb in verbs.split()]
)
def test_what_is_only_told(shift, number, kind, verb):
    happens(shift, number, verb)
    assert [one.verb for one in told(shift, number)] == [verb]
    write(shift, number, kind)
    assert shift.value("SELECT count(*) FROM article WHERE body = 'Words'") == 1


def test_a_reply_that_also_closes_is_held_back_by_where_the_ticket_went(shift, number):
    happens(shift, number, "wait-contact")
    with pytest.raises(Conflict, match="lets this wait for the contact"):
        write(shift, number, "reply", then="resolve")
    write(shift, number, "reply")


def test_what_the_contact_wrote_holds_a_reply_back():
    assert holds_back("reply", "", "message", own=False)


@pytest.mark.parametrize("verb", ["take", "note", "priority", "move", "wait-contact"])
def test_ones_own_acts_hold_nothing_back(shift, number, verb):
    happens(shift, number, verb, "bea")
    write(shift, number, "reply")


def test_but_ones_own_answer_from_elsewhere_does(shift, number):
    happens(shift, number, "reply", "bea")
    with pytest.raises(Conflict, match="You replied"):
        write(shift, number, "reply")


def test_what_time_alone_does_holds_nothing_back(shift, number):
    from otui.desk import timer

    shift.clock.go(hours=4)
    timer.run(shift.desk("ada"))
    assert shift.value("SELECT count(*) FROM escalation") > 0
    write(shift, number, "reply")


def test_what_was_taken_back_is_no_news(shift, number):
    happens(shift, number, "reply")
    shift.do(undo.undo, c.Undo(), "cas")
    assert told(shift, number) == ()
    write(shift, number, "reply")


def test_what_was_begun_before_and_is_taken_back_now_is(shift, number):
    happens(shift, number, "reply")
    version = shift.row(number)["version"]
    shift.do(undo.undo, c.Undo(), "cas")
    (one,) = told(shift, number, version)
    assert (one.verb, one.undone) == ("reply", True)
    assert crossing.sentence(one) == "Cas Claes took back: reply"


def test_with_the_version_that_is_there_now_the_words_go(shift, number):
    happens(shift, number, "reply")
    with pytest.raises(Conflict) as held:
        write(shift, number, "reply")
    assert held.value.version == shift.row(number)["version"] == 2
    write(shift, number, "reply", version=held.value.version)


def test_a_version_that_never_was_is_refused(shift, number):
    with pytest.raises(Conflict):
        write(shift, number, "reply", version=7)


def test_what_is_told_has_the_words_whole(shift, number):
    body = "It is being looked at.\n\nCas"
    shift.do(tickets.reply, c.Reply(ticket=number, body=body), "cas")
    (one,) = told(shift, number)
    assert (one.who, one.verb, one.text, one.own) == ("Cas Claes", "reply", body, False)
    assert told(shift, number, login="cas")[0].own


def test_on_what_another_has_locked_the_words_are_not_told(shift, number):
    happens(shift, number, "reply")
    happens(shift, number, "take")
    assert [(one.verb, one.text) for one in told(shift, number)] == [("reply", ""), ("take", "")]


def test_a_note_is_told_to_who_may_read_it(shift, number):
    """Cas and Bea are on the first line's team, Dio is on the second's: a note is for the queue it was written in."""
    happens(shift, number, "note")
    texts = {login: told(shift, number, 1, login)[0].text for login in ("bea", "dio", "lea")}
    assert texts == {"bea": "Do not promise Friday.", "dio": "", "lea": "Do not promise Friday."}


def test_the_one_that_took_another_in_says_so(shift, number):
    other = shift.new("Other")
    shift.do(tickets.merge, c.Merge(ticket=other, into=number), "cas")
    (one,) = told(shift, number)
    assert crossing.sentence(one) == f"Cas Claes merged {other} into this"
    with pytest.raises(Conflict):
        write(shift, number, "reply")


@pytest.mark.parametrize(
    ("verb", "sentence"),
    [
        ("close", "Cas Claes closed this"),
        ("take", "Cas Claes took this"),
        ("assign", "Cas Claes gave this to dio"),
        ("move", "Cas Claes moved this to Network"),
        ("kind", "Cas Claes: kind"),
    ],
)
def test_it_is_said_in_a_sentence(shift, number, verb, sentence):
    happens(shift, number, verb)
    (one,) = told(shift, number)
    assert crossing.sentence(one) == sentence


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "just now"),
        (9, "just now"),
        (12, "10 s ago"),
        (59, "50 s ago"),
        (61, "1 min ago"),
        (7300, "2 h ago"),
    ],
)
def test_time_is_counted_in_steps(shift, seconds, words):
    at = shift.clock.at
    shift.clock.go(seconds=seconds)
    assert crossing.ago(at, shift.clock.at) == words


def test_a_ticket_that_is_merged_says_where_it_went(shift, number):
    other = shift.new("Other")
    shift.do(tickets.merge, c.Merge(ticket=number, into=other), "cas")
    with pytest.raises(Refused):
        write(shift, number, "reply", version=None)
