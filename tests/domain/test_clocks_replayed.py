"""The clocks over random lives of a ticket, held to a replay that ticks every second."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from otui.domain.calendar import BusinessCalendar
from otui.domain.clocks import Clock, Targets, Timeline
from otui.domain.workflow import Mode

START = datetime(2026, 11, 23, 8, tzinfo=UTC)
LENGTH = 2 * 3600
AFTER = 3 * 3600
SECOND = timedelta(seconds=1)
GRACE = 300
# Small windows, so that a ticket of two hours sees several openings and closings. Minutes after START.
WINDOWS = {
    "one": ((10, 25), (30, 31), (50, 95), (130, 400)),
    "two": ((0, 5), (40, 60), (61, 62), (100, 300)),
    "all": ((-480, 960),),
}


def text(minutes: int) -> str:
    minutes += 480
    return f"{minutes // 60:02}:{minutes % 60:02}"


CALENDARS = {
    name: BusinessCalendar.from_dict(
        {"timezone": "UTC", "hours": {"mon": [[text(a), text(b)] for a, b in windows]}}, name
    )
    for name, windows in WINDOWS.items()
}
NAMES = ("response", "escalation", "resolution")


@dataclass
class SlowClock:
    name: str
    cycle: int
    target: int
    ticks: list[int] = field(default_factory=list)
    """The end of every second that counted."""
    done: int | None = None
    missed: bool = False
    used: int = 0

    def due(self) -> int | None:
        if self.target == 0:
            return self.began
        return self.ticks[self.target - 1] if len(self.ticks) >= self.target else None

    began: int = 0

    def finish(self, now: int) -> None:
        if self.done is not None:
            return
        due = self.due()
        self.done, self.used = now, len(self.ticks)
        self.missed = self.used > GRACE if self.target == 0 else due is not None and now > due


class Replay:
    """A ticket's clocks as a person with a stopwatch would keep them."""

    def __init__(self, calendar: str, targets: Targets) -> None:
        self.mode, self.calendar, self.cycle = Mode.RUN, calendar, 1
        self.clocks = [SlowClock(name, 1, targets.of(name)) for name in NAMES]

    def tick(self, now: int) -> None:
        if not any(a * 60 <= now < b * 60 for a, b in WINDOWS[self.calendar]):
            return
        for clock in self.clocks:
            if clock.done is None and (clock.name == "response" or self.mode is Mode.RUN):
                clock.ticks.append(now + 1)

    def happen(self, now: int, event: tuple[str, Any]) -> None:
        kind, detail = event
        if kind == "pause" and self.mode is not Mode.STOP:
            self.mode = Mode.PAUSE
        elif kind == "run" and self.mode is not Mode.STOP:
            self.mode = Mode.RUN
        elif kind in ("resolve", "close"):
            self.mode = Mode.STOP
            for clock in self.clocks:
                if kind == "close" or clock.name != "response":
                    clock.finish(now)
        elif kind == "respond":
            self.clocks[0].finish(now)
        elif kind == "calendar":
            self.calendar = detail
        elif kind == "targets":
            for clock in self.clocks:
                if clock.done is None:
                    clock.target = detail.of(clock.name)
        elif kind == "reopen" and self.mode is Mode.STOP:
            self.mode, self.cycle = Mode.RUN, self.cycle + 1
            for name in NAMES[1:]:
                self.clocks.append(SlowClock(name, self.cycle, detail.of(name), began=now))


def happen(timeline: Timeline, at: datetime, event: tuple[str, Any]) -> None:
    kind, detail = event
    stopped = timeline.mode is Mode.STOP
    if kind == "pause" and not stopped:
        timeline.change(at, Mode.PAUSE, detail)
    elif kind == "run" and not stopped:
        timeline.change(at, Mode.RUN, "open")
    elif kind in ("resolve", "close"):
        timeline.change(at, Mode.STOP, kind, closing=kind == "close")
    elif kind == "respond":
        timeline.respond(at)
    elif kind == "calendar":
        timeline.recalendar(at, detail)
    elif kind == "targets":
        timeline.retarget(at, detail)
    elif kind == "reopen" and stopped:
        timeline.reopen(at, detail)


