"""What the screens of changes call things."""

from __future__ import annotations

from otui.desk.process_words import CHANGE_TYPES
from otui.text.i18n import _

SIGNS = {"normal": "○", "standard": "●", "emergency": "▲"}
ASCII_SIGNS = {"normal": "o", "standard": "=", "emergency": "!"}


def type_label(kind: str, ascii_only: bool) -> str:
    """Return a type of change: its sign and its word."""
    signs = ASCII_SIGNS if ascii_only else SIGNS
    return f"{signs.get(kind, ' ')} {_(CHANGE_TYPES.get(kind, kind))}"
