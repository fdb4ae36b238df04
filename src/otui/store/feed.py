"""The change feed: one row a change, by which every open screen learns what to read again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from otui.store.reader import Reader, Row
from otui.store.writer import Writer

KEPT = 20_000
"""Rows that a sweep leaves: far more than happens while a screen looks away."""


def append(
    writer: Writer,
    *,
    at: datetime,
    topic: str,
    ticket_id: int | None = None,
    record_id: int | None = None,
    verb: str = "",
    agent_id: int | None = None,
    entered: bool = False,
) -> int:
    """Tell every screen of a change, in the transaction that makes it; return the row's id."""
    return writer.insert(
        "feed",
        {
            "at": at, "topic": topic, "ticket_id": ticket_id, "record_id": record_id,
            "verb": verb, "agent_id": agent_id, "entered": entered,
        },
    )  # fmt: skip


def since(reader: Reader, last_id: int, limit: int = 1000) -> list[Row]:
    """Return (id, topic, ticket_id, verb, agent_id, entered, record_id) of what changed after `last_id`, in order."""
    return reader.all(
        "SELECT id, topic, ticket_id, verb, agent_id, entered, record_id FROM feed WHERE id > :last"
        " ORDER BY id LIMIT :limit",
        {"last": last_id, "limit": limit},
    )


def changed_since(reader: Reader, last_id: int, topics: Sequence[str]) -> bool:
    """Whether one of these topics changed after `last_id`."""
    places = {f"topic{place}": topic for place, topic in enumerate(topics)}
    named = ", ".join(f":{name}" for name in places)
    sql = f"SELECT 1 FROM feed WHERE id > :last AND topic IN ({named}) LIMIT 1"
    return reader.value(sql, {"last": last_id, **places}) is not None


def last_id(reader: Reader) -> int:
    """Return the id of the newest change; 0 where nothing happened yet."""
    return int(reader.value("SELECT max(id) FROM feed") or 0)


def first_id(reader: Reader) -> int:
    """Return the id of the oldest change kept: a screen that is behind it must read everything again."""
    return int(reader.value("SELECT min(id) FROM feed") or 0)


def sweep(writer: Writer, keep: int = KEPT) -> int:
    """Take out all but the newest `keep` changes and return how many went."""
    return writer.execute("DELETE FROM feed WHERE id <= (SELECT max(id) FROM feed) - :keep", {"keep": keep})
