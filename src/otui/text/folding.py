"""How text becomes words to look for, and where it has them: the same on every engine, and on the screen."""

from __future__ import annotations

import re
import unicodedata

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


def spans(text: str, words: str) -> list[tuple[int, int]]:
    """Return where `text` has the words, as (start, end) in characters, in order and apart from each other.

    Beginnings of words where there are any, else parts of words of three letters and more.
    """
    places: list[int] = []
    letters: list[str] = []
    for place, char in enumerate(text):
        for folded in fold(char):
            letters.append(folded)
            places.append(place)
    folded_text = "".join(letters)
    found: list[tuple[int, int]] = []
    for term in terms_of(words):
        hits = [m.span() for m in beginning(term).finditer(folded_text)]
        if not hits and len(term) >= INDEXED_PREFIX:
            hits = [m.span() for m in re.finditer(re.escape(term), folded_text)]
        found += [(places[start], places[end - 1] + 1) for start, end in hits]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart
