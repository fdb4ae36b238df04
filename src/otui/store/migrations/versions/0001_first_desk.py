"""The desk as first released: tables, indexes for every list, full text, tallies, append-only history."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from otui.store.migrations import first_desk_postgresql, first_desk_sqlite

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

OPEN = "is_open"
WORDS = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""Text that every engine sorts and compares alike: byte by byte."""
OPEN_STATES = (
    "(state = 'new' OR state = 'open' OR state = 'waiting-contact' OR state = 'waiting-third-party'"
    " OR state = 'waiting-until')"
)


def upgrade() -> None:
    """Make everything."""
    _desk()
    _people()
    _tickets()
    _clocks()
    _history()
    _own()
    if op.get_bind().dialect.name == "sqlite":
        first_desk_sqlite.upgrade()
    else:
        first_desk_postgresql.upgrade()


def _column(name: str, kind: Any, default: str | None, null: bool) -> sa.Column[Any]:
    return sa.Column(name, kind, server_default=None if default is None else sa.text(default), nullable=null)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def _text(name: str, default: str | None = None, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, WORDS, default, null)


def _whole(name: str, default: str | None = None, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.Integer(), default, null)


def _wide(name: str) -> sa.Column[Any]:
    """Microseconds of work: SQLite's whole numbers are wide enough by themselves."""
    return _column(name, sa.Integer().with_variant(sa.BigInteger(), "postgresql"), None, True)


def _big(name: str, default: str | None = None, *, null: bool = False) -> sa.Column[Any]:
    return _column(name, sa.BigInteger(), default, null)


def _flag(name: str, default: str | None = None) -> sa.Column[Any]:
    return _column(name, sa.Boolean(), default, False)


def _json(name: str, default: str) -> sa.Column[Any]:
    return _column(name, sa.JSON(), default, False)


