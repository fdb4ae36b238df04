"""Agents as records: made, changed, put on teams, deactivated; who may, and what undo makes of it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from otui.desk import commands as c
from otui.desk import queues, tickets, trail, undo
from otui.desk.office import absence, leaving, staff
from otui.desk.together import drafts
from otui.desk.views import staff as views
from otui.errors import Conflict, NotFound, Refused, Usage


def agent(shift, login):
    (row,) = shift.desk("ada").database.read().records("agent", "login = :l", {"l": login})
    return row


def change(shift, who, by="ada", **values):
    return shift.do(staff.change_agent, staff.ChangeAgent(agent=who, **values), by)


def teams_of(shift, login):
    rows = shift.all(
        "SELECT q.name FROM queue_member m JOIN queue q ON q.id = m.queue_id JOIN agent a ON a.id = m.agent_id"
        " WHERE a.login = :l ORDER BY q.name",
        l=login,
    )
    return [name for (name,) in rows]


def undone(shift, by="ada"):
    return shift.do(undo.undo, c.Undo(), by)


def redone(shift, by="ada"):
    return shift.do(undo.redo, c.Redo(), by)


def test_every_field_is_put_right_and_told_on_the_feed(shift):
    desk = shift.desk("ada")
    before = desk.feed_position()
    change(shift, "cas", name="Cas  Claessen", email="cas@example.org", lang="nl", role="lead", line=2)
    change(shift, "cas", login="CasC")
    row = agent(shift, "casc")
    assert (row.name, row.email, row.lang, row.role, row.line) == (
        "Cas Claessen",
        "cas@example.org",
        "nl",
        "lead",
        2,
    )
    told = shift.all("SELECT topic, verb FROM feed WHERE id > :b ORDER BY id", b=before)
    assert told == [("agent", "agent-change"), ("agent", "agent-change")]


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"name": "  "}, Refused),
        ({"email": "cas at example"}, Usage),
        ({"lang": "fy"}, Usage),
        ({"role": "king"}, Usage),
        ({"line": 4}, Usage),
        ({"login": "Cas Claes"}, Usage),
        ({"login": "bea"}, Refused),
        ({"role": "agent"}, Refused),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(shift, values, error):
    before = dict(vars(agent(shift, "cas")))
    with pytest.raises(error):
        change(shift, "cas", **values)
    assert dict(vars(agent(shift, "cas"))) == before


def test_who_may(shift):
    for by in ("bea", "lea"):
        for act in (
            lambda by=by: change(shift, "cas", by, name="Else"),
            lambda by=by: change(shift, by, by, name="Else"),
            lambda by=by: change(shift, "cas", by, lang="nl"),
            lambda by=by: shift.do(leaving.deactivate, leaving.Deactivate(agent="cas"), by),
            lambda by=by: shift.do(queues.change_queue, queues.ChangeQueue(queue="Network", line=3), by),
        ):
            with pytest.raises(Refused, match="Ask an admin"):
                act()
    change(shift, "bea", "bea", lang="nl")
    with pytest.raises(Refused, match="lead"):
        shift.do(staff.teams, staff.Teams(agent="bea", join=("Network",)), "bea")
    with pytest.raises(Refused, match="lead"):
        shift.do(absence.away, absence.Away(agent="cas"), "bea")
    shift.do(staff.teams, staff.Teams(agent="bea", join=("Network",)), "lea")
    shift.do(absence.away, absence.Away(agent="cas"), "lea")
    shift.do(absence.away, absence.Away(agent="bea"), "bea")


def test_the_desk_keeps_an_admin(shift):
    with pytest.raises(Refused, match="no admin"):
        change(shift, "ada", role="lead")
    with pytest.raises(Refused, match="themselves"):
        shift.do(leaving.deactivate, leaving.Deactivate(agent="ada"), "ada")
    change(shift, "bea", role="admin")
    change(shift, "ada", role="lead")
    assert agent(shift, "ada").role == "lead"
    with pytest.raises(Refused, match="no admin"):
        change(shift, "bea", "bea", role="agent")


def test_a_role_that_was_taken_counts_at_once_in_a_session_that_has_not_heard(shift):
    change(shift, "bea", role="admin")
    stale = shift.another("bea")
    assert stale.agent.role == "admin"
    change(shift, "bea", role="agent")
    with pytest.raises(Refused, match="Ask an admin"):
        stale.do(staff.change_agent, staff.ChangeAgent(agent="cas", name="Else"))


def test_leaving_with_locked_tickets_needs_a_word_of_where_they_go(shift):
    one, two, done = shift.new("One"), shift.new("Two"), shift.new("Done")
    for number in (one, two, done):
        shift.do(tickets.take, c.Take(ticket=number), "cas")
    shift.do(tickets.resolve, c.Resolve(ticket=done), "cas")
    ticket_id = shift.row(one)["id"]
    shift.desk("cas").call(drafts.save, ticket_id, "reply", "Half a word", {}, 1)
    with pytest.raises(Refused, match="cas has 2 locked tickets") as refused:
        shift.do(leaving.deactivate, leaving.Deactivate(agent="cas"), "ada")
    assert "--hand-to" in str(refused.value)
    told = shift.do(leaving.deactivate, leaving.Deactivate(agent="cas", hand_to="bea"), "ada")
    assert told.said == "cas is no longer active. 2 tickets went to bea."
    bea = agent(shift, "bea").id
    assert [(shift.row(n)["owner_id"], shift.row(n)["locked"]) for n in (one, two)] == [(bea, True)] * 2
    assert shift.events(one)[-1] == ("ada", "assign", "cas was deactivated.")
    assert shift.value("SELECT body FROM draft") == "Half a word"
    shift.desk("ada").refresh()
    with pytest.raises(NotFound):
        shift.do(tickets.assign, c.Assign(ticket=one, agent="cas"), "ada")


def test_leaving_may_set_tickets_free_and_undo_goes_back_step_by_step(shift):
    number = shift.new("One")
    shift.do(tickets.take, c.Take(ticket=number), "cas")
    shift.do(leaving.deactivate, leaving.Deactivate(agent="cas", release=True), "ada")
    assert (shift.row(number)["locked"], agent(shift, "cas").active) == (False, False)
    assert undone(shift).said == "deactivate on cas is undone."
    assert agent(shift, "cas").active
    undone(shift)
    assert shift.row(number)["owner_id"] == agent(shift, "cas").id
    redone(shift)
    redone(shift)
    assert (shift.row(number)["locked"], agent(shift, "cas").active) == (False, False)
    shift.do(leaving.activate, "cas", "ada")
    assert agent(shift, "cas").active
    assert "First line" in teams_of(shift, "cas")


def test_whoever_was_deactivated_does_nothing_more_in_a_session_still_open(shift):
    cas = shift.desk("cas")
    number = shift.new("One")
    shift.do(leaving.deactivate, leaving.Deactivate(agent="cas"), "ada")
    cas.refresh()
    with pytest.raises(Refused, match="no longer active"):
        cas.do(tickets.note, c.Note(ticket=number, body="Still here"))
    with pytest.raises(Refused, match="no longer active"):
        cas.do(absence.away, absence.Away(agent="cas"))


def test_joining_and_leaving_teams_and_the_way_back(shift):
    before = teams_of(shift, "bea")
    shift.do(staff.teams, staff.Teams(agent="bea", join=("Network", "Servers"), leave=("Accounts",)), "lea")
    after = teams_of(shift, "bea")
    assert set(after) - set(before) == {"Network", "Servers"}
    assert set(before) - set(after) == {"Accounts"}
    undone(shift, "lea")
    assert teams_of(shift, "bea") == before
    redone(shift, "lea")
    assert teams_of(shift, "bea") == after
    with pytest.raises(Refused, match="already"):
        shift.do(staff.teams, staff.Teams(agent="bea", join=("Network",)), "lea")


def test_undo_puts_a_field_back_unless_somebody_changed_it_since(shift):
    change(shift, "bea", role="admin")
    change(shift, "cas", name="Cas C.")
    assert undone(shift).number == "cas"
    assert agent(shift, "cas").name == "Cas Claes"
    redone(shift)
    shift.desk("bea").refresh()
    change(shift, "cas", "bea", name="Cornelis")
    with pytest.raises(Conflict):
        undone(shift)
    assert agent(shift, "cas").name == "Cornelis"


def test_undo_of_making_somebody_admin_is_held_to_the_same_rules(shift):
    change(shift, "bea", role="admin")
    shift.desk("bea").refresh()
    change(shift, "ada", "bea", role="agent")
    with pytest.raises(Refused):
        undone(shift, "ada")
    assert agent(shift, "bea").role == "admin"


def test_who_is_no_admin_any_more_undoes_and_redoes_nothing_of_an_admin(shift):
    change(shift, "lea", role="admin")
    shift.do(absence.away, absence.Away(agent="cas"), "ada")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Network", lock_minutes=30), "ada")
    change(shift, "cas", role="lead")
    undone(shift)
    change(shift, "ada", "lea", role="agent")
    for act in (redone, undone):
        with pytest.raises(Refused) as caught:
            act(shift)
        assert "Only an admin changes" in caught.value.message
        assert caught.value.hint == "Ask an admin."
    assert agent(shift, "cas").role == "agent"
    assert shift.value("SELECT lock_minutes FROM queue WHERE name = 'Network'") == 30
    change(shift, "ada", "lea", role="lead")
    with pytest.raises(Refused):
        undone(shift)
    change(shift, "ada", lang="nl")
    undone(shift)  # their own language is theirs, whatever their role
    assert agent(shift, "ada").lang == ""


def test_who_left_a_confidential_team_takes_nobody_back_onto_it(shift):
    shift.desk("ada").call(queues.new_queue, "Vault")
    shift.do(queues.queue_team, queues.QueueTeam(queue="Vault", join=("ada", "lea", "cas")), "ada")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Vault", confidential=True), "ada")
    shift.do(staff.teams, staff.Teams(agent="cas", leave=("Vault",)), "lea")
    shift.do(queues.queue_team, queues.QueueTeam(queue="Vault", leave=("lea",)), "ada")
    with pytest.raises(Refused):
        undone(shift, "lea")
    assert "Vault" not in teams_of(shift, "cas")


def test_an_agent_made_by_mistake_is_out_of_use_after_undo(shift):
    shift.desk("ada").call(staff.new_agent, "eve", "Eve")
    undone(shift)
    assert not agent(shift, "eve").active
    assert teams_of(shift, "eve") == []
    redone(shift)
    assert agent(shift, "eve").active
    assert "First line" in teams_of(shift, "eve")


def test_the_trail_keeps_who_changed_what(shift):
    change(shift, "cas", role="lead")
    shift.clock.go(minutes=5)
    shift.do(staff.teams, staff.Teams(agent="cas", join=("Network",)), "lea")
    cas = agent(shift, "cas")
    rows = shift.desk("ada").read(trail.of, f"agent {cas.id}")
    assert [(row.actor, row.verb) for row in rows] == [
        ("lea", "team"),
        ("ada", "agent-change"),
        ("ada", "agent-new"),
    ]
    assert rows[1].changes == (["agent", cas.id, {"role": "agent"}, {"role": "lead"}],)
    assert rows[0].at - rows[1].at == timedelta(minutes=5)


def test_a_team_that_is_confidential_is_not_for_every_lead(shift):
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Security", confidential=True), "ada")
    shift.desk("lea").refresh()
    with pytest.raises((Refused, NotFound)):
        shift.do(staff.teams, staff.Teams(agent="lea", join=("Security",)), "lea")
    shift.do(staff.teams, staff.Teams(agent="lea", join=("Security",)), "ada")
    shift.desk("lea").refresh()
    shift.do(staff.teams, staff.Teams(agent="bea", join=("Security",)), "lea")
    assert "Security" in teams_of(shift, "bea")


def test_who_may_not_know_of_a_queue_reads_nothing_of_it_on_a_card(shift):
    shift.do(queues.queue_team, queues.QueueTeam(queue="Security", join=("cas",)), "ada")
    number = shift.new(queue="Security")
    shift.do(tickets.take, c.Take(ticket=number), "cas")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Security", confidential=True), "ada")

    def card(login):
        desk = shift.desk(login)
        desk.refresh()
        row = desk.read(views.one_agent, "cas")
        return "Security" in row.queues, row.locked, desk.read(views.one_queue, "Security") is not None

    assert card("cas") == (True, 1, True)
    assert card("bea") == (False, 0, False)
    # An admin manages it by its name, and sees that something has to go somewhere.
    assert card("ada")[1:] == (1, True)
    with pytest.raises(Refused, match="1 locked ticket"):
        shift.do(leaving.deactivate, leaving.Deactivate(agent="cas"), "ada")
    shift.do(leaving.deactivate, leaving.Deactivate(agent="cas", hand_to="bea"), "ada")
    assert shift.row(number)["locked"] is False, "bea would not see it"
