"""What was done: acts with their inverse, and the history that nothing changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant


class Act(SQLModel, table=True):
    """One verb done, with what it takes to undo it."""

    __table_args__ = (
        Index("ix_act_agent", "agent_id", "id"),
        Index("ix_act_ticket", "ticket_id", "id"),
        Index(
            "ix_act_about",
            "about",
            "id",
            sqlite_where=text("about <> ''"),
            postgresql_where=text("about <> ''"),
        ),
    )
    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant()
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    verb: str
    ticket_id: int | None = Field(default=None, foreign_key="ticket.id")
    about: str = ""
    """What it was done to where that is no ticket: `agent 3`, `queue 7`."""
    batch: str = ""
    """Shared by the acts of one stroke on several tickets, which are undone together."""
    inverse: list[Any] = Field(default_factory=list, sa_type=JSON)
    """[table, id, before, after] a changed row, its columns as the database holds them; before null: it was added."""
    undoes_id: int | None = Field(default=None, foreign_key="act.id")
    undone_by_id: int | None = Field(default=None, foreign_key="act.id")


class History(SQLModel, table=True):
    """What happened to a ticket. Append-only: the database itself refuses an update or a delete."""

    __table_args__ = (Index("ix_history_ticket", "ticket_id", "id"),)
    id: int | None = Field(default=None, primary_key=True)
    ticket_id: int = Field(foreign_key="ticket.id")
    at: datetime = instant()
    act_id: int | None = Field(default=None, foreign_key="act.id")
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    actor: str = ""
    """The agent's name, `timer`, or whoever an import named."""
    verb: str
    changes: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    """{field: [before, after]}, in words a person reads."""
    text: str = ""
    """The reason, or the first words of what was written."""
    version: int = 0
    """The ticket's version after it."""
