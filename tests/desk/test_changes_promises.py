"""What always holds of a change, whoever does whatever to it, in any order."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from change_cases import CALM, PLANS, Work
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.commands import Redo, Undo
from otui.desk.records import holding
from otui.desk.undo import redo, undo
from otui.domain.change import approval, steps
from otui.domain.change.approval import Kind, Parties, Round, Say
from otui.domain.change.steps import Step, Type
from otui.errors import OtuiError

AGENTS = ("ada", "lea", "bea", "cas", "dio")
AUTHORISED = {
    Type.NORMAL: (Kind.PEER, Kind.CAB),
    Type.EMERGENCY: (Kind.ECAB,),
    Type.STANDARD: (),
}
GATE = {Type.NORMAL: Step.AUTHORISE, Type.EMERGENCY: Step.AUTHORISE, Type.STANDARD: Step.CLOSED}

Rows = dict[int, dict[str, Any]]


class Watched:
    """One change, and what is kept of its approvals."""

    def __init__(self, work: Work, number: str) -> None:
        self.work, self.number = work, number
        self.id = work.row(number)["id"]

    def records(self, table: str, where: str) -> Rows:
        reader = self.work.shift.desk("ada").database.read()
        return {row.id: dict(vars(row)) for row in reader.records(table, where, {"id": self.id})}

    def rounds(self) -> Rows:
        return self.records("approval_round", "record = 'change' AND record_id = :id ORDER BY id")

    def approvals(self) -> Rows:
        return self.records(
            "approval",
            "round_id IN (SELECT id FROM approval_round WHERE record = 'change' AND record_id = :id) ORDER BY id",
        )

    def standing(self) -> list[Round]:
        said = self.approvals().values()
        return [
            Round(
                one["id"],
                Kind(one["kind"]),
                one["quorum"],
                tuple(Say(row["state"]) for row in said if row["round_id"] == one["id"]),
            )
            for one in self.rounds().values()
            if one["fallen_at"] is None
        ]

    def check(self) -> None:
        row = self.work.row(self.number)
        kind, step = Type(row["type"]), Step(row["step"])
        standing = self.standing()
        if step is not Step.CANCELED and steps.is_past(step, GATE[kind]):
            for asked in AUTHORISED[kind]:
                assert approval.approved(standing, asked), f"{step} without {asked}"
        if step is Step.CLOSED:
            assert row["result"]
            assert row["review"]
            assert row["reviewed_at"]
        barred = Parties(row["requester_id"], row["implementer_id"], row["created_by_id"]).barred
        counting = {one.id for one in standing}
        if steps.is_past(Step.IMPLEMENT, step):
            for one in self.approvals().values():
                if one["round_id"] in counting and one["state"] == "approved":
                    assert one["agent_id"] not in barred
                    assert one["decided_by_id"] not in barred


def plan(field: str) -> st.SearchStrategy[tuple[Any, Any]]:
    texts = st.sampled_from(["", "Go slowly.", "Go fast."])
    return texts.map(lambda text: (changes.edit, lambda ref: c.EditChange(ref=ref, **{field: text})))


def plain(verb: Any, make: Any) -> st.SearchStrategy[tuple[Any, Any]]:
    return st.just((verb, make))


ACTS = st.one_of(
    *(plain(changes.advance, lambda ref: c.Advance(ref=ref)) for _weight in range(5)),
    plain(changes.approve, lambda ref: c.Decide(ref=ref)),
    plain(changes.approve, lambda ref: c.Decide(ref=ref, words="Fine.")),
    plain(changes.reject, lambda ref: c.Decide(ref=ref, words="No.")),
    plain(changes.defer, lambda ref: c.Decide(ref=ref, words="Later.")),
    plain(changes.ask, lambda ref: c.Ask(ref=ref)),
    st.sampled_from(AGENTS).map(lambda who: (changes.ask, lambda ref: c.Ask(ref=ref, approvers=(who,)))),
    *(plan(field) for field in PLANS),
    st.sampled_from(("", *AGENTS)).map(
        lambda who: (changes.edit, lambda ref: c.EditChange(ref=ref, implementer=who))
    ),
    st.sampled_from(AGENTS).map(lambda who: (changes.edit, lambda ref: c.EditChange(ref=ref, requester=who))),
    plain(changes.rework, lambda ref: c.WithReason(ref=ref, reason="Once more.")),
    plain(changes.retype, lambda ref: c.Retype(ref=ref, type="normal")),
    plain(changes.retype, lambda ref: c.Retype(ref=ref, type="emergency", emergency_reason="security")),
    plain(changes.answer, lambda ref: c.AnswerRisk(ref=ref, answers=CALM)),
    plain(changes.answer, lambda ref: c.AnswerRisk(ref=ref, answers={"test": 2, "backout": 2})),
    plain(holding.priority, lambda ref: holding.RecordPriority(kind="change", ref=ref, impact=2, urgency=2)),
    plain(changes.test_result, lambda ref: c.Words(ref=ref, text="It starts.")),
    plain(changes.result, lambda ref: c.Outcome(ref=ref, result="with-issues", words="Slow.")),
    plain(changes.documentation, lambda ref: c.Words(ref=ref, text="As it is.")),
    plain(changes.review, lambda ref: c.Review(ref=ref, text="Well.", goal_met=True)),
    plain(undo, lambda _ref: Undo()),
    plain(redo, lambda _ref: Redo()),
)
BEGINNINGS = ("new", "planned", "authorised", "implementing", "emergency")


def begun(work: Work, beginning: str) -> str:
    if beginning == "emergency":
        number = work.new(type="emergency", emergency_reason="security")
        work.plan(number)
        return number
    return getattr(work, beginning)()


@pytest.fixture
def work(shift) -> Work:
    return Work(shift)


@given(st.sampled_from(BEGINNINGS), st.lists(st.tuples(st.sampled_from(AGENTS), ACTS), max_size=25))
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_no_order_of_acts_gets_round_an_approval(work, beginning, acts):
    number = begun(work, beginning)
    watched = Watched(work, number)
    watched.check()
    for login, (verb, make) in acts:
        before, version = watched.approvals(), work.row(number)["version"]
        agent = work.shift.desk(login).agent.id
        try:
            work.do(verb, make(number), login)
        except OtuiError:
            assert watched.approvals() == before
            continue
        watched.check()
        after = watched.approvals()
        for row_id in before.keys() & after.keys():
            if after[row_id]["state"] != before[row_id]["state"]:
                assert agent in (after[row_id]["agent_id"], after[row_id]["decided_by_id"])
        row = work.row(number)
        edited = verb is changes.edit and row["version"] != version
        if edited and set(work.history(number)[-1].changes) & set(PLANS):
            assert watched.standing() == [] or not steps.is_past(Step.IMPLEMENT, Step(row["step"]))
