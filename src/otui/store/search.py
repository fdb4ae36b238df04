"""Full text over every ticket, kept in the transaction that changes the ticket.

Two indexes: one knows the words of all that was said, and a word typed is the beginning of a word there; the other
knows parts of words of what a ticket is called and who it is of. How each engine keeps them is in
`store.sqlite.fulltext` and `store.postgres.fulltext`; what counts as a word, and what is found, is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from otui.store.reader import Reader
from otui.store.writer import Writer
from otui.text.folding import terms_of

PHONE_TAIL = 9
"""Digits at the end of a phone number that stay the same with and without a country."""

_PHONE = re.compile(r"\+?\d[\d ()./-]{5,}\d")

IndexRow = tuple[int, str, str, str]
"""(ticket id, subject, people, body)"""


class _FullText(Protocol):
    """What an engine's module of full text gives."""

    def store(self, writer: Writer, rows: Iterable[IndexRow], *, anew: bool) -> None: ...

    def by_words(
        self, reader: Reader, terms: list[str], limit: int, before: int | None, states: Sequence[str]
    ) -> list[int]: ...

    def by_parts(
        self, reader: Reader, terms: list[str], limit: int, before: int | None, states: Sequence[str]
    ) -> list[int]: ...


def index_ticket(writer: Writer, ticket_id: int, subject: str, people: str, body: str) -> None:
    """Make full text know what a ticket says now, in place of what it said before.

    `people` is what it is known by besides its subject: names, addresses, phone numbers, its numbers.
    """
    row = (ticket_id, subject, with_phone_digits(people), body)
    _full_text(writer).store(writer, [row], anew=True)


def bulk_index(writer: Writer, rows: Iterable[IndexRow]) -> None:
    """Add tickets that full text does not know yet: twice as fast as one by one."""
    known = (
        (ticket_id, subject, with_phone_digits(people), body) for ticket_id, subject, people, body in rows
    )
    _full_text(writer).store(writer, known, anew=False)


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
    engine = _full_text(reader)
    named = _by_number(reader, words, states)
    found = set(engine.by_words(reader, terms, limit, before, states))
    if len(found) < limit:
        found.update(engine.by_parts(reader, _phone_tail(words) or terms, limit, before, states))
    first = named if before is None else []
    return [*first, *sorted(found.difference(named), reverse=True)][:limit]


def _full_text(reader: Reader) -> _FullText:
    if reader.engine == "sqlite":
        from otui.store.sqlite import fulltext as of_a_file

        return of_a_file
    from otui.store.postgres import fulltext as of_a_server

    return of_a_server


def with_phone_digits(people: str) -> str:
    """Return people with each phone number also as digits alone, so that it is found however it is typed."""
    digits = (re.sub(r"\D", "", number) for number in _PHONE.findall(people))
    return " ".join([people, *dict.fromkeys(number for number in digits if number not in people)])


def state_condition(states: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the condition, to be added with AND, that the ticket `t` is in one of these states; empty for any."""
    params: dict[str, Any] = {f"state{i}": str(state) for i, state in enumerate(states)}
    if not params:
        return "", {}
    return f" AND t.state IN ({', '.join(':' + name for name in params)})", params


def _by_number(reader: Reader, words: str, states: Sequence[str]) -> list[int]:
    from otui.domain import numbers

    condition, params = state_condition(states)
    rows = reader.all(
        f"SELECT t.id FROM ticket t WHERE t.number = :number{condition}"
        f" UNION SELECT t.id FROM ticket t WHERE t.external_number = :typed{condition} ORDER BY 1 DESC",
        {"number": numbers.normalise(words) or "", "typed": words.strip(), **params},
    )
    return [row[0] for row in rows]


def _phone_tail(words: str) -> list[str]:
    """Return the end of a phone number as the one thing to look for, where all that was typed is one."""
    digits = re.sub(r"\D", "", words)
    return [digits[-PHONE_TAIL:]] if _PHONE.fullmatch(words.strip()) else []
