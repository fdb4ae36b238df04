"""A whole desk copied to another place, of any engine to any engine, while people work at it.

Everything that holds something is copied row by row in one transaction of the new desk; what is derived (the tally,
full text) is made anew there. Before it counts, both sides are summed up and compared. A copy that was cut short is no
desk: of a file there is then none, and a database on a server says of itself that it is half made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from otui.errors import DeskUnavailable
from otui.store import bulk, schema, search, sqlite, tally
from otui.store.database import Database, attach, exists, is_server, name_of, open_database, path_of
from otui.store.keeping import making, tables
from otui.store.keeping.tables import Texts
from otui.store.reader import Reader, Row
from otui.store.sqlite.session import SqliteWriter
from otui.store.writer import Writer
from otui.text.i18n import _

Progress = Callable[[int, int], None]

BATCH = 2000


@dataclass(frozen=True)
class Copied:
    """One table as it came over. `digest` is the same on both sides."""

    table: str
    rows: int
    digest: str


def copy(
    source: str, target: str, texts: Texts, *, again: bool = False, progress: Progress | None = None
) -> list[Copied]:
    """Copy a desk to a place where there is none yet, or an empty one; return what came over, by table.

    Raises DeskUnavailable, in words, where one of them is not what it must be; the source is never changed.
    """
    read = attach(source)
    try:
        _same_version(read)
        if is_server(target):
            return _to_server(read, target, texts, again, progress)
        return _to_file(read, path_of(target), texts, progress)
    finally:
        read.close()


def _to_file(read: Database, target: Path, texts: Texts, progress: Progress | None) -> list[Copied]:
    with making.whole_file(target) as new:
        new.unlink()
        schema.create(new)
        connection = sqlite.connect(new, reading=False)
        with closing(connection):  # the log goes into the file with it
            # References are looked at once, at the end; the file is synced as a whole before it gets its name.
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            writer = SqliteWriter(connection, new)
            return writer.transact(lambda writer: load(read, writer, texts, progress))


def _to_server(
    read: Database, target: str, texts: Texts, again: bool, progress: Progress | None
) -> list[Copied]:
    if not (exists(target) and _half_made(target)):
        written = open_database(target, create=True)
    elif again:
        written = attach(target)
    else:
        raise schema.half_made(name_of(target))
    try:
        _require_empty(written)
        if not again:
            written.write(lambda writer: _mark(writer, schema.UNDER_WAY)).result()

        def work(writer: Writer) -> list[Copied]:
            found = load(read, writer, texts, progress)
            _mark(writer, schema.VERSIONS[-1])
            return found

        return written.write(work).result()
    finally:
        written.close()


def load(source: Database, writer: Writer, texts: Texts, progress: Progress | None = None) -> list[Copied]:
    """Fill an empty desk with all that another holds, in the caller's transaction; both sides are compared."""
    with source.snapshot() as reader:
        wanted = tables.names(reader)
        _same_tables(reader, writer, wanted)
        counts = {table: int(reader.value(f"SELECT count(*) FROM {table}")) for table in wanted}
        total, done = sum(counts.values()), 0
        found = []
        with tables.bare(writer):
            for table in wanted:
                writer.execute(f"DELETE FROM {table}")
                # What this process tells of the table, and what is there after, are summed up in the same way.
                digest, columns = Digest(), tables.columns(reader, table)
                for rows in _batches(_rows(reader, table, reader.engine != writer.engine)):
                    digest.add(rows)
                    tables.fill(writer, table, columns, rows)
                    done += len(rows)
                    if progress is not None:
                        progress(done, total)
                found.append(Copied(table, digest.rows, digest.text))
        tables.set_sequences(writer, wanted)
        tally.recount(writer)
        search.bulk_index(writer, texts(writer))
        bulk.settle_full_text(writer)
    _compare(writer, found)
    return found


def _same_tables(reader: Reader, writer: Writer, wanted: list[str]) -> None:
    there = tables.names(writer)
    for table in wanted:
        if table not in there or tables.columns(reader, table) != tables.columns(writer, table):
            raise DeskUnavailable(
                _("The table {name} is another one in the new desk.").format(name=table),
                _("Use one and the same version of otui for both."),
            )


class Digest:
    """Sums up rows in any order: how many, and what is in them."""

    def __init__(self) -> None:
        self.rows = 0
        self._sum = 0

    def add(self, rows: Iterable[Row]) -> None:
        """Take rows in."""
        for row in rows:
            self.rows += 1
            self._sum += int.from_bytes(hashlib.blake2b(repr(row).encode(), digest_size=16).digest(), "big")

    @property
    def text(self) -> str:
        """The sum, in 32 hexadecimal digits."""
        return f"{self._sum % (1 << 128):032x}"


def digest_of(reader: Reader, table: str) -> Digest:
    """Sum up a table as it stands."""
    digest = Digest()
    digest.add(_rows(reader, table, clean=False))
    return digest


def _rows(reader: Reader, table: str, clean: bool) -> Iterator[Row]:
    columns = ", ".join(tables.columns(reader, table))
    for row in reader.each(f"SELECT {columns} FROM {table}"):
        # A server keeps no such character, a file does.
        yield (
            tuple(v.replace("\0", "\ufffd") if type(v) is str and "\0" in v else v for v in row)
            if clean
            else row
        )


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for row in rows:
        batch.append(tuple(row))
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _compare(writer: Writer, found: list[Copied]) -> None:
    for one in found:
        there = digest_of(writer, one.table)
        if (there.rows, there.text) != (one.rows, one.digest):
            raise DeskUnavailable(
                _("The copy of {table} is not what the desk holds: {there} rows of {here}.").format(
                    table=one.table, there=there.rows, here=one.rows
                ),
                _("Nothing was kept of it; copy again, and look at both with `otui check`."),
            )


def _same_version(read: Database) -> None:
    found = version_of(read)
    if found == schema.UNDER_WAY:
        raise schema.half_made(read.name)
    if found != schema.VERSIONS[-1]:
        raise DeskUnavailable(
            _("{name} is of schema {found}, and this otui copies {known}.").format(
                name=read.name, found=found or "-", known=schema.VERSIONS[-1]
            ),
            _("Open it once with this otui to bring it up to date, or use the otui that it was made with."),
        )


def version_of(database: Database) -> str:
    """Return the schema version that an attached desk says it has; DeskUnavailable where it is none."""
    if database.path is not None:
        sqlite.check_file(database.path)
        with closing(sqlite.connect(database.path, reading=True)) as connection:
            return schema.version(connection, database.path)
    return str(database.read().value("SELECT version_num FROM alembic_version") or "")


def _half_made(url: str) -> bool:
    database = attach(url)
    try:
        return tables.has(database.read(), "alembic_version") and version_of(database) == schema.UNDER_WAY
    finally:
        database.close()


def _require_empty(written: Database) -> None:
    reader = written.read()
    for table in ("meta", "agent", "ticket"):
        if reader.value(f"SELECT count(*) FROM {table}"):
            raise DeskUnavailable(
                _("There is a desk at {name} already.").format(name=written.name), _("Name an empty place.")
            )


def _mark(writer: Writer, version: str) -> None:
    writer.execute("UPDATE alembic_version SET version_num = :version", {"version": version})
