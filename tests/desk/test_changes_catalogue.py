"""The catalogue of standard changes, the rule file of changes, what is told to whom, and lists on their indexes."""

from __future__ import annotations

import pytest

from change_cases import PLANS, Work
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.commands import Undo
from otui.desk.rules import effects, in_force, rule_files, ruling
from otui.desk.undo import undo
from otui.desk.views import change_catalogue, change_news, change_rounds
from otui.desk.views import changes as views
from otui.errors import BadFile, Conflict, NotFound, Refused, Usage

NAME = "Reboot an access switch"


@pytest.fixture
def work(shift) -> Work:
    """A desk with both boards."""
    return Work(shift)


def draft(work: Work, name: str = NAME, **values: object) -> str:
    texts = {"description": "At night.", **PLANS, **values}
    work.do(changes.new_template, c.NewTemplate(name=name, minutes=30, **texts))
    return name


def decide(work: Work, login: str, verb: object = changes.approve, words: str = "") -> None:
    work.do(verb, c.Decide(ref=NAME, record="change_template", words=words), login)


def approved(work: Work) -> str:
    draft(work)
    work.do(changes.propose, c.OnTemplate(ref=NAME))
    decide(work, "lea")
    return NAME


def state(work: Work) -> str:
    return str(work.read(change_catalogue.template, NAME).row.state)


def test_the_board_approves_once_for_all_that_are_made_of_it(work):
    draft(work)
    with pytest.raises(Refused, match="is not approved: nothing is made of it"):
        work.new("", template=NAME)
    work.do(changes.propose, c.OnTemplate(ref=NAME))
    assert [one.number for one in work.read(change_rounds.waiting_for, login="dio")] == [NAME]
    with pytest.raises(Refused, match="bea asks for it"):
        decide(work, "bea")
    with pytest.raises(Refused, match="not asked"):
        decide(work, "cas")
    decide(work, "dio")
    assert state(work) == "approved"
    number = work.new("", template=NAME, starts=work.shift.clock.at, owner="bea", implementer="bea")
    row = work.row(number)
    assert (row["type"], row["step"], row["subject"], row["risk"]) == ("standard", "record", NAME, "low")
    assert {column: row[column] for column in PLANS} == PLANS
    assert (row["ends_at"] - row["starts_at"]).total_seconds() == 1800
    assert [one.used for one in work.read(change_catalogue.catalogue)] == [1]


def test_a_standard_change_has_its_own_window_and_nothing_else(work):
    number = work.new("", template=approved(work), owner="bea")
    with pytest.raises(Refused, match="its plans were approved as they are") as caught:
        work.do(changes.edit, c.EditChange(ref=number, backout_plan="None."))
    assert "otui change retype" in caught.value.hint
    with pytest.raises(Refused, match="its risk was approved"):
        work.do(changes.answer, c.AnswerRisk(ref=number, answers={"test": 0}))
    work.do(changes.edit, c.EditChange(ref=number, implementer="cas", description="Floor 2."))
    work.step(number)
    work.window(number)
    work.window(number)
    work.step(number, reason="It is quiet now.")
    assert work.row(number)["step"] == "implement"


def test_made_a_normal_one_it_is_approved_like_any_other(work):
    number = work.new("", template=approved(work), owner="bea")
    work.do(changes.retype, c.Retype(ref=number, type="normal"))
    row = work.row(number)
    assert (row["type"], row["template_id"], row["risk"]) == ("normal", None, "")
    work.do(changes.edit, c.EditChange(ref=number, backout_plan="Otherwise.", justification="It hangs."))
    work.step(number)
    with pytest.raises(Refused, match="not approved by peers"):
        work.step(number)


