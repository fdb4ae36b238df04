"""Several people at one desk: who is away, who sees what, whose key is whose, who is where, and hand-overs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = (
    "ALTER TABLE agent ADD COLUMN away_at BIGINT",
    "ALTER TABLE agent ADD COLUMN back_at BIGINT",
    "ALTER TABLE agent ADD COLUMN substitute_id INTEGER REFERENCES agent (id)",
    "ALTER TABLE queue ADD COLUMN confidential BOOLEAN DEFAULT false NOT NULL",
    "ALTER TABLE contact ADD COLUMN known_in_id INTEGER REFERENCES queue (id)",
    "ALTER TABLE customer ADD COLUMN known_in_id INTEGER REFERENCES queue (id)",
    "ALTER TABLE rule_text ADD COLUMN agent_id INTEGER REFERENCES agent (id)",
    "ALTER TABLE rule_text ADD COLUMN load_id INTEGER",
    "ALTER TABLE act ADD COLUMN about VARCHAR DEFAULT '' NOT NULL",
    "CREATE INDEX ix_act_about ON act (about, id) WHERE about <> ''",
)


def upgrade() -> None:
    """Add what one agent alone does not need."""
    for statement in COLUMNS:
        op.execute(sa.text(statement))
    _keys()
    _presence()
    _handovers()


def _keys() -> None:
    """The public keys by which sshd knows an agent."""
    op.create_table(
        "ssh_key",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agent.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("comment", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("added_by_id", sa.Integer(), sa.ForeignKey("agent.id"), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.UniqueConstraint("fingerprint"),
    )
    op.create_index("ix_ssh_key_agent_id", "ssh_key", ["agent_id"])


def _presence() -> None:
    """Who is on which ticket now; a row that is not renewed counts for nothing."""
    op.create_table(
        "presence",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("session", sa.String(), nullable=False),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("agent.id"), nullable=False),
        sa.Column("ticket_id", sa.Integer(), sa.ForeignKey("ticket.id"), nullable=False),
        sa.Column("doing", sa.String(), server_default=sa.text("'reading'"), nullable=False),
        sa.Column("since_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.UniqueConstraint("session"),
    )
    op.create_index("ix_presence_ticket_id", "presence", ["ticket_id"])


def _handovers() -> None:
    """What one shift leaves to the next."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("from_id", sa.Integer(), sa.ForeignKey("agent.id"), nullable=False),
        sa.Column("to_id", sa.Integer(), sa.ForeignKey("agent.id"), nullable=False),
        sa.Column("words", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
    )
    op.create_index("ix_handover_to_id", "handover", ["to_id", "seen_at"])
    op.create_table(
        "handover_item",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("handover_id", sa.Integer(), sa.ForeignKey("handover.id"), nullable=False),
        sa.Column("ticket_id", sa.Integer(), sa.ForeignKey("ticket.id"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), server_default=sa.text("''"), nullable=False),
        sa.UniqueConstraint("handover_id", "ticket_id", "kind"),
    )
