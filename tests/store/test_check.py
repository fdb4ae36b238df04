"""A desk that is not as it must be: told in words, mended where it can be, saved where it cannot."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from otui.desk.fulltext import every_text
from otui.errors import DeskUnavailable
from otui.store import check, search
from otui.store.database import Database, Writer, open_database
from otui.store.keeping.salvage import salvage

Add = Callable[..., int]


def test_a_sound_desk_has_no_findings(database: Database, add_ticket: Add, now: datetime) -> None:
    database.write(lambda w: _sound(w, add_ticket, now)).result()
    assert check.findings(database.read()) == []


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE tally SET n = n + 1", "count of tickets"),
        ("UPDATE ticket SET locked = true", "has no owner"),
        ("UPDATE ticket SET version = 5", "lacks a version"),
        ("DELETE FROM ticket_search", "ticket_search"),
        pytest.param(
            "INSERT INTO ticket_parts (rowid, text) VALUES (99, 'x')",
            "not there",
            marks=pytest.mark.sqlite_only("a server's own table"),
        ),
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
    writer.insert("history", {"ticket_id": ticket, "at": now, "verb": "new", "version": 1})
    common = {"ticket_id": ticket, "calendar": "office", "mode": "run"}
    later = now + timedelta(hours=1)
    writer.insert("span", {**common, "began_at": now, "ended_at": later})
    writer.insert("span", {**common, "began_at": later})


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE tally SET n = n + 1",
        "DELETE FROM ticket_search",
        "DELETE FROM ticket_parts",
        "DELETE FROM tally",
    ],
)
def test_what_is_derived_is_mended(database: Database, add_ticket: Add, now: datetime, harm: str) -> None:
    database.write(lambda w: _sound(w, add_ticket, now)).result()
    database.write(lambda w: w.execute(harm)).result()
    found = check.look(database.read())
    assert found
    assert all(one.mends for one in found)
    check.mend(database, every_text, now)
    assert check.look(database.read()) == []
    assert search.search(database.read(), "printer", 10) == [1]


def _article(writer: Writer, ticket: int, now: datetime, body: str) -> int:
    return writer.insert("article", {"ticket_id": ticket, "kind": "note", "body": body, "created_at": now})


@pytest.fixture
def written(database: Database, add_ticket: Add, now: datetime) -> Path:
    """A closed desk file of thirty tickets, each with twenty articles that fill pages."""

    def work(writer: Writer) -> None:
        for n in range(1, 31):
            ticket = add_ticket(writer, f"10{n:02}-1")
            writer.insert("history", {"ticket_id": ticket, "at": now, "verb": "new", "version": 1})
            for _article_of_it in range(20):
                _article(writer, ticket, now, "word " * 150)
        search.bulk_index(writer, every_text(writer))

    database.write(work).result()
    database.close()
    return database.path


def _pages(path: Path, name: str) -> list[int]:
    """Return the leaf pages of a table or index, in order."""
    import sqlite3

    with sqlite3.connect(path) as looking:
        root = looking.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (name,)).fetchone()[0]
    looking.close()
    content = path.read_bytes()

    def leaves(page: int) -> list[int]:
        start = (page - 1) * 4096
        kind = content[start]
        if kind in (10, 13):
            return [page]
        cells = int.from_bytes(content[start + 3 : start + 5], "big")
        found: list[int] = []
        for cell in range(cells):
            at = start + int.from_bytes(content[start + 12 + 2 * cell :][:2], "big")
            found += leaves(int.from_bytes(content[at : at + 4], "big"))
        return found + leaves(int.from_bytes(content[start + 8 : start + 12], "big"))

    return leaves(root)


def _harm(path: Path, *pages: int) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * 4096)
            file.write(b"\xff" * 4096)


@pytest.mark.sqlite_only("pages are those of a file")
def test_damage_to_an_index_loses_nothing_and_is_mended(written: Path, now: datetime) -> None:
    _harm(written, _pages(written, "ix_article_ticket_id")[0])
    database = open_database(str(written))
    found = check.look(database.read())
    assert {one.kind for one in found} == {"index"}
    assert all("nothing is lost" in one.sentence for one in found)
    check.mend(database, every_text, now)
    assert check.look(database.read()) == []
    assert database.read().value("SELECT count(*) FROM article") == 600
    database.close()


@pytest.mark.sqlite_only("pages are those of a file")
def test_rows_that_cannot_be_read_are_told_with_their_tickets_and_the_rest_is_saved(
    written: Path, tmp_path: Path
) -> None:
    pages = _pages(written, "article")
    _harm(written, pages[3], pages[10], pages[11])
    database = open_database(str(written))
    found = check.look(database.read())
    database.close()
    lost = [one.sentence for one in found if one.kind == "lost"]
    assert len(lost) == 2  # two pages that touch are one range
    assert all("10" in sentence and "-1" in sentence for sentence in lost)
    assert not any(one.mends for one in found)
    new = tmp_path / "saved.otui"
    saved = salvage(written, new, every_text)
    gone = sum(one.last - one.first + 1 for one in saved.lost)
    assert saved.rows["article"] == 600 - gone
    assert saved.rows["ticket"] == 30
    whole = open_database(str(new))
    assert check.look(whole.read()) == []
    whole.close()


@pytest.mark.sqlite_only("pages are those of a file")
def test_words_on_a_ticket_that_is_lost_are_saved_under_its_number(written: Path, tmp_path: Path) -> None:
    _harm(written, _pages(written, "ticket")[0])
    new = tmp_path / "saved.otui"
    saved = salvage(written, new, every_text)
    assert {one.table for one in saved.lost} == {"ticket"}
    assert saved.rows["article"] == 600
    assert "ticket 1001-1" in saved.stand_ins
    whole = open_database(str(new))
    assert whole.read().value("SELECT count(*) FROM ticket") == 30
    assert whole.read().value("SELECT count(*) FROM ticket WHERE number LIKE '10%-1'") == 30
    assert check.look(whole.read()) == []
    whole.close()


@pytest.mark.sqlite_only("pages are those of a file")
def test_damage_anywhere_is_told_in_words_and_what_is_saved_is_whole(written: Path, tmp_path: Path) -> None:
    """A page at a time: no error that nobody foresaw, and no saved desk with a finding."""
    whole = written.read_bytes()
    pages = len(whole) // 4096
    # The first page says which tables there are; then the tables' own first pages, and others spread over the file.
    chosen = [1, 2, 3, *range(4, pages + 1, pages // 15)]
    saved = told = 0
    for page in chosen:
        written.write_bytes(whole)
        _harm(written, page)
        try:
            database = Database(written)
            with closing(database):
                told += bool(check.look(database.read()))
        except DeskUnavailable:
            told += 1
        new = tmp_path / f"{page}.otui"
        try:
            salvage(written, new, every_text)
        except DeskUnavailable:
            assert not new.exists()
            continue
        saved += 1
        opened = open_database(str(new))
        with closing(opened):
            assert check.look(opened.read()) == [], page
        new.unlink()
    assert told >= 0.8 * len(chosen)  # a page may be free
    assert saved >= len(chosen) - 3
