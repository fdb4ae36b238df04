"""Tickets, what is said on them, and what ties them together."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Boolean, Column, Computed, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant, instant_or_none
from otui.domain.workflow import NO_DUE, OPEN_SQL


class Ticket(SQLModel, table=True):
    """A report and what became of it (melding)."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    external_number: str | None = Field(default=None, index=True)
    """The number it had where it was imported from."""
    kind: str = "incident"
    category: str = ""
    """What it is about, in the desk's own words: what a procedure is for."""
    item_id: int | None = Field(default=None, foreign_key="item.id")
    """The service or item that it is about."""
    subject: str
    state: str = "new"
    is_open: bool | None = Field(default=None, sa_column=Column(Boolean, Computed(OPEN_SQL, persisted=True)))
    """Whether it is somebody's work; the database derives it from the state, for its partial indexes."""
    impact: int | None = None
    urgency: int | None = None
    value: int | None = None
    """impact × urgency; None where a level was imported without factors."""
    level: str = ""
    """Name of the level in the SLA table, or the words of an import."""
    level_rank: int = 0
    """0 is the most urgent; for sorting."""
    level_imported: bool = False
    queue_id: int = Field(foreign_key="queue.id")
    line: int = 1
    owner_id: int | None = Field(default=None, foreign_key="agent.id")
    locked: bool = False
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    customer_id: int | None = Field(default=None, foreign_key="customer.id", index=True)
    created_at: datetime = instant()
    updated_at: datetime = instant()
    active_at: datetime = instant()
    """Last thing that counts as work by the owner, for the lapse of a lock."""
    wait_until: datetime | None = instant_or_none()
    waits_for_id: int | None = None
    """The problem or the change that it waits for, as its state says."""
    resolved_at: datetime | None = instant_or_none()
    closed_at: datetime | None = instant_or_none()
    response_due: datetime | None = instant_or_none()
    escalation_due: datetime | None = instant_or_none()
    resolution_due: datetime | None = instant_or_none()
    next_at: datetime | None = instant_or_none()
    """Next instant at which a clock of this ticket warns or falls due, not yet raised."""
    wake_at: datetime | None = instant_or_none()
    """Next instant at which a wait ends, a lock lapses or a resolved ticket closes."""
    sort_key: int = Field(default=NO_DUE, sa_type=BigInteger)
    """Microseconds of the earliest running due; NO_DUE where none runs."""
    flag: int = 0
    """What burns: 0 nothing, 1 warned, 2 escalated, 3 a response or resolution target missed, and still running."""
    cycle: int = 1
    reopen_count: int = 0
    merged_into_id: int | None = Field(default=None, foreign_key="ticket.id", index=True)
    created_by_id: int | None = Field(default=None, foreign_key="agent.id")
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What an import brought that has no place of its own, by its own names."""
    version: int = 1


# Every list is read on an index in its own order. Open tickets are a twentieth of an old desk: theirs are partial.
_OPEN = text("is_open")


def _index(name: str, *columns: str, where: Any = None) -> Index:
    table = SQLModel.metadata.tables["ticket"]
    return Index(name, *(table.c[c] for c in columns), sqlite_where=where, postgresql_where=where)


for _order in ("sort_key", "created_at", "level_rank", "updated_at"):
    _index(f"ix_ticket_open_{_order}", _order, "id", "queue_id", "state", "locked", "flag", where=_OPEN)
    _index(f"ix_ticket_queue_{_order}", "queue_id", _order, "id", where=_OPEN)
    _index(f"ix_ticket_owner_{_order}", "owner_id", _order, "id", where=_OPEN)
for _order in ("subject", "number"):
    _index(
        f"ix_ticket_open_{_order}",
        _order,
        "id",
        "queue_id",
        "state",
        "locked",
        "flag",
        "owner_id",
        where=_OPEN,
    )
_index("ix_ticket_state_updated", "state", "updated_at", "id")
_index("ix_ticket_queue_updated_all", "queue_id", "updated_at", "id")
_index("ix_ticket_owner_updated_all", "owner_id", "updated_at", "id")
_index("ix_ticket_updated_all", "updated_at", "id")
_index("ix_ticket_created_all", "created_at", "id")
_index("ix_ticket_category", "category", where=text("category <> ''"))
_index("ix_ticket_item", "item_id", "created_at", "id", where=text("item_id IS NOT NULL"))
_index("ix_ticket_item_open", "item_id", "sort_key", "id", where=text("is_open AND item_id IS NOT NULL"))
_index("ix_ticket_waits_for", "waits_for_id", "state", where=text("waits_for_id IS NOT NULL"))
_index("ix_ticket_next_at", "next_at", where=text("next_at IS NOT NULL"))
_index("ix_ticket_wake_at", "wake_at", where=text("wake_at IS NOT NULL"))
_index("ix_ticket_flag", "flag", "sort_key", "id", where=text("flag > 0"))


class Article(SQLModel, table=True):
    """One message, reply, note or call on a ticket (bericht)."""

    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    kind: str
    """message (from the contact), reply, note, call, forward, auto."""
    author_kind: str = "agent"
    """agent, contact or system."""
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    contact_id: int | None = Field(default=None, foreign_key="contact.id")
    author: str = ""
    recipients: str = ""
    cc: str = ""
    subject: str = ""
    body: str = ""
    reaches_contact: bool = False
    """Made by an agent and seen by the contact: what stops the response clock."""
    queue_id: int | None = Field(default=None, foreign_key="queue.id")
    """For a note: the queue whose agents may read it."""
    created_at: datetime = instant()
    origin_id: int | None = Field(default=None, foreign_key="ticket.id")
    """The ticket it was written on, where a merge or a split brought it here."""
    withdrawn: bool = False
    """Taken back by an undo; kept, and shown to nobody."""


class Link(SQLModel, table=True):
    """That two tickets belong together."""

    __table_args__ = (UniqueConstraint("ticket_id", "other_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    other_id: int = Field(foreign_key="ticket.id", index=True)
    kind: str = "related"
    """related, parent (of the other), split (into the other), merged (into the other), follow-up (is the other)."""
    created_at: datetime = instant()
