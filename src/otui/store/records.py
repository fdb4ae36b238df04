"""Rows with the entity's attributes, without the entity: what a verb loads, changes and saves.

Importing SQLModel costs half a second and 40 MB, and a verb must stay within twice the time of bare SQL. So a
running desk works with `Record`s. The rules below say how a column is kept; a test holds them to the entity.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

JSON_COLUMNS = frozenset(
    {"attendees", "changes", "extra", "fields", "inverse", "members", "risk_answers", "spec", "steps"}
)
BOOLEANS = frozenset(
    {
        "active", "confidential", "entered", "flood", "is_open", "known_error", "level_imported", "locked",
        "missed", "outage", "reaches_contact", "required", "withdrawn",
    }
)  # fmt: skip


SHORT = frozenset({"subject", "name", "email", "login", "external_number"})
"""Columns that lists are sorted by and things are found by."""
LONGEST = 600
"""Characters that such a column keeps: what one index entry of every engine holds. No line of a list is longer."""


def is_instant(column: str) -> bool:
    """Whether a column holds a point in time, told by its name."""
    return column == "at" or column.endswith(("_at", "_until", "_due"))


def to_micros(moment: datetime) -> int:
    """Return an aware datetime as whole microseconds since 1970 (UTC)."""
    return (moment - EPOCH) // MICROSECOND


def from_micros(micros: int) -> datetime:
    """Return the aware UTC datetime of whole microseconds since 1970."""
    return EPOCH + timedelta(microseconds=micros)


def to_db(column: str, value: Any) -> Any:
    """Return a value as the database holds it. TypeError for a naive datetime: nobody knows its hour."""
    if type(value) is str:
        return value[:LONGEST] if len(value) > LONGEST and column in SHORT else value
    if value is None or type(value) is int:
        return value
    if isinstance(value, datetime):
        return to_micros(value)
    if isinstance(value, bool):
        return int(value)
    if column in JSON_COLUMNS:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    if isinstance(value, str):  # an enumeration's member: the driver wants the plain word
        return str(value)
    return value


def from_db(column: str, value: Any) -> Any:
    """Return a value of the database as the entity has it."""
    if value is None:
        return None
    if is_instant(column):
        return from_micros(value)
    if column in BOOLEANS:
        return bool(value)
    if column in JSON_COLUMNS:
        return json.loads(value)
    return value


class Layout:
    """Which columns a table's rows have, and which of them need converting."""

    __slots__ = ("booleans", "columns", "documents", "instants", "table")

    def __init__(self, table: str, columns: Sequence[str]) -> None:
        self.table = table
        self.columns = tuple(columns)
        numbered = list(enumerate(self.columns))
        self.instants = tuple((i, c) for i, c in numbered if is_instant(c))
        self.booleans = tuple((i, c) for i, c in numbered if c in BOOLEANS)
        self.documents = tuple((i, c) for i, c in numbered if c in JSON_COLUMNS)

    def values(self, row: tuple[Any, ...]) -> dict[str, Any]:
        """Return a row of the database as the entity's values by column."""
        values = dict(zip(self.columns, row, strict=True))
        for i, column in self.instants:
            if row[i] is not None:
                values[column] = EPOCH + timedelta(microseconds=row[i])
        for i, column in self.booleans:
            values[column] = row[i] == 1
        for i, column in self.documents:
            if row[i] is not None:
                values[column] = {} if row[i] == "{}" else json.loads(row[i])
        return values


class Record:
    """One row: its columns are its attributes. Setting a name that is no column is an error."""

    __slots__ = ("__dict__", "_before", "_layout", "_loaded")

    _layout: Layout
    _before: dict[str, Any]
    _loaded: dict[str, Any]

    def __init__(self, layout: Layout, row: tuple[Any, ...]) -> None:
        values = layout.values(row)
        place = object.__setattr__
        place(self, "_layout", layout)
        place(self, "_before", dict(zip(layout.columns, row, strict=True)))
        place(self, "_loaded", values.copy())
        self.__dict__.update(values)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"{self._layout.table} has no column {name}")

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in self.__dict__:
            raise AttributeError(f"{self._layout.table} has no column {name}")
        self.__dict__[name] = value

    def __repr__(self) -> str:
        return f"<{self._layout.table} {self.__dict__.get('id')}>"

    @property
    def table(self) -> str:
        """Name of the table that the row is of."""
        return self._layout.table

    def changed(self) -> dict[str, tuple[Any, Any]]:
        """Return {column: (before, after)} of what differs from the database, in its own values."""
        found: dict[str, tuple[Any, Any]] = {}
        loaded = self._loaded
        for column, value in self.__dict__.items():
            if value is loaded[column] and column not in JSON_COLUMNS:
                continue
            after = to_db(column, value)
            before = self._before[column]
            if after != before and not _same_document(column, before, after):
                found[column] = (before, after)
        return found

    def settle(self, changed: Mapping[str, tuple[Any, Any]]) -> None:
        """Take what was saved as what the database now holds."""
        for column, (_, after) in changed.items():
            self._before[column] = after
            self._loaded[column] = self.__dict__[column]


def _same_document(column: str, before: Any, after: Any) -> bool:
    """Whether two JSON texts say the same in another spelling."""
    if column not in JSON_COLUMNS or before is None or after is None:
        return False
    return bool(json.loads(before) == json.loads(after))
