"""What the desk knows: services and items, knowledge articles, procedures, and tickets that come back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant, instant_or_none


class Item(SQLModel, table=True):
    """A service, or a configuration item that services hang on."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: str = "service"
    """service, application, server, network, workplace, other."""
    description: str = ""
    queue_id: int | None = Field(default=None, foreign_key="queue.id")
    """The team that answers for it."""
    impact: int | None = None
    """The impact factor that an incident on it has by itself; None: worked out from who uses it."""
    location: str = ""
    serial: str = ""
    active: bool = True
    created_at: datetime = instant()
    updated_at: datetime = instant()
    version: int = 1


class ItemDependency(SQLModel, table=True):
    """That an item does not work without another."""

    __tablename__ = "item_dependency"
    __table_args__ = (UniqueConstraint("item_id", "on_id"),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id")
    on_id: int = Field(foreign_key="item.id", index=True)


class ItemCustomer(SQLModel, table=True):
    """A customer who uses a service or item."""

    __tablename__ = "item_customer"
    __table_args__ = (UniqueConstraint("item_id", "customer_id"),)
    id: int | None = Field(default=None, primary_key=True)
    item_id: int = Field(foreign_key="item.id")
    customer_id: int = Field(foreign_key="customer.id", index=True)


class Knowledge(SQLModel, table=True):
    """A knowledge article (kennisitem), in Markdown."""

    __table_args__ = (
        Index("ix_knowledge_step", "step", "updated_at", "id"),
        Index("ix_knowledge_updated", "updated_at", "id"),
        Index("ix_knowledge_review", "step", "review_at", "id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    subject: str
    body: str = ""
    solution: str = ""
    """The standard solution: what goes to a contact, with the placeholders of a reply."""
    keywords: str = ""
    """More words to be found by."""
    step: str = "draft"
    """draft, review, published or retired."""
    audience: str = "internal"
    """Who may read it: internal, or customers as well."""
    queue_id: int | None = Field(default=None, foreign_key="queue.id")
    """The team that keeps it; where that queue is confidential, nobody else knows of it."""
    owner_id: int | None = Field(default=None, foreign_key="agent.id")
    item_id: int | None = Field(default=None, foreign_key="item.id", index=True)
    published_at: datetime | None = instant_or_none()
    review_at: datetime | None = instant_or_none()
    """When somebody must look whether it still holds."""
    writer_id: int | None = Field(default=None, foreign_key="agent.id")
    """Who wrote its text last: another must have read it before it is published."""
    reviewer_id: int | None = Field(default=None, foreign_key="agent.id")
    """Who read it and published it."""
    reason: str = ""
    """Why it was sent back or retired."""
    created_at: datetime = instant()
    updated_at: datetime = instant()
    created_by_id: int | None = Field(default=None, foreign_key="agent.id")
    version: int = 1


class KnowledgeUse(SQLModel, table=True):
    """That an article was used on a ticket, and whether it helped."""

    __tablename__ = "knowledge_use"
    __table_args__ = (
        Index("ix_knowledge_use_ticket_id", "ticket_id"),
        Index("ix_knowledge_use_knowledge", "knowledge_id", "helped", "ticket_id"),
    )
    id: int | None = Field(default=None, primary_key=True)
    knowledge_id: int = Field(foreign_key="knowledge.id")
    ticket_id: int = Field(foreign_key="ticket.id")
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    at: datetime = instant()
    helped: str = ""
    """yes or no; empty until somebody says."""


class Procedure(SQLModel, table=True):
    """A checklist that appears on the tickets it is for. Source: "procedures gestandaardiseerd"."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    kind: str = ""
    """incident or request; empty: any."""
    category: str = ""
    queue_id: int | None = Field(default=None, foreign_key="queue.id")
    item_id: int | None = Field(default=None, foreign_key="item.id")
    steps: list[Any] = Field(default_factory=list, sa_type=JSON)
    """[{"subject": words, "required": bool}], in their order."""
    active: bool = True
    created_at: datetime = instant()
    updated_at: datetime = instant()
    version: int = 1


class Recurring(SQLModel, table=True):
    """A ticket that is made again and again, by a rule of the calendar."""

    __table_args__ = (Index("ix_recurring_next_at", "next_at"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    fields: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What the ticket is made of: subject, body, kind, impact, urgency, contact, category, item."""
    queue_id: int | None = Field(default=None, foreign_key="queue.id")
    """Where it waits; none: the desk's own choice. Where that queue is confidential, its team alone knows of this."""
    rrule: str
    """RFC 5545, without its beginning."""
    starts_at: datetime = instant()
    timezone: str = ""
    """The zone that the rule's hours are in; empty: the desk's."""
    next_at: datetime | None = instant_or_none()
    """When the timer must look at it next; None: it is over, paused, or out of use."""
    done_until: datetime | None = instant_or_none()
    """Up to which instant its occurrences were made, or passed by in a pause: none of them is made again."""
    last_at: datetime | None = instant_or_none()
    """The occurrence that was made last."""
    shift: str = ""
    """next: one that falls on a day without working hours comes on the next day that has them; empty: it stays."""
    made_count: int = 0
    trouble: str = ""
    """Why the last try failed, in words; empty where it did not."""
    paused_at: datetime | None = instant_or_none()
    """Since when it makes nothing; what falls in a pause is not made afterwards."""
    active: bool = True
    """False: it was removed, and is kept for its history."""
    created_by_id: int | None = Field(default=None, foreign_key="agent.id")
    created_at: datetime = instant()
    version: int = 1
