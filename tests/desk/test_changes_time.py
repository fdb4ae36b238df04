"""When a change is carried out, what it comes of, and who learns that what they approved is no more."""

from __future__ import annotations

import pytest

from change_cases import PLANS, Work
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.changes.calendar import windows
from otui.desk.problems import commands as p
from otui.desk.problems import making
from otui.desk.records import holding
from otui.desk.views import change_news, records
from otui.desk.views import changes as views
from otui.errors import Refused


@pytest.fixture
def work(shift) -> Work:
    return Work(shift)


def ready(work: Work) -> str:
    """Bring a normal change to where it may be carried out from tomorrow on, for two hours."""
    number = work.authorised()
    work.step(number, "lea")
    work.do(holding.priority, holding.RecordPriority(kind="change", ref=number, impact=2, urgency=2))
    work.step(number)
    work.step(number)
    work.do(changes.test_result, c.Words(ref=number, text="It starts."))
    return number


@pytest.mark.parametrize("hours", [0, 40])
def test_before_its_window_or_after_it_a_change_is_carried_out_with_a_reason_alone(work, hours):
    number = ready(work)
    work.shift.clock.go(hours=hours)
    follow = {one.move.verb: one for one in work.read(views.next_moves, number)}
    assert follow["implement"].missing == (f"It is not the time that is planned for {number}.",)
    assert work.read(views.only_time_lacks, number)
    with pytest.raises(Refused, match="not the time that is planned"):
        work.step(number)
    said = work.step(number, reason="The shop is shut today.").said
    assert "not the time that was planned" in said
    assert work.history(number)[-1].text == "The shop is shut today."
    assert not work.row(number)["collision_reason"]


def test_inside_its_window_nobody_is_asked_why(work):
    number = ready(work)
    work.shift.clock.at = work.row(number)["starts_at"]
    assert not work.read(views.only_time_lacks, number)
    assert work.step(number).said == f"{number} is in implement."


def test_an_emergency_is_told_and_goes_on(work):
    number = work.new("Close the hole", type="emergency", emergency_reason="security", implementer="cas")
    assert work.row(number)["owner_id"] == work.row(number)["requester_id"]
    with pytest.raises(Refused, match="no backout plan"):
        work.step(number)
    work.do(changes.edit, c.EditChange(ref=number, backout_plan="Open it."))
    work.step(number)
    work.ask(number)
    work.say(number, "dio")
    work.step(number)
    work.window(number)
    assert "not the time that was planned" in work.step(number).said


def test_what_to_do_is_said_of_all_that_lacks(work):
    number = work.new("Replace the core switch")
    with pytest.raises(Refused, match=r"no justification.*no owner") as caught:
        work.step(number)
    assert "--justification TEXT" in caught.value.hint
    assert "Take it" in caught.value.hint


def test_what_blocks_is_not_answered_by_a_reason_and_says_so(work):
    made = work.do(
        changes.new_template,
        c.NewTemplate(
            name="Restart a printer", description="At night.", minutes=30, justification="Often.", **PLANS
        ),
    )
    work.do(changes.propose, c.OnTemplate(ref=made.record_id))
    work.do(changes.approve, c.Decide(ref=made.record_id, record="change_template"), "lea")
    number = work.new("", template=made.record_id, owner="bea", implementer="cas")
    work.step(number)
    work.window(number)
    row = work.row(number)
    stretch = {"starts": row["starts_at"], "ends": row["ends_at"]}
    work.do(windows.new_window, windows.NewWindow(kind="blackout", name="Year's end", **stretch), "lea")
    with pytest.raises(Refused, match="may not be carried out") as caught:
        work.step(number, reason="It must.")
    assert "A reason does not help here" in caught.value.hint
    assert "--keep" not in caught.value.hint


def test_whose_approval_fell_learns_who_changed_what(work):
    number = work.authorised()
    change_id = work.row(number)["id"]
    work.do(changes.edit, c.EditChange(ref=number, backout_plan="Call the vendor."))
    done = frozenset({(change_id, "edit")})
    told = f"Your approval of {number} fell, by bea: backout plan (Firmware of the core switches)"
    assert work.read(change_news.fallen_of, done, login="lea") == (told,)
    assert work.read(change_news.fallen_of, done, login="cas") == ()
    assert work.read(change_news.fallen_of, done) == ()


def test_a_change_of_a_problem_has_its_contact_and_is_a_link_in_its_history(work):
    problem = work.do(making.new, p.NewProblem(subject="It hangs", contact="Kim <kim@example.org>"))
    number = work.new("", problem=problem.number)
    reader = work.shift.desk("ada").database.read()
    (found,) = reader.records("problem", "number = :n", {"n": problem.number})
    assert found.contact_id is not None
    assert work.row(number)["contact_id"] == found.contact_id
    last = work.read(records.history, "problem", found.id)[-1]
    assert (last.verb, last.changes) == ("tie", {"link": [None, number]})
    assert [one.verb for one in work.history(number)] == ["new"]
