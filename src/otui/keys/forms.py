"""The forms of the `:` line: the words that name an action, and what comes after them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from otui.keys.actions import ACTIONS, Action
from otui.text.i18n import N_, _, language

Providers = Mapping[str, Callable[[str], Iterable[str]]]
"""For a kind of argument ("queue", "agent", "contact", "template", "number", "theme"): from what was typed,
the names that may be meant, the likeliest first. An empty text asks for all of them."""

KINDS: dict[str, str] = {
    "absence": N_("until when, and who stands in"),
    "address": N_("an address"),
    "agent": N_("an agent"),
    "article": N_("the number of a message"),
    "category": N_("what it is about"),
    "contact": N_("a contact"),
    "customer": N_("a customer"),
    "digit": N_("a digit from 5 to 9"),
    "impact": N_("the impact: 1, 2, 4 or 8"),
    "item": N_("a service or item"),
    "kind": N_("incident or request"),
    "language": N_("en or nl"),
    "name": N_("a name"),
    "number": N_("the number of a ticket"),
    "queue": N_("a queue"),
    "reason": N_("a reason"),
    "template": N_("a template"),
    "text": N_("a text"),
    "theme": N_("a theme"),
    "urgency": N_("the urgency: 1, 2, 4 or 8"),
    "when": N_("contact, third-party, a problem, a change or a time"),
}
"""What each kind of argument is, in words."""

PLACES: dict[str, str] = {
    "absence": N_("UNTIL SUBSTITUTE"),
    "address": N_("ADDRESS"),
    "agent": N_("AGENT"),
    "article": N_("ARTICLE"),
    "category": N_("CATEGORY"),
    "contact": N_("CONTACT"),
    "customer": N_("CUSTOMER"),
    "digit": N_("DIGIT"),
    "impact": N_("IMPACT"),
    "item": N_("SERVICE"),
    "kind": N_("KIND"),
    "language": N_("LANGUAGE"),
    "name": N_("NAME"),
    "number": N_("NUMBER"),
    "queue": N_("QUEUE"),
    "reason": N_("REASON"),
    "template": N_("TEMPLATE"),
    "text": N_("TEXT"),
    "theme": N_("THEME"),
    "urgency": N_("URGENCY"),
    "when": N_("WHEN"),
}
"""How a form shows the place of each kind of argument."""

CHOICES: dict[str, dict[str, str]] = {
    "digit": {digit: digit for digit in "56789"},
    "impact": {factor: factor for factor in "1248"},
    "urgency": {factor: factor for factor in "1248"},
    "kind": {
        "incident": "incident",
        "request": "request",
        "storing": "incident",
        "verzoek": "request",
        "vraag": "request",
    },
    "language": {"en": "en", "nl": "nl", "english": "en", "nederlands": "nl"},
}
"""Arguments that are one of a few words, in either language, with the value that each stands for."""

MEANINGS: dict[str, dict[str, str]] = {
    "when": {"contact": "contact", "melder": "contact", "third-party": "third-party"}
    | dict.fromkeys(("third", "derde", "derden", "leverancier"), "third-party"),
}
"""Words that stand for a value, in either language, of an argument that may be anything else as well."""

SUGGESTIONS: dict[str, tuple[str, ...]] = {
    "absence": (N_("fri 17:00"), N_("tomorrow 9"), N_("next week")),
    "when": (N_("contact"), N_("third-party"), N_("2h"), N_("tomorrow 9"), N_("mon 9")),
}
"""Beginnings to offer for an argument that may be much else."""


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a form: `kind` is what it is; a `rest` takes all that is left of the line."""

    kind: str
    optional: bool
    rest: bool

    def __str__(self) -> str:
        name = _(PLACES[self.kind])
        return f"[{name}]" if self.optional else name


@dataclass(frozen=True, slots=True)
class Form:
    """An action as it can be typed: `phrases` are its names in English and Dutch, each a tuple of words."""

    action: Action
    phrases: tuple[tuple[str, ...], ...]
    arguments: tuple[Argument, ...]

    def __str__(self) -> str:
        return " ".join([f":{' '.join(self.preferred()[0])}", *map(str, self.arguments)])

    def preferred(self) -> tuple[tuple[str, ...], ...]:
        """Return the phrases with those of the language spoken now first."""
        if language() == "nl":
            return (*self.phrases[1:], self.phrases[0])
        return self.phrases


@cache
def forms() -> tuple[Form, ...]:
    """Return the form of every action that has one, in the order of the registry."""
    return tuple(_form(row, row.command) for row in ACTIONS.values() if row.command)


def _form(row: Action, command: str) -> Form:
    """Read the declaration of a form."""
    words = command.split()
    literals = tuple(word for word in words if not re.fullmatch(r"\[?[A-Z]+(\.\.\.)?\]?", word))
    arguments = tuple(
        Argument(word.strip("[].").lower(), word.startswith("["), "..." in word)
        for word in words[len(literals) :]
    )
    return Form(row, (literals, *(tuple(alias.split()) for alias in row.aliases)), arguments)
