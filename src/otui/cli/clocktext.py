"""Clocks in words and as JSON: how each stands, and why its due time is what it is."""

from __future__ import annotations

from datetime import tzinfo
from typing import Any

from otui.cli import streams
from otui.cli.session import open_desk
from otui.desk.desk import Desk
from otui.desk.views.ticket import ClockRow, explanations
from otui.desk.words import clock_name, state_name
from otui.domain.clock_parts import Status
from otui.domain.explain import Explanation
from otui.text import times
from otui.text.i18n import N_, _, language

STATUSES = {
    Status.RUNNING: N_("runs"),
    Status.WARNED: N_("warned"),
    Status.PASSED: N_("past due"),
    Status.PAUSED: N_("paused"),
    Status.MET: N_("met"),
    Status.MISSED: N_("missed"),
    Status.STOPPED: N_("stopped"),
}


def zone(desk: Desk) -> tzinfo:
    """Return the time zone in which this desk says its times: that of its own calendar."""
    return desk.rules.calendars[desk.rules.settings.calendar].zone


def clock_dict(clock: ClockRow) -> dict[str, Any]:
    """Return a clock as --json tells it; durations in seconds of working time."""
    return {
        "clock": clock.name,
        "cycle": clock.cycle,
        "status": clock.face.status.value,
        "rule": clock.rule,
        "calendar": clock.calendar,
        "target": clock.target_seconds,
        "used": clock.face.used.total_seconds(),
        "left": clock.face.left.total_seconds(),
        "due": clock.face.due,
        "warn": clock.face.warn,
        "done": clock.done_at,
        "missed": clock.missed,
    }


def clock_words(desk: Desk, clock: ClockRow) -> str:
    """Return in one sentence how a clock stands."""
    face = clock.face
    target = times.duration(clock.target_seconds)
    if clock.done_at is not None:
        text = _("{status} at {time}, used {used} of {target}").format(
            status=_(STATUSES[face.status]),
            time=times.moment(clock.done_at, zone(desk), desk.now),
            used=times.duration(face.used.total_seconds()),
            target=target,
        )
    elif face.status is Status.PAUSED or face.due is None:
        text = _("{status}, {left} of {target} left after resuming").format(
            status=_(STATUSES[face.status]), left=times.duration(face.left.total_seconds()), target=target
        )
    else:
        text = _("{status}, due {time} ({left}), target {target}").format(
            status=_(STATUSES[face.status]),
            time=times.moment(face.due, zone(desk), desk.now),
            left=times.countdown(face.due - desk.now),
            target=target,
        )
    return text + _cycle(clock.cycle)


def _cycle(number: int) -> str:
    """Return what tells the clocks of a reopened ticket apart; the first cycle needs no words."""
    return "" if number == 1 else " (" + _("cycle {n}").format(n=number) + ")"


def print_explanations(number: str, *, as_json: bool) -> None:
    """Print why each due time of a ticket is what it is."""
    with open_desk() as desk:
        found = desk.read(explanations, number)
        if as_json:
            streams.emit([one.to_dict() for one in found])
            return
        for place, one in enumerate(found):
            if place:
                print()
            _print_explanation(desk, one)


def _print_explanation(desk: Desk, one: Explanation) -> None:
    place, now = zone(desk), desk.now
    streams.say(
        _("{clock}: {status}. Rule {rule}, {target} of working time.").format(
            clock=clock_name(one.clock) + _cycle(one.cycle),
            status=_(STATUSES[one.status]),
            rule=one.rule,
            target=times.duration(one.target.total_seconds()),
        )
    )
    rows = [(_("started"), times.moment(one.started, place, now))]
    for stretch in one.counted:
        words = _("{begin} to {end}: {counted}, calendar {calendar}").format(
            begin=times.moment(stretch.begin, place, now),
            end=times.moment(stretch.end, place, now),
            counted=times.duration(stretch.seconds, exact=True),
            calendar=stretch.calendar,
        )
        rows.append(
            (_("counted"), words + " (" + _("as it was counted then") + ")" if stretch.remembered else words)
        )
    for pause in one.pauses:
        end = _("now") if pause.end is None else times.moment(pause.end, place, now)
        rows.append(
            (
                _("paused"),
                _("{begin} to {end}: {reason}").format(
                    begin=times.moment(pause.begin, place, now), end=end, reason=state_name(pause.reason)
                ),
            )
        )
    rows += [
        (_("holiday"), f"{times.WEEKDAYS[language()][day.weekday()]} {day}: {name}")
        for day, name in one.holidays
    ]
    rows.append(
        (
            _("used"),
            _("{used}, left {left}").format(
                used=times.duration(one.used.total_seconds(), exact=True),
                left=times.duration(one.left.total_seconds(), exact=True),
            ),
        )
    )
    for name, instant in ((_("warns"), one.warn), (_("due"), one.due), (_("done"), one.done)):
        if instant is not None:
            rows.append((name, times.moment(instant, place, now)))
    streams.pairs(rows)
