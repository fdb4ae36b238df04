"""What stands around a change: its approvals, the catalogue, the calendar, and the meetings of the board."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant, instant_or_none


class ChangeTemplate(SQLModel, table=True):
    """A standard change in the catalogue: approved once, then done as often as it is asked for."""

    __tablename__ = "change_template"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    description: str = ""
    justification: str = ""
    implementation_plan: str = ""
    test_plan: str = ""
    communication_plan: str = ""
    backout_plan: str = ""
    outage: bool = False
    risk: str = "low"
    minutes: int = 60
    """How long it takes: the window that it proposes."""
    queue_id: int | None = Field(default=None, foreign_key="queue.id")
    state: str = "draft"
    """draft, proposed, approved or retired."""
    approved_at: datetime | None = instant_or_none()
    requester_id: int | None = Field(default=None, foreign_key="agent.id")
    created_at: datetime = instant()
    updated_at: datetime = instant()
    version: int = 1


class ApprovalRound(SQLModel, table=True):
    """One asking for approval: of whom, how many of them must say yes, and whether it still counts."""

    __tablename__ = "approval_round"
    __table_args__ = (Index("ix_approval_round_record", "record", "record_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    record: str
    """change or change_template."""
    record_id: int
    kind: str
    """peer, cab or ecab."""
    quorum: int = 1
    """How many must approve; one who rejects is enough to stop it."""
    asked_at: datetime = instant()
    asked_by_id: int | None = Field(default=None, foreign_key="agent.id")
    fallen_at: datetime | None = instant_or_none()
    """Since when it no longer counts: what was approved is not what is planned now."""
    fallen_why: str = ""


class Approval(SQLModel, table=True):
    """What one person says to one asking. Nobody else's act changes it."""

    __table_args__ = (
        UniqueConstraint("round_id", "agent_id"),
        Index("ix_approval_agent", "agent_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="approval_round.id")
    agent_id: int = Field(foreign_key="agent.id")
    state: str = "asked"
    """asked, approved, rejected or deferred."""
    words: str = ""
    decided_at: datetime | None = instant_or_none()
    decided_by_id: int | None = Field(default=None, foreign_key="agent.id")
    """Who said it: the one who was asked, or who stood in for them while they were away."""


class BoardMember(SQLModel, table=True):
    """An agent of the change advisory board, or of the emergency one."""

    __tablename__ = "board_member"
    __table_args__ = (UniqueConstraint("board", "agent_id"),)
    id: int | None = Field(default=None, primary_key=True)
    board: str
    """cab or ecab."""
    agent_id: int = Field(foreign_key="agent.id")


class ChangeWindow(SQLModel, table=True):
    """A stretch of the calendar, once or again and again: a blackout, or a maintenance window."""

    __tablename__ = "change_window"
    __table_args__ = (Index("ix_change_window_starts_at", "starts_at", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    kind: str
    """blackout (no change now) or maintenance (changes belong here)."""
    name: str
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    rrule: str = ""
    """RFC 5545, in the zone of the desk; empty: once."""
    item_id: int | None = Field(default=None, foreign_key="item.id")
    """The service or item that it is for; none: all."""
    reason: str = ""
    active: bool = True
    created_at: datetime = instant()
    updated_at: datetime = instant()
    version: int = 1


class CabMeeting(SQLModel, table=True):
    """A meeting of the change advisory board."""

    __tablename__ = "cab_meeting"
    __table_args__ = (Index("ix_cab_meeting_starts_at", "starts_at", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    name: str = ""
    starts_at: datetime = instant()
    ends_at: datetime | None = instant_or_none()
    state: str = "planned"
    """planned, held or canceled."""
    attendees: list[Any] = Field(default_factory=list, sa_type=JSON)
    """Ids of the agents who were there."""
    minutes: str = ""
    created_at: datetime = instant()
    version: int = 1


class CabItem(SQLModel, table=True):
    """One change on the agenda of a meeting."""

    __tablename__ = "cab_item"
    __table_args__ = (UniqueConstraint("meeting_id", "change_id"),)
    id: int | None = Field(default=None, primary_key=True)
    meeting_id: int = Field(foreign_key="cab_meeting.id")
    change_id: int = Field(foreign_key="change.id", index=True)
    position: int = 0
    decision: str = ""
    """approve, reject or defer; empty until it was treated."""
    minutes: str = ""
