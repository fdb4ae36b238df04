"""What stands beside the form: who it may be while the name is typed, then their tickets and those like this one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style

from otui.desk.desk import View
from otui.desk.rows import ContactRow, LinkRow, TicketRow
from otui.desk.views import known, people, searching
from otui.desk.words import state_name
from otui.domain.workflow import OPEN_STATES
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.rowpaint import RowFlags

CONTACTS = 20
LIKE = 6
LOOKED_AT = 40
LEAST_LETTERS = 4
"""Shorter words say nothing about what a ticket is about."""
WORDS = 3
"""So many of the longest words of a subject are looked for."""
NEW = -1
"""The id of the row that makes a new contact; those of what is known come below it."""


@dataclass(frozen=True, slots=True)
class BesideRow:
    """A row beside the form: a contact to pick (`contact`), the one that makes a contact, or a ticket."""

    id: int
    version: int
    label: str
    detail: str
    section: str = ""
    contact: ContactRow | None = None
    knowledge_id: int = 0
    """Of a row that is what is known, which Enter opens to be read out."""

    @property
    def is_ticket(self) -> bool:
        """Whether it is a ticket that can be opened."""
        return self.contact is None and self.id > 0


def read_contacts(view: View, typed: str, version: int) -> list[BesideRow]:
    """Return who is meant by what was typed, and a row that makes someone new."""
    rows = [
        BesideRow(
            one.id,
            version,
            one.name,
            " · ".join(part for part in (one.customer, one.phone, one.email) if part),
            contact=one,
        )
        for one in people.find_contacts(view, typed, limit=CONTACTS)
    ]
    if typed.strip():
        rows.append(BesideRow(NEW, version, _("New contact: {name}").format(name=typed.strip()), ""))
    return rows


def read_tickets(view: View, contact_id: int | None, subject: str, version: int) -> list[BesideRow]:
    """Return the contact's open tickets, open ones like the subject, what is known, and the contact's former ones."""
    contact = people.contact(view, contact_id) if contact_id else None
    opened = contact.open_tickets if contact is not None else ()
    former = contact.former_tickets if contact is not None else ()
    rows = [_link(link, _("open of {name}"), version, contact) for link in opened]
    seen = {row.id for row in rows}
    rows += [
        BesideRow(
            row.id, version, f"{row.number} {row.subject}", row.customer or row.contact, _("like this, open")
        )
        for row in like(view, subject)
        if row.id not in seen
    ]
    rows += [
        BesideRow(
            -1 - one.id, version, f"{one.number} {one.subject}", one.why, _("known"), knowledge_id=one.id
        )
        for one in known.for_text(view, subject)
    ]
    seen = {row.id for row in rows}
    rows += [
        _link(link, _("before, of {name}"), version, contact) for link in former if link.ticket_id not in seen
    ]
    return rows


def _link(link: LinkRow, section: str, version: int, contact: ContactRow | None) -> BesideRow:
    title = section.format(name=contact.name if contact is not None else "")
    return BesideRow(link.ticket_id, version, f"{link.number} {link.subject}", state_name(link.state), title)


def like(view: View, subject: str) -> list[TicketRow]:
    """Return open tickets that share telling words with a subject: those that share most first."""
    words = sorted(set(re.findall(rf"[^\W\d_]{{{LEAST_LETTERS},}}", subject)), key=len, reverse=True)[:WORDS]
    shared: dict[int, int] = {}
    rows: dict[int, TicketRow] = {}
    for word in words:
        for hit in searching.find(view, word, limit=LOOKED_AT):
            if hit.row.state in OPEN_STATES:
                shared[hit.id] = shared.get(hit.id, 0) + 1
                rows[hit.id] = hit.row
    enough = 2 if len(words) > 1 else 1
    found = [one for one, count in shared.items() if count >= enough]
    return [rows[one] for one in sorted(found, key=lambda one: (-shared[one], -one))[:LIKE]]


class BesidePainter:
    """Draws a row: its name, and in what is left the detail."""

    def __init__(self, styles: Callable[[], dict[str, Style]]) -> None:
        self._styles = styles

    def paint(self, row: BesideRow, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = self._styles()
        label, detail = safe.line(row.label), safe.line(row.detail)
        least = min(width.cells(label), columns * 3 // 5)
        room = min(width.cells(detail), max(0, columns - least - 2))
        if room < 4:
            room = 0
        yield Segment(
            width.fit(label, max(1, columns - room - (2 if room else 0))),
            styles["accent"] if row.id == NEW else None,
        )
        if room:
            yield Segment("  " + width.fit(detail, room), styles["muted"])
