"""Gives tickets more states in which they are somebody's work: `ticket.is_open` is worked out from the state."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

LAST = "state = 'waiting-until'"
"""What the condition ends with before."""
_INDEXES = (
    "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = 'ticket'"
    " AND indexdef LIKE '%is_open%'"
)
_CONDITION = (
    "SELECT pg_get_expr(d.adbin, d.adrelid) FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid"
    " AND a.attnum = d.adnum WHERE d.adrelid = 'ticket'::regclass AND a.attname = 'is_open'"
)


def upgrade(*states: str) -> None:
    """Let `is_open` hold in these states too. No ticket is in one of them yet."""
    if op.get_bind().dialect.name == "sqlite":
        _in_a_file(states)
    else:
        _on_a_server(states)


def _in_a_file(states: tuple[str, ...]) -> None:
    """Change the words of the table alone: what is stored stays right, and a million tickets are not written anew.

    That is how SQLite's own documentation changes what does not touch the rows (ALTER TABLE, section 7).
    """
    more = "".join(f" OR state = '{state}'" for state in states)
    op.execute(sa.text("PRAGMA writable_schema = ON"))
    op.execute(
        sa.text(
            "UPDATE sqlite_master SET sql = replace(sql, :last, :all) WHERE type = 'table' AND name = 'ticket'"
        ).bindparams(last=LAST, all=LAST + more)
    )
    op.execute(sa.text("PRAGMA writable_schema = RESET"))


def _on_a_server(states: tuple[str, ...]) -> None:
    """Make the column anew, with the indexes that look at it: a server of before 17 knows no other way."""
    bind = op.get_bind()
    condition = bind.execute(sa.text(_CONDITION)).scalar_one()
    indexes = [row[0] for row in bind.execute(sa.text(_INDEXES))]
    more = "".join(f" OR state = '{state}'" for state in states)
    for statement in (
        "ALTER TABLE ticket DROP COLUMN is_open",
        f"ALTER TABLE ticket ADD COLUMN is_open BOOLEAN GENERATED ALWAYS AS ({condition}{more}) STORED",
        *indexes,
    ):
        op.execute(sa.text(statement.replace(":", "\\:")))
