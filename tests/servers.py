"""The tests' databases on a PostgreSQL server: made once, mended after each test, and taken away behind all of them."""

from __future__ import annotations

import os
import queue
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from engines import Engine
from otui.store.reader import Params, Reader

SERVER = "OTUI_TEST_POSTGRES"
"""The variable that names the PostgreSQL server of the tests, by the URL of a database on it."""
DEFAULT_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
PREFIX = "otui_test_"
"""Databases whose name begins so are the tests' own, and are taken away."""
_SEQ_SCAN = re.compile(r"Seq Scan on (?:\w+ (?=\w))?(\w+)")
_OWNER = re.compile(rf"({PREFIX}\d+_[a-z0-9]+)_\d+")
_SWEEP_LOCK = 0x6F747569
COPIES = 2
"""Of a template, made when the first is asked for: one to use, and one while that is mended."""
_NO_ROWS = 21
"""Bytes of a binary COPY without rows: its head and its end."""
_TABLES = (
    "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
    " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
)
_SHAPE = """
    SELECT md5(string_agg(what || id, ' ' ORDER BY what, id)) FROM (
        SELECT 'class' AS what, oid::text AS id FROM pg_class WHERE relnamespace >= 16384 OR relnamespace = 2200
        UNION ALL SELECT 'trigger', oid::text FROM pg_trigger
        UNION ALL SELECT 'column', attrelid || '.' || attnum || atttypid FROM pg_attribute WHERE attrelid >= 16384
    ) AS things
"""
"""What tables, indexes, triggers and columns there are, as one word."""
_CROWD = 70
"""Connections that one test may open for a crowd of agents, and a few of the server's own."""
_OF_A_WORKER = 7
"""Connections that a worker has open at most times."""
_GONE = 60.0
"""Seconds that the server may take to notice that a program is gone."""


class Postgres(Engine):
    """Desks that are databases of a server.

    To make and to drop a database takes the server most of a second where the disk is slow. So a copy that a test is
    done with is made as its template again, on a thread of its own, and given to the next test that asks for one;
    while one is mended another is ready. The one connection that the engine keeps tells other runs whose these are.
    """

    name = "postgres"

    def __init__(self, server: str, worker: str = "main") -> None:
        import psycopg

        self._server = server
        self._mine = f"{PREFIX}{os.getpid()}_{worker}"
        self._connection = psycopg.connect(
            server, autocommit=True, connect_timeout=5, application_name=self._mine
        )
        self._made = 0
        self._pristine: dict[str, Pristine] = {}
        self._spare: dict[str, queue.SimpleQueue[str]] = {}
        self._template_of: dict[str, str] = {}
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="test-databases")
        self._hands.submit(self._sweep).result()

    def place(self, folder: Path, name: str = "desk") -> str:
        return self._hands.submit(self._create, "template0").result()

    def copy(self, desk: str, folder: Path, name: str = "desk") -> str:
        if desk not in self._spare:
            self._spare[desk] = queue.SimpleQueue()
            for _copy in range(COPIES):
                self._hands.submit(self._stock, desk)
        try:
            return self._spare[desk].get_nowait()
        except queue.Empty:
            self._hands.submit(lambda: None).result()  # what is being mended or made
        try:
            return self._spare[desk].get_nowait()
        except queue.Empty:
            self._hands.submit(self._stock, desk).result()
            return self._spare[desk].get_nowait()

    def take_away(self, desk: str) -> None:
        if desk in self._template_of:
            self._hands.submit(self._mend, desk)

    def run(self, desk: str, *statements: str) -> None:
        import psycopg

        with psycopg.connect(desk) as connection:
            for statement in statements:
                connection.execute(statement)

    def dump(self, desk: str) -> dict[str, list[Any]]:
        return dump_server(desk)

    def sqlalchemy_url(self, desk: str) -> str:
        return desk.replace("postgresql://", "postgresql+psycopg://", 1)

    def plan(self, reader: Reader, sql: str, params: Params | None) -> tuple[list[str], list[str]]:
        # A table of ten rows is read whole whatever indexes it has, unless that is made dear.
        reader.all("SELECT set_config('enable_seqscan', 'off', false)")
        steps = [str(row[0]) for row in reader.all(f"EXPLAIN {sql}", params)]
        reader.all("SELECT set_config('enable_seqscan', 'on', false)")
        return steps, [found[1] for step in steps if (found := _SEQ_SCAN.search(step))]

    def close(self) -> None:
        self._hands.submit(self._drop_mine)
        self._hands.shutdown(wait=True)
        self._connection.close()

    # -- on the engine's own thread --------------------------------------------------------------------------

    def _create(self, template: str) -> str:
        self._made += 1
        name = f"{self._mine}_{self._made}"
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        url, mark, options = self._server.partition("?")
        return f"{url.rpartition('/')[0]}/{name}{mark}{options}"

    def _drop(self, name: str) -> None:
        self._connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _drop_mine(self) -> None:
        for name in self._names(f"{self._mine}_"):  # and what otui made beside them
            self._drop(name)

    def _names(self, beginning: str) -> list[str]:
        sql = "SELECT datname FROM pg_database WHERE starts_with(datname, %s)"
        return [row[0] for row in self._connection.execute(sql, (beginning,)).fetchall()]

    def _stock(self, template: str) -> None:
        made = self._create(_database(template))
        if template not in self._pristine:
            self._pristine[template] = Pristine.of(made)
        self._template_of[made] = template
        self._spare[template].put(made)

    def _mend(self, desk: str) -> None:
        import psycopg

        template = self._template_of.pop(desk)
        try:
            self._clear_out(_database(desk))
            mended = self._pristine[template].restore(desk)
        except psycopg.Error:
            mended = False
        if mended:
            self._template_of[desk] = template
            self._spare[template].put(desk)
        else:
            self._drop(_database(desk))

    def _clear_out(self, name: str) -> None:
        """End whatever session of a test, or of a program that it killed, is still there."""
        sql = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
        end = time.monotonic() + _GONE
        while self._value(sql, name):
            assert time.monotonic() < end, f"sessions of {name} do not end"
            time.sleep(0.002)

    def _sweep(self) -> None:
        """Drop what runs left that were killed: whoever still runs has its connection."""
        if not self._value("SELECT pg_try_advisory_lock(%s)", _SWEEP_LOCK):
            return  # another worker of this run is at it
        there = self._names(PREFIX)
        running = {
            row[0] for row in self._connection.execute("SELECT application_name FROM pg_stat_activity")
        }
        for name in there:
            whose = _OWNER.match(name)
            if whose and whose[1] not in running:
                self._drop(name)
        self._value("SELECT pg_advisory_unlock(%s)", _SWEEP_LOCK)

    def _value(self, sql: str, *params: Any) -> Any:
        row = self._connection.execute(sql, params).fetchone()
        return row[0] if row else None


