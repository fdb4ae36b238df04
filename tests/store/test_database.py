from __future__ import annotations

import stat
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from pathlib import Path

import pytest

from otui.errors import DeskUnavailable
from otui.store import feed
from otui.store.database import Database, Interrupted, Writer, open_database

Add = Callable[..., int]
SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"


def test_what_a_write_returns_is_durable_when_its_future_is_done(desk_url: str, add_ticket: Add) -> None:
    database = open_database(desk_url)
    ticket_id = database.write(lambda w: add_ticket(w, "1000-1")).result()
    other = open_database(desk_url)
    assert other.read().value("SELECT number FROM ticket WHERE id = :id", {"id": ticket_id}) == "1000-1"
    database.close()
    other.close()


@pytest.mark.sqlite_only("the URL of a file")
def test_a_file_may_be_named_by_a_url(desk_path: Path) -> None:
    named = open_database(f"sqlite:///{desk_path}")
    assert (named.engine, named.path) == ("sqlite", desk_path)
    named.close()


def test_an_exception_rolls_everything_back_and_reaches_whoever_waits(
    database: Database, add_ticket: Add
) -> None:
    def work(writer: Writer) -> None:
        add_ticket(writer, "1000-1")
        raise ZeroDivisionError("half way")

    with pytest.raises(ZeroDivisionError, match="half way"):
        database.write(work).result()
    assert database.read().value("SELECT count(*) FROM ticket") == 0
    assert database.write(lambda w: add_ticket(w, "1000-1")).result() > 0


def test_a_keyboard_interrupt_in_a_write_leaves_the_writer_alive(database: Database, add_ticket: Add) -> None:
    def work(writer: Writer) -> None:
        add_ticket(writer, "1000-1")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        database.write(work).result()
    assert database.write(lambda w: w.value("SELECT count(*) FROM ticket")).result() == 0


def test_writes_are_done_in_the_order_they_were_asked(database: Database, now: datetime) -> None:
    futures = [
        database.write(lambda w, n=n: feed.append(w, at=now, topic="ticket", ticket_id=n)) for n in range(50)
    ]
    for future in futures:
        future.result()
    assert [row[2] for row in feed.since(database.read(), 0)] == list(range(50))


def test_close_finishes_what_is_queued_and_may_be_called_twice(desk_url: str) -> None:
    database = open_database(desk_url)
    futures: list[Future[int]] = [
        database.write(lambda w, n=n: w.insert("meta", {"key": str(n), "value": ""})) for n in range(100)
    ]
    database.close()
    database.close()
    assert all(future.done() and future.exception() is None for future in futures)
    with pytest.raises(DeskUnavailable, match="closed"):
        database.write(lambda w: None)
    with pytest.raises(DeskUnavailable, match="closed"):
        database.read()


def test_a_write_inside_a_write_is_refused_instead_of_waiting_for_itself(database: Database) -> None:
    with pytest.raises(RuntimeError, match="inside a write"):
        database.write(lambda w: database.write(lambda v: None).result()).result()


def test_a_snapshot_does_not_see_what_is_committed_meanwhile(database: Database) -> None:
    def count() -> int:
        return int(database.read().value("SELECT count(*) FROM meta"))

    with database.snapshot() as reader:
        assert reader.value("SELECT count(*) FROM meta") == 0
        database.write(lambda w: w.insert("meta", {"key": "a", "value": "b"})).result()
        with database.snapshot() as inner:
            assert inner.value("SELECT count(*) FROM meta") == 0
        assert count() == 0
    assert count() == 1


def test_every_thread_reads_on_its_own_connection_and_none_can_write(database: Database) -> None:
    readers = [database.read()]
    thread = threading.Thread(target=lambda: readers.append(database.read()))
    thread.start()
    thread.join()
    assert readers[0] is database.read()
    assert readers[0] is not readers[1]
    with pytest.raises(DeskUnavailable, match="cannot be written"):
        database.read().all("INSERT INTO meta VALUES ('a', 'b') RETURNING key")


def test_data_version_moves_when_something_was_written(database: Database) -> None:
    before = database.data_version()
    assert database.data_version() == before
    database.write(lambda w: w.insert("meta", {"key": "a", "value": "b"})).result()
    patience = time.monotonic() + 60  # a server tells of it a moment later
    while database.data_version() == before:
        assert time.monotonic() < patience


def test_a_read_stops_after_its_time_and_the_next_one_is_unharmed(database: Database) -> None:
    reader = database.read()
    with pytest.raises(Interrupted), reader.limit(0.02):
        reader.value(SLOW)
    assert reader.value("SELECT 1") == 1


def test_a_read_is_interrupted_from_another_thread(database: Database) -> None:
    reader = database.read()
    done = threading.Event()

    def stop() -> None:
        while not done.wait(0.005):
            reader.interrupt()

    thread = threading.Thread(target=stop)
    thread.start()
    with pytest.raises(Interrupted):
        reader.value(SLOW)
    done.set()
    thread.join()


@pytest.mark.sqlite_only("the rights of files")
def test_a_desk_and_its_log_are_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new.otui"
    database = open_database(str(path), create=True)
    database.write(lambda w: w.insert("meta", {"key": "a", "value": "b"})).result()
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert modes == dict.fromkeys(("new.otui", "new.otui-wal", "new.otui-shm"), 0o600)
    database.close()


@pytest.mark.sqlite_only("settings of SQLite")
def test_the_connections_keep_the_promises_of_the_design(database: Database) -> None:
    pragmas = ("journal_mode", "foreign_keys", "synchronous")
    values = database.write(lambda w: [w.value(f"PRAGMA {name}") for name in pragmas]).result()
    assert values == ["wal", 1, 2]
