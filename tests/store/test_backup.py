"""Backups of a desk file: made while people write, sealed, and put back with nothing lost."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from otui.errors import DeskUnavailable, Refused
from otui.store import backup, feed, schema
from otui.store.database import Database, open_database

Add = Callable[..., int]
pytestmark = pytest.mark.sqlite_only("backups of a file")


@pytest.fixture
def copy(database: Database, tmp_path: Path, add_ticket: Add) -> Path:
    """A backup of a desk with forty tickets and two files of the person's own."""
    database.write(lambda w: [add_ticket(w, f"10{n:02}-1", subject="x" * 400) for n in range(40)]).result()
    target = tmp_path / "copy.otui"
    backup.backup(database.path, target, files={"config.toml": b"theme = 'dark'", "keys.toml": b""})
    return target


def test_a_backup_is_made_while_the_desk_is_open_and_opens_by_itself(database: Database, copy: Path) -> None:
    assert copy.stat().st_mode & 0o777 == 0o600
    opened = open_database(str(copy))
    assert opened.read().value("SELECT count(*) FROM ticket") == 40
    opened.close()
    with pytest.raises(DeskUnavailable, match="there already"):
        backup.backup(database.path, copy)


def test_it_says_what_is_in_it(copy: Path, now: datetime) -> None:
    about = backup.verify(copy)
    assert (about.engine, about.schema, about.sealed) == ("sqlite", schema.VERSIONS[-1], True)
    assert (about.tickets, about.articles, about.newest_at) == (40, 0, now)
    assert about.files == {"config.toml": b"theme = 'dark'", "keys.toml": b""}
    assert sorted(path.name for path in copy.parent.glob("copy*")) == ["copy.otui"]


def test_not_one_changed_byte_goes_unnoticed(copy: Path) -> None:
    whole = copy.read_bytes()
    places = random.Random(7)
    for place in [*range(0, 100, 7), *(places.randrange(len(whole)) for _n in range(150))]:
        harmed = bytearray(whole)
        harmed[place] ^= 1 << places.randrange(8)
        copy.write_bytes(harmed)
        with pytest.raises(DeskUnavailable):
            backup.verify(copy)
        with pytest.raises(DeskUnavailable):
            backup.restore(copy, copy.with_name("new.otui"), datetime.now().astimezone())
        assert not copy.with_name("new.otui").exists()
    copy.write_bytes(whole)
    assert backup.verify(copy).tickets == 40


def test_a_backup_that_was_cut_off_anywhere_is_not_whole(copy: Path) -> None:
    whole = copy.read_bytes()
    for length in [
        0,
        1,
        15,
        16,
        99,
        100,
        511,
        4095,
        4096,
        4097,
        *range(8192, len(whole), 30011),
        len(whole) - 1,
    ]:
        copy.write_bytes(whole[:length])
        with pytest.raises(DeskUnavailable):
            backup.verify(copy)
    copy.write_bytes(whole + b"\0")
    with pytest.raises(DeskUnavailable):
        backup.verify(copy)


def test_a_backup_that_was_worked_in_is_no_backup_any_more(copy: Path, add_ticket: Add) -> None:
    worked = open_database(str(copy))
    worked.write(lambda w: add_ticket(w, "9999-1")).result()
    worked.close()
    with pytest.raises(DeskUnavailable, match="ticket has 41 rows, and had 40") as caught:
        backup.verify(copy)
    assert "backup NEW" in caught.value.hint


def test_a_plain_desk_file_counts_as_a_backup_without_a_seal(database: Database, tmp_path: Path) -> None:
    database.close()
    assert not backup.verify(database.path).sealed


def test_a_backup_can_be_looked_at_where_nothing_may_be_written(copy: Path) -> None:
    copy.chmod(0o400)
    copy.parent.chmod(0o500)
    try:
        assert backup.verify(copy).tickets == 40
        assert [path.name for path in copy.parent.glob("copy*")] == ["copy.otui"]
    finally:
        copy.parent.chmod(0o700)


def test_writers_go_on_and_the_copy_is_of_one_instant(
    database: Database, tmp_path: Path, add_ticket: Add
) -> None:
    """Every write adds a ticket and its mark together: a copy of one instant has as many of both."""
    done = threading.Event()
    made = 0

    def hammer() -> None:
        nonlocal made
        while not done.is_set():
            number = f"{made}-1"

            def work(writer, number: str = number) -> None:  # type: ignore[no-untyped-def]
                add_ticket(writer, number)
                writer.insert("meta", {"key": f"mark {number}", "value": ""})

            database.write(work).result()
            made += 1

    writer = threading.Thread(target=hammer)
    writer.start()
    try:
        seen = []
        for n in range(5):
            target = tmp_path / f"{n}.otui"
            about, notes = backup.backup(database.path, target)
            assert notes == []
            assert about.counts["ticket"] == about.counts["meta"]
            seen.append(about.tickets)
            before = made
            while made == before and writer.is_alive():
                done.wait(0.01)
    finally:
        done.set()
        writer.join()
    assert seen == sorted(set(seen))


