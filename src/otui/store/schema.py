"""The version of a desk's tables: read with one SELECT, moved on by alembic, imported only then."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from otui.errors import DeskUnavailable
from otui.store import sqlite
from otui.text.i18n import _

VERSIONS = ("0001", "0002", "0003")
"""Every version that this program knows, oldest first; the last is the one it works with."""
UNDER_WAY = "copying"
"""What a database on a server says while a desk is copied into it, and after where that was cut short."""
_SCRIPTS = Path(__file__).parent / "migrations"


def version(connection: sqlite3.Connection, path: Path) -> str:
    """Return the schema version of an open file; DeskUnavailable where the file is no desk."""
    try:
        if connection.execute("PRAGMA application_id").fetchone()[0] != sqlite.APPLICATION_ID:
            raise sqlite.no_desk(path)
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.OperationalError as error:
        said = sqlite.in_words(error, path)
        raise (sqlite.no_desk(path) if said is error else said) from error
    except sqlite3.Error as error:
        raise sqlite.in_words(error, path) from error
    if row is None:
        raise sqlite.no_desk(path)
    return str(row[0])


def bring_up_to_date(path: Path) -> None:
    """Move the desk at `path` to this program's version, after a backup; refuse one from a newer program."""
    connection = sqlite.connect(path, reading=False)
    try:
        found = version(connection, path)
        if found == VERSIONS[-1]:
            return
        if found not in VERSIONS:
            raise newer(path, found)
        from otui.store import backup

        backup.before_migration(path, found)
        _upgrade(connection)
    finally:
        connection.close()


def newer(path: Path | str, found: str) -> DeskUnavailable:
    """Return the words for a desk whose version this program does not know."""
    if found == UNDER_WAY:
        return half_made(path)
    return DeskUnavailable(
        _("The desk {path} was made by a newer otui (schema {found}; this one knows {known}).").format(
            path=path, found=found, known=VERSIONS[-1]
        ),
        _("Upgrade otui on this machine; the desk was not touched."),
    )


def half_made(path: Path | str) -> DeskUnavailable:
    """Return the words for a database whose copy was cut short."""
    return DeskUnavailable(
        _("{name} is half made: a copy into it was cut short, or is under way.").format(name=path),
        _("Once nobody is copying into it, begin it again with `otui copy FROM TO --again`."),
    )


def create(path: Path) -> None:
    """Make a new, empty desk at `path`, whole or not at all; where another process was first, keep theirs."""
    making = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        try:
            connection = sqlite.connect(making, reading=False)
            connection.execute("PRAGMA page_size = 4096")
            connection.execute(f"PRAGMA application_id = {sqlite.APPLICATION_ID}")
            _upgrade(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.close()
            os.link(making, path)
        finally:
            making.unlink()
    except FileExistsError:
        return
    except sqlite3.Error as error:
        raise sqlite.in_words(error, path) from error
    except OSError as error:
        raise sqlite.read_only(path) from error


def _upgrade(connection: sqlite3.Connection) -> None:
    """Run the migrations that a desk lacks, in one transaction."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    try:
        with engine.connect() as bound:
            config.attributes["connection"] = bound
            command.upgrade(config, "head")
            bound.commit()
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("PRAGMA foreign_keys = ON")
