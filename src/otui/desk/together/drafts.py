"""Words begun and not sent, kept by agent, ticket and kind; nothing that happens to the ticket ends a draft.

An agent may write the same draft in two sessions. Each says with `known` what it last saw of it: where the desk holds
other words, both are kept, woven together line by line.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.together.weave import weave
from otui.store.records import from_db

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit
    from otui.store.database import Reader

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
    lands_on: int = 0
    """The ticket it would be sent on: where its own was merged into another, that one."""


def save(
    unit: Unit,
    ticket_id: int,
    kind: str,
    body: str,
    fields: dict[str, Any],
    base_version: int,
    known: str | None = None,
) -> str:
    """Keep a draft as it stands and return the words that are kept; an empty one is dropped.

    `known` is what its writer last saw of it, read or saved; with None the words replace whatever there is.
    """
    found = _stored(unit, ticket_id, kind)
    if found is not None and known is not None and found[1] not in (known, body):
        body = weave(known, body, found[1])
        base_version = min(base_version, found[2])
    if not body.strip() and not any(fields.values()):
        drop(unit, ticket_id, kind)
        return body
    values = {"body": body, "fields": fields, "base_version": base_version, "saved_at": unit.now}
    if found is None:
        key = {"agent_id": unit.agent.id, "ticket_id": ticket_id, "kind": kind}
        unit.writer.insert("draft", {**key, **values})
    else:
        unit.writer.update("draft", found[0], values)
    return body


def save_behind(
    unit: Unit,
    ticket_id: int,
    kind: str,
    body: str,
    fields: dict[str, Any],
    base_version: int,
    gap: str = "",
) -> str:
    """Keep words that are not to replace an earlier draft: they come behind it. Return all that is kept."""
    found = _stored(unit, ticket_id, kind)
    if found is not None:
        body = found[1] + (gap if found[1] else "") + body
        base_version = min(base_version, found[2])
    return save(unit, ticket_id, kind, body, fields, base_version)


def drop(unit: Unit, ticket_id: int, kind: str, known: str | None = None) -> None:
    """Throw a draft away: it was sent, or its writer said so.

    Of words that its writer has not seen (`known` is what they saw) nothing goes.
    """
    found = _stored(unit, ticket_id, kind)
    if found is None:
        return
    left = "" if known in (None, found[1]) else weave(known or "", "", found[1]).strip("\n")
    if left:
        unit.writer.update("draft", found[0], {"body": left, "saved_at": unit.now})
    else:
        unit.writer.delete("draft", found[0])


def _stored(unit: Unit, ticket_id: int, kind: str) -> tuple[int, str, int] | None:
    """Return (id, body, base version) of this agent's draft as the desk holds it."""
    row = unit.writer.one(
        "SELECT id, body, base_version FROM draft"
        " WHERE agent_id = :agent AND ticket_id = :ticket AND kind = :kind",
        {"agent": unit.agent.id, "ticket": ticket_id, "kind": kind},
    )
    return None if row is None else (row[0], row[1], row[2])


def find(view: View, ticket_id: int, kind: str) -> DraftRow | None:
    """Return this agent's draft on a ticket, else the newest on one that was merged into it, if there is one."""
    rows = _rows(view, "AND d.kind = :kind AND d.ticket_id = :ticket", {"kind": kind, "ticket": ticket_id})
    if not rows and ticket_id:
        family = _merged_into(view, ticket_id)
        rows = (
            _rows(view, f"AND d.kind = :kind AND d.ticket_id IN ({family})", {"kind": kind}) if family else []
        )
    return rows[0] if rows else None


def _merged_into(view: View, ticket_id: int) -> str:
    """Return the ids of all tickets that a ticket took in, directly or by others, for an SQL list."""
    rows = view.reader.all(
        "WITH RECURSIVE family (id) AS (SELECT id FROM ticket WHERE merged_into_id = :id UNION"
        " SELECT t.id FROM ticket t JOIN family f ON t.merged_into_id = f.id) SELECT id FROM family",
        {"id": ticket_id},
    )
    return ",".join(str(int(one)) for (one,) in rows)


def end_of_chain(reader: Reader, ticket_id: int) -> int:
    """Return the ticket that holds the words of one that may have been merged: where it went, and so on."""
    for _step in range(100):
        into = reader.value("SELECT merged_into_id FROM ticket WHERE id = :id", {"id": ticket_id})
        if into is None:
            break
        ticket_id = int(into)
    return ticket_id


def mine(view: View) -> list[DraftRow]:
    """Return all of this agent's drafts, newest first."""
    return _rows(view, "", {})


def _rows(view: View, where: str, params: dict[str, Any]) -> list[DraftRow]:
    rows = view.reader.all(
        "SELECT d.id, d.ticket_id, coalesce(t.number, ''), d.kind, d.body, d.fields, d.base_version, d.saved_at,"
        " t.merged_into_id"
        " FROM draft d LEFT JOIN ticket t ON t.id = d.ticket_id"
        f" WHERE d.agent_id = :agent {where} AND (t.id IS NULL OR (1 = 1{view.without_hidden('t.queue_id')}))"
        " ORDER BY d.saved_at DESC",
        {"agent": view.agent.id, **params},
    )
    return [
        DraftRow(
            id=row[0],
            ticket_id=row[1],
            number=row[2],
            kind=row[3],
            body=row[4],
            fields=from_db("fields", row[5]),
            base_version=row[6],
            saved_at=from_db("saved_at", row[7]),
            lands_on=row[1] if row[8] is None else end_of_chain(view.reader, row[8]),
        )
        for row in rows
    ]
