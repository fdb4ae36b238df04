"""Copies of a desk, made while people work at it, and put back."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from otui.errors import DeskUnavailable
from otui.store import schema, sqlite
from otui.text.i18n import _


def beside(desk: Path, now: datetime, why: str) -> Path:
    """Return the path for a copy that otui makes on its own: next to the desk, with the date and the reason."""
    return desk.with_name(f"{desk.stem}.{now:%Y%m%dT%H%M%S.%f}.{why}{desk.suffix or '.otui'}")


def backup(desk: Path, target: Path) -> None:
    """Copy a desk, as it stands at one instant, to a file that is not there yet; it is looked at before it counts.

    Writers go on meanwhile. Raises DeskUnavailable where the copy cannot be made, whole; nothing is left then.
    """
    if target.exists():
        raise DeskUnavailable(_("{path} is there already.").format(path=target), _("Name a new file."))
    making = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise sqlite.read_only(target) from error
    try:
        _copy(desk, making, target)
        verify(making)
        os.link(making, target)
    except FileExistsError as error:
        raise DeskUnavailable(
            _("{path} is there already.").format(path=target), _("Name a new file.")
        ) from error
    finally:
        for end in ("", "-wal", "-shm"):
            making.with_name(making.name + end).unlink(missing_ok=True)


def verify(path: Path) -> str:
    """Open a backup, look at all of it, and return its schema version; DeskUnavailable where it is not whole."""
    sqlite.check_file(path)
    with closing(sqlite.connect(path, reading=True)) as connection:
        found = schema.version(connection, path)
        try:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        except sqlite3.Error as error:
            raise sqlite.in_words(error, path) from error
    if said != "ok":
        raise DeskUnavailable(
            _("The desk {path} is damaged: {detail}.").format(path=path, detail=said),
            _("Take another backup."),
        )
    if found not in schema.VERSIONS:
        raise schema.newer(path, found)
    return found


def restore(source: Path, desk: Path, now: datetime) -> Path | None:
    """Put a backup in the place of a desk, under its lock; otuis that have it open go on with what it now says.

    Returns where the former desk was kept, or None where there was none.
    """
    verify(source)
    if not desk.exists():
        backup(source, desk)
        schema.bring_up_to_date(desk)
        return None
    sqlite.check_file(desk)
    kept = beside(desk, now, "before-restore")
    backup(desk, kept)
    _copy(source, desk, desk)
    schema.bring_up_to_date(desk)
    return kept


def _copy(source: Path, target: Path, named: Path) -> None:
    try:
        with (
            closing(sqlite.connect(source, reading=True)) as read,
            closing(sqlite.connect(target, reading=False)) as written,
        ):
            read.backup(written)
            written.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error as error:
        raise sqlite.in_words(error, named) from error
