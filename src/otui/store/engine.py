"""What every engine gives an open desk: sessions that read, one that writes, and a look at whether anything changed."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from otui.store.reader import Reader
from otui.store.writer import Writer

BUSY_SECONDS = 10.0
"""How long a write waits for another process before it gives up."""


class Watcher(Protocol):
    """Knows whether any process changed the desk. Used by one thread at a time."""

    def version(self) -> int:
        """Return a number that is another one after every change; DeskUnavailable while the desk is away."""

    def close(self) -> None:
        """Let go."""


class Engine(Protocol):
    """Where a desk is, and how it is reached. Opening is lazy: a session connects when it is first made."""

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""

    @property
    def path(self) -> Path | None:
        """The desk's file; None for a desk on a server."""

    @property
    def url(self) -> str:
        """What opens the desk again, with all it takes. Never shown: it may hold a password."""

    @property
    def name(self) -> str:
        """What a person is told of where the desk is."""

    def reader(self) -> Reader:
        """Open a session that cannot change anything."""

    def writer(self) -> Writer:
        """Open a session that can."""

    def watcher(self) -> Watcher:
        """Begin to watch."""
