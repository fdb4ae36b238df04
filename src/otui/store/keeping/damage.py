"""What a damaged desk file still gives: its rows, read around the pages that cannot be, and the ranges that are lost.

An index is another copy of what its table holds, so that damage to one loses nothing, and what an index knows of a lost
row (which ticket it was of, which number it had) is told.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from otui.store.keeping import file
from otui.store.reader import Row

_FARTHEST = 2**31
"""No id of a desk is beyond it."""
_UNREADABLE = (sqlite3.Error, UnicodeDecodeError, OverflowError)
_NAMED = 20
"""Tickets that are named of one lost range."""


@dataclass(frozen=True)
class Lost:
    """Rows of a table that cannot be read, from the first to the last id that they may have; 0: to its end."""

    table: str
    first: int
    last: int
    tickets: tuple[str, ...] = ()
    """Numbers of the tickets that they were of, where an index still knows them."""


def tables(connection: sqlite3.Connection) -> list[str]:
    """Return the tables of the desk whose ids tell where a row is."""
    return file.tables_of(connection)


class Salvage:
    """Reads one table as far as it can be read. Once `rows` is exhausted, `lost` has what could not."""

    def __init__(self, connection: sqlite3.Connection, table: str) -> None:
        self._connection = connection
        self.table = table
        self.lost: list[Lost] = []
        self.columns = [
            name
            for (name,) in connection.execute(
                "SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", (table,)
            )
        ]

    def rows(self) -> Iterator[Row]:
        """Yield every row that can be read, in the order of the rows' own ids."""
        columns = ", ".join(f'"{name}"' for name in self.columns)
        place = -(2**62)
        while True:
            try:
                # From the row itself, not from behind the one before it: that may be on a page that is lost.
                for rowid, *row in self._connection.execute(
                    f'SELECT rowid, {columns} FROM "{self.table}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid',
                    (place,),
                ):
                    place = rowid + 1
                    yield tuple(row)
            except _UNREADABLE:
                # The driver reads a row ahead: the one that it has in hand is lost with the one that cannot be read.
                row = self._row(columns, place)
                if row is not None:
                    place = row[0] + 1
                    yield tuple(row[1:])
                    continue
                begin = max(place, 1)
                found = self._next_readable(columns, begin)
                last = 0 if found is None else found - 1
                self.lost.append(Lost(self.table, begin, last, self._tickets(begin, last)))
                if found is None:
                    return
                place = found
            else:
                return

    def _next_readable(self, columns: str, begin: int) -> int | None:
        """Return the id of the next row that can be read from `begin` on; None where there is none."""
        # The row itself may be what is damaged: those right behind it, one by one; then farther and farther steps.
        step, place = 1, begin
        while place < _FARTHEST:
            found = self._first_from(columns, place)
            if found is not None:
                return self._back_to(columns, begin, found) if step > 1 else found
            place += step
            if place - begin > 64:
                step *= 2
        return None

    def _back_to(self, columns: str, begin: int, found: int) -> int:
        """Return the earliest readable row between a place that is lost and one that was found far behind it."""
        low, high = begin, found
        while high - low > 1:
            middle = (low + high) // 2
            row = self._first_from(columns, middle)
            if row is None:
                low = middle
            else:
                high = min(high - 1, row) if row < high else middle
                found = min(found, row)
        return found

    def _first_from(self, columns: str, place: int) -> int | None:
        row = self._row(columns, place)
        return None if row is None else int(row[0])

    def _row(self, columns: str, place: int) -> Row | None:
        """Return the first row from a place on, behind its id; None where that cannot be read or is not there."""
        try:
            row: Row | None = self._connection.execute(
                f'SELECT rowid, {columns} FROM "{self.table}" NOT INDEXED WHERE rowid >= ? ORDER BY rowid LIMIT 1',
                (place,),
            ).fetchone()
        except _UNREADABLE:
            return None
        return row

    def _tickets(self, first: int, last: int) -> tuple[str, ...]:
        """Return the numbers of the tickets that lost rows were of, from what indexes know."""
        end = last or _FARTHEST
        known = _known_tickets(self._connection, self.table, first, end)
        if self.table == "ticket":
            return tuple(number for _id, number in known)[:_NAMED]
        ids = sorted({one for one, _number in known})[:_NAMED]
        numbers = dict(_known_tickets(self._connection, "ticket", ids[0], ids[-1])) if ids else {}
        return tuple(numbers.get(one, f"#{one}") for one in ids)


def _known_tickets(
    connection: sqlite3.Connection, table: str, first: int, last: int
) -> list[tuple[int, str]]:
    """Return (ticket id, number) of rows of a table from an index alone: the table itself is not read."""
    index = {
        "ticket": "sqlite_autoindex_ticket_1", "article": "ix_article_ticket_id", "span": "ix_span_ticket",
        "history": "ix_history_ticket", "act": "ix_act_ticket",
    }.get(table)  # fmt: skip
    if index is None:
        return []
    what = "rowid, number" if table == "ticket" else "ticket_id, ''"
    try:
        return connection.execute(
            f"SELECT {what} FROM {table} INDEXED BY {index} WHERE rowid BETWEEN ? AND ? ORDER BY 1",
            (first, last),
        ).fetchall()
    except sqlite3.Error:
        return []


def number_of(connection: sqlite3.Connection, ticket_id: int) -> str:
    """Return the number of a ticket that cannot be read, where the index of numbers still knows it."""
    found = _known_tickets(connection, "ticket", ticket_id, ticket_id)
    return found[0][1] if found else ""


def lost(connection: sqlite3.Connection) -> list[Lost]:
    """Read every row of every table, and return what cannot be read."""
    found: list[Lost] = []
    for table in tables(connection):
        reading = Salvage(connection, table)
        for _row in reading.rows():
            pass
        found += reading.lost
    return found
