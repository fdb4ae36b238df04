"""The table of an article's moves, as rules that no row may break."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from otui.domain.knowledge import MOVES, Audience, Step, after_edit
from otui.domain.process import Duty, allowed, move

TARGETS = [row for row in MOVES if row.target is not None]


def walked(verbs: list[str]) -> list[Step]:
    """The steps that a draft goes through when these verbs are tried one after another."""
    way = [Step.DRAFT]
    for verb in verbs:
        row = move(MOVES, verb, way[-1])
        if row is not None and row.target is not None:
            way.append(Step(row.target))
    return way


def test_the_way_from_draft_to_published_and_round_again():
    verbs = ["submit", "send-back", "submit", "publish", "retire", "reopen"]
    assert walked(verbs) == [
        Step.DRAFT,
        Step.REVIEW,
        Step.DRAFT,
        Step.REVIEW,
        Step.PUBLISHED,
        Step.RETIRED,
        Step.DRAFT,
    ]


@given(st.lists(st.sampled_from([row.verb for row in MOVES]), max_size=30))
def test_nothing_is_published_that_was_not_in_review_just_before(verbs: list[str]):
    way = walked(verbs)
    for before, after in pairwise(way):
        assert after is not Step.PUBLISHED or before is Step.REVIEW


@given(st.sampled_from(list(Step)))
def test_from_every_step_there_is_a_way_on_and_a_note_is_always_possible(step: Step):
    assert any(row.target is not None for row in allowed(MOVES, step))
    note = move(MOVES, "note", step)
    assert note is not None
    assert note.duty is Duty.ANYONE


def test_publishing_needs_another_reader_and_ends_need_a_reason():
    needs = {row.verb: row.needs for row in TARGETS}
    assert needs["publish"] == ("words", "reviewer")
    assert needs["retire"] == needs["send-back"] == ("reason",)


@given(st.sampled_from(list(Step)), st.sampled_from(list(Audience)), st.booleans(), st.booleans())
def test_only_what_customers_read_is_read_again_and_only_once_it_was_published(
    step: Step, audience: Audience, text: bool, widened: bool
):
    after = after_edit(step, audience, text=text, widened=widened)
    if step is not Step.PUBLISHED:
        assert after is step
    elif widened or (text and audience is Audience.CUSTOMERS):
        assert after is Step.REVIEW
    else:
        assert after is Step.PUBLISHED
