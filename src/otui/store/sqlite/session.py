"""Reading and writing a desk file."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from otui.store import sqlite
from otui.store.reader import Params, Reader, Row
from otui.store.records import Record
from otui.store.sqlite import in_words
from otui.store.writer import Writer, bound, insertion

T = TypeVar("T")

_STEPS = 2000
"""Virtual machine steps of SQLite between two looks at the clock: well under a millisecond."""


class SqliteReader(Reader):
    """One connection to a desk file."""

    engine = "sqlite"

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        super().__init__()
        self.connection = connection
        self.path = path

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

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table in the order of `SELECT *`."""
        cursor = self.connection.execute(f"SELECT * FROM {table} LIMIT 0")
        return [entry[0] for entry in cursor.description]

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

    @property
    def in_transaction(self) -> bool:
        """Whether statements see one and the same state, until `rollback`."""
        return self.connection.in_transaction

    def begin(self) -> None:
        """Let all statements up to `rollback` see one and the same state."""
        self.connection.execute("BEGIN")

    def rollback(self) -> None:
        """End what `begin` began."""
        self.connection.rollback()

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    def abandon(self) -> None:
        """Stop the session of another thread; it closes when its thread lets go of it.

        Its thread may be inside a statement: a connection closed under it takes the process down.
        """
        self.connection.interrupt()


class SqliteWriter(SqliteReader, Writer):
    """The connection that changes a desk file."""

    def transact(self, work: Callable[[Writer], T]) -> T:
        """Run `work` between BEGIN IMMEDIATE and COMMIT; on any exception nothing of it remains."""
        connection = self.connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            result = work(self)
            connection.execute("COMMIT")
        except BaseException as error:
            if connection.in_transaction:
                # The first error is the one to tell: what a rollback leaves is undone when the file is opened.
                with contextlib.suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise in_words(error, self.path) from error
            raise
        return result

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it touched."""
        try:
            return self.connection.execute(sql, params or {}).rowcount
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def executemany(self, sql: str, rows: Iterable[Params]) -> int:
        """Run a statement once for each row of parameters and return how many rows it touched."""
        try:
            return self.connection.executemany(sql, rows).rowcount
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Add a row and return its id; columns that are not named get the table's defaults."""
        try:
            cursor = self.connection.execute(insertion(table, values), bound(values))
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error
        return int(cursor.lastrowid or 0)

    def add(self, table: str, values: Mapping[str, Any]) -> Record:
        """Add a row and return it as the database now holds it."""
        sql = insertion(table, values) + " RETURNING *"
        try:
            row = self.connection.execute(sql, bound(values)).fetchall()[0]
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error
        return Record(self.layout(table), row)


class SqliteWatcher:
    """Looks whether any process changed the file."""

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self._path = path
        self._connection = sqlite.connect(path, reading=True, busy_seconds=busy_seconds)

    def version(self) -> int:
        """Return SQLite's count of changes that others made."""
        try:
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.Error as error:
            raise in_words(error, self._path) from error

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class SqliteEngine:
    """A desk that is one file."""

    kind = "sqlite"

    def __init__(self, path: Path, busy_seconds: float) -> None:
        self.path = path
        self.url = str(path)
        self.name = str(path)
        self._busy_seconds = busy_seconds

    def reader(self) -> SqliteReader:
        """Open a connection that cannot change anything."""
        connection = sqlite.connect(self.path, reading=True, busy_seconds=self._busy_seconds)
        return SqliteReader(connection, self.path)

    def writer(self) -> SqliteWriter:
        """Open a connection that can."""
        connection = sqlite.connect(self.path, reading=False, busy_seconds=self._busy_seconds)
        return SqliteWriter(connection, self.path)

    def watcher(self) -> SqliteWatcher:
        """Begin to watch the file."""
        return SqliteWatcher(self.path, self._busy_seconds)
