"""Backups of a desk on a server: pg_dump's own dump in a sealed zip, with what is in it and the person's own files.

The dump is of the same state that is counted beforehand, and is read from its first byte to its last before it counts.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import otui
from otui.errors import DeskUnavailable
from otui.store import schema, tally
from otui.store.database import attach
from otui.store.keeping import dumped, making, tables
from otui.store.keeping.about import About, from_json, newest
from otui.store.keeping.file import Progress, damaged
from otui.store.reader import Reader
from otui.text.i18n import _

DUMP, SAID, FILES = "desk.dump", "about.json", "files/"
_SEAL = b"otui "
_CHUNK = 1 << 20


def make(
    url: str,
    target: Path,
    *,
    files: Mapping[str, bytes] | None = None,
    why: str = "",
    progress: Progress | None = None,
) -> tuple[About, list[str]]:
    """Dump a desk on a server, as it stands at one instant, to a new file; it is read whole before it counts.

    DeskUnavailable, in words, where pg_dump is missing, older than the server, or fails; nothing is left then.
    """
    database = attach(url)
    try:
        with making.whole_file(target) as new, database.snapshot() as reader:
            program = tool("pg_dump", at_least=reader)
            about = _about(reader, files or {}, why)
            notes = _derived(reader)
            snapshot = reader.value("SELECT pg_export_snapshot()")
            with tempfile.TemporaryDirectory(prefix=".otui-", dir=target.parent) as folder:
                dump = Path(folder) / DUMP
                _run([program, "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}",
                      f"--file={dump}"], url)  # fmt: skip
                found = rows_in(dump, about)
                if found != dict(about.counts):
                    raise damaged(target, _("it does not hold what the desk held"))
                _pack(new, dump, about)
            if progress is not None:
                progress(1, 1)
    finally:
        database.close()
    return about, notes


def before_migration(url: str, found: str, now: datetime) -> Path:
    """Keep a dump of a desk in otui's own data, where there is no file that it could stand beside."""
    from platformdirs import user_data_path

    folder = user_data_path("otui", appauthor=False) / "backups"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / f"{database_name(url)}.{now:%Y%m%dT%H%M%S.%f}.schema-{found}.otui.zip"
    make(url, kept, why=f"schema {found}")
    return kept


def verify(path: Path) -> About:
    """Look at every byte of a backup of this kind, and return what is in it; DeskUnavailable where it is not whole."""
    try:
        if not _sealed(path):
            raise damaged(path, _("its bytes are not those that were written"))
        about = _said(path)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile) as error:
        raise damaged(path, str(error)) from error
    if about.schema not in schema.VERSIONS:
        raise schema.newer(path, about.schema)
    return about


