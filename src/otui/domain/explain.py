"""Why a due time is what it is: the rule, and every stretch of time that was counted or left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from otui.domain.clock_parts import Clock, ClockName, Span, Status
from otui.domain.clocks import Timeline
from otui.domain.workflow import Mode


@dataclass(frozen=True, slots=True)
class CountedStretch:
    """A stretch that counted."""

    begin: datetime
    end: datetime
    calendar: str
    seconds: float
    """Working time in it."""
    remembered: bool = False
    """As it was counted under hours that have changed since: `begin` to `end` is more than what counted."""


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stood still."""

    begin: datetime
    end: datetime | None
    """None: it lasts."""
    reason: str
    """The state that paused or stopped it."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """One clock, accounted for from its start until its due time, its end, or where it stands still."""

    clock: str
    cycle: int
    status: Status
    rule: str
    started: datetime
    target: timedelta
    due: datetime | None
    warn: datetime | None
    done: datetime | None
    used: timedelta
    """Working time used by now, or when it was done."""
    left: timedelta
    counted: tuple[CountedStretch, ...]
    pauses: tuple[Pause, ...]
    holidays: tuple[tuple[date, str], ...]

    def to_dict(self) -> dict[str, Any]:
        """Return it for --json: times as ISO 8601 in UTC, durations in seconds."""
        return {
            "clock": self.clock,
            "cycle": self.cycle,
            "status": self.status.value,
            "rule": self.rule,
            "started": self.started.isoformat(),
            "target": self.target.total_seconds(),
            "due": _iso(self.due),
            "warn": _iso(self.warn),
            "done": _iso(self.done),
            "used": self.used.total_seconds(),
            "left": self.left.total_seconds(),
            "counted": [
                {
                    "from": one.begin.isoformat(),
                    "to": one.end.isoformat(),
                    "calendar": one.calendar,
                    "seconds": one.seconds,
                    "remembered": one.remembered,
                }
                for one in self.counted
            ],
            "pauses": [
                {"from": one.begin.isoformat(), "to": _iso(one.end), "reason": one.reason}
                for one in self.pauses
            ],
            "holidays": [{"date": day.isoformat(), "name": name} for day, name in self.holidays],
        }


def explain(timeline: Timeline, clock: Clock, now: datetime) -> Explanation:
    """Account for one clock of a timeline. A due time to come is accounted for in advance."""
    face = timeline.face(clock, now)
    end = clock.due or clock.done or now
    counted: list[CountedStretch] = []
    holidays: dict[date, str] = {}
    for span in timeline.counted(clock):
        stretches, skipped = _account(timeline, span, end)
        counted.extend(stretches)
        holidays.update(skipped)
    return Explanation(
        clock=str(clock.name),
        cycle=clock.cycle,
        status=face.status,
        rule=clock.rule,
        started=clock.started,
        target=timedelta(seconds=clock.target),
        due=clock.due,
        warn=clock.warn,
        done=clock.done,
        used=face.used,
        left=face.left,
        counted=tuple(counted),
        pauses=_pauses(timeline, clock, end),
        holidays=tuple(sorted(holidays.items())),
    )


def _account(
    timeline: Timeline, span: Span, end: datetime
) -> tuple[list[CountedStretch], tuple[tuple[date, str], ...]]:
    until = end if span.ended is None else min(end, span.ended)
    if until <= span.began:
        return [], ()
    calendar = timeline.calendar_of(span)
    found = calendar.segments(span.began, until)
    if span.used is not None and span.ended is not None:
        recount = calendar.micros_between(span.began, span.ended)
        if recount != span.used:
            whole = CountedStretch(
                span.began, span.ended, span.calendar, span.used / 1_000_000, remembered=True
            )
            return [whole], ()
    stretches = [
        CountedStretch(first, last, span.calendar, (last - first).total_seconds())
        for first, last in found.windows
    ]
    return stretches, found.holidays


def _pauses(timeline: Timeline, clock: Clock, end: datetime) -> tuple[Pause, ...]:
    if clock.name == ClockName.RESPONSE:
        return ()
    return tuple(
        Pause(span.began, span.ended, span.reason)
        for span in timeline.spans
        if span.cycle == clock.cycle and span.mode is Mode.PAUSE and span.began < end
    )


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()