class Pristine:
    """What a template says, table by table, and how its tables are: enough to make a copy as it was."""

    def __init__(self, shape: Any, rows: dict[str, bytes], counters: str) -> None:
        self._shape = shape
        self._rows = rows
        self._counters = counters

    @classmethod
    def of(cls, desk: str) -> Pristine:
        """Read it from a copy that nobody has used yet."""
        import psycopg

        with psycopg.connect(desk) as connection:
            rows: dict[str, bytes] = {}
            for (name,) in connection.execute(_TABLES).fetchall():
                with connection.cursor().copy(f"COPY {name} TO STDOUT (FORMAT binary)") as copy:
                    rows[name] = b"".join(copy)
            counters = [
                f"setval('{name}', {last or 1}, {last is not None})"
                for name, last in connection.execute(
                    "SELECT format('%I.%I', schemaname, sequencename), last_value FROM pg_sequences"
                )
            ]
            (shape,) = connection.execute(_SHAPE).fetchone() or (None,)
        return cls(shape, rows, f"SELECT {', '.join(counters)}" if counters else "SELECT")

    def restore(self, desk: str) -> bool:
        """Make a desk so again; False where its tables were changed, not only what they say."""
        import psycopg

        with psycopg.connect(desk) as connection:
            if connection.execute(_SHAPE).fetchone() != (self._shape,):
                return False
            # No trigger and no reference is looked at: what comes back was right as a whole.
            connection.execute("SET LOCAL session_replication_role = replica")
            connection.execute(";".join(f"DELETE FROM {name}" for name in self._rows))
            for name, rows in self._rows.items():
                if len(rows) > _NO_ROWS:
                    with connection.cursor().copy(f"COPY {name} FROM STDIN (FORMAT binary)") as copy:
                        copy.write(rows)
            connection.execute(self._counters)
        return True


def _database(desk: str) -> str:
    return desk.partition("?")[0].rpartition("/")[2]


def server() -> str:
    """Return the URL of the server that the tests may use."""
    return os.environ.get(SERVER) or DEFAULT_SERVER


def why_no_server() -> str:
    """Return why PostgreSQL cannot be tested here, in words; "" where it can."""
    try:
        import psycopg
    except ImportError:
        return "psycopg is not installed: pip install --editable '.[dev]'"
    try:
        psycopg.connect(server(), connect_timeout=5).close()
    except psycopg.Error as error:
        said = " ".join(str(error).split())
        return f"no PostgreSQL server answers at {server()} ({SERVER} names another): {said}"
    return ""


def most_workers() -> int:
    """Return how many workers the server has connections for; one where none answers, which is told later."""
    if why_no_server():
        return 1
    import psycopg

    with psycopg.connect(server()) as connection:
        row = connection.execute("SELECT current_setting('max_connections')::integer").fetchone()
    return max(1, ((row[0] if row else 0) - _CROWD) // _OF_A_WORKER)


def dump_server(desk: str) -> dict[str, list[Any]]:
    """Return every row of every table of a desk on a server, past otui, by table."""
    import psycopg

    with psycopg.connect(desk) as connection:
        names = connection.execute(_TABLES).fetchall()
        return {name: sorted(connection.execute(f"SELECT * FROM {name}"), key=repr) for (name,) in names}
