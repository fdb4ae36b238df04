"""The clocks of a ticket that is played again: wound, changed and read as its events come by."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import datetime

from otui.desk.bulk import Values, fallen_due
from otui.desk.clockwork import targets_of
from otui.domain.clocks import Clock, ClockName, Span, StageKey, Targets
from otui.domain.rules import Rules
from otui.domain.workflow import MODE, OPEN_STATES, Mode, State


@dataclass(frozen=True, slots=True)
class Terms:
    """What a ticket's clocks go by after an event."""

    targets: Targets | None
    """None: its level has no targets, so it has no clocks."""
    calendar: str
    queue_id: int
    owner_id: int | None


class Winding:
    """A timeline, and what a timer would have raised on it."""

    def __init__(self, rules: Rules, created: datetime, state: State, terms: Terms) -> None:
        self.timeline = rules.timeline()
        self._created = created
        self._responded = False
        self._places = [(created, terms.queue_id, terms.owner_id)]
        self._raised: dict[StageKey, None] = {}
        if terms.targets is None:
            mode = MODE[State.NEW]
            self.timeline.spans.append(Span(1, created, None, terms.calendar, mode, State.NEW.value))
        else:
            self.timeline.start(created, terms.calendar, terms.targets)
        if state is not State.NEW:
            self._enter(created, state)

    def happen(self, at: datetime, before: State, after: State, terms: Terms) -> None:
        """Take in an event: what it changes of the terms first, then what it does to the running."""
        timeline, targets = self.timeline, terms.targets
        self._places.append((at, terms.queue_id, terms.owner_id))
        rule = next((clock.rule for clock in timeline.live()), "")
        if terms.calendar != timeline.calendar or (targets is not None and rule not in ("", targets.rule)):
            self._raise_until(at)
            timeline.recalendar(at, terms.calendar)
            if targets is not None:
                timeline.retarget(at, targets)
        if MODE[before] is Mode.STOP and after in OPEN_STATES:
            self._reopen(at, after, terms)
        elif before is not after:
            self._enter(at, after)
        if targets is not None and not timeline.clocks:
            self._start_late(targets)

    def respond(self, at: datetime) -> None:
        """An agent has spoken with the contact by now."""
        self._responded = True
        self.timeline.respond(at)

    def raised(self, now: datetime) -> list[Values]:
        """Return what fell due until `now` as rows of escalations, each raised at its own instant."""
        self._raise_until(now)
        rows = []
        for clock, cycle, stage, due in self._raised:
            place = max(bisect_right(self._places, due, key=lambda one: one[0]) - 1, 0)
            _at, queue_id, owner_id = self._places[place]
            row = {"clock": clock, "cycle": cycle, "stage": stage, "due_at": due, "raised_at": due}
            rows.append({**row, "queue_id": queue_id, "owner_id": owner_id})
        return rows

    def _raise_until(self, at: datetime) -> None:
        """Note what fell due by `at`, before the clocks are given other terms: missed stays missed."""
        self.timeline.rebuild()
        self._raised.update(dict.fromkeys(fallen_due(self.timeline, at)))

    def _enter(self, at: datetime, state: State) -> None:
        self.timeline.change(at, MODE[state], state.value, closing=state is State.CLOSED)

    def _reopen(self, at: datetime, state: State, terms: Terms) -> None:
        """Begin a second cycle; on a ticket without clocks that is no more than its count."""
        timeline = self.timeline
        targets = terms.targets or targets_of(timeline.clocks)
        if targets is not None and timeline.clocks:
            timeline.reopen(at, targets, MODE[state], state.value, terms.calendar)
        else:
            self._enter(at, state)
            timeline.spans[-1].cycle += 1

    def _start_late(self, targets: Targets) -> None:
        """Give clocks to a ticket whose level was not known before: they count from when its cycle began."""
        timeline = self.timeline
        if timeline.mode is Mode.STOP:
            return
        began = next(span.began for span in timeline.spans if span.cycle == timeline.cycle)
        for name in ClockName:
            if name is not ClockName.RESPONSE or not self._responded:
                start = self._created if name is ClockName.RESPONSE else began
                warn, rule = targets.warn_percent, targets.rule
                timeline.clocks.append(Clock(name.value, timeline.cycle, start, targets.of(name), warn, rule))
