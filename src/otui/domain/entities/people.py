"""Who works at the desk and whom it serves: agents, queues, customers, contacts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant, instant_or_none


class Agent(SQLModel, table=True):
    """Someone who works tickets (behandelaar)."""

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(unique=True)
    name: str
    email: str = ""
    role: str = "agent"
    """agent, lead or admin."""
    lang: str = ""
    line: int = 1
    active: bool = True
    created_at: datetime = instant()
    away_at: datetime | None = instant_or_none()
    """From when they are out of office."""
    back_at: datetime | None = instant_or_none()
    """Until when; without it, until they say so."""
    substitute_id: int | None = Field(default=None, foreign_key="agent.id")
    """Who looks after what is theirs meanwhile."""


class Queue(SQLModel, table=True):
    """Where tickets wait for a team (wachtrij)."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    parent_id: int | None = Field(default=None, foreign_key="queue.id")
    line: int = 1
    position: int = 0
    calendar: str = ""
    """Name of its calendar; empty: the parent's, else the SLA table's."""
    lock_minutes: int = 0
    """Working minutes without activity after which a lock lapses; 0: the desk's."""
    active: bool = True
    confidential: bool = False
    """Only its team may know that its tickets are there."""


class QueueMember(SQLModel, table=True):
    """An agent of a queue's team."""

    __tablename__ = "queue_member"
    queue_id: int = Field(primary_key=True, foreign_key="queue.id")
    agent_id: int = Field(primary_key=True, foreign_key="agent.id", index=True)


class Customer(SQLModel, table=True):
    """An organisation that the desk serves (klant)."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    phone: str = ""
    note: str = ""
    created_at: datetime = instant()
    known_in_id: int | None = Field(default=None, foreign_key="queue.id")
    """The confidential queue that alone has heard of it: none but its team may know that it exists."""


class Contact(SQLModel, table=True):
    """A person who reports (melder), of a customer or of none."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    email: str = Field(default="", index=True)
    phone: str = ""
    lang: str = ""
    customer_id: int | None = Field(default=None, foreign_key="customer.id", index=True)
    note: str = ""
    created_at: datetime = instant()
    known_in_id: int | None = Field(default=None, foreign_key="queue.id")
    """The confidential queue that alone has heard of them: none but its team may know that they exist."""


class Draft(SQLModel, table=True):
    """Words begun and not sent: one per agent, ticket and kind; ticket 0 is a new ticket."""

    __table_args__ = (UniqueConstraint("agent_id", "ticket_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    agent_id: int = Field(foreign_key="agent.id")
    ticket_id: int = 0
    kind: str
    body: str = ""
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    base_version: int = 0
    saved_at: datetime = instant()


class SavedView(SQLModel, table=True):
    """A view that an agent keeps under a digit."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("agent_id", "digit"),)
    id: int | None = Field(default=None, primary_key=True)
    agent_id: int = Field(foreign_key="agent.id")
    digit: int
    name: str
    spec: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
