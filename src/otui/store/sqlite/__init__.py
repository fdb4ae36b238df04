"""All that is SQLite's own: how a connection is opened, and what its errors mean to a person."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from otui.errors import DeskUnavailable
from otui.text.i18n import _

APPLICATION_ID = 0x6F747569
"""`otui` in ASCII: says of a file that it is a desk."""


class Interrupted(DeskUnavailable):
    """A read was stopped on purpose: its answer is no longer wanted, or it took longer than it was given."""


def connect(path: Path, *, reading: bool, busy_seconds: float = 10.0) -> sqlite3.Connection:
    """Open a connection to an existing file; a reading one cannot change anything.

    Any thread may use it, one at a time: the caller sees to that.
    """
    try:
        connection = sqlite3.connect(
            f"file:{quote(str(path))}?mode=rw",
            uri=True,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        if reading:
            connection.execute("PRAGMA query_only = ON")
            # A small cache of its own, and no map: the system caches the file once for every session on the
            # machine, and a mapped desk of a million tickets counted 200 MB to each.
            connection.execute("PRAGMA cache_size = -4096")
            connection.execute("PRAGMA mmap_size = 0")
        else:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA cache_size = -16384")
            connection.execute("PRAGMA journal_size_limit = 67108864")
    except sqlite3.Error as error:
        raise in_words(error, path) from error
    return connection


def in_words(error: sqlite3.Error, path: Path) -> Exception:
    """Return what a person is told of a driver's error; a mistake in our own SQL comes back as it is."""
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code == sqlite3.SQLITE_INTERRUPT:
        return Interrupted(_("The desk was asked to stop looking."))
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DeskUnavailable(
            _("Another program holds the desk {path} locked.").format(path=path),
            _("Nothing was changed: try again in a moment."),
        )
    if code == sqlite3.SQLITE_FULL:
        return DeskUnavailable(
            _("There is no room left on the disk of {path}.").format(path=path),
            _("Nothing was changed: free some space and do it again."),
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM, sqlite3.SQLITE_AUTH):
        return read_only(path)
    if code == sqlite3.SQLITE_NOTADB:
        return no_desk(path)
    if code == sqlite3.SQLITE_CORRUPT:
        return DeskUnavailable(
            _("The desk {path} is damaged: {detail}.").format(path=path, detail=error),
            _("Copy the file away, look with `otui check`, and put back a backup with `otui restore`."),
        )
    if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR):
        return DeskUnavailable(
            _("The disk does not let the desk {path} be read or written: {detail}.").format(
                path=path, detail=error
            ),
            _("Nothing was changed: look at the disk and the rights of the folder."),
        )
    return error


def read_only(path: Path) -> DeskUnavailable:
    """Return the words for a desk that cannot be written."""
    return DeskUnavailable(
        _("The desk {path} cannot be written.").format(path=path),
        _("The file and its folder must be yours to write."),
    )


def no_desk(path: Path) -> DeskUnavailable:
    """Return the words for a file that is something else."""
    return DeskUnavailable(
        _("{path} is no otui desk.").format(path=path),
        _("Name another file with --desk, or make a desk with `otui init`."),
    )


def check_file(path: Path) -> None:
    """Raise DeskUnavailable unless `path` is a file that may be a desk and that this account may write.

    It is not opened here: closing a file drops every lock that this process holds on it (POSIX), also those of a desk
    that is open, and another process would then take away the journal under it.
    """
    try:
        _look_at(path)
    except PermissionError as error:
        raise read_only(path) from error


def _look_at(path: Path) -> None:
    if not path.parent.is_dir():
        raise DeskUnavailable(
            _("There is no folder {path}.").format(path=path.parent),
            _("Make it, or name another with --desk."),
        )
    if not os.access(path.parent, os.X_OK):
        raise read_only(path)
    if not path.exists():
        raise DeskUnavailable(
            _("There is no desk at {path}.").format(path=path),
            _("`otui init` makes one; --desk or OTUI_DESK names another."),
        )
    if not path.is_file():
        raise no_desk(path)
    if not os.access(path, os.R_OK | os.W_OK) or not os.access(path.parent, os.W_OK):
        raise read_only(path)