def test_an_edit_makes_it_a_draft_again_and_what_is_under_way_waits(work):
    number = work.new("", template=approved(work), owner="bea", implementer="cas")
    work.window(number)
    work.do(changes.edit_template, c.EditTemplate(ref=NAME, test_plan="None."))
    assert state(work) == "draft"
    card = work.read(change_catalogue.template, NAME)
    assert [(one.stands, one.fallen_why) for one in card.rounds] == [(False, "test plan")]
    with pytest.raises(Refused, match="no approved standard change behind it"):
        work.step(number)
    work.do(changes.propose, c.OnTemplate(ref=NAME))
    with pytest.raises(Refused, match="is no draft"):
        work.do(changes.propose, c.OnTemplate(ref=NAME))
    decide(work, "lea", changes.reject, "Test it.")
    assert state(work) == "draft"
    work.do(changes.propose, c.OnTemplate(ref=NAME))
    decide(work, "lea")
    work.step(number)
    work.do(changes.retire, c.OnTemplate(ref=NAME))
    with pytest.raises(Refused, match="no approved standard change behind it"):
        work.step(number)
    assert work.read(change_catalogue.catalogue) == ()


def test_what_the_board_must_read_is_there_before_it_is_asked(work):
    draft(work, test_plan="")
    with pytest.raises(Refused, match="lacks what the board must read"):
        work.do(changes.propose, c.OnTemplate(ref=NAME))
    with pytest.raises(Refused, match=r"There is a standard change .* already"):
        draft(work, NAME.upper())
    with pytest.raises(Usage, match="from 1 to"):
        work.do(changes.new_template, c.NewTemplate(name="Other", minutes=0))
    with pytest.raises(NotFound, match="There is no standard change"):
        work.read(change_catalogue.template, "Nothing")


def test_an_approval_of_it_that_others_went_on_from_is_not_undone(work):
    approved(work)
    work.do(changes.edit_template, c.EditTemplate(ref=NAME, test_plan="None."))
    with pytest.raises(Conflict):
        work.do(undo, Undo(), "lea")
    assert state(work) == "draft"


def test_one_is_drafted_of_a_change_that_went_well(work):
    number = work.planned()
    work.do(changes.new_template, c.NewTemplate(name=NAME, from_change=number, description="At night."))
    assert work.read(change_catalogue.template, NAME).fields["backout_plan"] == PLANS["backout_plan"]


# -- change.toml -----------------------------------------------------------------------------------------------------


def changed(old: str, new: str) -> dict[str, str]:
    text = rule_files.shipped_rules()["change"]
    assert old in text
    return {"change": text.replace(old, new, 1)}


def test_another_rule_file_of_changes_counts_no_ticket_anew(work):
    desk = work.shift.desk("ada")
    number = work.shift.new()
    before = work.shift.row(number)
    texts = changed("peer = 1", "peer = 2")
    effect = desk.read(effects.of_texts, texts)
    assert (effect.names, effect.moved) == (("change",), 0)
    assert ruling.load(desk, texts, base=effect.base) == 0
    assert desk.read(ruling.pending) is None
    assert work.shift.row(number) == before
    change = work.planned()
    work.step(change)
    with pytest.raises(Refused, match="2 must approve it"):
        work.ask(change, "dio")
    work.ask(change, "dio", "lea")
    with pytest.raises(BadFile, match=r"change\.toml:5"):
        ruling.load(desk, changed("peer = 1", "peer = none"))


def test_an_older_desk_lives_by_the_shipped_one(work):
    desk = work.shift.desk("ada")
    desk.database.write(lambda writer: writer.execute("DELETE FROM rule_text WHERE name = 'change'")).result()
    shipped = rule_files.shipped_rules()["change"]
    assert desk.read(ruling.in_force_now)[1]["change"] == shipped
    assert desk.read(lambda view: in_force.rules_of_changes(view.reader)).quorums["peer"].number == 1
    ruling.load(desk, changed("peer = 1", "peer = 3"))
    assert desk.read(lambda view: in_force.rules_of_changes(view.reader)).quorums["peer"].number == 3


