"""What an agent asks of a problem: one frozen command a verb."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from otui.desk.commands import TicketRef
from otui.desk.records.finding import Ref
from otui.desk.records.moves import OnRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class NewProblem:
    """Make a problem. `incidents` are linked; the first of them gives what the command leaves open."""

    subject: str = ""
    description: str = ""
    queue: str = ""
    impact: int | None = None
    urgency: int | None = None
    contact: int | str = ""
    incidents: tuple[TicketRef, ...] = ()
    item: Ref = ""
    take: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EditProblem(OnRecord):
    """Write fields of a problem, by their names: subject, description, symptom, root_cause, workaround, fix."""

    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(OnRecord):
    """A move that brings nothing but the will to make it: assess, analyse, fix, complete, known-error."""

    verb: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithReason(OnRecord):
    """Cancel a problem, or analyse it again, with the reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptRisk(OnRecord):
    """Live with it: why, and when that is looked at again."""

    reason: str
    review_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateOf(OnRecord):
    """Say that another problem is the same: what is linked to this one moves there."""

    original: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class TieProblem(OnRecord):
    """Tie an incident, a change or a service or item to a problem, or (unlink) take the tie away."""

    other: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class Tell(OnRecord):
    """Tell those whom a problem touches. `message` goes to each contact and may hold placeholders, as a reply.

    `known` are the tickets that were shown beforehand: where others are touched by now, nothing is done.
    """

    message: str = ""
    known: tuple[int, ...] | None = field(default=None)
