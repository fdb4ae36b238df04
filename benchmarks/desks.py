"""The desks that are measured: the demo at several sizes, made once and kept in the work directory."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from otui.clock import clock_from
from otui.desk.demo import make_demo
from otui.desk.desk import Desk
from otui.store.database import open_database

NOW = datetime.fromisoformat("2026-11-24T09:00:00+01:00")
"""A Tuesday morning: when every desk stands, and where every clock starts."""
LOGIN = "bench"
ENVIRON = {"OTUI_CLOCK": NOW.isoformat(), "OTUI_AGENT": LOGIN, "OTUI_CONFIG": ""}


def desk_of(work: Path, tickets: int) -> Path:
    """Return the desk of that many tickets, made if it is not there yet."""
    path = work / f"desk-{tickets}.db"
    if not path.exists():
        made = path.with_suffix(".making")
        remove(made)
        database = open_database(str(made), create=True)
        report = make_demo(database, now=NOW, tickets=tickets, login=LOGIN, name="Bo Bench")
        database.close()
        made.rename(path)
        print(f"made {tickets:,} tickets in {report.seconds:.1f} s", file=sys.stderr)
    return path


@contextmanager
def scratch(path: Path, name: str) -> Iterator[Path]:
    """Give a copy of a desk that may be changed, and take it away afterwards."""
    copy = path.with_name(f"{path.stem}-{name}.db")
    remove(copy)
    shutil.copyfile(path, copy)
    copy.chmod(0o600)
    with copy.open("rb") as file:
        os.fsync(file)  # else the first commits wait until the copy is on the disk
    try:
        yield copy
    finally:
        remove(copy)


def remove(path: Path) -> None:
    """Take away a desk and what SQLite keeps beside it."""
    for end in ("", "-wal", "-shm"):
        path.with_name(path.name + end).unlink(missing_ok=True)


def opened(path: Path, at: datetime = NOW) -> Desk:
    """Open a desk in this process, with its clock at `at`."""
    return Desk.open(str(path), login=LOGIN, clock=clock_from(at))
