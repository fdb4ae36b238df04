"""Undo gives back the exact former row; redo the later one; what came between is never overwritten."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from engines import Desks
from otui.desk import commands as c
from otui.desk import tickets, undo
from otui.desk.views import ticket as views
from otui.errors import Conflict, OtuiError, Refused
from otui.store.check import findings

ACTS = {
    "reply": (tickets.reply, lambda n: c.Reply(ticket=n, body="Hi.")),
    "reply and resolve": (tickets.reply, lambda n: c.Reply(ticket=n, body="Hi.", then="resolve")),
    "note": (tickets.note, lambda n: c.Note(ticket=n, body="Hi.")),
    "call": (tickets.call, lambda n: c.Call(ticket=n, body="Hi.")),
    "forward": (tickets.forward, lambda n: c.Forward(ticket=n, to="a@b.example")),
    "take": (tickets.take, lambda n: c.Take(ticket=n)),
    "unlock": (tickets.unlock, lambda n: c.Unlock(ticket=n)),
    "assign": (tickets.assign, lambda n: c.Assign(ticket=n, agent="cas")),
    "move": (tickets.move, lambda n: c.Move(ticket=n, queue="Network")),
    "move back": (tickets.move, lambda n: c.Move(ticket=n, queue="First line")),
    "move to standby": (tickets.move, lambda n: c.Move(ticket=n, queue="Standby")),
    "line up": (tickets.line_up, lambda n: c.LineUp(ticket=n, reason="Hi.")),
    "wait": (tickets.wait, lambda n: c.Wait(ticket=n, on="contact")),
    "wait for vendor": (tickets.wait, lambda n: c.Wait(ticket=n, on="third-party")),
    "wake": (tickets.wake, lambda n: c.Wake(ticket=n)),
    "resolve": (tickets.resolve, lambda n: c.Resolve(ticket=n, body="Done.")),
    "close": (tickets.close, lambda n: c.Close(ticket=n)),
    "reopen": (tickets.reopen, lambda n: c.Reopen(ticket=n, reason="Again.")),
    "urgent": (tickets.priority, lambda n: c.SetPriority(ticket=n, impact=8, urgency=8)),
    "low": (tickets.priority, lambda n: c.SetPriority(ticket=n, impact=1, urgency=1)),
    "subject": (tickets.subject, lambda n: c.SetSubject(ticket=n, subject="Other words")),
    "kind": (tickets.kind, lambda n: c.SetKind(ticket=n, kind="request")),
    "contact": (tickets.contact, lambda n: c.SetContact(ticket=n, contact="bob@example.org")),
}
BY_TIME = ("flag", "next_at")
"""What follows from the hour alone: a clock that passed its due time while the act stood is past it after the undo."""


def picture(shift, *numbers, but=()):
    """Everything that a ticket is, but for its version: a write against the former one must not pass."""
    shown = []
    for number in numbers:
        row = {name: value for name, value in shift.row(number).items() if name not in ("version", *but)}
        words = [
            (one.kind, one.body, one.recipients, one.origin)
            for one in shift.desk("ada").read(views.thread, number)
        ]
        shown.append((row, shift.life(number), words, shift.desk("ada").read(views.links, row["id"])))
    return shown


@pytest.mark.parametrize(
    "name", [name for name in ACTS if name not in ("unlock", "wake", "reopen", "move back")]
)
def test_undo_of_each_verb_gives_the_former_row_and_redo_the_later(shift, name):
    verb, make = ACTS[name]
    number = shift.new()
    before = picture(shift, number)
    shift.do(verb, make(number))
    after = picture(shift, number)
    assert after != before
    result = shift.do(undo.undo, c.Undo())
    assert picture(shift, number) == before
    assert result.version == 3
    assert shift.events(number)[-1][1] == "undo"
    shift.do(undo.redo, c.Redo())
    assert picture(shift, number) == after
    shift.do(undo.undo, c.Undo())
    assert picture(shift, number) == before


@pytest.mark.parametrize("name", ["unlock", "wake", "reopen", "move back"])
def test_undo_of_a_verb_that_needs_another_first(shift, name):
    first = {"unlock": "take", "wake": "wait", "reopen": "resolve", "move back": "move"}[name]
    number = shift.new()
    shift.do(ACTS[first][0], ACTS[first][1](number))
    before = picture(shift, number)
    shift.do(ACTS[name][0], ACTS[name][1](number))
    shift.do(undo.undo, c.Undo())
    assert picture(shift, number) == before
    shift.do(undo.undo, c.Undo())
    assert shift.row(number)["state"] == "new"


def test_undo_after_time_went_by_still_gives_the_former_row(shift):
    number = shift.new()
    before = picture(shift, number, but=BY_TIME)
    shift.clock.go(minutes=30)
    shift.do(tickets.wait, c.Wait(ticket=number, on="contact"))
    shift.clock.go(minutes=90)
    shift.do(undo.undo, c.Undo())
    assert picture(shift, number, but=BY_TIME) == before


def test_undo_gives_the_writer_the_words_back_and_nobody_sees_them_any_more(shift):
    number = shift.new()
    shift.do(tickets.reply, c.Reply(ticket=number, body="Too soon."))
    assert shift.do(undo.undo, c.Undo()).returned == "Too soon."
    assert [one.body for one in shift.desk("bea").read(views.thread, number)] == ["It hums."]


def test_undo_of_a_new_ticket_closes_it_and_keeps_its_number(shift):
    number = shift.new()
    shift.do(undo.undo, c.Undo())
    assert shift.row(number)["state"] == "closed"


def test_undo_of_merge_split_and_link(shift):
    one, two = shift.new("One", body="1"), shift.new("Two", body="2")
    before = picture(shift, one, two)
    for verb, command in (
        (tickets.merge, c.Merge(ticket=one, into=two)),
        (tickets.link, c.LinkTickets(ticket=one, other=two)),
    ):
        shift.do(verb, command)
        after = picture(shift, one, two)
        assert after != before
        shift.do(undo.undo, c.Undo())
        assert picture(shift, one, two) == before
        shift.do(undo.redo, c.Redo())
        assert picture(shift, one, two) == after
        shift.do(undo.undo, c.Undo())
    article = shift.desk("bea").read(views.thread, one)[0].id
    made = shift.do(tickets.split, c.Split(ticket=one, article=article)).number
    shift.do(undo.undo, c.Undo())
    assert shift.row(made)["state"] == "closed"
    assert picture(shift, one, two) == before


def test_undo_of_an_unmerge(shift):
    one, two = shift.new("One", body="1"), shift.new("Two", body="2")
    shift.do(tickets.merge, c.Merge(ticket=one, into=two))
    merged = picture(shift, one, two)
    shift.clock.go(minutes=5)
    shift.do(tickets.unmerge, c.Unmerge(ticket=one))
    shift.do(undo.undo, c.Undo())
    assert picture(shift, one, two) == merged


def test_one_stroke_on_several_tickets_is_one_undo(shift):
    numbers = [shift.new() for _ in range(3)]
    before = picture(shift, *numbers)
    for number in numbers:
        shift.do(tickets.take, c.Take(ticket=number, batch="stroke"))
    shift.do(undo.undo, c.Undo())
    assert picture(shift, *numbers) == before
    shift.do(undo.redo, c.Redo())
    assert all(shift.row(number)["locked"] for number in numbers)


def test_undo_takes_ones_own_last_act_not_anothers(shift):
    one, two = shift.new(), shift.new()
    shift.do(tickets.take, c.Take(ticket=one), "cas")
    shift.do(tickets.take, c.Take(ticket=two), "bea")
    shift.do(undo.undo, c.Undo(), "cas")
    assert not shift.row(one)["locked"]
    assert shift.row(two)["locked"]
    with pytest.raises(Refused, match="nothing to undo"):
        shift.do(undo.undo, c.Undo(), "lea")


def test_undo_on_one_ticket_leaves_the_others(shift):
    one, two = shift.new(), shift.new()
    shift.do(tickets.take, c.Take(ticket=one))
    shift.do(tickets.take, c.Take(ticket=two))
    shift.do(undo.undo, c.Undo(ticket=one))
    assert (shift.row(one)["locked"], shift.row(two)["locked"]) == (False, True)


def test_undo_stops_where_the_session_began(shift):
    number = shift.new()
    shift.do(tickets.take, c.Take(ticket=number))
    later = shift.another("bea")
    with pytest.raises(Refused):
        later.do(undo.undo, c.Undo(since=later.session_start))


def test_undo_never_overwrites_what_another_did_since(shift):
    number = shift.new()
    shift.do(tickets.subject, c.SetSubject(ticket=number, subject="Mine"))
    shift.do(tickets.subject, c.SetSubject(ticket=number, subject="Theirs"), "lea")
    before = shift.row(number)
    with pytest.raises(Conflict, match="cannot be undone"):
        shift.do(undo.undo, c.Undo())
    assert shift.row(number) == before


def test_undo_leaves_what_another_did_elsewhere_on_the_ticket(shift):
    number = shift.new()
    shift.do(tickets.subject, c.SetSubject(ticket=number, subject="Mine"))
    shift.do(tickets.note, c.Note(ticket=number, body="Theirs."), "lea")
    shift.do(undo.undo, c.Undo())
    assert shift.row(number)["subject"] == "Printer is stuck"
    assert [one.body for one in shift.desk("bea").read(views.thread, number)][-1] == "Theirs."


def test_there_is_nothing_to_redo_after_a_new_act(shift):
    number = shift.new()
    shift.do(tickets.take, c.Take(ticket=number))
    shift.do(undo.undo, c.Undo())
    shift.do(tickets.note, c.Note(ticket=number, body="Hm."))
    with pytest.raises(Refused, match="nothing to redo"):
        shift.do(undo.redo, c.Redo())


def test_a_chain_of_undos_goes_all_the_way_back_and_forth(shift):
    number = shift.new()
    pictures = [picture(shift, number, but=BY_TIME)]
    for name in ("take", "note", "wait", "wake", "urgent", "resolve", "reopen"):
        shift.clock.go(minutes=7)
        shift.do(ACTS[name][0], ACTS[name][1](number))
        pictures.append(picture(shift, number, but=BY_TIME))
    for former in reversed(pictures[:-1]):
        shift.do(undo.undo, c.Undo())
        assert picture(shift, number, but=BY_TIME) == former
    for later in pictures[1:]:
        shift.do(undo.redo, c.Redo())
        assert picture(shift, number, but=BY_TIME) == later


class AnyVerbs(RuleBasedStateMachine):
    """Random verbs on three tickets; every undo must give back exactly what was there before the verb."""

    office: str
    desks: Desks

    def __init__(self) -> None:
        super().__init__()
        from tests.desk.conftest import MONDAY, HandClock, Shift

        self.shift = Shift(self.desks.copy(self.office), HandClock(MONDAY))
        self.numbers = [self.shift.new(f"Ticket {one}") for one in range(3)]
        self.past: list[object] = []
        self.undone: list[object] = []

    def see(self):
        return picture(self.shift, *self.numbers, but=BY_TIME)

    @rule(name=st.sampled_from(sorted(ACTS)), which=st.integers(0, 2), minutes=st.integers(0, 240))
    def act(self, name, which, minutes):
        self.shift.clock.go(minutes=minutes)
        before = self.see()
        try:
            self.shift.do(ACTS[name][0], ACTS[name][1](self.numbers[which]), "lea")
        except OtuiError:
            assert self.see() == before
            return
        self.past.append(before)
        self.undone.clear()

    @rule(which=st.permutations(range(3)), back=st.booleans())
    def merge(self, which, back):
        before = self.see()
        one, two = (self.numbers[place] for place in which[:2])
        try:
            if back:
                self.shift.do(tickets.unmerge, c.Unmerge(ticket=one), "lea")
            else:
                self.shift.do(tickets.merge, c.Merge(ticket=one, into=two), "lea")
        except OtuiError:
            assert self.see() == before
            return
        self.past.append(before)
        self.undone.clear()

    @precondition(lambda self: self.past)
    @rule(minutes=st.integers(0, 240))
    def undo(self, minutes):
        self.shift.clock.go(minutes=minutes)
        self.undone.append(self.see())
        self.shift.do(undo.undo, c.Undo(), "lea")
        assert self.see() == self.past.pop()

    @precondition(lambda self: self.undone)
    @rule()
    def redo(self):
        self.past.append(self.see())
        self.shift.do(undo.redo, c.Redo(), "lea")
        assert self.see() == self.undone.pop()

    def teardown(self) -> None:
        assert findings(self.shift.desk("ada").database.read()) == []
        self.shift.close()


def test_undo_after_any_verbs_gives_the_exact_former_row(office, desks):
    AnyVerbs.office, AnyVerbs.desks = office, desks
    run_state_machine_as_test(
        AnyVerbs,
        settings=settings(
            max_examples=15,
            stateful_step_count=10,
            deadline=timedelta(minutes=1),
            suppress_health_check=list(HealthCheck),
        ),
    )
