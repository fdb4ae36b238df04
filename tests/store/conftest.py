"""Tickets for the store's own tests, as bare rows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from otui.store.database import Writer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def add_ticket() -> Callable[..., int]:
    """A function of (writer, number, **columns) that adds a ticket, with its queue where there is none."""

    def add(writer: Writer, number: str, **columns: Any) -> int:
        queue_id = writer.value("SELECT min(id) FROM queue") or writer.insert("queue", {"name": "First line"})
        row = {
            "number": number,
            "subject": "Printer",
            "queue_id": queue_id,
            "created_at": NOW,
            "updated_at": NOW,
            "active_at": NOW,
            **columns,
        }
        return writer.insert("ticket", row)

    return add
