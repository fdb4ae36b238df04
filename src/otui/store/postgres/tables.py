"""The tables of a desk on a server: whether they are there, made where they are not, and brought up to date."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from otui.errors import DeskUnavailable
from otui.store import schema
from otui.store.postgres import words
from otui.store.postgres.address import Connection, Target, open_connection
from otui.text.i18n import _

OLDEST = 130_000
"""The first PostgreSQL that says of any transaction whether it was committed, and lets an owner have pg_trgm."""
MARK = "otui"
"""The comment on alembic's table: says of a database that it is a desk."""
_MAKING = 0x6F747569_00000001
"""Key of the lock under which tables are made and changed: nobody writes meanwhile who has opened the desk."""
_VERSION = (
    "SELECT version_num, coalesce(obj_description('alembic_version'::regclass, 'pg_class'), '')"
    " FROM alembic_version"
)
_ANYTHING = (
    "SELECT EXISTS (SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind IN ('r', 'p', 'v', 'm') AND n.nspname NOT IN ('pg_catalog', 'information_schema')"
    " AND n.nspname NOT LIKE 'pg_toast%' AND NOT EXISTS (SELECT 1 FROM pg_depend d"
    " WHERE d.objid = c.oid AND d.deptype = 'e'))"
)
_TEXT = (
    "SELECT c.table_name, c.column_name FROM information_schema.columns c WHERE c.table_schema = current_schema()"
    " AND c.data_type IN ('character varying', 'text') AND coalesce(c.collation_name, '') <> 'C'"
    " AND c.table_name <> 'alembic_version'"
)
_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema()"
_ADMIN = "postgres"
"""A database that every server has: from there another can be made."""


def prepare(target: Target, *, create: bool) -> None:
    """See that a desk is there, of this program's version; with `create`, make it where there is none."""
    connection = _reached(target, create=create)
    with closing(connection):
        _require_fit(connection, target)
        found = _found(connection, target, create=create)
        if found == schema.VERSIONS[-1]:
            return
        with _Alone(connection, target):
            found = _found(connection, target, create=create)  # another may have been first
            if found == schema.VERSIONS[-1]:
                return
            if found and found not in schema.VERSIONS:
                raise schema.newer(target.name, found)
            if found:
                from otui.store import backup

                backup.before_migration(target.url, found)
            _upgrade(target)


def _require_fit(connection: Connection, target: Target) -> None:
    """Refuse a server that cannot tell what became of a write, and a database that cannot keep every letter."""
    if connection.info.server_version < OLDEST:
        raise DeskUnavailable(
            _("The server of the desk {name} is older than PostgreSQL 13.").format(name=target.name),
            _("Have it upgraded, or name another with --desk."),
        )
    if connection.info.parameter_status("server_encoding") != "UTF8":
        raise DeskUnavailable(
            _("The database of the desk {name} is not in UTF-8.").format(name=target.name),
            _("Have one made that is: createdb --encoding=UTF8 --template=template0 {name}").format(
                name=target.database
            ),
        )


def version(connection: Connection, target: Target) -> str:
    """Return the schema version of a desk; empty for an empty database, DeskUnavailable where it is no desk."""
    try:
        row = connection.execute(_VERSION).fetchone()
    except psycopg.errors.UndefinedTable as error:
        anything = connection.execute(_ANYTHING).fetchone()
        if anything and anything[0]:
            raise words.no_desk(target.name) from error
        return ""
    except psycopg.Error as error:
        raise words.in_words(error, target.name, lost=connection.closed) from error
    if row is None or row[1] != MARK:
        raise words.no_desk(target.name)
    return str(row[0])


def holds_anything(target: Target) -> bool:
    """Whether the database is there and has any table."""
    try:
        with closing(open_connection(target)) as connection:
            row = connection.execute(_ANYTHING).fetchone()
            return bool(row and row[0])
    except psycopg.Error as error:
        if words.NO_DATABASE.search(str(error)):
            return False
        raise words.refused(error, target) from error


def erase(target: Target) -> None:
    """Take a desk's tables out of its database; nothing where it is no desk."""
    try:
        with closing(open_connection(target)) as connection:
            if not version(connection, target):
                return
            with connection.transaction():
                for (table,) in connection.execute(_TABLES).fetchall():
                    connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(table)))
                connection.execute("DROP FUNCTION IF EXISTS tally_keep, history_stays")
    except psycopg.Error as error:
        raise words.refused(error, target) from error


def _reached(target: Target, *, create: bool) -> Connection:
    try:
        return open_connection(target)
    except psycopg.Error as error:
        if not create or not words.NO_DATABASE.search(str(error)):
            raise words.refused(error, target) from error
    _make_database(target)
    try:
        return open_connection(target)
    except psycopg.Error as error:
        raise words.refused(error, target) from error


def _make_database(target: Target) -> None:
    """Make the database; another process may make it at the same moment."""
    made = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(
        sql.Identifier(target.database)
    )
    try:
        with closing(open_connection(target.other(_ADMIN))) as connection:
            connection.execute(made)
    except (psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
        return
    except psycopg.Error as error:
        raise DeskUnavailable(
            _("There is no database {name}, and this role may not make one.").format(name=target.database),
            _("Have the server's keeper make it: createdb --owner={role} {name}").format(
                role=target.user or "ROLE", name=target.database
            ),
        ) from error


def _found(connection: Connection, target: Target, *, create: bool) -> str:
    found = version(connection, target)
    if not found and not create:
        raise words.no_database(target.name)
    if found and found not in schema.VERSIONS:
        raise schema.newer(target.name, found)
    return found


class _Alone:
    """Holds the lock under which tables are made, over transactions."""

    def __init__(self, connection: Connection, target: Target) -> None:
        self._connection, self._target = connection, target

    def __enter__(self) -> None:
        try:
            self._connection.execute(f"SELECT pg_advisory_lock({_MAKING})")
        except psycopg.Error as error:
            raise words.in_words(error, self._target.name, lost=self._connection.closed) from error

    def __exit__(self, *_error: Any) -> None:
        self._connection.execute(f"SELECT pg_advisory_unlock({_MAKING})")


def _upgrade(target: Target) -> None:
    """Run the migrations that a desk lacks, in one transaction, while nobody writes."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, text
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import NullPool

    from otui.store.postgres.writing import LOCK

    config = Config()
    config.set_main_option("script_location", str(Path(schema.__file__).parent / "migrations"))
    params: dict[str, Any] = {**target.params, "client_encoding": "utf8"}
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect("", **params), poolclass=NullPool
    )
    try:
        with engine.connect() as bound:
            bound.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
            config.attributes["connection"] = bound
            command.upgrade(config, "head")
            _sort_by_bytes(bound)
            bound.execute(text(f"COMMENT ON TABLE alembic_version IS '{MARK}'"))
            bound.commit()
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error):
            raise words.in_words(error.orig, target.name, lost=error.connection_invalidated) from error
        raise
    finally:
        engine.dispose()


def _sort_by_bytes(bound: Any) -> None:
    """Make all text sort and compare as a desk file does, whatever language the database was made for."""
    from sqlalchemy import text

    for table, column in bound.execute(text(_TEXT)).fetchall():
        bound.execute(text(f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE VARCHAR COLLATE "C"'))
