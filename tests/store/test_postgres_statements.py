"""The desk's SQL as PostgreSQL reads it, and values that come back as a desk file gives them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engines import Desks, Engine
from otui.store.database import Database, Writer, open_database

statements = pytest.importorskip("otui.store.postgres.statements")


@pytest.mark.parametrize(
    ("sql", "read", "names"),
    [
        ("SELECT 1", "SELECT 1", ()),
        ("WHERE a = :a AND b = :b_2", "WHERE a = $1 AND b = $2", ("a", "b_2")),
        ("WHERE a = :a OR b = :a", "WHERE a = $1 OR b = $2", ("a", "a")),
        ("SELECT a::text, :a::bigint", "SELECT a::text, $1::bigint", ("a",)),
        ("SELECT ':no', 'it''s :no', \":no\", :yes", "SELECT ':no', 'it''s :no', \":no\", $1", ("yes",)),
        ("SELECT 1 -- :no\n, :yes", "SELECT 1 -- :no\n, $1", ("yes",)),
        ("WHERE a LIKE '%' || :a || '%'", "WHERE a LIKE '%' || $1 || '%'", ("a",)),
        ("VALUES (:a,:b)", "VALUES ($1,$2)", ("a", "b")),
        ("WHERE +t.state = :s AND (+t.flag > 0)", "WHERE t.state = $1 AND (t.flag > 0)", ("s",)),
        ("SET n = n + 1, m = n +:step", "SET n = n + 1, m = n +$1", ("step",)),
        ("SELECT '2026-11-23T09:00:00'", "SELECT '2026-11-23T09:00:00'", ()),
    ],
)
def test_how_a_statement_is_read(sql: str, read: str, names: tuple[str, ...]) -> None:
    found = statements.read(sql)
    assert (found.sql, found.names) == (read, names)


@pytest.mark.parametrize(
    ("sql", "table", "gives_id", "columns"),
    [
        ("INSERT INTO feed (at, topic) VALUES (:at, :topic)", "feed", False, ("at", "topic")),
        ("INSERT INTO ticket (id, n) VALUES (:id, :n)", "ticket", True, ("id", "n")),
        ("INSERT INTO ticket (id, n) SELECT id, n FROM other", "ticket", True, ()),
        ("INSERT INTO meta (key, value) VALUES ('a', :b)", "meta", False, ()),
        ("INSERT INTO m (a, b) VALUES (:a, :b) ON CONFLICT DO NOTHING", "m", False, ()),
        ("UPDATE ticket SET id = :id", "", False, ()),
    ],
)
def test_what_is_known_of_an_insert(sql: str, table: str, gives_id: bool, columns: tuple[str, ...]) -> None:
    found = statements.read(sql)
    assert (found.table, found.gives_id, found.columns) == (table, gives_id, columns)


@pytest.fixture(scope="module")
def desk(server: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    made = Desks(server, tmp_path_factory.mktemp("values"))
    found = open_database(made.blank())
    found.write(lambda w: w.insert("queue", {"name": "First line"})).result()
    yield found
    found.close()
    made.close()


def test_values_come_back_as_from_a_file(desk: Database) -> None:
    row = desk.read().one(
        "SELECT active, NOT active, id = id, 9007199254740993, (SELECT sum(id) FROM queue), 7 / 2, NULL, name"
        " FROM queue"
    )
    assert row == (1, 0, 1, 9007199254740993, 1, 3, None, "First line")
    assert [type(value) for value in row[:6]] == [int] * 6


@settings(max_examples=40)
@given(text=st.text(), number=st.integers(-(2**63), 2**63 - 1), flag=st.booleans())
def test_what_is_written_is_what_is_read(desk: Database, text: str, number: int, flag: bool) -> None:
    def work(writer: Writer) -> tuple[object, ...]:
        added = writer.insert("feed", {"at": number, "topic": text, "entered": flag})
        found = writer.one(
            "SELECT at, topic, entered FROM feed WHERE id = :id AND at = :at", {"id": added, "at": number}
        )
        assert found is not None
        return found

    # The server keeps no NUL: it comes back as the sign for what cannot be shown.
    assert desk.write(work).result() == (number, text.replace("\0", "\ufffd"), int(flag))


def test_text_sorts_by_its_bytes_in_any_language_of_the_database(desk: Database) -> None:
    words = ["a", "B", "Z", "é", "z", "ß", "_", "10", "9"]

    def work(writer: Writer) -> list[str]:
        for word in words:
            writer.insert("meta", {"key": f"sort {word}", "value": word})
        return [row[0] for row in writer.all("SELECT value FROM meta WHERE key LIKE 'sort %' ORDER BY value")]

    assert desk.write(work).result() == sorted(words, key=str.encode)


def test_ids_that_were_given_are_not_given_again(desk: Database) -> None:
    def work(writer: Writer) -> tuple[int, int, int]:
        writer.executemany(
            "INSERT INTO queue (id, name) VALUES (:id, :name)",
            [{"id": n, "name": f"q{n}"} for n in range(50, 70)],
        )
        inside = writer.insert("queue", {"name": "inside"})
        writer.insert("queue", {"id": 200, "name": "far"})
        return 69, inside, 200

    high, inside, far = desk.write(work).result()
    assert inside == high + 1
    assert desk.write(lambda w: w.insert("queue", {"name": "after"})).result() == far + 1


def test_rows_are_read_as_far_as_they_are_asked_for(desk: Database) -> None:
    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n WHERE i > :low"
    rows = desk.read().each(endless, {"low": 5})
    assert [next(rows) for _row in range(3)] == [(6,), (7,), (8,)]
    rows.close()
    assert not desk.read().in_transaction
    assert desk.read().value("SELECT 1") == 1


def test_a_mistake_that_was_passed_over_is_not_taken_for_done(desk: Database) -> None:
    import psycopg

    def work(writer: Writer) -> None:
        writer.insert("meta", {"key": "half", "value": ""})
        with pytest.raises(psycopg.Error):
            writer.execute("SELECT nothing FROM nowhere")

    with pytest.raises(psycopg.errors.InFailedSqlTransaction):
        desk.write(work).result()
    assert desk.read().one("SELECT 1 FROM meta WHERE key = 'half'") is None
