"""What the demo tells: the firm, its customers and the scenarios, read from the files under data/demo."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otui.errors import BadFile
from otui.text.i18n import _

STEPS = frozenset(
    {"reply", "contact", "note", "call", "forward", "line-up", "move", "solve",
     "wait-contact", "wait-third-party", "wait-until"}
)  # fmt: skip
RESPONDS = ("reply", "call", "solve")
_PLACED = ("forward", "line-up", "move", "wait-until")
_LATIN = str.maketrans({"ł": "l", "Ł": "L", "ø": "o", "ı": "i", "ß": "ss", "đ": "d"})


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens on a ticket: a verb, where to (a queue, a supplier, days), and what is said."""

    verb: str
    place: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """A problem that people have, and what is done about it."""

    id: str
    lang: str
    kind: str
    queue: str
    via: str
    """mail, call or alert (from the monitoring)."""
    sectors: tuple[str, ...]
    """Kinds of customer that have it; empty: all."""
    factors: tuple[tuple[int, int], ...]
    """(impact, urgency) that fit the story."""
    subjects: tuple[str, ...]
    openings: tuple[str, ...]
    steps: tuple[Step, ...]
    once: bool
    """Told at most once on a desk."""

    def waits(self) -> frozenset[str]:
        """The kinds of waiting that the story comes by."""
        return frozenset(step.verb for step in self.steps if step.verb.startswith("wait-"))


@dataclass(slots=True)
class Customer:
    """An organisation that the firm serves. `id` is set once it is in the desk."""

    name: str
    sector: str
    lang: str
    weight: int
    phone: str
    app: str
    server: str
    sites: tuple[str, ...]
    departments: tuple[str, ...]
    rooms: tuple[str, ...]
    contacts: tuple[Contact, ...]
    id: int = 0

    def has(self, scenario: Scenario) -> bool:
        """Whether a scenario may be this customer's: by its trade, else by the language that they write in."""
        if scenario.sectors:
            return self.sector in scenario.sectors
        return scenario.via == "alert" or self.lang == scenario.lang


@dataclass(slots=True)
class Contact:
    """Someone who reports."""

    name: str
    first: str
    email: str
    phone: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class Hand:
    """An agent as firm.toml has them."""

    login: str
    name: str
    role: str
    line: int
    lang: str
    queues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything the demo tells."""

    firm: Mapping[str, Any]
    agents: tuple[Hand, ...]
    customers: tuple[Customer, ...]
    scenarios: tuple[Scenario, ...]

    @classmethod
    def load(cls, folder: Path) -> Corpus:
        """Read data/demo; BadFile where a file does not say what a scenario needs."""
        firm = _toml(folder / "firm.toml")
        customers = tuple(_customer(data) for data in _toml(folder / "customers.toml")["customer"])
        agents = tuple(
            Hand(a["login"], a["name"], a.get("role", "agent"), a["line"], a["lang"], tuple(a["queues"]))
            for a in firm["agent"]
        )
        scenarios = tuple(_scenarios(sorted((folder / "scenarios").glob("*.toml"))))
        return cls(firm, agents, customers, scenarios)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise BadFile(str(path), 0, str(error)) from error


def _scenarios(paths: list[Path]) -> Iterator[Scenario]:
    for path in paths:
        for data in _toml(path)["scenario"]:
            try:
                yield _scenario(data)
            except (KeyError, ValueError) as error:
                raise BadFile(
                    str(path),
                    0,
                    _("The scenario {id} is not complete: {error}.").format(id=data.get("id"), error=error),
                ) from error


def _scenario(data: Mapping[str, Any]) -> Scenario:
    return Scenario(
        id=data["id"],
        lang=data["lang"],
        kind=data.get("kind", "incident"),
        queue=data["queue"],
        via=data.get("via", "mail"),
        sectors=tuple(data.get("sectors", ())),
        factors=tuple(_factors(text) for text in data["factors"]),
        subjects=tuple(data["subjects"]),
        openings=tuple(data["openings"]),
        steps=tuple(_step(text) for text in data["thread"]),
        once=data.get("once", False),
    )


def _factors(text: str) -> tuple[int, int]:
    impact, _by, urgency = text.partition("x")
    return int(impact), int(urgency)


def _step(text: str) -> Step:
    """Read "reply: words", "line-up Network: reason", "wait-until 2" or "wait-contact"."""
    head, _colon, words = text.partition(": ")
    verb, _space, place = head.partition(" ")
    if verb not in STEPS or bool(place) != (verb in _PLACED):
        raise ValueError(text)
    return Step(verb, place, words)


def _customer(data: Mapping[str, Any]) -> Customer:
    people = [
        _contact(name, data["domain"], data["phone"], place)
        for place, name in enumerate(data["contacts"], start=1)
    ]
    return Customer(
        name=data["name"],
        sector=data["sector"],
        lang=data["lang"],
        weight=data["weight"],
        phone=data["phone"],
        app=data["app"],
        server=data["server"],
        sites=tuple(data["sites"]),
        departments=tuple(data["departments"]),
        rooms=tuple(data["rooms"]),
        contacts=tuple(people),
    )


def _contact(name: str, domain: str, phone: str, place: int) -> Contact:
    """Give a person an address and an extension: "mr. Els van der Ven" is e.vanderven@."""
    bare = name.removeprefix("mr. ")
    first, _space, rest = bare.partition(" ")
    plain = unicodedata.normalize("NFKD", f"{first[0]}.{rest}".translate(_LATIN))
    local = "".join(c for c in plain.casefold() if c.isascii() and (c.isalnum() or c in ".-"))
    return Contact(name, first, f"{local}@{domain}", f"{phone[:-2]}{int(phone[-2:]) + place:02d}")
