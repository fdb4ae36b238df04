"""Procedures: their steps come and go with what a ticket is, and open ones stop its end, at every door alike."""

from __future__ import annotations

from typing import Any

import pytest

import rights_cases
from otui.desk import commands as c
from otui.desk import tickets, timer, undo
from otui.desk.commands import Redo, Undo
from otui.desk.procedures import verbs as procedures
from otui.desk.procedures.verbs import Attach, EditProcedure, NewProcedure, steps_of
from otui.desk.records.moves import OnRecord
from otui.desk.records.tasks import NewTask, OnTask, change_task, new_task
from otui.desk.views import procedures as views
from otui.errors import Conflict, NotFound, OpenSteps, Refused, Usage
from otui.store.check import findings

PRINTER = ("Ask which printer", "Read the counter?", "Order toner")


def make(shift: Any, name: str = "Printer", steps: tuple[str, ...] = PRINTER, **what: Any) -> None:
    shift.do(procedures.new, NewProcedure(name=name, steps=steps, **what), "lea")


def steps(shift: Any, number: str) -> list[tuple[str, str]]:
    found = shift.desk("lea").read(views.checklist, number)
    return [(step.subject, step.state) for step in found.steps]


def subjects(shift: Any, number: str) -> list[str]:
    return [subject for subject, _state in steps(shift, number)]


def tick(shift: Any, number: str, place: int = 0, state: str = "done", **values: Any) -> Any:
    step = shift.desk("lea").read(views.checklist, number).steps[place]
    return shift.do(change_task, OnTask(task_id=step.id, state=state, **values))


@pytest.fixture
def printer(shift):
    make(shift, category="Printer")
    return shift


def test_a_new_ticket_gets_the_steps_of_every_procedure_that_is_for_it(printer):
    make(printer, "Request", ("Ask for approval",), kind="request")
    make(printer, "Any", ("Ask for approval", "Say hello?"))
    number = printer.new(category="printer", kind="request")
    assert subjects(printer, number) == [
        "Ask which printer",
        "Read the counter",
        "Order toner",
        "Ask for approval",
        "Say hello",
    ]
    assert subjects(printer, printer.new(category="Mail")) == ["Ask for approval", "Say hello"]
    found = printer.desk().read(views.checklist, number)
    assert found.procedures[found.steps[0].procedure_id] == "Printer"
    assert found.stopping == 3


def test_a_procedure_of_a_queue_is_for_the_queues_below_it(shift):
    make(shift, "Second", ("Read the log",), queue="Second line")
    below = next(
        queue.name for queue in shift.desk().directory.queues.values() if "Second line" in queue.path[1:]
    )
    assert subjects(shift, shift.new(queue=below)) == ["Read the log"]
    assert subjects(shift, shift.new(queue="First line")) == []


def test_a_category_comes_back_as_it_was_written_first(printer):
    number = printer.new(category="PRINTER ")
    assert printer.row(number)["category"] == "Printer"
    printer.do(tickets.category, c.SetCategory(ticket=number, category="-"))
    assert printer.row(number)["category"] == ""
    with pytest.raises(Refused, match="already"):
        printer.do(tickets.category, c.SetCategory(ticket=number, category=""))


def test_what_was_done_stays_and_what_nobody_began_goes_with_its_procedure(printer):
    make(printer, "Mail", ("Ask for the header",), category="Mail")
    number = printer.new(category="Printer")
    tick(printer, number, 0)
    printer.do(new_task, NewTask(record="ticket", ref=number, subject="Call back"))
    done = printer.do(tickets.category, c.SetCategory(ticket=number, category="Mail"))
    assert done.changes["category"] == ("Printer", "Mail")
    assert done.changes["checklist"] == (None, "+1 -2")
    assert steps(printer, number) == [
        ("Ask which printer", "done"),
        ("Call back", "open"),
        ("Ask for the header", "open"),
    ]
    printer.do(tickets.category, c.SetCategory(ticket=number, category="Printer"))
    assert steps(printer, number) == [
        ("Ask which printer", "done"),
        ("Call back", "open"),
        ("Read the counter", "open"),
        ("Order toner", "open"),
    ]


def test_kind_and_queue_bring_steps_too_and_undo_takes_them_back(shift):
    make(shift, "Request", ("Ask for approval",), kind="request")
    make(shift, "Network", ("Ping it",), queue="Network")
    number = shift.new(queue="First line")
    for verb, command, came in (
        (tickets.kind, c.SetKind(ticket=number, kind="request"), "Ask for approval"),
        (tickets.move, c.Move(ticket=number, queue="Network"), "Ping it"),
    ):
        before = subjects(shift, number)
        shift.do(verb, command)
        assert subjects(shift, number) == [*before, came]
        shift.do(undo.undo, Undo())
        assert subjects(shift, number) == before
        shift.do(undo.redo, Redo())
        assert subjects(shift, number) == [*before, came]
    assert findings(shift.desk("ada").database.read()) == []