def test_what_a_killed_backup_left_is_swept_by_the_next(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    script = """
        import os, signal, sys
        from pathlib import Path
        from otui.store import backup
        backup.backup(Path(sys.argv[1]), Path(sys.argv[2]),
                      progress=lambda done, total: os.kill(os.getpid(), signal.SIGKILL))
    """
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(database.path), str(folder / "a.otui")],
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    left = sorted(path.name for path in folder.iterdir())
    assert left
    assert all(name.startswith(".a.otui.") for name in left)
    backup.backup(database.path, folder / "b.otui")
    assert [path.name for path in folder.iterdir()] == ["b.otui"]


def test_a_disk_that_takes_no_more_leaves_nothing(database: Database, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    script = """
        import resource, signal, sys
        from pathlib import Path
        from otui.errors import DeskUnavailable
        from otui.store import backup
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
        try:
            backup.backup(Path(sys.argv[1]), Path(sys.argv[2]))
        except DeskUnavailable as error:
            print(error)
    """
    said = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), str(database.path), str(folder / "a.otui")],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert said.stdout
    assert list(folder.iterdir()) == []


def test_restoring_puts_back_and_keeps_what_was_there(
    database: Database, copy: Path, add_ticket: Add, now: datetime
) -> None:
    database.write(lambda w: add_ticket(w, "2000-2")).result()
    kept = backup.restore(copy, database.path, now)
    assert database.read().value("SELECT count(*) FROM ticket") == 40
    assert database.read().all("SELECT name FROM sqlite_master WHERE name LIKE 'kept%'") == []
    assert kept is not None
    former = open_database(str(kept))
    assert former.read().value("SELECT count(*) FROM ticket") == 41
    former.close()


def test_a_restored_desk_gives_out_no_number_twice_and_tells_every_screen(
    database: Database, copy: Path, now: datetime
) -> None:
    def work(writer) -> None:  # type: ignore[no-untyped-def]
        writer.insert("meta", {"key": "next_number", "value": "77"})
        for _n in range(9):
            feed.append(writer, at=now, topic="ticket")

    database.write(lambda w: w.insert("meta", {"key": "next_number", "value": "5"})).result()
    earlier = copy.with_name("earlier.otui")
    backup.backup(database.path, earlier)
    database.write(lambda w: w.execute("DELETE FROM meta")).result()
    database.write(work).result()
    backup.restore(earlier, database.path, now)
    reader = database.read()
    assert reader.value("SELECT value FROM meta WHERE key = 'next_number'") == "77"
    assert {row[1] for row in feed.since(reader, 9)} >= {"rules", "queue", "agent", "ticket"}


def test_the_desk_is_not_restored_from_itself(database: Database, now: datetime) -> None:
    database.close()
    with pytest.raises(Refused, match="the desk itself"):
        backup.restore(database.path, database.path, now)


def test_a_damaged_desk_is_kept_as_it_is_when_a_backup_takes_its_place(
    database: Database, copy: Path, now: datetime
) -> None:
    page = database.read().value("SELECT rootpage FROM sqlite_master WHERE name = 'ticket'")
    database.close()
    with database.path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(os.urandom(4096))
    harmed = database.path.read_bytes()
    kept = backup.restore(copy, database.path, now)
    assert kept is not None
    assert kept.read_bytes() == harmed
    restored = open_database(str(database.path))
    assert restored.read().value("SELECT count(*) FROM ticket") == 40
    restored.close()


def test_a_damaged_desk_gives_no_backup(database: Database, tmp_path: Path, add_ticket: Add) -> None:
    database.write(lambda w: add_ticket(w, "1000-1")).result()
    database.close()
    with sqlite3.connect(database.path) as harm:
        harm.execute("PRAGMA writable_schema = ON")
        harm.execute("UPDATE sqlite_master SET rootpage = 3 WHERE name = 'ix_ticket_updated_all'")
    harm.close()
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(DeskUnavailable):
        backup.backup(database.path, folder / "a.otui")
    assert list(folder.iterdir()) == []
