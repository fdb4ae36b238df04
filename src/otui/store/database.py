"""An open desk file: one writer thread with a queue, and a read connection for every thread that asks.

After datasette's database.py: one writer, BEGIN IMMEDIATE, per-thread reads, an idempotent close that drains.
"""

from __future__ import annotations

import atexit
import contextlib
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from otui.errors import DeskUnavailable
from otui.store import schema, sqlite
from otui.store.reader import Reader
from otui.store.sqlite import Interrupted
from otui.store.writer import Writer
from otui.text.i18n import _

__all__ = ["Database", "Interrupted", "Reader", "Writer", "open_database"]

T = TypeVar("T")
_Job = tuple[Callable[[Writer], Any], "Future[Any]"]


def open_database(url: str, *, create: bool = False) -> Database:
    """Open the desk at a path or `sqlite:///path`; with `create`, make it where there is none.

    Raises DeskUnavailable, in words, for a missing folder or desk, a file that is something else or damaged,
    one that cannot be written, and a desk made by a newer program. An older desk is brought up to date, after
    a backup.
    """
    path = path_of(url)
    if create and path.parent.is_dir() and not path.exists():
        schema.create(path)
    sqlite.check_file(path)
    schema.bring_up_to_date(path)
    return Database(path)


def path_of(url: str) -> Path:
    """Return the file that a desk's URL names; DeskUnavailable for a server without its driver."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return Path(url).expanduser().absolute()
    if scheme == "sqlite":
        return Path(rest.removeprefix("/")).expanduser().absolute()
    if scheme.partition("+")[0] in ("postgresql", "postgres"):
        raise DeskUnavailable(
            _("This desk is on a PostgreSQL server, and otui was installed without its driver."),
            _("Install otui[postgres], or name a desk file with --desk."),
        )
    raise DeskUnavailable(
        _("{url} names no desk that otui knows how to open.").format(url=url),
        _("Give a path, or sqlite:///path."),
    )


class Database:
    """One desk, opened by this process. Safe to use from any thread."""

    engine = "sqlite"

    def __init__(self, path: Path, *, busy_seconds: float = sqlite.BUSY_SECONDS) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: dict[threading.Thread, Reader] = {}
        self._watcher: sqlite3.Connection | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False

    # -- reading -----------------------------------------------------------------------------------------

    def read(self) -> Reader:
        """Return this thread's own read connection."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None or self._closed:
            reader = self._open_reader()
            self._local.reader = reader
        return reader

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """Give several statements one and the same state of the desk; inside another snapshot, that one's."""
        reader = self.read()
        if reader.connection.in_transaction:
            yield reader
            return
        reader.connection.execute("BEGIN")
        try:
            yield reader
        finally:
            reader.connection.rollback()

    def data_version(self) -> int:
        """Return a number that changes whenever any process has changed the desk."""
        with self._lock:
            self._require_open()
            if self._watcher is None:
                self._watcher = sqlite.connect(self.path, reading=True, busy_seconds=self._busy_seconds)
            try:
                return int(self._watcher.execute("PRAGMA data_version").fetchone()[0])
            except sqlite3.Error as error:
                raise sqlite.in_words(error, self.path) from error

    def _open_reader(self) -> Reader:
        with self._lock:
            self._require_open()
            for thread in [t for t in self._readers if not t.is_alive()]:
                self._readers.pop(thread).connection.close()
            connection = sqlite.connect(self.path, reading=True, busy_seconds=self._busy_seconds)
            reader = self._readers[threading.current_thread()] = Reader(connection, self.path)
            return reader

    # -- writing -----------------------------------------------------------------------------------------

    def write(self, work: Callable[[Writer], T]) -> Future[T]:
        """Do `work` in one transaction on the writer thread.

        The future is done once the work is durable. Anything that `work` raises rolls all of it back and is
        raised again by `future.result()`. A write inside a write would wait for itself, and is refused.
        """
        if threading.current_thread() is self._thread:
            raise RuntimeError("a write inside a write")
        future: Future[T] = Future()
        with self._lock:
            self._require_open()
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, name="otui-writer", daemon=True)
                self._thread.start()
                atexit.register(self.close)
            self._jobs.put((work, future))
        return future

    def _serve(self) -> None:
        """Do the queued writes, one after the other, until the desk closes."""
        connection: sqlite3.Connection | None = None
        while (job := self._jobs.get()) is not None:
            work, future = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if connection is None:
                    connection = sqlite.connect(self.path, reading=False, busy_seconds=self._busy_seconds)
                    writer = Writer(connection, self.path)
                result = _transact(writer, work)
            except BaseException as error:  # it travels to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)
            del job, work, future
        if connection is not None:
            connection.close()

    # -- closing -----------------------------------------------------------------------------------------

    def close(self) -> None:
        """Finish the writes that are queued, then let go of the file. A second call does nothing."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()
            atexit.unregister(self.close)
        for thread, reader in self._readers.items():
            if thread is threading.current_thread() or not thread.is_alive():
                reader.connection.close()
            else:
                # Its thread may be inside a statement: a connection closed under it takes the process down. It is
                # stopped, and closes when its thread lets go of it.
                reader.connection.interrupt()
        self._readers.clear()
        if self._watcher is not None:
            self._watcher.close()

    def _require_open(self) -> None:
        if self._closed:
            raise DeskUnavailable(_("The desk is closed."))


def _transact(writer: Writer, work: Callable[[Writer], T]) -> T:
    """Run `work` between BEGIN IMMEDIATE and COMMIT; on any exception nothing of it remains."""
    connection = writer.connection
    try:
        connection.execute("BEGIN IMMEDIATE")
        result = work(writer)
        connection.execute("COMMIT")
    except BaseException as error:
        if connection.in_transaction:
            # The first error is the one to tell: what a rollback leaves is undone when the file is opened.
            with contextlib.suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        if isinstance(error, sqlite3.Error):
            raise sqlite.in_words(error, writer.path) from error
        raise
    return result
