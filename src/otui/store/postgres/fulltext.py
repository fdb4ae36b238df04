"""Full text on a server: tsvector for words, trigrams for parts of words.

`ticket_search` holds the words of all that was said, folded as the desk folds them, so that no dictionary and no
extension of the server has a say in what is found. `ticket_parts` holds what a ticket is called and who it is of; with
pg_trgm it has an index, without it every row is read. Words that many tickets have are met among the newest ones at
once; only for rarer ones is the index asked, which gives all of its tickets and not the newest first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from otui.store.reader import Reader
from otui.store.search import state_condition
from otui.store.writer import Writer
from otui.text.folding import INDEXED_PREFIX, MAX_LETTERS, fold

MAX_BYTES = 900_000
"""Of the words of one ticket: a tsvector holds no more than a megabyte."""
MAX_NEWEST = 2000
"""Tickets that are looked at one by one, newest first, before the index of words is asked."""

_WORD = re.compile(r"[^\W_]+")
_NEWEST = 2**31 - 1


def store(writer: Writer, rows: Iterable[tuple[int, str, str, str]], *, anew: bool) -> None:
    """Make full text know tickets: (id, subject, people, body). `anew`: in place of what it knew."""
    kept = [
        {
            "id": ticket_id,
            "words": _vector(f"{subject}\n{people}\n{body}"),
            "text": fold(f"{subject}\n{people}"),
        }
        for ticket_id, subject, people, body in rows
    ]
    for table, column in (("ticket_search", "words"), ("ticket_parts", "text")):
        again = f" ON CONFLICT (id) DO UPDATE SET {column} = excluded.{column}" if anew else ""
        writer.executemany(f"INSERT INTO {table} (id, {column}) VALUES (:id, :{column}){again}", kept)


def by_words(
    reader: Reader, terms: list[str], limit: int, before: int | None, states: Sequence[str]
) -> list[int]:
    """Return the newest tickets before one that have every word, or a word that begins so."""
    query = " & ".join(f"'{term}':*" for term in terms)
    return _newest(reader, "s.words @@ CAST(:query AS TSQUERY)", {"query": query}, limit, before, states)


def by_parts(
    reader: Reader, terms: list[str], limit: int, before: int | None, states: Sequence[str]
) -> list[int]:
    """Return the newest tickets before one that are called by, or are of someone with, every part of a word."""
    if all(len(term) < INDEXED_PREFIX for term in terms):
        return []
    params = {f"part{n}": f"%{term}%" for n, term in enumerate(terms)}
    condition = " AND ".join(f"s.text LIKE :{name}" for name in params)
    return _newest(reader, condition, params, limit, before, states, table="ticket_parts")


def _newest(
    reader: Reader,
    condition: str,
    params: dict[str, Any],
    limit: int,
    before: int | None,
    states: Sequence[str],
    *,
    table: str = "ticket_search",
) -> list[int]:
    """Return the newest tickets for which a condition holds."""
    place = _NEWEST if before is None else before
    among, more = state_condition(states)
    joined = " JOIN ticket t ON t.id = s.id" if states else ""
    values = {**params, **more, "before": place, "limit": limit, "most": MAX_NEWEST}
    oldest = reader.value(
        f"SELECT min(id) FROM (SELECT id FROM {table} WHERE id < :before ORDER BY id DESC LIMIT :most) AS newest",
        values,
    )
    if oldest is None:
        return []
    sql = (
        f"SELECT s.id FROM {table} s{joined} WHERE s.id < :before AND s.id >= :oldest AND {condition}{among}"
    )
    # Without its own order: the planner is to read these few rows, and not to weigh the index of words.
    near = reader.all(f"{sql} ORDER BY s.id DESC LIMIT :limit", {**values, "oldest": oldest})
    if len(near) == limit:
        return [row[0] for row in near]
    far = reader.all(
        f"SELECT id FROM (SELECT s.id FROM {table} s{joined} WHERE {condition}{among} AND s.id < :before OFFSET 0)"
        " AS found ORDER BY id DESC LIMIT :limit",
        values,
    )
    return [row[0] for row in far]


def _vector(text: str) -> str:
    """Return the words of a text as a tsvector is written: each once, without its places."""
    words = dict.fromkeys(word[:MAX_LETTERS] for word in _WORD.findall(fold(text)))
    left = MAX_BYTES
    kept = []
    for word in words:
        left -= len(word.encode()) + 8
        if left < 0:
            break
        kept.append(f"'{word}'")
    return " ".join(kept)
