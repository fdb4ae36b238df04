"""Knowledge articles are written, read by another, published, looked at again; of tickets, of problems, of nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from knowledge_cases import look, published, write
from otui.desk import commands as c
from otui.desk import queues, tickets, undo
from otui.desk.knowledge import linking, steps, writing
from otui.desk.knowledge.commands import (
    EditArticle,
    FromProblem,
    FromTicket,
    MoveArticle,
    NewArticle,
    Renew,
    TieArticle,
)
from otui.desk.office import staff
from otui.desk.records import holding
from otui.desk.views import knowledge as views
from otui.desk.views import records
from otui.domain.knowledge import HOLDS_FOR
from otui.errors import Conflict, NotFound, Refused, Usage

Shift = Any


def test_an_article_is_a_draft_until_a_colleague_has_read_it(shift: Shift):
    number = write(shift, "Toner of the third floor", keywords="printer")
    assert number.startswith("K")
    found = look(shift, number)
    assert (found.row.step, found.row.version, found.row.owner, found.writer) == ("draft", 1, "bea", "bea")
    shift.do(steps.submit, MoveArticle(ref=number))
    with pytest.raises(Refused, match="wrote"):
        shift.do(steps.publish, Renew(ref=number), "bea")
    shift.do(steps.publish, Renew(ref=number), "cas")
    found = look(shift, number)
    assert (found.row.step, found.reviewer) == ("published", "cas")
    assert found.row.review_at == shift.clock.at + HOLDS_FOR


def test_who_changed_its_words_last_is_who_does_not_publish_them(shift: Shift):
    number = write(shift, "Toner")
    shift.do(steps.submit, MoveArticle(ref=number))
    shift.do(writing.edit, EditArticle(ref=number, body="More."), "cas")
    with pytest.raises(Refused):
        shift.do(steps.publish, Renew(ref=number), "cas")
    shift.do(writing.edit, EditArticle(ref=number, keywords="ink"), "bea")
    shift.do(steps.publish, Renew(ref=number), "bea")
    assert look(shift, number).row.step == "published"


def test_at_a_desk_of_one_the_writer_is_the_reader(shift: Shift):
    sql = "UPDATE agent SET active = :off WHERE login <> 'ada'"
    shift.desk("ada").database.write(lambda w: w.execute(sql, {"off": False})).result()
    number = published(shift, "Toner", "ada", "ada")
    assert look(shift, number, "ada").row.step == "published"


def test_what_says_nothing_goes_nowhere_and_what_is_missing_is_told_before(shift: Shift):
    number = write(shift, "Toner", solution="")
    with pytest.raises(Refused, match="says nothing"):
        shift.do(steps.submit, MoveArticle(ref=number))
    (submit,) = [one for one in look(shift, number).follows if one.move.verb == "submit"]
    assert submit.may
    assert "says nothing" in submit.missing[0]
    with pytest.raises(Usage, match="subject"):
        write(shift, "  ")


def test_back_and_out_need_a_reason_that_stays_to_be_read(shift: Shift):
    number = write(shift, "Toner")
    shift.do(steps.submit, MoveArticle(ref=number))
    with pytest.raises(Refused, match="why"):
        shift.do(steps.send_back, MoveArticle(ref=number), "cas")
    shift.do(steps.send_back, MoveArticle(ref=number, reason="Which printer?"), "cas")
    assert (look(shift, number).row.step, look(shift, number).reason) == ("draft", "Which printer?")
    shift.do(steps.retire, MoveArticle(ref=number, reason="No such printer"))
    shift.do(steps.reopen, MoveArticle(ref=number))
    assert (look(shift, number).row.step, look(shift, number).reason) == ("draft", "")


def test_an_edit_of_what_agents_read_stays_published_with_its_history(shift: Shift):
    number = published(shift, "Toner")
    shift.do(writing.edit, EditArticle(ref=number, body="And shake it.", keywords="ink"))
    found = look(shift, number)
    assert (found.row.step, found.body) == ("published", "And shake it.")
    events = shift.desk().read(records.history, "knowledge", found.row.id)
    assert [event.verb for event in events] == ["new", "submit", "publish", "edit"]
    assert events[-1].changes["body"] == [None, "And shake it."]


def test_what_customers_read_is_read_by_another_again(shift: Shift):
    number = published(shift, "Toner")
    shift.do(writing.edit, EditArticle(ref=number, audience="customers"))
    assert look(shift, number).row.step == "review"
    shift.do(steps.publish, Renew(ref=number), "cas")
    shift.do(writing.edit, EditArticle(ref=number, keywords="ink"))
    assert look(shift, number).row.step == "published"
    shift.do(writing.edit, EditArticle(ref=number, solution="Other words."))
    assert look(shift, number).row.step == "review"


def test_a_write_against_an_older_version_overwrites_nothing(shift: Shift):
    number = write(shift, "Toner")
    shift.do(writing.edit, EditArticle(ref=number, body="One.", version=1), "cas")
    with pytest.raises(Conflict, match="cas"):
        shift.do(writing.edit, EditArticle(ref=number, body="Two.", version=1))
    assert look(shift, number).body == "One."


def test_a_solution_names_only_what_a_reply_can_fill_in(shift: Shift):
    with pytest.raises(Refused, match=r"contact\.first"):
        write(shift, "Toner", solution="Dear {{contact.frist_name}}")
    assert write(shift, "Toner", solution="Dear {{contact.first_name|there}}, {{? which one}}")


def test_due_for_review_is_a_list_and_its_owner_is_told(shift: Shift):
    number = published(shift, "Toner")
    published(shift, "Later")
    shift.do(steps.still_holds, Renew(ref=number, review_at=shift.clock.at + timedelta(days=30)))
    shift.clock.go(days=31)
    desk = shift.desk()
    assert [row.number for row in desk.read(views.page, "due")] == [number]
    assert desk.read(views.due_for) == 1
    assert shift.desk("cas").read(views.due_for) == 0
    shift.do(steps.still_holds, Renew(ref=number))
    assert desk.read(views.page, "due") == []
    with pytest.raises(Usage, match="past"):
        shift.do(steps.still_holds, Renew(ref=number, review_at=shift.clock.at))


def test_of_a_ticket_comes_what_was_asked_and_the_last_reply(shift: Shift):
    number = shift.new("Printer jams", body="It **hums** and jams.")
    shift.do(tickets.reply, c.Reply(ticket=number, body="First try."))
    shift.do(tickets.note, c.Note(ticket=number, body="Secret."))
    shift.do(tickets.reply, c.Reply(ticket=number, body="Open the flap.\n> It hums"))
    made = shift.do(writing.from_ticket, FromTicket(ticket=number))
    found = look(shift, made.number)
    assert (found.row.subject, found.solution) == ("Printer jams", "Open the flap.")
    assert found.body == "## Question\n\nIt **hums** and jams."
    assert [(tie.kind, tie.other, tie.number) for tie in found.ties] == [("source", "ticket", number)]
    assert found.row.queue


def test_nothing_is_taken_from_a_ticket_that_its_reader_may_not_read(shift: Shift):
    number = shift.new()
    shift.do(tickets.take, c.Take(ticket=number), "cas")
    with pytest.raises(Refused, match="locked"):
        shift.do(writing.from_ticket, FromTicket(ticket=number))


def test_of_a_problem_comes_its_cause_and_its_workaround(shift: Shift):
    def make(unit: Any) -> int:
        queue = unit.directory.default_queue_id
        values = {"number": "P99", "subject": "Mail loops", "step": "analyse", "queue_id": queue}
        words = {
            "symptom": "Mails twice",
            "root_cause": "A rule",
            "workaround": "Switch the rule off.",
            "fix": "",
        }
        times = {"created_at": unit.now, "updated_at": unit.now}
        return int(unit.writer.insert("problem", {**values, **words, **times}))

    problem = shift.desk().call(make)
    made = shift.do(writing.from_problem, FromProblem(problem=problem))
    found = look(shift, made.number)
    assert found.solution == "Switch the rule off."
    assert found.body.split("\n\n") == [
        "## Symptom",
        "Mails twice",
        "## Root cause",
        "A rule",
        "## Workaround",
        "Switch the rule off.",
    ]


def confide(shift: Shift) -> None:
    """Make a confidential queue whose team is Cas."""
    queue = shift.desk("ada").call(queues.new_queue, "Staff")
    shift.do(staff.teams, staff.Teams(agent="cas", join=(queue.name,)), "ada")
    shift.do(queues.change_queue, queues.ChangeQueue(queue="Staff", confidential=True), "ada")


def test_an_article_of_a_hidden_queue_is_not_there(shift: Shift):
    confide(shift)
    number = write(shift, "Salaries", "cas", queue="Staff")
    assert look(shift, number, "cas").row.queue == "Staff"
    for login in ("bea", "lea", "dio"):
        desk = shift.desk(login)
        with pytest.raises(NotFound, match="There is no knowledge article"):
            look(shift, number, login)
        assert desk.read(views.page, "all") == []
        assert desk.read(views.page, "all", "salaries") == []
        assert desk.read(views.total, "all") == 0
        with pytest.raises(NotFound):
            shift.do(writing.edit, EditArticle(ref=number, body="x"), login)


def test_of_a_ticket_in_a_confidential_queue_comes_an_article_for_its_team_alone(shift: Shift):
    confide(shift)
    ticket = shift.new("Payroll", "cas", queue="Staff")
    made = shift.do(writing.from_ticket, FromTicket(ticket=ticket), "cas")
    assert look(shift, made.number, "cas").row.queue == "Staff"
    with pytest.raises(NotFound):
        look(shift, made.number, "bea")


def test_undo_takes_an_edit_and_a_publishing_back(shift: Shift):
    number = write(shift, "Toner")
    shift.do(writing.edit, EditArticle(ref=number, body="More."))
    shift.do(undo.undo, c.Undo())
    assert look(shift, number).body == ""
    shift.do(undo.redo, c.Redo())
    assert look(shift, number).body == "More."
    shift.do(steps.submit, MoveArticle(ref=number))
    shift.do(steps.publish, Renew(ref=number), "cas")
    shift.do(undo.undo, c.Undo(), "cas")
    assert (look(shift, number).row.step, look(shift, number).row.review_at) == ("review", None)


def test_undo_of_its_making_sets_it_aside(shift: Shift):
    number = write(shift, "Toner")
    shift.do(undo.undo, c.Undo())
    assert look(shift, number).row.step == "retired"


def test_it_is_taken_given_and_moved_as_any_record(shift: Shift):
    number = write(shift, "Toner")
    shift.do(holding.take, holding.TakeRecord(kind="knowledge", ref=number), "cas")
    shift.do(holding.assign, holding.AssignRecord(kind="knowledge", ref=number, agent="dio"), "cas")
    assert look(shift, number).row.owner == "dio"


def test_pages_follow_on_each_other_in_every_view(shift: Shift):
    numbers = []
    for place in range(7):
        shift.clock.go(minutes=1)
        numbers.append(published(shift, f"Article {place}"))
    desk = shift.desk()
    seen: list[str] = []
    after = None
    while rows := desk.read(views.page, "published", after=after, limit=3):
        seen += [row.number for row in rows]
        after = views.listing.key_of(rows[-1], views.CHANGED)
    assert seen == numbers[::-1]
    assert desk.read(views.total) == 7
    assert [row.subject for row in desk.read(views.page, "all", "artic 3")] == ["Article 3"]
    with pytest.raises(Usage, match="no view"):
        desk.read(views.page, "nonsense")


def test_there_is_no_article_by_a_number_of_something_else(shift: Shift):
    ticket = shift.new()
    for ref in (ticket, "K1", "", "P" + ticket):
        with pytest.raises(NotFound):
            look(shift, ref)
    assert shift.do(writing.new, NewArticle(subject="x")).record == "knowledge"


def test_it_is_linked_to_what_it_is_about_and_the_link_is_taken_away(shift: Shift):
    number, other = write(shift, "Toner"), write(shift, "Ink")
    ticket = shift.new()
    for named in (ticket, other):
        shift.do(linking.link, TieArticle(ref=number, other=named))
    assert {tie.number for tie in look(shift, number).ties} == {ticket, other}
    with pytest.raises(Refused, match="already"):
        shift.do(linking.link, TieArticle(ref=number, other=ticket))
    with pytest.raises(Refused, match="itself"):
        shift.do(linking.link, TieArticle(ref=number, other=number))
    shift.do(linking.unlink, TieArticle(ref=number, other=ticket))
    assert {tie.number for tie in look(shift, number).ties} == {other}
    shift.do(undo.undo, c.Undo())
    assert {tie.number for tie in look(shift, number).ties} == {ticket, other}


def test_a_history_tells_nothing_of_what_is_not_there_for_its_reader(shift: Shift):
    confide(shift)
    number, open_one = write(shift, "Salaries", "cas", queue="Staff"), write(shift, "Ink", "cas")
    secret, known = shift.new("Payroll", "cas", queue="Staff"), shift.new("Printer", "cas")
    for named in (secret, known, open_one):
        shift.do(linking.link, TieArticle(ref=number, other=named), "cas")
    shift.do(writing.edit, EditArticle(ref=number, queue="-"), "cas")
    told = str(shift.desk("bea").read(records.history, "knowledge", look(shift, number).row.id))
    assert "Staff" not in told
    assert secret not in told
    assert known in told
    assert open_one in told
    assert secret in str(
        shift.desk("cas").read(records.history, "knowledge", look(shift, number, "cas").row.id)
    )


@pytest.mark.parametrize("name", list(views.VIEWS))
def test_every_view_is_read_on_an_index(shift: Shift, name: str, monkeypatch: pytest.MonkeyPatch):
    write(shift, "Toner")
    desk = shift.desk()
    reader = desk.database.read()
    if reader.engine != "sqlite":
        pytest.skip("the plan of a server depends on how much there is")
    asked: list[tuple[str, Any]] = []
    every = type(reader).all

    def listen(self: Any, sql: str, params: Any = None) -> Any:
        asked.append((sql, params))
        return every(self, sql, params)

    monkeypatch.setattr(type(reader), "all", listen)
    desk.read(views.page, name, limit=3)
    monkeypatch.undo()
    (sql, params) = next(one for one in asked if "FROM knowledge r" in one[0])
    steps_of_it = [str(row[3]) for row in reader.all(f"EXPLAIN QUERY PLAN {sql}", params)]
    assert not any(step.startswith("SCAN") and "INDEX" not in step for step in steps_of_it), steps_of_it
    assert not any("TEMP B-TREE" in step for step in steps_of_it), steps_of_it