def test_an_undo_does_not_take_out_a_step_that_somebody_did_since(printer):
    number = printer.new()
    printer.do(tickets.category, c.SetCategory(ticket=number, category="Printer"), "cas")
    tick(printer, number, 0)
    with pytest.raises(Conflict, match="moved on"):
        printer.do(undo.undo, Undo(ticket=number), "cas")
    assert steps(printer, number)[0] == ("Ask which printer", "done")


def test_an_edit_is_for_tickets_still_to_come(printer):
    number = printer.new(category="Printer")
    result = printer.do(procedures.edit, EditProcedure(ref="printer", steps=("Kick it",)), "lea")
    assert "stay as they are" in result.said
    assert len(steps(printer, number)) == 3
    assert subjects(printer, printer.new(category="Printer")) == ["Kick it"]
    # Another change of the old ticket, to which the procedure applied before and after, does not rewrite it either.
    printer.do(tickets.kind, c.SetKind(ticket=number, kind="request"))
    assert len(steps(printer, number)) == 3
    printer.do(undo.undo, Undo(), "lea")
    assert len(steps(printer, printer.new(category="Printer"))) == 3


def test_out_of_use_it_is_for_no_ticket_and_its_steps_stay(printer):
    number = printer.new(category="Printer")
    printer.do(procedures.deactivate, OnRecord(ref="Printer"), "lea")
    assert len(steps(printer, number)) == 3
    assert steps(printer, printer.new(category="Printer")) == []
    with pytest.raises(Refused, match="out of use"):
        printer.do(procedures.attach, Attach(ticket=number, procedure="Printer"))
    with pytest.raises(Refused, match="already"):
        make(printer, "printer")
    printer.do(procedures.activate, OnRecord(ref="Printer"), "lea")
    assert len(steps(printer, printer.new(category="Printer"))) == 3


def test_what_is_attached_by_hand_stays_whatever_the_ticket_becomes(printer):
    number = printer.new()
    result = printer.do(procedures.attach, Attach(ticket=number, procedure="print"))
    assert "3" in result.said
    with pytest.raises(Refused, match="already"):
        printer.do(procedures.attach, Attach(ticket=number, procedure="Printer"))
    printer.do(tickets.category, c.SetCategory(ticket=number, category="Printer"))
    printer.do(tickets.category, c.SetCategory(ticket=number, category="Mail"))
    assert len(steps(printer, number)) == 3
    for _times in range(3):
        printer.do(undo.undo, Undo())
    assert steps(printer, number) == []


# -- what stops an end ----------------------------------------------------------------------------------------------

ENDS = {
    "resolve": lambda number, **values: (tickets.resolve, c.Resolve(ticket=number, **values)),
    "close": lambda number, **values: (tickets.close, c.Close(ticket=number, **values)),
    "reply and resolve": lambda number, **values: (
        tickets.reply,
        c.Reply(ticket=number, body="Done.", then="resolve", **values),
    ),
    "reply and close": lambda number, **values: (
        tickets.reply,
        c.Reply(ticket=number, body="Done.", then="close", **values),
    ),
}


@pytest.mark.parametrize("way", ENDS)
def test_open_steps_stop_every_end_and_a_reason_lets_them(printer, way):
    number = printer.new(category="Printer")
    before = printer.row(number)
    with pytest.raises(OpenSteps, match="2 steps") as stopped:
        printer.do(*ENDS[way](number))
    assert "Ask which printer" in stopped.value.message
    assert "--despite" in stopped.value.hint
    assert stopped.value.steps == 2
    assert printer.row(number) == before

    result = printer.do(*ENDS[way](number, despite="The printer is gone"))
    assert steps(printer, number) == [
        ("Ask which printer", "skipped"),
        ("Read the counter", "open"),
        ("Order toner", "skipped"),
    ]
    assert result.changes["left_out"] == (None, "Ask which printer; Order toner")
    reasons = printer.all("SELECT reason FROM task WHERE state = 'skipped'")
    assert reasons == [("The printer is gone",)] * 2

    printer.do(undo.undo, Undo())
    assert {state for _subject, state in steps(printer, number)} == {"open"}
    assert printer.row(number)["state"] == "new"


def test_done_or_left_out_one_by_one_it_ends_without_a_word(printer):
    number = printer.new(category="Printer")
    tick(printer, number, 0)
    with pytest.raises(OpenSteps, match=r"1 step of .* is not done: Order toner"):
        printer.do(tickets.close, c.Close(ticket=number))
    with pytest.raises(Refused, match="why"):
        tick(printer, number, 2, "skipped")
    tick(printer, number, 2, "skipped", reason="None left")
    printer.do(tickets.close, c.Close(ticket=number))
    assert printer.row(number)["state"] == "closed"


