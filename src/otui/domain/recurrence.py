"""What makes two incidents alike, and which of many belong together. Source: "Probleembeheer", the same faults recur.

Words of the subject count by how rare they are in the window that is looked at; numbers and names of machines are set
apart: sharing one says much, having another says little. What is spelled otherwise is met by rapidfuzz. The same
service or item brings two incidents nearer, another one puts them further apart. All of it is deterministic.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from otui.domain.subject_words import Rarity, Words, parts_of, words_of

BONUS, MALUS = 12.0, 10.0
"""Points for the same service or item, and off for another."""
ID_APART = 0.35
"""How much of its weight a number or a machine counts with where only one of two incidents has it."""
SPELLED = 0.35
"""How much of the score comes from the spelling, the rest from shared words."""
LOOSE = 0.85
"""Part of the threshold that the heads of two groups must reach before these become one: no chain of neighbours."""
MOST_IN_BLOCK = 250
"""Different wordings that share a word and are compared each with each; a word that more have says too little."""


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident, as far as likeness goes."""

    id: int
    subject: str
    at: datetime
    item: int | None = None
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class Cluster:
    """Incidents that look alike. `ids` are the newest first; `days` counts them a day, the oldest day first."""

    label: str
    ids: tuple[int, ...]
    open_count: int
    first_at: datetime
    last_at: datetime
    item: int | None
    days: tuple[int, ...]
    trend: str
    """rising, steady or falling: the newer half of the window beside the older."""

    @property
    def count(self) -> int:
        """How many incidents it holds."""
        return len(self.ids)

    @property
    def stems(self) -> frozenset[str]:
        """The words by which it is known again."""
        words = words_of(self.label)
        return words.stems | words.ids


def alike(one: Words, other: Words, rarity: Rarity, one_item: int | None, other_item: int | None) -> float:
    """Return how much two incidents look alike, from 0 to 100."""
    same = one_item is not None and one_item == other_item
    shared = one.stems & other.stems
    shared_ids = one.ids & other.ids
    if not shared and not shared_ids and not same:
        return 0.0
    common = sum(rarity.of(word) for word in shared | shared_ids)
    own = [_norm(words, shared_ids, rarity) for words in (one, other)]
    cosine = common / math.sqrt(own[0] * own[1]) if own[0] and own[1] else 0.0
    score = 100 * min(1.0, cosine)
    if one.spelled and other.spelled and one.spelled != other.spelled:
        score = (1 - SPELLED) * score + SPELLED * _spelling(one.spelled, other.spelled)
    if one_item is not None and other_item is not None:
        score += BONUS if same else -MALUS
    # Words come in any order from a set, and sums of fractions differ by it: not so what is compared.
    return round(max(0.0, min(100.0, score)), 6)


def like(
    one: Incident, others: Sequence[Incident], threshold: float, rarity: Rarity | None = None
) -> list[Incident]:
    """Return which of `others` look like `one`, the newest first."""
    words = words_of(one.subject)
    weights = rarity or Rarity(words_of(other.subject) for other in others)
    found = [
        other
        for other in others
        if other.id != one.id
        and alike(words, words_of(other.subject), weights, one.item, other.item) >= threshold
    ]
    return sorted(found, key=lambda other: (other.at, other.id), reverse=True)


def clusters(
    incidents: Sequence[Incident], threshold: float, since: datetime, until: datetime, least: int = 2
) -> list[Cluster]:
    """Return the groups of at least `least` incidents that look alike, the weightiest first.

    Same wordings are one from the start; wordings that share a telling word are compared, the likest pairs are joined
    first, and two groups become one only where their heads, the commonest wordings, are alike too.
    """
    ordered = sorted(incidents, key=lambda incident: (incident.at, incident.id))
    rarity = Rarity(words_of(incident.subject) for incident in ordered)
    nodes: dict[tuple[Words, int | None], list[Incident]] = {}
    for incident in ordered:
        words = words_of(incident.subject)
        if not words.empty:
            nodes.setdefault((words, incident.item), []).append(incident)
    keys = list(nodes)
    groups = _Groups([len(nodes[key]) for key in keys])

    def score(a: int, b: int) -> float:
        return alike(keys[a][0], keys[b][0], rarity, keys[a][1], keys[b][1])

    pairs = [(-score(a, b), a, b) for a, b in _pairs(keys)]
    for against, a, b in sorted(pair for pair in pairs if -pair[0] >= threshold):
        head, other = groups.head(a), groups.head(b)
        if head != other and (-against >= threshold and score(head, other) >= threshold * LOOSE):
            groups.join(head, other)
    found = [
        _cluster([incident for node in members for incident in nodes[keys[node]]], since, until)
        for members in groups.all()
        if sum(len(nodes[keys[node]]) for node in members) >= least
    ]
    return sorted(found, key=lambda one: (-one.count, -one.last_at.timestamp(), one.ids))


