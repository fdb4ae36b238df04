"""What a ticket's clocks are made of: spans, clocks, targets, and what is shown or raised of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from otui.domain.workflow import Mode


class ClockName(StrEnum):
    """What a clock measures."""

    RESPONSE = "response"
    ESCALATION = "escalation"
    RESOLUTION = "resolution"


class Stage(StrEnum):
    """What can fall due on a clock."""

    WARNING = "warning"
    DUE = "due"


class Status(StrEnum):
    """How a clock stands at an instant."""

    RUNNING = "running"
    WARNED = "warned"
    PASSED = "passed"
    """Past its target and not done; a pause does not hide it."""
    PAUSED = "paused"
    MET = "met"
    MISSED = "missed"
    STOPPED = "stopped"
    """Ended by a merge: the other ticket goes on, so neither met nor missed is said."""


StageKey = tuple[str, int, str, datetime]
"""(clock, cycle, stage, instant): what is raised exactly once."""


@dataclass(slots=True)
class Span:
    """A stretch of a ticket's life in one calendar and one mode."""

    cycle: int
    began: datetime
    ended: datetime | None
    calendar: str
    mode: Mode
    reason: str
    """The state that set the mode."""
    used: int | None = None
    """Working microseconds in it, as counted when it ended."""
    id: int | None = None


@dataclass(slots=True)
class Clock:
    """One clock in one cycle. `done` and what stands beside it never change once set."""

    name: str
    cycle: int
    started: datetime
    target: int
    """Seconds of working time."""
    warn_percent: int
    """At how much of the target it warns; 0: never."""
    rule: str
    """The SLA table and level that gave the target."""
    due: datetime | None = None
    """None while it is paused before its target."""
    warn: datetime | None = None
    done: datetime | None = None
    missed: bool = False
    used: int | None = None
    """Working microseconds used when it was done."""
    id: int | None = None


@dataclass(frozen=True, slots=True)
class Targets:
    """What one level of one SLA table allows, in seconds of working time."""

    response: int
    escalation: int
    resolution: int
    warn_percent: int
    rule: str

    def of(self, name: str) -> int:
        """Return the target of the clock `name`."""
        if name == ClockName.RESPONSE:
            return self.response
        return self.escalation if name == ClockName.ESCALATION else self.resolution


@dataclass(frozen=True, slots=True)
class Face:
    """What a clock shows at an instant."""

    status: Status
    due: datetime | None
    warn: datetime | None
    used: timedelta
    left: timedelta
    """Working time left, negative when over; while paused, what is left after resuming."""
