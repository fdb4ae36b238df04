"""The tables of a desk as they stand, on either engine: their names, their columns, and loading them in any order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from otui.errors import DeskUnavailable
from otui.store.reader import Reader, Row
from otui.store.search import IndexRow
from otui.store.writer import Writer
from otui.text.i18n import _

Texts = Callable[[Reader], Iterable[IndexRow]]
"""What full text is to know of every ticket: the desk says it."""
DERIVED = frozenset({"tally", "alembic_version"})
"""Made anew and not copied: the counts by their triggers, the version by the making of the desk."""
_FULL_TEXT = ("ticket_search", "ticket_parts", "ticket_words")
_KEPT = ("kept_about", "kept_file")

_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' ORDER BY name",
    "postgresql": "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
    " AND table_type = 'BASE TABLE' ORDER BY table_name",
}
_COLUMNS = {
    "sqlite": "SELECT name FROM pragma_table_xinfo(:name) WHERE hidden = 0 ORDER BY cid",
    "postgresql": "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema()"
    " AND table_name = :name AND is_generated = 'NEVER' ORDER BY ordinal_position",
}
_FOREIGN = (
    "SELECT conname::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE contype = 'f'"
    " AND connamespace = current_schema()::regnamespace AND conrelid = CAST(:table AS regclass) ORDER BY conname"
)
_INDEXES = (
    "SELECT indexname::text, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = :table"
    " AND NOT EXISTS (SELECT 1 FROM pg_constraint c"
    " WHERE c.connamespace = current_schema()::regnamespace AND c.conname = indexname) ORDER BY indexname"
)


def names(reader: Reader) -> list[str]:
    """Return the tables that hold something of their own, by name."""
    return [
        name
        for (name,) in reader.all(_NAMES[reader.engine])
        if name not in DERIVED and name not in _KEPT and not name.startswith(_FULL_TEXT)
    ]


def has(reader: Reader, table: str) -> bool:
    """Whether there is a table of this name."""
    return any(name == table for (name,) in reader.all(_NAMES[reader.engine]))


def columns(reader: Reader, table: str) -> list[str]:
    """Return the columns of a table that are stored as they were written: not those that the database works out."""
    return sorted(name for (name,) in reader.all(_COLUMNS[reader.engine], {"name": table}))


def fill(writer: Writer, table: str, known: Sequence[str], rows: Sequence[Row]) -> None:
    """Add rows whose values stand in the order of `known`."""
    sql = f"INSERT INTO {table} ({', '.join(known)}) VALUES ({', '.join(':' + name for name in known)})"
    writer.executemany(sql, (dict(zip(known, row, strict=True)) for row in rows))


@contextmanager
def bare(writer: Writer) -> Iterator[None]:
    """Load rows in any order, without triggers, indexes and references, in the caller's transaction.

    At the end all of that is there again, and every row that is named must be there. A file's own references are set
    aside by whoever opened it.
    """
    kept = [statement for table in (*names(writer), "tally") for statement in _set_aside(writer, table)]
    for away, _back in kept:
        writer.execute(away)
    yield
    for _away, back in reversed(kept):
        writer.execute(back)
    if writer.engine == "sqlite" and (lost := writer.one("PRAGMA foreign_key_check")):
        raise DeskUnavailable(
            _("Row {row} of {table} names a row of {parent} that is not there.").format(
                row=lost[1], table=lost[0], parent=lost[2]
            ),
            _("Look at the desk with `otui check`; `otui check --salvage NEW` saves what is whole."),
        )


def _set_aside(writer: Writer, table: str) -> list[tuple[str, str]]:
    """Return the statements that take a table's helpers away, each with the one that brings it back."""
    if writer.engine == "sqlite":
        return [
            (f'DROP {kind} "{name}"', sql)
            for kind, name, sql in writer.all(
                "SELECT type, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')"
                " AND tbl_name = :table AND sql IS NOT NULL ORDER BY type DESC, name DESC",
                {"table": table},
            )
        ]
    found = [(f"ALTER TABLE {table} DISABLE TRIGGER USER", f"ALTER TABLE {table} ENABLE TRIGGER USER")]
    found += [
        (
            f'ALTER TABLE {table} DROP CONSTRAINT "{name}"',
            f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}',
        )
        for name, definition in writer.all(_FOREIGN, {"table": table})
    ]
    found += [(f'DROP INDEX "{name}"', sql) for name, sql in writer.all(_INDEXES, {"table": table})]
    return found


def set_sequences(writer: Writer, tables: Sequence[str]) -> None:
    """Let the next id of each table come after those that were copied. A file does so by itself."""
    if writer.engine == "sqlite":
        return
    for table in tables:
        if "id" in columns(writer, table):
            writer.all(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'),"
                f" (SELECT coalesce(max(id), 0) + 1 FROM {table}), false)"
            )