SEPARATOR = " · "
"""Between the words that a pattern is known by; what a number goes with may hold a blank."""


def pattern_name(stems: frozenset[str]) -> str:
    """Return how the words of a group are kept."""
    return SEPARATOR.join(sorted(stems))


def stems_of(name: str) -> frozenset[str]:
    """Return the words behind the name of a pattern."""
    return frozenset(name.split(SEPARATOR))


def same_pattern(stems: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two clusters are the same pattern, by the words they are known by."""
    return bool(stems) and len(stems & others) * 3 >= len(stems | others) * 2


def _norm(words: Words, shared_ids: frozenset[str], rarity: Rarity) -> float:
    total = sum(rarity.of(word) for word in words.stems)
    return total + sum(rarity.of(word) * (1.0 if word in shared_ids else ID_APART**2) for word in words.ids)


def _spelling(one: str, other: str) -> float:
    from rapidfuzz import fuzz  # not before it is needed: starting up goes without it

    ratio: float = fuzz.token_set_ratio(one, other)
    return ratio


def _pairs(keys: Sequence[tuple[Words, int | None]]) -> list[tuple[int, int]]:
    """Return the pairs of wordings that share a word rare enough to tell something, or an item."""
    blocks: dict[str, list[int]] = {}
    for place, (words, item) in enumerate(keys):
        for word in words.stems | words.ids:
            blocks.setdefault(word, []).append(place)
        if item is not None:
            blocks.setdefault(f"\0{item}", []).append(place)
    pairs = {
        (a, b)
        for block in blocks.values()
        if len(block) <= MOST_IN_BLOCK
        for place, a in enumerate(block)
        for b in block[place + 1 :]
    }
    return sorted(pairs)


class _Groups:
    """Union-find. The head of a group is its commonest wording; of two alike, the one that was there first."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._sizes = sizes
        self._up = list(range(len(sizes)))

    def head(self, node: int) -> int:
        """Return the head of a node's group."""
        while self._up[node] != node:
            self._up[node] = self._up[self._up[node]]
            node = self._up[node]
        return node

    def join(self, one: int, other: int) -> None:
        """Make one group of those of two heads."""
        keep, gone = sorted((one, other), key=lambda node: (-self._sizes[node], node))
        self._up[gone] = keep

    def all(self) -> list[list[int]]:
        """Return the members of each group."""
        found: dict[int, list[int]] = {}
        for node in range(len(self._sizes)):
            found.setdefault(self.head(node), []).append(node)
        return list(found.values())


def _cluster(members: list[Incident], since: datetime, until: datetime) -> Cluster:
    members = sorted(members, key=lambda incident: (incident.at, incident.id))
    items = Counter(incident.item for incident in members if incident.item is not None)
    days = [0] * max(1, math.ceil((until - since) / timedelta(days=1)))
    for incident in members:
        day = int((incident.at - since) / timedelta(days=1))
        days[min(len(days) - 1, max(0, day))] += 1
    middle = since + (until - since) / 2
    return Cluster(
        label=_label(members),
        ids=tuple(incident.id for incident in reversed(members)),
        open_count=sum(incident.is_open for incident in members),
        first_at=members[0].at,
        last_at=members[-1].at,
        item=items.most_common(1)[0][0] if items else None,
        days=tuple(days),
        trend=_trend(sum(one.at < middle for one in members), sum(one.at >= middle for one in members)),
    )


def _trend(before: int, after: int) -> str:
    if after > before * 1.5:
        return "rising"
    return "falling" if before > after * 1.5 else "steady"


def _label(members: Sequence[Incident]) -> str:
    """Return the words that most of them share, as the commonest subject writes them and in its order."""
    counts: Counter[str] = Counter()
    for incident in members:
        words = words_of(incident.subject)
        counts.update(words.stems | words.ids)
    least = max(2, math.ceil(len(members) * 0.6)) if len(members) > 1 else 1
    common = {word for word, number in counts.items() if number >= least}
    subjects = Counter(incident.subject for incident in members)
    subject = min(subjects, key=lambda text: (-subjects[text], -_held(text, common), len(text), text))
    spelled: list[str] = []
    for token, names in parts_of(subject):
        if names & common and token not in spelled:
            spelled.append(token)
    return " ".join(spelled) or subject


def _held(subject: str, common: set[str]) -> int:
    words = words_of(subject)
    return len((words.stems | words.ids) & common)
