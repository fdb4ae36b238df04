"""A server that stops and starts, and one that does not let everybody in."""

from __future__ import annotations

import asyncio
import itertools
import os
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg
import pytest

from otui.desk.desk import Desk
from otui.desk.live import Change, LiveDesk
from otui.desk.setup import make_desk
from otui.errors import DeskUnavailable
from otui.store import feed, search
from otui.store.database import Writer, name_of, open_database
from server_private import PrivateServer, programs

PATIENCE = 30.0


@pytest.fixture(scope="module")
def private() -> Iterator[PrivateServer]:
    if programs() is None:
        (pytest.fail if os.environ.get("OTUI_TEST_ALL") else pytest.skip)(
            "PostgreSQL's programs are not here"
        )
    found = PrivateServer()
    yield found
    found.close()


def refusal(url: str, *, create: bool = False) -> str:
    with pytest.raises(DeskUnavailable) as caught:
        open_database(url, create=create)
    assert caught.value.hint
    return str(caught.value)


async def until(ask: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not ask():  # noqa: ASYNC110 - the desk does not tell a test when it is so
            await asyncio.sleep(0.01)


async def test_a_live_desk_outlives_its_server(private: PrivateServer) -> None:
    desk = make_desk(private.url("live"), login="ada")
    told: list[Exception | None] = []
    seen: list[Change] = []
    live = LiveDesk(desk, on_changes=seen.extend, on_trouble=told.append)
    live.start()
    try:
        desk.database.write(_tell).result(PATIENCE)
        await until(lambda: len(seen) == 1)

        await asyncio.to_thread(private.stop)
        await until(lambda: len(told) == 1)
        assert isinstance(told[0], DeskUnavailable)
        assert "does not answer" in str(told[0])
        with pytest.raises(DeskUnavailable, match="does not answer"):
            await live.read(lambda view: view.reader.value("SELECT 1"))
        with pytest.raises(DeskUnavailable, match="does not answer"):
            desk.database.write(_tell).result(PATIENCE)

        await asyncio.to_thread(private.start)
        with Desk.open(private.url("live"), login="ada") as other:
            other.database.write(_tell).result(PATIENCE)
        await until(lambda: told[1:] == [None])
        await until(lambda: len(seen) == 2)
        desk.database.write(_tell).result(PATIENCE)
        await until(lambda: len(seen) == 3)
        assert len(told) == 2
    finally:
        await live.stop()
        desk.close()


def _tell(writer: Writer) -> None:
    from otui.store import feed

    feed.append(writer, at=datetime(2026, 11, 23, tzinfo=UTC), topic="contact")


def test_what_was_acknowledged_is_there_after_the_power_failed(private: PrivateServer) -> None:
    database = open_database(private.url("power"), create=True)

    def keep(key: str) -> bool:
        try:
            database.write(lambda w: w.insert("meta", {"key": key, "value": ""})).result(PATIENCE)
        except DeskUnavailable:
            return False
        return True

    with ThreadPoolExecutor(1) as hands:
        kept = [f"before {n:03}" for n in range(40)]
        assert all(keep(key) for key in kept)
        restarted = hands.submit(lambda: (private.stop(), private.start()))
        keys = (f"while {n:06}" for n in itertools.count())
        kept += [key for key in itertools.takewhile(lambda _key: not restarted.done(), keys) if keep(key)]
        restarted.result(PATIENCE)
    end = time.monotonic() + PATIENCE
    while not keep("zz after"):
        assert time.monotonic() < end
    found = [row[0] for row in database.read().all("SELECT key FROM meta ORDER BY key")]
    assert found == [*kept, "zz after"]
    database.close()


def test_a_password_is_asked_for_in_words_and_shown_to_nobody(private: PrivateServer) -> None:
    with psycopg.connect(private.url("postgres"), autocommit=True) as keeper:
        keeper.execute("CREATE ROLE teller LOGIN PASSWORD 's3cr3t@1'")
        keeper.execute("CREATE DATABASE locked OWNER teller")
    for role in ("teller", "teller:wrong"):
        said = refusal(private.url("locked", role), create=True)
        assert "password" in said
        assert "pgpass" in said
        assert "wrong" not in said
    url = private.url("locked", "teller:s3cr3t%401")
    database = open_database(url, create=True)
    assert database.name == name_of(url) == f"postgresql://teller@127.0.0.1:{private.port}/locked"
    assert database.read().value("SELECT count(*) FROM ticket") == 0
    database.close()


def test_a_role_that_may_not_make_a_database_is_told_who_can(private: PrivateServer) -> None:
    with psycopg.connect(private.url("postgres"), autocommit=True) as keeper:
        keeper.execute("CREATE ROLE guest LOGIN PASSWORD 'guest'")
    said = refusal(private.url("guestbook", "guest:guest"), create=True)
    assert "no database guestbook" in said
    assert "createdb --owner=guest guestbook" in said


def test_where_the_server_gives_no_trigrams_parts_of_words_are_found_all_the_same(
    private: PrivateServer,
) -> None:
    with psycopg.connect(private.url("postgres"), autocommit=True) as keeper:
        keeper.execute("CREATE ROLE tenant LOGIN PASSWORD 'tenant'")
        keeper.execute("CREATE DATABASE plain")
    with psycopg.connect(private.url("plain"), autocommit=True) as keeper:
        keeper.execute("GRANT ALL ON SCHEMA public TO tenant")
    database = open_database(private.url("plain", "tenant:tenant"), create=True)
    assert database.read().all("SELECT 1 FROM pg_extension WHERE extname = 'pg_trgm'") == []
    database.write(lambda w: search.index_ticket(w, 7, "Supermodel", "", "Printer")).result(PATIENCE)
    assert search.search(database.read(), "model", 10) == [7]
    assert search.search(database.read(), "print", 10) == [7]
    database.close()


def test_what_is_no_desk_is_told_and_left_as_it_is(private: PrivateServer) -> None:
    with psycopg.connect(private.url("postgres"), autocommit=True) as keeper:
        keeper.execute("CREATE DATABASE other")
        keeper.execute("CREATE DATABASE empty")
    with psycopg.connect(private.url("other"), autocommit=True) as keeper:
        keeper.execute("CREATE TABLE alembic_version (version_num TEXT)")
        keeper.execute("INSERT INTO alembic_version VALUES ('0001')")
    for create in (False, True):
        assert "is no otui desk" in refusal(private.url("other"), create=create)
    assert "There is no desk at" in refusal(private.url("empty"))
    assert "There is no desk at" in refusal(private.url("nowhere"))
    with psycopg.connect(private.url("postgres"), autocommit=True) as keeper:
        keeper.execute("CREATE DATABASE narrow ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert "not in UTF-8" in refusal(private.url("narrow"), create=True)
    assert "names no database" in refusal(f"postgresql://keeper@127.0.0.1:{private.port}")
    assert "does not answer" in refusal("postgresql://keeper@127.0.0.1:1/desk")
    assert "with a mistake" in refusal("postgresql://keeper@[127.0.0.1/desk")


def test_a_newer_desk_is_refused(private: PrivateServer) -> None:
    open_database(private.url("newer"), create=True).close()
    with psycopg.connect(private.url("newer")) as keeper:
        keeper.execute("UPDATE alembic_version SET version_num = '9999'")
    for create in (False, True):
        said = refusal(private.url("newer"), create=create)
        assert "newer otui" in said
        assert "9999" in said


@pytest.mark.parametrize("password", ["hu%sh", "h%zzsh", "12/hush", "hu/sh", "hu@sh"])
def test_a_password_that_breaks_its_url_is_not_told(password: str) -> None:
    with pytest.raises(DeskUnavailable) as caught:
        open_database(f"postgresql://keeper:{password}@127.0.0.1:1/desk")
    error = caught.value
    assert "with a mistake" in error.message
    assert "%40" in error.hint
    assert not any(part in f"{error}{error.__cause__}{error.hint}" for part in ("hu", "sh", "12"))


def test_a_watcher_hears_also_while_it_asks_whether_the_server_is_there(
    private: PrivateServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    from otui.store.postgres import watch

    monkeypatch.setattr(watch, "_STILL", 0.0)
    database = open_database(private.url("hearing"), create=True)
    with psycopg.connect(private.url("hearing"), autocommit=True) as other:
        for _time in range(50):
            known = database.data_version()
            other.execute("NOTIFY otui")
            until_true(lambda known=known: database.data_version() != known)
    database.close()


def test_a_write_sees_what_it_waited_for_also_where_the_server_is_set_stricter(
    private: PrivateServer,
) -> None:
    one = open_database(private.url("strict"), create=True)
    with psycopg.connect(private.url("strict"), autocommit=True) as keeper:
        keeper.execute("ALTER DATABASE strict SET default_transaction_isolation = 'repeatable read'")
        two = open_database(private.url("strict"))
        begun, go_on = threading.Event(), threading.Event()

        def slowly(writer: Writer) -> None:
            begun.set()
            assert go_on.wait(PATIENCE)
            _tell(writer)

        first = one.write(slowly)
        assert begun.wait(PATIENCE)
        second = two.write(feed.last_id)
        waiting = "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        until_true(lambda: keeper.execute(waiting).fetchone() is not None)
        go_on.set()
        first.result(PATIENCE)
        assert second.result(PATIENCE) == 1
    one.close()
    two.close()


def until_true(ask: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not ask():
        assert time.monotonic() < end
        time.sleep(0.005)
