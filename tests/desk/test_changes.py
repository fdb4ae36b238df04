"""A change on its way: recorded, planned, approved, carried out, reviewed; and what it is refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from change_cases import Work
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.commands import Undo
from otui.desk.records import holding
from otui.desk.undo import undo
from otui.desk.views import change_catalogue, change_rounds
from otui.desk.views import changes as views
from otui.domain.change.approval import Outcome
from otui.errors import Conflict, NotFound, OtuiError, Refused, Usage

HOUR = timedelta(hours=1)


@pytest.fixture
def work(shift) -> Work:
    """A desk with a board: lea, dio and cas on the CAB, lea and dio on the emergency one."""
    return Work(shift)


def test_a_normal_change_goes_all_nine_steps(work):
    number = work.planned()
    work.step(number)
    work.approve_by_peer(number)
    work.step(number)
    assert work.row(number)["step"] == "authorise"
    work.ask(number)
    for login in ("lea", "dio"):
        work.say(number, login)
    work.step(number, "lea")
    work.do(holding.priority, holding.RecordPriority(kind="change", ref=number, impact=2, urgency=2))
    work.step(number)
    work.step(number)
    assert work.row(number)["step"] == "test"
    with pytest.raises(Refused, match="No test result"):
        work.step(number)
    work.do(changes.test_result, c.Words(ref=number, text="Restarted a spare one twice."))
    work.step(number)
    work.shift.clock.go(hours=1)
    with pytest.raises(Refused, match="no result"):
        work.step(number)
    work.do(changes.result, c.Outcome(ref=number, result="successful"))
    work.step(number)
    with pytest.raises(Refused, match="Nothing is documented"):
        work.step(number)
    work.do(changes.documentation, c.Words(ref=number, text="Firmware 7.2 on both."))
    work.step(number)
    with pytest.raises(Refused, match="not reviewed"):
        work.step(number, "lea")
    work.do(changes.review, c.Review(ref=number, text="As planned.", goal_met=True))
    with pytest.raises(Refused, match="a lead or an admin"):
        work.step(number)
    work.step(number, "lea")
    row = work.row(number)
    assert (row["step"], row["result"], row["goal_met"], row["is_open"]) == (
        "closed",
        "successful",
        "yes",
        False,
    )
    verbs = [one.verb for one in work.history(number)]
    assert verbs[0] == "new"
    for verb in (
        "assess",
        "authorise",
        "prioritise",
        "plan",
        "test",
        "implement",
        "document",
        "review",
        "close",
    ):
        assert verb in verbs


def test_what_is_missing_is_said_by_name(work):
    number = work.new("Replace the core switch")
    with pytest.raises(Refused, match=r"no justification.*has no owner"):
        work.step(number)
    work.plan(number, owner=True, plans=False)
    work.step(number)
    follow = {one.move.verb: one for one in work.read(views.next_moves, number)}
    assert "C" in follow["authorise"].missing[0]
    assert "lacks: implementation plan, test plan, backout plan." in follow["authorise"].missing[0]
    work.do(changes.edit, c.EditChange(ref=number, test_plan="Ping it.", outage=True))
    missing = {one.move.verb: one for one in work.read(views.next_moves, number)}["authorise"].missing[0]
    assert "communication plan" in missing
    assert "test plan" not in missing


# -- approval --------------------------------------------------------------------------------------------------------


def test_each_approval_is_its_own_and_the_quorum_decides(work):
    number = work.planned()
    work.step(number)
    work.ask(number, "dio", "lea")
    (asked,) = work.rounds(number)
    assert [(one.login, one.state) for one in asked.approvals] == [("dio", "asked"), ("lea", "asked")]
    assert (asked.quorum, asked.outcome) == (1, Outcome.PENDING)
    work.say(number, "lea", words="Sound.")
    (asked,) = work.rounds(number)
    assert [(one.login, one.state, one.words) for one in asked.approvals] == [
        ("dio", "asked", ""),
        ("lea", "approved", "Sound."),
    ]
    assert asked.outcome is Outcome.APPROVED
    work.say(number, "dio", changes.reject, "It fails at the third reboot.")
    (asked,) = work.rounds(number)
    assert asked.approvals[1].state == "approved"
    assert asked.outcome is Outcome.REJECTED
    with pytest.raises(Refused, match="not approved by peers"):
        work.step(number)
    with pytest.raises(Refused, match="was rejected by peers"):
        work.ask(number, "lea")


@pytest.mark.parametrize("who", ["bea", "cas"])
def test_who_asks_for_it_and_who_carries_it_out_do_not_approve(work, who):
    number = work.planned()
    work.step(number)
    with pytest.raises(Refused, match=f"{who} .*does not approve it"):
        work.ask(number, who)
    work.ask(number, "dio")
    with pytest.raises(Refused, match=f"{who} .*does not approve it"):
        work.say(number, who)
    with pytest.raises(Refused, match="not asked"):
        work.say(number, "ada")
    assert [one.may for one in work.rounds(number, "dio")[0].approvals] == [True]
    assert [one.may for one in work.rounds(number, who)[0].approvals] == [False]


def test_whoever_wrote_it_down_for_a_contact_does_not_approve_it(work):
    number = work.new(contact="anna@example.org")
    assert work.row(number)["requester_id"] is None
    work.plan(number)
    work.step(number)
    with pytest.raises(Refused, match="bea asks for it"):
        work.ask(number, "bea")


def test_a_board_that_is_too_small_says_so(work):
    work.do(changes.set_board, c.Board(board="cab", agents=("bea",)), "lea")
    number = work.planned()
    work.step(number)
    work.approve_by_peer(number)
    work.step(number)
    with pytest.raises(Refused, match="Of the CAB 0 may approve it, and it takes 1") as caught:
        work.ask(number)
    assert "otui change board set cab" in caught.value.hint
    with pytest.raises(Refused, match="Only a lead or an admin says who is on a board"):
        work.do(changes.set_board, c.Board(board="cab", agents=("dio",)), "bea")


def test_an_asking_is_not_repeated_while_it_stands(work):
    number = work.planned()
    work.step(number)
    work.ask(number, "dio")
    with pytest.raises(Refused, match="waits for peers already"):
        work.ask(number, "lea")
    work.say(number, "dio")
    with pytest.raises(Refused, match="is approved by peers already"):
        work.ask(number, "lea")
    with pytest.raises(Refused, match=r"said that .* already"):
        work.say(number, "dio")


def test_a_substitute_speaks_for_whoever_is_away_and_nobody_else_does(work):
    from otui.desk.absence import Away, Back, away, back

    number = work.planned()
    work.step(number)
    work.ask(number, "dio")
    with pytest.raises(Refused, match="not asked"):
        work.say(number, "lea")
    work.do(away, Away(agent="dio", substitute="lea"), "dio")
    assert [one.for_login for one in work.shift.another("lea").read(change_rounds.waiting_for)] == ["dio"]
    work.say(number, "lea", words="As dio told me.")
    (asked,) = work.rounds(number)
    (one,) = asked.approvals
    assert (one.login, one.state, one.decided_by) == ("dio", "approved", "lea")
    assert "dio (lea)" in work.history(number)[-1].changes["approval"][1]
    work.do(back, Back(agent="dio"), "dio")
    work.say(number, "dio", changes.reject, "Not like this.")
    (one,) = work.rounds(number)[0].approvals
    assert (one.state, one.decided_by) == ("rejected", "")


@pytest.mark.parametrize("substitute", ["bea", "cas"])
def test_a_substitute_who_asks_or_implements_says_nothing(work, substitute):
    from otui.desk.absence import Away, away

    number = work.planned()
    work.step(number)
    work.ask(number, "dio")
    work.do(away, Away(agent="dio", substitute=substitute), "dio")
    with pytest.raises(Refused, match="does not approve it"):
        work.say(number, substitute)
    with pytest.raises(Refused, match="does not approve it"):
        work.say(number, substitute, for_agent="dio")
    assert work.read(change_rounds.waiting_count, login=substitute) == 0


def test_who_is_asked_has_one_vote_and_not_their_absent_colleagues(work):
    from otui.desk.absence import Away, away

    number = work.planned()
    work.step(number)
    work.ask(number, "dio", "lea")
    work.do(away, Away(agent="dio", substitute="lea"), "dio")
    work.say(number, "lea")
    with pytest.raises(Refused, match="nobody has two votes"):
        work.say(number, "lea", for_agent="dio")
    assert [one.state for one in work.rounds(number)[0].approvals] == ["asked", "approved"]


# -- what lets approvals fall ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"implementation_plan": "Otherwise."}, "implementation plan"),
        ({"test_plan": "Otherwise."}, "test plan"),
        ({"backout_plan": ""}, "backout plan"),
        ({"communication_plan": "Tell all."}, "communication plan"),
        ({"outage": True}, "outage, risk"),
        ({"implementer": "dio"}, "implementer"),
        ({"implementer": ""}, "implementer"),
    ],
)
def test_an_edit_of_what_was_approved_lets_every_approval_fall(work, values, field):
    number = work.authorised()
    work.step(number, "lea")
    said = work.do(changes.edit, c.EditChange(ref=number, **values)).said
    assert "Its approvals fell; it is in assess again." in said
    assert work.row(number)["step"] == "assess"
    found = work.rounds(number)
    assert [one.kind for one in found] == ["cab", "peer"]
    assert not any(one.stands for one in found)
    assert {one.fallen_why for one in found} == {field}
    with pytest.raises(Refused, match="not approved by peers"):
        work.step(number)


def test_another_window_or_item_lets_approvals_fall_and_a_new_description_does_not(work):
    number = work.authorised()
    work.do(changes.edit, c.EditChange(ref=number, description="In words.", subject="Firmware 7.2"))
    assert all(one.stands for one in work.rounds(number))
    assert "approvals fell" in work.window(number, 72).said
    assert not any(one.stands for one in work.rounds(number))
    work.approve_by_peer(number)
    item = work.item("Core switch A")
    said = work.do(changes.link, c.TieChange(ref=number, kind="affects", other=item)).said
    assert "approvals fell" in said
    work.approve_by_peer(number)
    said = work.do(changes.unlink, c.TieChange(ref=number, kind="affects", other=item)).said
    assert "approvals fell" in said


def test_what_is_being_carried_out_keeps_its_plans_and_its_approvals(work):
    number = work.implementing()
    with pytest.raises(Refused, match="carried out by what was approved"):
        work.do(changes.edit, c.EditChange(ref=number, backout_plan="None."))
    with pytest.raises(Refused, match="carried out by what was approved"):
        work.do(changes.edit, c.EditChange(ref=number, implementer="dio"))
    work.do(changes.link, c.TieChange(ref=number, kind="affects", other=work.item("Core switch A")))
    assert all(one.stands for one in work.rounds(number))


def test_an_undo_brings_no_approval_back_over_what_others_did_since(work):
    number = work.authorised()
    work.do(changes.edit, c.EditChange(ref=number, test_plan="Otherwise."))
    work.do(changes.edit, c.EditChange(ref=number, backout_plan="None."), "cas")
    with pytest.raises(Conflict, match="moved on since"):
        work.do(undo, Undo())
    assert not any(one.stands for one in work.rounds(number))


def test_an_undo_of_an_edit_puts_plan_and_approvals_back(work):
    number = work.authorised()
    work.do(changes.edit, c.EditChange(ref=number, test_plan="Otherwise."))
    work.do(undo, Undo())
    assert all(one.stands for one in work.rounds(number))
    assert (work.row(number)["step"], work.row(number)["test_plan"]) == ("authorise", "Restart a spare one.")


def test_an_approval_that_others_went_on_from_is_not_undone(work):
    number = work.authorised()
    work.step(number, "ada")
    with pytest.raises(Conflict, match="moved on since"):
        work.do(undo, Undo(), "lea")
    assert work.rounds(number)[0].outcome is Outcome.APPROVED


def test_rework_begins_anew_without_any_approval(work):
    number = work.authorised()
    with pytest.raises(Refused, match="Say why"):
        work.do(changes.rework, c.WithReason(ref=number, reason=" "))
    work.do(changes.rework, c.WithReason(ref=number, reason="Vendor withdrew 7.2."))
    assert work.row(number)["step"] == "record"
    assert {one.fallen_why for one in work.rounds(number)} == {"rework"}


def test_risk_follows_what_it_was_worked_out_by(work):
    number = work.planned()
    assert work.row(number)["risk"] == "low"
    work.do(changes.edit, c.EditChange(ref=number, outage=True))
    assert work.row(number)["risk"] == "medium"
    work.do(changes.edit, c.EditChange(ref=number, outage=False))
    assert work.row(number)["risk"] == "low"
    for name in ("A", "B"):
        work.do(changes.link, c.TieChange(ref=number, kind="affects", other=work.item(name)))
    assert work.row(number)["risk"] == "medium"
    assert work.history(number)[-2].changes["risk"] == ["low", "medium"]
    starts = work.shift.clock.at + 30 * HOUR
    work.do(changes.unlink, c.TieChange(ref=number, kind="affects", other="A"))
    work.do(changes.unlink, c.TieChange(ref=number, kind="affects", other="B"))
    assert work.row(number)["risk"] == "low"
    work.do(changes.schedule, c.Schedule(ref=number, starts=starts, ends=starts + 9 * HOUR))
    assert work.row(number)["risk"] == "medium"


# -- the other two paths ---------------------------------------------------------------------------------------------


def test_an_emergency_has_its_reason_first_and_its_justification_later(work):
    with pytest.raises(Refused, match="why it cannot wait"):
        work.new(type="emergency")
    with pytest.raises(Usage, match="no reason for an emergency"):
        work.new(type="emergency", emergency_reason="hurry")
    number = work.new("Close the hole", type="emergency", emergency_reason="security", owner="bea")
    work.do(changes.edit, c.EditChange(ref=number, backout_plan="Open it."))
    work.step(number)
    assert work.row(number)["step"] == "authorise"
    work.ask(number)
    work.say(number, "dio")
    work.step(number)
    work.do(changes.edit, c.EditChange(ref=number, implementer="cas"))
    work.window(number, 1)
    assert [one.outcome for one in work.rounds(number) if one.stands] == [Outcome.APPROVED]
    work.step(number)
    assert work.row(number)["step"] == "implement"
    work.do(changes.result, c.Outcome(ref=number, result="successful"))
    work.step(number)
    due = work.row(number)["review_due"]
    assert due.isoformat() == "2026-11-30T16:30:00+00:00"  # the fifth working day's closing time
    work.do(changes.documentation, c.Words(ref=number, text="Port 8080 is closed."))
    with pytest.raises(Refused, match="no justification"):
        work.step(number)
    work.do(changes.edit, c.EditChange(ref=number, justification="It was abused on Sunday."))
    work.step(number)
    assert not work.card(number).review_breached
    work.shift.clock.go(days=8)
    assert work.card(number).review_breached
    assert [one.number for one in work.read(views.changes, views.ChangeFilter(breached=True))] == [number]
    work.do(changes.review, c.Review(ref=number, text="Late.", goal_met=True))
    assert work.read(views.changes, views.ChangeFilter(breached=True)) == []
    assert work.card(number).review_breached


def test_a_reason_may_ask_for_the_incident(work):
    number = work.new(type="emergency", emergency_reason="major-incident", owner="bea", subject="Restart all")
    work.do(changes.edit, c.EditChange(ref=number, backout_plan="Stop all."))
    with pytest.raises(Refused, match="no reason to be an emergency"):
        work.step(number)
    work.do(changes.link, c.TieChange(ref=number, kind="origin", other=work.shift.new()))
    work.step(number)
    assert work.row(number)["step"] == "authorise"


def test_an_emergency_may_be_tested_where_time_allows(work):
    number = work.new(type="emergency", emergency_reason="security")
    work.plan(number)
    work.step(number)
    work.ask(number)
    work.say(number, "dio")
    work.step(number)
    work.step(number, to="test")
    with pytest.raises(Refused, match="No test result"):
        work.step(number)
    work.do(changes.test_result, c.Words(ref=number, text="It holds."))
    work.step(number)
    assert work.row(number)["step"] == "implement"


def test_another_type_begins_at_the_beginning(work):
    number = work.authorised()
    work.do(changes.retype, c.Retype(ref=number, type="emergency", emergency_reason="imminent"))
    row = work.row(number)
    assert (row["type"], row["step"], row["emergency_reason"]) == ("emergency", "record", "imminent")
    assert not any(one.stands for one in work.rounds(number))
    with pytest.raises(Refused, match="comes from the catalogue"):
        work.do(changes.retype, c.Retype(ref=number, type="standard"))


# -- what it comes of ------------------------------------------------------------------------------------------------


def test_a_change_of_an_incident_takes_its_words_queue_priority_and_contact(work):
    incident = work.shift.new("The core switch hangs")
    number = work.new("", incident=incident)
    row, ticket = work.row(number), work.shift.row(incident)
    for column in ("subject", "queue_id", "impact", "urgency", "level", "contact_id"):
        assert row[column] == ticket[column], column
    (tie,) = work.card(number).ties
    assert (tie.kind, tie.number) == ("origin", incident)


def test_what_a_confidential_queue_has_is_not_there_for_others(work):
    work.secret("cas")
    number = work.new("Secret change", "cas", queue="Secret")
    assert work.card(number, "cas").row.subject == "Secret change"
    with pytest.raises(NotFound, match="There is no change"):
        work.card(number, "bea")
    with pytest.raises(NotFound):
        work.do(changes.edit, c.EditChange(ref=number, subject="Mine"), "bea")
    assert work.read(views.changes, views.ChangeFilter(every=True), login="bea") == []


# -- its end ---------------------------------------------------------------------------------------------------------


def test_a_review_names_the_incidents_that_it_caused(work):
    number = work.implementing()
    incident = work.shift.new("No network on the second floor")
    with pytest.raises(Refused, match="what went otherwise"):
        work.do(changes.result, c.Outcome(ref=number, result="backed-out"))
    work.do(changes.result, c.Outcome(ref=number, result="backed-out", words="Port 3 stayed dark."))
    work.do(changes.documentation, c.Words(ref=number, text="As it was."))
    work.step(number)
    work.step(number)
    work.do(
        changes.review,
        c.Review(
            ref=number, text="Undone.", goal_met=False, backout_used=True, lessons="Ask.", caused=(incident,)
        ),
    )
    card = work.card(number)
    assert [(tie.kind, tie.number) for tie in card.ties] == [("caused", incident)]
    assert (card.fields["goal_met"], card.fields["backout_used"], card.fields["lessons"]) == (
        "no",
        "yes",
        "Ask.",
    )
    (score,) = work.read(change_catalogue.scores, work.shift.clock.at - timedelta(days=1))
    assert (score.results, score.caused) == ({"backed-out": 1}, 1)
    assert score.score < -5


def test_a_canceled_change_says_why_and_cancels_its_tasks(work):
    from otui.desk.records.tasks import NewTask, new_task

    number = work.planned()
    work.do(new_task, NewTask(record="change", ref=number, subject="Order firmware"))
    with pytest.raises(Refused, match="Say why"):
        work.do(changes.cancel, c.WithReason(ref=number, reason=""))
    work.do(changes.cancel, c.WithReason(ref=number, reason="Not needed any more."))
    card = work.card(number)
    assert (card.row.step, [task.state for task in card.tasks]) == ("canceled", ["canceled"])
    assert card.closed_at == work.shift.clock.at
    with pytest.raises(Refused, match="is in canceled"):
        work.step(number, to="assess")
    number = work.implementing()
    work.do(changes.result, c.Outcome(ref=number, result="successful"))
    work.do(changes.documentation, c.Words(ref=number, text="7.2"))
    work.step(number)
    work.step(number)
    with pytest.raises(Refused, match="is in review: cancel is not possible"):
        work.do(changes.cancel, c.WithReason(ref=number, reason="No."))


def test_whoever_waits_for_a_change_is_told_in_one_stroke_that_one_undo_takes_back(work):
    number = work.implementing()
    tickets = [work.wait(work.shift.new(f"Slow {n}"), number) for n in (1, 2)]
    assert work.card(number).waiting == 2
    with pytest.raises(Refused, match="is in implement"):
        work.do(changes.tell, c.TellWaiting(ref=number))
    work.do(changes.result, c.Outcome(ref=number, result="successful"))
    work.step(number)
    said = work.do(changes.tell, c.TellWaiting(ref=number)).said
    assert said == f"2 tickets that waited for {number} are open again."
    for ticket in tickets:
        assert (work.shift.row(ticket)["state"], work.shift.row(ticket)["waits_for_id"]) == ("open", None)
        assert work.shift.events(ticket)[-1][:2] == ("bea", "tell")
    assert work.card(number).waiting == 0
    work.do(undo, Undo())
    for ticket in tickets:
        assert work.shift.row(ticket)["state"] == "waiting-change"
    assert work.card(number).waiting == 2


def test_a_write_against_an_older_version_overwrites_nothing(work):
    number = work.new()
    version = work.row(number)["version"]
    work.do(changes.edit, c.EditChange(ref=number, description="One."), "cas")
    with pytest.raises(Conflict, match="moved on meanwhile: cas, edit"):
        work.do(changes.edit, c.EditChange(ref=number, version=version, description="Two."))
    with pytest.raises(OtuiError, match="any different"):
        work.do(changes.edit, c.EditChange(ref=number, description="One."))
