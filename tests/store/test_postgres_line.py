"""A line that breaks: what was acknowledged is there, what was lost is told, and all goes on by itself."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from datetime import datetime

import psycopg
import pytest

from engines import Desks, Engine
from otui.errors import DeskUnavailable
from otui.store import feed
from otui.store.database import Database, Writer, open_database
from server_line import Line

PATIENCE = 20.0


@pytest.fixture(scope="module")
def blank(server: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    made = Desks(server, tmp_path_factory.mktemp("blank"))
    yield made.blank()
    made.close()


@pytest.fixture
def desk(blank: str, server_desks: Desks) -> str:
    return server_desks.copy(blank)


@pytest.fixture
def line(desk: str) -> Iterator[Line]:
    found = Line(desk)
    yield found
    found.close()


@pytest.fixture
def there(line: Line) -> Iterator[Database]:
    """The desk, at the far end of the line, with a session that reads and one that writes."""
    found = open_database(line.url)
    keep(found, "first")
    keys(found)
    yield found
    line.before_commit = None
    line.mend()
    found.close()


def keep(database: Database, key: str) -> None:
    database.write(lambda w: w.insert("meta", {"key": key, "value": ""})).result(PATIENCE * 3)


def keys(database: Database) -> list[str]:
    return [row[0] for row in database.read().all("SELECT key FROM meta ORDER BY key")]


def eventually(ask: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not ask():
        assert time.monotonic() < end
        time.sleep(0.01)


def answers(database: Database) -> bool:
    try:
        database.read().value("SELECT 1")
        database.data_version()
    except DeskUnavailable:
        return False
    return True


def test_a_commit_that_never_arrived_is_told_as_not_done(line: Line, there: Database) -> None:
    def lose(program: socket.socket, server: socket.socket) -> bool:
        line.before_commit = None
        server.shutdown(socket.SHUT_RDWR)
        program.shutdown(socket.SHUT_RDWR)
        return True

    line.before_commit = lose
    with pytest.raises(DeskUnavailable, match="does not answer") as caught:
        keep(there, "lost")
    assert "Nothing was changed" in caught.value.hint
    assert keys(there) == ["first"]
    keep(there, "second")
    assert keys(there) == ["first", "second"]


def test_a_commit_whose_answer_was_lost_is_acknowledged_and_done_once(line: Line, there: Database) -> None:
    def lose_the_answer(program: socket.socket, server: socket.socket) -> bool:
        line.before_commit = None
        line.mute.add(server)
        return False

    line.before_commit = lose_the_answer
    keep(there, "second")
    assert keys(there) == ["first", "second"]
    keep(there, "third")


def test_a_server_that_waits_for_a_commit_that_was_lost_is_told_to_stop(line: Line, there: Database) -> None:
    held = []

    def lose_one_end(program: socket.socket, server: socket.socket) -> bool:
        line.before_commit = None
        held.append(server)  # stays open: the server knows of nothing, and holds the lock of the writer
        program.shutdown(socket.SHUT_RDWR)
        return True

    line.before_commit = lose_one_end
    with pytest.raises(DeskUnavailable, match="does not answer"):
        keep(there, "lost")
    keep(there, "second")
    assert keys(there) == ["first", "second"]


def test_what_nobody_can_say_is_told_so(line: Line, there: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    from otui.store.postgres import writing

    monkeypatch.setattr(writing, "OUTCOME_SECONDS", 0.3)

    def lose(program: socket.socket, server: socket.socket) -> bool:
        line.before_commit = None
        line.cut()
        return True

    line.before_commit = lose
    with pytest.raises(DeskUnavailable, match="does not say whether") as caught:
        keep(there, "perhaps")
    assert "before you do it again" in caught.value.hint


def test_a_line_lost_in_the_middle_of_a_write_leaves_nothing(line: Line, there: Database) -> None:
    def work(writer: Writer) -> None:
        writer.insert("meta", {"key": "half", "value": ""})
        line.cut()
        line.mend()
        with pytest.raises(DeskUnavailable):
            writer.insert("meta", {"key": "other half", "value": ""})
        # Passing over it does not make the rest happen on its own.
        writer.insert("meta", {"key": "stray", "value": ""})

    with pytest.raises(DeskUnavailable, match="does not answer"):
        there.write(work).result(PATIENCE)
    assert keys(there) == ["first"]
    keep(there, "second")


def test_a_session_that_was_ended_is_made_anew_without_a_word(desk: str, there: Database) -> None:
    there.data_version()
    with psycopg.connect(desk, autocommit=True) as keeper:
        keeper.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'otui'"
        )
    assert keys(there) == ["first"]
    keep(there, "second")
    assert keys(there) == ["first", "second"]


def test_what_is_read_as_one_is_not_read_on_from_another_state(line: Line, there: Database) -> None:
    with there.snapshot() as reader:
        assert reader.value("SELECT count(*) FROM meta") == 1
        line.cut()
        line.mend()
        for _look in range(2):
            with pytest.raises(DeskUnavailable, match="does not answer"):
                reader.value("SELECT count(*) FROM meta")
    assert keys(there) == ["first"]


def test_while_the_server_is_away_all_say_so_and_what_happened_meanwhile_is_not_missed(
    desk: str, line: Line, there: Database
) -> None:
    before = there.data_version()
    line.cut()
    eventually(lambda: not answers(there))
    with pytest.raises(DeskUnavailable, match="does not answer"):
        keep(there, "lost")
    other = open_database(desk)
    keep(other, "meanwhile")
    other.close()
    line.mend()
    eventually(lambda: answers(there))
    assert there.data_version() != before
    assert keys(there) == ["first", "meanwhile"]
    keep(there, "second")


def test_another_process_holds_the_desk_for_too_long(desk: str, there: Database) -> None:
    hasty = open_database(desk, busy_seconds=0.05)
    with psycopg.connect(desk) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s)", (0x6F747569,))
        with pytest.raises(DeskUnavailable, match="locked") as caught:
            keep(hasty, "refused")
        assert "Nothing was changed" in caught.value.hint
    keep(hasty, "second")
    assert keys(there) == ["first", "second"]
    hasty.close()


def test_the_feed_is_numbered_in_the_order_in_which_it_is_seen(
    desk: str, there: Database, now: datetime
) -> None:
    other = open_database(desk)

    def tell(writer: Writer) -> int:
        return feed.append(writer, at=now, topic="ticket")

    def tell_slowly(writer: Writer) -> tuple[int, int]:
        first = tell(writer)
        late = other.write(tell)
        with psycopg.connect(desk, autocommit=True) as keeper:
            waits = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            eventually(lambda: keeper.execute(waits).fetchone() != (0,))
        assert not late.done()
        assert feed.since(there.read(), 0) == []
        return first, tell(writer)

    slow = there.write(tell_slowly).result(PATIENCE)
    eventually(lambda: len(feed.since(there.read(), 0)) == 3)
    assert [row[0] for row in feed.since(there.read(), 0)][:2] == list(slow)
    other.close()


def test_another_process_is_heard_of_and_nothing_is_heard_of_nothing(desk: str, there: Database) -> None:
    other = open_database(desk)
    before = there.data_version()
    with psycopg.connect(desk, autocommit=True) as listener:
        listener.execute("LISTEN otui")
        assert other.write(lambda w: w.value("SELECT count(*) FROM meta")).result(PATIENCE) == 1
        keep(other, "second")
        heard = list(listener.notifies(timeout=PATIENCE, stop_after=1))
        listener.execute("SELECT 1")
        assert len(heard + list(listener.notifies(timeout=0))) == 1
    eventually(lambda: there.data_version() != before)
    other.close()
