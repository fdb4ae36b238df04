"""The life of a ticket as one table: states, what each does to the clocks, and which verb leads where.

Source: "Incidentbeheer" and "Ticket aanmaken". The flowchart that otui draws is drawn from TRANSITIONS.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

NO_DUE = 2**62
"""`Ticket.sort_key` of a ticket that has no due time: after every real one (microseconds)."""


class Kind(StrEnum):
    """What a ticket is: an incident (storing) or a request (vraag)."""

    INCIDENT = "incident"
    REQUEST = "request"


class State(StrEnum):
    """Where a ticket stands."""

    NEW = "new"
    OPEN = "open"
    WAITING_CONTACT = "waiting-contact"
    WAITING_THIRD_PARTY = "waiting-third-party"
    WAITING_UNTIL = "waiting-until"
    WAITING_PROBLEM = "waiting-problem"
    WAITING_CHANGE = "waiting-change"
    RESOLVED = "resolved"
    CLOSED = "closed"
    MERGED = "merged"


class Mode(StrEnum):
    """What a state does to the escalation and resolution clocks. The response clock runs on through a pause."""

    RUN = "run"
    PAUSE = "pause"
    STOP = "stop"


MODE: dict[State, Mode] = {
    State.NEW: Mode.RUN,
    State.OPEN: Mode.RUN,
    State.WAITING_CONTACT: Mode.PAUSE,
    State.WAITING_THIRD_PARTY: Mode.PAUSE,
    State.WAITING_UNTIL: Mode.PAUSE,
    State.WAITING_PROBLEM: Mode.PAUSE,
    State.WAITING_CHANGE: Mode.PAUSE,
    State.RESOLVED: Mode.STOP,
    State.CLOSED: Mode.STOP,
    State.MERGED: Mode.STOP,
}

OPEN_STATES: tuple[State, ...] = tuple(s for s in State if MODE[s] is not Mode.STOP)
"""Tickets in these states are somebody's work: they count as open in every overview."""

OPEN_SQL = "(" + " OR ".join(f"state = '{state}'" for state in OPEN_STATES) + ")"
"""The same as an SQL condition: what `ticket.is_open` is generated from, and what picks open rows of the tally."""

WAITING_STATES: tuple[State, ...] = tuple(s for s in State if MODE[s] is Mode.PAUSE)

_ANY_OPEN = OPEN_STATES


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: `verb` takes a ticket from any of `sources` to `target` (None: the state stays)."""

    verb: str
    sources: tuple[State, ...]
    target: State | None = None
    needs_reason: bool = False


TRANSITIONS: tuple[Transition, ...] = (
    Transition("reply", (State.NEW,), State.OPEN),
    Transition("reply", (State.OPEN, *WAITING_STATES, State.RESOLVED)),
    Transition("call", (State.NEW,), State.OPEN),
    Transition("call", (State.OPEN, *WAITING_STATES, State.RESOLVED)),
    Transition("note", (*_ANY_OPEN, State.RESOLVED, State.CLOSED)),
    Transition("forward", (*_ANY_OPEN, State.RESOLVED)),
    Transition("take", (State.NEW,), State.OPEN),
    Transition("take", (State.OPEN, *WAITING_STATES)),
    Transition("unlock", _ANY_OPEN),
    Transition("assign", (State.NEW,), State.OPEN),
    Transition("assign", (State.OPEN, *WAITING_STATES)),
    Transition("move", _ANY_OPEN),
    Transition("line-up", _ANY_OPEN, needs_reason=True),
    Transition("wait-contact", _ANY_OPEN, State.WAITING_CONTACT),
    Transition("wait-third-party", _ANY_OPEN, State.WAITING_THIRD_PARTY),
    Transition("wait-until", _ANY_OPEN, State.WAITING_UNTIL),
    Transition("wait-problem", _ANY_OPEN, State.WAITING_PROBLEM),
    Transition("wait-change", _ANY_OPEN, State.WAITING_CHANGE),
    Transition("wake", WAITING_STATES, State.OPEN),
    # What becomes of a problem reaches the incidents that belong to it, and those alone that wait for it move.
    Transition("tell-workaround", _ANY_OPEN),
    Transition("problem-fixed", (State.WAITING_PROBLEM,), State.RESOLVED),
    Transition("problem-ended", (State.WAITING_PROBLEM,), State.OPEN),
    Transition("problem-moved", (State.WAITING_PROBLEM,)),
    Transition("resolve", _ANY_OPEN, State.RESOLVED),
    Transition("close", (*_ANY_OPEN, State.RESOLVED), State.CLOSED),
    Transition("reopen", (State.RESOLVED, State.CLOSED), State.OPEN),
    Transition("priority", _ANY_OPEN),
    Transition("subject", (*_ANY_OPEN, State.RESOLVED)),
    Transition("kind", _ANY_OPEN),
    Transition("category", (*_ANY_OPEN, State.RESOLVED)),
    Transition("item", (*_ANY_OPEN, State.RESOLVED)),
    Transition("contact", (*_ANY_OPEN, State.RESOLVED)),
    Transition("merge", (*_ANY_OPEN, State.RESOLVED), State.MERGED),
    Transition("absorb", (*_ANY_OPEN, State.RESOLVED)),
    Transition("unmerge", (State.MERGED,), State.OPEN),
    Transition("split", (*_ANY_OPEN, State.RESOLVED)),
    Transition("link", tuple(State)),
    Transition("task", (*_ANY_OPEN, State.RESOLVED)),
)


def transition(verb: str, state: State) -> Transition | None:
    """Return the row for `verb` on a ticket in `state`, or None where the table says no."""
    for row in TRANSITIONS:
        if row.verb == verb and state in row.sources:
            return row
    return None


def allowed(state: State) -> tuple[str, ...]:
    """Return the verbs that may follow in `state`, in the order of the table, each once."""
    return tuple(dict.fromkeys(row.verb for row in TRANSITIONS if state in row.sources))
