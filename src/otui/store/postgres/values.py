"""How values go to the server and come back: as a desk file gives them, so that nobody above can tell."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.abc import Buffer
from psycopg.adapt import AdaptersMap, Loader

_INT4 = 2**31


class _Flag(Loader):
    """A flag comes as 0 or 1."""

    def load(self, data: Buffer) -> int:
        """Read t or f."""
        return 1 if bytes(data) == b"t" else 0


class _Number(Loader):
    """A sum of large numbers comes as numeric, and is a whole number all the same."""

    def load(self, data: Buffer) -> int | float:
        """Read a decimal number."""
        text = bytes(data).decode()
        return int(text) if text.lstrip("-").isdigit() else float(text)


class _Document(Loader):
    """A document comes as its text."""

    def load(self, data: Buffer) -> str:
        """Read JSON as it is written."""
        return bytes(data).decode()


def _adapters() -> AdaptersMap:
    made = AdaptersMap(psycopg.adapters)
    made.register_loader("bool", _Flag)
    made.register_loader("numeric", _Number)
    made.register_loader("json", _Document)
    return made


ADAPTERS = _adapters()


def outgoing(value: Any) -> Any:
    """Return a value as the driver is to send it.

    Numbers go as untyped text: the server reads `1` as a flag where the column is one, and as a number elsewhere.
    """
    kind = type(value)
    if kind is str:
        return (
            value if "\0" not in value else value.replace("\0", "\ufffd")
        )  # the server keeps no such character
    if kind is int:
        return str(value) if -_INT4 < value < _INT4 else value
    if kind is bool:
        return "1" if value else "0"
    if value is None:
        return None
    if isinstance(value, str):
        return str(value)
    return value
