"""Approval of a change: each person's own word, who may not, who stands in, and what lets it all fall."""

from __future__ import annotations

from datetime import timedelta

import pytest

from change_cases import Work
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.commands import Undo
from otui.desk.undo import undo
from otui.desk.views import change_rounds
from otui.domain.change.approval import Outcome
from otui.errors import Conflict, Refused

HOUR = timedelta(hours=1)


@pytest.fixture
def work(shift) -> Work:
    """A desk with both boards: lea and dio."""
    return Work(shift)


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
    from otui.desk.office.absence import Away, Back, away, back

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
    from otui.desk.office.absence import Away, away

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
    from otui.desk.office.absence import Away, away

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
