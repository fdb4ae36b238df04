"""The major incident (grote storing) as tables: its steps, and what its parent passes on to its children.

Source: one ticket stands for many; its children wait, wake and are solved with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from otui.domain.process import Duty, Move
from otui.domain.workflow import OPEN_STATES, State


class Stand(StrEnum):
    """Where a major incident stands."""

    PROPOSED = "proposed"
    """Somebody, or otui itself, thinks that it is one."""
    DECLARED = "declared"
    DISMISSED = "dismissed"
    OVER = "over"
    """Solved; its review may still have to be written."""


STANDING = (Stand.PROPOSED, Stand.DECLARED)
LASTING = (Stand.DECLARED, Stand.OVER)
"""While it stands so, its parent never closes by the passing of time."""

MOVES: tuple[Move, ...] = (
    Move("major-propose", (Stand.DISMISSED,), Stand.PROPOSED, Duty.ANYONE),
    Move("major-declare", (Stand.PROPOSED,), Stand.DECLARED, Duty.MANAGER),
    Move("major-message", (Stand.DECLARED, Stand.OVER), duty=Duty.TEAM),
    Move("major-resolve", (Stand.DECLARED,), Stand.OVER, Duty.TEAM),
    Move("major-add", STANDING, duty=Duty.TEAM),
    Move("major-remove", STANDING, duty=Duty.TEAM),
    Move("major-review", (Stand.OVER,), duty=Duty.TEAM),
    Move("major-dismiss", STANDING, Stand.DISMISSED, Duty.MANAGER),
)
"""What may follow in each stand, the likeliest first, and who may.

That a ticket is proposed for the first time needs no row.
"""

BY_AGENTS = frozenset({"major-declare", "major-dismiss"})
"""Moves of a lead that a desk may leave to the team: `declare = "agent"`."""


@dataclass(frozen=True, slots=True)
class Flow:
    """One row of what passes from parent to child: a child in any of `sources` follows its parent to `target`.

    `was` names the states that the parent must come from; empty: any. `told` says that the contact is told. What has
    no row stays the parent's own.
    """

    target: State
    sources: tuple[State, ...]
    was: tuple[State, ...] = ()
    told: bool = False


_HELD = (State.WAITING_THIRD_PARTY, State.WAITING_PROBLEM, State.WAITING_CHANGE)
"""Waits that parent and children share."""

FLOWS: tuple[Flow, ...] = (
    *(Flow(wait, (State.NEW, State.OPEN, *(one for one in _HELD if one is not wait))) for wait in _HELD),
    *(Flow(State.OPEN, (wait,), was=(wait,)) for wait in _HELD),
    Flow(State.RESOLVED, OPEN_STATES, told=True),
)
"""A child that waits for its own contact, or until its own hour, goes on doing so: only a solution ends that. Closing
the parent closes no child, and opening it again opens none: each contact decides for themselves."""


def passes(was: str, now: str, child: str) -> Flow | None:
    """Return the row by which a child follows a parent that went from one state to another, or None."""
    for row in FLOWS:
        if row.target == now != was and (not row.was or was in row.was) and child in row.sources:
            return row
    return None
