"""Problems at a real desk: made of incidents, walked through their steps, undone; who is told, and who is not."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from otui.desk import commands as c
from otui.desk import people, queues, tickets, undo
from otui.desk.problems import commands as p
from otui.desk.problems import linking, making, steps, telling
from otui.desk.records import holding, ties
from otui.desk.records import tasks as record_tasks
from otui.desk.views import problems as views
from otui.desk.views import records
from otui.desk.views import ticket as ticket_views
from otui.errors import Conflict, NotFound, Refused, Usage


def make(shift: Any, *incidents: str, login: str = "bea", **values: Any) -> str:
    values = {"subject": "The VPN drops", "take": True, **values}
    return shift.do(making.new, p.NewProblem(incidents=incidents, **values), login).number


def write(shift: Any, number: str, login: str = "bea", **fields: str) -> None:
    shift.do(making.edit, p.EditProblem(ref=number, fields=fields), login)


def step(shift: Any, number: str, *verbs: str, login: str = "bea") -> None:
    for verb in verbs:
        shift.do(steps.step, p.Step(ref=number, verb=verb), login)


def to_fix(shift: Any, number: str) -> None:
    step(shift, number, "assess", "analyse")
    write(
        shift, number, root_cause="One worn card.", fix="A new card.", workaround="Dial in by the other gate."
    )
    step(shift, number, "fix")


def row(shift: Any, number: str) -> dict[str, Any]:
    reader = shift.desk("ada").database.read()
    return dict(vars(reader.records("problem", "number = :n", {"n": number})[0]))


def wait(shift: Any, ticket: str, problem: str, login: str = "bea") -> None:
    shift.do(tickets.wait, c.Wait(ticket=ticket, on="problem", ref=problem), login)


def bodies(shift: Any, number: str, kind: str) -> list[str]:
    sql = (
        "SELECT a.body FROM article a JOIN ticket t ON t.id = a.ticket_id"
        " WHERE t.number = :n AND a.kind = :k AND NOT a.withdrawn ORDER BY a.id"
    )
    return [body for (body,) in shift.all(sql, n=number, k=kind)]


# -- making ------------------------------------------------------------------------------------------------------------


def test_it_takes_its_words_from_the_first_incident_and_is_tied_to_all_once(shift):
    one = shift.new("VPN down in Breda", body="Nobody gets in.")
    two = shift.new("VPN down in Tilburg")
    number = shift.do(making.new, p.NewProblem(incidents=(one, two, one))).number
    assert number.startswith("P")
    whole = shift.desk().read(views.whole, number)
    assert (whole.row.subject, whole.description) == ("VPN down in Breda", "Nobody gets in.")
    assert (whole.impact, whole.urgency, whole.value, whole.row.level) == (4, 4, 16, "HIGH")
    assert whole.contact == "Anna"
    assert whole.row.queue == "First line"
    assert [tie.number for tie in whole.ties] == [one, two]
    assert [tie.number for tie in shift.desk().read(ticket_views.detail, two).ties] == [number]


def test_a_problem_needs_words_and_incidents_that_are_there(shift):
    with pytest.raises(Refused, match="needs a subject"):
        shift.do(making.new, p.NewProblem())
    with pytest.raises(NotFound, match="no ticket"):
        shift.do(making.new, p.NewProblem(incidents=("1000-99",)))


def test_an_undo_of_its_making_sets_it_aside_and_a_redo_brings_it_back(shift):
    number = make(shift, shift.new())
    shift.do(undo.undo, c.Undo())
    assert row(shift, number)["step"] == "closed"
    assert not shift.desk().read(views.whole, number).ties
    shift.do(undo.redo, c.Redo())
    assert row(shift, number)["step"] == "new"
    assert shift.desk().read(views.whole, number).ties


def test_an_edit_against_an_older_version_overwrites_nothing(shift):
    number = make(shift)
    version = row(shift, number)["version"]
    write(shift, number, symptom="It drops at noon.", login="cas")
    with pytest.raises(Conflict, match=r"moved on meanwhile: cas, edit"):
        shift.do(making.edit, p.EditProblem(ref=number, version=version, fields={"symptom": "Other."}))
    assert row(shift, number)["symptom"] == "It drops at noon."
    with pytest.raises(Usage, match="no field"):
        write(shift, number, step="closed")


# -- steps -------------------------------------------------------------------------------------------------------------


def test_each_step_says_what_is_missing(shift):
    number = make(shift, take=False)
    with pytest.raises(Refused, match="no coordinator"):
        step(shift, number, "assess")
    shift.do(holding.take, holding.TakeRecord(kind="problem", ref=number))
    step(shift, number, "assess", "analyse")
    with pytest.raises(Refused, match=r"root cause is not written down.*takes the cause away"):
        step(shift, number, "fix")
    with pytest.raises(Refused, match="no workaround"):
        step(shift, number, "known-error")
    with pytest.raises(Refused, match="is in analyse: mark as duplicate is not possible"):
        shift.do(telling.duplicate, p.DuplicateOf(ref=number, original=make(shift)))
    write(shift, number, root_cause="A card.", fix="Another.", workaround="Wait.")
    step(shift, number, "known-error", "fix")
    assert row(shift, number)["known_error"]
    write(shift, number, workaround="")
    assert not row(shift, number)["known_error"], "without a workaround it is none any more"


def test_only_its_owner_or_a_lead_resolves_and_only_a_lead_accepts_the_risk(shift):
    number = make(shift)
    to_fix(shift, number)
    with pytest.raises(Refused, match=r"resolve on .* is for its owner or a lead"):
        shift.do(telling.resolve_problem, p.Tell(ref=number), "cas")
    later = shift.clock() + timedelta(days=30)
    accept = p.AcceptRisk(ref=number, reason="Too dear.", review_at=later)
    with pytest.raises(Refused, match="is for a lead or an admin"):
        shift.do(steps.accept_risk, accept)
    with pytest.raises(Refused, match="when the risk is looked at again"):
        shift.do(steps.accept_risk, p.AcceptRisk(ref=number, reason="Too dear."), "lea")
    shift.do(steps.accept_risk, accept, "lea")
    assert (row(shift, number)["step"], row(shift, number)["resolution"]) == ("closed", "risk-accepted")
    assert not shift.desk().read(lambda view: views.to_review(view).params["now"] > later.timestamp() * 1e6)
    shift.clock.go(days=31)
    due = shift.desk().read(_numbers, "review")
    assert due == [number]


def _numbers(view: Any, name: str) -> list[str]:
    from otui.desk.records import listing

    return [one.number for one in listing.page(view, views.LISTING, views.VIEWS[name](view))]


def test_a_completed_problem_cancels_its_open_tasks_and_takes_no_new_ones(shift):
    number = make(shift)
    to_fix(shift, number)
    for words in ("Order a card", "Fit it"):
        shift.do(record_tasks.new_task, record_tasks.NewTask(record="problem", ref=number, subject=words))
    first = shift.desk().read(records.tasks, "problem", row(shift, number)["id"])[0]
    shift.do(record_tasks.change_task, record_tasks.OnTask(task_id=first.id, state="done"))
    shift.do(telling.resolve_problem, p.Tell(ref=number))
    result = shift.do(steps.complete, p.Step(ref=number, verb="complete"))
    assert "1 open task is canceled" in result.said
    found = shift.desk().read(records.tasks, "problem", row(shift, number)["id"])
    assert [task.state for task in found] == ["done", "canceled"]
    with pytest.raises(Refused, match="takes no new tasks"):
        shift.do(record_tasks.new_task, record_tasks.NewTask(record="problem", ref=number, subject="More"))
    with pytest.raises(Refused, match="is for a lead or an admin"):
        shift.do(steps.re_analyse, p.WithReason(ref=number, reason="Again."))
    shift.do(steps.re_analyse, p.WithReason(ref=number, reason="Again."), "lea")
    found = row(shift, number)
    assert (found["step"], found["resolution"], found["closed_at"]) == ("analyse", "", None)


# -- telling -----------------------------------------------------------------------------------------------------------


def test_the_workaround_reaches_each_open_incident_once_and_moves_none(shift):
    told, locked, free = shift.new("One"), shift.new("Two"), shift.new("Three", contact="")
    done = shift.new("Four")
    shift.do(tickets.resolve, c.Resolve(ticket=done))
    shift.do(tickets.take, c.Take(ticket=locked), "cas")
    number = make(shift, told, locked, free, done)
    write(shift, number, workaround="Use the other gate.")
    found = shift.desk().read(telling.preview, number, "tell-workaround")
    assert [(one.number, bool(one.contact)) for one in found.tickets] == [
        (told, True), (locked, True), (free, False),
    ]  # fmt: skip
    before = {one: shift.row(one)["state"] for one in (told, locked, free, done)}
    message = "Dear {{contact.name|you}}, on {{ticket.number}}: use the other gate."
    shift.do(telling.tell_workaround, p.Tell(ref=number, message=message, known=found.known))
    assert bodies(shift, told, "reply") == [f"Dear Anna, on {told}: use the other gate."]
    assert len(bodies(shift, locked, "reply")) == 1
    assert bodies(shift, free, "reply") == []
    assert all("Use the other gate." in bodies(shift, one, "note")[0] for one in (told, locked, free))
    assert bodies(shift, done, "reply") == [] == bodies(shift, done, "note")
    assert {one: shift.row(one)["state"] for one in before} == before
    assert shift.row(locked)["locked"], "who has it keeps it"
    assert shift.events(told)[-1][1] == "tell-workaround"
    shift.do(undo.undo, c.Undo())
    assert [bodies(shift, one, kind) for one in (told, locked, free) for kind in ("reply", "note")] == [
        []
    ] * 6


def test_what_was_shown_is_what_happens_or_nothing_does(shift):
    one = shift.new()
    number = make(shift, one)
    write(shift, number, workaround="Wait.")
    known = shift.desk().read(telling.preview, number, "tell-workaround").known
    shift.do(linking.link, p.TieProblem(ref=number, other=shift.new("Another")), "cas")
    with pytest.raises(Conflict, match="is not what was shown"):
        shift.do(telling.tell_workaround, p.Tell(ref=number, known=known))
    assert bodies(shift, one, "reply") == []
    with pytest.raises(Refused, match=r"contact\.nmae"):
        shift.do(telling.tell_workaround, p.Tell(ref=number, message="Dear {{contact.nmae}}"))


def test_the_fix_resolves_what_waits_for_it_and_touches_nothing_else(shift):
    waits, linked, elsewhere, alone = (shift.new(name) for name in ("A", "B", "C", "D"))
    number, other = make(shift, linked), make(shift)
    wait(shift, waits, number)
    wait(shift, elsewhere, other)
    shift.do(linking.link, p.TieProblem(ref=number, other=elsewhere))
    shift.do(tickets.take, c.Take(ticket=waits), "cas")
    to_fix(shift, number)
    before = {one: shift.row(one) for one in (linked, elsewhere, alone)}
    found = shift.desk().read(telling.preview, number, "resolve")
    assert [one.number for one in found.tickets] == [waits]
    result = shift.do(telling.resolve_problem, p.Tell(ref=number, known=found.known))
    assert "1 ticket that waited for it" in result.said
    after = shift.row(waits)
    assert (after["state"], after["waits_for_id"]) == ("resolved", None)
    assert "A new card." in bodies(shift, waits, "reply")[0]
    assert {one: shift.row(one) for one in before} == before
    assert shift.do(undo.undo, c.Undo()).said == f"resolve on {number} and 1 ticket is undone."
    again = shift.row(waits)
    assert (again["state"], again["waits_for_id"]) == ("waiting-problem", row(shift, number)["id"])
    assert row(shift, number)["step"] == "fix"
    assert bodies(shift, waits, "reply") == []


def test_a_problem_waits_for_its_changes(shift):
    from otui.desk import changes
    from otui.desk.changes.commands import NewChange, WithReason

    number = make(shift)
    to_fix(shift, number)
    change = shift.do(changes.new, NewChange(subject="Another card", problem=number))
    assert [tie.kind for tie in shift.desk().read(views.whole, number).ties] == ["fix"]
    with pytest.raises(Refused, match="A change that fixes it is not done yet"):
        shift.do(telling.resolve_problem, p.Tell(ref=number))
    shift.do(changes.cancel, WithReason(ref=change.record_id, reason="Not this one."))
    last = shift.desk().read(records.history, "problem", row(shift, number)["id"])[-1]
    assert (last.verb, last.text) == ("changes-done", f"{change.number} Another card")
    shift.do(telling.resolve_problem, p.Tell(ref=number))


def test_what_waits_for_a_canceled_problem_is_somebodys_work_again(shift):
    one = shift.new()
    number = make(shift)
    wait(shift, one, number)
    shift.do(steps.cancel, p.WithReason(ref=number, reason="The cable was out."))
    assert shift.row(one)["state"] == "open"
    assert shift.row(one)["waits_for_id"] is None
    assert "The cable was out." in shift.events(one)[-1][2]
    shift.do(undo.undo, c.Undo())
    assert shift.row(one)["state"] == "waiting-problem"


def test_a_duplicate_gives_all_it_has_to_the_original(shift):
    linked, waits = shift.new("A"), shift.new("B")
    original = make(shift, subject="The gate drops")
    number = make(shift, linked)
    wait(shift, waits, number)
    shift.do(record_tasks.new_task, record_tasks.NewTask(record="problem", ref=number, subject="Look"))
    shift.do(telling.duplicate, p.DuplicateOf(ref=number, original=original))
    whole = shift.desk().read(views.whole, original)
    assert {tie.number for tie in whole.ties} == {linked, waits}
    assert [t.subject for t in whole.tasks] == ["Look"]
    assert shift.row(waits)["waits_for_id"] == whole.row.id
    assert shift.desk().read(views.whole, number).duplicate_of == original
    with pytest.raises(Refused, match="nothing goes on there"):
        shift.do(telling.duplicate, p.DuplicateOf(ref=original, original=number))
    shift.do(undo.undo, c.Undo())
    assert {tie.number for tie in shift.desk().read(views.whole, number).ties} == {linked, waits}
    assert shift.row(waits)["waits_for_id"] == row(shift, number)["id"]


# -- sight -------------------------------------------------------------------------------------------------------------


def test_what_is_out_of_sight_is_not_told_of_and_not_left_waiting(shift):
    shift.desk("ada").call(queues.new_queue, "Staff matters")
    shift.desk("ada").call(people.new_agent, "hri", "Hri Staff", queues=("Staff matters",))
    shift.desk("ada").refresh()
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Staff matters", confidential=True), "ada")
    seen, secret = shift.new("Seen"), shift.new("Secret", login="hri", queue="Staff matters")
    number = make(shift, seen)
    wait(shift, secret, number, login="hri")
    wait(shift, seen, number)
    to_fix(shift, number)
    bea = shift.another("bea")
    assert [tie.number for tie in bea.read(views.whole, number).ties] == [seen]
    assert [one.number for one in bea.read(telling.preview, number, "resolve").tickets] == [seen]
    bea.do(telling.resolve_problem, p.Tell(ref=number))
    assert shift.row(seen)["state"] == "resolved"
    assert (shift.row(secret)["state"], bodies(shift, secret, "reply")) == ("open", [])
    assert shift.events(secret)[-1][:2] == ("otui", "wake")


def test_links_are_made_and_taken_away_but_not_under_what_waits(shift):
    one, number = shift.new(), make(shift)
    shift.do(linking.link, p.TieProblem(ref=number, other=one))
    with pytest.raises(Refused, match="linked already"):
        shift.do(linking.link, p.TieProblem(ref=number, other=one))
    wait(shift, one, number)
    with pytest.raises(Refused, match="waits for"):
        shift.do(linking.unlink, p.TieProblem(ref=number, other=one))
    shift.do(tickets.wake, c.Wake(ticket=one))
    shift.do(linking.unlink, p.TieProblem(ref=number, other=one))
    assert shift.desk().read(ties.ties_of, "problem", row(shift, number)["id"]) == ()


# -- waiting for one ---------------------------------------------------------------------------------------------------


def test_a_ticket_waits_for_an_open_problem_and_belongs_to_it(shift):
    one, number = shift.new(), make(shift)
    wait(shift, one, number)
    detail = shift.desk().read(ticket_views.detail, one)
    assert (detail.row.state, detail.waits_for) == ("waiting-problem", number)
    with pytest.raises(Refused, match="waits like that already"):
        wait(shift, one, number)
    other = make(shift, subject="Another")
    wait(shift, one, other)
    assert shift.desk().read(ticket_views.detail, one).waits_for == other
    shift.do(tickets.wake, c.Wake(ticket=one))
    assert shift.row(one)["waits_for_id"] is None
    shift.do(steps.cancel, p.WithReason(ref=other, reason="None."))
    with pytest.raises(Refused, match="nothing can wait for it"):
        wait(shift, one, other)
    with pytest.raises(NotFound, match="no problem P9"):
        wait(shift, one, "P9999-99")
