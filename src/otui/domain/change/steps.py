"""The three paths of a change through the nine steps of the source, as tables.

Source: "... vastgelegd worden en vervolgens onder controle worden beoordeeld, geautoriseerd, prioriteit toegekend
wordt, gepland, getest, geïmplementeerd, gedocumenteerd en gereviewd"; "Soorten wijzigingen". A step names the work
that is under way; a change that is in `authorise` waits to be authorised.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

from otui.domain.process import Duty, Move


class Step(StrEnum):
    """Where a change stands: the nine steps, and the two ends."""

    RECORD = "record"
    ASSESS = "assess"
    AUTHORISE = "authorise"
    PRIORITISE = "prioritise"
    PLAN = "plan"
    TEST = "test"
    IMPLEMENT = "implement"
    DOCUMENT = "document"
    REVIEW = "review"
    CLOSED = "closed"
    CANCELED = "canceled"


class Type(StrEnum):
    """Which path a change takes."""

    NORMAL = "normal"
    STANDARD = "standard"
    """Authorised beforehand: its template, from the catalogue, was approved."""
    EMERGENCY = "emergency"


PATHS: dict[Type, tuple[Step, ...]] = {
    Type.NORMAL: (
        Step.RECORD,
        Step.ASSESS,
        Step.AUTHORISE,
        Step.PRIORITISE,
        Step.PLAN,
        Step.TEST,
        Step.IMPLEMENT,
        Step.DOCUMENT,
        Step.REVIEW,
        Step.CLOSED,
    ),
    # Assessed, authorised and tested as a template.
    Type.STANDARD: (
        Step.RECORD,
        Step.PLAN,
        Step.IMPLEMENT,
        Step.DOCUMENT,
        Step.REVIEW,
        Step.CLOSED,
    ),
    # As soon as possible: the emergency board authorises; a test where time allows it; the review is never left out.
    Type.EMERGENCY: (
        Step.RECORD,
        Step.AUTHORISE,
        Step.PLAN,
        Step.IMPLEMENT,
        Step.DOCUMENT,
        Step.REVIEW,
        Step.CLOSED,
    ),
}
"""The steps of each path in their order."""

OPEN_STEPS: tuple[Step, ...] = tuple(step for step in Step if step not in (Step.CLOSED, Step.CANCELED))
"""Changes in these steps are somebody's work."""
OPEN_SQL = "(" + " OR ".join(f"step = '{step}'" for step in OPEN_STEPS) + ")"
"""The same as an SQL condition: what `change.is_open` is generated from."""
BEFORE_IMPLEMENT: tuple[Step, ...] = OPEN_STEPS[: OPEN_STEPS.index(Step.IMPLEMENT)]
"""Steps in which the plan and the window may still change."""

NEEDS: dict[tuple[Type, Step], tuple[str, ...]] = {
    (Type.NORMAL, Step.ASSESS): ("justification", "owner"),
    (Type.NORMAL, Step.AUTHORISE): ("plans", "window", "implementer", "risk", "peer_approved"),
    (Type.NORMAL, Step.PRIORITISE): ("cab_approved",),
    (Type.NORMAL, Step.PLAN): ("priority",),
    (Type.NORMAL, Step.TEST): ("window", "implementer", "not_blocked", "no_collision"),
    (Type.NORMAL, Step.IMPLEMENT): ("cab_approved", "tested", "not_blocked", "no_collision", "in_window"),
    (Type.STANDARD, Step.PLAN): ("template", "owner"),
    (Type.STANDARD, Step.IMPLEMENT): (
        "template",
        "window",
        "implementer",
        "not_blocked",
        "no_collision",
        "in_window",
    ),
    (Type.EMERGENCY, Step.AUTHORISE): ("emergency_reason", "owner", "backout_plan"),
    (Type.EMERGENCY, Step.PLAN): ("ecab_approved",),
    (Type.EMERGENCY, Step.IMPLEMENT): ("ecab_approved", "window", "implementer"),
    (Type.EMERGENCY, Step.TEST): ("ecab_approved", "window", "implementer"),
    (Type.EMERGENCY, Step.REVIEW): ("justification",),
}
"""What must hold before a path's step is entered."""
ASKS: dict[tuple[Type, Step], str] = {
    (Type.NORMAL, Step.ASSESS): "peer",
    (Type.NORMAL, Step.AUTHORISE): "cab",
    (Type.EMERGENCY, Step.AUTHORISE): "ecab",
}
"""Who is asked for approval in a step: peers, the board, or the emergency board."""
_ALWAYS: dict[Step, tuple[str, ...]] = {
    Step.DOCUMENT: ("result",),
    Step.REVIEW: ("documentation",),
    Step.CLOSED: ("result", "review"),
}
_WHO: dict[Step, Duty] = {Step.PRIORITISE: Duty.MANAGER, Step.CLOSED: Duty.MANAGER}

