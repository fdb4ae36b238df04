"""The effect of a change of rules in words, for a terminal and a screen alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo

from otui.desk.rules.effect import CLOCKS, ClockEffect, Effect, Move
from otui.desk.words import clock_name
from otui.text import times
from otui.text.i18n import _, ngettext

Label = Callable[[str], str]
"""Turns a level's name into what it is called in the language in use."""


def headline(effect: Effect) -> str:
    """Return the whole effect in one or two sentences."""
    if effect.nothing:
        return ngettext(
            "Nothing moves: the {n} open ticket keeps its due times.",
            "Nothing moves: all {n} open tickets keep their due times.",
            effect.open_tickets,
        ).format(n=effect.open_tickets)
    said = ngettext(
        "{moved} of {n} open ticket moves", "{moved} of {n} open tickets move", effect.open_tickets
    ).format(moved=effect.moved, n=effect.open_tickets)
    parts = [_("{n} sooner").format(n=effect.sooner)] if effect.sooner else []
    parts += [_("{n} later").format(n=effect.later)] if effect.later else []
    sentence = f"{said}: {', '.join(parts)}." if parts else f"{said}."
    return " ".join([sentence, *_late(effect.overdue, effect.relieved), *_waiting(effect.paused)])


def _late(overdue: int, relieved: int) -> list[str]:
    said = []
    if overdue:
        said.append(
            ngettext("{n} is overdue at once.", "{n} are overdue at once.", overdue).format(n=overdue)
        )
    if relieved:
        said.append(
            ngettext("{n} is overdue no longer.", "{n} are overdue no longer.", relieved).format(n=relieved)
        )
    return said


def _waiting(paused: int) -> list[str]:
    if not paused:
        return []
    return [
        ngettext(
            "{n} that waits has another time left.", "{n} that wait have another time left.", paused
        ).format(n=paused)
    ]


def unseen_lines(names: Sequence[str]) -> list[str]:
    """Return what is said of confidential queues that are not counted; nothing where there is none."""
    if not names:
        return []
    return [
        ngettext(
            "{names} is confidential: its tickets move along, and are not counted here.",
            "{names} are confidential: their tickets move along, and are not counted here.",
            len(names),
        ).format(names=", ".join(names))
    ]


def clock_lines(effect: Effect) -> list[str]:
    """Return a sentence for every clock that moves."""
    return [_clock_line(clock) for clock in effect.clocks if clock.moved]


def _clock_line(clock: ClockEffect) -> str:
    parts = [_("{n} sooner").format(n=clock.sooner)] if clock.sooner else []
    parts += [_("{n} later").format(n=clock.later)] if clock.later else []
    if clock.sooner or clock.later:
        working = _("{median} of working time in the middle, {most} at most").format(
            median=_span(clock.median_working), most=_span(clock.most_working)
        )
        wall = _("{median} and {most} on the clock").format(
            median=_span(clock.median_shift), most=_span(clock.most_shift)
        )
        same = (clock.median_shift, clock.most_shift) == (clock.median_working, clock.most_working)
        parts.append(working if same else f"{working} ({wall})")
    said = f"{clock_name(clock.clock)}: {', '.join(parts)}."
    return " ".join([said, *_late(clock.overdue, clock.relieved)])


def _span(span: timedelta) -> str:
    return times.duration(span.total_seconds())


def level_lines(effect: Effect, label: Label) -> list[str]:
    """Return a line for every level that tickets go from and to."""
    return [
        ngettext("{before} → {after}: {n} ticket", "{before} → {after}: {n} tickets", n).format(
            before=label(before), after=label(after), n=n
        )
        for before, after, n in effect.levels
    ]


def move_rows(effect: Effect, label: Label, zone: tzinfo, now: datetime) -> list[tuple[str, str, str, str]]:
    """Return (number, clock, before, after) of every clock of the tickets that move farthest."""
    return [row for move in effect.farthest for row in _rows(move, label, zone, now)]


def _rows(move: Move, label: Label, zone: tzinfo, now: datetime) -> list[tuple[str, str, str, str]]:
    def due(instant: datetime | None) -> str:
        return "–" if instant is None else times.moment(instant, zone, now)

    rows = [
        (clock_name(name), due(move.before[name]), due(move.after[name]))
        for name in CLOCKS
        if name in move.moved
    ]
    if move.levels[0] != move.levels[1]:
        rows.insert(0, (_("level"), label(move.levels[0]), label(move.levels[1])))
    if not rows:
        rows = [(_("time left"), "…", "…")]
    return [(move.number if index == 0 else "", *row) for index, row in enumerate(rows)]
