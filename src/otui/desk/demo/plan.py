"""Which tickets a demo desk has: how many of what sort, so that a shift on it looks like one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from otui.desk.demo.author import Author, Told, Wish
from otui.desk.demo.rhythm import Rhythm
from otui.desk.rows import AgentRow
from otui.domain.workflow import MODE, Mode, State

OPEN_SHARE = 0.36
OPEN_OF_MANY = 0.05
"""Of a desk with a long past."""
FEW_OPEN = 145
WEEK = 9
LONG = 40
"""Days back that most of the finished tickets came, and the oldest."""
_WATCHED = timedelta(seconds=85)
"""How far apart clocks of the standby queue warn or fall due while one watches."""
_STAGES = (
    ("response", 1.0), ("escalation", 0.75), ("response", 0.75), ("escalation", 1.0), ("escalation", 0.75),
    ("response", 1.0), ("escalation", 0.75),
)  # fmt: skip
_BEHIND = (("escalation", 1.0, 9), ("escalation", 1.0, 21), ("resolution", 1.0, 6))
"""What fell due some minutes ago already."""
_MIX: tuple[tuple[Wish | None, int], ...] = (
    (None, 5),
    (Wish(State.NEW, owned=False, responded=False), 26),
    (Wish(State.OPEN, owned=False), 12),
    (Wish(State.OPEN, owned=True), 30),
    (Wish(State.WAITING_CONTACT, owned=True), 15),
    (Wish(State.WAITING_THIRD_PARTY, owned=True), 8),
    (Wish(State.WAITING_UNTIL, owned=True), 6),
)
"""Of a hundred open tickets; None is one that somebody took and has not answered."""
_HOT = (("escalated", 0.03), ("missed", 0.02), ("warned", 0.07))
"""How many of those whose clocks run stand where, the others being calm."""
_MINE = (
    Wish(State.OPEN, owned=True, band="escalated"),
    Wish(State.WAITING_CONTACT, owned=True),
    Wish(State.WAITING_THIRD_PARTY, owned=True),
    Wish(State.OPEN, owned=True, band="warned"),
    Wish(State.OPEN, owned=True),
    Wish(State.OPEN, owned=True),
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many tickets of each sort."""

    open: int
    crowd: int
    """Of the open ones, those of a large desk that are written a few thousand at most, and copied."""
    recent: int
    """Done in the last days, each written by itself."""
    past: int
    """Done longer ago: the same stories week after week."""

    @classmethod
    def of(cls, tickets: int) -> Numbers:
        """Divide a number of tickets."""
        opened = min(round(OPEN_SHARE * tickets), max(FEW_OPEN, round(OPEN_OF_MANY * tickets)))
        done = tickets - opened
        recent = done if done <= 2 * _OWN else _OWN
        return cls(opened, max(0, opened - 2 * _OWN), recent, done - recent)


_OWN = 600
"""Tickets that are written by themselves on a desk of any size."""


def open_tickets(author: Author, rng: random.Random, count: int, starter: AgentRow) -> Iterator[Told]:
    """Write the open tickets: what is watched, what is the starter's, and a mix of all sorts."""
    watched = min(21 + len(_BEHIND), count // 5)
    mine = min(len(_MINE) + 1, count // 10)
    fresh = min(4, count // 10)
    again = max(count // 60, min(1, count // 20))
    for place in range(watched):
        yield _watched(author, rng, place)
    for wish in _MINE[:mine]:
        yield author.open(Wish(wish.state, wish.owned, wish.band, starter, wish.responded))
    if mine > len(_MINE):
        yield author.taken(starter)
    for place in range(fresh):
        yield author.just_now(timedelta(seconds=40 + 95 * place + rng.randrange(30)))
    for _place in range(again):
        yield author.reopened()
    rest = count - watched - mine - fresh - again
    yield from crowd(author, rng, rest)


def crowd(author: Author, rng: random.Random, count: int) -> Iterator[Told]:
    """Write open tickets of all sorts."""
    for wish in _mix(rng, count):
        yield author.taken(None) if wish is None else author.open(wish)


def done_tickets(
    author: Author, rng: random.Random, count: int, recent: Rhythm, longer: Rhythm
) -> Iterator[Told]:
    """Write the tickets that are done: most of the last week, some older."""
    for _place in range(count):
        yield author.done(recent if rng.random() < 0.85 else longer)


def _watched(author: Author, rng: random.Random, place: int) -> Told:
    if place < len(_BEHIND):
        clock, share, minutes = _BEHIND[place]
        return author.alarm(clock, share, timedelta(minutes=-minutes))
    ahead = _WATCHED * (place - len(_BEHIND)) + timedelta(seconds=35 + rng.randrange(25))
    clock, share = _STAGES[place % len(_STAGES)]
    if clock == "response" and ahead > timedelta(minutes=20):
        clock, share = "escalation", 0.75
    return author.alarm(clock, share, ahead)


def _mix(rng: random.Random, count: int) -> Iterator[Wish | None]:
    """Yield wishes in the proportions of `_MIX`, the hot ones among those whose clocks run."""
    whole = sum(share for _wish, share in _MIX)
    wishes: list[Wish | None] = []
    for wish, share in _MIX:
        wishes += [wish] * round(share * count / whole)
    plain = Wish(State.OPEN, owned=True)
    wishes = wishes[:count] + [plain] * (count - len(wishes))
    running = [i for i, wish in enumerate(wishes) if wish is not None and MODE[wish.state] is Mode.RUN]
    rng.shuffle(running)
    for band, part in _HOT:
        for _place in range(round(part * count)):
            if not running:
                break
            index = running.pop()
            wish = wishes[index]
            assert wish is not None
            wishes[index] = Wish(wish.state, wish.owned, band, None, wish.responded)
    rng.shuffle(wishes)
    yield from wishes
