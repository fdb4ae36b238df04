"""What the contacts of a problem's incidents read, each in their own language, and who read it already."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.knowledge.using import rendered_for
from otui.text.i18n import N_, language, said_in

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.problems.waiting import Touched
    from otui.store.database import Reader
    from otui.store.records import Record

WORKAROUND = N_(
    "Dear {{{{contact.name|customer}}}},\n\nwe know of the cause of {{{{ticket.number}}}} and are working"
    " on it. Until then this helps:\n\n{workaround}\n\n{{{{agent.name}}}}"
)
FIX = N_(
    "Dear {{{{contact.name|customer}}}},\n\nthe cause of {{{{ticket.number}}}} ({{{{ticket.subject}}}}) is taken"
    " away:\n\n{fix}\n\nDoes it still happen? Answer this message and we look again.\n\n{{{{agent.name}}}}"
)
_PLACEHOLDER = re.compile(r"\{\{.*?\}\}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as one contact reads it: the first of those who are written to in a language."""

    contact: str
    lang: str
    text: str


def default_message(problem: Record, verb: str, lang: str = "") -> str:
    """Return what is told where nobody words it otherwise, in a contact's language; ours where that is not known."""
    if verb == "tell-workaround":
        return said_in(lang, WORKAROUND).format(workaround=problem.workaround.strip())
    return said_in(lang, FIX).format(fix=problem.fix.strip())


def languages(reader: Reader, ticket_ids: Iterable[int]) -> dict[int, str]:
    """Return the language of the contact of each of these tickets that has one; empty where it is not known."""
    among = ", ".join(str(one) for one in ticket_ids)
    if not among:
        return {}
    rows = reader.all(
        f"SELECT t.id, c.lang FROM ticket t JOIN contact c ON c.id = t.contact_id WHERE t.id IN ({among})"
    )
    return {int(ticket_id): lang or "" for ticket_id, lang in rows}


def readings(
    view: View, problem: Record, verb: str, tickets: Iterable[Touched], message: str = ""
) -> tuple[Reading, ...]:
    """Return what the first contact of each language reads; of one message for all, what the first contact does."""
    to_write = [one for one in tickets if one.contact]
    known = languages(view.reader, [one.id for one in to_write])
    found: dict[str, Reading] = {}
    for one in to_write:
        lang = known.get(one.id, "")
        words = message or default_message(problem, verb, lang)
        if words not in found:
            text = rendered_for(view, one.id, words).text
            found[words] = Reading(one.contact, lang or language(), text)
    return tuple(found.values())


def told_already(reader: Reader, problem: Record, ticket_ids: Iterable[int]) -> dict[int, datetime]:
    """Return the tickets on which the workaround as it reads now is told already, and when that was.

    The note that the act left tells: its first line names the problem and the rest is the workaround. A note that
    an undo took back tells nothing, and a workaround in other words was not told.
    """
    among = ", ".join(str(one) for one in ticket_ids)
    words = problem.workaround.strip()
    if not among or not words:
        return {}
    # What stood in the place of a placeholder differs by ticket.
    same = re.compile(".*".join(re.escape(part) for part in _PLACEHOLDER.split(words)), re.DOTALL)
    found: dict[int, datetime] = {}
    for one in reader.records(
        "article", f"ticket_id IN ({among}) AND kind = 'note' AND NOT withdrawn ORDER BY id", {}
    ):
        title, _gap, rest = one.body.partition("\n\n")
        if problem.number in title.split() and same.fullmatch(rest.strip()):
            found[one.ticket_id] = one.created_at
    return found
