"""A very large desk in a minute: tickets that were written with care, copied by SQL alone.

A copy is its original moved on by whole weeks, or by none: every instant, so that spans still touch and results still
hold, under a number of its own, in the same transaction as its full text.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta

from otui.domain import numbers
from otui.store.bulk import copy_full_text, gather, indexes_set_aside, settle_full_text, tally_set_aside
from otui.store.database import Database, Writer
from otui.store.records import is_instant

_HANGING = ("article", "span", "ticket_clock", "escalation", "history")
_COMPUTED = ("is_open",)


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

    Full text of a file writes a segment when a transaction ends or its memory is full, and whoever writes first
    afterwards pays for merging many: so there are to be few.
    """
    sizes = [min(pattern.size, pattern.wanted - start) for start in range(0, pattern.wanted, pattern.size)]
    database.write(lambda writer: gather(writer, much=True)).result()
    database.write(lambda writer: _copy(writer, pattern, sizes, tick)).result()
    database.write(lambda writer: gather(writer, much=False)).result()


def settle(database: Database) -> None:
    """Leave full text in one piece once everything is copied."""
    database.write(settle_full_text).result()


def _copy(writer: Writer, pattern: Pattern, sizes: list[int], tick: Callable[[int], None]) -> None:
    counter = int(writer.value("SELECT value FROM meta WHERE key = 'next_number'"))
    statements = _statements(writer)
    writer.execute("CREATE TEMPORARY TABLE fresh (ticket_id INTEGER PRIMARY KEY, number VARCHAR)")
    with ExitStack() as aside:
        if pattern.wanted > pattern.first:
            # More than there is: making the indexes anew is cheaper than keeping them.
            for table in ("ticket", "ticket_search", "ticket_parts"):
                aside.enter_context(indexes_set_aside(writer, table))
            aside.enter_context(tally_set_aside(writer))
        for place, size in enumerate(sizes, start=1):
            low, high = pattern.first, pattern.first + size - 1
            ids = place * pattern.size
            shift = place * pattern.step // timedelta(microseconds=1)
            _number(writer, low, size, counter)
            for statement in statements:
                writer.execute(statement, {"ids": ids, "shift": shift, "low": low, "high": high})
            copy_full_text(writer, low, high, ids)
            counter += size
            tick(size)
    writer.execute("DROP TABLE fresh")
    writer.execute("UPDATE meta SET value = :next WHERE key = 'next_number'", {"next": str(counter)})


def _number(writer: Writer, low: int, size: int, counter: int) -> None:
    """Say which number the copy of each ticket gets."""
    writer.execute("DELETE FROM fresh")
    writer.executemany(
        "INSERT INTO fresh (ticket_id, number) VALUES (:id, :number)",
        [{"id": low + place, "number": numbers.make(counter + place)} for place in range(size)],
    )


def _statements(writer: Writer) -> list[str]:
    """Return the INSERTs that make one copy of the tickets :low to :high."""
    moved = {name: _moved(name) for name in writer.layout("ticket").columns if name not in _COMPUTED}
    moved |= {"id": "id + :ids", "number": "(SELECT f.number FROM fresh f WHERE f.ticket_id = ticket.id)"}
    made = [
        f"INSERT INTO ticket ({', '.join(moved)}) SELECT {', '.join(moved.values())} FROM ticket"
        " WHERE id BETWEEN :low AND :high ORDER BY id"
    ]
    for table in _HANGING:
        kept = {name: _moved(name) for name in writer.layout(table).columns if name != "id"}
        kept["ticket_id"] = "ticket_id + :ids"
        made.append(
            f"INSERT INTO {table} ({', '.join(kept)}) SELECT {', '.join(kept.values())} FROM {table}"
            " WHERE ticket_id BETWEEN :low AND :high ORDER BY ticket_id, id"
        )
    return made


def _moved(column: str) -> str:
    return f"{column} + :shift" if is_instant(column) else column
