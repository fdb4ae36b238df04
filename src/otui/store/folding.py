"""How text becomes words to look for: the same on every engine, and on the screen that shows the hit."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

MAX_WORDS = 12
MAX_LETTERS = 64
"""Of a word; what comes after is not looked at."""
INDEXED_PREFIX = 3
"""Letters from which on a part of a word is looked for; beginnings up to this length have an index of their own."""


def terms_of(words: str) -> list[str]:
    """Return what was typed as words to look for: folded, each once, without signs that mean something to an index."""
    terms = re.findall(r"[^\W_]+", fold(words))
    return list(dict.fromkeys(term[:MAX_LETTERS] for term in terms))[:MAX_WORDS]


def fold(text: str) -> str:
    """Return text without case and accents, as both indexes hold it."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFD", text)
    return "".join(char for char in plain if unicodedata.category(char) != "Mn").lower()


def beginning(term: str) -> re.Pattern[str]:
    """Return the pattern of a word that begins so."""
    return re.compile(rf"(?<![^\W_]){re.escape(term)}")


def state_condition(states: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the condition, to be added with AND, that the ticket `t` is in one of these states; empty for any."""
    params: dict[str, Any] = {f"state{i}": str(state) for i, state in enumerate(states)}
    if not params:
        return "", {}
    return f" AND t.state IN ({', '.join(':' + name for name in params)})", params
