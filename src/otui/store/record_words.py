"""Words of problems, changes and knowledge articles, kept as plain rows: found alike on every engine.

A desk has thousands of these, not millions. A word that is typed is looked up by its beginning (`find`); the words
of a whole message are looked up as they stand, with their usual endings (`fitting`). What a word says of a record is
weighed by how few others have it.
"""

from __future__ import annotations

import heapq
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from otui.store.reader import Reader
from otui.store.writer import Writer
from otui.text.common_words import COMMON
from otui.text.folding import MAX_LETTERS, fold

MOST_WORDS = 2_000
"""Words of one record that are kept: the rest of a very long text is not looked at."""
SHORTEST_BEGINNING = 2
"""Letters from which on a word is looked up by its beginning: with one letter, far too many begin."""
MOST_TERMS = 40
"""Words of a message that are looked up: the first that say something."""
MOST_POSTINGS = 2_500
"""Rows that are weighed for a message: those of its rarest words."""
MOST_FITTING = 200
"""Records that fit a message: the best."""
LEAST_LETTERS = 3
_COMMON_SHARE = 0.1
_COMMON_FROM = 20
"""A word that more records have than this, and than that share of all, tells none of them apart."""
_RARE_SHARE = 0.02
_RARE_UP_TO = 3
"""A word that no more records have than this, or than that share of all, is rare."""
_ENDINGS = ("s", "es", "en", "e", "n", "ed", "ing", "je", "jes")
_WORD = re.compile(r"[^\W_]+")
_LAST = chr(0x10FFFF)


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found, how well it fits, and by which of the words asked for."""

    record_id: int
    score: float
    words: tuple[str, ...]
    weight: int = 0
    """What the weightiest of them says, by the place where it stands."""
    rare: bool = False
    """Whether one of the weightiest of them is rare: hardly any other record has it."""


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
    known = _known(reader, record)
    scores: dict[int, float] = {}
    words: dict[int, list[str]] = {}
    for term in terms:
        last = term + _LAST if len(term) >= SHORTEST_BEGINNING else term
        rows = reader.all(
            "SELECT record_id, max(CASE WHEN word = :term THEN 2 * weight ELSE weight END) FROM record_word"
            " WHERE record = :record AND word >= :term AND word <= :last GROUP BY record_id",
            {"record": record, "term": term, "last": last},
        )
        rarity = _rarity(known, len(rows))
        for record_id, weight in rows:
            scores[record_id] = scores.get(record_id, 0.0) + float(weight) * rarity
            words.setdefault(record_id, []).append(term)
    hits = [
        Hit(record_id, score, tuple(words[record_id]))
        for record_id, score in scores.items()
        if not every or len(words[record_id]) == len(terms)
    ]
    return sorted(hits, key=lambda hit: (-hit.score, -hit.record_id))


def terms_of(text: str) -> tuple[str, ...]:
    """Return the words of a text that say something, folded, each once, in the order in which they come."""
    found: dict[str, None] = {}
    for word in _WORD.findall(fold(text)):
        if len(word) >= LEAST_LETTERS and word not in COMMON and not word.isdigit():
            found.setdefault(word[:MAX_LETTERS], None)
            if len(found) == MOST_TERMS:
                break
    return tuple(found)


def fitting(reader: Reader, record: str, terms: Sequence[str]) -> list[Hit]:
    """Return the records that have any of these words (see `terms_of`), the best first, with the words they have.

    A word is the same with another ending: printer, printers. Words that nearly all records have count for nothing.
    """
    meant: dict[str, str] = {}
    for term in terms:
        for variant in _variants(term):
            meant.setdefault(variant, term)
    if not meant:
        return []
    known = _known(reader, record)
    names = {f"w{place}": variant for place, variant in enumerate(meant)}
    among = ", ".join(f":{name}" for name in names)
    counted: dict[str, int] = {}
    for word, count in reader.all(
        f"SELECT word, count(*) FROM record_word WHERE record = :record AND word IN ({among}) GROUP BY word",
        {"record": record, **names},
    ):
        counted[word] = int(count)
    chosen: list[str] = []
    room = MOST_POSTINGS
    for word, count in sorted(counted.items(), key=lambda pair: (pair[1], pair[0])):
        if count > max(_COMMON_FROM, _COMMON_SHARE * known) or count > room:
            break
        chosen.append(word)
        room -= count
    return _weighed(reader, record, chosen, meant, known)


def _weighed(
    reader: Reader, record: str, chosen: Sequence[str], meant: Mapping[str, str], known: int
) -> list[Hit]:
    if not chosen:
        return []
    names = {f"w{place}": word for place, word in enumerate(chosen)}
    among = ", ".join(f":{name}" for name in names)
    rows = reader.all(
        f"SELECT word, record_id, weight FROM record_word WHERE record = :record AND word IN ({among})",
        {"record": record, **names},
    )
    of_term: dict[str, dict[int, int]] = {}
    for word, record_id, weight in rows:
        weights = of_term.setdefault(meant[word], {})
        if weight > weights.get(record_id, 0):
            weights[record_id] = weight
    scores: dict[int, float] = {}
    for weights in of_term.values():
        rarity = _rarity(known, len(weights))
        for record_id, weight in weights.items():
            scores[record_id] = scores.get(record_id, 0.0) + weight * rarity
    best = heapq.nsmallest(MOST_FITTING, scores, key=lambda one: (-scores[one], -one))
    order = [term for term in dict.fromkeys(meant.values()) if term in of_term]
    few = max(_RARE_UP_TO, _RARE_SHARE * known)
    hits = []
    for one in best:
        words = tuple(term for term in order if one in of_term[term])
        weight = max(of_term[term][one] for term in words)
        rare = any(of_term[term][one] == weight and len(of_term[term]) <= few for term in words)
        hits.append(Hit(one, scores[one], words, weight, rare))
    return hits


def _variants(term: str) -> tuple[str, ...]:
    """Return a word with and without the endings that change nothing of what it is about, itself first."""
    found = {term: None}
    for ending in _ENDINGS:
        if term.endswith(ending) and len(term) - len(ending) >= LEAST_LETTERS:
            found.setdefault(term.removesuffix(ending), None)
        if ending in ("s", "en", "n", "es"):
            found.setdefault(term + ending, None)
    return tuple(found)


def _known(reader: Reader, record: str) -> int:
    """Return how many records there are, or were: enough to tell what is rare, for the price of one look."""
    return max(1, reader.value(f"SELECT max(id) FROM {record}") or 0)


def _rarity(known: int, having: int) -> float:
    return math.log(1 + known / max(1, having))
