"""What can be wrong with a desk file, each told in a sentence a person can act on, and nothing lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from engines import Desks, held
from otui.errors import DeskUnavailable
from otui.store.database import Database, Writer, open_database

PAGE = 4096


def refusal(path: Path | str, *, create: bool = False) -> str:
    with pytest.raises(DeskUnavailable) as caught:
        open_database(str(path), create=create)
    assert caught.value.hint
    return str(caught.value)


@pytest.mark.sqlite_only("a file, or its folder")
@pytest.mark.parametrize("create", [False, True])
def test_a_folder_that_is_not_there(tmp_path: Path, create: bool) -> None:
    said = refusal(tmp_path / "nowhere" / "desk.otui", create=create)
    assert "no folder" in said
    assert str(tmp_path / "nowhere") in said


@pytest.mark.sqlite_only("a file, or its folder")
def test_no_desk_there(tmp_path: Path) -> None:
    said = refusal(tmp_path / "desk.otui")
    assert "no desk at" in said
    assert "otui init" in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.sqlite_only("a file, or its folder")
@pytest.mark.parametrize("content", [b"", b"Dear colleague,\n", b"SQLite format 3\x00" + b"\xff" * 9000])
def test_a_file_that_is_something_else_is_left_as_it_is(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(content)
    for create in (False, True):
        assert "is no otui desk" in refusal(path, create=create)
    assert path.read_bytes() == content


@pytest.mark.sqlite_only("a file, or its folder")
def test_a_database_of_another_program(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE alembic_version (version_num TEXT)")
    other.close()
    assert "is no otui desk" in refusal(path)


def test_a_desk_without_its_tables(desk_url: str, desks: Desks) -> None:
    desks.run(desk_url, "DROP TABLE alembic_version")
    assert "is no otui desk" in refusal(desk_url)


@pytest.mark.sqlite_only("a file, or its folder")
def test_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    assert "is no otui desk" in refusal(tmp_path)


def test_a_newer_desk_is_refused_untouched(desk_url: str, desks: Desks) -> None:
    desks.run(desk_url, "UPDATE alembic_version SET version_num = '9999'")
    before = desks.dump(desk_url)
    said = refusal(desk_url)
    assert "newer otui" in said
    assert "9999" in said
    assert desks.dump(desk_url) == before


@pytest.mark.parametrize("url", ["postgresql://desk@db/otui", "postgresql+psycopg://db/otui"])
def test_a_server_needs_its_driver(url: str) -> None:
    script = """
        import sys
        sys.modules["psycopg"] = None  # as where it was not installed
        from otui.errors import DeskUnavailable
        from otui.store.database import open_database
        try:
            open_database(sys.argv[1])
        except DeskUnavailable as error:
            print(error)
    """
    assert "otui[postgres]" in _run(script, url).stdout


def test_a_url_of_another_kind() -> None:
    assert "knows how to open" in refusal("mysql://db/otui")


@pytest.mark.sqlite_only("a file, or its folder")
def test_a_file_that_may_not_be_written(desk_path: Path) -> None:
    assert "cannot be written" in _as_nobody(desk_path, file_mode=0o444, folder_mode=0o777)


@pytest.mark.sqlite_only("a file, or its folder")
def test_a_folder_that_may_not_be_written(desk_path: Path) -> None:
    assert "cannot be written" in _as_nobody(desk_path, file_mode=0o666, folder_mode=0o555)


def _as_nobody(desk: Path, *, file_mode: int, folder_mode: int) -> str:
    """Return what opening a desk says to an account that rights bind; root is bound by none and steps down."""
    desk = Path(shutil.copy(desk, tempfile.mkdtemp()))  # pytest's own folder is closed to others
    desk.chmod(file_mode)
    desk.parent.chmod(folder_mode)
    script = """
        import os, sys
        from otui.errors import DeskUnavailable
        from otui.store.database import open_database
        if os.getuid() == 0:
            os.setgroups([]), os.setgid(65534), os.setuid(65534)
        try:
            open_database(sys.argv[1]).close()
        except DeskUnavailable as error:
            print(error)
    """
    try:
        return _run(script, str(desk)).stdout
    finally:
        desk.parent.chmod(0o700)
        shutil.rmtree(desk.parent)


def test_a_desk_locked_for_too_long(desk_url: str) -> None:
    database = open_database(desk_url, busy_seconds=0.05)
    with held(desk_url), pytest.raises(DeskUnavailable, match="locked") as caught:
        database.write(lambda w: w.insert("meta", {"key": "a", "value": "b"})).result()
    assert "Nothing was changed" in caught.value.hint
    assert database.write(lambda w: w.insert("meta", {"key": "a", "value": "b"})).result() > 0
    database.close()


@pytest.mark.sqlite_only("the disk is that of the program")
def test_a_full_database_loses_nothing_and_goes_on_when_there_is_room(
    database: Database, add_ticket: Callable[..., int]
) -> None:
    database.write(lambda w: add_ticket(w, "1000-1")).result()

    def fill(writer: Writer) -> None:
        add_ticket(writer, "1000-2", extra={"words": "x" * 40 * PAGE})

    def room(writer: Writer, pages: int) -> None:
        writer.value(f"PRAGMA max_page_count = {pages}")

    database.write(lambda w: room(w, 1)).result()  # SQLite takes it as: no more than there are
    with pytest.raises(DeskUnavailable, match="no room left"):
        database.write(fill).result()
    database.write(lambda w: room(w, 1_000_000)).result()
    database.write(fill).result()
    assert database.read().all("SELECT number FROM ticket ORDER BY id") == [("1000-1",), ("1000-2",)]


@pytest.mark.sqlite_only("the disk is that of the program")
def test_a_disk_that_takes_no_more_bytes(desk_path: Path) -> None:
    script = """
        import resource, signal, sys
        from otui.errors import DeskUnavailable
        from otui.store.database import open_database
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        database = open_database(sys.argv[1])
        database.write(lambda w: w.insert("meta", {"key": "kept", "value": ""})).result()
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))
        try:
            database.write(lambda w: w.insert("meta", {"key": "lost", "value": "x" * 900_000})).result()
        except DeskUnavailable as error:
            print(error)
        print(database.read().all("SELECT key FROM meta"))
    """
    said = _run(script, str(desk_path)).stdout
    assert "disk" in said
    assert "Nothing was changed" in said
    assert "[('kept',)]" in said


@pytest.mark.sqlite_only("bytes of the file")
def test_a_damaged_page_is_told_when_it_is_read(desk_path: Path, add_ticket: Callable[..., int]) -> None:
    database = open_database(str(desk_path))
    database.write(lambda w: [add_ticket(w, f"{n}", subject="y" * 300) for n in range(400)]).result()
    root = database.read().value("SELECT rootpage FROM sqlite_master WHERE name = 'ticket'")
    database.write(lambda w: None).result()
    database.close()
    with desk_path.open("r+b") as file:
        file.seek((root - 1) * PAGE)
        file.write(os.urandom(PAGE))
    database = open_database(str(desk_path))
    with pytest.raises(DeskUnavailable, match="damaged") as caught:
        database.read().all("SELECT * FROM ticket")
    assert "otui restore" in caught.value.hint
    database.close()


def _run(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), *arguments],
        check=True,
        text=True,
        capture_output=True,
    )
