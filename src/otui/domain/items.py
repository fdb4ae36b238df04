"""Services and what they hang on: which follow from which, no ring among them, and how many an outage hits.

The little of a configuration database that incidents, problems and changes need. A graph is {id: what it hangs on}.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What an item is."""

    SERVICE = "service"
    APPLICATION = "application"
    SERVER = "server"
    NETWORK = "network"
    WORKPLACE = "workplace"
    OTHER = "other"


Graph = Mapping[int, Collection[int]]
"""What each item does not work without. An item that hangs on nothing may be missing."""


def turned(graph: Graph) -> dict[int, set[int]]:
    """Return the graph the other way round: what hangs on each."""
    found: dict[int, set[int]] = {}
    for one, others in graph.items():
        for other in others:
            found.setdefault(other, set()).add(one)
    return found


def reach(graph: Graph, start: int) -> dict[int, int]:
    """Return all that an item hangs on, also by way of others, each with the fewest steps to it; never itself."""
    steps = {start: 0}
    edge = [start]
    while edge:
        further: list[int] = []
        for one in edge:
            for other in graph.get(one, ()):
                if other not in steps:
                    steps[other] = steps[one] + 1
                    further.append(other)
        edge = further
    del steps[start]
    return steps


def path(graph: Graph, start: int, end: int) -> tuple[int, ...]:
    """Return a shortest way from one item to another it hangs on, both included; empty where there is none."""
    came: dict[int, int] = {start: start}
    edge = [start]
    while edge and end not in came:
        further: list[int] = []
        for one in edge:
            for other in sorted(graph.get(one, ())):
                if other not in came:
                    came[other] = one
                    further.append(other)
        edge = further
    if end not in came:
        return ()
    way = [end]
    while way[-1] != start:
        way.append(came[way[-1]])
    return tuple(reversed(way))


def ring(graph: Graph, item: int, on: int) -> tuple[int, ...]:
    """Return the ring that would close if `item` hung on `on`, from `item` back to it; empty where none would."""
    if item == on:
        return (item, item)
    back = path(graph, on, item)
    return (item, *back) if back else ()


def any_ring(graph: Graph) -> tuple[int, ...]:
    """Return a ring of the graph, its first item at both ends; empty where there is none."""
    done: set[int] = set()
    for start in graph:
        if start in done:
            continue
        trail: dict[int, None] = {}
        ahead = [(start, iter(graph.get(start, ())))]
        trail[start] = None
        while ahead:
            one, others = ahead[-1]
            for other in others:
                if other in trail:
                    way = list(trail)
                    return (*way[way.index(other) :], other)
                if other not in done:
                    trail[other] = None
                    ahead.append((other, iter(graph.get(other, ()))))
                    break
            else:
                ahead.pop()
                del trail[one]
                done.add(one)
    return ()


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a drawn tree."""

    id: int
    depth: int
    """0 is the item it begins with."""
    last: tuple[bool, ...]
    """For each depth from 1 to its own: whether it is the last there. The lines to the left are drawn by it."""
    again: bool = False
    """It stands further up with all that is below it, so that is not told twice."""


def tree(graph: Graph, start: int, order: Mapping[int, int | str] | None = None) -> Iterator[Branch]:
    """Yield an item and all that it hangs on, depth first; `order` is what those on one level are sorted by."""
    told: set[int] = set()
    ahead: list[Branch] = [Branch(start, 0, ())]
    while ahead:
        branch = ahead.pop()
        below = sorted(graph.get(branch.id, ()), key=lambda one: (order or {}).get(one, one))
        if branch.id in told and below:
            yield Branch(branch.id, branch.depth, branch.last, again=True)
            continue
        told.add(branch.id)
        yield branch
        ahead += [
            Branch(one, branch.depth + 1, (*branch.last, place == 0))
            for place, one in enumerate(reversed(below))
        ]


class Why(StrEnum):
    """What a proposed impact goes by."""

    OWN = "own"
    """The item says so itself."""
    ABOVE = "above"
    """Something that hangs on it says so, of all those the highest."""
    CUSTOMERS = "customers"
    """So many customers use it, or what hangs on it."""
    SITES = "sites"
    """It is used in so many places."""
    WORKPLACE = "workplace"
    """It is one workplace."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an item and of all that hangs on it."""

    kind: str
    own: int | None
    """The impact factor of the item itself, if it has one."""
    above: Mapping[int, int]
    """Those of what hangs on it, by id."""
    customers: int = 0
    """How many customers use it or what hangs on it."""
    sites: int = 0
    """In how many different places it and what hangs on it stand."""


@dataclass(frozen=True, slots=True)
class Reach:
    """One row of the table of who uses an item: enough of either gives the factor at `step` of the desk's table."""

    step: int
    customers: int
    sites: int


REACHES: tuple[Reach, ...] = (
    Reach(step=3, customers=4, sites=3),
    Reach(step=2, customers=2, sites=2),
    Reach(step=1, customers=1, sites=1),
)
"""The first row that fits counts. By the factors as shipped: several sites 8, several departments or a whole site 4,
a whole department 2."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The impact that an incident on an item has, for an agent to agree with, and what it goes by."""

    impact: int
    why: Why
    count: int = 0
    """Of customers or sites."""
    by: int | None = None
    """The item that says so, where it is not the item itself."""


def propose(facts: Facts, factors: Collection[int]) -> Proposal | None:
    """Return the impact of an incident on an item, one of the desk's `factors`; None where nothing is known.

    What the item says of itself holds. Else it is the highest that follows from what hangs on it or from who uses it:
    one thing of little weight that hangs on it does not make light of all the others.
    A factor that the item (or what hangs on it) names and the desk no longer has counts as the next lower one.
    """
    known = sorted(factors)

    def settled(factor: int) -> int:
        return max((one for one in known if one <= factor), default=known[0])

    if facts.own is not None:
        return Proposal(settled(facts.own), Why.OWN)
    used = _by_use(facts, known)
    if facts.above:
        by = max(facts.above, key=lambda one: (facts.above[one], -one))
        above = settled(facts.above[by])
        if used is None or above >= used.impact:
            return Proposal(above, Why.ABOVE, by=by)
    return used


def _by_use(facts: Facts, known: list[int]) -> Proposal | None:
    """Return what follows from who uses an item; `known` are the factors, the lowest first."""
    if facts.kind == Kind.WORKPLACE:
        return Proposal(known[0], Why.WORKPLACE)
    for row in REACHES:
        factor = known[min(row.step, len(known) - 1)]
        if facts.customers >= row.customers:
            return Proposal(factor, Why.CUSTOMERS, count=facts.customers)
        if facts.sites >= row.sites:
            return Proposal(factor, Why.SITES, count=facts.sites)
    return None
