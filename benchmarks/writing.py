"""Verbs a second, each durable; and beside them bare sqlite3, doing the same writes on a copy of the same desk."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import desks
from benchmarks.figures import Figure
from otui.desk import tickets
from otui.desk.commands import NewTicket, Note, Reply, SetPriority, Take, Unlock
from otui.desk.desk import Desk, View
from otui.store.database import Writer

EACH = 60
"""How often each verb is done."""
TEXT = "The cable was loose. It works again; please call if it comes back.\n\nBo"
Statement = tuple[str, Mapping[str, Any]]


def measure(path: Path) -> list[Figure]:
    """Do verbs on one copy and their recorded statements on another, in turns."""
    with (
        desks.scratch(path, "verbs") as ours,
        desks.scratch(path, "bare") as theirs,
        desks.opened(ours) as desk,
    ):
        connection = sqlite3.connect(theirs, isolation_level=None, cached_statements=256)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA foreign_keys = ON")
        try:
            return _both(desk, connection)
        finally:
            connection.close()


def _both(desk: Desk, bare: sqlite3.Connection) -> list[Figure]:
    figures, spent, spent_bare, done = [], 0.0, 0.0, 0
    with _recorded(desk) as statements:
        for name, calls in _verbs(desk).items():
            mine = theirs = 0.0
            for call in calls:
                statements.clear()
                began = time.perf_counter()
                call()
                mine += time.perf_counter() - began
                began = time.perf_counter()
                _replay(bare, statements)
                theirs += time.perf_counter() - began
            figures.append(Figure(f"verb: {name}", len(calls) / mine, "/s", 150, floor=True))
            spent, spent_bare, done = spent + mine, spent_bare + theirs, done + len(calls)
    return [
        Figure("verbs, each durable", done / spent, "/s", 150, floor=True),
        Figure("the same writes in bare sqlite3", done / spent_bare, "/s"),
        Figure("verbs, times bare sqlite3", spent / spent_bare, "×", 2),
        *figures,
    ]


def _verbs(desk: Desk) -> dict[str, list[Callable[[], object]]]:
    ids = desk.read(_free_tickets, EACH)

    def on(verb: Any, make: Callable[[int], object]) -> list[Callable[[], object]]:
        return [partial(desk.do, verb, make(one)) for one in ids]

    return {
        "new": [
            partial(
                desk.do,
                tickets.new,
                NewTicket(subject=f"Printer {place} does not print", body=TEXT, impact=1, urgency=4),
            )
            for place in range(EACH)
        ],
        "take": on(tickets.take, lambda one: Take(ticket=one)),
        "note": on(tickets.note, lambda one: Note(ticket=one, body=TEXT)),
        "reply": on(tickets.reply, lambda one: Reply(ticket=one, body=TEXT)),
        "priority": on(tickets.priority, lambda one: SetPriority(ticket=one, impact=2, urgency=8)),
        "unlock": on(tickets.unlock, lambda one: Unlock(ticket=one)),
    }


def _free_tickets(view: View, limit: int) -> list[int]:
    sql = (
        "SELECT id FROM ticket WHERE is_open AND NOT locked AND state IN ('new', 'open') AND contact_id IS NOT NULL"
        " AND NOT level_imported ORDER BY id LIMIT :limit"
    )
    return [row[0] for row in view.reader.all(sql, {"limit": limit})]


class _Recorder:
    """Stands before the writer's connection and keeps what it writes."""

    def __init__(self, connection: sqlite3.Connection, into: list[Statement]) -> None:
        self._connection, self._into = connection, into

    def execute(self, sql: str, params: Mapping[str, Any] | tuple[()] = ()) -> sqlite3.Cursor:
        """Run a statement; remember it if it changes anything."""
        if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"):
            self._into.append((sql, dict(params)))
        return self._connection.execute(sql, params)

    def executemany(self, sql: str, rows: Any) -> sqlite3.Cursor:
        """Run a statement for each row and remember them all."""
        kept = [dict(row) for row in rows]
        self._into.extend((sql, row) for row in kept)
        return self._connection.executemany(sql, kept)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@contextmanager
def _recorded(desk: Desk) -> Iterator[list[Statement]]:
    statements: list[Statement] = []

    def begin(writer: Writer) -> None:
        writer.connection = _Recorder(writer.connection, statements)  # type: ignore[assignment]

    desk.database.write(begin).result()
    yield statements


def _replay(bare: sqlite3.Connection, statements: list[Statement]) -> None:
    bare.execute("BEGIN IMMEDIATE")
    for sql, params in statements:
        bare.execute(sql, params).fetchall()
    bare.execute("COMMIT")
