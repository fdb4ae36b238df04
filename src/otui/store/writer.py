"""Writing rows, inside the one transaction that the writer thread holds open."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from otui.store.reader import Params, Reader
from otui.store.records import Record, to_db

T = TypeVar("T")


class Writer(Reader):
    """A reader that sees its own transaction and can change the desk. Values come as the entity has them."""

    # -- what an engine gives ----------------------------------------------------------------------------

    @abstractmethod
    def transact(self, work: Callable[[Writer], T]) -> T:
        """Run `work` in one transaction, as the desk's only writer; durable when this returns.

        On any exception nothing of it remains.
        """

    @abstractmethod
    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it touched."""

    @abstractmethod
    def executemany(self, sql: str, rows: Iterable[Params]) -> int:
        """Run a statement once for each row of parameters and return how many rows it touched."""

    @abstractmethod
    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Add a row and return its id; columns that are not named get the table's defaults."""

    @abstractmethod
    def add(self, table: str, values: Mapping[str, Any]) -> Record:
        """Add a row and return it as the database now holds it."""

    # -- the same on every engine ------------------------------------------------------------------------

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> int:
        """Change columns of the row with this id and return how many rows that were: one or none."""
        columns = ", ".join(f"{name} = :{name}" for name in values)
        sql = f"UPDATE {table} SET {columns} WHERE id = :row_id"
        return self.execute(sql, {**bound(values), "row_id": row_id})

    def save(self, record: Record) -> dict[str, tuple[Any, Any]]:
        """Write what was changed on a record; return {column: (before, after)} as the database has it."""
        changed = Record.changed(record)
        if changed:
            self.update(record.table, record.id, {name: after for name, (_, after) in changed.items()})
            record.settle(changed)
        return changed

    def delete(self, table: str, row_id: int) -> int:
        """Take out the row with this id and return how many rows that were."""
        return self.execute(f"DELETE FROM {table} WHERE id = :id", {"id": row_id})


def bound(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values by column as the database holds them."""
    return {name: to_db(name, value) for name, value in values.items()}


def insertion(table: str, values: Mapping[str, Any]) -> str:
    """Return the INSERT of one row."""
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(':' + name for name in values)})"
