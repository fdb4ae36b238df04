"""Who may read and do what: locks, notes, roles."""

from __future__ import annotations

import pytest

from otui.desk import commands as c
from otui.desk import people, tickets
from otui.desk.rules import ruling
from otui.desk.rules.rule_files import shipped_rules
from otui.desk.views import searching
from otui.desk.views import ticket as views
from otui.desk.views.lists import TicketFilter, ticket_page
from otui.errors import NotFound, Refused, Usage


def test_a_locked_ticket_is_read_by_its_owner_and_by_leads_only(shift):
    number = shift.new(take=True)
    for login in ("bea", "lea", "ada"):
        assert shift.desk(login).read(views.thread, number)
        assert shift.desk(login).read(views.detail, number).readable
    for query in (views.thread, views.history):
        with pytest.raises(Refused, match="locked by bea"):
            shift.desk("cas").read(query, number)
    assert not shift.desk("cas").read(views.detail, number).readable


def test_the_list_shows_everyone_who_has_it(shift):
    number = shift.new(take=True)
    (row,) = shift.desk("cas").read(ticket_page, TicketFilter()).rows
    assert (row.number, row.owner, row.locked) == (number, "bea", True)


def test_search_finds_a_locked_ticket_by_what_the_list_shows_only(shift):
    shift.new("Printer", body="The password is hidden words.", take=True)
    assert len(shift.desk("cas").read(searching.find, "printer")) == 1
    assert shift.desk("cas").read(searching.find, "hidden") == ()
    assert len(shift.desk("bea").read(searching.find, "hidden")) == 1


ACTS = {
    "reply": (tickets.reply, lambda n: c.Reply(ticket=n, body="Hi.")),
    "note": (tickets.note, lambda n: c.Note(ticket=n, body="Hi.")),
    "call": (tickets.call, lambda n: c.Call(ticket=n, body="Hi.")),
    "forward": (tickets.forward, lambda n: c.Forward(ticket=n, to="a@b.example")),
    "move": (tickets.move, lambda n: c.Move(ticket=n, queue="Network")),
    "line-up": (tickets.line_up, lambda n: c.LineUp(ticket=n, reason="Hi.")),
    "wait": (tickets.wait, lambda n: c.Wait(ticket=n, on="contact")),
    "resolve": (tickets.resolve, lambda n: c.Resolve(ticket=n)),
    "close": (tickets.close, lambda n: c.Close(ticket=n)),
    "priority": (tickets.priority, lambda n: c.SetPriority(ticket=n, impact=1)),
    "subject": (tickets.subject, lambda n: c.SetSubject(ticket=n, subject="Hi")),
    "kind": (tickets.kind, lambda n: c.SetKind(ticket=n, kind="request")),
    "contact": (tickets.contact, lambda n: c.SetContact(ticket=n, contact="x@y.example")),
    "unlock": (tickets.unlock, lambda n: c.Unlock(ticket=n)),
}


@pytest.mark.parametrize("name", ACTS)
def test_another_cannot_act_on_a_locked_ticket_a_lead_can(shift, name):
    verb, make = ACTS[name]
    number = shift.new(take=True)
    before = shift.row(number)
    with pytest.raises(Refused, match="locked by bea"):
        shift.do(verb, make(number), "cas")
    assert shift.row(number) == before
    shift.do(verb, make(number), "lea")
    assert shift.row(number)["version"] == 2


@pytest.mark.parametrize("name", sorted(set(ACTS) - {"unlock", "note"}))
def test_where_the_desk_lets_all_read_still_only_the_owner_acts(shift, name):
    text = shipped_rules()["sla"].replace('locked_tickets = "owner"', 'locked_tickets = "read"')
    ruling.load(shift.desk("ada"), {"sla": text})
    number = shift.new(take=True)
    assert shift.desk("cas").read(views.thread, number)
    verb, make = ACTS[name]
    with pytest.raises(Refused):
        shift.do(verb, make(number), "cas")


def test_where_the_desk_lets_all_read_all_may_write_a_note(shift):
    text = shipped_rules()["sla"].replace('locked_tickets = "owner"', 'locked_tickets = "read"')
    ruling.load(shift.desk("ada"), {"sla": text})
    number = shift.new(take=True)
    shift.do(tickets.note, c.Note(ticket=number, body="I saw this before."), "cas")
    assert shift.row(number)["version"] == 2


def test_only_an_admin_makes_agents_and_queues(shift):
    for login in ("bea", "lea"):
        with pytest.raises(Refused, match="admin"):
            shift.desk(login).call(people.new_agent, "eve", "Eve")
        with pytest.raises(Refused, match="admin"):
            shift.desk(login).call(people.new_queue, "Mine")


def test_nobody_sits_down_under_a_name_the_desk_does_not_know(shift):
    with pytest.raises(NotFound, match="Ask ada"):
        shift.another("eve")
    shift.do(tickets.new, c.NewTicket(subject="Still works"))


def test_an_agent_sits_down_whatever_the_case_of_the_login(shift):
    assert shift.another("BEA").agent.login == "bea"


@pytest.mark.parametrize("login", ["", "-x", "a b", "x" * 33, "é"])
def test_a_login_is_plain(shift, login):
    with pytest.raises(Usage):
        shift.desk("ada").call(people.new_agent, login, "Someone")
