"""The telling words of a subject, and how much each says by its rarity."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from otui.text.folding import MAX_LETTERS, fold

_ENGLISH = """
a about after again all an and any are as at be been before but by can cannot could do does for from get gets
had has have he her his how i if in into is it its just me my new no not of off on or our out please she since
so some still than that the their them then there they this to too up us was we were what when where which who
will with would you your help question urgent
"""
_DUTCH = """
aan al als alle alles ben bij dan dat de den der deze die dit doe doet door dus een en er geen graag haar had
heb hebben heeft het hier hij hoe hun ik in is ja je jullie kan kun kunnen maar me meer met mij mijn moet na naar
niet nieuwe nog nu of om onder ons onze ook op over per sinds te tot u uit uw van vanaf veel via voor waar wat we
weer weg wel wij wil word worden wordt ze zich zij zijn zo zonder hulp vraag spoed
"""
_OF_ANY_FAULT = """
broken completely connect connecting down error errors fails failed failing fault happens issue issues longer morning
only problem problems site sites slow slowly suddenly today trouble whole work working works yesterday
begint doen eens foutmelding fout fouten gaat gaan gisteren hele helemaal kapot kom komen komt krijg krijgen krijgt
lukt lukken opeens opnieuw plotseling probleem problemen storing stuk traag trage valt vanmorgen vandaag vanochtend
vastgelopen werkt werken werkend zomaar
"""
_OF_MAIL = """
re fw fwd aw antw betreft ext
"""
STOP_WORDS = frozenset(f"{_ENGLISH} {_DUTCH} {_OF_ANY_FAULT} {_OF_MAIL}".split())
"""Words that say nothing of what is wrong, that any fault is told in, or that mail programs put before a subject."""

FEW = 500
"""A window with fewer subjects counts as one of so many: in a flood on a quiet desk its own words stay telling."""
POWER = 1.5
"""How much more a rare word says than a common one."""
_TAG = re.compile(r"\[[^\]]{0,20}\]")
_TOKEN = re.compile(r"[^\W_]+(?:[-./][^\W_]+)*")
_HYPHEN = re.compile(r"[-./]")
_ENDINGS = ("en", "s", "e", "t")


@dataclass(frozen=True, slots=True)
class Words:
    """What a subject says: its telling words by their stems, and apart from them its numbers and machines."""

    stems: frozenset[str]
    ids: frozenset[str]
    spelled: str
    """The telling words as they were written, in alphabetical order, for what is spelled otherwise."""

    @property
    def empty(self) -> bool:
        """Whether nothing in it tells what is wrong."""
        return not self.stems and not self.ids


@lru_cache(maxsize=50_000)
def words_of(subject: str) -> Words:
    """Return what a subject says, without what every subject says."""
    stems: set[str] = set()
    ids: set[str] = set()
    spelled: set[str] = set()
    for token, names in parts_of(subject):
        if any(letter.isdigit() for letter in token):
            ids |= names
        else:
            stems |= names
            spelled.update(word for word in _HYPHEN.split(fold(token)) if stem(word[:MAX_LETTERS]) in names)
    return Words(frozenset(stems), frozenset(ids), " ".join(sorted(spelled)))


def parts_of(subject: str) -> Iterator[tuple[str, set[str]]]:
    """Yield each part of a subject as it is written, and what it is known by: stems, or a number or machine."""
    before = ""
    for token in _TOKEN.findall(_TAG.sub(" ", subject)):
        folded = fold(token)
        if any(letter.isdigit() for letter in folded):
            # "Symptom 72" is known by both together; a number alone says nothing.
            if not folded.isdigit():
                yield token, {folded[:MAX_LETTERS]}
            elif before:
                yield token, {f"{before} {folded}"[:MAX_LETTERS]}
            before = ""
            continue
        told = [
            word[:MAX_LETTERS] for word in _HYPHEN.split(folded) if len(word) > 1 and word not in STOP_WORDS
        ]
        before = told[-1] if told else ""
        if told:
            yield token, {stem(word) for word in told}


def stem(word: str) -> str:
    """Return a word without the endings of plurals and verbs, in English and Dutch alike: good enough to compare by."""
    for ending in _ENDINGS:
        if len(word) - len(ending) >= 4 and word.endswith(ending):
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


class Rarity:
    """How much a word says, by how few of the subjects of a window have it."""

    def __init__(self, subjects: Iterable[Words]) -> None:
        known = list(subjects)
        self._all = len(known)
        self._counts = Counter(chain.from_iterable(words.stems for words in known))
        self._counts.update(chain.from_iterable(words.ids for words in known))

    def of(self, word: str) -> float:
        """Return what a word weighs: never nothing, so that two alone in the world are alike all the same."""
        known = max(self._all, FEW) + 1
        return float(math.log(1 + known / (self._counts[word] + 0.5)) ** POWER)