lengths = st.one_of(st.just(0), st.integers(1, 5400))
targets = st.builds(Targets, lengths, lengths, lengths, st.just(75), st.just("T"))
calendars = st.sampled_from(sorted(WINDOWS))
events = st.one_of(
    st.tuples(st.just("pause"), st.sampled_from(["waiting-contact", "waiting-third-party"])),
    st.tuples(st.sampled_from(["run", "run", "respond", "resolve", "close"]), st.none()),
    st.tuples(st.just("calendar"), calendars),
    st.tuples(st.sampled_from(["targets", "reopen"]), targets),
)
scripts = st.lists(st.tuples(st.integers(0, LENGTH), events), max_size=9).map(
    lambda script: sorted(script, key=lambda step: step[0])
)


def replayed(calendar: str, first: Targets, script: list[tuple[int, tuple[str, Any]]]) -> Replay:
    replay = Replay(calendar, first)
    todo = list(script)
    for now in range(LENGTH + AFTER):
        while todo and todo[0][0] <= now:
            replay.happen(now, todo.pop(0)[1])
        replay.tick(now)
    return replay


def seconds(at: datetime | None) -> float | None:
    return None if at is None else (at - START) / SECOND


@settings(max_examples=150, deadline=None)
@given(calendars, targets, scripts, st.booleans())
def test_clocks_are_what_a_stopwatch_says(
    calendar: str, first: Targets, script: list[tuple[int, tuple[str, Any]]], eager: bool
) -> None:
    timeline = Timeline(CALENDARS)
    timeline.start(START, calendar, first)
    for when, event in script:
        happen(timeline, START + when * SECOND, event)
        if eager:
            timeline.rebuild()
    timeline.rebuild()
    replay = replayed(calendar, first, script)
    end = START + (LENGTH + AFTER) * SECOND
    assert [(c.name, c.cycle) for c in timeline.clocks] == [(c.name, c.cycle) for c in replay.clocks]
    for clock, slow in zip(timeline.clocks, replay.clocks, strict=True):
        assert seconds(clock.done) == slow.done
        if slow.done is not None:
            assert (clock.missed, clock.used) == (slow.missed, slow.used * 1_000_000)
            continue
        assert timeline.used(clock, end) == len(slow.ticks) * 1_000_000
        within = clock.due is not None and clock.due <= end
        assert (seconds(clock.due) if within else None) == slow.due()
        check_shown(timeline, clock, end)


def check_shown(timeline: Timeline, clock: Clock, end: datetime) -> None:
    """Hold what is shown at `end` to what the clock itself says."""
    over = timeline.face(clock, end).left < timedelta()
    passed = clock.due is not None and clock.due <= end
    assert passed or not over
    assert (clock.name, clock.cycle, "due", clock.due) in timeline.stages_due(end) or not passed
    if passed:
        assert timeline.flag(end) >= 2


@settings(max_examples=100, deadline=None)
@given(calendars, targets, scripts)
def test_a_stored_timeline_goes_on_as_if_it_had_stayed_in_memory(
    calendar: str, first: Targets, script: list[tuple[int, tuple[str, Any]]]
) -> None:
    whole = Timeline(CALENDARS)
    whole.start(START, calendar, first)
    parts = Timeline(CALENDARS)
    parts.start(START, calendar, first)
    for when, event in script:
        happen(whole, START + when * SECOND, event)
        parts.rebuild()
        parts = Timeline(CALENDARS, parts.spans, parts.clocks)
        happen(parts, START + when * SECOND, event)
    whole.rebuild()
    parts.rebuild()
    assert parts.clocks == whole.clocks
    assert parts.spans == whole.spans
