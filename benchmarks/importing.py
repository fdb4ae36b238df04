"""How fast a log of another desk comes in: a table of one row a ticket, and a log of several events a ticket."""

from __future__ import annotations

import csv
import random
import time
from datetime import datetime, timedelta
from pathlib import Path

from benchmarks import desks
from benchmarks.figures import Figure
from otui.desk.imports.csv_map import import_csv

TICKETS = 10_000
_MAP = """
[file]
source = "old desk"
rows = "{rows}"
zone = "Europe/Amsterdam"

[columns]
number = "nr"
{at}
created_at = "created"
closed_at = "closed"
state = "state"
queue = "queue"
owner = "owner"
contact = "contact"
level = "priority"
subject = "subject"

[states]
"open" = "open"
"waiting" = "waiting-contact"
"solved" = {{ state = "resolved", responded = true }}
"closed" = {{ state = "closed", responded = true }}

[levels]
"high" = {{ rank = 1, targets = "high" }}
"normal" = {{ rank = 2, targets = "normal" }}
"low" = {{ rank = 3, targets = "low" }}
"""
_WORDS = ("printer", "mail", "vpn", "laptop", "screen", "outlook", "network", "slow", "login", "phone")


def measure(path: Path) -> list[Figure]:
    """Import two files into a copy of the desk."""
    figures = []
    with desks.scratch(path, "import") as copy, desks.opened(copy) as desk:
        for rows, steps in (
            ("ticket", ("closed",)),
            ("event", ("open", "waiting", "open", "solved", "closed")),
        ):
            log, columns = path.with_name(f"log-{rows}.csv"), path.with_name(f"log-{rows}.toml")
            lines = _write_log(log, steps, prefix=rows[0].upper())
            at = 'at = "at"' if rows == "event" else ""
            columns.write_text(_MAP.format(rows=rows, at=at), encoding="utf-8")
            began, busy = time.perf_counter(), time.process_time()
            report = import_csv(desk, log, columns)
            spent = time.perf_counter() - began
            worked = time.process_time() - busy
            note = f"{lines:,} rows, {spent:.1f} s, {worked:.1f} s of processor; {report.lines()[0]}"
            name = "import, one row a ticket" if rows == "ticket" else "import, five events a ticket"
            budget = 5000 if rows == "ticket" else None
            figures.append(Figure(name, TICKETS / spent, "/s", budget, floor=True, note=note))
            log.unlink()
            columns.unlink()
    return figures


def files_of(path: Path, tickets: int) -> tuple[Path, Path]:
    """Write a log of so many tickets, one row each, beside the desk; return it and the file that maps it."""
    log, columns = path.with_name("log-many.csv"), path.with_name("log-many.toml")
    _write_log(log, ("closed",), prefix="M", tickets=tickets)
    columns.write_text(_MAP.format(rows="ticket", at=""), encoding="utf-8")
    return log, columns


def _write_log(path: Path, steps: tuple[str, ...], prefix: str, tickets: int = TICKETS) -> int:
    """Write a log of tickets that each go through `steps`; return how many rows it has."""
    rng = random.Random(prefix)
    at = datetime(2025, 1, 6, 8)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["nr", "at", "created", "closed", "state", "queue", "owner", "contact", "priority", "subject"]
        )
        for place in range(tickets):
            at += timedelta(minutes=7)
            gap = timedelta(hours=rng.randint(1, 9))
            common = [
                f"Team {place % 12}",
                f"Agent {place % 30}",
                f"Caller {rng.randrange(900)}",
                rng.choice(("high", "normal", "low")),
                " ".join(rng.sample(_WORDS, 4)),
            ]
            closed = at + gap * len(steps)
            for step, state in enumerate(steps):
                when = at + gap * step
                writer.writerow(
                    [f"{prefix}{place}", when, at, closed if state == "closed" else "", state, *common]
                )
    return tickets * len(steps)
