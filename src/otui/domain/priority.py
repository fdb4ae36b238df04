"""Priority is impact times urgency: factors, levels, and the table that has every product once.

Source: "Impact/urgentie".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from otui.domain.toml_file import Section
from otui.errors import Usage
from otui.text.i18n import _


@dataclass(frozen=True, slots=True)
class Factor:
    """One row of the impact or urgency table."""

    factor: int
    en: str
    nl: str

    def label(self, lang: str) -> str:
        """Return what it means, in "en" or "nl"."""
        return self.nl if lang == "nl" else self.en


@dataclass(frozen=True, slots=True)
class Level:
    """One priority: the products that give it, and what it allows in seconds of working time."""

    name: str
    nl: str
    rank: int
    """0 is the most urgent."""
    values: tuple[int, ...]
    respond: int
    resolve: int
    escalate: int

    def label(self, lang: str) -> str:
        """Return its name, in "en" or "nl"."""
        return self.nl if lang == "nl" else self.name


@dataclass(frozen=True, slots=True)
class Factors:
    """The impact and urgency tables of a desk."""

    impact: tuple[Factor, ...]
    urgency: tuple[Factor, ...]

    def value(self, impact: int, urgency: int) -> int:
        """Return impact times urgency; Usage where one of them is no factor of this desk."""
        for name, given, known in (
            (_("Impact"), impact, self.impact),
            (_("Urgency"), urgency, self.urgency),
        ):
            if all(given != row.factor for row in known):
                choices = ", ".join(str(row.factor) for row in known)
                raise Usage(_("{name} is one of {choices}.").format(name=name, choices=choices))
        return impact * urgency

    def products(self) -> frozenset[int]:
        """Return every value that impact and urgency can give."""
        return frozenset(a.factor * b.factor for a in self.impact for b in self.urgency)


def read_factors(root: Section) -> Factors:
    """Read [[impact]] and [[urgency]]; BadFile where a factor is there twice."""
    return Factors(_factors(root.sections("impact")), _factors(root.sections("urgency")))


def read_levels(table: Section, factors: Factors) -> tuple[Level, ...]:
    """Read the levels of an SLA table, from the most urgent down; every product of the factors exactly once."""
    levels: list[Level] = []
    products = factors.products()
    given: dict[int, str] = {}
    for rank, section in enumerate(table.sections("level")):
        level = _level(section, rank)
        for value in level.values:
            if value not in products:
                raise section.bad(
                    "values",
                    _("{value} is not impact times urgency; expected some of {products}.").format(
                        value=value, products=_listed(products)
                    ),
                )
            if value in given:
                raise section.bad(
                    "values",
                    _("The value {value} is in {level} already; expected each value once.").format(
                        value=value, level=given[value]
                    ),
                )
            given[value] = level.name
        if levels and max(level.values) > min(levels[-1].values):
            raise section.bad(
                "values",
                _("{level} has a higher value than {former}; expected the most urgent level first.").format(
                    level=level.name, former=levels[-1].name
                ),
            )
        if any(level.name.casefold() == other.name.casefold() for other in levels):
            raise section.bad("name", _("There are two levels {name}.").format(name=level.name))
        levels.append(level)
    if missing := products - given.keys():
        raise table.bad(
            None,
            _("No level has the value {values}; expected each value of impact times urgency once.").format(
                values=_listed(missing)
            ),
        )
    return tuple(levels)


def _factors(sections: list[Section]) -> tuple[Factor, ...]:
    rows: list[Factor] = []
    for section in sections:
        factor = section.number("factor", low=1, high=1000)
        en = section.text("en")
        rows.append(Factor(factor, en, section.text("nl", en)))
        section.done()
        if any(factor == row.factor for row in rows[:-1]):
            raise section.bad("factor", _("The factor {factor} is there twice.").format(factor=factor))
    return tuple(rows)


def _level(section: Section, rank: int) -> Level:
    name = section.text("name")
    level = Level(
        name=name,
        nl=section.text("nl", name),
        rank=rank,
        values=section.numbers("values"),
        respond=_seconds(section, "respond"),
        resolve=_seconds(section, "resolve"),
        escalate=_seconds(section, "escalate"),
    )
    section.done()
    if level.escalate > level.resolve:
        raise section.bad(
            "escalate",
            _("{level} escalates after it must be resolved; expected a shorter time than to resolve.").format(
                level=name
            ),
        )
    return level


def _seconds(section: Section, key: str) -> int:
    return int(section.duration(key).total_seconds())


def _listed(values: Iterable[int]) -> str:
    return ", ".join(str(value) for value in sorted(values, reverse=True))
