"""The words of a ticket: a scenario's texts with the names, places and things of one customer filled in."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, tzinfo
from typing import Any

from otui.desk.demo.corpus import Contact, Corpus, Customer, Scenario

SLOT = re.compile(r"(?<!\{)\{(\w+)\}(?!\})")
"""{site}: a word to fill in. Doubled braces are what a stranger wrote and stay as they are."""

_DAYS = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_SERVERS = ("FS01", "APP02", "DB01", "RDS03", "HV02", "DC01", "MX01")
_PEOPLE = {1: (2, 4), 2: (5, 14), 4: (24, 60), 8: (90, 240)}
_WORKDAYS = 5


class Letters:
    """Writes one ticket: choices are made once, so that a thread keeps to its own site, device and colleague.

    `turn` says how often the scenario was told before: subjects and openings take turns. `plain` leaves out how people
    begin and end a mail.
    """

    def __init__(
        self,
        corpus: Corpus,
        rng: random.Random,
        scenario: Scenario,
        customer: Customer,
        contact: Contact,
        impact: int,
        turn: int = 0,
        *,
        plain: bool = False,
    ) -> None:
        self._firm = corpus.firm
        self._rng = rng
        self._scenario = scenario
        self.lang = scenario.lang
        self._plain = plain
        self._speaks = customer.lang
        """An alarm may be in another language than its customer's."""
        self._subject = scenario.subjects[turn % len(scenario.subjects)]
        self._opening = scenario.openings[turn % len(scenario.openings)]
        colleague = rng.choice([other for other in customer.contacts if other is not contact])
        low, high = (6, 24) if scenario.kind == "request" else _PEOPLE[impact]
        self.slots: dict[str, str] = {
            "name": contact.name,
            "first": contact.first,
            "phone": contact.phone,
            "customer": customer.name,
            "app": customer.app,
            "server": f"{customer.server}-{rng.choice(_SERVERS)}",
            "site": rng.choice(customer.sites),
            "dept": rng.choice(customer.departments),
            "room": rng.choice(customer.rooms),
            "colleague": colleague.name,
            "colleague_first": colleague.first,
            "pc": f"LT-{rng.randrange(1200, 9900):05d}",
            "printer": f"PRN-{rng.randrange(0, 4)}-{rng.randrange(1, 30):02d}",
            "n": str(rng.randrange(low, high + 1)),
            "ref": f"{rng.choice('ABKMS')}{rng.randrange(20_000, 98_000)}",
        }

    def date(self, created: datetime, zone: tzinfo) -> None:
        """Fix the words that depend on when the ticket came: weekdays and times of day."""
        rng, days = self._rng, _DAYS[self.lang]
        local = created.astimezone(zone)
        since = local - timedelta(minutes=rng.randrange(5, 40))
        later = local + timedelta(minutes=rng.randrange(60, 150))
        self.slots.update(
            weekday=days[(local.weekday() + rng.randrange(2, 5)) % _WORKDAYS],
            weekday_past=days[(local.weekday() + rng.randrange(2, 5)) % _WORKDAYS],
            hour=f"{since.hour}:{since.minute // 5 * 5:02d}",
            later=f"{later.hour}:{later.minute // 15 * 15:02d}",
        )

    @property
    def subject(self) -> str:
        """The subject line."""
        return self.fill(self._subject)

    def opening(self) -> str:
        """The first message, as its sender writes: with or without greeting, aside and name."""
        body = self.fill(self._opening)
        if self._plain or self._scenario.via == "alert" or self._scenario.once:
            return body
        if self._scenario.via == "mail" and self._rng.random() < 0.45:
            body = f"{body}\n\n{self.fill(self._rng.choice(self._words('asides')))}"
        return self._letter(body, "contact")

    def from_contact(self, text: str) -> str:
        """A later message of the contact: short, seldom with a greeting."""
        body = self.fill(text)
        if self._rng.random() < 0.4:
            return self._letter(body, "contact")
        return f"{body}\n\n{self.slots['first']}"

    def from_agent(self, text: str, agent: str) -> str:
        """A reply by an agent, with the desk's greeting and name."""
        known = self._speaks == self.lang
        return self._letter(self.fill(text if known else "{restored}"), "agent", {"agent": agent})

    def say(self, key: str) -> str:
        """One of the firm's own phrases, such as its acknowledgement."""
        words = self._words(key)
        return str(words if isinstance(words, str) else self._rng.choice(words))

    def fill(self, text: str, more: Mapping[str, str] | None = None) -> str:
        """Put this ticket's words in the slots. A slot that nobody knows is a mistake in the file: KeyError."""
        if "{" not in text:
            return text
        words = {**self.slots, **(more or {})}
        return "\n".join(_line(line, words, self.say) for line in text.split("\n"))

    def _letter(self, body: str, who: str, more: Mapping[str, str] | None = None) -> str:
        if self._plain:
            return body
        style = self._firm
        greeting = self.fill(self._rng.choice(style["greetings"][self._speaks][who]), more)
        closing = self.fill(self._rng.choice(style["closings"][self._speaks][who]), more)
        return "\n\n".join(part for part in (greeting, body, closing) if part)

    def _words(self, key: str) -> Any:
        return self._firm[key][self._speaks]


def _line(line: str, words: Mapping[str, str], say: Callable[[str], str]) -> str:
    """Fill one line; it begins with a capital where a slot such as {dept} came first."""
    filled = SLOT.sub(lambda match: words.get(match[1]) or say(match[1]), line)
    return filled[:1].upper() + filled[1:] if line.startswith("{") else filled
