"""Copies of a desk, made while people work at it, looked at, and put back."""

from __future__ import annotations

import os
import sqlite3
import zipfile
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from otui.errors import DeskUnavailable, Refused
from otui.store import feed, schema, sqlite
from otui.store.database import is_server, path_of
from otui.store.keeping import file, making
from otui.store.keeping.about import About
from otui.store.keeping.file import Progress
from otui.store.keeping.tables import Texts
from otui.store.sqlite.session import SqliteWriter
from otui.store.writer import Writer
from otui.text.i18n import _

__all__ = [
    "About",
    "about_of",
    "backup",
    "backup_desk",
    "before_migration",
    "beside",
    "restore",
    "restore_desk",
    "verify",
]

_TRIES = 3
"""How often the former desk is copied again because somebody wrote meanwhile, before a restore goes on anyway."""


def beside(desk: Path, now: datetime, why: str) -> Path:
    """Return a free path for a copy that otui makes on its own: next to the desk, with the date and the reason."""
    for again in count(1):
        nth = "" if again == 1 else f"-{again}"
        path = desk.with_name(f"{desk.stem}.{now:%Y%m%dT%H%M%S.%f}.{why}{nth}{desk.suffix or '.otui'}")
        if not path.exists():
            break
    return path


def backup(
    desk: Path,
    target: Path,
    *,
    files: Mapping[str, bytes] | None = None,
    why: str = "",
    progress: Progress | None = None,
) -> tuple[About, list[str]]:
    """Copy a desk, as it stands at one instant, to a file that is not there yet; it is looked at before it counts.

    Writers go on meanwhile. `files` come along. Returns what is in the copy, and in a sentence each what is wrong with
    what the desk derives. Raises DeskUnavailable where the copy cannot be made, whole; nothing is left then.
    """
    return file.make(desk, target, files=files, why=why, progress=progress)


def backup_desk(
    url: str,
    target: Path,
    *,
    files: Mapping[str, bytes] | None = None,
    why: str = "",
    progress: Progress | None = None,
) -> tuple[About, list[str]]:
    """Back up a desk wherever it is, as `backup` does; one on a server with its own pg_dump."""
    if not is_server(url):
        return backup(path_of(url), target, files=files, why=why, progress=progress)
    from otui.store.keeping import server

    return server.make(url, target, files=files, why=why, progress=progress)


def about_of(path: Path) -> About | None:
    """Return what a file says of itself, without looking at all of it; None where it is no backup that otui sealed."""
    try:
        if file.is_sqlite(path):
            return file.about_of(path)
        if zipfile.is_zipfile(path):
            from otui.store.keeping import server

            return server.about_of(path)
    except OSError:
        pass
    return None


def verify(path: Path) -> About:
    """Open a backup, look at all of it, and return what is in it; DeskUnavailable where it is not whole."""
    try:
        known = path.is_file()
        if known and file.is_sqlite(path):
            return file.verify(path)
        if known and zipfile.is_zipfile(path):
            from otui.store.keeping import server

            return server.verify(path)
    except OSError as error:
        raise file.making_words(path, error) from error
    if not path.exists():
        raise DeskUnavailable(_("There is no file {path}.").format(path=path), _("Name a backup."))
    if known and not os.access(path, os.R_OK):
        raise sqlite.read_only(path)
    raise DeskUnavailable(
        _("{path} is no backup of a desk, or its beginning is damaged.").format(path=path),
        _("Name another file."),
    )


def restore_desk(
    source: Path, url: str, now: datetime, texts: Texts, progress: Progress | None = None
) -> tuple[About, str | None]:
    """Put a backup in the place of a desk, wherever that is; return what is in it, and where the former desk is.

    A backup of a file goes to a file as it is, one of a server to a server; else it is copied row by row.
    """
    about = verify(source)
    if about.engine == "sqlite" and not is_server(url):
        kept = restore(source, path_of(url), now)
        return about, str(kept) if kept is not None else None
    from otui.store.keeping import across

    return about, across.restore(source, about, url, texts, now, progress)


