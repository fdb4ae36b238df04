"""An open desk: one writer thread with a queue, and a read session for every thread that asks.

After datasette's database.py: one writer, one transaction at a time, per-thread reads, an idempotent close that drains.
What differs between a file and a server is in `store.sqlite` and `store.postgres`.
"""

from __future__ import annotations

import atexit
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from otui.errors import DeskUnavailable
from otui.store import schema, sqlite
from otui.store.engine import BUSY_SECONDS, Engine, Watcher
from otui.store.reader import Reader
from otui.store.sqlite import Interrupted
from otui.store.sqlite.session import SqliteEngine
from otui.store.writer import Writer
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.store.postgres.engine import PostgresEngine

__all__ = [
    "Database",
    "Interrupted",
    "Reader",
    "Writer",
    "attach",
    "erase",
    "exists",
    "is_server",
    "name_of",
    "open_database",
    "path_of",
]

T = TypeVar("T")
_Job = tuple[Callable[[Writer], Any], "Future[Any]"]
_SERVERS = ("postgresql", "postgres")


def open_database(url: str, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> Database:
    """Open the desk at a path, `sqlite:///path` or `postgresql://user@host/name`.

    With `create`, make it where there is none. Raises DeskUnavailable, in words, for a missing folder or desk, a file
    that is something else or damaged, one that cannot be written, a server that does not answer or refuses, and a desk
    made by a newer program. An older desk is brought up to date, after a backup.
    """
    if is_server(url):
        server = _server(url, busy_seconds)
        server.prepare(create=create)
        return Database(server)
    path = path_of(url)
    if create and path.parent.is_dir() and not path.exists():
        schema.create(path)
    sqlite.check_file(path)
    schema.bring_up_to_date(path)
    return Database(path, busy_seconds=busy_seconds)


def attach(url: str) -> Database:
    """Take a desk as it stands: its version is not looked at, and nothing is made or brought up to date."""
    return Database(_server(url, BUSY_SECONDS) if is_server(url) else path_of(url))


def is_server(url: str) -> bool:
    """Whether a desk's URL names a database on a server, and not a file."""
    scheme, mark, _rest = url.partition("://")
    return bool(mark) and scheme.partition("+")[0] in _SERVERS


def path_of(url: str) -> Path:
    """Return the file that a desk's URL names; DeskUnavailable where it names none."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return Path(url).expanduser().absolute()
    if scheme == "sqlite":
        return Path(rest.removeprefix("/")).expanduser().absolute()
    if is_server(url):
        raise DeskUnavailable(
            _("The desk {name} is on a server, and this is for a desk file.").format(name=name_of(url)),
            _("Name a desk file with --desk."),
        )
    raise DeskUnavailable(
        _("{url} names no desk that otui knows how to open.").format(url=url),
        _("Give a path, sqlite:///path or postgresql://user@host/name."),
    )


def name_of(url: str) -> str:
    """Return what a person is told of where a desk is: its path, or its server without any password."""
    return _server(url, BUSY_SECONDS).name if is_server(url) else str(path_of(url))


def exists(url: str) -> bool:
    """Whether something is where a desk would be made; DeskUnavailable where the server does not say."""
    return _server(url, BUSY_SECONDS).exists() if is_server(url) else path_of(url).exists()


def erase(url: str) -> None:
    """Take away a desk that was begun and is not to be; nothing where there is none. Nobody may have it open."""
    if is_server(url):
        _server(url, BUSY_SECONDS).erase()
        return
    path = path_of(url)
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def _server(url: str, busy_seconds: float) -> PostgresEngine:
    try:
        from otui.store.postgres.engine import PostgresEngine
    except ImportError as error:
        raise DeskUnavailable(
            _("This desk is on a PostgreSQL server, and otui was installed without its driver."),
            _("Install otui[postgres], or name a desk file with --desk."),
        ) from error
    return PostgresEngine(url, busy_seconds)


class Database:
    """One desk, opened by this process. Safe to use from any thread."""

    def __init__(self, place: Path | Engine, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self._engine: Engine = SqliteEngine(place, busy_seconds) if isinstance(place, Path) else place
        self._local = threading.local()
        self._lock = threading.Lock()
        self._readers: dict[threading.Thread, Reader] = {}
        self._watcher: Watcher | None = None
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = False

    @property
    def engine(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engine.kind

    @property
    def path(self) -> Path | None:
        """The desk's file; None for a desk on a server."""
        return self._engine.path

    @property
    def url(self) -> str:
        """What opens the desk again. Never shown: it may hold a password."""
        return self._engine.url

    @property
    def name(self) -> str:
        """What a person is told of where the desk is."""
        return self._engine.name

    # -- reading -----------------------------------------------------------------------------------------

    def read(self) -> Reader:
        """Return this thread's own read session."""
        reader: Reader | None = getattr(self._local, "reader", None)
        if reader is None or self._closed:
            reader = self._open_reader()
            self._local.reader = reader
        return reader

    @contextmanager
    def snapshot(self) -> Iterator[Reader]:
        """Give several statements one and the same state of the desk; inside another snapshot, that one's."""
        reader = self.read()
        if reader.in_transaction:
            yield reader
            return
        reader.begin()
        try:
            yield reader
        finally:
            reader.rollback()

    def data_version(self) -> int:
        """Return a number that changes whenever any process has changed the desk."""
        with self._lock:
            self._require_open()
            if self._watcher is None:
                self._watcher = self._engine.watcher()
            return self._watcher.version()

    def _open_reader(self) -> Reader:
        with self._lock:
            self._require_open()
            for thread in [t for t in self._readers if not t.is_alive()]:
                self._readers.pop(thread).close()
            reader = self._readers[threading.current_thread()] = self._engine.reader()
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
        writer: Writer | None = None
        while (job := self._jobs.get()) is not None:
            work, future = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                if writer is None:
                    writer = self._engine.writer()
                result = writer.transact(work)
            except BaseException as error:  # it travels to whoever waits
                future.set_exception(error)
            else:
                future.set_result(result)
            del job, work, future
        if writer is not None:
            writer.close()

    # -- closing -----------------------------------------------------------------------------------------

    def close(self) -> None:
        """Finish the writes that are queued, then let go of the desk. A second call does nothing."""
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
                reader.close()
            else:
                reader.abandon()
        self._readers.clear()
        if self._watcher is not None:
            self._watcher.close()

    def _require_open(self) -> None:
        if self._closed:
            raise DeskUnavailable(_("The desk is closed."))
