"""Backups of a desk file: one SQLite file that is a desk itself, sealed, with the person's own files in it."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import otui
from otui.errors import DeskUnavailable
from otui.store import schema, sqlite, tally
from otui.store.keeping import making, seal
from otui.store.keeping.about import About, from_json, newest
from otui.store.sqlite.session import SqliteReader
from otui.text.i18n import _

Progress = Callable[[int, int], None]

KEPT_TABLES = ("kept_about", "kept_file")
"""What a backup has that a desk has not."""
_SEALED = 0x6B657074
"""`kept` in ASCII, as the user version of the file: says a second time that there is a seal."""
_PAGES = 4096
"""Pages a step: some 16 MB, after which it is told how far the copy is."""


def make(
    desk: Path,
    target: Path,
    *,
    files: Mapping[str, bytes] | None = None,
    why: str = "",
    progress: Progress | None = None,
) -> tuple[About, list[str]]:
    """Copy a desk, as it stands at one instant, to a new file; it is opened and looked at before it counts.

    Writers go on meanwhile. Returns what is in it, and in a sentence each what is wrong with what the desk derives.
    Raises DeskUnavailable where a whole copy cannot be made; nothing is left then.
    """
    with making.whole_file(target) as new:
        try:
            counts = _copy_snapshot(desk, new, progress)
            about, notes = _examine(new, counts)
            about = replace(about, files=dict(files or {}), why=why)
            _seal(new, about)
        except sqlite3.Error as error:
            raise sqlite.in_words(error, target) from error
    return about, notes


def verify(path: Path) -> About:
    """Look at all of a backup of this kind, and return what is in it; DeskUnavailable where it is not whole."""
    try:
        with _opened(path) as connection:
            sealed = connection.execute("PRAGMA user_version").fetchone()[0] == _SEALED
            found = schema.version(connection, path)
            if not sealed:
                # In the middle of a write into the mark itself: a table of the seal without the mark is damage too.
                if _has_table(connection, KEPT_TABLES[0]):
                    raise damaged(path, _("its seal is broken"))
                return _look(connection, path, found)
            about, text = _said(connection)
        if not seal.holds(path, text):
            raise _why_broken(path, about)
    except DeskUnavailable:
        raise
    except (sqlite3.Error, ValueError, KeyError, TypeError, OverflowError) as error:
        raise damaged(path, str(error)) from error
    except OSError as error:
        raise making_words(path, error) from error
    if found not in schema.VERSIONS:
        raise schema.newer(path, found)
    return about


def about_of(path: Path) -> About | None:
    """Return what a file says of itself, without looking at all of it; None where it is no backup that otui sealed."""
    try:
        with _opened(path) as connection:
            if connection.execute("PRAGMA user_version").fetchone()[0] != _SEALED:
                return None
            return _said(connection)[0]
    except (DeskUnavailable, sqlite3.Error, ValueError, KeyError, TypeError, OSError):
        return None


def counts_of(connection: sqlite3.Connection) -> dict[str, int]:
    """Return how many rows each table of a desk has: those that hold it, not those that are derived."""
    return {
        table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
        for table in tables_of(connection)
    }


def tables_of(connection: sqlite3.Connection) -> list[str]:
    """Return the tables of a desk by name, without those of full text and of the seal."""
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY name"
    ).fetchall()
    virtual = [name for name, sql in rows if (sql or "").upper().startswith("CREATE VIRTUAL")]
    return [
        name
        for name, _sql in rows
        if name not in KEPT_TABLES
        and not name.startswith("sqlite_")
        and not any(name == one or name.startswith(f"{one}_") for one in virtual)
    ]


def unseal(connection: sqlite3.Connection) -> None:
    """Make a plain desk of a copy of a backup, in the caller's transaction."""
    for table in KEPT_TABLES:
        connection.execute(f"DROP TABLE IF EXISTS {table}")
    connection.execute("PRAGMA user_version = 0")


def damaged(path: Path, detail: str) -> DeskUnavailable:
    """Return the words for a backup that is not as it was made."""
    return DeskUnavailable(
        _("The backup {path} is damaged: {detail}.").format(path=path, detail=detail.rstrip(".")),
        _("Do not trust it; take another backup."),
    )


