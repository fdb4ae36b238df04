"""Words of records: found by their beginning as one types, and by those of a whole message; alike everywhere."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otui.store import record_words
from otui.store.database import Database, open_database
from otui.store.record_words import fitting, terms_of

WORDS = ("printer", "jam", "toner", "vpn", "password", "mail", "breda", "licence")


@pytest.fixture
def database(desk_url: str) -> Iterator[Database]:
    opened = open_database(desk_url)
    yield opened
    opened.close()


def known(database: Database, *texts: dict[str, int]) -> None:
    """Make records 1, 2, 3 ... known by these texts, each with its weight."""

    def work(writer: object) -> None:
        for number, weights in enumerate(texts, start=1):
            at = {"created_at": 1, "updated_at": 1, "subject": "S", "number": f"K{number}"}
            record_words.index(writer, "knowledge", writer.add("knowledge", at).id, weights)  # type: ignore[attr-defined,arg-type]

    database.write(work).result()


def found(database: Database, text: str) -> list[int]:
    return [hit.record_id for hit in fitting(database.read(), "knowledge", terms_of(text))]


def test_a_message_finds_what_shares_its_telling_words(database: Database) -> None:
    known(
        database,
        {"Printer jams on the third floor": 8},
        {"VPN does not connect": 8},
        {"Toner": 8, "printers": 1},
    )
    (first, second) = fitting(
        database.read(), "knowledge", terms_of("My printer has a paper jam again, please help")
    )
    assert (first.record_id, first.words, first.weight) == (1, ("printer", "jam"), 8)
    assert (second.record_id, second.words, second.weight) == (3, ("printer",), 1)
    assert found(database, "the VPN is down") == [2]


def test_words_that_say_nothing_find_nothing(database: Database) -> None:
    known(database, {"The mail does not work, please help": 8})
    assert found(database, "Hello, this does not work, please help me, thank you. 12345") == []
    assert found(database, "Goedemorgen, mail?") == [1]
    assert fitting(database.read(), "knowledge", ()) == []


def test_a_word_that_nearly_all_have_tells_none_apart(database: Database) -> None:
    known(database, *({"windows update": 8} for _ in range(25)), {"windows licence": 8})
    assert found(database, "windows") == []
    assert found(database, "windows licence") == [26]


def test_what_stands_in_a_title_counts_for_more_and_of_two_alike_the_newer_comes_first(
    database: Database,
) -> None:
    known(database, {"toner": 1}, {"toner ": 8}, {"toner": 1})
    assert found(database, "toner") == [2, 3, 1]


def test_as_one_types_a_beginning_is_enough_but_one_letter_is_not(database: Database) -> None:
    known(database, {"Printer jams": 8}, {"Password": 8})
    reader = database.read()
    assert [hit.record_id for hit in record_words.find(reader, "knowledge", ["pri", "ja"])] == [1]
    assert {hit.record_id for hit in record_words.find(reader, "knowledge", ["p"])} == set()
    assert [
        hit.record_id for hit in record_words.find(reader, "knowledge", ["jam", "pass"], every=False)
    ] == [2, 1]


def test_what_is_forgotten_is_found_no_more(database: Database) -> None:
    known(database, {"toner": 8})
    database.write(lambda writer: record_words.forget(writer, "knowledge", 1)).result()
    assert found(database, "toner") == []


@given(st.text(max_size=400))
def test_terms_are_folded_said_once_and_few(text: str) -> None:
    terms = terms_of(text)
    assert len(set(terms)) == len(terms) <= record_words.MOST_TERMS
    assert terms_of(" ".join(terms))[: len(terms)] == terms


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), max_size=4), min_size=1, max_size=6),
    asked=st.sets(st.sampled_from(WORDS)),
)
def test_exactly_the_records_with_one_of_the_words_are_found(
    database: Database, texts: list[list[str]], asked: set[str]
) -> None:
    def work(writer: object) -> None:
        writer.execute("DELETE FROM record_word")  # type: ignore[attr-defined]
        for number, words in enumerate(texts, start=1):
            record_words.index(writer, "knowledge", number, {" ".join(words): 2})  # type: ignore[arg-type]

    database.write(work).result()
    hits = fitting(database.read(), "knowledge", terms_of(" ".join(sorted(asked))))
    assert {hit.record_id: set(hit.words) for hit in hits} == {
        number: set(words) & asked for number, words in enumerate(texts, start=1) if set(words) & asked
    }
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
