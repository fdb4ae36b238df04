"""Reading a dump of PostgreSQL without a server: its rows, as its own program prints them, into a desk file."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from otui.store import bulk, schema, search, sqlite, tally
from otui.store.keeping import tables
from otui.store.keeping.file import Progress, damaged
from otui.store.keeping.tables import Texts
from otui.store.sqlite.session import SqliteWriter
from otui.store.writer import Writer
from otui.text.i18n import _

_HEAD = re.compile(rb'COPY (?:[\w"]+\.)?"?(\w+)"? \((.*)\) FROM stdin;\n')
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_BATCH = 2000


def rows(dump: Path) -> Iterator[tuple[str, list[str], list[str | None]]]:
    """Yield (table, columns, values as text) of every row of a dump; DeskUnavailable where it cannot be read."""
    from otui.store.keeping.server import tool

    command = [tool("pg_restore"), "--data-only", "--file=-", str(dump)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reading:  # noqa: S603
        assert reading.stdout is not None
        assert reading.stderr is not None
        table, columns = "", list[str]()
        for line in reading.stdout:
            if not table:
                head = _HEAD.fullmatch(line)
                if head is not None:
                    table = head[1].decode()
                    columns = [name.strip('" ') for name in head[2].decode().split(",")]
            elif line == b"\\.\n":
                table = ""
            else:
                yield table, columns, [_text(value) for value in line[:-1].decode("utf-8").split("\t")]
        said = reading.stderr.read().decode("utf-8", "replace")
    if reading.returncode:
        raise damaged(dump, " ".join(said.split()) or _("pg_restore cannot read it"))


def into_file(dump: Path, desk: Path, texts: Texts, progress: Progress | None) -> None:
    """Make a desk file of a dump of this program's version."""
    schema.create(desk)

    def work(writer: Writer) -> None:
        known = {table: _readers(writer, table) for table in tables.names(writer)}
        with tables.bare(writer):
            for table in known:
                writer.execute(f"DELETE FROM {table}")
            done = 0
            for table, columns, batch in _batches(dump):
                if table in known:
                    read = [known[table][column] for column in columns]
                    tables.fill(
                        writer,
                        table,
                        columns,
                        [tuple(take(v) for take, v in zip(read, row, strict=True)) for row in batch],
                    )
                done += len(batch)
                if progress is not None:
                    progress(done, 0)
        tally.recount(writer)
        search.bulk_index(writer, texts(writer))
        bulk.settle_full_text(writer)

    with closing(sqlite.connect(desk, reading=False)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        SqliteWriter(connection, desk).transact(work)


def _batches(dump: Path) -> Iterator[tuple[str, list[str], list[list[str | None]]]]:
    batch: list[list[str | None]] = []
    of: tuple[str, list[str]] = ("", [])
    for table, columns, row in rows(dump):
        if batch and (table != of[0] or len(batch) == _BATCH):
            yield (*of, batch)
            batch = []
        of = (table, columns)
        batch.append(row)
    if batch:
        yield (*of, batch)


def _readers(writer: Writer, table: str) -> dict[str, Callable[[str | None], Any]]:
    """Return by column how its text becomes a value."""
    kinds = writer.all("SELECT name, type FROM pragma_table_info(:name)", {"name": table})
    return {name: _flag if kind == "BOOLEAN" else _number if "INT" in kind else _same for name, kind in kinds}


def _flag(text: str | None) -> int | None:
    return None if text is None else int(text == "t")


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _same(text: str | None) -> str | None:
    return text


def _text(raw: str) -> str | None:
    """Return what a value of PostgreSQL's COPY text says."""
    if raw == "\\N":
        return None
    return raw if "\\" not in raw else _ESCAPE.sub(_sign, raw)


def _sign(found: re.Match[str]) -> str:
    said = found[1]
    if said[0] == "x" and len(said) > 1:
        return chr(int(said[1:], 16))
    if said[0] in "01234567":
        return chr(int(said, 8))
    return _SIGNS.get(said, said)
