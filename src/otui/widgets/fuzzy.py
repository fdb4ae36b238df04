"""Which of many names someone means who types a few letters. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")

LOOSE = 3
"""Letters apart count while they span at most so many times their number: any two letters are somewhere in a name."""

WHOLE, START, WORD, INSIDE, SPREAD = 100.0, 60.0, 45.0, 25.0, 8.0
"""What a typed word is worth: as the whole name, its start, the start of a word, inside one, as letters apart."""
UNCUT = 12.0
"""What it is worth more where it is a word of the name as it stands, and not the start of a longer one."""


def fold(text: str) -> str:
    """Return `text` without case and accents: what is typed without them finds names that have them."""
    if text.isascii():
        return text.lower()
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def score(words: Sequence[str], name: str) -> float | None:
    """Return how well folded `words`, in any order, fit the folded `name`; None when one of them does not."""
    total = 0.0
    for word in words:
        worth = _worth(word, name)
        if worth is None:
            return None
        total += worth
    # Of two that fit alike, the shorter is meant: nothing in it is left unsaid.
    return total - min(len(name), 200) / 100


def best(query: str, items: Sequence[T], name_of: Callable[[T], str], limit: int = 200) -> list[T]:
    """Return the items whose (folded) name fits `query`, best first; as they stand for an empty query."""
    words = fold(query).split()
    if not words:
        return list(items[:limit])
    scored = [(worth, item) for item in items if (worth := score(words, name_of(item))) is not None]
    scored.sort(key=lambda pair: -pair[0])
    return [item for _worth_of, item in scored[:limit]]


def _worth(word: str, name: str) -> float | None:
    if word == name:
        return WHOLE
    worth = 0.0
    at = name.find(word)
    while at >= 0:
        if at == 0 or not name[at - 1].isalnum():
            after = name[at + len(word) : at + len(word) + 1]
            worth = max(worth, (START if at == 0 else WORD) + (0.0 if after.isalnum() else UNCUT))
        at = name.find(word, at + 1)
    if worth or word in name:
        return worth or INSIDE
    return _spread(word, name)


def _spread(word: str, name: str) -> float | None:
    """Return the worth of letters that come in order but apart; the closer together, the more."""
    first = at = -1
    for letter in word:
        at = name.find(letter, at + 1)
        if at < 0:
            return None
        first = at if first < 0 else first
    span = at - first + 1
    return SPREAD * len(word) / span if span <= LOOSE * len(word) else None
