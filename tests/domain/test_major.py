"""What passes from the parent of a major incident to its children, and what may be done with one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from otui.domain import process
from otui.domain.major import FLOWS, LASTING, MOVES, STANDING, Stand, passes
from otui.domain.process import Duty
from otui.domain.workflow import OPEN_STATES, WAITING_STATES, State, transition

states = st.sampled_from(list(State))
HELD = (State.WAITING_THIRD_PARTY, State.WAITING_PROBLEM, State.WAITING_CHANGE)


@given(states, states, states)
def test_a_child_goes_only_where_the_workflow_lets_it(was, now, child):
    row = passes(was, now, child)
    if row is None:
        return
    verb = {
        State.RESOLVED: "resolve",
        State.OPEN: "wake",
        State.WAITING_THIRD_PARTY: "wait-third-party",
        State.WAITING_PROBLEM: "wait-problem",
        State.WAITING_CHANGE: "wait-change",
    }[row.target]
    assert row.target == now
    assert transition(verb, child) is not None


@given(states, states)
def test_closing_the_parent_closes_no_child(was, child):
    assert passes(was, State.CLOSED, child) is None
    assert passes(was, State.MERGED, child) is None


@given(states, states)
def test_waiting_for_the_contact_or_an_hour_is_the_parents_own(was, child):
    assert passes(was, State.WAITING_CONTACT, child) is None
    assert passes(was, State.WAITING_UNTIL, child) is None


@given(states, st.sampled_from(OPEN_STATES))
def test_a_solution_reaches_every_open_child_and_tells_its_contact(was, child):
    row = passes(was, State.RESOLVED, child)
    assert (row is None) == (was == State.RESOLVED)
    assert row is None or row.told


@given(states, states)
def test_what_is_done_stays_done(was, now):
    for child in (State.RESOLVED, State.CLOSED, State.MERGED):
        assert passes(was, now, child) is None


@given(states, st.sampled_from(WAITING_STATES))
def test_the_end_of_a_wait_opens_only_what_waited_for_the_same(was, child):
    row = passes(was, State.OPEN, child)
    assert (row is not None) == (was == child and child in HELD)


def test_a_child_that_waits_for_its_own_contact_goes_on_waiting():
    for now in HELD:
        assert passes(State.OPEN, now, State.WAITING_CONTACT) is None
        assert passes(State.OPEN, now, State.WAITING_UNTIL) is None


def test_only_a_solution_is_told_to_the_contacts():
    assert [row.target for row in FLOWS if row.told] == [State.RESOLVED]


def test_every_stand_can_be_left_but_by_no_move_that_skips_the_declaring():
    into_over = [row for row in MOVES if row.target == Stand.OVER]
    assert [row.sources for row in into_over] == [(Stand.DECLARED,)]
    into_declared = [row for row in MOVES if row.target == Stand.DECLARED]
    assert [row.sources for row in into_declared] == [(Stand.PROPOSED,)]
    assert all(process.allowed(MOVES, stand) for stand in Stand)


def test_declaring_and_dismissing_are_a_leads():
    for verb in ("major-declare", "major-dismiss"):
        row = process.move(MOVES, verb, Stand.PROPOSED)
        assert row is not None
        assert row.duty is Duty.MANAGER


def test_what_lasts_and_what_stands():
    assert set(LASTING) == {Stand.DECLARED, Stand.OVER}
    assert set(STANDING) == {Stand.PROPOSED, Stand.DECLARED}
