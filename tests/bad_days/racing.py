"""Run as a program: several processes at one desk that do the same thing at the same instant.

`racing.py take DESK ROUNDS` lets bea and cas take tickets 1 to ROUNDS; `racing.py timers DESK PROCESSES` lets so many
timers wake up on Tuesday evening. Prints one JSON object: what each process says it did.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from otui.desk import commands as c
from otui.desk import tickets, timer
from otui.desk.desk import Desk
from otui.errors import Conflict, DeskUnavailable

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
TUESDAY_EVENING = MONDAY + timedelta(hours=34)
FORK = multiprocessing.get_context("fork")


def take(path: str, login: str, barrier: Any, rounds: int) -> list[str]:
    """Take every ticket at the very instant the other one does; say what became of each."""
    said = []
    with Desk.open(path, login=login, clock=lambda: MONDAY) as desk:
        for number in range(1, rounds + 1):
            barrier.wait()
            try:
                desk.do(tickets.take, c.Take(ticket=number, version=1))
                said.append("mine")
            except Conflict as conflict:
                said.append(f"{conflict.exit_code} {conflict}")
    return said


def wake(path: str, login: str, barrier: Any, _rounds: int) -> list[list[Any]]:
    """Raise what is due as the others do; say what this process raised."""
    with Desk.open(path, login=login, clock=lambda: TUESDAY_EVENING) as desk:
        barrier.wait()
        said: list[list[Any]] = []
        while found := patiently(desk):
            said += [[one.ticket_id, one.clock, one.cycle, one.what, one.due_at.isoformat()] for one in found]
        return said


def patiently(desk: Desk) -> list[timer.Raised]:
    """Raise what is due; where others held the desk for too long, look again, as every otui does."""
    while True:
        with contextlib.suppress(DeskUnavailable):
            return timer.run(desk)


def race(work: Callable[..., Any], path: str, logins: list[str], rounds: int = 0) -> list[Any]:
    """Let one process for each login do `work`; return what each said."""
    barrier = FORK.Barrier(len(logins))
    answers = FORK.SimpleQueue()

    def runner(place: int) -> None:
        try:
            answers.put((place, work(path, logins[place], barrier, rounds)))
        except BaseException as error:
            barrier.abort()  # nobody waits for one who is gone
            answers.put((place, error))
            raise

    runners = [FORK.Process(target=runner, args=(place,)) for place in range(len(logins))]
    for one in runners:
        one.start()
    said = dict(answers.get() for _one in runners)
    for one in runners:
        one.join()
    if wrong := [one for one in said.values() if isinstance(one, BaseException)]:
        raise ExceptionGroup("a process at the race ended", [Exception(repr(one)) for one in wrong])
    return [said[place] for place in range(len(logins))]


if __name__ == "__main__":
    what, desk, number = sys.argv[1], sys.argv[2], int(sys.argv[3])
    if what == "take":
        sys.stdout.write(json.dumps(race(take, desk, ["bea", "cas"], number)))
    else:
        sys.stdout.write(json.dumps(race(wake, desk, ["bea"] * number)))
