"""Words begun and not sent, kept by agent, ticket and kind; nothing that happens to the ticket ends a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.store.records import from_db

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit

NEW_TICKET = 0
"""`ticket_id` of the draft of a ticket that is not made yet."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft, with what it was written against."""

    id: int
    ticket_id: int
    number: str
    kind: str
    body: str
    fields: dict[str, Any]
    base_version: int
    saved_at: datetime


def save(unit: Unit, ticket_id: int, kind: str, body: str, fields: dict[str, Any], base_version: int) -> None:
    """Keep a draft as it stands; an empty one is dropped."""
    if not body.strip() and not any(fields.values()):
        drop(unit, ticket_id, kind)
        return
    key = {"agent_id": unit.agent.id, "ticket_id": ticket_id, "kind": kind}
    found = unit.writer.value(
        "SELECT id FROM draft WHERE agent_id = :agent_id AND ticket_id = :ticket_id AND kind = :kind", key
    )
    values = {"body": body, "fields": fields, "base_version": base_version, "saved_at": unit.now}
    if found is None:
        unit.writer.insert("draft", {**key, **values})
    else:
        unit.writer.update("draft", found, values)


def save_behind(
    unit: Unit, ticket_id: int, kind: str, body: str, fields: dict[str, Any], base_version: int
) -> None:
    """Keep words that were typed before an earlier draft could be read: they come behind it."""
    earlier = unit.writer.value(
        "SELECT body FROM draft WHERE agent_id = :agent AND ticket_id = :ticket AND kind = :kind",
        {"agent": unit.agent.id, "ticket": ticket_id, "kind": kind},
    )
    save(unit, ticket_id, kind, (earlier or "") + body, fields, base_version)


def drop(unit: Unit, ticket_id: int, kind: str) -> None:
    """Throw a draft away: it was sent, or its writer said so."""
    unit.writer.execute(
        "DELETE FROM draft WHERE agent_id = :agent AND ticket_id = :ticket AND kind = :kind",
        {"agent": unit.agent.id, "ticket": ticket_id, "kind": kind},
    )


def find(view: View, ticket_id: int, kind: str) -> DraftRow | None:
    """Return this agent's draft on a ticket, if there is one."""
    rows = _rows(view, "AND d.ticket_id = :ticket AND d.kind = :kind", {"ticket": ticket_id, "kind": kind})
    return rows[0] if rows else None


def mine(view: View) -> list[DraftRow]:
    """Return all of this agent's drafts, newest first."""
    return _rows(view, "", {})


def _rows(view: View, where: str, params: dict[str, Any]) -> list[DraftRow]:
    rows = view.reader.all(
        "SELECT d.id, d.ticket_id, coalesce(t.number, ''), d.kind, d.body, d.fields, d.base_version, d.saved_at"
        " FROM draft d LEFT JOIN ticket t ON t.id = d.ticket_id"
        f" WHERE d.agent_id = :agent {where} ORDER BY d.saved_at DESC",
        {"agent": view.agent.id, **params},
    )
    return [
        DraftRow(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            from_db("fields", row[5]),
            row[6],
            from_db("saved_at", row[7]),
        )
        for row in rows
    ]
