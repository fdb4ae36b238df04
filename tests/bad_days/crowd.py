"""Run as a program: many agents' processes at one desk, each doing verbs as fast as they are answered.

`crowd.py work URL PROCESSES VERBS TICKETS` lets them finish; `crowd.py kill URL KILLS AT_ONCE TICKETS` lets them work
and run the timer until they are killed, at random instants. Prints one JSON object: every act that was acknowledged,
how many were refused by a rule, what nobody should ever see, and when the last clock stood.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from otui.desk import commands as c
from otui.desk import tickets, timer
from otui.desk.desk import Desk
from otui.errors import Conflict, Refused

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
FORK = multiprocessing.get_context("fork")
LOGINS = ("bea", "cas", "lea", "ada")
LEFT_ALONE = 10
"""Tickets that nobody touches: all of their deadlines fall due."""
FOREVER = 10**9
PATIENCE = 60.0
AT_WORK = 0.9
"""How many of those who are killed have the desk open by then; the others are killed on their way."""
QUEUES = ("First line", "Network", "Workplace", "Accounts")


def an_act(chance: random.Random, ticket: int) -> tuple[str, Callable[..., Any], Any]:
    """Return a verb of an agent's day on a ticket."""
    return chance.choice(
        (
            ("take", tickets.take, c.Take(ticket=ticket)),
            ("unlock", tickets.unlock, c.Unlock(ticket=ticket)),
            ("assign", tickets.assign, c.Assign(ticket=ticket, agent=chance.choice(LOGINS))),
            ("reply", tickets.reply, c.Reply(ticket=ticket, body="We look at it.")),
            ("note", tickets.note, c.Note(ticket=ticket, body="A cable.")),
            ("move", tickets.move, c.Move(ticket=ticket, queue=chance.choice(QUEUES), reason="There.")),
            ("priority", tickets.priority, c.SetPriority(ticket=ticket, impact=chance.choice((1, 2, 4)), urgency=4)),
            ("wait-contact", tickets.wait, c.Wait(ticket=ticket, on="contact")),
            ("wake", tickets.wake, c.Wake(ticket=ticket)),
            ("resolve", tickets.resolve, c.Resolve(ticket=ticket, body="Done.")),
            ("reopen", tickets.reopen, c.Reopen(ticket=ticket)),
        )
    )  # fmt: skip


def at_work(
    url: str, place: int, clock: Callable[[], datetime], count: int, verbs: int, journal: int, opened: Any
) -> None:
    """Do `verbs` verbs on tickets 1 to `count`, and write down what became of each the moment it is known."""
    chance = random.Random(place)
    with Desk.open(url, login=LOGINS[place % len(LOGINS)], clock=clock) as desk:
        opened.set()
        for number in range(verbs):
            if number % 5 == 4:
                timer.run(desk)
            name, verb, command = an_act(chance, chance.randint(1, count - LEFT_ALONE))
            try:
                result = desk.do(verb, command)
            except (Refused, Conflict):
                said: list[Any] = ["refused"]
            except Exception as error:
                said = ["wrong", f"{name}: {error!r}"]
            else:
                said = ["done", result.act_id, result.verb, result.ticket_id, result.version]
            os.write(journal, f"{json.dumps(said)}\n".encode())


def begin(url: str, place: int, at: datetime, count: int, verbs: int, folder: Path) -> tuple[Any, Any]:
    """Let one more agent work, from `at` on, in a process of their own."""
    journal = os.open(folder / f"{place}.acts", os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    began = time.monotonic()
    clock = lambda: at + timedelta(seconds=time.monotonic() - began)  # noqa: E731
    opened = FORK.Event()
    process = FORK.Process(target=at_work, args=(url, place, clock, count, verbs, journal, opened))
    process.start()
    os.close(journal)
    return process, opened


def work(url: str, processes: int, verbs: int, count: int, folder: Path) -> datetime:
    """Let so many agents finish their verbs side by side."""
    agents = [begin(url, place, MONDAY, count, verbs, folder) for place in range(processes)]
    for agent, _opened in agents:
        agent.join()
    return MONDAY


def kill(url: str, kills: int, at_once: int, count: int, folder: Path) -> datetime:
    """Let agents work, each killed at a random instant, until so many were; the day goes on meanwhile."""
    chance = random.Random(kills)
    at = MONDAY
    for first in range(0, kills, at_once):
        agents = [
            begin(url, place, at, count, FOREVER, folder)
            for place in range(first, min(first + at_once, kills))
        ]
        for agent, opened in agents:
            if chance.random() < AT_WORK:
                opened.wait(PATIENCE)
            time.sleep(chance.uniform(0.0, 0.06))
            agent.kill()
        for agent, _opened in agents:
            agent.join()
            assert agent.exitcode == -9, f"an agent left by itself: {agent.exitcode}"
        at += timedelta(minutes=4)
    return at


if __name__ == "__main__":
    what, url, *numbers = sys.argv[1:]
    Desk.open(url, login="ada").close()  # what a desk needs is imported once, here
    with tempfile.TemporaryDirectory() as name:
        beside = Path(name)
        ended = (work if what == "work" else kill)(url, *(int(number) for number in numbers), beside)
        said = [json.loads(line) for file in beside.iterdir() for line in file.read_text().splitlines()]
    sys.stdout.write(
        json.dumps(
            {
                "done": [one[1:] for one in said if one[0] == "done"],
                "refused": sum(1 for one in said if one[0] == "refused"),
                "wrong": [one[1] for one in said if one[0] == "wrong"],
                "ended": ended.isoformat(),
            }
        )
    )
