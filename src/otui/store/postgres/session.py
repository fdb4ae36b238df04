"""Reading a desk on a server: a session that finds its way back when the server was away."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import psycopg
from psycopg import Cursor, RawServerCursor

from otui.errors import DeskUnavailable
from otui.store.postgres import statements, words
from otui.store.postgres.address import Connection, Server
from otui.store.reader import Params, Reader, Row
from otui.store.sqlite import Interrupted
from otui.text.i18n import _

T = TypeVar("T")

_BATCH = 200
"""Rows that `each` asks the server for at a time."""
_LEAVING_SECONDS = 5.0
"""How long closing the desk waits for a statement of another thread that was told to stop."""


class PostgresReader(Reader):
    """One connection to a server, made anew where it was lost; what is lost inside a transaction is told."""

    engine = "postgresql"
    reading = True

    def __init__(self, server: Server) -> None:
        super().__init__()
        self._server = server
        self._connection: Connection | None = None
        self._began = False
        self._deadline: float | None = None
        self._hurried = False
        self._left = False
        self._swap = threading.Lock()

    @property
    def connection(self) -> Connection:
        """The connection, made where there is none; DeskUnavailable while the server is away."""
        if self._left:
            raise DeskUnavailable(_("The desk is closed."))
        found = self._connection
        if found is not None and not found.closed:
            return found
        if self._began:  # the rest of what was begun must not happen by itself, somewhere else
            raise words.gone(self._server.name)
        made = self._server.connect(reading=self.reading)
        with self._swap:
            self._connection = made
        return made

    def all(self, sql: str, params: Params | None = None) -> list[Row]:
        """Return every row of a query."""
        return self._asked(sql, params, Cursor.fetchall)

    def one(self, sql: str, params: Params | None = None) -> Row | None:
        """Return the first row of a query, or None where there is none."""
        return self._asked(sql, params, Cursor.fetchone)

    def each(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        """Yield the rows of a query one by one, read only as far as they are asked for."""
        statement = statements.read(sql)
        own = not self._began
        if own:
            self.begin()
        cursor: RawServerCursor[Row] | None = None
        try:
            with self._told():
                self._hurry(self.connection)
                cursor = RawServerCursor(self.connection, f"each_{time.monotonic_ns()}")
                cursor.execute(statement.sql, statement.bind(params))
            while True:
                with self._told():
                    rows = cursor.fetchmany(_BATCH)
                yield from rows
                if len(rows) < _BATCH:
                    break
        finally:
            if cursor is not None:
                with contextlib.suppress(psycopg.Error):
                    cursor.close()
            if own:
                self.rollback()

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table in the order of `SELECT *`."""
        return self._asked(f"SELECT * FROM {table} LIMIT 0", None, _names)

    def interrupt(self) -> None:
        """Stop the statement that runs now; it raises Interrupted in its own thread. Safe from any thread."""
        with self._swap:
            connection = self._connection
        if connection is not None and not connection.closed:
            with contextlib.suppress(psycopg.Error, OSError):
                connection.cancel_safe(timeout=2.0)

    @contextmanager
    def limit(self, seconds: float) -> Iterator[None]:
        """Give the statements inside `seconds` together; after that they raise Interrupted."""
        self._deadline = time.monotonic() + seconds
        try:
            yield
        finally:
            self._deadline = None
            connection = self._connection
            if self._hurried and connection is not None and not connection.closed:
                with contextlib.suppress(psycopg.Error):  # in a transaction that failed, its end does it
                    connection.execute("SET statement_timeout = 0")
            self._hurried = False

    # -- a state that stands -----------------------------------------------------------------------------

    @property
    def in_transaction(self) -> bool:
        """Whether statements see one and the same state, until `rollback`."""
        return self._began

    def begin(self) -> None:
        """Let all statements up to `rollback` see one and the same state."""
        self._asked("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", None, _nothing)
        self._began = True

    def rollback(self) -> None:
        """End what `begin` began; on a connection that was lost, nothing."""
        self._began = False
        connection = self._connection
        if connection is None or connection.closed:
            return
        try:
            connection.execute("ROLLBACK")
        except psycopg.Error:
            self._drop()

    def close(self) -> None:
        """Let go of the server."""
        self._left = True
        self._drop()

    def abandon(self) -> None:
        """Stop what another thread asks of the server, and let go once it has heard."""
        self._left = True
        connection = self._connection
        if connection is None:
            return
        for _try in range(2):
            self.interrupt()
            if connection.lock.acquire(timeout=_LEAVING_SECONDS / 2):
                try:
                    connection.close()
                finally:
                    connection.lock.release()
                return

    # -- how ---------------------------------------------------------------------------------------------

    def _asked(self, sql: str, params: Params | None, take: Callable[[Cursor[Row]], T]) -> T:
        """Run a statement and take what is wanted of its answer; outside a transaction, once more where it was lost."""
        statement = statements.read(sql)
        values = statement.bind(params)
        for again in (True, False):
            connection = self.connection
            try:
                self._hurry(connection)
                return take(connection.execute(statement.sql, values))
            except psycopg.Error as error:
                lost = self._lost(error)
                if not (lost and again) or self._began or self._left:
                    raise self._words(error, lost=lost) from error
        raise AssertionError("a second try returns or raises")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell the driver's errors in words."""
        try:
            yield
        except psycopg.Error as error:
            raise self._words(error, lost=self._lost(error)) from error

    def _words(self, error: psycopg.Error, *, lost: bool) -> Exception:
        if self._left:
            return DeskUnavailable(_("The desk is closed."))
        return words.in_words(error, self._server.name, lost=lost)

    def _lost(self, error: psycopg.Error) -> bool:
        """Whether an error took the connection with it; then it is let go."""
        connection = self._connection
        ended = (error.sqlstate or "") in words.ENDINGS
        if connection is None or (not ended and not connection.closed):
            return connection is None
        self._drop()
        return True

    def _drop(self) -> None:
        with self._swap:
            connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _hurry(self, connection: Connection) -> None:
        """Give the next statement what is left of the time that `limit` gave them all."""
        if self._deadline is None:
            return
        left = round((self._deadline - time.monotonic()) * 1000)
        if left <= 0:
            raise Interrupted(_("The desk was asked to stop looking."))
        connection.execute(f"SET statement_timeout = {left}", prepare=False)
        self._hurried = True


def _nothing(_cursor: Cursor[Row]) -> None:
    return None


def _names(cursor: Cursor[Row]) -> list[str]:
    return [column.name for column in cursor.description or ()]
