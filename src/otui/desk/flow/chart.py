"""What a flowchart shows: steps, the verbs that lead from one to another, who may, and where one record stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Node:
    """One step. `parts` are the steps that it stands for, by id and in words, where it gathers several."""

    id: str
    label: str
    parts: tuple[tuple[str, str], ...] = ()
    outside: bool = False
    """Whether it stands for what goes on elsewhere: another line."""

    def holds(self, step: str) -> bool:
        """Whether a record in `step` stands here."""
        return step == self.id or any(step == part for part, _words in self.parts)


@dataclass(frozen=True, slots=True)
class Edge:
    """A way from one step to another, by any of `verbs`."""

    source: str
    target: str
    verbs: tuple[str, ...]
    """In words."""
    who: str = ""
    needs: tuple[str, ...] = ()
    """What must hold, in words."""


@dataclass(frozen=True, slots=True)
class Way:
    """What may follow where a record stands, for whoever asks."""

    verb: str
    target: str
    """Where it leads, in words; empty where the step stays."""
    who: str
    may: bool
    missing: tuple[str, ...] = ()
    """Sentences: what is still to be done first."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A whole flowchart, its nodes from top to bottom."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    here: str = ""
    """Id of the node where the record stands; empty for a chart of no record in particular."""
    part: str = ""
    """Which of the steps that the node gathers it is in."""
    number: str = ""
    """The record that it is of."""
    ways: tuple[Way, ...] = ()

    def standing(self, step: str, number: str, ways: Iterable[Way]) -> Chart:
        """Return the chart with one record marked on it."""
        here = next((node.id for node in self.nodes if node.holds(step)), "")
        part = step if step != here else ""
        return replace(self, here=here, part=part, number=number, ways=tuple(ways))


def gathered(edges: Iterable[Edge]) -> tuple[Edge, ...]:
    """Return the edges with those between the same two steps, of the same people, made one."""
    found: dict[tuple[str, str], Edge] = {}
    for edge in edges:
        key = (edge.source, edge.target)
        if key not in found:
            found[key] = edge
            continue
        former = found[key]
        found[key] = replace(
            former,
            verbs=tuple(dict.fromkeys((*former.verbs, *edge.verbs))),
            who=former.who if former.who == edge.who else "",
            needs=tuple(dict.fromkeys((*former.needs, *edge.needs))),
        )
    return tuple(found.values())
