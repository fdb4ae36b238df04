"""Who may approve, how a round stands, and that the tables of a change leave no way round an approval."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otui.domain.change import approval, steps
from otui.domain.change.approval import Kind, Outcome, Parties, Round, Say
from otui.domain.change.steps import MOVES, NEEDS, PATHS, Step, Type

SAYS = st.lists(st.sampled_from(Say), max_size=6)


@given(SAYS, st.integers(1, 6))
def test_one_who_rejects_is_enough_else_the_quorum_decides(says, quorum):
    found = approval.outcome(says, quorum)
    if Say.REJECTED in says:
        assert found is Outcome.REJECTED
    elif says.count(Say.APPROVED) >= quorum:
        assert found is Outcome.APPROVED
    elif Say.DEFERRED in says:
        assert found is Outcome.DEFERRED
    else:
        assert found is Outcome.PENDING


@given(SAYS, st.integers(-3, 0))
def test_no_quorum_is_met_by_nobody(says, quorum):
    assert approval.outcome(says, quorum) is not Outcome.APPROVED or Say.APPROVED in says


ROUNDS = st.lists(
    st.builds(
        Round, st.integers(1, 50), st.sampled_from(Kind), st.integers(1, 3), SAYS.map(tuple), st.booleans()
    ),
    max_size=6,
    unique_by=lambda one: one.id,
)


@given(ROUNDS, st.sampled_from(Kind))
def test_fallen_rounds_count_for_nothing_and_the_newest_that_counts_decides(rounds, kind):
    counted = [one for one in rounds if one.kind is kind and not one.fallen]
    newest = max(counted, key=lambda one: one.id, default=None)
    assert approval.standing(rounds, kind) == newest
    assert approval.approved(rounds, kind) is (newest is not None and newest.outcome is Outcome.APPROVED)


IDS = st.none() | st.integers(1, 4)


@given(IDS, IDS, IDS, st.integers(1, 4), st.lists(st.integers(1, 4)))
def test_nobody_approves_their_own_work(requester, implementer, author, agent, approvers):
    parties = Parties(requester, implementer, author)
    if approval.may_approve(agent, parties):
        assert agent not in (requester, implementer)
        assert requester is not None or agent != author
    if approval.may_stand_in(agent, parties, approvers):
        assert approval.may_approve(agent, parties)
        assert agent not in approvers


APPROVED = {Type.NORMAL: {"peer_approved", "cab_approved"}, Type.EMERGENCY: {"ecab_approved"}}


@pytest.mark.parametrize("kind", [Type.NORMAL, Type.EMERGENCY])
def test_every_way_to_carry_it_out_passes_every_approval(kind):
    """Walks all ways through the table: what was asked for on the way there, at the latest since it last began anew."""
    todo, seen = [(Step.RECORD, frozenset[str]())], set()
    while todo:
        step, passed = todo.pop()
        if (step, passed) in seen:
            continue
        seen.add((step, passed))
        if step in (Step.IMPLEMENT, Step.DOCUMENT, Step.REVIEW, Step.CLOSED):
            assert passed >= APPROVED[kind], (step, passed)
        for row in MOVES[kind]:
            if step in row.sources and row.target is not None:
                anew = row.target is Step.RECORD
                todo.append((Step(row.target), frozenset() if anew else passed | frozenset(row.needs)))
    assert any(step is Step.CLOSED for step, _passed in seen)


@pytest.mark.parametrize("kind", list(Type))
def test_nothing_is_closed_without_result_and_review_and_nothing_canceled_after_it_was_done(kind):
    for row in MOVES[kind]:
        if row.target is Step.CLOSED:
            assert {"result", "review"} <= set(row.needs)
        if row.target is Step.CANCELED:
            assert not {Step.REVIEW, Step.CLOSED} & set(row.sources)


def test_each_step_of_a_path_is_reached_by_one_move_from_the_one_before():
    for kind, path in PATHS.items():
        for before, after in pairwise(path):
            assert [row.target for row in MOVES[kind] if row.target is after and before in row.sources] == [
                after
            ]
            assert steps.next_step(kind, before) is after
        assert steps.next_step(kind, path[-1]) is None
    assert {step for _kind, step in NEEDS} <= set(Step)


def test_approvals_fall_back_to_the_first_step_that_asks_for_one():
    for kind in (Type.NORMAL, Type.EMERGENCY):
        asked = [step for (of, step) in steps.ASKS if of is kind]
        assert steps.fallen_back(kind) is min(asked, key=list(Step).index)
    assert not any(of is Type.STANDARD for of, _step in steps.ASKS)
