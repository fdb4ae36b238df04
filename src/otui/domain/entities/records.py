"""What problems, changes and knowledge articles share: ties, notes, tasks, their own history, and words to be found by.

`record` is the kind of the thing that a row belongs to, `record_id` its id in the table of that name.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant, instant_or_none


class Tie(SQLModel, table=True):
    """That a record and something else belong together. Two tickets are tied by a Link."""

    __table_args__ = (
        UniqueConstraint("record", "record_id", "kind", "other", "other_id"),
        Index("ix_tie_other", "other", "other_id", "record"),
    )
    id: int | None = Field(default=None, primary_key=True)
    record: str
    """problem, change or knowledge."""
    record_id: int
    kind: str
    """incident, origin, caused, fix, affects, source, used ...: what the other is to the record."""
    other: str
    """ticket, problem, change, item or knowledge."""
    other_id: int
    created_at: datetime = instant()


class RecordNote(SQLModel, table=True):
    """Something written on a record by an agent."""

    __tablename__ = "record_note"
    __table_args__ = (Index("ix_record_note_record", "record", "record_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    record: str
    record_id: int
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    author: str = ""
    body: str
    created_at: datetime = instant()
    withdrawn: bool = False
    """Taken back by an undo; kept, and shown to nobody."""


class RecordEvent(SQLModel, table=True):
    """What happened to a record. Append-only: the database itself refuses an update or a delete."""

    __tablename__ = "record_event"
    __table_args__ = (Index("ix_record_event_record", "record", "record_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    record: str
    record_id: int
    at: datetime = instant()
    act_id: int | None = Field(default=None, foreign_key="act.id")
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    actor: str = ""
    verb: str
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """{field: [before, after]}, in words a person reads."""
    text: str = ""
    """The reason, or the first words of what was written."""
    version: int = 0
    """The record's version after it."""


class RecordWord(SQLModel, table=True):
    """One word of a record, folded, and how much it says: what search and suggestions go by, on every engine."""

    __tablename__ = "record_word"
    __table_args__ = (Index("ix_record_word_word", "record", "word", "record_id", "weight"),)
    record: str = Field(primary_key=True)
    record_id: int = Field(primary_key=True)
    word: str = Field(primary_key=True)
    weight: int = 1


class Task(SQLModel, table=True):
    """A piece of work on a problem or a change, or a step of a checklist on a ticket."""

    __table_args__ = (
        Index("ix_task_record", "record", "record_id", "position", "id"),
        Index("ix_task_owner_id", "owner_id", "state"),
    )
    id: int | None = Field(default=None, primary_key=True)
    record: str
    """problem, change or ticket."""
    record_id: int
    position: int = 0
    kind: str = "general"
    """general, root-cause; implementation, test, communication, backout; on a ticket step (by a procedure that
    applies to it, or an agent's own) or attached (of a procedure that an agent chose)."""
    subject: str
    state: str = "open"
    """open, done, skipped (with its reason) or canceled."""
    owner_id: int | None = Field(default=None, foreign_key="agent.id")
    required: bool = True
    """Whether an open step stops a close."""
    reason: str = ""
    """Why it was left out."""
    due_at: datetime | None = instant_or_none()
    done_at: datetime | None = instant_or_none()
    done_by_id: int | None = Field(default=None, foreign_key="agent.id")
    procedure_id: int | None = Field(default=None, foreign_key="procedure.id")
    created_at: datetime = instant()
