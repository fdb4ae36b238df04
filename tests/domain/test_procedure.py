"""Which procedures are for a ticket, and what becomes of steps when it changes: the tables, row by row and at large."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from otui.domain.procedure import (
    RULES,
    About,
    Fate,
    Origin,
    Procedure,
    Step,
    applies,
    applying,
    coming,
    fate,
)

ABOUT = About("incident", "Printer", (7, 3), item_id=5)


def named(name: str = "P", steps: str = "look", **what: object) -> Procedure:
    return Procedure(1, name, tuple(Step(one) for one in steps.split()), **what)  # type: ignore[arg-type]


def test_a_procedure_that_names_nothing_is_for_every_ticket():
    assert applies(named(), ABOUT)
    assert applies(named(), About("request", "", (1,)))


def test_all_that_a_procedure_names_must_fit():
    fits = {"kind": "incident", "category": "printer", "queue_id": 3, "item_id": 5}
    misses = {"kind": "request", "category": "mail", "queue_id": 9, "item_id": 6}
    for chosen in itertools.chain.from_iterable(itertools.combinations(fits, n) for n in range(5)):
        assert applies(named(**{key: fits[key] for key in chosen}), ABOUT)
        for wrong in chosen:
            values = {key: misses[key] if key == wrong else fits[key] for key in chosen}
            assert not applies(named(**values), ABOUT), (chosen, wrong)


def test_a_procedure_of_a_queue_is_for_the_queues_below_it():
    assert applies(named(queue_id=3), About("incident", "", (7, 3)))
    assert not applies(named(queue_id=7), About("incident", "", (3,)))


def test_the_most_specific_comes_first():
    procedures = [
        named("any"),
        named("kind", kind="incident"),
        named("queue and kind", queue_id=3, kind="incident"),
        named("category", category="Printer"),
        named("item", item_id=5),
    ]
    for order in itertools.permutations(procedures):
        assert [one.name for one in applying(order, ABOUT)] == [
            "item",
            "category",
            "queue and kind",
            "kind",
            "any",
        ]


def test_the_table_answers_every_case_once():
    for origin, now, begun in itertools.product(Origin, (True, False), (True, False)):
        fits = [
            row
            for row in RULES
            if row.origin in (None, origin) and row.applies in (None, now) and row.begun in (None, begun)
        ]
        assert len(fits) == 1, (origin, now, begun)
        assert fate(origin, now, begun) is fits[0].fate


def test_only_a_step_that_nobody_began_goes_with_its_procedure():
    for origin, now, begun in itertools.product(Origin, (True, False), (True, False)):
        goes = origin is Origin.APPLIED and not now and not begun
        assert (fate(origin, now, begun) is Fate.GOES) == goes


def test_nothing_is_asked_twice_in_the_same_words():
    first = Procedure(1, "A", (Step("Look"), Step("Call")), category="Printer")
    second = Procedure(2, "B", (Step("look"), Step("Write", required=False)))
    found = coming((second, first), None, ABOUT)
    assert [(one.id, step.subject) for one, step in found] == [(1, "Look"), (1, "Call"), (2, "Write")]
    assert [step.subject for _one, step in coming((first, second), None, ABOUT, ("CALL",))] == [
        "Look",
        "Write",
    ]


def test_a_procedure_that_was_for_it_before_brings_nothing_again():
    assert coming((named(),), About("request", "", (1,)), ABOUT) == ()
    (found,) = coming((named(kind="incident"),), About("request", "", (1,)), ABOUT)
    assert found[1].subject == "look"


abouts = st.builds(
    About,
    st.sampled_from(("incident", "request")),
    st.sampled_from(("", "Printer", "Mail")),
    st.sampled_from(((1,), (2, 1), (3,))),
    st.sampled_from((None, 5)),
)
procedures = st.builds(
    Procedure,
    st.integers(1, 5),
    st.text("abc", min_size=1, max_size=3),
    st.lists(st.builds(Step, st.text("xyz", min_size=1, max_size=2)), max_size=4).map(tuple),
    st.sampled_from(("", "incident", "request")),
    st.sampled_from(("", "printer", "Mail")),
    st.sampled_from((None, 1, 2)),
    st.sampled_from((None, 5)),
)


@given(st.lists(procedures, max_size=6), abouts)
def test_a_new_ticket_has_each_step_of_each_procedure_for_it_once(known, about):
    found = coming(known, None, about)
    words = [step.subject.casefold() for _procedure, step in found]
    assert len(words) == len(set(words))
    assert set(words) == {s.subject.casefold() for p in known if applies(p, about) for s in p.steps}


@given(st.lists(procedures, max_size=6), abouts, abouts)
def test_a_change_brings_only_what_was_not_for_it_before(known, before, now):
    for procedure, _step in coming(known, before, now):
        assert applies(procedure, now)
        assert not applies(procedure, before)
    assert coming(known, now, now) == ()
