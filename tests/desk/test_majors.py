"""Major incidents: who may, what children follow, one message to all, and one undo for a stroke."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from otui.desk import commands as c
from otui.desk import people, queues, tickets, timer, undo
from otui.desk.majors import commands as m
from otui.desk.majors import deciding, ending, resolving, views
from otui.desk.problems import making, steps, telling
from otui.desk.problems.commands import EditProblem, NewProblem, Step, Tell
from otui.desk.rules import ruling
from otui.desk.rules.rule_files import shipped_rules
from otui.errors import Conflict, NotFound, Refused


@pytest.fixture
def hit(shift: Any) -> list[str]:
    """A parent and three that are like it, of three contacts."""
    return [
        shift.new(f"VPN down at site {place}", contact=f"{name}@example.org")
        for place, name in ((1, "anna"), (2, "bert"), (3, "cleo"), (4, "anna"))
    ]


def declared(shift: Any, hit: list[str]) -> str:
    parent, *members = hit
    shift.do(deciding.propose, m.Propose(ticket=parent, members=tuple(members), alike="VPN down"))
    shift.do(deciding.declare, m.Declare(ticket=parent), "lea")
    return parent


def states(shift: Any, numbers: list[str]) -> list[str]:
    return [shift.row(number)["state"] for number in numbers]


def major(shift: Any, number: str) -> dict[str, Any]:
    reader = shift.desk("ada").database.read()
    (found,) = reader.records("major_incident", "ticket_id = :t", {"t": shift.row(number)["id"]})
    return dict(vars(found))


def sent(shift: Any, number: str) -> list[str]:
    return [
        body
        for (body,) in shift.all(
            "SELECT a.body FROM article a JOIN ticket t ON t.id = a.ticket_id"
            " WHERE t.number = :n AND a.kind = 'reply' AND NOT a.withdrawn ORDER BY a.id",
            n=number,
        )
    ]


def test_a_proposal_ties_nothing_and_a_declared_one_has_its_children(shift, hit):
    parent, *members = hit
    shift.do(deciding.propose, m.Propose(ticket=parent, members=tuple(members)))
    assert shift.desk().read(views.children, shift.row(parent)["id"]) == ()
    said = shift.do(deciding.declare, m.Declare(ticket=parent), "lea")
    assert said.said == f"{parent} is a major incident; it stands for 3 others."
    found = shift.desk().read(views.require, parent)
    assert [child.number for child in found.children] == members
    assert (found.row.state, found.row.children, found.row.declared_by) == ("declared", 3, "lea")


def test_an_agent_proposes_and_a_lead_declares(shift, hit):
    shift.do(deciding.propose, m.Propose(ticket=hit[0]))
    with pytest.raises(Refused, match="lead or an admin"):
        shift.do(deciding.declare, m.Declare(ticket=hit[0]))
    with pytest.raises(Refused, match="lead or an admin"):
        shift.do(deciding.dismiss, m.Dismiss(ticket=hit[0]))


def test_a_desk_may_leave_declaring_to_the_team(shift, hit):
    text = shipped_rules()["sla"].replace('declare = "lead" ', 'declare = "agent" ')
    assert 'declare = "agent"' in text
    ruling.load(shift.desk("ada"), {"sla": text})
    shift.desk().refresh()
    declared_by = shift.do(deciding.propose, m.Propose(ticket=hit[0]))
    assert declared_by.verb == "major-propose"
    shift.do(deciding.declare, m.Declare(ticket=hit[0]))
    assert major(shift, hit[0])["state"] == "declared"


@pytest.mark.parametrize("wait", ["third-party"])
def test_a_shared_wait_goes_to_the_children_and_ends_with_the_parents(shift, hit, wait):
    parent = declared(shift, hit)
    shift.do(tickets.wait, c.Wait(ticket=hit[2], on="contact"))
    shift.do(tickets.wait, c.Wait(ticket=parent, on=wait))
    assert states(shift, hit) == ["waiting-third-party"] * 2 + ["waiting-contact", "waiting-third-party"]
    shift.do(tickets.wake, c.Wake(ticket=parent))
    assert states(shift, hit) == ["open", "open", "waiting-contact", "open"]


def test_waiting_for_the_contact_of_the_parent_is_its_own(shift, hit):
    parent = declared(shift, hit)
    shift.do(tickets.wait, c.Wait(ticket=parent, on="contact"))
    assert states(shift, hit) == ["waiting-contact", "new", "new", "new"]


def test_a_solution_reaches_every_child_whoever_has_it_locked_and_tells_its_contact(shift, hit):
    parent = declared(shift, hit)
    shift.do(tickets.take, c.Take(ticket=hit[1]), "cas")
    done = shift.do(resolving.resolve, m.ResolveAll(ticket=parent, body="The line is mended."))
    assert states(shift, hit) == ["resolved"] * 4
    assert [sent(shift, number) for number in hit] == [["The line is mended."]] * 4
    assert "3 children follow it." in done.said
    assert major(shift, parent)["state"] == "over"
    assert major(shift, parent)["review_due"] == shift.clock.at + timedelta(days=5)
    assert ("bea", "resolve", "The line is mended.") in shift.events(hit[1])


def test_one_undo_takes_the_whole_stroke_back(shift, hit):
    parent = declared(shift, hit)
    before = states(shift, hit)
    shift.do(tickets.reply, c.Reply(ticket=parent, body="Mended.", then="resolve"))
    assert states(shift, hit) == ["resolved"] * 4
    shift.do(undo.undo, c.Undo())
    assert states(shift, hit) == before
    assert [sent(shift, number) for number in hit] == [[]] * 4
    assert major(shift, parent)["state"] == "declared"
    shift.do(undo.redo, c.Redo())
    assert states(shift, hit) == ["resolved"] * 4
    assert major(shift, parent)["state"] == "over"


def test_a_solution_without_words_tells_each_contact_in_their_own_language(shift, hit):
    parent = declared(shift, hit)
    desk = shift.desk("ada")
    desk.database.write(
        lambda writer: writer.execute("UPDATE contact SET lang = 'nl' WHERE email = 'bert@example.org'")
    ).result()
    shift.do(resolving.resolve, m.ResolveAll(ticket=parent))
    assert "is solved: VPN down at site 3" in sent(shift, hit[2])[0]
    assert "is opgelost: VPN down at site 2" in sent(shift, hit[1])[0]
    assert sent(shift, parent) == []


def test_closing_the_parent_leaves_its_children(shift, hit):
    parent = declared(shift, hit)
    shift.do(tickets.close, c.Close(ticket=parent))
    assert states(shift, hit) == ["closed", "new", "new", "new"]
    assert major(shift, parent)["state"] == "over"
    assert shift.desk().read(views.standing) == ()


def test_a_proposal_ends_with_its_ticket(shift, hit):
    shift.do(deciding.propose, m.Propose(ticket=hit[0]))
    shift.do(tickets.resolve, c.Resolve(ticket=hit[0]))
    assert shift.desk().read(views.standing) == ()
    assert shift.desk().read(views.all_of) == ()


def test_a_major_incident_is_never_closed_by_the_passing_of_time(shift, hit):
    parent = declared(shift, hit)
    shift.do(resolving.resolve, m.ResolveAll(ticket=parent))
    shift.clock.go(days=30)
    timer.run(shift.desk("ada"))
    assert states(shift, hit) == ["resolved", "closed", "closed", "closed"]


def test_one_message_reaches_each_contact_once(shift, hit):
    parent = declared(shift, hit)
    reached = shift.desk().read(views.reached, parent)
    assert (len(reached.contacts), reached.tickets) == (3, 4)
    said = shift.do(ending.message, m.Message(ticket=parent, body="We are at it."))
    assert said.said == "3 contacts are told."
    assert [sent(shift, number) for number in hit] == [["We are at it."]] * 3 + [[]]
    assert all(shift.life(number)["ticket_clock"][0]["done_at"] for number in hit)
    shift.do(undo.undo, c.Undo())
    assert [sent(shift, number) for number in hit] == [[]] * 4
    assert shift.life(hit[3])["ticket_clock"][0]["done_at"] is None


def test_whoever_came_after_it_was_shown_is_not_written_to_unseen(shift, hit):
    parent = declared(shift, hit[:3])
    shown = shift.desk().read(views.reached, parent)
    shift.do(deciding.add_children, m.AddChildren(ticket=parent, children=(hit[3],)))
    for verb, command in (
        (ending.message, m.Message(ticket=parent, body="We are at it.", known=shown.known)),
        (resolving.resolve, m.ResolveAll(ticket=parent, body="Mended.", known=shown.known)),
    ):
        with pytest.raises(Conflict, match="not what was shown"):
            shift.do(verb, command)
    assert [sent(shift, number) for number in hit] == [[]] * 4
    assert states(shift, hit) == ["new"] * 4
    again = shift.desk().read(views.reached, parent)
    shift.do(resolving.resolve, m.ResolveAll(ticket=parent, body="Mended.", known=again.known))
    assert states(shift, hit) == ["resolved"] * 4


def test_that_it_is_none_is_offered_last(shift, hit):
    parent = declared(shift, hit)
    moves = shift.desk("lea").read(views.of_ticket, parent).moves
    assert (moves[:2], moves[-1]) == (("major-message", "major-resolve"), "major-dismiss")


def test_a_message_with_an_open_gap_is_refused_and_reaches_nobody(shift, hit):
    parent = declared(shift, hit)
    with pytest.raises(Refused, match="still holds"):
        shift.do(ending.message, m.Message(ticket=parent, body="Until {{? when}}."))
    assert [sent(shift, number) for number in hit] == [[]] * 4


def test_children_are_added_and_removed_in_bulk(shift, hit):
    parent = declared(shift, hit)
    more = [shift.new(f"No VPN {n}") for n in range(3)]
    said = shift.do(deciding.add_children, m.AddChildren(ticket=parent, children=tuple(more)))
    assert said.said == f"3 tickets follow {parent} now."
    shift.do(deciding.remove_children, m.RemoveChildren(ticket=parent, children=(hit[1], more[0])))
    found = shift.desk().read(views.require, parent)
    assert [child.number for child in found.children] == [hit[2], hit[3], more[1], more[2]]
    shift.do(undo.undo, c.Undo())
    assert len(shift.desk().read(views.require, parent).children) == 6


def test_who_is_refused_as_a_child(shift, hit):
    parent = declared(shift, hit)
    with pytest.raises(Refused, match="the parent itself"):
        shift.do(deciding.add_children, m.AddChildren(ticket=parent, children=(parent,)))
    with pytest.raises(Refused, match="They follow"):
        shift.do(deciding.add_children, m.AddChildren(ticket=parent, children=(hit[1],)))
    other = shift.new("Mail down")
    shift.do(deciding.propose, m.Propose(ticket=other))
    with pytest.raises(Refused, match="a major incident itself"):
        shift.do(deciding.add_children, m.AddChildren(ticket=parent, children=(other,)))
    with pytest.raises(Refused, match="follows another"):
        shift.do(deciding.propose, m.Propose(ticket=hit[1]))
    done = shift.new("VPN slow")
    shift.do(tickets.close, c.Close(ticket=done))
    with pytest.raises(Refused, match="is done"):
        shift.do(deciding.add_children, m.AddChildren(ticket=parent, children=(done,)))


def test_a_request_is_no_major_incident(shift):
    with pytest.raises(Refused, match="is a request"):
        shift.do(deciding.propose, m.Propose(ticket=shift.new("New chairs", kind="request")))


def test_dismissing_lets_the_children_go_and_it_may_be_proposed_again(shift, hit):
    parent = declared(shift, hit)
    shift.do(deciding.dismiss, m.Dismiss(ticket=parent, reason="A test."), "lea")
    assert shift.desk().read(views.children, shift.row(parent)["id"]) == ()
    shift.do(tickets.resolve, m.ResolveAll(ticket=parent))
    assert states(shift, hit) == ["resolved", "new", "new", "new"]
    with pytest.raises(Refused, match="is done"):
        shift.do(deciding.propose, m.Propose(ticket=parent))
    shift.do(tickets.reopen, c.Reopen(ticket=parent))
    shift.do(deciding.propose, m.Propose(ticket=parent))
    assert major(shift, parent)["state"] == "proposed"


def test_it_is_shown_until_its_review_is_written(shift, hit):
    parent = declared(shift, hit)
    with pytest.raises(Refused, match="is not possible"):
        shift.do(ending.review, m.Review(ticket=parent, text="Learned."))
    shift.do(resolving.resolve, m.ResolveAll(ticket=parent))
    (row,) = shift.desk().read(views.all_of)
    assert row.lacks_review
    shift.do(ending.review, m.Review(ticket=parent, text="A cable was cut. We keep a spare line."))
    assert shift.desk().read(views.all_of) == ()
    assert len(shift.desk().read(views.all_of, every=True)) == 1


def test_undo_of_a_proposal_leaves_nothing(shift, hit):
    shift.do(deciding.propose, m.Propose(ticket=hit[0]))
    shift.do(undo.undo, c.Undo())
    assert shift.desk().read(views.of_ticket, hit[0]) is None


def test_what_is_confidential_follows_nothing_outside_and_is_not_told_of(shift, hit):
    shift.desk("ada").call(people.new_queue, "Staff matters")
    shift.desk("ada").refresh()
    shift.desk("ada").call(people.new_agent, "hri", "Hri Staff", queues=("First line", "Staff matters"))
    secret = shift.new("VPN down at HR", login="hri", queue="Staff matters")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Staff matters", confidential=True), "ada")
    parent = declared(shift, hit)
    with pytest.raises(Refused, match="confidential"):
        shift.do(deciding.add_children, m.AddChildren(ticket=parent, children=(secret,)), "hri")
    with pytest.raises(NotFound):
        shift.do(deciding.propose, m.Propose(ticket=secret), "bea")
    shift.do(deciding.propose, m.Propose(ticket=secret), "hri")
    assert [row.number for row in shift.desk("bea").read(views.standing)] == [parent]
    assert {row.number for row in shift.desk("hri").read(views.standing)} == {parent, secret}


def test_a_wait_for_a_problem_is_shared_and_its_fix_ends_all_of_it(shift, hit):
    parent = declared(shift, hit)
    problem = shift.do(making.new, NewProblem(subject="The line to Breda", take=True)).number
    shift.do(tickets.wait, c.Wait(ticket=parent, on="problem", ref=problem))
    assert states(shift, hit) == ["waiting-problem"] * 4
    assert shift.value("SELECT count(*) FROM tie WHERE kind = 'incident'") == 4
    shift.do(undo.undo, c.Undo())
    assert states(shift, hit) == ["new"] * 4
    assert shift.value("SELECT count(*) FROM tie WHERE kind = 'incident'") == 0
    shift.do(undo.redo, c.Redo())
    for verb in ("assess", "analyse"):
        shift.do(steps.step, Step(ref=problem, verb=verb))
    fields = {"root_cause": "A worn cable.", "fix": "Another cable."}
    shift.do(making.edit, EditProblem(ref=problem, fields=fields))
    shift.do(steps.step, Step(ref=problem, verb="fix"))
    shift.do(telling.resolve_problem, Tell(ref=problem))
    assert states(shift, hit) == ["resolved"] * 4
    assert major(shift, parent)["state"] == "over"
