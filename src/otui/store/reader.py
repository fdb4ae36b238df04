"""Reading rows: SQL straight to the driver, by named parameters."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from otui.store.records import Layout, Record
from otui.store.sqlite import in_words

Params = Mapping[str, Any]
Row = tuple[Any, ...]

_STEPS = 2000
"""Virtual machine steps of SQLite between two looks at the clock: well under a millisecond."""


class Reader:
    """One connection, used by one thread at a time. Each statement sees the newest committed state."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.connection = connection
        self.path = path
        self._layouts: dict[str, Layout] = {}

    def all(self, sql: str, params: Params | None = None) -> list[Row]:
        """Return every row of a query."""
        try:
            return self.connection.execute(sql, params or {}).fetchall()
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def each(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        """Yield the rows of a query one by one, read only as far as they are asked for."""
        try:
            yield from self.connection.execute(sql, params or {})
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def one(self, sql: str, params: Params | None = None) -> Row | None:
        """Return the first row of a query, or None where there is none."""
        try:
            cursor = self.connection.execute(sql, params or {})
            row: Row | None = cursor.fetchone()
            cursor.close()
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error
        return row

    def value(self, sql: str, params: Params | None = None) -> Any:
        """Return the first column of the first row, or None where there is none."""
        row = self.one(sql, params)
        return None if row is None else row[0]

    def load(self, table: str, row_id: int) -> Record | None:
        """Return the row of a table with this id, or None."""
        row = self.one(f"SELECT * FROM {table} WHERE id = :id", {"id": row_id})
        return None if row is None else Record(self.layout(table), row)

    def records(self, table: str, where: str, params: Params | None = None) -> list[Record]:
        """Return the rows of a table for which `where` (SQL, with an ORDER BY if wished) holds."""
        layout = self.layout(table)
        return [Record(layout, row) for row in self.all(f"SELECT * FROM {table} WHERE {where}", params)]

    def layout(self, table: str) -> Layout:
        """Return which columns a table has, in the order of `SELECT *`."""
        known = self._layouts.get(table)
        if known is None:
            cursor = self.connection.execute(f"SELECT * FROM {table} LIMIT 0")
            known = self._layouts[table] = Layout(table, [entry[0] for entry in cursor.description])
        return known

    def interrupt(self) -> None:
        """Stop the statement that runs now; it raises Interrupted in its own thread. Safe from any thread."""
        self.connection.interrupt()

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Give the statements inside `seconds` together; after that they raise Interrupted."""
        deadline = time.monotonic() + seconds
        self.connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)
        try:
            yield
        finally:
            self.connection.set_progress_handler(None, _STEPS)
