"""Knowing at once that some process changed a desk on a server: one connection that listens, in a thread of its own."""

from __future__ import annotations

import contextlib
import selectors
import socket
import threading

import psycopg

from otui.errors import DeskUnavailable
from otui.store.postgres import words
from otui.store.postgres.address import CONNECT_SECONDS, Connection, Server
from otui.store.postgres.writing import CHANNEL

_AGAIN = (0.2, 0.5, 1.0, 2.0)
"""Seconds between two tries to reach a server that is away; the last goes on."""
_STILL = 15.0
"""Seconds of silence after which the server is asked whether it is there at all."""


class PostgresWatcher:
    """Counts what the server tells. Asking never waits for the network, but for the first time."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._count = 0
        self._trouble: DeskUnavailable | None = words.gone(server.name)
        self._tried = threading.Event()
        self._closed = False
        self._ear, self._mouth = socket.socketpair()
        self._thread = threading.Thread(target=self._listen, name="otui-listen", daemon=True)
        self._thread.start()

    def version(self) -> int:
        """Return how often the desk may have changed; DeskUnavailable while the server is away.

        A connection that was lost and made anew counts as a change: what was told meanwhile was heard by nobody.
        """
        self._tried.wait(CONNECT_SECONDS)
        trouble = self._trouble
        if trouble is not None:
            raise DeskUnavailable(trouble.message, trouble.hint)
        return self._count

    def close(self) -> None:
        """Stop listening."""
        self._closed = True
        self._mouth.send(b".")
        self._thread.join()
        self._ear.close()
        self._mouth.close()

    def _listen(self) -> None:
        tries = 0
        while not self._closed:
            try:
                with contextlib.closing(self._server.connect(reading=True)) as connection:
                    connection.add_notify_handler(lambda _told: self._heard())  # heard inside a statement
                    connection.execute(f"LISTEN {CHANNEL}")
                    tries = 0
                    self._heard()
                    self._hear(connection)
            except (psycopg.Error, DeskUnavailable, OSError) as error:
                self._trouble = error if isinstance(error, DeskUnavailable) else words.gone(self._server.name)
                self._tried.set()
                self._pause(_AGAIN[min(tries, len(_AGAIN) - 1)])
                tries += 1

    def _heard(self) -> None:
        self._count += 1
        self._trouble = None
        self._tried.set()

    def _hear(self, connection: Connection) -> None:
        """Wait for what the server tells, until the desk closes; psycopg's error when the connection is gone."""
        with selectors.DefaultSelector() as selector:
            selector.register(connection.fileno(), selectors.EVENT_READ)
            selector.register(self._ear, selectors.EVENT_READ)
            while not self._closed:
                if not selector.select(_STILL):
                    connection.execute("SELECT 1")
                connection.pgconn.consume_input()
                told = False
                while connection.pgconn.notifies() is not None:
                    told = True
                if told:
                    self._heard()

    def _pause(self, seconds: float) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(self._ear, selectors.EVENT_READ)
            selector.select(seconds)
