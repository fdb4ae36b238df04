"""What full text knows of a ticket: subject, the people on it, and the first words of everything said."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from otui.store import search
from otui.store.database import Reader, Writer
from otui.store.search import IndexRow

INDEX_LIMIT = 200_000
"""Characters of a ticket's text that full text looks at."""
_BATCH = 1000
_KNOWN = (
    "SELECT t.id, t.subject, t.number, t.external_number, c.name, c.email, c.phone, k.name FROM ticket t"
    " LEFT JOIN contact c ON c.id = t.contact_id LEFT JOIN customer k ON k.id = t.customer_id"
)


def every_text(reader: Reader) -> Iterator[IndexRow]:
    """Yield what full text is to know of every ticket, in the order of their ids."""
    last = 0
    while rows := reader.all(
        f"{_KNOWN} WHERE t.id > :last ORDER BY t.id LIMIT :limit", {"last": last, "limit": _BATCH}
    ):
        first, last = rows[0][0], rows[-1][0]
        bodies = reader.all(
            "SELECT ticket_id, author, body FROM article WHERE ticket_id BETWEEN :first AND :last"
            " AND NOT withdrawn ORDER BY ticket_id, id",
            {"first": first, "last": last},
        )
        said = {
            ticket_id: [(author, text) for _id, author, text in group]
            for ticket_id, group in groupby(bodies, key=lambda row: row[0])
        }
        for ticket_id, subject, *known in rows:
            yield ticket_id, subject, _people(known), _body(said.get(ticket_id, []))


def index_text(writer: Writer, ticket_id: int) -> None:
    """Tell full text what a ticket says now."""
    row = writer.one(f"{_KNOWN} WHERE t.id = :id", {"id": ticket_id})
    if row is None:
        return
    bodies = writer.all(
        "SELECT author, body FROM article WHERE ticket_id = :id AND NOT withdrawn ORDER BY id",
        {"id": ticket_id},
    )
    search.index_ticket(writer, ticket_id, row[1], _people(row[2:]), _body(bodies))


def _people(known: Sequence[str | None]) -> str:
    return " ".join(part for part in known if part)


def _body(said: Sequence[tuple[str, str]]) -> str:
    return "\n".join(f"{author}\n{text}" for author, text in said)[:INDEX_LIMIT]
