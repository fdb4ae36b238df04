"""How a ticket's clocks are kept: spans, clocks, and what they raised."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant, instant_or_none, wide


class Span(SQLModel, table=True):
    """A stretch of a ticket's life in one calendar and one clock mode. The stretches of a ticket touch end to end."""

    __table_args__ = (Index("ix_span_ticket", "ticket_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    cycle: int = 1
    began_at: datetime = instant()
    ended_at: datetime | None = instant_or_none()
    calendar: str
    mode: str
    """run, pause or stop."""
    reason: str = ""
    """The state that set the mode."""
    used: int | None = wide()
    """Working microseconds in it, as counted when it ended."""


class TicketClock(SQLModel, table=True):
    """One of the three clocks of a ticket in one cycle."""

    __tablename__ = "ticket_clock"
    __table_args__ = (UniqueConstraint("ticket_id", "name", "cycle"),)
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    name: str
    """response, escalation or resolution."""
    cycle: int = 1
    started_at: datetime = instant()
    target: int
    """Seconds of working time."""
    warn_percent: int = 75
    rule: str = ""
    """The SLA table and level that gave the target."""
    due_at: datetime | None = instant_or_none()
    warn_at: datetime | None = instant_or_none()
    done_at: datetime | None = instant_or_none()
    missed: bool = False
    used: int | None = wide()
    """Working microseconds used when it was done."""


class Escalation(SQLModel, table=True):
    """That a clock warned or fell due, raised once, by whichever process came first."""

    __table_args__ = (UniqueConstraint("ticket_id", "clock", "cycle", "stage", "due_at"),)
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    clock: str
    cycle: int
    stage: str
    """warning or due."""
    due_at: datetime = instant()
    """The instant at which it truly warned or fell due."""
    raised_at: datetime = instant()
    queue_id: int = Field(foreign_key="queue.id")
    owner_id: int | None = Field(default=None, foreign_key="agent.id")
