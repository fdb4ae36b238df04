"""Loading very many tickets at once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol

from otui.store import tally
from otui.store.writer import Writer


class _Loading(Protocol):
    """What an engine's module for loading gives."""

    def without(self, writer: Writer, kind: str, table: str) -> AbstractContextManager[None]: ...

    def settle_full_text(self, writer: Writer) -> None: ...

    def gather(self, writer: Writer, *, much: bool) -> None: ...

    def copy_full_text(self, writer: Writer, low: int, high: int, ids: int) -> None: ...


@contextmanager
def indexes_set_aside(writer: Writer, table: str = "ticket") -> Iterator[None]:
    """Load rows without the indexes of a table, and make these anew after: five times as fast for a million tickets.

    All in the caller's transaction, so that no desk is ever left without them. Rows are not found quickly inside.
    """
    with _engine(writer).without(writer, "index", table):
        yield


@contextmanager
def tally_set_aside(writer: Writer) -> Iterator[None]:
    """Load tickets without counting each one, and count them all after, in the caller's transaction."""
    with _engine(writer).without(writer, "trigger", "ticket"):
        yield
    tally.recount(writer)


def settle_full_text(writer: Writer) -> None:
    """Bring full text into the shape in which it answers quickest, so that whoever writes first does not pay for it."""
    _engine(writer).settle_full_text(writer)


def gather(writer: Writer, *, much: bool) -> None:
    """Let this process use much memory while it loads very many tickets, or as little as usual again."""
    _engine(writer).gather(writer, much=much)


def copy_full_text(writer: Writer, low: int, high: int, ids: int) -> None:
    """Tell full text of copies of the tickets `low` to `high`: their ids are `ids` further on, their numbers new."""
    _engine(writer).copy_full_text(writer, low, high, ids)


def _engine(writer: Writer) -> _Loading:
    if writer.engine == "sqlite":
        from otui.store.sqlite import bulk as into_a_file

        return into_a_file
    from otui.store.postgres import bulk as into_a_server

    return into_a_server
