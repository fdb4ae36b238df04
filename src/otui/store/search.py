"""Full text over every ticket, kept in the transaction that changes the ticket.

Two indexes. `ticket_search` knows the words of all that was said; a word typed is the beginning of a word there.
`ticket_parts` knows every three letters of what a ticket is called and who it is of, for parts of words. Measured at
a million tickets: an index of beginnings of one to three letters answers at once, but a longer beginning makes SQLite
gather every ticket that has it before it shows the first. So the newest tickets with the same three letters are read
first, which is enough for words that many have; then a beginning is looked up among the words that exist, and searched
as those words, which SQLite reads newest first and only as far as is shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any

from otui.store.reader import Reader
from otui.store.writer import Writer

MAX_WORDS = 12
MAX_LETTERS = 64
"""Of a word; what comes after is not looked at."""
INDEXED_PREFIX = 3
"""Beginnings up to this length have an index of their own (see the first migration)."""
MAX_SPELLINGS = 256
"""Words that a beginning is replaced by; with more, it is searched as a beginning after all."""
MAX_NEWEST = 600
"""Tickets with the same first letters that are read before the words themselves are searched."""
MAX_CANDIDATES = 5000
"""Rows looked at for parts of words before the search is content with what it found."""
PHONE_TAIL = 9
"""Digits at the end of a phone number that stay the same with and without a country."""

_NEWEST = 2**63 - 1
_PHONE = re.compile(r"\+?\d[\d ()./-]{5,}\d")

IndexRow = tuple[int, str, str, str]
"""(ticket id, subject, people, body)"""


def index_ticket(writer: Writer, ticket_id: int, subject: str, people: str, body: str) -> None:
    """Make full text know what a ticket says now, in place of what it said before.

    `people` is what it is known by besides its subject: names, addresses, phone numbers, its numbers.
    """
    _store(writer, "INSERT OR REPLACE", [(ticket_id, subject, people, body)])


def bulk_index(writer: Writer, rows: Iterable[IndexRow]) -> None:
    """Add tickets that full text does not know yet: twice as fast as one by one."""
    _store(writer, "INSERT", rows)


def _store(writer: Writer, how: str, rows: Iterable[IndexRow]) -> None:
    kept = [
        {
            "id": ticket_id,
            "subject": subject,
            "people": known,
            "body": body,
            "parts": fold(f"{subject}\n{known}"),
        }
        for ticket_id, subject, people, body in rows
        for known in (with_phone_digits(people),)
    ]
    writer.executemany(
        f"{how} INTO ticket_search (rowid, subject, people, body) VALUES (:id, :subject, :people, :body)",
        kept,
    )
    writer.executemany(f"{how} INTO ticket_parts (rowid, text) VALUES (:id, :parts)", kept)


def search(
    reader: Reader, words: str, limit: int, before: int | None = None, states: Sequence[str] = ()
) -> list[int]:
    """Return the ids of tickets that have all these words, newest first; a ticket named by its number is first.

    A word is the beginning of a word; where that finds fewer than `limit`, also a part of a word in the subject, the
    people and the numbers. `before`: only tickets older than this id, for a next page. `states`: only those.
    """
    terms = terms_of(words)
    if not terms:
        return []
    named = _by_number(reader, words, states)
    place = _NEWEST if before is None else before
    found = set(_by_words(reader, terms, limit, place, states))
    if len(found) < limit:
        found.update(_by_parts(reader, _phone_tail(words) or terms, limit, place, states))
    first = named if before is None else []
    return [*first, *sorted(found.difference(named), reverse=True)][:limit]


def terms_of(words: str) -> list[str]:
    """Return what was typed as words to look for: folded, each once, without signs that mean something to FTS5."""
    terms = re.findall(r"[^\W_]+", fold(words))
    return list(dict.fromkeys(term[:MAX_LETTERS] for term in terms))[:MAX_WORDS]


def fold(text: str) -> str:
    """Return text without case and accents, as both indexes hold it."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text)
    return "".join(char for char in plain if unicodedata.category(char) != "Mn").lower()


def with_phone_digits(people: str) -> str:
    """Return people with each phone number also as digits alone, so that it is found however it is typed."""
    digits = (re.sub(r"\D", "", number) for number in _PHONE.findall(people))
    return " ".join([people, *dict.fromkeys(number for number in digits if number not in people)])


