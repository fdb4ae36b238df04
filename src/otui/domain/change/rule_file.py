"""change.toml: who must approve a change, what it risks, what stops it, when it is reviewed. Checked as a whole."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from otui.domain.change.approval import Kind
from otui.domain.change.review import MOST_DAYS
from otui.domain.change.risk import LEVELS, Answer, Question, RiskRule, RiskRules
from otui.domain.change.steps import Type
from otui.domain.toml_file import Section, TomlFile
from otui.text.i18n import _

NAME = "change"
_SHARE = re.compile(r"(\d{1,3})\s*%")
_WORD = re.compile(r"[a-z0-9][a-z0-9-]*")
MOST = 1_000


class Stop(StrEnum):
    """What a clash does to a change."""

    BLOCK = "block"
    """It does not go on."""
    REASON = "reason"
    """It goes on with a reason."""
    NOTE = "note"
    """It is told, and goes on."""


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of those who are asked must approve: a number, or a share of them in percent."""

    number: int = 0
    percent: int = 0

    def of(self, asked: int) -> int:
        """Return how many of so many that is: at least one."""
        if self.percent:
            return max(1, -(-asked * self.percent // 100))
        return self.number


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a change cannot wait."""

    name: str
    en: str
    nl: str
    incident: bool
    """Whether the incident must be tied to the change."""

    def label(self, lang: str) -> str:
        """Return it in "en" or "nl"."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class ChangeRules:
    """change.toml, checked."""

    quorums: Mapping[str, Quorum]
    """By who is asked: peer, cab, ecab."""
    review_days: Mapping[str, int]
    """Working days for the review, by type; 0: no limit."""
    freeze: Mapping[str, Stop]
    """What a blackout does, by type."""
    collision: Mapping[str, Stop]
    """What a collision does, by type."""
    reasons: tuple[Reason, ...]
    risk: RiskRules

    def reason(self, name: str) -> Reason | None:
        """Return a reason of an emergency by its name; None where there is none."""
        return next((one for one in self.reasons if one.name == name), None)


@lru_cache(maxsize=8)
def change_rules(text: str) -> ChangeRules:
    """Read the text of change.toml; BadFile, with the line and what was expected, at the first mistake."""
    root = TomlFile(f"{NAME}.toml", text).root
    approval, review = root.section("approval"), root.section("review")
    freeze, collision = root.section("freeze"), root.section("collision")
    reasons, risk = root.sections("reason"), root.section("risk")
    root.done()
    rules = ChangeRules(
        {kind.value: _quorum(approval, kind.value) for kind in Kind},
        {kind.value: review.number(kind.value, 0, high=MOST_DAYS) for kind in Type},
        _stops(freeze),
        _stops(collision),
        _reasons(reasons),
        _risk(risk),
    )
    for section in (approval, review, freeze, collision):
        section.done()
    return rules


def _quorum(section: Section, key: str) -> Quorum:
    if isinstance(section.data.get(key), int):
        return Quorum(number=section.number(key, low=1, high=MOST))
    words = section.text(key, "")
    if words.casefold() == "all":
        return Quorum(percent=100)
    share = _SHARE.fullmatch(words)
    if share is None or not 1 <= int(share[1]) <= 100:
        raise section.bad(
            key,
            _('{key} is {value}; expected a number of people, "all", or a share such as "50 %".').format(
                key=repr(key), value=repr(words)
            ),
        )
    return Quorum(percent=int(share[1]))


def _stops(section: Section) -> dict[str, Stop]:
    choices = [stop.value for stop in Stop]
    return {kind.value: Stop(section.choice(kind.value, choices, Stop.REASON.value)) for kind in Type}


def _name(section: Section, known: set[str]) -> str:
    name = section.text("name")
    if not _WORD.fullmatch(name):
        raise section.bad(
            "name",
            _("{name} is no short name; expected small letters, digits and dashes.").format(name=repr(name)),
        )
    if name in known:
        raise section.bad("name", _("There are two of {name}; expected each once.").format(name=repr(name)))
    known.add(name)
    return name


def _reasons(sections: list[Section]) -> tuple[Reason, ...]:
    known: set[str] = set()
    reasons = []
    for section in sections:
        name = _name(section, known)
        en = section.text("en")
        reasons.append(Reason(name, en, section.text("nl", en), section.truth("incident")))
        section.done()
    return tuple(reasons)


def _risk(section: Section) -> RiskRules:
    medium = section.number("medium", low=1, high=MOST)
    high = section.number("high", low=1, high=MOST)
    sections = section.sections("rule")
    asked = section.sections("question") if "question" in section else []
    known: set[str] = set()
    rules = tuple(_rule(one) for one in sections)
    questions = tuple(_question(one, known) for one in asked)
    section.done()
    if high <= medium:
        raise section.bad(
            "high",
            _("'high' is {high} and 'medium' {medium}; expected high above medium.").format(
                high=high, medium=medium
            ),
        )
    most = sum(max(answer.weight for answer in question.answers) for question in questions)
    if questions and most < high:
        raise section.bad(
            "high",
            _("No answers reach {high}; the most that they add up to is {most}.").format(
                high=high, most=most
            ),
        )
    for place, (one, rule) in enumerate(zip(sections, rules, strict=True)):
        last = place == len(rules) - 1
        if rule.conditional is last:
            raise one.bad(
                None,
                _("{rule} fits some changes only; expected a last rule without a condition.").format(
                    rule=repr(rule.name)
                )
                if last
                else _("{rule} has no condition, so that no rule after it can fit; expected it last.").format(
                    rule=repr(rule.name)
                ),
            )
    return RiskRules(rules, questions, medium, high)


def _rule(section: Section) -> RiskRule:
    name = section.text("name")
    types = section.texts("type")
    for one in types:
        if one not in tuple(Type):
            raise section.bad(
                "type",
                _("There is no type {type}; expected one of {choices}.").format(
                    type=repr(one), choices=", ".join(Type)
                ),
            )
    rule = RiskRule(
        name=name,
        nl=section.text("nl", name),
        risk=section.choice("risk", LEVELS),
        impact=section.number("impact", low=1, high=MOST) if "impact" in section else None,
        types=types,
        outage=section.truth("outage") if "outage" in section else None,
        backout_plan=section.truth("backout_plan") if "backout_plan" in section else None,
        item_kinds=section.texts("item_kind"),
        items_at_least=section.number("items_at_least", 0, high=MOST),
        minutes_at_least=section.number("minutes_at_least", 0, high=1_000_000),
    )
    section.done()
    return rule


def _question(section: Section, known: set[str]) -> Question:
    name, en = _name(section, known), section.text("en")
    nl = section.text("nl", en)
    answers = tuple(_answer(one) for one in section.sections("answer"))
    section.done()
    return Question(name, en, nl, answers)


def _answer(section: Section) -> Answer:
    en = section.text("en")
    answer = Answer(en, section.text("nl", en), section.number("weight", low=0, high=MOST))
    section.done()
    return answer
