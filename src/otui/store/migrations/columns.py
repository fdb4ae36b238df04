"""Columns as the tables of a desk have them, for migrations to name several in a line."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

WORDS = sa.String().with_variant(sa.String(collation="C"), "postgresql")
"""Text that every engine sorts and compares alike: byte by byte."""


def column(name: str, kind: Any, default: str | None, null: bool) -> sa.Column[Any]:
    """Return a column with the default that the database fills in."""
    return sa.Column(name, kind, server_default=None if default is None else sa.text(default), nullable=null)


def own_id() -> sa.Column[Any]:
    """Return the number that a row is known by."""
    return sa.Column("id", sa.Integer(), primary_key=True)


def text(name: str, default: str | None = "''", *, null: bool = False) -> sa.Column[Any]:
    """Return a column of words; empty where nothing is said."""
    return column(name, WORDS, None if null else default, null)


def whole(name: str, default: str | None = None, *, null: bool = False) -> sa.Column[Any]:
    """Return a column of a whole number."""
    return column(name, sa.Integer(), default, null)


def moment(name: str, *, null: bool = False) -> sa.Column[Any]:
    """Return a column of a point in time."""
    return column(name, sa.BigInteger(), None, null)


def flag(name: str, default: str = "false") -> sa.Column[Any]:
    """Return a column of yes or no."""
    return column(name, sa.Boolean(), default, False)


def document(name: str, default: str = "'{}'") -> sa.Column[Any]:
    """Return a column of JSON."""
    return column(name, sa.JSON(), default, False)


def refers(name: str, target: str, *, null: bool = True) -> sa.Column[Any]:
    """Return a column that names a row of another table."""
    return sa.Column(name, sa.Integer(), sa.ForeignKey(f"{target}.id"), nullable=null)