def restore(source: Path, desk: Path, now: datetime) -> Path | None:
    """Put a backup in the place of a desk, under its lock; otuis that have it open go on with what it now says.

    Numbers of tickets that the former desk gave out are not given out again. Returns where the former desk was kept,
    or None where there was none.
    """
    verify(source)
    if not desk.exists():
        file.new_desk(source, desk)
        schema.bring_up_to_date(desk)
        return None
    if desk.samefile(source):
        raise Refused(_("{path} is the desk itself.").format(path=source), _("Name its backup."))
    sqlite.check_file(desk)
    if not file.is_sqlite(desk):
        raise sqlite.no_desk(desk)
    with closing(sqlite.connect(desk, reading=True)) as watch:
        for attempt in range(_TRIES):
            seen = _changes(watch)
            kept = beside(desk, now, "before-restore")
            _keep(desk, kept)
            if _changes(watch) == seen or attempt == _TRIES - 1:
                break
            kept.unlink()
    former = _left_behind(kept)
    file.in_place(source, desk)
    _settle(desk, former, now)
    schema.bring_up_to_date(desk)
    return kept


def before_migration(desk: Path | str, found: str) -> Path:
    """Keep a copy of a desk before its tables change, and return where: beside a file, in otui's data for a server.

    Without it nothing is migrated: it raises DeskUnavailable where the copy cannot be made.
    """
    # The date of the file, not of the work in it: never from a clock that was set for a replay.
    now = datetime.now(UTC)
    if isinstance(desk, Path):
        kept = beside(desk, now, f"schema-{found}")
        backup(desk, kept, why=f"schema {found}")
        return kept
    from otui.store.keeping import server

    return server.before_migration(desk, found, now)


def _changes(watch: sqlite3.Connection) -> int | None:
    """Return SQLite's count of what others changed; None in a desk that cannot be read."""
    try:
        return int(watch.execute("PRAGMA data_version").fetchone()[0])
    except sqlite3.Error:
        return None


def _keep(desk: Path, kept: Path) -> None:
    """Keep the desk that a backup takes the place of: whole, or where it is damaged as it is."""
    try:
        backup(desk, kept, why="before-restore")
    except DeskUnavailable:
        if _sound(desk):
            raise
        making.copy_bytes(desk, kept)


def _sound(desk: Path) -> bool:
    try:
        with closing(sqlite.connect(desk, reading=True)) as connection:
            return bool(connection.execute("PRAGMA integrity_check(1)").fetchone()[0] == "ok")
    except (sqlite3.Error, DeskUnavailable):
        return False


def _left_behind(kept: Path) -> dict[str, int]:
    """Return what must not run backwards: the next number of a ticket, and the place in the change feed."""
    try:
        with closing(sqlite.connect(kept, reading=True)) as connection:
            number = connection.execute("SELECT value FROM meta WHERE key = 'next_number'").fetchone()
            place = connection.execute("SELECT max(id) FROM feed").fetchone()
    except (sqlite3.Error, DeskUnavailable):
        return {}
    return {"number": int(number[0]) if number else 0, "feed": int(place[0] or 0)}


def _settle(desk: Path, former: Mapping[str, int], now: datetime) -> None:
    """Make the copy a desk that goes on from the former one."""

    def work(writer: Writer) -> None:
        file.unseal(connection)
        keep_counting(writer, former.get("number", 0))
        tell_everyone(writer, now, after=former.get("feed", 0))

    with closing(sqlite.connect(desk, reading=False)) as connection:
        SqliteWriter(connection, desk).transact(work)


def keep_counting(writer: Writer, number: int) -> None:
    """See to it that no ticket gets a number below this one: the former desk gave those out."""
    known = writer.value("SELECT value FROM meta WHERE key = 'next_number'")
    if known is not None and int(known) < number:
        writer.execute("UPDATE meta SET value = :value WHERE key = 'next_number'", {"value": str(number)})


def tell_everyone(writer: Writer, now: datetime, after: int = 0) -> None:
    """Make every screen that is open read everything again, whatever it had read of the feed."""
    place = max(after, feed.last_id(writer))
    for step, topic in enumerate(("rules", "queue", "agent", "ticket"), start=1):
        writer.insert(
            "feed", {"id": place + step, "at": now, "topic": topic, "verb": "restore", "entered": False}
        )
