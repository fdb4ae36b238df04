"""The two engines that the tests run on: where a desk is made there, copied, looked at past otui, and taken away."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from otui.store.database import open_database
from otui.store.reader import Params, Reader

SERVER = "OTUI_TEST_POSTGRES"
"""The variable that names the PostgreSQL server of the tests, by the URL of a database on it."""
DEFAULT_SERVER = "postgresql://postgres@127.0.0.1:5432/postgres"
PREFIX = "otui_test_"
"""Databases whose name begins so are the tests' own, and are taken away."""
_SEQ_SCAN = re.compile(r"Seq Scan on (?:\w+ (?=\w))?(\w+)")
_SWEEP_LOCK = 0x6F747569
_GONE = 20.0
"""Seconds that the server may take to notice that a program is gone."""


class Engine(ABC):
    """Where desks are. A desk is named by its URL, as `--desk` takes it."""

    name: str

    @abstractmethod
    def place(self, folder: Path, name: str = "desk") -> str:
        """Return a URL at which there is no desk, but one can be made."""

    @abstractmethod
    def copy(self, desk: str, folder: Path, name: str = "desk") -> str:
        """Return the URL of a desk that is as `desk`, which nobody has open."""

    @abstractmethod
    def take_away(self, desk: str) -> None:
        """Leave nothing of a desk, whoever still has it open."""

    @abstractmethod
    def run(self, desk: str, *statements: str) -> None:
        """Run statements on a desk past otui, in one transaction."""

    @abstractmethod
    def dump(self, desk: str) -> dict[str, list[Any]]:
        """Return every row of every table, past otui, by table."""

    @abstractmethod
    def plan(self, reader: Reader, sql: str, params: Params | None) -> tuple[list[str], list[str]]:
        """Return the steps by which a query would be answered, and the names of what it would read whole."""

    def file(self, desk: str) -> Path:
        """Return the file that a desk is."""
        raise AssertionError("a desk on a server is no file: a test about files is marked sqlite_only")

    @abstractmethod
    def close(self) -> None:
        """Let go of what the engine itself holds."""


class Sqlite(Engine):
    """Desks that are files."""

    name = "sqlite"

    def place(self, folder: Path, name: str = "desk") -> str:
        return str(folder / f"{name}.otui")

    def copy(self, desk: str, folder: Path, name: str = "desk") -> str:
        return str(shutil.copy(desk, self.place(folder, name)))

    def take_away(self, desk: str) -> None:
        for end in ("", "-wal", "-shm"):
            Path(desk + end).unlink(missing_ok=True)

    def run(self, desk: str, *statements: str) -> None:
        with contextlib.closing(sqlite3.connect(desk)) as connection, connection:
            for statement in statements:
                connection.execute(statement)

    def dump(self, desk: str) -> dict[str, list[Any]]:
        with contextlib.closing(sqlite3.connect(desk)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            names = connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
            ).fetchall()
            return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}

    def plan(self, reader: Reader, sql: str, params: Params | None) -> tuple[list[str], list[str]]:
        steps = [str(row[3]) for row in reader.all(f"EXPLAIN QUERY PLAN {sql}", params)]
        return steps, [
            step.split()[1] for step in steps if step.startswith("SCAN ") and " USING " not in step
        ]

    def file(self, desk: str) -> Path:
        return Path(desk)

    def close(self) -> None:
        pass


