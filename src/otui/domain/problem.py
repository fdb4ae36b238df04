"""The life of a problem as one table. Source: "Probleembeheer"; the rules are those of the ITIL problem process.

A problem is the unknown cause of one or more incidents. Once its cause and a workaround are written down it is a
known error, whatever step it is in.
"""

from __future__ import annotations

from enum import StrEnum

from otui.domain.process import Duty, Move


class Step(StrEnum):
    """Where a problem stands."""

    NEW = "new"
    ASSESS = "assess"
    ANALYSE = "analyse"
    FIX = "fix"
    RESOLVED = "resolved"
    CLOSED = "closed"


class Resolution(StrEnum):
    """How a problem ended."""

    FIX_APPLIED = "fix-applied"
    RISK_ACCEPTED = "risk-accepted"
    DUPLICATE = "duplicate"
    CANCELED = "canceled"


OPEN_STEPS = (Step.NEW, Step.ASSESS, Step.ANALYSE, Step.FIX)
"""Problems in these steps are somebody's work."""
OPEN_SQL = "(" + " OR ".join(f"step = '{step}'" for step in OPEN_STEPS) + ")"
"""The same as an SQL condition: what `problem.is_open` is generated from."""

_UNDER_WAY = (*OPEN_STEPS, Step.RESOLVED)

MOVES: tuple[Move, ...] = (
    Move("assess", (Step.NEW,), Step.ASSESS, needs=("owner",)),
    Move("analyse", (Step.ASSESS,), Step.ANALYSE),
    Move("fix", (Step.ANALYSE,), Step.FIX, needs=("owner", "root_cause", "fix")),
    Move("resolve", (Step.FIX,), Step.RESOLVED, Duty.OWNER, needs=("changes_done",)),
    Move("complete", (Step.RESOLVED,), Step.CLOSED),
    Move("accept-risk", (Step.ANALYSE, Step.FIX), Step.CLOSED, Duty.MANAGER, needs=("reason", "review_at")),
    Move("duplicate", (Step.NEW, Step.ASSESS), Step.CLOSED, needs=("original",)),
    Move("cancel", (Step.NEW, Step.ASSESS), Step.CLOSED, needs=("reason",)),
    Move("re-analyse", (Step.RESOLVED, Step.CLOSED), Step.ANALYSE, Duty.MANAGER, needs=("reason",)),
    Move("known-error", (Step.ANALYSE, Step.FIX, Step.RESOLVED), needs=("root_cause", "workaround")),
    Move("tell-workaround", _UNDER_WAY, needs=("workaround",)),
    Move("take", OPEN_STEPS),
    Move("assign", OPEN_STEPS),
    Move("move", OPEN_STEPS),
    Move("edit", _UNDER_WAY),
    Move("priority", OPEN_STEPS),
    Move("task", OPEN_STEPS),
    Move("note", tuple(Step), duty=Duty.ANYONE),
    Move("link", tuple(Step), duty=Duty.ANYONE),
)
