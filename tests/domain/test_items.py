"""Services and what they hang on: reach, rings, the drawn tree, and the impact that is proposed."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from otui.domain.items import (
    REACHES,
    Facts,
    Kind,
    Proposal,
    Why,
    any_ring,
    path,
    propose,
    reach,
    ring,
    tree,
    turned,
)

FACTORS = (1, 2, 4, 8)
IDS = st.integers(0, 8)
GRAPHS = st.dictionaries(IDS, st.sets(IDS, max_size=4), max_size=9)


def without_rings(graph: dict[int, set[int]]) -> dict[int, set[int]]:
    """Only what hangs on a higher number: no ring can close."""
    return {one: {other for other in others if other > one} for one, others in graph.items()}


@given(GRAPHS, IDS)
def test_reach_is_all_that_can_be_come_to_by_steps(graph, start):
    found = reach(graph, start)
    assert start not in found
    naive, edge = set(), {start}
    while edge:
        edge = {other for one in edge for other in graph.get(one, ())} - naive
        naive |= edge
    assert set(found) == naive - {start}
    for one, steps in found.items():
        assert steps == len(path(graph, start, one)) - 1


@given(GRAPHS, IDS, IDS)
def test_what_one_hangs_on_has_that_one_hanging_on_it(graph, one, other):
    assert (other in reach(graph, one)) == (one in reach(turned(graph), other))


@given(GRAPHS, IDS, IDS)
def test_a_ring_is_named_whenever_one_would_close_and_only_then(graph, item, on):
    graph = without_rings(graph)
    assert any_ring(graph) == ()
    found = ring(graph, item, on)
    closed = {**graph, item: {*graph.get(item, ()), on}}
    assert bool(found) == bool(any_ring(closed))
    if found:
        assert found[0] == found[-1] == item
        assert found[1] == on
        assert all(b in closed[a] for a, b in itertools.pairwise(found))


@given(GRAPHS)
def test_any_ring_is_a_ring_of_the_graph(graph):
    found = any_ring(graph)
    if not found:
        assert all(one not in {n for o in graph.get(one, ()) for n in (o, *reach(graph, o))} for one in graph)
        return
    assert found[0] == found[-1]
    assert len(set(found)) == len(found) - 1
    assert all(b in graph[a] for a, b in itertools.pairwise(found))


@given(GRAPHS, IDS)
def test_the_tree_has_everything_in_reach_each_told_whole_once(graph, start):
    lines = list(tree(graph, start))
    assert {line.id for line in lines} == {start, *reach(graph, start)}
    assert (lines[0].id, lines[0].depth) == (start, 0)
    whole = [line.id for line in lines if not line.again]
    leaves = {one for one in whole if not graph.get(one)}
    assert len([one for one in whole if one not in leaves]) == len(
        {one for one in whole if one not in leaves}
    )
    for line in lines:
        assert len(line.last) == line.depth
    for former, line in itertools.pairwise(lines):
        assert line.depth <= former.depth + 1


def test_the_tree_is_in_the_order_that_is_asked_for():
    names = {1: "mail", 2: "storage", 3: "backup", 4: "core switch"}
    lines = [(line.id, line.depth, line.last) for line in tree({1: {2, 3}, 2: {4}}, 1, names)]
    assert lines == [(1, 0, ()), (3, 1, (False,)), (2, 1, (True,)), (4, 2, (True, True))]


def test_the_impact_is_what_the_item_says_of_itself_first():
    assert propose(Facts("server", 4, {7: 8}, customers=9), FACTORS) == Proposal(4, Why.OWN)


def test_else_the_highest_of_what_hangs_on_it():
    facts = Facts("server", None, {7: 2, 8: 4, 9: 4}, customers=2)
    assert propose(facts, FACTORS) == Proposal(4, Why.ABOVE, by=8)


def test_what_weighs_little_above_it_does_not_hide_who_uses_it():
    assert propose(Facts("server", None, {7: 1}, customers=9), FACTORS) == Proposal(8, Why.CUSTOMERS, 9)


def test_else_how_many_use_it():
    def of(customers=0, sites=0, kind=Kind.SERVICE):
        return propose(Facts(kind, None, {}, customers=customers, sites=sites), FACTORS)

    assert of() is None
    assert of(customers=1) == Proposal(2, Why.CUSTOMERS, 1)
    assert of(customers=2) == Proposal(4, Why.CUSTOMERS, 2)
    assert of(customers=4) == Proposal(8, Why.CUSTOMERS, 4)
    assert of(sites=1) == Proposal(2, Why.SITES, 1)
    assert of(customers=1, sites=2) == Proposal(4, Why.SITES, 2)
    assert of(sites=3) == Proposal(8, Why.SITES, 3)
    assert of(customers=9, kind=Kind.WORKPLACE) == Proposal(1, Why.WORKPLACE)


@given(
    st.sets(st.integers(1, 64), min_size=1, max_size=6),
    st.none() | st.integers(1, 100),
    st.dictionaries(st.integers(1, 9), st.integers(1, 100), max_size=4),
    st.integers(0, 9),
    st.integers(0, 9),
)
def test_a_proposal_is_a_factor_of_the_desk_whatever_the_item_says(factors, own, above, customers, sites):
    found = propose(Facts("service", own, above, customers, sites), factors)
    if own is None and not above and not customers and not sites:
        assert found is None
    else:
        assert found is not None
        assert found.impact in factors


def test_more_users_never_propose_less():
    steps = [row.step for row in REACHES]
    assert steps == sorted(steps, reverse=True)
    assert [row.customers for row in REACHES] == sorted((row.customers for row in REACHES), reverse=True)
    assert [row.sites for row in REACHES] == sorted((row.sites for row in REACHES), reverse=True)
