"""What the processes beside the incident share: a table of moves, from which step to which, by whom, on what terms.

`domain.problem` and `domain.change` hold such tables. The desk asks them before it does anything, and the flowchart
is drawn from them: there is no second place that knows what may follow.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Duty(StrEnum):
    """Who may make a move, of those who may see the record. A lead may whatever the team may."""

    ANYONE = "anyone"
    TEAM = "team"
    """Its owner, or who is on the team of its queue."""
    OWNER = "owner"
    """Its owner: the problem coordinator, the change owner."""
    MANAGER = "manager"
    """A lead or an admin: the problem manager, the change manager."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of a table: `verb` takes a record from any of `sources` to `target` (None: the step stays).

    `needs` names what must hold before; the desk has one test and one sentence for each of these names.
    """

    verb: str
    sources: tuple[str, ...]
    target: str | None = None
    duty: Duty = Duty.TEAM
    needs: tuple[str, ...] = ()


def move(moves: Iterable[Move], verb: str, step: str) -> Move | None:
    """Return the row for `verb` on a record in `step`, or None where the table says no."""
    return next((row for row in moves if row.verb == verb and step in row.sources), None)


def allowed(moves: Iterable[Move], step: str) -> tuple[Move, ...]:
    """Return the rows that may follow in `step`, in the order of the table."""
    return tuple(row for row in moves if step in row.sources)
