"""The two engines that the tests run on: where a desk is made there, copied, looked at past otui, and taken away."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from otui.store.database import open_database
from otui.store.reader import Params, Reader

PATIENCE = 60.0
"""Seconds that another program may take on a machine that does much else."""


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
    def sqlalchemy_url(self, desk: str) -> str:
        """Return how SQLAlchemy names the database of a desk."""

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
        return dump_file(desk)

    def plan(self, reader: Reader, sql: str, params: Params | None) -> tuple[list[str], list[str]]:
        steps = [str(row[3]) for row in reader.all(f"EXPLAIN QUERY PLAN {sql}", params)]
        scans = [step for step in steps if step.startswith("SCAN ") and " USING " not in step]
        return steps, [step.split()[1] for step in scans]

    def sqlalchemy_url(self, desk: str) -> str:
        return f"sqlite:///{desk}"

    def file(self, desk: str) -> Path:
        return Path(desk)

    def close(self) -> None:
        pass


def dump_file(desk: str) -> dict[str, list[Any]]:
    """Return every row of every table of a desk file that is not damaged, past otui, by table."""
    with contextlib.closing(sqlite3.connect(desk)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
        ).fetchall()
        return {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in names}


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

    def take_away(self, desk: str) -> None:
        """Take a desk away before the others."""
        self._made.remove(desk)
        self.engine.take_away(desk)

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
        assert begun.wait(PATIENCE)
        try:
            yield
        finally:
            enough.set()
            written.result()
    finally:
        other.close()
