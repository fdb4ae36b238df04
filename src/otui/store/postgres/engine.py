"""A desk on a PostgreSQL server, as the front of every desk takes it."""

from __future__ import annotations

from otui.store.engine import BUSY_SECONDS
from otui.store.postgres import tables
from otui.store.postgres.address import Server, Target
from otui.store.postgres.session import PostgresReader
from otui.store.postgres.watch import PostgresWatcher
from otui.store.postgres.writing import PostgresWriter


class PostgresEngine:
    """One database of a server."""

    kind = "postgresql"
    path = None

    def __init__(self, url: str, busy_seconds: float = BUSY_SECONDS) -> None:
        self.target = Target.parse(url)
        self.url = self.target.url
        self.name = self.target.name
        self.server = Server(self.target, busy_seconds)

    def prepare(self, *, create: bool) -> None:
        """See that a desk is there, of this program's version; with `create`, make it where there is none."""
        tables.prepare(self.target, create=create)

    def exists(self) -> bool:
        """Whether the database is there and holds anything."""
        return tables.holds_anything(self.target)

    def erase(self) -> None:
        """Take the desk's tables out of the database, which itself stays."""
        tables.erase(self.target)

    def reader(self) -> PostgresReader:
        """Open a session that cannot change anything."""
        return PostgresReader(self.server)

    def writer(self) -> PostgresWriter:
        """Open a session that can."""
        return PostgresWriter(self.server)

    def watcher(self) -> PostgresWatcher:
        """Begin to listen."""
        return PostgresWatcher(self.server)