def test_a_reply_that_does_not_end_it_and_every_other_verb_is_not_stopped(printer):
    number = printer.new(category="Printer")
    printer.do(tickets.reply, c.Reply(ticket=number, body="We look.", then="wait-contact"))
    printer.do(tickets.take, c.Take(ticket=number))
    assert printer.row(number)["state"] == "waiting-contact"


def test_a_merge_is_not_stopped_and_its_steps_come_back_with_it(printer):
    number, other = printer.new(category="Printer"), printer.new()
    printer.do(tickets.merge, c.Merge(ticket=number, into=other))
    assert steps(printer, other) == []
    printer.do(tickets.unmerge, c.Unmerge(ticket=number))
    with pytest.raises(OpenSteps):
        printer.do(tickets.close, c.Close(ticket=number))


def test_silence_closes_a_ticket_whose_steps_came_after_it_was_resolved_and_says_so(printer):
    number = printer.new()
    printer.do(tickets.resolve, c.Resolve(ticket=number))
    printer.do(tickets.category, c.SetCategory(ticket=number, category="Printer"))
    printer.clock.go(days=30)
    assert "auto-close" in [one.what for one in timer.run(printer.desk("lea"))]
    assert printer.row(number)["state"] == "closed"
    assert [state for _subject, state in steps(printer, number)] == ["skipped", "open", "skipped"]
    assert all(reason for (reason,) in printer.all("SELECT reason FROM task WHERE state = 'skipped'"))


def test_a_split_off_ticket_is_new_and_gets_its_steps(printer):
    number = printer.new(category="Printer")
    article = printer.value("SELECT min(id) FROM article")
    made = printer.do(tickets.split, c.Split(ticket=number, article=article))
    assert len(steps(printer, made.number)) == 3


# -- who, and what a person writes ----------------------------------------------------------------------------------


def test_only_leads_and_admins_change_procedures(shift):
    for verb, command in (
        (procedures.new, NewProcedure(name="A", steps=("One",))),
        (procedures.edit, EditProcedure(ref="A", steps=("One",))),
        (procedures.deactivate, OnRecord(ref="A")),
        (procedures.activate, OnRecord(ref="A")),
    ):
        with pytest.raises(Refused, match="Only a lead"):
            shift.do(verb, command, "bea")


def test_steps_are_lines_as_people_paste_them():
    found = steps_of(["- [ ] Ask", "2. Look", "", "☐ Write?", "  • Call  ", "12 o'clock. Sharp"])
    assert [(step.subject, step.required) for step in found] == [
        ("Ask", True),
        ("Look", True),
        ("Write", False),
        ("Call", True),
        ("12 o'clock. Sharp", True),
    ]
    for lines, words in (([" ", "?"], "at least one"), (["Ask", "ask?"], "twice")):
        with pytest.raises(Refused, match=words):
            steps_of(lines)


def test_what_does_not_exist_is_refused_in_words(shift):
    for values, error in (
        ({"kind": "wish"}, Usage),
        ({"queue": "Nowhere"}, NotFound),
        ({"item": "Nothing"}, NotFound),
        ({"name": " "}, Refused),
    ):
        with pytest.raises(error):
            make(shift, **{"name": "A", **values})


def test_the_procedure_of_a_confidential_queue_is_not_there_for_others(shift):
    rights_cases.staff(shift.desk("ada"))
    shift.desk("hri")
    shift.do(procedures.new, NewProcedure(name="Open", steps=("Ask",)), "lea")
    shift.desk("ada").call(_promote, "hri")
    shift.do(
        procedures.new, NewProcedure(name="Dismissal", steps=("Take the badge",), queue=rights_cases.SECRET_QUEUE),
        "hri",
    )  # fmt: skip
    assert [row.name for row in shift.desk("lea").read(views.procedures)] == ["Open"]
    assert [row.name for row in shift.desk("hri").read(views.procedures)] == ["Dismissal", "Open"]
    number = shift.new()
    for login in ("bea", "lea"):
        with pytest.raises(NotFound):
            shift.do(procedures.attach, Attach(ticket=number, procedure="Dismissal"), login)
    with pytest.raises(NotFound):
        shift.do(procedures.deactivate, OnRecord(ref="Dismissal"), "lea")


def _promote(unit: Any, login: str) -> None:
    unit.writer.execute("UPDATE agent SET role = 'lead' WHERE login = :login", {"login": login})
    from otui.store import feed

    feed.append(unit.writer, at=unit.now, topic="agent", verb="agent-change")


def test_a_locked_ticket_shows_its_checklist_to_its_owner_alone(printer):
    number = printer.new(category="Printer")
    printer.do(tickets.take, c.Take(ticket=number), "cas")
    with pytest.raises(Refused, match="locked by"):
        printer.desk("bea").read(views.checklist, number)
    with pytest.raises(Refused, match="locked by"):
        tick(printer, number)