def hit(text: str, words: str) -> list[tuple[int, int]]:
    """Return where `text` has the words, as (start, end) in characters, in order and apart from each other.

    Beginnings of words where there are any, else parts of words of three letters and more.
    """
    places: list[int] = []
    letters: list[str] = []
    for place, char in enumerate(text):
        for folded in fold(char):
            letters.append(folded)
            places.append(place)
    folded_text = "".join(letters)
    found: list[tuple[int, int]] = []
    for term in terms_of(words):
        spans = [m.span() for m in _beginning(term).finditer(folded_text)]
        if not spans and len(term) >= INDEXED_PREFIX:
            spans = [m.span() for m in re.finditer(re.escape(term), folded_text)]
        found += [(places[start], places[end - 1] + 1) for start, end in spans]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _by_number(reader: Reader, words: str, states: Sequence[str]) -> list[int]:
    from otui.domain import numbers

    condition, params = _state_condition(states)
    rows = reader.all(
        f"SELECT t.id FROM ticket t WHERE t.number = :number{condition}"
        f" UNION SELECT t.id FROM ticket t WHERE t.external_number = :typed{condition} ORDER BY 1 DESC",
        {"number": numbers.normalise(words) or "", "typed": words.strip(), **params},
    )
    return [row[0] for row in rows]


def _by_words(reader: Reader, terms: list[str], limit: int, before: int, states: Sequence[str]) -> list[int]:
    condition, params = _state_condition(states)
    sql = (
        f"FROM ticket_search s{_join('s', states)} WHERE s.ticket_search MATCH :query AND s.rowid < :before"
        f"{condition} ORDER BY s.rowid DESC LIMIT :limit"
    )
    params |= {"before": before}
    if any(len(term) > INDEXED_PREFIX for term in terms):
        # Words that many tickets have are soon met among the newest that have their first letters.
        found, looked_at = _among(reader, sql, params, terms, limit)
        if len(found) == limit or looked_at < MAX_NEWEST:
            return found
    query = " AND ".join(_spellings(reader, term) for term in terms)
    return [row[0] for row in reader.all(f"SELECT s.rowid {sql}", {**params, "query": query, "limit": limit})]


def _among(
    reader: Reader, sql: str, params: dict[str, Any], terms: list[str], limit: int
) -> tuple[list[int], int]:
    """Return which of the newest tickets with the first letters of every word have the words; and of how many."""
    query = " AND ".join(f"{_quoted(term[:INDEXED_PREFIX])}*" for term in terms)
    patterns = [_beginning(term) for term in terms]
    found: list[int] = []
    looked_at = 0
    columns = "s.rowid, s.subject, s.people, s.body"
    for ticket_id, *texts in reader.each(
        f"SELECT {columns} {sql}", {**params, "query": query, "limit": MAX_NEWEST}
    ):
        looked_at += 1
        text = fold("\n".join(texts))
        if all(pattern.search(text) for pattern in patterns):
            found.append(ticket_id)
            if len(found) == limit:
                break
    return found, looked_at


def _beginning(term: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(term)}")


def _spellings(reader: Reader, term: str) -> str:
    """Return a beginning of a word as FTS5 reads it fastest: as the words that exist, where they are few."""
    beginning = f"{_quoted(term)}*"
    if len(term) <= INDEXED_PREFIX:
        return beginning
    known = reader.all(
        "SELECT term FROM ticket_words WHERE term >= :first AND term <= :last LIMIT :limit",
        {"first": term, "last": term + chr(0x10FFFF), "limit": MAX_SPELLINGS + 1},
    )
    if not 0 < len(known) <= MAX_SPELLINGS:
        return beginning
    return "(" + " OR ".join(_quoted(word) for (word,) in known) + ")"


def _by_parts(reader: Reader, terms: list[str], limit: int, before: int, states: Sequence[str]) -> list[int]:
    triples = dict.fromkeys(term[i : i + 3] for term in terms for i in range(len(term) - 2))
    if not triples:
        return []
    condition, params = _state_condition(states)
    rows = reader.each(
        f"SELECT p.rowid, p.text FROM ticket_parts p{_join('p', states)}"
        f" WHERE p.ticket_parts MATCH :query AND p.rowid < :before{condition} ORDER BY p.rowid DESC LIMIT :most",
        {
            "query": " AND ".join(_quoted(triple) for triple in triples),
            "before": before,
            "most": MAX_CANDIDATES,
            **params,
        },
    )
    found: list[int] = []
    for ticket_id, text in rows:
        # Three letters here and three there are not yet the word.
        if all(term in text for term in terms):
            found.append(ticket_id)
            if len(found) == limit:
                break
    return found


def _phone_tail(words: str) -> list[str]:
    """Return the end of a phone number as the one thing to look for, where all that was typed is one."""
    digits = re.sub(r"\D", "", words)
    return [digits[-PHONE_TAIL:]] if _PHONE.fullmatch(words.strip()) else []


def _join(alias: str, states: Sequence[str]) -> str:
    return f" CROSS JOIN ticket t ON t.id = {alias}.rowid" if states else ""


def _state_condition(states: Sequence[str]) -> tuple[str, dict[str, Any]]:
    params: dict[str, Any] = {f"state{i}": str(state) for i, state in enumerate(states)}
    if not params:
        return "", {}
    return f" AND t.state IN ({', '.join(':' + name for name in params)})", params


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
