"""Writing rows, inside the one transaction that the writer thread holds open."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Any

from otui.store.reader import Params, Reader
from otui.store.records import Record, to_db
from otui.store.sqlite import in_words


class Writer(Reader):
    """A reader that sees its own transaction and can change the desk. Values come as the entity has them."""

    def execute(self, sql: str, params: Params | None = None) -> int:
        """Run a statement and return how many rows it touched."""
        try:
            return self.connection.execute(sql, params or {}).rowcount
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def executemany(self, sql: str, rows: Iterable[Params]) -> int:
        """Run a statement once for each row of parameters and return how many rows it touched."""
        try:
            return self.connection.executemany(sql, rows).rowcount
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error

    def insert(self, table: str, values: Mapping[str, Any]) -> int:
        """Add a row and return its id; columns that are not named get the table's defaults."""
        try:
            cursor = self.connection.execute(_insert(table, values), _bound(values))
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error
        return int(cursor.lastrowid or 0)

    def add(self, table: str, values: Mapping[str, Any]) -> Record:
        """Add a row and return it as the database now holds it."""
        try:
            row = self.connection.execute(_insert(table, values) + " RETURNING *", _bound(values)).fetchall()[
                0
            ]
        except sqlite3.Error as error:
            raise in_words(error, self.path) from error
        return Record(self.layout(table), row)

    def update(self, table: str, row_id: int, values: Mapping[str, Any]) -> int:
        """Change columns of the row with this id and return how many rows that were: one or none."""
        columns = ", ".join(f"{name} = :{name}" for name in values)
        sql = f"UPDATE {table} SET {columns} WHERE id = :row_id"
        return self.execute(sql, {**_bound(values), "row_id": row_id})

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


def _bound(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_db(name, value) for name, value in values.items()}


def _insert(table: str, values: Mapping[str, Any]) -> str:
    return f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(':' + name for name in values)})"
