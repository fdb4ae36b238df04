"""What a change risks: ordered rules, of which the first that fits counts, and questions whose answers are added up.

The higher of both wins, and it says which rule or which answers made it so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEVELS = ("low", "medium", "high")
"""From the least to the most."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at."""

    type: str
    outage: bool = False
    backout_plan: bool = False
    """Whether one is written."""
    item_kinds: tuple[str, ...] = ()
    """The kind of each item that it affects."""
    minutes: int = 0
    """How long its window is; 0 where it has none."""


@dataclass(frozen=True, slots=True)
class RiskRule:
    """One rule. What it leaves open (None, or empty) does not matter to it."""

    name: str
    nl: str
    risk: str
    impact: int | None = None
    """A hint: the factor that impact will have at least."""
    types: tuple[str, ...] = ()
    outage: bool | None = None
    backout_plan: bool | None = None
    item_kinds: tuple[str, ...] = ()
    items_at_least: int = 0
    minutes_at_least: int = 0

    @property
    def conditional(self) -> bool:
        """Whether it fits some changes only."""
        asks = (self.types, self.item_kinds, self.items_at_least, self.minutes_at_least)
        return any(asks) or self.outage is not None or self.backout_plan is not None

    def fits(self, facts: Facts) -> bool:
        """Whether every condition holds."""
        return (
            (not self.types or facts.type in self.types)
            and self.outage in (None, facts.outage)
            and self.backout_plan in (None, facts.backout_plan)
            and (not self.item_kinds or any(kind in self.item_kinds for kind in facts.item_kinds))
            and len(facts.item_kinds) >= self.items_at_least
            and facts.minutes >= self.minutes_at_least
        )

    def label(self, lang: str) -> str:
        """Return what it is called in "en" or "nl"."""
        return self.nl if lang == "nl" else self.name


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to a question, and how much it weighs."""

    en: str
    nl: str
    weight: int

    def label(self, lang: str) -> str:
        """Return it in "en" or "nl"."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Question:
    """One question, with its answers in their order."""

    name: str
    en: str
    nl: str
    answers: tuple[Answer, ...]

    def label(self, lang: str) -> str:
        """Return it in "en" or "nl"."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class RiskRules:
    """All that risk is worked out by. The last rule fits every change."""

    rules: tuple[RiskRule, ...]
    questions: tuple[Question, ...]
    medium: int
    """From this sum of answers on it is medium."""
    high: int

    def question(self, name: str) -> Question | None:
        """Return a question by its name; None where there is none."""
        return next((one for one in self.questions if one.name == name), None)

    def level_of(self, score: int) -> str:
        """Return the risk that a sum of answers stands for."""
        return "high" if score >= self.high else "medium" if score >= self.medium else "low"


@dataclass(frozen=True, slots=True)
class Assessed:
    """A risk that explains itself."""

    risk: str
    rule: RiskRule
    answered: tuple[tuple[Question, Answer], ...]
    score: int
    by_questions: str
    """The risk by the questions alone; empty while one is open."""
    open: tuple[Question, ...]
    """Questions that are not answered yet: until they are, there is no risk to go by."""

    @property
    def complete(self) -> bool:
        """Whether every question is answered."""
        return not self.open

    @property
    def by_rule(self) -> bool:
        """Whether the rule made it so; else the answers did."""
        return _rank(self.rule.risk) >= _rank(self.by_questions)

    @property
    def impact(self) -> int | None:
        """The factor that impact will have at least, as the rule hints."""
        return self.rule.impact


def assess(rules: RiskRules, facts: Facts, answers: Mapping[str, object]) -> Assessed:
    """Return the risk of a change. `answers` are places of answers by the name of the question, from 0.

    An answer to a question that is no longer asked, or that has no such place, counts as none.
    """
    rule = next(one for one in rules.rules if one.fits(facts))
    answered, left = _answered(rules.questions, answers)
    score = sum(answer.weight for _question, answer in answered)
    by_questions = rules.level_of(score) if not left else ""
    return Assessed(highest(rule.risk, by_questions), rule, answered, score, by_questions, left)


def highest(*risks: str) -> str:
    """Return the highest of some risks; an empty one is lower than low."""
    return max(risks, key=_rank)


def _rank(risk: str) -> int:
    return LEVELS.index(risk) if risk in LEVELS else -1


def _answered(
    questions: Sequence[Question], answers: Mapping[str, object]
) -> tuple[tuple[tuple[Question, Answer], ...], tuple[Question, ...]]:
    answered, left = [], []
    for question in questions:
        place = answers.get(question.name)
        if isinstance(place, int) and not isinstance(place, bool) and 0 <= place < len(question.answers):
            answered.append((question, question.answers[place]))
        else:
            left.append(question)
    return tuple(answered), tuple(left)
