"""Saving what can be read of a damaged desk file into a new one, and telling what could not."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from otui.store import bulk, schema, search, sqlite, tally
from otui.store.keeping import damage, making, tables
from otui.store.keeping.damage import Lost
from otui.store.keeping.tables import Texts
from otui.store.sqlite.session import SqliteWriter
from otui.store.writer import Writer
from otui.text.i18n import _

_ROUNDS = 5
"""How often references are looked at again: a stand-in names a queue, and that may be lost as well."""


@dataclass
class Saved:
    """What became of a damaged desk."""

    rows: dict[str, int] = field(default_factory=dict)
    """How many rows came over, by table."""
    lost: list[Lost] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    """Rows that could be read and were no rows of such a table, by table."""
    stand_ins: list[str] = field(default_factory=list)
    """What was lost itself and is named by what was saved: an empty one of it was made, told by table and name."""
    let_go: dict[str, int] = field(default_factory=dict)
    """Rows that said nothing without a row that is lost, by table."""


def salvage(
    desk: Path, target: Path, texts: Texts, progress: Callable[[int, int], None] | None = None
) -> Saved:
    """Copy what can be read of a desk file to a new one, which is whole; the damaged one is not touched.

    What an article or a history was of is never let go with it: for a ticket that is lost an empty one stands in, with
    its number where that is known.
    """
    sqlite.check_file(desk)
    saved = Saved()
    with making.whole_file(target) as new, closing(sqlite.connect(desk, reading=True)) as read:
        new.unlink()
        schema.create(new)
        with closing(sqlite.connect(new, reading=False)) as connection:
            connection.execute("PRAGMA foreign_keys = OFF")
            connection.execute("PRAGMA synchronous = OFF")
            try:
                SqliteWriter(connection, new).transact(
                    lambda writer: _fill(read, writer, saved, texts, progress)
                )
            except sqlite3.DatabaseError as error:  # what says which tables there are cannot be read itself
                raise sqlite.in_words(error, desk) from error
    return saved


def _fill(
    read: sqlite3.Connection,
    writer: Writer,
    saved: Saved,
    texts: Texts,
    progress: Callable[[int, int], None] | None,
) -> None:
    there = set(damage.tables(read))
    with tables.bare(writer):
        for table in tables.names(writer):
            writer.execute(f"DELETE FROM {table}")
            if table not in there:
                continue
            reading = damage.Salvage(read, table)
            known = [name for name in reading.columns if name in tables.columns(writer, table)]
            places = [reading.columns.index(name) for name in known]
            sql = f"INSERT OR IGNORE INTO {table} ({', '.join(known)}) VALUES ({', '.join(':' + n for n in known)})"
            came = seen = 0
            for row in reading.rows():
                seen += 1
                came += writer.execute(sql, {name: row[i] for name, i in zip(known, places, strict=True)})
                if progress is not None:
                    progress(seen, 0)
            saved.rows[table], saved.lost = came, saved.lost + reading.lost
            if seen > came:
                saved.refused[table] = seen - came
        for _round in range(_ROUNDS):
            if not _tie(read, writer, saved):
                break
    tally.recount(writer)
    search.bulk_index(writer, texts(writer))
    bulk.settle_full_text(writer)


def _tie(read: sqlite3.Connection, writer: Writer, saved: Saved) -> bool:
    """Do something about every row that names one which is lost; whether there was any."""
    found = False
    for table in tables.names(writer):
        required = {row[1]: bool(row[3] or row[5]) for row in writer.all(f"PRAGMA table_info({table})")}
        for reference in writer.all(f"PRAGMA foreign_key_list({table})"):
            parent, column = reference[2], reference[3]
            missing = [
                one
                for (one,) in writer.all(
                    f"SELECT DISTINCT {column} FROM {table} WHERE {column} IS NOT NULL"
                    f" AND {column} NOT IN (SELECT id FROM {parent})"
                )
            ]
            if not missing:
                continue
            found = True
            if parent in _STAND_INS:
                for one in missing:
                    saved.stand_ins.append(_STAND_INS[parent](read, writer, one))
                continue
            gone = f"WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"
            if required[column]:
                saved.let_go[table] = saved.let_go.get(table, 0) + writer.execute(
                    f"DELETE FROM {table} {gone}"
                )
            else:
                writer.execute(f"UPDATE {table} SET {column} = NULL {gone}")
    return found


def _ticket(read: sqlite3.Connection, writer: Writer, one: int) -> str:
    number = damage.number_of(read, one) or f"lost-{one}"
    said = writer.one(
        "SELECT subject, created_at FROM article WHERE ticket_id = :id ORDER BY id LIMIT 1", {"id": one}
    )
    at = (
        said[1]
        if said
        else writer.value("SELECT max(at) FROM history WHERE ticket_id = :id", {"id": one}) or 0
    )
    writer.insert(
        "ticket",
        {
            "id": one,
            "number": number,
            "subject": (said[0] if said else "") or _("(its ticket was lost)"),
            "state": "open",
            "queue_id": writer.value("SELECT min(id) FROM queue") or 1,
            "created_at": at,
            "updated_at": at,
            "active_at": at,
            "version": writer.value("SELECT max(version) FROM history WHERE ticket_id = :id", {"id": one})
            or 1,
        },
    )
    return _("ticket {number}").format(number=number)


def _agent(_read: sqlite3.Connection, writer: Writer, one: int) -> str:
    name = f"lost-{one}"
    writer.insert("agent", {"id": one, "login": name, "name": name, "active": False, "created_at": 0})
    return _("agent {name}").format(name=name)


def _queue(_read: sqlite3.Connection, writer: Writer, one: int) -> str:
    name = f"lost-{one}"
    writer.insert("queue", {"id": one, "name": name})
    return _("queue {name}").format(name=name)


_STAND_INS: dict[str, Callable[[sqlite3.Connection, Writer, Any], str]] = {
    "ticket": _ticket,
    "agent": _agent,
    "queue": _queue,
}