class Postgres(Engine):
    """Desks that are databases of a server.

    A copy is made ahead of every template that was copied, and what is done with is dropped, on a thread of its own:
    a test waits for neither. The one connection that the engine keeps tells other runs whose databases these are.
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
        self._here: set[str] = set()
        self._ahead: dict[str, Future[str]] = {}
        self._hands = ThreadPoolExecutor(1, thread_name_prefix="test-databases")
        self._hands.submit(self._sweep).result()

    def place(self, folder: Path, name: str = "desk") -> str:
        return self._hands.submit(self._create, "template0").result()

    def copy(self, desk: str, folder: Path, name: str = "desk") -> str:
        ready = self._ahead.pop(desk, None) or self._hands.submit(self._create, self._database(desk))
        copy = ready.result()
        self._ahead[desk] = self._hands.submit(self._create, self._database(desk))
        return copy

    def take_away(self, desk: str) -> None:
        self._here.discard(self._database(desk))
        self._hands.submit(self._drop, self._database(desk))

    def run(self, desk: str, *statements: str) -> None:
        import psycopg

        with psycopg.connect(desk) as connection:
            for statement in statements:
                connection.execute(statement)

    def dump(self, desk: str) -> dict[str, list[Any]]:
        import psycopg

        with psycopg.connect(desk) as connection:
            names = connection.execute(
                "SELECT tablename FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"
            ).fetchall()
            return {
                name: sorted(connection.execute(f'SELECT * FROM "{name}"'), key=repr) for (name,) in names
            }

    def plan(self, reader: Reader, sql: str, params: Params | None) -> tuple[list[str], list[str]]:
        # A table of ten rows is read whole whatever indexes it has, unless that is made dear.
        reader.all("SELECT set_config('enable_seqscan', 'off', false)")
        steps = [str(row[0]) for row in reader.all(f"EXPLAIN {sql}", params)]
        reader.all("SELECT set_config('enable_seqscan', 'on', false)")
        return steps, [found[1] for step in steps if (found := _SEQ_SCAN.search(step))]

    def close(self) -> None:
        for name in [*self._here]:
            self._hands.submit(self._drop, name)
        self._hands.shutdown(wait=True)
        self._connection.close()

    # -- on the engine's own thread --------------------------------------------------------------------------

    def _create(self, template: str) -> str:
        self._made += 1
        name = f"{self._mine}_{self._made}"
        self._connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        self._here.add(name)
        head, _slash, _name = self._server.partition("?")[0].rpartition("/")
        _url, mark, options = self._server.partition("?")
        return f"{head}/{name}{mark}{options}"

    def _drop(self, name: str) -> None:
        self._connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def _sweep(self) -> None:
        """Drop what runs left that were killed: whoever still runs has its connection."""
        if not self._value(f"SELECT pg_try_advisory_lock({_SWEEP_LOCK})"):
            return  # another worker of this run is at it
        there = self._connection.execute(
            "SELECT datname FROM pg_database WHERE datname ~ %s", (rf"^{PREFIX}\d+_\w+_\d+$",)
        ).fetchall()
        running = {
            row[0] for row in self._connection.execute("SELECT application_name FROM pg_stat_activity")
        }
        for (name,) in there:
            if name.rpartition("_")[0] not in running:
                self._drop(name)
        self._connection.execute(f"SELECT pg_advisory_unlock({_SWEEP_LOCK})")

    def _value(self, sql: str) -> Any:
        row = self._connection.execute(sql).fetchone()
        return row[0] if row else None

    @staticmethod
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


class Desks:
    """The desks of one test, or of many: made and copied on one engine, and taken away behind them."""

    def __init__(self, engine: Engine, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        """For what belongs to a desk but is not in it; on SQLite the desks themselves."""
        self._made: list[str] = []
        self._names = Counter[str]()

    def place(self, name: str = "desk") -> str:
        """Return a URL at which there is no desk, but one can be made."""
        return self._keep(self.engine.place(self.folder, self._own(name)))

    def blank(self, name: str = "desk") -> str:
        """Return the URL of a new desk without anything in it."""
        desk = self.place(name)
        open_database(desk, create=True).close()
        return desk

    def copy(self, desk: str, name: str = "desk") -> str:
        """Return the URL of a desk that is as `desk`, which nobody has open."""
        return self._keep(self.engine.copy(desk, self.folder, self._own(name)))

    def run(self, desk: str, *statements: str) -> None:
        """Run statements on a desk past otui, in one transaction."""
        self.engine.run(desk, *statements)

    def dump(self, desk: str) -> dict[str, list[Any]]:
        """Return every row of every table, past otui, by table."""
        return self.engine.dump(desk)

    def close(self) -> None:
        """Take away every desk that was made here."""
        for desk in self._made:
            self.engine.take_away(desk)
        self._made.clear()

    def _own(self, name: str) -> str:
        self._names[name] += 1
        return name if self._names[name] == 1 else f"{name}-{self._names[name]}"

    def _keep(self, desk: str) -> str:
        self._made.append(desk)
        return desk


@contextlib.contextmanager
def held(desk: str) -> Iterator[None]:
    """Hold a desk as another otui does that is in the middle of a long write."""
    begun, enough = threading.Event(), threading.Event()
    other = open_database(desk)

    def work(writer: Any) -> None:
        begun.set()
        enough.wait()

    try:
        written = other.write(work)
        assert begun.wait(_GONE)
        try:
            yield
        finally:
            enough.set()
            written.result()
    finally:
        other.close()
