"""Procedures: which of them are for a ticket, and what a change of the ticket does to the steps that stand on it.

A procedure names a kind, a category, a queue and an item, each or none of them; it is for every ticket that fits all
that it names. Source: "hoe procedures gestandaardiseerd kunnen worden binnen een servicedesk".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a procedure. An open step that is `required` stops a close."""

    subject: str
    required: bool = True


@dataclass(frozen=True, slots=True)
class Procedure:
    """A checklist, and what it is for; what is empty does not narrow it."""

    id: int
    name: str
    steps: tuple[Step, ...]
    kind: str = ""
    category: str = ""
    queue_id: int | None = None
    """This queue and all below it."""
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What a ticket is, as far as procedures look at it."""

    kind: str
    category: str
    queues: tuple[int, ...]
    """Its queue and those above it."""
    item_id: int | None = None


def applies(procedure: Procedure, about: About) -> bool:
    """Whether a procedure is for a ticket: all that it names fits."""
    return (
        procedure.kind in ("", about.kind)
        and procedure.category.casefold() in ("", about.category.casefold())
        and (procedure.queue_id is None or procedure.queue_id in about.queues)
        and (procedure.item_id is None or procedure.item_id == about.item_id)
    )


def applying(procedures: Iterable[Procedure], about: About) -> tuple[Procedure, ...]:
    """Return all procedures that are for a ticket, the most specific first: it fits the ticket best."""
    return tuple(sorted((one for one in procedures if applies(one, about)), key=_place))


def _place(procedure: Procedure) -> tuple[int, str]:
    """Return where a procedure comes: an item says more than a category, that more than a queue, that more than a kind.

    Each counts for more than all after it together.
    """
    named = (
        procedure.item_id is not None,
        bool(procedure.category),
        procedure.queue_id is not None,
        bool(procedure.kind),
    )
    return -sum(8 >> place for place, given in enumerate(named) if given), procedure.name.casefold()


# -- what a change does to the steps --------------------------------------------------------------------------------


class Origin(StrEnum):
    """How a step came on a ticket."""

    OWN = "own"
    """An agent wrote it."""
    ATTACHED = "attached"
    """An agent chose its procedure by hand."""
    APPLIED = "applied"
    """Its procedure was for the ticket."""


class Fate(StrEnum):
    """What becomes of a step when its ticket changes."""

    STAYS = "stays"
    GOES = "goes"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the table. None is any."""

    origin: Origin | None
    applies: bool | None
    """Whether its procedure is for the ticket as it is now."""
    begun: bool | None
    """Whether anything was done about it: done, left out, or given to somebody."""
    fate: Fate


RULES: tuple[Rule, ...] = (
    Rule(Origin.OWN, None, None, Fate.STAYS),
    Rule(Origin.ATTACHED, None, None, Fate.STAYS),
    Rule(Origin.APPLIED, True, None, Fate.STAYS),
    Rule(Origin.APPLIED, False, True, Fate.STAYS),
    Rule(Origin.APPLIED, False, False, Fate.GOES),
)
"""The first row that fits decides. What was done stays done; what nobody began goes with its procedure."""


def fate(origin: Origin, applies_now: bool, begun: bool) -> Fate:
    """Return what the table says of a step."""
    return next(
        row.fate
        for row in RULES
        if row.origin in (None, origin) and row.applies in (None, applies_now) and row.begun in (None, begun)
    )


def coming(
    procedures: Iterable[Procedure], before: About | None, now: About, there: Iterable[str] = ()
) -> tuple[tuple[Procedure, Step], ...]:
    """Return the steps that come on a ticket: of each procedure that is for it now and was not before, in order.

    `there` is what stands on it already: nothing is asked twice in the same words, however many procedures ask it.
    None for `before` is a ticket that is made.
    """
    known = {words.casefold() for words in there}
    found: list[tuple[Procedure, Step]] = []
    for procedure in applying(procedures, now):
        if before is not None and applies(procedure, before):
            continue
        for step in procedure.steps:
            if step.subject.casefold() not in known:
                known.add(step.subject.casefold())
                found.append((procedure, step))
    return tuple(found)
