"""Several people at one desk: whose key is whose, who is where, and what one shift leaves to the next."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from otui.domain.entities.base import instant, instant_or_none


class SshKey(SQLModel, table=True):
    """A public key by which sshd knows an agent."""

    __tablename__ = "ssh_key"
    id: int | None = Field(default=None, primary_key=True)
    agent_id: int = Field(foreign_key="agent.id", index=True)
    kind: str
    """As in OpenSSH: ssh-ed25519, ecdsa-sha2-nistp256 ..."""
    body: str
    """The key itself, in base64."""
    comment: str = ""
    fingerprint: str = Field(unique=True)
    """SHA256:..., as ssh-keygen tells it."""
    added_at: datetime = instant()
    added_by_id: int | None = Field(default=None, foreign_key="agent.id")
    used_at: datetime | None = instant_or_none()


class Presence(SQLModel, table=True):
    """Where a session is now. It renews its row; one that is not renewed counts for nothing."""

    id: int | None = Field(default=None, primary_key=True)
    session: str = Field(unique=True)
    """A random name of one open otui."""
    agent_id: int = Field(foreign_key="agent.id")
    ticket_id: int = Field(foreign_key="ticket.id", index=True)
    doing: str = "reading"
    """reading or writing."""
    since_at: datetime = instant()
    seen_at: datetime = instant()


class Handover(SQLModel, table=True):
    """What an agent leaves to another at the end of a shift."""

    __table_args__ = (Index("ix_handover_to_id", "to_id", "seen_at"),)
    id: int | None = Field(default=None, primary_key=True)
    from_id: int = Field(foreign_key="agent.id")
    to_id: int = Field(foreign_key="agent.id")
    words: str = ""
    created_at: datetime = instant()
    seen_at: datetime | None = instant_or_none()


class HandoverItem(SQLModel, table=True):
    """One ticket of a hand-over, with what there is to know of it."""

    __tablename__ = "handover_item"
    __table_args__ = (UniqueConstraint("handover_id", "ticket_id", "kind"),)
    id: int | None = Field(default=None, primary_key=True)
    handover_id: int = Field(foreign_key="handover.id")
    ticket_id: int = Field(foreign_key="ticket.id")
    kind: str
    """mine, waiting, promised or draft."""
    words: str = ""
