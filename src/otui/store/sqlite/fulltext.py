"""Full text in a desk file: FTS5.

`ticket_search` knows the words of all that was said; a word typed is the beginning of a word there. `ticket_parts`
knows every three letters of what a ticket is called and who it is of, for parts of words. Measured at a million
tickets: an index of beginnings of one to three letters answers at once, but a longer beginning makes SQLite gather
every ticket that has it before it shows the first. So the newest tickets with the same three letters are read first,
which is enough for words that many have; then a beginning is looked up among the words that exist, and searched as
those words, which SQLite reads newest first and only as far as is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from otui.store.reader import Reader
from otui.store.search import state_condition
from otui.store.writer import Writer
from otui.text.folding import INDEXED_PREFIX, beginning, fold

MAX_SPELLINGS = 256
"""Words that a beginning is replaced by; with more, it is searched as a beginning after all."""
MAX_NEWEST = 600
"""Tickets with the same first letters that are read before the words themselves are searched."""
MAX_CANDIDATES = 5000
"""Rows looked at for parts of words before the search is content with what it found."""

_NEWEST = 2**63 - 1


def store(writer: Writer, rows: Iterable[tuple[int, str, str, str]], *, anew: bool) -> None:
    """Make full text know tickets: (id, subject, people, body). `anew`: in place of what it knew."""
    how = "INSERT OR REPLACE" if anew else "INSERT"
    kept = [
        {
            "id": ticket_id,
            "subject": subject,
            "people": people,
            "body": body,
            "parts": fold(f"{subject}\n{people}"),
        }
        for ticket_id, subject, people, body in rows
    ]
    writer.executemany(
        f"{how} INTO ticket_search (rowid, subject, people, body) VALUES (:id, :subject, :people, :body)",
        kept,
    )
    writer.executemany(f"{how} INTO ticket_parts (rowid, text) VALUES (:id, :parts)", kept)


def by_words(
    reader: Reader, terms: list[str], limit: int, before: int | None, states: Sequence[str]
) -> list[int]:
    """Return the newest tickets before one that have every word, or a word that begins so."""
    condition, params = state_condition(states)
    sql = (
        f"FROM ticket_search s{_join('s', states)} WHERE s.ticket_search MATCH :query AND s.rowid < :before"
        f"{condition} ORDER BY s.rowid DESC LIMIT :limit"
    )
    params |= {"before": _NEWEST if before is None else before}
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
    patterns = [beginning(term) for term in terms]
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


def _spellings(reader: Reader, term: str) -> str:
    """Return a beginning of a word as FTS5 reads it fastest: as the words that exist, where they are few."""
    begun = f"{_quoted(term)}*"
    if len(term) <= INDEXED_PREFIX:
        return begun
    known = reader.all(
        "SELECT term FROM ticket_words WHERE term >= :first AND term <= :last LIMIT :limit",
        {"first": term, "last": term + chr(0x10FFFF), "limit": MAX_SPELLINGS + 1},
    )
    if not 0 < len(known) <= MAX_SPELLINGS:
        return begun
    return "(" + " OR ".join(_quoted(word) for (word,) in known) + ")"


def by_parts(
    reader: Reader, terms: list[str], limit: int, before: int | None, states: Sequence[str]
) -> list[int]:
    """Return the newest tickets before one that are called by, or are of someone with, every part of a word."""
    triples = dict.fromkeys(term[i : i + 3] for term in terms for i in range(len(term) - 2))
    if not triples:
        return []
    condition, params = state_condition(states)
    rows = reader.each(
        f"SELECT p.rowid, p.text FROM ticket_parts p{_join('p', states)}"
        f" WHERE p.ticket_parts MATCH :query AND p.rowid < :before{condition} ORDER BY p.rowid DESC LIMIT :most",
        {
            "query": " AND ".join(_quoted(triple) for triple in triples),
            "before": _NEWEST if before is None else before,
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


def _join(alias: str, states: Sequence[str]) -> str:
    return f" CROSS JOIN ticket t ON t.id = {alias}.rowid" if states else ""


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'
