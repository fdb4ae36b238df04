"""The table of a problem's moves, and at a desk: no path skips a need, and a fix touches only what waited for it."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from otui.desk.problems.needs import NEEDS
from otui.domain.problem import MOVES, OPEN_STEPS, Step
from otui.domain.process import Duty, allowed, move

ONWARD = [row for row in MOVES if row.target is not None]
ORDER = tuple(Step)


def test_every_need_of_the_table_has_its_test_and_its_sentence() -> None:
    named = {need for row in MOVES for need in row.needs}
    assert named == set(NEEDS)
    assert all(one.sentence and one.hint for one in NEEDS.values())


def test_every_step_is_reached_and_every_open_one_is_left() -> None:
    reached, edge = set(), {Step.NEW}
    while edge:
        reached |= edge
        edge = {Step(row.target) for row in ONWARD for step in edge if step in row.sources} - reached
    assert reached == set(Step)
    assert all(any(step in row.sources for row in ONWARD) for step in (*OPEN_STEPS, Step.RESOLVED))


def test_no_row_says_the_same_of_one_step_twice() -> None:
    for step in Step:
        verbs = [row.verb for row in allowed(MOVES, step)]
        assert len(verbs) == len(set(verbs))


@example(["duplicate", "re-analyse", "fix"])
@given(st.lists(st.sampled_from([row.verb for row in ONWARD]), max_size=30))
def test_no_walk_comes_to_a_fix_without_cause_or_to_the_end_without_its_reason(verbs: list[str]) -> None:
    """Whatever is tried in whatever order, the needs that were asked for on the way are those of the table."""
    step, asked = Step.NEW, set()
    for verb in verbs:
        row = move(MOVES, verb, step)
        if row is None:
            continue
        assert row.target is not None
        asked |= set(row.needs)
        step = Step(row.target)
        if step in (Step.FIX, Step.RESOLVED):
            assert {"owner", "root_cause", "fix"} <= asked
        if step is Step.RESOLVED:
            assert "changes_done" in asked
        if verb in ("accept-risk", "cancel"):
            assert "reason" in row.needs


def test_what_ends_it_without_a_fix_is_not_for_everybody() -> None:
    for verb, duty in (
        ("accept-risk", Duty.MANAGER),
        ("re-analyse", Duty.MANAGER),
        ("resolve", Duty.OWNER),
    ):
        assert {row.duty for row in MOVES if row.verb == verb} == {duty}


@given(st.sampled_from(Step), st.sampled_from(Step))
def test_a_step_forward_is_one_step_or_an_end(one: Step, other: Step) -> None:
    for row in ONWARD:
        if one in row.sources and row.target == other and ORDER.index(other) > ORDER.index(one):
            assert other is Step.CLOSED or ORDER.index(other) == ORDER.index(one) + 1
