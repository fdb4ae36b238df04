"""Tickets as --json tells them: field names as the entities', people and queues by name, times in UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from otui.desk.desk import View
from otui.desk.rows import ArticleRow, HistoryRow
from otui.desk.views.records import EventRow
from otui.store.records import from_db

FIELDS = (
    ("number", "t.number"),
    ("external_number", "t.external_number"),
    ("subject", "t.subject"),
    ("queue", "q.name"),
    ("line", "t.line"),
    ("state", "t.state"),
    ("kind", "t.kind"),
    ("category", "t.category"),
    ("impact", "t.impact"),
    ("urgency", "t.urgency"),
    ("value", "t.value"),
    ("level", "t.level"),
    ("level_imported", "t.level_imported"),
    ("item", "i.name"),
    ("owner", "a.login"),
    ("locked", "t.locked"),
    ("contact", "coalesce(nullif(c.email, ''), c.name)"),
    ("customer", "k.name"),
    ("created_at", "t.created_at"),
    ("updated_at", "t.updated_at"),
    ("wait_until", "t.wait_until"),
    ("resolved_at", "t.resolved_at"),
    ("closed_at", "t.closed_at"),
    ("response_due", "t.response_due"),
    ("escalation_due", "t.escalation_due"),
    ("resolution_due", "t.resolution_due"),
    ("next_at", "t.next_at"),
    ("cycle", "t.cycle"),
    ("merged_into", "m.number"),
    ("version", "t.version"),
)
DUES = ("response_due", "escalation_due", "resolution_due")


def tickets(view: View, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Return tickets by id, in the order asked for. `escalated` says that a clock which runs is past its due time."""
    numbers = ",".join(str(int(one)) for one in ids) or "NULL"
    rows = view.reader.all(
        f"SELECT t.id, {', '.join(sql for _name, sql in FIELDS)} FROM ticket t"
        " JOIN queue q ON q.id = t.queue_id LEFT JOIN agent a ON a.id = t.owner_id"
        " LEFT JOIN contact c ON c.id = t.contact_id LEFT JOIN customer k ON k.id = t.customer_id"
        f" LEFT JOIN item i ON i.id = t.item_id{_seen(view)}"
        f" LEFT JOIN ticket m ON m.id = t.merged_into_id{view.without_hidden('m.queue_id')} WHERE t.id IN ({numbers})"
        f"{view.without_hidden('t.queue_id')}"
    )
    by_id = {row[0]: _ticket(row[1:], view.now) for row in rows}
    return [by_id[one] for one in ids if one in by_id]


def _seen(view: View) -> str:
    """Return the condition that leaves a service or item unnamed that is not there for whoever asks."""
    return view.without_hidden("coalesce(i.queue_id, 0)")


def _ticket(values: Sequence[Any], now: datetime) -> dict[str, Any]:
    row = {name: from_db(name, value) for (name, _sql), value in zip(FIELDS, values, strict=True)}
    row["escalated"] = any(row[name] is not None and row[name] <= now for name in DUES)
    return row


def article(row: ArticleRow) -> dict[str, Any]:
    """Return an article as --json tells it; a note names the queue it is for."""
    return {
        "id": row.id,
        "kind": row.kind,
        "author": row.author,
        "author_kind": row.author_kind,
        "to": row.recipients,
        "cc": row.cc,
        "subject": row.subject,
        "body": row.body,
        "queue": row.queue or None,
        "reaches_contact": row.reaches_contact,
        "created_at": row.created_at,
        "origin": row.origin or None,
    }


def event(row: HistoryRow | EventRow) -> dict[str, Any]:
    """Return a history event as --json tells it; `changes` has before and after by field."""
    return {
        "at": row.at,
        "actor": row.actor,
        "verb": row.verb,
        "changes": row.changes,
        "text": row.text,
        "version": row.version,
    }
