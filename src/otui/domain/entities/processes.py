"""Problems, and the major incidents that call for one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Computed, Index
from sqlmodel import Field, SQLModel

from otui.domain.change import steps
from otui.domain.entities.base import instant, instant_or_none
from otui.domain.problem import OPEN_SQL


class ProcessRecord(SQLModel):
    """What a problem and a change have in common."""

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    external_number: str | None = Field(default=None, index=True)
    """The number it had where it was imported from."""
    subject: str
    description: str = ""
    step: str
    queue_id: int = Field(foreign_key="queue.id")
    owner_id: int | None = Field(default=None, foreign_key="agent.id")
    """The problem coordinator; the change owner."""
    contact_id: int | None = Field(default=None, foreign_key="contact.id", index=True)
    impact: int | None = None
    urgency: int | None = None
    value: int | None = None
    """impact × urgency, by the table of tickets; None where it is not told yet."""
    level: str = ""
    level_rank: int = 0
    created_at: datetime = instant()
    updated_at: datetime = instant()
    closed_at: datetime | None = instant_or_none()
    created_by_id: int | None = Field(default=None, foreign_key="agent.id")
    extra: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """What an import brought that has no place of its own, by its own names."""
    version: int = 1


class Problem(ProcessRecord, table=True):
    """The cause, known or not yet, of one or more incidents (probleem)."""

    __table_args__ = (
        Index("ix_problem_open_updated", "is_open", "updated_at", "id"),
        Index("ix_problem_queue", "queue_id", "is_open", "updated_at", "id"),
        Index("ix_problem_owner", "owner_id", "is_open", "updated_at", "id"),
        Index("ix_problem_step", "step", "updated_at", "id"),
        Index("ix_problem_updated", "updated_at", "id"),
        Index("ix_problem_review_at", "review_at"),
    )
    is_open: bool | None = Field(default=None, sa_column=Column(Boolean, Computed(OPEN_SQL, persisted=True)))
    """Whether it is somebody's work; the database derives it from the step."""
    symptom: str = ""
    root_cause: str = ""
    workaround: str = ""
    fix: str = ""
    """What takes the cause away."""
    known_error: bool = False
    """Its cause and a workaround are written down."""
    resolution: str = ""
    """fix-applied, risk-accepted, duplicate or canceled."""
    reason: str = ""
    """Why its risk was accepted, or it was canceled."""
    review_at: datetime | None = instant_or_none()
    """When an accepted risk is to be looked at again."""
    duplicate_of_id: int | None = Field(default=None, foreign_key="problem.id")
    resolved_at: datetime | None = instant_or_none()


class Change(ProcessRecord, table=True):
    """Adding, altering or removing anything that can have an effect on a service (wijziging)."""

    __table_args__ = (
        Index("ix_change_open_updated", "is_open", "updated_at", "id"),
        Index("ix_change_queue", "queue_id", "is_open", "updated_at", "id"),
        Index("ix_change_owner", "owner_id", "is_open", "updated_at", "id"),
        Index("ix_change_step", "step", "updated_at", "id"),
        Index("ix_change_updated_at", "updated_at", "id"),
        Index("ix_change_starts_at", "starts_at", "id"),
        Index("ix_change_ends_at", "ends_at", "id"),
        Index("ix_change_review_due", "review_due"),
    )
    is_open: bool | None = Field(
        default=None, sa_column=Column(Boolean, Computed(steps.OPEN_SQL, persisted=True))
    )
    """Whether it is somebody's work; the database derives it from the step."""
    type: str = "normal"
    """normal, standard or emergency: the path it takes."""
    requester_id: int | None = Field(default=None, foreign_key="agent.id")
    """The agent who asks for it, who never approves it. `contact_id` is whoever asked from outside."""
    implementer_id: int | None = Field(default=None, foreign_key="agent.id")
    """Who carries it out, and never approves it."""
    template_id: int | None = Field(default=None, foreign_key="change_template.id")
    justification: str = ""
    emergency_reason: str = ""
    implementation_plan: str = ""
    test_plan: str = ""
    communication_plan: str = ""
    backout_plan: str = ""
    outage: bool = False
    """Whether a service is down meanwhile."""
    risk: str = ""
    """low, medium or high, by rules and questions; empty until it is worked out."""
    risk_answers: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    starts_at: datetime | None = instant_or_none()
    ends_at: datetime | None = instant_or_none()
    """The planned window, half-open."""
    collision_reason: str = ""
    """Why it goes on in spite of what it collides with."""
    begun_at: datetime | None = instant_or_none()
    finished_at: datetime | None = instant_or_none()
    test_result: str = ""
    result: str = ""
    """successful, with-issues, unsuccessful or backed-out."""
    result_words: str = ""
    """What went otherwise than planned."""
    documentation: str = ""
    """What was changed, as it stands now."""
    review: str = ""
    goal_met: str = ""
    """yes or no; empty until it is reviewed."""
    backout_used: str = ""
    """yes or no; empty until it is reviewed."""
    lessons: str = ""
    review_due: datetime | None = instant_or_none()
    reviewed_at: datetime | None = instant_or_none()


class MajorIncident(SQLModel, table=True):
    """That one ticket stands for many: a flood of like incidents, or one that hits everybody (grote storing)."""

    __tablename__ = "major_incident"
    __table_args__ = (Index("ix_major_incident_state", "state", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id", unique=True)
    """The parent: its children are tied to it by a Link of kind parent."""
    state: str = "proposed"
    """proposed, declared, dismissed or over."""
    alike: str = ""
    """What the incidents have in common, in words."""
    members: list[Any] = Field(default_factory=list, sa_type=JSON)
    """Ids of the tickets that it was proposed for, the parent's among them: its children, once it is declared."""
    flood: bool = False
    """Whether otui proposed it, and no person."""
    proposed_at: datetime = instant()
    proposed_by_id: int | None = Field(default=None, foreign_key="agent.id")
    """None where otui did."""
    declared_at: datetime | None = instant_or_none()
    declared_by_id: int | None = Field(default=None, foreign_key="agent.id")
    over_at: datetime | None = instant_or_none()
    review: str = ""
    review_due: datetime | None = instant_or_none()
    version: int = 1


class Pattern(SQLModel, table=True):
    """A group of like incidents that somebody looked at, and found to be no pattern."""

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    """The words they share, as `domain.recurrence` compares them, in alphabetical order."""
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    created_at: datetime = instant()
    withdrawn: bool = False
    """It counts as a pattern after all."""
    version: int = 1
