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
from otui.desk.views import change_catalogue
from otui.desk.views import changes as views
from otui.domain.change.approval import Outcome
from otui.errors import Conflict, NotFound, OtuiError, Refused, Usage


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
    work.step(number, reason="It is quiet now.")
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
