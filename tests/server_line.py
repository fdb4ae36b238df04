"""A line to a PostgreSQL server that a test can cut: bytes go through until it says otherwise."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

Cut = Callable[["Line"], bool]


class Line:
    """Forwards one port to the server of a desk. `url` is the desk, through the line."""

    def __init__(self, desk: str) -> None:
        parts = urlsplit(desk)
        self._server = (parts.hostname or "127.0.0.1", parts.port or 5432)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._port = self._door.getsockname()[1]
        place = f"{parts.username or 'postgres'}@127.0.0.1:{self._port}"
        self.url = urlunsplit(parts._replace(netloc=place))
        self._pairs: list[tuple[socket.socket, socket.socket]] = []
        self._up = True
        self.before_commit: Callable[[socket.socket, socket.socket], bool] | None = None
        """Asked with (program, server) when COMMIT comes by; True: it goes no further."""
        self.mute: set[socket.socket] = set()
        """Servers whose answers are lost."""
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Break every connection, and let no other through."""
        self._up = False
        for pair in self._pairs:
            for end in pair:
                _end(end)

    def mend(self) -> None:
        """Let connections through again."""
        self._up = True

    def close(self) -> None:
        """Take the line away."""
        self.cut()
        self._door.close()

    def _accept(self) -> None:
        while True:
            try:
                program, _address = self._door.accept()
            except OSError:
                return
            if not self._up:
                _end(program)
                continue
            server = socket.create_connection(self._server)
            self._pairs.append((program, server))
            threading.Thread(target=self._forth, args=(program, server), daemon=True).start()
            threading.Thread(target=self._back, args=(program, server), daemon=True).start()

    def _forth(self, program: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := program.recv(65536):
                if b"COMMIT\0" in data and self.before_commit and self.before_commit(program, server):
                    return
                server.sendall(data)
        _end(server)

    def _back(self, program: socket.socket, server: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := server.recv(65536):
                if server in self.mute:
                    break
                program.sendall(data)
        _end(program)


def _end(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
