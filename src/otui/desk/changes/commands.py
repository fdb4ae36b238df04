"""What is asked of changes: one frozen command a verb.

`ref` names a change by id or number. None in a field leaves it as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from otui.desk.records.finding import Ref
from otui.desk.records.moves import OnRecord


@dataclass(frozen=True, slots=True, kw_only=True)
class NewChange:
    """Record a change. `problem` and `incident` are what it comes of; `template` (standard) names one of the catalogue.

    An empty subject is taken from whatever it comes of. `requester` is an agent's login, empty: whoever records it;
    `contact` is who asked from outside.
    """

    subject: str = ""
    type: str = "normal"
    """normal, standard or emergency."""
    description: str = ""
    queue: str = ""
    """Empty: that of the problem or incident, else of the template, else the desk's."""
    owner: str = ""
    requester: str = ""
    implementer: str = ""
    contact: int | str = ""
    justification: str = ""
    emergency_reason: str = ""
    """Name of a reason of change.toml."""
    problem: Ref | None = None
    incident: Ref | None = None
    template: Ref | None = None
    items: tuple[Ref, ...] = ()
    """Services and items that it affects."""
    impact: int | None = None
    urgency: int | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    """A standard change without an end takes as long as its template says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditChange(OnRecord):
    """Word a change better, or plan it otherwise. Editing a plan lets every approval fall."""

    subject: str | None = None
    description: str | None = None
    justification: str | None = None
    emergency_reason: str | None = None
    implementation_plan: str | None = None
    test_plan: str | None = None
    communication_plan: str | None = None
    backout_plan: str | None = None
    outage: bool | None = None
    requester: str | None = None
    """An agent's login."""
    implementer: str | None = None
    """An agent's login; empty: nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule(OnRecord):
    """Say when it is carried out (half-open); both None take the window away. `reason`: why in spite of a collision."""

    starts: datetime | None
    ends: datetime | None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance(OnRecord):
    """Bring a change to the step `to`; empty: the next one of its path.

    `reason` is for a collision, or for another time than was planned.
    """

    to: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WithReason(OnRecord):
    """Cancel a change, or send it back to be recorded anew; the reason is required."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retype(OnRecord):
    """Let a change take another path, from its beginning: normal, or emergency with its reason."""

    type: str
    emergency_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(OnRecord):
    """Ask for the approval that its step calls for: of peers, by login, or of the board."""

    approvers: tuple[str, ...] = ()
    """Peers only; a board is asked as a whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(OnRecord):
    """Say what one thinks of a change, or of a standard change of the catalogue (`record`), being asked.

    `for_agent` is the absent approver whom one stands in for, by login; empty: oneself, or the one that it can be.
    """

    words: str = ""
    for_agent: str = ""
    record: str = "change"
    """change or change_template."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRisk(OnRecord):
    """Answer questions of change.toml: places of answers, from 0, by the name of the question."""

    answers: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(OnRecord):
    """Put down the test result, or what was changed as it stands now."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome(OnRecord):
    """Say how it went: successful, with-issues, unsuccessful or backed-out."""

    result: str
    begun: datetime | None = None
    """None: as it was, when it came to be implemented."""
    finished: datetime | None = None
    """None: now."""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(OnRecord):
    """Look back: whether it met its goal, whether the backout plan was used, what is learnt."""

    text: str
    goal_met: bool
    backout_used: bool = False
    lessons: str = ""
    caused: tuple[Ref, ...] = ()
    """Incidents that it caused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TieChange(OnRecord):
    """Tie something to a change, or take the tie away: `kind` of TIES in `ties`, `other` by number, name or id."""

    kind: str
    other: Ref


@dataclass(frozen=True, slots=True, kw_only=True)
class TellWaiting(OnRecord):
    """Open the tickets that wait for a change that is carried out or canceled, with a note on each.

    `tickets` are ids; None: all that wait.
    """

    tickets: tuple[int, ...] | None = None
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTemplate:
    """Draft a standard change for the catalogue."""

    name: str
    description: str = ""
    justification: str = ""
    implementation_plan: str = ""
    test_plan: str = ""
    communication_plan: str = ""
    backout_plan: str = ""
    outage: bool = False
    risk: str = "low"
    minutes: int = 60
    queue: str = ""
    from_change: Ref | None = None
    """A change that went well, whose plans it takes where none are given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EditTemplate(OnRecord):
    """Change a standard change of the catalogue: it is a draft again, and its approval falls."""

    name: str | None = None
    description: str | None = None
    justification: str | None = None
    implementation_plan: str | None = None
    test_plan: str | None = None
    communication_plan: str | None = None
    backout_plan: str | None = None
    outage: bool | None = None
    risk: str | None = None
    minutes: int | None = None
    queue: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTemplate(OnRecord):
    """Propose a standard change to the board, or retire it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Who sits on a board (cab or ecab): exactly these agents, by login."""

    board: str
    agents: tuple[str, ...]
