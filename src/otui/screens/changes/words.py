"""What the screens of changes call things."""

from __future__ import annotations

from otui.desk.process_words import CHANGE_TYPES
from otui.text.i18n import _

SIGNS = {"normal": "○", "standard": "●", "emergency": "▲"}
ASCII_SIGNS = {"normal": "o", "standard": "=", "emergency": "!"}


def type_sign(kind: str, ascii_only: bool) -> str:
    """Return the sign of a type of change."""
    return (ASCII_SIGNS if ascii_only else SIGNS).get(kind, " ")


def type_name(kind: str) -> str:
    """Return a type of change in a word."""
    return _(CHANGE_TYPES.get(kind, kind))


def type_label(kind: str, ascii_only: bool) -> str:
    """Return a type of change: its sign and its word."""
    return f"{type_sign(kind, ascii_only)} {type_name(kind)}"
