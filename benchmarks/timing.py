"""The timer: a tick with nothing due, and a thousand clocks that fall due at one instant."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from benchmarks import desks
from benchmarks.figures import Figure, median
from otui.desk import timer
from otui.desk.desk import Desk, View
from otui.store.records import from_micros

DUE = 1000
ROUNDS = 200


def measure(path: Path) -> list[Figure]:
    """Look when nothing is due; then let the clock jump to where the next thousand are."""
    with desks.scratch(path, "timer") as copy:
        with desks.opened(copy) as desk:
            timer.run(desk)
            idle = []
            for _round in range(ROUNDS):
                began = time.perf_counter()
                desk.database.data_version()
                desk.read(timer.next_instant)
                idle.append((time.perf_counter() - began) * 1000)
            instant = desk.read(_nth_instant)
        figures = [Figure("timer tick, nothing due", median(idle), "ms", 1)]
        if instant is not None:
            with desks.opened(copy, instant) as desk:
                figures.append(_jump(desk))
    return figures


def _jump(desk: Desk) -> Figure:
    began, busy = time.perf_counter(), time.process_time()
    raised = timer.run(desk)
    spent = (time.perf_counter() - began) * 1000
    tickets = len({one.ticket_id for one in raised})
    note = (
        f"{tickets} tickets, {len(raised)} raised, {(time.process_time() - busy) * 1000:.0f} ms of processor"
    )
    return Figure("timer, 1,000 due at once", spent, "ms", 500, note=note)


def _nth_instant(view: View) -> datetime | None:
    """Return the instant by which the clocks of a thousand more tickets have something due, or of all there are."""
    value = view.reader.value(
        "SELECT max(next_at) FROM (SELECT next_at FROM ticket WHERE next_at IS NOT NULL ORDER BY next_at LIMIT :n)",
        {"n": DUE},
    )
    return None if value is None else from_micros(value)
