"""Reading rows: SQL straight to the driver, by named parameters."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, ClassVar

from otui.store.records import Layout, Record

Params = Mapping[str, Any]
Row = tuple[Any, ...]


class Reader(ABC):
    """One session, used by one thread at a time. Each statement sees the newest committed state.

    The SQL is what every engine understands; parameters are `:name`, and flags come as 0 and 1.
    """

    engine: ClassVar[str]
    """`sqlite` or `postgresql`."""

    def __init__(self) -> None:
        self._layouts: dict[str, Layout] = {}

    # -- what an engine gives ----------------------------------------------------------------------------

    @abstractmethod
    def all(self, sql: str, params: Params | None = None) -> list[Row]:
        """Return every row of a query."""

    @abstractmethod
    def each(self, sql: str, params: Params | None = None) -> Iterator[Row]:
        """Yield the rows of a query one by one, read only as far as they are asked for."""

    @abstractmethod
    def one(self, sql: str, params: Params | None = None) -> Row | None:
        """Return the first row of a query, or None where there is none."""

    @abstractmethod
    def columns(self, table: str) -> list[str]:
        """Return the columns of a table in the order of `SELECT *`."""

    @abstractmethod
    def interrupt(self) -> None:
        """Stop the statement that runs now; it raises Interrupted in its own thread. Safe from any thread."""

    @abstractmethod
    def limit(self, seconds: float) -> AbstractContextManager[None]:
        """Give the statements inside `seconds` together; after that they raise Interrupted."""

    @property
    @abstractmethod
    def in_transaction(self) -> bool:
        """Whether statements see one and the same state, until `rollback`."""

    @abstractmethod
    def begin(self) -> None:
        """Let all statements up to `rollback` see one and the same state."""

    @abstractmethod
    def rollback(self) -> None:
        """End what `begin` began; on a session that was lost, nothing."""

    @abstractmethod
    def close(self) -> None:
        """Let go, from the session's own thread or where that has ended."""

    @abstractmethod
    def abandon(self) -> None:
        """Let go, from another thread, while the session's own may be inside a statement."""

    # -- the same on every engine ------------------------------------------------------------------------

    def value(self, sql: str, params: Params | None = None) -> Any:
        """Return the first column of the first row, or None where there is none."""
        row = self.one(sql, params)
        return None if row is None else row[0]

    def load(self, table: str, row_id: int) -> Record | None:
        """Return the row of a table with this id, or None."""
        row = self.one(f"SELECT * FROM {table} WHERE id = :id", {"id": row_id})
        return None if row is None else Record(self.layout(table), row)

    def records(self, table: str, where: str, params: Params | None = None) -> list[Record]:
        """Return the rows of a table for which `where` (SQL, with an ORDER BY if wished) holds."""
        layout = self.layout(table)
        return [Record(layout, row) for row in self.all(f"SELECT * FROM {table} WHERE {where}", params)]

    def layout(self, table: str) -> Layout:
        """Return which columns a table has, in the order of `SELECT *`."""
        known = self._layouts.get(table)
        if known is None:
            known = self._layouts[table] = Layout(table, self.columns(table))
        return known
