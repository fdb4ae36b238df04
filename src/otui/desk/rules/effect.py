"""The effect of a change of rules, summed up: how many due times move, which way, how far, and what is late by it."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any

from otui.domain.calendar import BusinessCalendar
from otui.domain.clock_parts import ClockName

CLOCKS = tuple(clock.value for clock in ClockName)
SHOWN = 10
"""Tickets that are shown by number, those that move farthest first."""
_NONE = timedelta()

Dues = Mapping[str, datetime | None]
"""Due times by the name of their clock; None where a clock is done or stands still."""


@dataclass(frozen=True, slots=True)
class Move:
    """One ticket that would change."""

    ticket_id: int
    number: str
    levels: tuple[str, str]
    """Before and after."""
    before: Dues
    after: Dues
    calendar: str
    """Counts from then on."""
    paused: bool = False
    """It waits, so that nothing is due; but what is left of its time after the wait would be another."""

    @property
    def moved(self) -> tuple[str, ...]:
        """The clocks whose due time is another."""
        return tuple(name for name in CLOCKS if self.before[name] != self.after[name])

    @property
    def farthest(self) -> tuple[timedelta, str]:
        """By how much the clock that moves most is later (negative: sooner), and which it is."""
        shifts = [
            (after - before, name)
            for name in CLOCKS
            if (before := self.before[name]) is not None and (after := self.after[name]) is not None
        ]
        return max(shifts, key=lambda shift: abs(shift[0]), default=(_NONE, ""))


@dataclass(frozen=True, slots=True)
class ClockEffect:
    """What happens to one of the three clocks."""

    clock: str
    moved: int
    sooner: int
    later: int
    median_working: timedelta
    """Of those that are sooner or later: by how much, in working time of the calendar that counts then."""
    most_working: timedelta
    median_shift: timedelta
    """The same on the clock on the wall."""
    most_shift: timedelta
    overdue: int
    """Would be past their due time at once, and are not yet."""
    relieved: int
    """Are past it, and would not be."""

    def to_dict(self) -> dict[str, Any]:
        """Return it for --json: durations in seconds."""
        return {
            "moved": self.moved,
            "sooner": self.sooner,
            "later": self.later,
            "median_working": self.median_working.total_seconds(),
            "most_working": self.most_working.total_seconds(),
            "median_shift": self.median_shift.total_seconds(),
            "most_shift": self.most_shift.total_seconds(),
            "overdue": self.overdue,
            "relieved": self.relieved,
        }


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of rules does to the tickets that are open."""

    names: tuple[str, ...]
    """The rule files that differ: sla, calendar, queues."""
    base: int
    """The version of the rules that it was worked out against."""
    at: datetime
    open_tickets: int
    moved: int
    """Tickets of which a due time is another."""
    sooner: int
    """By the clock that moves farthest."""
    later: int
    overdue: int
    """Tickets of which a clock would be past due at once, and is not yet."""
    relieved: int
    paused: int
    """Tickets that wait, and have another time left afterwards."""
    clocks: tuple[ClockEffect, ...]
    levels: tuple[tuple[str, str, int], ...]
    """(before, after, tickets), the most first."""
    farthest: tuple[Move, ...]

    @property
    def nothing(self) -> bool:
        """Whether no open ticket would change."""
        return not (self.moved or self.paused or self.levels)

    def to_dict(self) -> dict[str, Any]:
        """Return it for --json."""
        return {
            "files": list(self.names),
            "version": self.base,
            "at": self.at.isoformat(),
            "open": self.open_tickets,
            "moved": self.moved,
            "sooner": self.sooner,
            "later": self.later,
            "overdue": self.overdue,
            "relieved": self.relieved,
            "paused": self.paused,
            "clocks": {clock.clock: clock.to_dict() for clock in self.clocks},
            "levels": [{"before": a, "after": b, "tickets": n} for a, b, n in self.levels],
            "tickets": [_move_dict(move) for move in self.farthest],
        }


def _move_dict(move: Move) -> dict[str, Any]:
    return {
        "number": move.number,
        "level": list(move.levels),
        **{f"{name}_due": [_iso(move.before[name]), _iso(move.after[name])] for name in CLOCKS},
    }


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


@dataclass(slots=True)
class _ClockSum:
    moved: int = 0
    later: int = 0
    overdue: int = 0
    relieved: int = 0
    working: list[int] = field(default_factory=list)
    shift: list[int] = field(default_factory=list)


class Sum:
    """Adds moves up."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._clocks = {name: _ClockSum() for name in CLOCKS}
        self._tickets: Counter[str] = Counter()
        self._levels: Counter[tuple[str, str]] = Counter()
        self._farthest: list[tuple[timedelta, int, Move]] = []

    def add(self, move: Move, calendar: BusinessCalendar) -> None:
        """Count one ticket; `calendar` is what its working time is measured in."""
        late = [self._add_clock(name, move, calendar) for name in move.moved]
        shift, _name = move.farthest
        self._tickets["moved"] += bool(move.moved)
        self._tickets["paused"] += move.paused
        self._tickets["sooner"] += shift < _NONE
        self._tickets["later"] += shift > _NONE
        self._tickets["overdue"] += "overdue" in late
        self._tickets["relieved"] += "relieved" in late
        if move.levels[0] != move.levels[1]:
            self._levels[move.levels] += 1
        row = (abs(shift), -move.ticket_id, move)
        if len(self._farthest) < SHOWN:
            heapq.heappush(self._farthest, row)
        else:
            heapq.heappushpop(self._farthest, row)

    def _add_clock(self, name: str, move: Move, calendar: BusinessCalendar) -> str:
        found = self._clocks[name]
        before, after = move.before[name], move.after[name]
        found.moved += 1
        if before is not None and after is not None:
            first, last = min(before, after), max(before, after)
            found.working.append(calendar.micros_between(first, last))
            found.shift.append((last - first) // timedelta(microseconds=1))
            found.later += after > before
        was = before is not None and before <= self._at
        will = after is not None and after <= self._at
        found.overdue += will and not was
        found.relieved += was and not will
        return "overdue" if will and not was else "relieved" if was and not will else ""

    def effect(self, names: tuple[str, ...], base: int, open_tickets: int) -> Effect:
        """Return what it comes to."""
        tickets = self._tickets
        return Effect(
            names=names,
            base=base,
            at=self._at,
            open_tickets=open_tickets,
            moved=tickets["moved"],
            sooner=tickets["sooner"],
            later=tickets["later"],
            overdue=tickets["overdue"],
            relieved=tickets["relieved"],
            paused=tickets["paused"],
            clocks=tuple(_clock_effect(name, found) for name, found in self._clocks.items()),
            levels=tuple((*pair, n) for pair, n in self._levels.most_common()),
            farthest=tuple(move for _shift, _id, move in sorted(self._farthest, reverse=True)),
        )


def _clock_effect(name: str, found: _ClockSum) -> ClockEffect:
    return ClockEffect(
        clock=name,
        moved=found.moved,
        sooner=len(found.shift) - found.later,
        later=found.later,
        median_working=_span(median(found.working) if found.working else 0),
        most_working=_span(max(found.working, default=0)),
        median_shift=_span(median(found.shift) if found.shift else 0),
        most_shift=_span(max(found.shift, default=0)),
        overdue=found.overdue,
        relieved=found.relieved,
    )


def _span(micros: float) -> timedelta:
    return timedelta(microseconds=round(micros))
