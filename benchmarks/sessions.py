"""Ten agents at one desk: what their sessions cost at rest, how long their verbs take, and a key during an import."""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks import desks, importing
from benchmarks.figures import Figure, median, p95
from benchmarks.start import COMMAND, first_numbers
from benchmarks.terminal import Terminal
from otui.clock import clock_from
from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.desk import Desk
from otui.errors import Conflict, Refused

SESSIONS = 10
REST = 20.0
"""Seconds that the sessions are watched at rest, each in turn for a glance, so that none waits to be read."""
GLANCE = 0.2
PACE, SHIFT = 2.0, 30.0
"""Seconds between two verbs of an agent on average, and how long they are watched: ten times the pace of real ones."""
IMPORTED = 100_000
DOWN = "j"


def measure(path: Path) -> list[Figure]:
    """Measure all of it on copies of one desk."""
    with desks.scratch(path, "sessions") as copy:
        figures = [*_at_rest(copy, "list", ""), *_at_rest(copy, "ticket", "\r"), *_at_work(copy)]
        return [*figures, *_while_importing(copy)]


def _at_rest(path: Path, where: str, keys: str) -> list[Figure]:
    """Open ten sessions, each on a list or on a ticket, and let them be."""
    with contextlib.ExitStack() as stack:
        numbers = first_numbers(path)
        opened = []
        for place in range(SESSIONS):
            terminal = stack.enter_context(_session(path))
            terminal.until(lambda text: all(number in text for number in numbers))
            for key in (*(DOWN * place), *keys):
                terminal.press(key, quiet=0.05)
            opened.append(terminal)
        for terminal in opened:
            terminal.settle(quiet=0.7, limit=3)
        before = [terminal.busy() or 0.0 for terminal in opened]
        commits = _commits(path)
        began = time.perf_counter()
        rounds = int(REST / SESSIONS / GLANCE)
        sent = sum(terminal.idle(GLANCE) for _round in range(rounds) for terminal in opened)
        spent = time.perf_counter() - began
        worked = sum((terminal.busy() or 0.0) - had for terminal, had in zip(opened, before, strict=True))
        made = _commits(path) - commits
        resident = sum(terminal.resident() for terminal in opened)
        shared = sum(_own_share(terminal) for terminal in opened)
    what = f"ten sessions at rest on a {where}"
    return [
        Figure(
            f"{what}: memory",
            resident,
            "MB",
            110 * SESSIONS,
            note=f"{shared:.0f} MB where shared pages count once",
        ),
        Figure(f"{what}: processor", worked / spent * 100, "% of one"),
        Figure(f"{what}: commits a second", made / spent, "/s"),
        Figure(f"{what}: bytes of one", sent / SESSIONS, "B"),
    ]


def _session(path: Path) -> Terminal:
    return Terminal([*COMMAND, "--desk", str(path)], columns=120, rows=40, environ=desks.ENVIRON)


def _own_share(terminal: Terminal) -> float:
    """Return the memory of a session in megabytes, each shared page divided by those who share it."""
    told = Path(f"/proc/{terminal.pid}/smaps_rollup")
    found = re.search(r"^Pss:\s+(\d+)", told.read_text(), re.MULTILINE) if told.exists() else None
    return int(found[1]) / 1024 if found else terminal.resident()


def _commits(path: Path) -> int:
    """Return how far the desk's log of changes has come: SQLite counts each commit in the file's header."""
    wal = path.with_name(path.name + "-wal")
    return sum(1 for _frame in _commit_frames(wal.read_bytes())) if wal.exists() else 0


def _commit_frames(wal: bytes) -> Iterator[int]:
    """Yield the frames of a write-ahead log that end a transaction (their size of the database is not zero)."""
    if len(wal) < 32:
        return
    page, salts = int.from_bytes(wal[8:12], "big"), wal[16:24]
    for start in range(32, len(wal) - 24, page + 24):
        head = wal[start : start + 24]
        if head[8:16] != salts:
            return
        if int.from_bytes(head[4:8], "big"):
            yield start


def _at_work(path: Path) -> list[Figure]:
    """Let ten processes do a verb now and then, and take the time of each."""
    fork = multiprocessing.get_context("fork")
    answers = fork.SimpleQueue()
    runners = [
        fork.Process(target=_agent, args=(str(path), place, answers), daemon=True)
        for place in range(SESSIONS)
    ]
    for runner in runners:
        runner.start()
    times = [spent for _runner in runners for spent in answers.get()]
    for runner in runners:
        runner.join()
    note = f"{len(times)} verbs in {SHIFT:.0f} s"
    return [
        Figure("a verb at ten agents' pace, median", median(times) * 1000, "ms", note=note),
        Figure("a verb at ten agents' pace, p95", p95(times) * 1000, "ms"),
        Figure("a verb at ten agents' pace, slowest", max(times) * 1000, "ms", 1000),
    ]


def _agent(url: str, place: int, answers: Any) -> None:
    chance = random.Random(place)
    times = []
    with Desk.open(url, login=desks.LOGIN, clock=clock_from(desks.NOW)) as desk:
        desk.rules.settings  # noqa: B018 - read once a session
        ids = [row[0] for row in desk.database.read().all("SELECT id FROM ticket WHERE is_open LIMIT 2000")]
        end = time.monotonic() + SHIFT
        while time.monotonic() < end:
            time.sleep(chance.expovariate(1 / PACE))
            ticket = chance.choice(ids)
            verbs: tuple[tuple[Any, Any], ...] = (
                (tickets.take, c.Take(ticket=ticket)),
                (tickets.note, c.Note(ticket=ticket, body="A cable was loose.")),
                (tickets.reply, c.Reply(ticket=ticket, body="We look at it.")),
                (tickets.resolve, c.Resolve(ticket=ticket, body="Done.")),
            )
            verb, command = chance.choice(verbs)
            began = time.perf_counter()
            with contextlib.suppress(Refused, Conflict):
                desk.do(verb, command)
            times.append(time.perf_counter() - began)
    answers.put(times)


def _while_importing(path: Path) -> list[Figure]:
    """Walk and take tickets in one session while another process brings in very many."""
    log, columns = importing.files_of(path, IMPORTED)
    words = [
        sys.executable,
        "-m",
        "otui",
        "--desk",
        str(path),
        "--as",
        desks.LOGIN,
        "import",
        "csv",
        str(log),
        "--map",
        str(columns),
    ]
    numbers = first_numbers(path)
    keys: list[float] = []
    verbs: list[float] = []
    with _session(path) as terminal:
        terminal.until(lambda text: all(number in text for number in numbers))
        terminal.settle()
        began = time.perf_counter()
        program = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while program.poll() is None:
            keys += [bursts[0].last * 1000 for bursts in [terminal.press(DOWN, quiet=0.05)] if bursts]
            if len(keys) % 20 == 10:
                took = terminal.press("a", quiet=0.3)  # the row changes when it is done
                verbs += [took[-1].last * 1000] if took else []
        spent = time.perf_counter() - began
    note = f"{len(keys)} keys and {len(verbs)} verbs in the {spent:.0f} s that it took"
    log.unlink()
    columns.unlink()
    return [
        Figure("cursor key during an import of 100,000, median", median(keys), "ms", note=note),
        Figure("cursor key during an import of 100,000, p95", p95(keys), "ms"),
        Figure("take during an import of 100,000, slowest", max(verbs, default=float("nan")), "ms"),
    ]
