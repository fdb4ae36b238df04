from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from otui.domain import numbers
from otui.store import search
from otui.store.database import Database, Writer
from otui.text import folding

NUMBER = numbers.make(10_423)
PRINTER, VPN, CAFE, OLD = 1, 2, 3, 4


@pytest.fixture
def desk(database: Database, add_ticket: Callable[..., int]) -> Database:
    rows = [
        (
            "Printer doet niets",
            f"{NUMBER} Jan de Boer jan.boer@acme.nl 06-1234 5678",
            "Hij print niet op laptopscherm",
        ),
        ("VPN traag", "Fatima +31 6 8765 4321", "De verbinding is traag, ook met printer"),
        ("Café zonder wifi", "René", "Wifi valt weg"),
        ("Oude melding", "INC0000045", "printer printer printer"),
    ]

    def work(writer: Writer) -> None:
        for number, (subject, people, body) in enumerate(rows, start=1):
            own = NUMBER if number == PRINTER else f"x{number}"
            external = "INC0000045" if number == OLD else None
            state = "closed" if number == OLD else "open"
            ticket = add_ticket(writer, own, subject=subject, external_number=external, state=state)
            search.index_ticket(writer, ticket, subject, people, body)

    database.write(work).result()
    return database


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("printer", [OLD, VPN, PRINTER]),
        ("niets printer", [PRINTER]),
        ("PRINT nie", [PRINTER]),
        ("cafe", [CAFE]),
        ("CAFÉ rene", [CAFE]),
        ("p", [OLD, VPN, PRINTER]),
        ("rinte", [PRINTER]),
        ("jan.boer@acme.nl", [PRINTER]),
        ("boer@acme", [PRINTER]),
        ("0612345678", [PRINTER]),
        ("06 12345678", [PRINTER]),
        ("+31612345678", [PRINTER]),
        ("0687654321", [VPN]),
        (NUMBER, [PRINTER]),
        (NUMBER.replace("-", ""), [PRINTER]),
        ("INC0000045", [OLD]),
        ("0045", [OLD]),
        ("printer vpnx", []),
        ("", []),
        ("   ", []),
        ('"', []),
        ("*", []),
    ],
)
def test_what_is_found(desk: Database, words: str, found: list[int]) -> None:
    assert search.search(desk.read(), words, 10) == found


def test_a_next_page_and_a_choice_of_states(desk: Database) -> None:
    reader = desk.read()
    assert search.search(reader, "printer", 2) == [OLD, VPN]
    assert search.search(reader, "printer", 2, before=VPN) == [PRINTER]
    assert search.search(reader, "printer", 10, states=("open",)) == [VPN, PRINTER]
    assert search.search(reader, "INC0000045", 10, states=("open",)) == []


def test_a_ticket_named_by_its_number_comes_before_newer_ones_that_mention_it(desk: Database) -> None:
    desk.write(lambda w: search.index_ticket(w, VPN, "VPN traag", "", f"zie {NUMBER}")).result()
    assert search.search(desk.read(), NUMBER, 10) == [PRINTER, VPN]


def test_what_a_ticket_no_longer_says_is_no_longer_found(desk: Database) -> None:
    desk.write(lambda w: search.index_ticket(w, PRINTER, "Scanner", "", "")).result()
    assert search.search(desk.read(), "niets", 10) == []
    assert search.search(desk.read(), "scan", 10) == [PRINTER]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    words=st.text(max_size=40)
    | st.lists(st.sampled_from(['"', "AND", "NEAR(", "*", "^", "a:b", "-", "x"])).map(" ".join)
)
def test_no_words_are_a_mistake(desk: Database, words: str) -> None:
    assert set(search.search(desk.read(), words, 10)) <= {PRINTER, VPN, CAFE, OLD}


def test_common_words_are_found_beyond_the_newest_that_begin_alike(
    database: Database, add_ticket: Callable[..., int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every way of reading words gives the same answer, whichever is quickest for them."""
    texts = ["printer", "prins", "printers", "private", "print laptop", "prijs"] * 5

    def work(writer: Writer) -> None:
        ids = [add_ticket(writer, str(n)) for n in range(len(texts))]
        search.bulk_index(writer, [(i, "", "", text) for i, text in zip(ids, texts, strict=True)])

    database.write(work).result()
    wanted = [i for i in range(len(texts), 0, -1) if texts[i - 1].startswith("print")]
    assert search.search(database.read(), "print", 100) == wanted
    engine = search._full_text(database.read())
    monkeypatch.setattr(engine, "MAX_NEWEST", 2)
    assert search.search(database.read(), "print", 100) == wanted
    monkeypatch.setattr(engine, "MAX_SPELLINGS", 1, raising=False)  # FTS5 alone has it
    assert search.search(database.read(), "print", 100) == wanted


def test_where_the_hit_is() -> None:
    def shown(text: str, words: str) -> list[str]:
        return [text[start:end] for start, end in folding.spans(text, words)]

    assert shown("De printer print niet", "print") == ["print", "print"]
    assert shown("Het café is dicht", "CAFE dicht") == ["café", "dicht"]
    assert shown("Supermodel", "model") == ["model"]
    assert shown("Een model de luxe", "de") == ["de"]
    assert shown("printer", "pri printe") == ["printe"]
    assert shown("niets", "") == []