# Several columns a line, so that a table is seen whole.
# fmt: off
def _people() -> None:
    """Who works here, where tickets wait, and who reports."""
    op.create_table(
        "agent",
        _id(), _text("login"), _text("name"), _text("email", "''"), _text("role", "'agent'"),
        _text("lang", "''"), _whole("line", "1"), _flag("active", "true"), _big("created_at"),
        sa.UniqueConstraint("login"),
    )
    op.create_table(
        "customer",
        _id(), _text("name"), _text("phone", "''"), _text("note", "''"), _big("created_at"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "queue",
        _id(), _text("name"), _whole("parent_id", null=True), _whole("line", "1"), _whole("position", "0"),
        _text("calendar", "''"), _whole("lock_minutes", "0"), _flag("active", "true"),
        sa.ForeignKeyConstraint(["parent_id"], ["queue.id"]),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "queue_member",
        _whole("queue_id"), _whole("agent_id"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"]),
        sa.PrimaryKeyConstraint("queue_id", "agent_id"),
    )
    op.create_index("ix_queue_member_agent_id", "queue_member", ["agent_id"])
    op.create_table(
        "contact",
        _id(), _text("name"), _text("email", "''"), _text("phone", "''"), _text("lang", "''"),
        _whole("customer_id", null=True), _text("note", "''"), _big("created_at"),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
    )
    op.create_index("ix_contact_customer_id", "contact", ["customer_id"])
    op.create_index("ix_contact_email", "contact", ["email"])
    op.create_index("ix_contact_name", "contact", ["name"])


def _desk() -> None:
    """What is known of the desk, its rule files, its counts and its change feed."""
    op.create_table("meta", _text("key"), _text("value"), sa.PrimaryKeyConstraint("key"))
    op.create_table("rule_text", _id(), _text("name"), _text("text"), _big("loaded_at"))
    op.create_index("ix_rule_text_name", "rule_text", ["name"])
    op.create_table(
        "tally",
        _whole("queue_id"), _text("state"), _flag("locked"), _whole("flag"), _whole("n", "0"),
        sa.PrimaryKeyConstraint("queue_id", "state", "locked", "flag"),
    )
    op.create_table(
        "feed",
        _id(), _big("at"), _text("topic"), _whole("ticket_id", null=True), _text("verb", "''"),
        _whole("agent_id", null=True), _flag("entered", "false"),
    )


def _tickets() -> None:
    """Tickets, what is said on them and what ties them together."""
    op.create_table(
        "ticket",
        _id(), _text("number"), _text("external_number", null=True), _text("kind", "'incident'"),
        _text("subject"), _text("state", "'new'"),
        sa.Column("is_open", sa.Boolean(), sa.Computed(OPEN_STATES, persisted=True)), _whole("impact", null=True),
        _whole("urgency", null=True), _whole("value", null=True), _text("level", "''"),
        _whole("level_rank", "0"), _flag("level_imported", "false"), _whole("queue_id"),
        _whole("line", "1"), _whole("owner_id", null=True), _flag("locked", "false"),
        _whole("contact_id", null=True), _whole("customer_id", null=True), _big("created_at"),
        _big("updated_at"), _big("active_at"), _big("wait_until", null=True),
        _big("resolved_at", null=True), _big("closed_at", null=True), _big("response_due", null=True),
        _big("escalation_due", null=True), _big("resolution_due", null=True), _big("next_at", null=True),
        _big("wake_at", null=True), _big("sort_key", "4611686018427387904"), _whole("flag", "0"),
        _whole("cycle", "1"), _whole("reopen_count", "0"), _whole("merged_into_id", null=True),
        _whole("created_by_id", null=True), _json("extra", "'{}'"), _whole("version", "1"),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["created_by_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["customer_id"], ["customer.id"]),
        sa.ForeignKeyConstraint(["merged_into_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"]),
        sa.UniqueConstraint("number"),
    )
    op.create_index("ix_ticket_contact_id", "ticket", ["contact_id"])
    op.create_index("ix_ticket_customer_id", "ticket", ["customer_id"])
    op.create_index("ix_ticket_external_number", "ticket", ["external_number"])
    op.create_index("ix_ticket_merged_into_id", "ticket", ["merged_into_id"])
    op.create_table(
        "article",
        _id(), _whole("ticket_id"), _text("kind"), _text("author_kind", "'agent'"),
        _whole("agent_id", null=True), _whole("contact_id", null=True), _text("author", "''"),
        _text("recipients", "''"), _text("cc", "''"), _text("subject", "''"), _text("body", "''"),
        _flag("reaches_contact", "false"), _whole("queue_id", null=True), _big("created_at"),
        _whole("origin_id", null=True), _flag("withdrawn", "false"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"]),
        sa.ForeignKeyConstraint(["origin_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
    )
    op.create_index("ix_article_ticket_id", "article", ["ticket_id"])
    op.create_table(
        "link",
        _id(), _whole("ticket_id"), _whole("other_id"), _text("kind", "'related'"), _big("created_at"),
        sa.ForeignKeyConstraint(["other_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.UniqueConstraint("ticket_id", "other_id", "kind"),
    )
    op.create_index("ix_link_other_id", "link", ["other_id"])
    _ticket_orders()


def _clocks() -> None:
    """The life of a ticket in time."""
    op.create_table(
        "span",
        _id(), _whole("ticket_id"), _whole("cycle", "1"), _big("began_at"), _big("ended_at", null=True),
        _text("calendar"), _text("mode"), _text("reason", "''"), _wide("used"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
    )
    op.create_index("ix_span_ticket", "span", ["ticket_id", "id"])
    op.create_table(
        "ticket_clock",
        _id(), _whole("ticket_id"), _text("name"), _whole("cycle", "1"), _big("started_at"),
        _whole("target"), _whole("warn_percent", "75"), _text("rule", "''"), _big("due_at", null=True),
        _big("warn_at", null=True), _big("done_at", null=True), _flag("missed", "false"),
        _wide("used"),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.UniqueConstraint("ticket_id", "name", "cycle"),
    )
    op.create_table(
        "escalation",
        _id(), _whole("ticket_id"), _text("clock"), _whole("cycle"), _text("stage"), _big("due_at"),
        _big("raised_at"), _whole("queue_id"), _whole("owner_id", null=True),
        sa.ForeignKeyConstraint(["owner_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.UniqueConstraint("ticket_id", "clock", "cycle", "stage", "due_at"),
    )


def _history() -> None:
    """What was done, and what happened."""
    op.create_table(
        "act",
        _id(), _big("at"), _whole("agent_id", null=True), _text("verb"), _whole("ticket_id", null=True),
        _text("batch", "''"), _json("inverse", "'[]'"), _whole("undoes_id", null=True),
        _whole("undone_by_id", null=True),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
        sa.ForeignKeyConstraint(["undoes_id"], ["act.id"]),
        sa.ForeignKeyConstraint(["undone_by_id"], ["act.id"]),
    )
    op.create_index("ix_act_agent", "act", ["agent_id", "id"])
    op.create_index("ix_act_ticket", "act", ["ticket_id", "id"])
    op.create_table(
        "history",
        _id(), _whole("ticket_id"), _big("at"), _whole("act_id", null=True), _whole("agent_id", null=True),
        _text("actor", "''"), _text("verb"), _json("changes", "'{}'"), _text("text", "''"),
        _whole("version", "0"),
        sa.ForeignKeyConstraint(["act_id"], ["act.id"]),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.ForeignKeyConstraint(["ticket_id"], ["ticket.id"]),
    )
    op.create_index("ix_history_ticket", "history", ["ticket_id", "id"])


def _own() -> None:
    """What an agent keeps for themselves."""
    op.create_table(
        "draft",
        _id(), _whole("agent_id"), _whole("ticket_id", "0"), _text("kind"), _text("body", "''"),
        _json("fields", "'{}'"), _whole("base_version", "0"), _big("saved_at"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.UniqueConstraint("agent_id", "ticket_id", "kind"),
    )
    op.create_table(
        "saved_view",
        _id(), _whole("agent_id"), _whole("digit"), _text("name"), _json("spec", "'{}'"),
        sa.ForeignKeyConstraint(["agent_id"], ["agent.id"]),
        sa.UniqueConstraint("agent_id", "digit"),
    )
# fmt: on


def _ticket_orders() -> None:
    """Every list of tickets is read on an index in its own order. Open ones are few, and have their own."""
    for order in ("sort_key", "created_at", "level_rank", "updated_at"):
        _where(f"ix_ticket_open_{order}", [order, "id", "queue_id", "state", "locked", "flag"], OPEN)
        _where(f"ix_ticket_queue_{order}", ["queue_id", order, "id"], OPEN)
        _where(f"ix_ticket_owner_{order}", ["owner_id", order, "id"], OPEN)
    for order in ("subject", "number"):
        _where(
            f"ix_ticket_open_{order}", [order, "id", "queue_id", "state", "locked", "flag", "owner_id"], OPEN
        )
    op.create_index("ix_ticket_state_updated", "ticket", ["state", "updated_at", "id"])
    op.create_index("ix_ticket_queue_updated_all", "ticket", ["queue_id", "updated_at", "id"])
    op.create_index("ix_ticket_owner_updated_all", "ticket", ["owner_id", "updated_at", "id"])
    op.create_index("ix_ticket_updated_all", "ticket", ["updated_at", "id"])
    _where("ix_ticket_next_at", ["next_at"], "next_at IS NOT NULL")
    _where("ix_ticket_wake_at", ["wake_at"], "wake_at IS NOT NULL")
    _where("ix_ticket_flag", ["flag", "sort_key", "id"], "flag > 0")


def _where(name: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "ticket", columns, sqlite_where=where, postgresql_where=where)
