"""A very large desk in a minute: tickets that were written with care, copied by SQL alone.

A copy is its original moved on by whole weeks, or by none: every instant, so that spans still touch and results still
hold, under a number of its own, in the same transaction as its full text.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from otui.domain import numbers
from otui.store.bulk import indexes_set_aside, settle_full_text, tally_set_aside
from otui.store.database import Database, Writer
from otui.store.records import is_instant
from otui.store.sqlite.session import SqliteWriter

_HANGING = ("article", "span", "ticket_clock", "escalation", "history")
_FULL_TEXT = ("ticket_search", "ticket_parts")
_CACHE_KIB = 262_144
_GATHER, _GATHER_USUAL = 2**27, 2**20
_MERGE_USUAL = 4
"""What FTS5 does without being told: https://sqlite.org/fts5.html#the_automerge_configuration_option"""


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to copy: `size` tickets with ids from `first` on, the desk's newest, until there are `wanted` copies."""

    first: int
    size: int
    wanted: int
    step: timedelta
    """How much later every round of copies is than the one before."""


def copy_tickets(database: Database, pattern: Pattern, tick: Callable[[int], None]) -> None:
    """Copy tickets round after round, in one transaction.

    Full text writes a segment when a transaction ends or its memory is full, and whoever writes first afterwards pays
    for merging many: so there are to be few.
    """
    sizes = [min(pattern.size, pattern.wanted - start) for start in range(0, pattern.wanted, pattern.size)]
    database.write(lambda writer: _gather(writer, _GATHER, automerge=0)).result()
    database.write(lambda writer: _copy(writer, pattern, sizes, tick)).result()
    database.write(lambda writer: _gather(writer, _GATHER_USUAL, automerge=_MERGE_USUAL)).result()


def settle(database: Database) -> None:
    """Leave full text in one piece once everything is copied."""
    database.write(settle_full_text).result()


def _gather(writer: Writer, size: int, *, automerge: int) -> None:
    """Let full text gather so many bytes of words in memory before it writes them, and merge what it wrote or not."""
    for table in _FULL_TEXT:
        for name, value in (("hashsize", size), ("automerge", automerge)):
            sql = f"INSERT INTO {table} ({table}, rank) VALUES (:name, :value)"
            writer.execute(sql, {"name": name, "value": value})


def _copy(writer: Writer, pattern: Pattern, sizes: list[int], tick: Callable[[int], None]) -> None:
    assert isinstance(writer, SqliteWriter)
    connection = writer.connection
    connection.create_function("ticket_number", 1, numbers.make, deterministic=True)
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    counter = int(writer.value("SELECT value FROM meta WHERE key = 'next_number'"))
    statements = _statements(connection)
    with ExitStack() as aside:
        if pattern.wanted > pattern.first:
            # More than there is: making the indexes anew is cheaper than keeping them.
            aside.enter_context(indexes_set_aside(writer))
            aside.enter_context(tally_set_aside(writer))
        for place, size in enumerate(sizes, start=1):
            values = {
                "ids": place * pattern.size,
                "shift": place * pattern.step // timedelta(microseconds=1),
                "counters": counter - pattern.first,
                "low": pattern.first,
                "high": pattern.first + size - 1,
            }
            for statement in statements:
                writer.execute(statement, values)
            counter += size
            tick(size)
    writer.execute("UPDATE meta SET value = :next WHERE key = 'next_number'", {"next": str(counter)})


def _statements(connection: sqlite3.Connection) -> list[str]:
    """Return the INSERTs that make one copy of the tickets :low to :high."""
    moved = {name: _moved(name) for name in _columns(connection, "ticket")}
    moved |= {"id": "id + :ids", "number": "ticket_number(:counters + id)"}
    made = [
        f"INSERT INTO ticket ({', '.join(moved)}) SELECT {', '.join(moved.values())} FROM ticket"
        " WHERE id BETWEEN :low AND :high ORDER BY id"
    ]
    for table in _HANGING:
        kept = {name: _moved(name) for name in _columns(connection, table) if name != "id"}
        kept["ticket_id"] = "ticket_id + :ids"
        made.append(
            f"INSERT INTO {table} ({', '.join(kept)}) SELECT {', '.join(kept.values())} FROM {table}"
            " WHERE ticket_id BETWEEN :low AND :high ORDER BY ticket_id, id"
        )
    made += [_indexed(connection, table) for table in _FULL_TEXT]
    return made


def _indexed(connection: sqlite3.Connection, table: str) -> str:
    """Return the INSERT that tells full text of a copy: the same words, but for the number in both its spellings."""
    columns = _columns(connection, table)
    words = {name: f"s.{name}" for name in columns}
    for name in columns:
        if name not in ("subject", "body"):
            dashed = f"replace(s.{name}, t.number, n.number)"
            words[name] = f"replace({dashed}, replace(t.number, '-', ''), replace(n.number, '-', ''))"
    return (
        f"INSERT INTO {table} (rowid, {', '.join(words)}) SELECT n.id, {', '.join(words.values())}"
        f" FROM {table} s JOIN ticket t ON t.id = s.rowid JOIN ticket n ON n.id = s.rowid + :ids"
        " WHERE s.rowid BETWEEN :low AND :high ORDER BY s.rowid"
    )


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]


def _moved(column: str) -> str:
    return f"{column} + :shift" if is_instant(column) else column
