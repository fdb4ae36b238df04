"""Words of problems, changes and knowledge articles, kept as plain rows: found alike on every engine.

A desk has thousands of these, not millions, so a word is looked up by its beginning, and what it says of a record is
weighed by how few others have it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otui.store.reader import Reader
from otui.store.writer import Writer
from otui.text.folding import MAX_LETTERS, fold

MOST_WORDS = 2_000
"""Words of one record that are kept: the rest of a very long text is not looked at."""
_WORD = re.compile(r"[^\W_]+")
_LAST = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, how well it fits, and by which of the words asked for."""

    record_id: int
    score: float
    words: tuple[str, ...]


def index(writer: Writer, record: str, record_id: int, texts: Mapping[str, int]) -> None:
    """Know a record by these texts, each with the weight of its words, in place of what was known of it."""
    forget(writer, record, record_id)
    weights: dict[str, int] = {}
    for text, weight in sorted(texts.items(), key=lambda pair: -pair[1]):
        for word in _WORD.findall(fold(text)):
            if len(weights) >= MOST_WORDS:
                break
            weights.setdefault(word[:MAX_LETTERS], weight)
    writer.executemany(
        "INSERT INTO record_word (record, word, record_id, weight) VALUES (:record, :word, :id, :weight)",
        [
            {"record": record, "word": word, "id": record_id, "weight": weight}
            for word, weight in weights.items()
        ],
    )


def forget(writer: Writer, record: str, record_id: int) -> None:
    """Let nothing be found of a record."""
    writer.execute(
        "DELETE FROM record_word WHERE record = :record AND record_id = :id",
        {"record": record, "id": record_id},
    )


def find(reader: Reader, record: str, terms: Sequence[str], *, every: bool = True) -> list[Hit]:
    """Return the records that have words which begin as these do (`every`: all of them), the best first.

    Of two that fit alike, the newer one comes first.
    """
    known = max(
        1, reader.value("SELECT count(DISTINCT record_id) FROM record_word WHERE record = :r", {"r": record})
    )
    scores: dict[int, float] = {}
    words: dict[int, list[str]] = {}
    for term in terms:
        rows = reader.all(
            "SELECT record_id, max(CASE WHEN word = :term THEN 2 * weight ELSE weight END) FROM record_word"
            " WHERE record = :record AND word >= :term AND word <= :last GROUP BY record_id",
            {"record": record, "term": term, "last": term + _LAST},
        )
        rarity = math.log(1 + known / max(1, len(rows)))
        for record_id, weight in rows:
            scores[record_id] = scores.get(record_id, 0.0) + float(weight) * rarity
            words.setdefault(record_id, []).append(term)
    hits = [
        Hit(record_id, score, tuple(words[record_id]))
        for record_id, score in scores.items()
        if not every or len(words[record_id]) == len(terms)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, -hit.record_id))
