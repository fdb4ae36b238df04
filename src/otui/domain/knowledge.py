"""The life of a knowledge article as one table. Source: "De oplossing kan in het kennissysteem worden opgenomen".

Anyone writes; another than who wrote it reads it before it counts; from then on it is offered for incidents like it.
What is published is looked at again after a time, so that nobody is told what no longer holds.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from otui.domain.process import Duty, Move


class Step(StrEnum):
    """Where an article stands."""

    DRAFT = "draft"
    REVIEW = "review"
    PUBLISHED = "published"
    RETIRED = "retired"


class Audience(StrEnum):
    """Who may read an article. Its standard solution goes to a contact in a reply, whoever may read the rest."""

    INTERNAL = "internal"
    CUSTOMERS = "customers"


HOLDS_FOR = timedelta(days=365)
"""How long after publishing an article is looked at again, where nobody said otherwise."""

TEXT_FIELDS = ("subject", "body", "solution")
"""What a reader reads: a change of one of these makes its writer the one who may not publish it."""

_ALIVE = (Step.DRAFT, Step.REVIEW, Step.PUBLISHED)

MOVES: tuple[Move, ...] = (
    Move("submit", (Step.DRAFT,), Step.REVIEW, Duty.ANYONE, needs=("words",)),
    Move("publish", (Step.REVIEW,), Step.PUBLISHED, needs=("words", "reviewer")),
    Move("send-back", (Step.REVIEW,), Step.DRAFT, needs=("reason",)),
    Move("still-holds", (Step.PUBLISHED,)),
    Move("retire", _ALIVE, Step.RETIRED, needs=("reason",)),
    Move("reopen", (Step.RETIRED,), Step.DRAFT),
    Move("edit", (Step.DRAFT, Step.REVIEW), duty=Duty.ANYONE),
    Move("edit", (Step.PUBLISHED,)),
    Move("assign", _ALIVE),
    Move("take", _ALIVE),
    Move("move", _ALIVE),
    Move("note", tuple(Step), duty=Duty.ANYONE),
    Move("link", tuple(Step), duty=Duty.ANYONE),
)


def after_edit(step: str, audience: str, *, text: bool, widened: bool) -> Step:
    """Return where an article stands once it was edited.

    What customers read is reviewed again when its words change (`text`), and so is what they may read from now on
    (`widened`). What agents read stays published: it has its version and its history.
    """
    if step == Step.PUBLISHED and (widened or (text and audience == Audience.CUSTOMERS)):
        return Step.REVIEW
    return Step(step)
