"""Writing to a desk on a server: one writer at a time, and an answer that is true even where the line breaks."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import psycopg
from psycopg.pq import TransactionStatus

from otui.errors import DeskUnavailable
from otui.store.postgres import statements, words
from otui.store.postgres.address import Connection, Server
from otui.store.postgres.session import PostgresReader
from otui.store.postgres.statements import Statement
from otui.store.reader import Params, Row
from otui.store.records import Record
from otui.store.sqlite import APPLICATION_ID
from otui.store.writer import Writer, bound, insertion

T = TypeVar("T")

LOCK = APPLICATION_ID
"""Key of the advisory lock that a write holds. Such a lock is of one database: each desk has its own."""
CHANNEL = "otui"
"""Where a write says that it was: NOTIFY reaches the listeners of the same database only."""
OUTCOME_SECONDS = 20.0
"""How long a write that lost its line while it was being kept tries to learn what became of it."""
_LINGERING = 1.0
"""Seconds after which a session whose line is gone is ended, so that its transaction has an outcome."""
_MANY = 8
"""Rows from which on COPY is quicker than INSERT."""
# The lock comes in a statement of its own: the next one sees all that its former holder committed, and ids of the
# change feed are given out in the order in which they become visible.
# The level is named: a server may be set to a stricter one, in which all is seen as it was before the wait.
_BEGIN = (
    f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({LOCK});"
    " SELECT pg_current_xact_id()::text"
)
_FATE = "SELECT pg_xact_status($1::text::xid8)"
_END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_xid::text = ($1::text::numeric % 4294967296)::text"
)


class PostgresWriter(PostgresReader, Writer):
    """The connection that changes a desk on a server."""

    reading = False

    def __init__(self, server: Server) -> None:
        super().__init__(server)
        self._number = ""
        self._touched = False
        self._numbered: set[str] = set()

    # -- one transaction ---------------------------------------------------------------------------------

    def transact(self, work: Callable[[Writer], T]) -> T:
        """Run `work` as the desk's only writer; on any exception nothing of it remains.

        Where the line breaks while the server commits, it is asked what became of the transaction: what was kept is
        told as kept, and what was lost as not done.
        """
        self._numbered.clear()
        self._touched = False
        self._number = str(self._asked_last(_BEGIN))
        self._began = True
        try:
            result = work(self)
            self._catch_up()
            self._commit()
        except BaseException as error:
            self.rollback()
            if isinstance(error, psycopg.Error):
                raise self._words(error, lost=self._lost(error)) from error
            raise
        self._began = False
        return result

    def _asked_last(self, sql: str) -> Any:
        """Run several statements in one go and return the last one's value; once more where the line was dead."""
        for again in (True, False):
            connection = self.connection
            try:
                cursor = connection.execute(sql, prepare=False)
                while cursor.nextset():
                    pass
                row = cursor.fetchone()
            except psycopg.Error as error:
                lost = self._lost(error)
                if lost and again:
                    continue
                if not lost:
                    self.rollback()
                raise self._words(error, lost=lost) from error
            return row and row[0]
        raise AssertionError("a second try returns or raises")

    def _commit(self) -> None:
        connection = self.connection
        if connection.info.transaction_status != TransactionStatus.INTRANS:
            # An error that was passed over: the server would take COMMIT for ROLLBACK, and say nothing.
            raise psycopg.errors.InFailedSqlTransaction("a statement of this transaction failed")
        try:
            connection.execute(f"NOTIFY {CHANNEL}; COMMIT" if self._touched else "COMMIT", prepare=False)
        except psycopg.Error as error:
            if not self._lost(error):
                raise
            self._began = False
            if not self._kept(self._number):
                raise words.gone(self._server.name) from error

    def _kept(self, number: str) -> bool:
        """Ask the server, as soon as it answers again, whether a transaction was committed."""
        began = time.monotonic()
        while time.monotonic() - began < OUTCOME_SECONDS:
            try:
                connection = self.connection
                found = connection.execute(_FATE, [number]).fetchone()
                fate = found and found[0]
                if fate == "in progress" and time.monotonic() - began > _LINGERING:
                    connection.execute(_END, [number])
            except DeskUnavailable:
                fate = "in progress"
            except psycopg.Error as error:
                if (
                    error.sqlstate == "22023"
                ):  # a number that the server has not come to: it began again from before
                    return False
                self._lost(error)
                fate = "in progress"
            if fate in ("committed", "aborted"):
                return bool(fate == "committed")
            time.sleep(0.05)
        raise words.unknown_outcome(self._server.name)

    # -- statements --------------------------------------------------------------------------------------

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it touched."""
        self._adding(statements.read(sql))
        self._touched = True
        return self._asked(sql, params, _count)

    def executemany(self, sql: str, rows: Iterable[Params]) -> int:
        """Run a statement once for each row of parameters and return how many rows it touched."""
        statement = statements.read(sql)
        values = [statement.bind(row) or [] for row in rows]
        if not values:
            return 0
        self._adding(statement)
        self._touched = True
        with self._told():
            connection = self.connection
            if statement.columns and len(values) >= _MANY:
                return _copy(connection, statement, values)
            cursor = connection.cursor()
            cursor.executemany(statement.sql, values)
            return cursor.rowcount

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Add a row and return its id, 1 for a table without; columns that are not named get the table's defaults."""
        sql = insertion(table, values)
        if "id" not in self.layout(table).columns:
            return self.execute(sql, bound(values))
        self._adding(statements.read(sql))
        self._touched = True
        row = self._asked(f"{sql} RETURNING id", bound(values), _first)
        return int(row[0])

    def add(self, table: str, values: Mapping[str, Any]) -> Record:
        """Add a row and return it as the database now holds it."""
        sql = insertion(table, values)
        self._adding(statements.read(sql))
        self._touched = True
        return Record(self.layout(table), self._asked(f"{sql} RETURNING *", bound(values), _first))

    # -- ids ---------------------------------------------------------------------------------------------

    def _adding(self, statement: Statement) -> None:
        """Remember which tables were given rows with ids of their own; their counters must be moved on."""
        if statement.gives_id:
            self._numbered.add(statement.table)
        elif statement.table in self._numbered:
            self._catch_up()

    def _catch_up(self) -> None:
        """Move the counters of ids past what was given."""
        while self._numbered:
            table = self._numbered.pop()
            with self._told():
                self.connection.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table} HAVING max(id) > 0"
                )


def _copy(connection: Connection, statement: Statement, values: list[list[Any]]) -> int:
    cursor = connection.cursor()
    with cursor.copy(f"COPY {statement.table} ({', '.join(statement.columns)}) FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)
    return cursor.rowcount


def _count(cursor: psycopg.Cursor[Row]) -> int:
    return cursor.rowcount


def _first(cursor: psycopg.Cursor[Row]) -> Row:
    row = cursor.fetchone()
    assert row is not None
    return row
