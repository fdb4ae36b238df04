"""Putting a backup in the place of a desk on a server, or one of a server in the place of a file.

On a server the backup comes into a database of its own, is compared there with what it says of itself, and then the
two change names: the former desk stays whole under another one.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from otui.errors import DeskUnavailable
from otui.store import backup, copying, schema
from otui.store.database import Database, attach, exists, is_server, open_database, path_of
from otui.store.keeping import dumped, file, server, tables
from otui.store.keeping.about import About
from otui.store.keeping.file import Progress
from otui.store.keeping.tables import Texts
from otui.store.writer import Writer
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.store.postgres.address import Connection

_TRIES, _PAUSE = 50, 0.1
"""How often, and after how many seconds, a database is asked for again from those who come back to it."""
Fill = Callable[[str], None]


def restore(
    source: Path, about: About, url: str, texts: Texts, now: datetime, progress: Progress | None
) -> str | None:
    """Put a backup, already looked at, in the place of a desk; return what the former desk is called now, or None."""
    if not is_server(url):
        return _into_file(source, about, path_of(url), texts, now, progress)

    def fill(place: str) -> None:
        if about.engine == "postgresql":
            server.load_dump(source, place)
        else:
            with _as_desk(source) as desk:
                copying.copy(desk, place, texts, progress=progress)

    return _into_server(about, url, now, fill)


@contextmanager
def _as_desk(source: Path) -> Iterator[str]:
    """Give a backup of a file as a desk of this program's version; the backup itself stays as it is."""
    with tempfile.TemporaryDirectory(prefix="otui-") as folder:
        desk = Path(folder) / "desk.otui"
        file.new_desk(source, desk)
        open_database(str(desk)).close()
        yield str(desk)


def _into_file(
    source: Path, about: About, desk: Path, texts: Texts, now: datetime, progress: Progress | None
) -> str | None:
    """Fill a new file from a dump, and put that in the place of the desk."""
    if about.schema != schema.VERSIONS[-1]:
        raise DeskUnavailable(
            _("{path} is of schema {found}, and only a server can bring it to {known}.").format(
                path=source, found=about.schema, known=schema.VERSIONS[-1]
            ),
            _("Restore it into a server (--desk postgresql://...), then `otui copy` that to a file."),
        )
    with tempfile.TemporaryDirectory(prefix=".otui-", dir=desk.parent) as folder:
        made = Path(folder) / "desk.otui"
        with server.dump_of(source) as dump:
            dumped.into_file(dump, made, texts, progress)
        _compare(attach(str(made)), about)
        kept = backup.restore(made, desk, now)
    return str(kept) if kept is not None else None


def _into_server(about: About, url: str, now: datetime, fill: Fill) -> str | None:
    import psycopg
    from psycopg import sql

    from otui.store.postgres import words
    from otui.store.postgres.address import Target, open_connection

    target = Target.parse(url)
    # The date of the database, not of the work in it, and of no other restore.
    stamp = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    fresh, former = (f"{target.database[:30]}_{what}_{stamp}" for what in ("new", "before"))
    place = _url(target.other(fresh).params)
    there = exists(url)
    left = _left_behind(url) if there else {}
    try:
        with closing(open_connection(target.other("postgres"))) as admin:
            admin.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(fresh))
            )
            try:
                fill(place)
                _settle(place, about, left, now)
                if _has_database(admin, target.database):
                    _rename(admin, target.database, former)
                _rename(admin, fresh, target.database)
            except BaseException:
                if _has_database(admin, target.database):
                    admin.execute(
                        sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(fresh))
                    )
                raise
    except psycopg.Error as error:
        raise words.refused(error, target) from error
    return target.other(former).name if there else None


def _url(params: Mapping[str, str]) -> str:
    """Return the URL of a database on a server, as libpq takes it."""
    rest = urlencode({name: value for name, value in params.items() if name != "dbname"}, quote_via=quote)
    return f"postgresql:///{quote(params['dbname'])}?{rest}"


def _has_database(admin: Connection, name: str) -> bool:
    return admin.execute("SELECT 1 FROM pg_database WHERE datname = $1", [name]).fetchone() is not None


def _rename(admin: Connection, name: str, new: str) -> None:
    """Give a database another name; whoever works in it is put out first, and finds the new one when they come back."""
    from psycopg import errors, sql

    rename = sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(name), sql.Identifier(new))
    for attempt in range(_TRIES):
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()",
            [name],
        )
        try:
            admin.execute(rename)
        except errors.ObjectInUse:
            if attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)
        else:
            return


def _settle(place: str, about: About, left: Mapping[str, int], now: datetime) -> None:
    """Compare what came with what the backup says, and let the desk go on from the former one."""
    database = open_database(place)
    try:
        _compare(database, about)

        def work(writer: Writer) -> None:
            backup.keep_counting(writer, left.get("number", 0))
            backup.tell_everyone(writer, now, after=left.get("feed", 0))

        database.write(work).result()
    finally:
        database.close()


def _compare(database: Database, about: About) -> None:
    reader = database.read()
    for table in tables.names(reader):
        n, wanted = int(reader.value(f"SELECT count(*) FROM {table}")), about.counts.get(table, 0)
        if n != wanted:
            raise DeskUnavailable(
                _("{table} has {n} rows after the restore, and had {wanted}.").format(
                    table=table, n=n, wanted=wanted
                ),
                _("The desk was not touched."),
            )


def _left_behind(url: str) -> dict[str, int]:
    database = attach(url)
    try:
        reader = database.read()
        number = reader.value("SELECT value FROM meta WHERE key = 'next_number'")
        return {"number": int(number or 0), "feed": int(reader.value("SELECT max(id) FROM feed") or 0)}
    except DeskUnavailable:
        return {}
    finally:
        database.close()
