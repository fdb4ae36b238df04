"""A desk copied from any engine to any: whole, at one instant, and not taken for a desk before it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from engines import Desks
from otui.desk.fulltext import every_text
from otui.errors import DeskUnavailable
from otui.store import backup, check, copying, search
from otui.store.database import Database, Writer, open_database

Add = Callable[..., int]


@pytest.fixture
def filled(database: Database, add_ticket: Add, now: datetime) -> Database:
    """A desk with rows that name what comes later, texts of all sorts, and a hole in its ids."""

    def work(writer: Writer) -> None:
        agent = writer.insert("agent", {"login": "bea", "name": "Bea", "created_at": now})
        writer.insert("meta", {"key": "next_number", "value": "12"})
        ids = [add_ticket(writer, f"10{n}-1", subject=f"Müller's “printer” {n}") for n in range(5)]
        writer.update(
            "ticket", ids[0], {"merged_into_id": ids[4], "extra": {"a": ["é", None]}, "locked": True}
        )
        writer.update("ticket", ids[0], {"owner_id": agent})
        for ticket in ids:
            writer.insert("history", {"ticket_id": ticket, "at": now, "verb": "new", "version": 1})
        writer.insert(
            "article",
            {"ticket_id": ids[1], "kind": "note", "body": "tab\t\\N new\nline \\ 🙂", "created_at": now},
        )
        first = writer.insert("act", {"at": now, "verb": "take", "agent_id": agent})
        second = writer.insert("act", {"at": now, "verb": "undo", "agent_id": agent, "undoes_id": first})
        writer.update("act", first, {"undone_by_id": second})
        writer.delete(
            "article", writer.insert("article", {"ticket_id": ids[1], "kind": "note", "created_at": now})
        )
        search.bulk_index(writer, every_text(writer))

    database.write(work).result()
    return database


def _same(first: str, second: str) -> None:
    one, other = open_database(first), open_database(second)
    try:
        for table in ("agent", "ticket", "article", "act", "history", "meta", "queue", "feed"):
            digests = [copying.digest_of(desk.read(), table) for desk in (one, other)]
            assert (digests[0].rows, digests[0].text) == (digests[1].rows, digests[1].text), table
        assert check.findings(other.read()) == []
        assert (
            search.search(other.read(), "muller print", 10)
            == search.search(one.read(), "muller print", 10)
            != []
        )
        ticket = other.write(
            lambda w: w.insert("article", {"ticket_id": 1, "kind": "note", "created_at": 0})
        ).result()
        assert ticket > int(one.read().value("SELECT max(id) FROM article"))
    finally:
        one.close()
        other.close()


def test_a_desk_is_copied_whole_and_works_on(filled: Database, desks: Desks) -> None:
    target = desks.place("copy")
    found = copying.copy(filled.url, target, every_text)
    assert {one.table: one.rows for one in found}["ticket"] == 5
    _same(filled.url, target)
    with pytest.raises(DeskUnavailable, match=r"already"):
        copying.copy(filled.url, target, every_text)


@pytest.mark.sqlite_only("it names both engines itself")
def test_a_file_goes_to_a_server_and_back(filled: Database, server_desks: Desks, tmp_path: Path) -> None:
    server, other, back = server_desks.place("a"), server_desks.place("b"), str(tmp_path / "back.otui")
    copying.copy(filled.url, server, every_text)
    copying.copy(server, other, every_text)
    copying.copy(other, back, every_text)
    _same(filled.url, back)
    _same(filled.url, server)


@pytest.mark.sqlite_only("it names both engines itself")
def test_a_copy_into_a_server_that_was_killed_is_no_desk_and_can_be_begun_again(
    filled: Database, server_desks: Desks
) -> None:
    target = server_desks.place("killed")
    script = """
        import os, signal, sys
        from otui.desk.fulltext import every_text
        from otui.store import copying
        copying.copy(sys.argv[1], sys.argv[2], every_text,
                     progress=lambda done, total: os.kill(os.getpid(), signal.SIGKILL))
    """
    killed = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script), filled.url, target], env=os.environ, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    for opening in (open_database, lambda url: copying.copy(filled.url, url, every_text)):
        with pytest.raises(DeskUnavailable, match="half made") as caught:
            opening(target)
        assert "--again" in caught.value.hint
    copying.copy(filled.url, target, every_text, again=True)
    _same(filled.url, target)


@pytest.mark.sqlite_only("files are its own")
def test_a_copy_into_a_file_that_was_killed_leaves_none(filled: Database, tmp_path: Path) -> None:
    folder = tmp_path / "there"
    folder.mkdir()
    with pytest.raises(ZeroDivisionError):
        copying.copy(filled.url, str(folder / "a.otui"), every_text, progress=lambda done, total: 1 // 0)
    assert list(folder.iterdir()) == []


def test_a_desk_of_another_version_is_refused(filled: Database, desks: Desks) -> None:
    desks.run(filled.url, "UPDATE alembic_version SET version_num = '0001'")
    with pytest.raises(DeskUnavailable, match="of schema 0001"):
        copying.copy(filled.url, desks.place("copy"), every_text)


@pytest.mark.sqlite_only("it names both engines itself")
def test_a_server_is_backed_up_and_comes_back_as_a_server_and_as_a_file(
    filled: Database, server_desks: Desks, tmp_path: Path, now: datetime
) -> None:
    server = server_desks.place("kept")
    copying.copy(filled.url, server, every_text)
    target = tmp_path / "kept.otui.zip"
    about, notes = backup.backup_desk(server, target, files={"keys.toml": b"x"})
    assert (about.engine, about.tickets, notes) == ("postgresql", 5, [])
    assert target.stat().st_mode & 0o777 == 0o600
    assert backup.verify(target).files == {"keys.toml": b"x"}
    desk = open_database(server)
    desk.write(lambda w: w.execute("UPDATE ticket SET subject = 'later'")).result()
    _about, former = backup.restore_desk(target, server, now, every_text)
    assert former is not None
    assert "_before_" in former
    assert desk.read().value("SELECT count(*) FROM ticket WHERE subject = 'later'") == 0
    desk.close()
    back = tmp_path / "back.otui"
    backup.restore_desk(target, str(back), now, every_text)
    opened = open_database(str(back))
    assert opened.read().value("SELECT body FROM article WHERE id = 1") == "tab\t\\N new\nline \\ 🙂"
    assert check.findings(opened.read()) == []
    opened.close()
    _drop(former)


def _drop(name: str) -> None:
    import psycopg

    database = name.rpartition("/")[2]
    with psycopg.connect(name.rpartition("/")[0] + "/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)')


@pytest.mark.sqlite_only("it names both engines itself")
def test_a_server_backup_with_a_changed_byte_or_cut_short_is_not_whole(
    filled: Database, server_desks: Desks, tmp_path: Path
) -> None:
    server = server_desks.place("cut")
    copying.copy(filled.url, server, every_text)
    target = tmp_path / "kept.otui.zip"
    backup.backup_desk(server, target)
    whole = target.read_bytes()
    for place in range(0, len(whole), max(1, len(whole) // 120)):
        harmed = bytearray(whole)
        harmed[place] ^= 4
        target.write_bytes(harmed)
        with pytest.raises(DeskUnavailable):
            backup.verify(target)
    for length in [0, 3, 100, *range(200, len(whole), len(whole) // 40), len(whole) - 1]:
        target.write_bytes(whole[:length])
        with pytest.raises(DeskUnavailable):
            backup.verify(target)
