from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from otui.errors import DeskUnavailable
from otui.store import backup, bulk, check, feed, search, tally
from otui.store.database import Database, Writer, open_database

Add = Callable[..., int]


def test_a_backup_is_made_while_the_desk_is_open_and_opens_by_itself(
    database: Database, tmp_path: Path, add_ticket: Add
) -> None:
    database.write(lambda w: add_ticket(w, "1000-1")).result()
    target = tmp_path / "copy.otui"
    backup.backup(database.path, target)
    assert target.stat().st_mode & 0o777 == 0o600
    copy = open_database(str(target))
    assert copy.read().value("SELECT number FROM ticket") == "1000-1"
    copy.close()
    with pytest.raises(DeskUnavailable, match="there already"):
        backup.backup(database.path, target)


def test_a_damaged_backup_is_not_accepted(database: Database, tmp_path: Path) -> None:
    target = tmp_path / "copy.otui"
    backup.backup(database.path, target)
    with target.open("r+b") as file:
        file.seek(2 * 4096)
        file.write(os.urandom(20 * 4096))
    with pytest.raises(DeskUnavailable):
        backup.verify(target)


def test_restoring_puts_back_and_keeps_what_was_there(
    database: Database, tmp_path: Path, add_ticket: Add, now: datetime
) -> None:
    database.write(lambda w: add_ticket(w, "1000-1")).result()
    target = tmp_path / "copy.otui"
    backup.backup(database.path, target)
    database.write(lambda w: add_ticket(w, "1000-2")).result()
    kept = backup.restore(target, database.path, now)
    assert database.read().all("SELECT number FROM ticket") == [("1000-1",)]
    assert kept is not None
    former = open_database(str(kept))
    assert former.read().value("SELECT count(*) FROM ticket") == 2
    former.close()


def test_a_sound_desk_has_no_findings(database: Database, add_ticket: Add, now: datetime) -> None:
    database.write(lambda w: _sound(w, add_ticket, now)).result()
    assert check.findings(database.read()) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE tally SET n = n + 1", "count of tickets"),
        ("DELETE FROM ticket_search", "ticket_search"),
        ("INSERT INTO ticket_parts (rowid, text) VALUES (99, 'x')", "not there"),
        ("UPDATE span SET ended_at = ended_at + 1 WHERE ended_at IS NOT NULL", "end to end"),
    ],
)
def test_what_is_wrong_is_told(
    database: Database, add_ticket: Add, now: datetime, harm: str, said: str
) -> None:
    database.write(lambda w: _sound(w, add_ticket, now)).result()
    database.write(lambda w: w.execute(harm)).result()
    assert any(said in finding for finding in check.findings(database.read()))


def _sound(writer: Writer, add_ticket: Add, now: datetime) -> None:
    ticket = add_ticket(writer, "1000-1")
    search.index_ticket(writer, ticket, "Printer", "", "")
    common = {"ticket_id": ticket, "calendar": "office", "mode": "run"}
    later = now + timedelta(hours=1)
    writer.insert("span", {**common, "began_at": now, "ended_at": later})
    writer.insert("span", {**common, "began_at": later})


def test_the_tally_follows_every_change_of_a_ticket(database: Database, add_ticket: Add) -> None:
    def work(writer: Writer) -> None:
        ids = [add_ticket(writer, str(n)) for n in range(6)]
        writer.update("ticket", ids[0], {"state": "open", "locked": True})
        writer.update("ticket", ids[1], {"flag": 3})
        writer.update("ticket", ids[2], {"subject": "Scanner"})
        writer.delete("ticket", ids[3])

    database.write(work).result()
    reader = database.read()
    assert sorted(row[1:] for row in tally.counts(reader)) == [
        ("new", 0, 0, 3),
        ("new", 0, 3, 1),
        ("open", 1, 0, 1),
    ]
    assert tally.differences(reader) == []
    database.write(lambda w: w.execute("UPDATE tally SET n = 7")).result()
    assert tally.differences(reader)
    database.write(tally.recount).result()
    assert tally.differences(reader) == []


def test_the_feed_is_read_from_where_one_was_and_swept(database: Database, now: datetime) -> None:
    def work(writer: Writer) -> None:
        for ticket in range(1, 31):
            feed.append(writer, at=now, topic="ticket", ticket_id=ticket, verb="new", entered=True)

    database.write(work).result()
    reader = database.read()
    assert feed.last_id(reader) == 30
    assert feed.since(reader, 28) == [(29, "ticket", 29, "new", None, 1), (30, "ticket", 30, "new", None, 1)]
    assert [row[0] for row in feed.since(reader, 0, limit=2)] == [1, 2]
    assert database.write(lambda w: feed.sweep(w, keep=10)).result() == 20
    assert (feed.first_id(reader), feed.last_id(reader)) == (21, 30)


def test_the_indexes_are_there_again_after_loading_without_them(database: Database, add_ticket: Add) -> None:
    sql = "SELECT name, sql FROM sqlite_master WHERE type = 'index' ORDER BY name"
    before = database.read().all(sql)

    def work(writer: Writer) -> None:
        with bulk.indexes_set_aside(writer):
            assert len(writer.all(sql)) < len(before)
            add_ticket(writer, "1000-1")

    database.write(work).result()
    assert database.read().all(sql) == before
