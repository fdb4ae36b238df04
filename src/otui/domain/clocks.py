"""The three clocks of a ticket: what runs, what pauses, when each warns and falls due.

A ticket's life is a row of spans that touch end to end; each has one calendar and one mode. A due time is always
derived from the start, the spans, the target and the calendar, and never added to. What a span used is remembered as
it was counted when the span ended: a later calendar cannot change it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import copy
from datetime import datetime, timedelta

from otui.domain.calendar import BusinessCalendar
from otui.domain.clock_parts import Clock, ClockName, Face, Span, Stage, StageKey, Status, Targets
from otui.domain.opening import SECOND
from otui.domain.workflow import Mode, State
from otui.errors import NotFound
from otui.text.i18n import _

__all__ = [
    "AT_ONCE_GRACE",
    "Clock",
    "ClockName",
    "Face",
    "Span",
    "Stage",
    "StageKey",
    "Status",
    "Targets",
    "Timeline",
]

AT_ONCE_GRACE = timedelta(minutes=5)
"""Working time within which a target of zero counts as met, where the desk's rules say nothing else."""


class Timeline:
    """The spans and clocks of one ticket. Say what happened in order, then `rebuild`, then read."""

    __slots__ = ("_calendars", "_grace", "clocks", "spans")

    def __init__(
        self,
        calendars: Mapping[str, BusinessCalendar],
        spans: list[Span] | None = None,
        clocks: list[Clock] | None = None,
        at_once_grace: timedelta = AT_ONCE_GRACE,
    ) -> None:
        self._calendars = calendars
        self._grace = at_once_grace
        self.spans: list[Span] = [] if spans is None else spans
        self.clocks: list[Clock] = [] if clocks is None else clocks

    # -- what happened ---------------------------------------------------------------------------------------------

    def start(
        self, at: datetime, calendar: str, targets: Targets, mode: Mode = Mode.RUN, reason: str = State.NEW
    ) -> None:
        """Begin with all three clocks when the ticket was created."""
        self.spans.append(Span(1, at, None, calendar, mode, reason))
        self._wind(at, targets, tuple(ClockName))

    def change(self, at: datetime, mode: Mode, reason: str, *, closing: bool = False) -> None:
        """Enter a state. STOP ends escalation and resolution; `closing` (closed, merged) ends response too."""
        at = self._no_earlier(at)
        if mode is Mode.STOP:
            self._finish(at, every=closing)
        now = self.spans[-1]
        if mode is now.mode and (mode is Mode.RUN or reason == now.reason):
            return
        self._follow(at, now.calendar, mode, reason, now.cycle)

    def recalendar(self, at: datetime, calendar: str) -> None:
        """Count in another calendar from `at` on; what was used before stays as it was counted."""
        if calendar != self.calendar:
            self._split(self._no_earlier(at), calendar)

    def settle(self, at: datetime) -> None:
        """Fix what was used until `at`, before the text of this ticket's calendar changes under the same name."""
        self._split(self._no_earlier(at), self.calendar)

    def retarget(self, at: datetime, targets: Targets) -> None:
        """Let every clock that is not done count to another target, from its own start; results stay.

        `at` is when it was decided; a due time does not depend on it.
        """
        for clock in self.live():
            target = targets.of(clock.name)
            if (target, targets.warn_percent) != (clock.target, clock.warn_percent):
                clock.due = clock.warn = None
            clock.target, clock.warn_percent, clock.rule = target, targets.warn_percent, targets.rule

    def respond(self, at: datetime) -> None:
        """An agent reached the contact: the response clock is done for good, at the first time."""
        at = self._no_earlier(at)
        for clock in self.live():
            if clock.name == ClockName.RESPONSE:
                self._end(clock, at)

    def reopen(
        self,
        at: datetime,
        targets: Targets,
        mode: Mode = Mode.RUN,
        reason: str = State.OPEN,
        calendar: str | None = None,
    ) -> None:
        """Begin a second cycle with the full targets; the first keeps its result, response is not restarted.

        On a ticket whose clocks never stopped it is no more than a change of state.
        """
        at = self._no_earlier(at)
        if self.mode is not Mode.STOP:
            self.change(at, mode, reason)
            return
        self._follow(at, calendar or self.calendar, mode, reason, self.cycle + 1)
        self._wind(at, targets, (ClockName.ESCALATION, ClockName.RESOLUTION))

    def with_targets(self, at: datetime, targets: Targets) -> Timeline:
        """Return what this timeline would be under other targets; this one stays as it is."""
        other = Timeline(
            self._calendars,
            [copy(span) for span in self.spans],
            [copy(clock) for clock in self.clocks],
            self._grace,
        )
        other.retarget(at, targets)
        other.rebuild()
        return other

    def rebuild(self) -> None:
        """Derive due and warning of every clock that is not done."""
        for clock in self.live():
            self._place(clock)

    # -- what follows from it --------------------------------------------------------------------------------------

    @property
    def mode(self) -> Mode:
        """What escalation and resolution do now."""
        return self.spans[-1].mode

    @property
    def cycle(self) -> int:
        """1, and one more for every reopening."""
        return self.spans[-1].cycle

    @property
    def calendar(self) -> str:
        """Name of the calendar that counts now."""
        return self.spans[-1].calendar

    @property
    def response_due(self) -> datetime | None:
        """When the contact must have heard from an agent; None once that is done."""
        return self._due(ClockName.RESPONSE)

    @property
    def escalation_due(self) -> datetime | None:
        """When the ticket escalates; None while paused, or once resolved."""
        return self._due(ClockName.ESCALATION)

    @property
    def resolution_due(self) -> datetime | None:
        """When the ticket must be resolved; None while paused, or once resolved."""
        return self._due(ClockName.RESOLUTION)

    @property
    def sort_due(self) -> datetime | None:
        """The earliest due of a clock that runs."""
        return min((c.due for c in self.live() if c.due is not None and not self.paused(c)), default=None)

    def live(self) -> Iterator[Clock]:
        """Yield the clocks that are not done."""
        return (clock for clock in self.clocks if clock.done is None)

    def paused(self, clock: Clock) -> bool:
        """Whether a clock that is not done stands still; the response clock never does."""
        return clock.name != ClockName.RESPONSE and self.mode is not Mode.RUN

    def clock(self, name: str, cycle: int | None = None) -> Clock | None:
        """Return a clock by name: of that cycle, else its newest."""
        found = [c for c in self.clocks if c.name == name and cycle in (None, c.cycle)]
        return max(found, key=lambda c: c.cycle, default=None)

    def stages_due(self, now: datetime) -> list[StageKey]:
        """Return what has fallen due by `now` on clocks that are not done, raised or not, earliest first."""
        return sorted((key for key in self._stages() if key[3] <= now), key=lambda key: key[3])

    def next_at(self, raised: Collection[StageKey], now: datetime) -> datetime | None:
        """Return when the timer must look next: the earliest stage not yet raised, `now` where that has passed."""
        earliest = min((key[3] for key in self._stages() if key not in raised), default=None)
        return None if earliest is None else max(earliest, now)

    def flag(self, now: datetime) -> int:
        """Return what burns: 0 nothing, 1 warned, 2 escalated, 3 response or resolution past due and not done."""
        worst = 0
        for clock in self.live():
            if clock.due is not None and clock.due <= now:
                worst = max(worst, 2 if clock.name == ClockName.ESCALATION else 3)
            elif clock.warn is not None and clock.warn <= now and not self.paused(clock):
                worst = max(worst, 1)
        return worst

    def face(self, clock: Clock, now: datetime) -> Face:
        """Return what a clock shows at `now`."""
        used = timedelta(microseconds=self.used(clock, now))
        left = timedelta(seconds=clock.target) - used
        return Face(self._status(clock, now), clock.due, clock.warn, used, left)

    def used(self, clock: Clock, now: datetime) -> int:
        """Return the working microseconds that a clock has used by `now`, or when it was done."""
        if clock.done is not None and clock.used is not None:
            return clock.used
        return sum(self._worked(span, now) for span in self.counted(clock))

    def counted(self, clock: Clock) -> Iterator[Span]:
        """Yield the spans that count for a clock: all for response, those of its cycle that run for the others."""
        if clock.name == ClockName.RESPONSE:
            return iter(self.spans)
        return (span for span in self.spans if span.cycle == clock.cycle and span.mode is Mode.RUN)

    def calendar_of(self, span: Span) -> BusinessCalendar:
        """Return the calendar a span counts in; NotFound where the rules no longer have it."""
        found = self._calendars.get(span.calendar)
        if found is None:
            raise NotFound(
                _("The calendar {name} is not in the rules any more.").format(name=repr(span.calendar)),
                _("Put it back in calendar.toml, or move the ticket to a queue with another."),
            )
        return found

    # -- how -------------------------------------------------------------------------------------------------------

    def _no_earlier(self, at: datetime) -> datetime:
        """Spans touch: what an import tells too late happens when the last span began."""
        return max(at, self.spans[-1].began)

    def _wind(self, at: datetime, targets: Targets, names: tuple[ClockName, ...]) -> None:
        cycle, warn = self.cycle, targets.warn_percent
        self.clocks.extend(Clock(n.value, cycle, at, targets.of(n), warn, targets.rule) for n in names)

    def _split(self, at: datetime, calendar: str) -> None:
        now = self.spans[-1]
        self._follow(at, calendar, now.mode, now.reason, now.cycle)

    def _follow(self, at: datetime, calendar: str, mode: Mode, reason: str, cycle: int) -> None:
        last = self.spans[-1]
        last.used = self._worked(last, at)
        last.ended = at
        self.spans.append(Span(cycle, at, None, calendar, mode, reason))

    def _finish(self, at: datetime, every: bool) -> None:
        for clock in self.live():
            if every or clock.name != ClockName.RESPONSE:
                self._end(clock, at)

    def _end(self, clock: Clock, at: datetime) -> None:
        self._place(clock)
        clock.used = self.used(clock, at)
        clock.done = at
        if clock.target == 0:
            clock.missed = timedelta(microseconds=clock.used) > self._grace
        else:
            clock.missed = clock.due is not None and at > clock.due

    def _place(self, clock: Clock) -> None:
        target = clock.target * SECOND
        clock.due = self._reach(clock, target, clock.due)
        percent = clock.warn_percent
        clock.warn = self._reach(clock, target * percent // 100, clock.warn) if target and percent else None

    def _reach(self, clock: Clock, wanted: int, known: datetime | None) -> datetime | None:
        """Return the instant at which a clock has used `wanted` microseconds; None where it stands still before."""
        if wanted == 0:
            return clock.started
        for span in self.counted(clock):
            if span.ended is None:
                return self._from(span, wanted)
            used = self._worked(span, span.ended)
            if wanted <= used:
                # Passed is passed: an edited calendar does not move an instant that lies in a span already counted.
                if known is not None and span.began <= known <= span.ended:
                    return known
                return min(self._from(span, wanted), span.ended)
            wanted -= used
        return None

    def _from(self, span: Span, wanted: int) -> datetime:
        return self.calendar_of(span).add(span.began, timedelta(microseconds=wanted))

    def _worked(self, span: Span, until: datetime) -> int:
        if span.used is not None:
            return span.used
        return self.calendar_of(span).micros_between(span.began, until if span.ended is None else span.ended)

    def _due(self, name: ClockName) -> datetime | None:
        clock = self.clock(name)
        return None if clock is None or clock.done is not None or self.paused(clock) else clock.due

    def _stages(self) -> Iterator[StageKey]:
        for clock in self.live():
            if clock.warn is not None:
                yield str(clock.name), clock.cycle, Stage.WARNING.value, clock.warn
            if clock.due is not None:
                yield str(clock.name), clock.cycle, Stage.DUE.value, clock.due

    def _status(self, clock: Clock, now: datetime) -> Status:
        if clock.done is not None:
            last = self.spans[-1]
            if last.reason == State.MERGED and last.began == clock.done:
                return Status.STOPPED
            return Status.MISSED if clock.missed else Status.MET
        if clock.due is not None and clock.due <= now:
            return Status.PASSED
        if self.paused(clock):
            return Status.PAUSED
        return Status.WARNED if clock.warn is not None and clock.warn <= now else Status.RUNNING
