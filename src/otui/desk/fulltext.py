"""What full text knows of a ticket: subject, the people on it, and the first words of everything said."""

from __future__ import annotations

from otui.store import search
from otui.store.database import Writer

INDEX_LIMIT = 200_000
"""Characters of a ticket's text that full text looks at."""


def index_text(writer: Writer, ticket_id: int) -> None:
    """Tell full text what a ticket says now."""
    row = writer.one(
        "SELECT t.subject, t.number, t.external_number, c.name, c.email, c.phone, k.name FROM ticket t"
        " LEFT JOIN contact c ON c.id = t.contact_id LEFT JOIN customer k ON k.id = t.customer_id WHERE t.id = :id",
        {"id": ticket_id},
    )
    if row is None:
        return
    bodies = writer.all(
        "SELECT author, body FROM article WHERE ticket_id = :id AND NOT withdrawn ORDER BY id",
        {"id": ticket_id},
    )
    body = "\n".join(f"{author}\n{text}" for author, text in bodies)[:INDEX_LIMIT]
    people = " ".join(part for part in row[1:] if part)
    search.index_ticket(writer, ticket_id, row[0], people, body)