VERBS: dict[Step, str] = {step: str(step) for step in Step} | {Step.CLOSED: "close"}
"""The verb by which a step is entered: it is called as the step is."""


def _onward(kind: Type, source: Step, target: Step) -> Move:
    needs = (*NEEDS.get((kind, target), ()), *_ALWAYS.get(target, ()))
    return Move(VERBS[target], (source,), target, _WHO.get(target, Duty.TEAM), needs)


def _path(kind: Type) -> tuple[Move, ...]:
    moves = [_onward(kind, source, target) for source, target in pairwise(PATHS[kind])]
    if kind is Type.EMERGENCY:
        moves += [_onward(kind, Step.PLAN, Step.TEST)]
        moves += [Move("implement", (Step.TEST,), Step.IMPLEMENT, needs=("ecab_approved", "tested"))]
    own = {step for row in moves for step in (*row.sources, row.target)}
    before_review = tuple(step for step in OPEN_STEPS[: OPEN_STEPS.index(Step.REVIEW)] if step in own)
    if kind is not Type.STANDARD:
        back = tuple(step for step in BEFORE_IMPLEMENT if step in own and step is not Step.RECORD)
        moves.append(Move("rework", back, Step.RECORD, needs=("reason",)))
    return (
        *moves,
        Move("cancel", before_review, Step.CANCELED, needs=("reason",)),
        Move("edit", OPEN_STEPS),
        Move("retype", tuple(step for step in BEFORE_IMPLEMENT if step in own), Step.RECORD),
        Move("schedule", BEFORE_IMPLEMENT),
        Move("risk", BEFORE_IMPLEMENT),
        *_approvals(kind),
        Move("test-result", (Step.TEST,)),
        Move("result", (Step.IMPLEMENT,)),
        Move("documentation", (Step.IMPLEMENT, Step.DOCUMENT)),
        Move("review-text", (Step.REVIEW,)),
        Move("tell", (Step.DOCUMENT, Step.REVIEW, Step.CLOSED, Step.CANCELED)),
        Move("take", OPEN_STEPS),
        Move("assign", OPEN_STEPS),
        Move("move", OPEN_STEPS),
        Move("priority", BEFORE_IMPLEMENT),
        Move("task", OPEN_STEPS),
        Move("note", tuple(Step), duty=Duty.ANYONE),
        Move("link", tuple(Step), duty=Duty.ANYONE),
    )


def _approvals(kind: Type) -> tuple[Move, ...]:
    asked_in = tuple(step for (of, step) in ASKS if of is kind)
    if not asked_in:
        return ()
    return (
        Move("ask", asked_in),
        Move("approve", asked_in, duty=Duty.ANYONE, needs=("asked",)),
        Move("reject", asked_in, duty=Duty.ANYONE, needs=("asked", "reason")),
        Move("defer", asked_in, duty=Duty.ANYONE, needs=("asked", "reason")),
    )


MOVES: dict[Type, tuple[Move, ...]] = {kind: _path(kind) for kind in Type}
"""For each type, every move that there is."""


def next_step(kind: Type, step: Step) -> Step | None:
    """Return the step that comes after `step` on a path; None at its end, and off it."""
    path = PATHS[kind]
    if step not in path or step is path[-1]:
        return None
    return path[path.index(step) + 1]


def fallen_back(kind: Type) -> Step:
    """Return where a change goes back to when its approvals fall: the first step that asks for one."""
    return Step.ASSESS if kind is Type.NORMAL else Step.AUTHORISE


def is_past(step: Step, other: Step) -> bool:
    """Whether a step comes after another, on whatever path; the ends come after all."""
    order = tuple(Step)
    return order.index(step) > order.index(other)
