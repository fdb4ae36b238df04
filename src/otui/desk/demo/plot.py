"""How far a scenario's story goes, and how much working time lies between its steps."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from otui.desk.demo.corpus import RESPONDS, Scenario, Step
from otui.domain.workflow import MODE, Mode, State

HOUR = 3600.0
DAY = 8 * HOUR
"""Working seconds of a day, as people plan."""
_BRISK = 80.0
"""Seconds that the quickest step takes."""
ACKNOWLEDGE = Step("reply", "", "{acknowledgement}")
_STATES = {
    "solve": State.RESOLVED,
    "wait-contact": State.WAITING_CONTACT,
    "wait-third-party": State.WAITING_THIRD_PARTY,
    "wait-until": State.WAITING_UNTIL,
    "wake": State.OPEN,
    "reopen": State.OPEN,
    "close": State.CLOSED,
}
_PAUSES = {
    State.WAITING_CONTACT: (0.4 * HOUR, 7 * HOUR),
    State.WAITING_THIRD_PARTY: (2 * HOUR, 14 * HOUR),
    State.RESOLVED: (0.3 * HOUR, 5 * HOUR),
}


@dataclass(frozen=True, slots=True)
class Cut:
    """A point at which a story may stand now: after so many steps."""

    scenario: Scenario
    steps: tuple[Step, ...]
    state: State
    queue: str
    owned: bool
    responded: bool


def whole(scenario: Scenario) -> tuple[Step, ...]:
    """Return a scenario's steps with what goes without saying: an acknowledgement, and the end of a dated wait."""
    steps: list[Step] = []
    responded = False
    for step in scenario.steps:
        if step.verb in ("forward", "wait-third-party") and not responded and scenario.via == "mail":
            steps.append(ACKNOWLEDGE)
            responded = True
        responded = responded or step.verb in RESPONDS
        steps.append(step)
        if step.verb == "wait-until":
            steps.append(Step("wake"))
    return tuple(steps)


def cuts(scenario: Scenario) -> Iterator[Cut]:
    """Yield every point at which the story may stand before its end."""
    steps = whole(scenario)
    state, queue, owned, responded = State.NEW, scenario.queue, False, False
    yield Cut(scenario, (), state, queue, owned, responded)
    for place, step in enumerate(steps[:-1], start=1):
        state = after(step, state)
        if step.verb in ("line-up", "move"):
            queue, owned = step.place, False
            state = State.OPEN if state is not State.NEW else State.NEW
        elif step.verb not in ("contact", "wake"):
            owned = True
        responded = responded or step.verb in RESPONDS
        yield Cut(scenario, steps[:place], state, queue, owned, responded)


def after(step: Step, state: State) -> State:
    """Return the state after a step."""
    if step.verb in _STATES:
        return _STATES[step.verb]
    if step.verb == "contact":
        return State.OPEN if state is State.WAITING_CONTACT else state
    if step.verb in ("line-up", "move"):
        return state
    return State.OPEN if state is State.NEW else state


def gaps(rng: random.Random, steps: Sequence[Step], run: float, response: float) -> list[float]:
    """Return the working seconds before each step.

    `run` is what the clocks run in all, `response` what of it lies before the first word to the contact; a wait takes
    what waits take.
    """
    state = State.NEW
    first = next((i for i, step in enumerate(steps) if step.verb in RESPONDS), len(steps))
    found: list[float] = []
    before: list[int] = []
    later: list[int] = []
    for place, step in enumerate(steps):
        if MODE[state] is Mode.RUN:
            found.append(rng.uniform(0.3, 1.0))
            (before if place <= first else later).append(place)
        else:
            found.append(_pause(rng, state, steps[place - 1]))
        state = after(step, state)
    answered = response if first < len(steps) else run
    _scale(found, before, max(answered, _BRISK * len(before)))
    _scale(found, later, max(run - response, _BRISK * len(later)))
    return found


def pause(rng: random.Random, state: State) -> float:
    """Return how long a ticket has been waiting by now, in working seconds: longer than waits usually take."""
    if state is State.WAITING_UNTIL:
        return rng.uniform(0.1, 0.9) * DAY
    low, high = _PAUSES[state]
    return rng.uniform(low, 2.5 * high)


def _pause(rng: random.Random, state: State, step: Step) -> float:
    if state is State.WAITING_UNTIL:
        return max(1, int(step.place or 1)) * DAY - rng.uniform(0, 0.5 * DAY)
    low, high = _PAUSES.get(state, (HOUR, 4 * HOUR))
    return rng.uniform(low, high)


def _scale(found: list[float], places: Sequence[int], total: float) -> None:
    weights = sum(found[place] for place in places)
    for place in places:
        found[place] *= total / weights


def seconds(count: float) -> timedelta:
    """Return a number of seconds as a duration, to the second."""
    return timedelta(seconds=round(count))
