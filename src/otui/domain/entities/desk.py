"""The desk itself: what is known of it, its rule files, its counts and its change feed."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant


class Meta(SQLModel, table=True):
    """What is known of the desk itself: id, name, when made, counters."""

    key: str = Field(primary_key=True)
    value: str


class RuleText(SQLModel, table=True):
    """One of the desk's rule files (sla, calendar, queues) as an admin wrote it; the newest of a name counts."""

    __tablename__ = "rule_text"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)
    text: str
    loaded_at: datetime = instant()
    agent_id: int | None = Field(default=None, foreign_key="agent.id")
    """Who put it in force; nobody, where it came with the making of the desk."""
    load_id: int | None = None
    """Id of the first file that came into force together with it; none for those that the desk was made with."""


class Feed(SQLModel, table=True):
    """The change feed: one row a change, read by every open screen; old rows are swept."""

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = instant()
    topic: str
    """ticket, escalation, queue, agent, contact, rules, problem, change, knowledge, item ..."""
    ticket_id: int | None = None
    record_id: int | None = None
    """Id of the problem, change, knowledge article or item that the topic names."""
    verb: str = ""
    agent_id: int | None = None
    entered: bool = False
    """The ticket came into a list where it was not before: new, moved, reopened."""


class Tally(SQLModel, table=True):
    """How many tickets there are of each sort, kept by triggers so that no count ever scans."""

    queue_id: int = Field(primary_key=True)
    state: str = Field(primary_key=True)
    locked: bool = Field(primary_key=True)
    flag: int = Field(primary_key=True)
    n: int = 0