def making_words(path: Path, error: OSError) -> DeskUnavailable:
    """Return the words for a backup that cannot be read."""
    return DeskUnavailable(
        _("{path} cannot be read: {error}.").format(path=path, error=error.strerror or error),
        _("Look at its rights and at the disk."),
    )


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a backup to read, leaving nothing beside it and asking no right to write."""
    with_log = [path.with_name(path.name + end) for end in ("-wal", "-journal")]
    left = any(one.exists() and one.stat().st_size for one in with_log)
    how = "mode=ro" if left else "mode=ro&immutable=1"
    with closing(
        sqlite3.connect(f"file:{quote(str(path))}?{how}", uri=True, isolation_level=None)
    ) as connection:
        connection.execute("PRAGMA query_only = ON")
        yield connection


def _copy_snapshot(desk: Path, new: Path, progress: Progress | None) -> dict[str, int]:
    """Copy one state of the desk; return how many rows its tables had in that state."""

    def told(_status: int, left: int, total: int) -> None:
        if progress is not None:
            progress(total - left, total)

    with (
        closing(sqlite.connect(desk, reading=True)) as read,
        closing(sqlite.connect(new, reading=False)) as written,
    ):
        # Held open, the read keeps every step of the copy to the same state, and the copy never begins again.
        read.execute("BEGIN")
        counts = counts_of(read)
        written.execute("PRAGMA synchronous = OFF")  # it is synced as a whole before it gets its name
        read.backup(written, pages=_PAGES, progress=told, sleep=0)
        read.rollback()
        written.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return counts


def _examine(new: Path, counts: Mapping[str, int]) -> tuple[About, list[str]]:
    with closing(sqlite.connect(new, reading=False)) as connection:
        found = schema.version(connection, new)
        about = _look(connection, new, found)
        if dict(about.counts) != dict(counts):
            raise damaged(new, _("it does not hold what the desk held"))
        notes = _derived(connection, new)
    return replace(about, made_at=datetime.now(UTC), program=otui.__version__, sealed=True), notes


def _look(connection: sqlite3.Connection, path: Path, found: str) -> About:
    """Look at every page and every row, and return what is there."""
    said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if said != "ok":
        raise DeskUnavailable(
            _("The desk {path} is damaged: {detail}.").format(path=path, detail=said),
            _("See what is lost with `otui check`; `otui check --salvage NEW` saves what can be read."),
        )
    if found not in schema.VERSIONS:
        raise schema.newer(path, found)
    meta = dict(
        connection.execute("SELECT key, value FROM meta WHERE key IN ('desk_id', 'desk_name')").fetchall()
    )
    return About(
        engine="sqlite",
        schema=found,
        counts=counts_of(connection),
        desk_id=meta.get("desk_id", ""),
        desk_name=meta.get("desk_name", ""),
        newest_at=newest(connection.execute("SELECT max(updated_at) FROM ticket").fetchone()[0]),
        sealed=False,
    )


def _derived(connection: sqlite3.Connection, path: Path) -> list[str]:
    """Return in words what full text and the counts say wrongly: nothing is lost by it, and it can be mended."""
    notes = []
    try:
        for table in ("ticket_search", "ticket_parts"):
            connection.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")
    except sqlite3.DatabaseError:
        notes.append(_("Full text is damaged in the desk; `otui check --mend` makes it anew."))
    if tally.differences(SqliteReader(connection, path)):
        notes.append(_("The counts of tickets are wrong in the desk; `otui check --mend` counts anew."))
    return notes


def _seal(new: Path, about: About) -> None:
    blank = seal.blank()
    with closing(sqlite.connect(new, reading=False)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        for table in KEPT_TABLES:  # a copy of a desk that was a backup once
            connection.execute(f"DROP TABLE IF EXISTS {table}")
        connection.execute("CREATE TABLE kept_file (name TEXT PRIMARY KEY, content BLOB NOT NULL)")
        connection.execute("CREATE TABLE kept_about (said TEXT NOT NULL, seal TEXT NOT NULL)")
        connection.executemany("INSERT INTO kept_file VALUES (?, ?)", sorted(about.files.items()))
        said = json.dumps(about.as_json(), ensure_ascii=False)
        connection.execute("INSERT INTO kept_about VALUES (?, ?)", (said, blank))
        connection.execute(f"PRAGMA user_version = {_SEALED}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    seal.close(new, blank)


def _said(connection: sqlite3.Connection) -> tuple[About, str]:
    said, text = connection.execute("SELECT said, seal FROM kept_about").fetchone()
    files = {
        name: bytes(content) for name, content in connection.execute("SELECT name, content FROM kept_file")
    }
    return from_json(json.loads(said), files), str(text)


def _has_table(connection: sqlite3.Connection, name: str) -> bool:
    sql = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?"
    return bool(connection.execute(sql, (name,)).fetchone()[0])


def _why_broken(path: Path, about: About) -> DeskUnavailable:
    """Return in words what is wrong with a file whose bytes are not those that were sealed."""
    try:
        with _opened(path) as connection:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if said != "ok":
                return damaged(path, str(said))
            now = counts_of(connection)
    except sqlite3.Error as error:
        return damaged(path, str(error))
    for table, n in about.counts.items():
        if now.get(table) != n:
            return DeskUnavailable(
                _("The backup {path} is not as it was made: {table} has {now} rows, and had {n}.").format(
                    path=path, table=table, now=now.get(table, 0), n=n
                ),
                _("Where it was worked in as a desk, back it up: `otui --desk PATH backup NEW`."),
            )
    return damaged(path, _("its bytes are not those that were written"))


def in_place(source: Path, desk: Path) -> None:
    """Put what a backup holds in the place of a desk that exists, in one transaction under its lock."""
    try:
        with _opened(source) as read, closing(sqlite.connect(desk, reading=False)) as written:
            read.backup(written)
            written.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise sqlite.in_words(error, desk) from error


def new_desk(source: Path, desk: Path) -> None:
    """Make a desk of a backup where there is none."""
    with making.whole_file(desk) as new:
        in_place(source, new)
        with closing(sqlite.connect(new, reading=False)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            unseal(connection)
            connection.execute("COMMIT")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def is_sqlite(path: Path) -> bool:
    """Whether a file begins as SQLite's files do."""
    if not os.access(path, os.R_OK):
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"