def test_questions_that_are_no_longer_asked_leave_the_risk_open(work):
    number = work.planned()
    assert work.row(number)["risk"] == "low"
    text = rule_files.shipped_rules()["change"]
    ruling.load(work.shift.desk("ada"), {"change": text.replace('name = "test"', 'name = "rehearsed"')})
    assert [one.name for one in work.card(number).risk.open] == ["rehearsed"]
    work.do(changes.answer, c.AnswerRisk(ref=number, answers={"rehearsed": 2, "backout": 2, "experience": 2}))
    assert work.row(number)["risk"] == "high"
    with pytest.raises(Usage, match="There is no question test"):
        work.do(changes.answer, c.AnswerRisk(ref=number, answers={"test": 0}))
    with pytest.raises(Usage, match="has answers 1 to 3"):
        work.do(changes.answer, c.AnswerRisk(ref=number, answers={"backout": 3}))


# -- told, listed ----------------------------------------------------------------------------------------------------


def test_who_asked_is_told_when_it_is_scheduled_carried_out_reviewed_canceled(work):
    number = work.new(requester="dio")
    since = work.read(change_news.newest)
    work.plan(number)
    work.do(changes.cancel, c.WithReason(ref=number, reason="No money."))
    found = work.read(change_news.told, since, login="dio")
    assert [one.verb for one in found] == ["schedule", "cancel"]
    assert found[0].said.startswith(f"{number} is scheduled for ")
    assert found[1].text == "No money."
    assert work.read(change_news.told, found[-1].event_id, login="dio") == ()
    assert work.read(change_news.told, since, login="bea") == ()


def test_lists_by_whose_by_step_by_window(work):
    numbers = [work.new(f"Change {n}") for n in range(5)]
    work.plan(numbers[1])
    work.step(numbers[1])
    work.ask(numbers[1], "dio")
    work.do(changes.cancel, c.WithReason(ref=numbers[0], reason="No."))

    def of(login: str = "bea", **only: object) -> list[str]:
        return [one.number for one in work.read(views.changes, views.ChangeFilter(**only), login=login)]

    assert set(of()) == set(numbers[1:])
    assert set(of(every=True)) == set(numbers)
    assert of(mine=True) == [numbers[1]]
    assert of("cas", mine=True) == [numbers[1]]
    assert of("dio", to_approve=True) == [numbers[1]]
    assert of("lea", to_approve=True) == []
    assert of(step="canceled") == [numbers[0]]
    assert of(scheduled=True) == [numbers[1]]
    assert of(type="emergency") == []
    with pytest.raises(Usage, match="There is no step"):
        of(step="nowhere")
    found = [one.number for one in work.read(views.changes, words="change 3")]
    assert found[0] == numbers[3]


def test_pages_follow_each_other(work):
    numbers = [work.new(f"Change {n}") for n in range(7)]
    first = work.read(views.changes, limit=3)
    key = views.key(first[-1])
    second = work.read(views.changes, after=key, limit=10)
    assert [one.number for one in (*first, *second)] == numbers[::-1]


def test_no_list_looks_at_every_change(work, request):
    """Thirty changes or three thousand: a page of the open ones reads along an index."""
    if request.config.getoption("--engine", "sqlite") != "sqlite":
        pytest.skip("the plan of SQLite is read")
    work.new()
    reader = work.shift.desk("ada").database.read()
    for only in (
        "1 = 1",
        "r.is_open = TRUE",
        "r.step = 'plan'",
        "r.review_due < 5 AND r.reviewed_at IS NULL",
    ):
        rows = reader.all(
            f"EXPLAIN QUERY PLAN SELECT r.id FROM change r WHERE {only} ORDER BY r.updated_at DESC, r.id DESC"
        )
        told = " ".join(str(row[-1]) for row in rows)
        assert "USING" in told, (only, told)
        assert "SCAN r " not in told or "INDEX" in told