def about_of(path: Path) -> About | None:
    """Return what a file says of itself, without looking at all of it; None where it is no backup of this kind."""
    try:
        return _said(path)
    except (OSError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
        return None


@contextmanager
def dump_of(path: Path) -> Iterator[Path]:
    """Give the dump that a backup holds, for as long as it takes."""
    with tempfile.TemporaryDirectory(prefix="otui-") as folder, zipfile.ZipFile(path) as packed:
        with packed.open(DUMP) as read, open(Path(folder) / DUMP, "xb") as written:
            shutil.copyfileobj(read, written, _CHUNK)
        yield Path(folder) / DUMP


def load_dump(path: Path, url: str) -> None:
    """Put a backup's dump into an empty database."""
    with dump_of(path) as dump:
        _run([tool("pg_restore"), "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
              f"--dbname={database_name(url)}", str(dump)], url)  # fmt: skip


def tool(name: str, at_least: Reader | None = None) -> str:
    """Return the path of one of PostgreSQL's own programs, of the server's version or newer; told where it is not."""
    found = shutil.which(name)
    if found is None:
        raise DeskUnavailable(
            _("{program} is not on this machine; a desk on a server is kept with it.").format(program=name),
            _("Install PostgreSQL's client programs (Debian: postgresql-client)."),
        )
    if at_least is not None:
        said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
        has = next((int(word.split(".")[0]) for word in said.split() if word[:1].isdigit()), 0)
        wants = int(at_least.value("SELECT current_setting('server_version_num')")) // 10000
        if has < wants:
            raise DeskUnavailable(
                _("{program} is of version {has}, and the server of {wants}.").format(
                    program=name, has=has, wants=wants
                ),
                _("Install PostgreSQL's client programs of version {wants} or newer.").format(wants=wants),
            )
    return found


def database_name(url: str) -> str:
    """Return the name of the database that a URL names."""
    from otui.store.postgres.address import Target

    return Target.parse(url).database


def rows_in(dump: Path, about: About) -> dict[str, int]:
    """Read a dump from the first byte to the last, and return how many rows it has of each table that was counted."""
    counts = dict.fromkeys(about.counts, 0)
    for table, _columns, _values in dumped.rows(dump):
        if table in counts:
            counts[table] += 1
    return counts


def _about(reader: Reader, files: Mapping[str, bytes], why: str) -> About:
    meta: dict[str, str] = dict(
        reader.all("SELECT key, value FROM meta WHERE key IN ('desk_id', 'desk_name')")
    )
    return About(
        engine="postgresql",
        schema=str(reader.value("SELECT version_num FROM alembic_version")),
        counts={
            table: int(reader.value(f"SELECT count(*) FROM {table}"))
            for table in [*tables.names(reader), "tally"]
        },
        made_at=datetime.now(UTC),
        program=otui.__version__,
        desk_id=str(meta.get("desk_id", "")),
        desk_name=str(meta.get("desk_name", "")),
        why=why,
        newest_at=newest(reader.value("SELECT max(updated_at) FROM ticket")),
        files=dict(files),
    )


def _derived(reader: Reader) -> list[str]:
    if tally.differences(reader):
        return [_("The counts of tickets are wrong in the desk; `otui check --mend` counts anew.")]
    return []


def _run(command: list[str], url: str) -> None:
    """Run one of PostgreSQL's programs on a desk's database. The password is in its environment, never in its words."""
    from otui.store.postgres.address import Target

    params = dict(Target.parse(url).params)
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER", "dbname": "PGDATABASE", "password": "PGPASSWORD",
             "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
             "passfile": "PGPASSFILE", "service": "PGSERVICE", "options": "PGOPTIONS"}  # fmt: skip
    environ = {**os.environ, **{names[key]: value for key, value in params.items() if key in names}}
    done = subprocess.run(command, env=environ, capture_output=True, check=False, stdin=subprocess.DEVNULL)  # noqa: S603
    if done.returncode:
        said = " ".join(done.stderr.decode("utf-8", "replace").split())
        raise DeskUnavailable(
            _("{program} could not do it: {detail}.").format(
                program=Path(command[0]).name, detail=said[-300:].rstrip(".")
            ),
            _("Nothing was left; look at the server and at the disk."),
        )


def _pack(new: Path, dump: Path, about: About) -> None:
    """Put everything into one file, and seal it: the comment at its very end is the digest of all before it."""
    with zipfile.ZipFile(new, "w") as packed:
        packed.write(dump, DUMP)  # it is compressed already
        packed.writestr(SAID, json.dumps(about.as_json(), ensure_ascii=False, indent=1))
        for name, content in sorted(about.files.items()):
            packed.writestr(FILES + name, content)
        packed.comment = _SEAL + b"0" * 64
    size = new.stat().st_size - 64
    with new.open("r+b") as file:
        digest = _digest(file, size)
        file.seek(size)
        file.write(digest)


def _sealed(path: Path) -> bool:
    size = path.stat().st_size - 64
    if size <= len(_SEAL):
        return False
    with path.open("rb") as file:
        digest = _digest(file, size)
        file.seek(size - len(_SEAL))
        return file.read() == _SEAL + digest


def _digest(file: Any, size: int) -> bytes:
    file.seek(0)
    digest = hashlib.sha256()
    while size and (chunk := file.read(min(_CHUNK, size))):
        digest.update(chunk)
        size -= len(chunk)
    return digest.hexdigest().encode()


def _said(path: Path) -> About:
    with zipfile.ZipFile(path) as packed:
        names = [name for name in packed.namelist() if name.startswith(FILES)]
        files = {name.removeprefix(FILES): packed.read(name) for name in names}
        return replace(from_json(json.loads(packed.read(SAID)), files), sealed=True)
