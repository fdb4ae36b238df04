"""Whose ticket it was does not stay in what is known: names, addresses and numbers of people, found in a text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from otui.desk.records.ties import TICKET
from otui.desk.templates import first_name

if TYPE_CHECKING:
    from otui.store.database import Reader
    from otui.store.records import Record

LEAST_DIGITS = 6
"""A phone number of fewer may be any number."""
LEFT_OUT = "…"


def of_contact(contact: Any) -> dict[str, str]:
    """Return what tells who a contact is, each with its placeholder."""
    if contact is None:
        return {}
    known = {
        contact.name: "contact.name",
        first_name(contact.name): "contact.first_name",
        contact.email or "": "contact.email",
        contact.phone or "": "contact.phone",
    }
    return {words: name for words, name in known.items() if len(words.strip()) > 1}


def of_agent(name: str) -> dict[str, str]:
    """Return what tells who an agent of this name is, each with its placeholder."""
    known = {name: "agent.name", first_name(name): "agent.first_name"}
    return {words: name for words, name in known.items() if len(words.strip()) > 1}


def replaced(text: str, known: dict[str, str]) -> str:
    """Return a text with a placeholder for each of these words; the longer ones first, each on its own only."""
    for words, name in _longest_first(known):
        # What is a placeholder already stays what it is.
        parts = re.split(r"(\{\{.*?\}\})", text)
        parts[::2] = [_pattern(words).sub(f"{{{{{name}}}}}", part) for part in parts[::2]]
        text = "".join(parts)
    return text


def left_out(text: str, known: dict[str, str]) -> str:
    """Return a text that is read as it stands, without these words."""
    for words, _name in _longest_first(known):
        text = _pattern(words).sub(LEFT_OUT, text)
    return text


def still_named(reader: Reader, article: Record) -> list[str]:
    """Return what still tells, in an article, who the contacts of its source tickets are."""
    text = "\n".join((article.subject, article.body, article.solution, article.keywords))
    contacts = reader.records(
        "contact",
        "id IN (SELECT t.contact_id FROM ticket t JOIN tie s ON s.other_id = t.id WHERE s.record = 'knowledge'"
        " AND s.record_id = :id AND s.kind = 'source' AND s.other = :ticket) ORDER BY id",
        {"id": article.id, "ticket": TICKET},
    )
    found = [words for one in contacts for words in of_contact(one) if _pattern(words).search(text)]
    return [one for one in found if not any(one != other and one in other for other in found)]


def _longest_first(known: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(known.items(), key=lambda pair: -len(pair[0]))


def _pattern(words: str) -> re.Pattern[str]:
    """Return how these words are found on their own; a phone number, however its digits are set apart."""
    digits = re.sub(r"\D", "", words)
    if len(digits) >= LEAST_DIGITS and not re.search(r"[^\W\d]", words):
        return re.compile(r"(?<!\d)\+?" + r"[ .()/-]{0,3}".join(digits) + r"(?!\d)")
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
