"""The SQL of the desk, as PostgreSQL reads it: numbered parameters, and no hints for another planner."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from otui.store.postgres.values import outgoing

_TOKENS = re.compile(
    r"""
      '(?:[^']|'')*'                        # text
    | "(?:[^"]|"")*"                        # a quoted name
    | --[^\n]*
    | ::                                    # a cast
    | (?<![\w:]):(?P<name>[A-Za-z_]\w*)
    | (?<=[\s(])(?P<hint>\+)(?=[a-z]\w*\.)  # SQLite: no index for this condition, please
    """,
    re.VERBOSE,
)
_INSERT = re.compile(
    r"\s*INSERT INTO (?P<table>\w+) \((?P<columns>[^)]*)\)"
    r"(?P<plain> VALUES \((?P<values>\s*:\w+(?:\s*,\s*:\w+)*)\)\s*$)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement, read once."""

    sql: str
    names: tuple[str, ...]
    """The parameter of each numbered place."""
    table: str
    """The table that an INSERT adds to; empty for another statement."""
    gives_id: bool
    """Whether an INSERT names the ids itself."""
    columns: tuple[str, ...]
    """The columns of an INSERT whose VALUES are parameters alone, in the order of `names`; empty for another."""

    def bind(self, params: Mapping[str, Any] | None) -> list[Any] | None:
        """Return the values in the order of their places."""
        if not self.names:
            return None
        if params is None:
            raise KeyError(self.names[0])
        return [outgoing(params[name]) for name in self.names]


@lru_cache(maxsize=2048)
def read(sql: str) -> Statement:
    """Return a statement of the desk as PostgreSQL takes it."""
    names: list[str] = []

    def put(match: re.Match[str]) -> str:
        if match["hint"]:
            return ""
        if match["name"] is None:
            return match[0]
        # Every place has a number of its own, so that a parameter may be a number here and a flag there.
        names.append(match["name"])
        return f"${len(names)}"

    made = _TOKENS.sub(put, sql)
    insert = _INSERT.match(sql)
    if insert is None:
        return Statement(made, tuple(names), "", False, ())
    columns = tuple(name.strip() for name in insert["columns"].split(","))
    plain = columns if insert["plain"] and len(columns) == len(names) else ()
    return Statement(made, tuple(names), insert["table"], "id" in columns, plain)
