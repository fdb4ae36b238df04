"""A major incident in a few words, for every front end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.words import step_name
from otui.domain.major import Stand
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.majors.views import MajorRow, Reached


def stand_words(row: MajorRow) -> str:
    """Return where it stands: `declared · stands for 14, 9 open`."""
    parts = [step_name(row.state)]
    if row.state == Stand.PROPOSED:
        parts.append(hit_words(row))
    elif row.children:
        parts.append(
            _("stands for {n}, {open} open").format(n=row.children, open=row.open_children)
            if row.state == Stand.DECLARED
            else _("stood for {n}").format(n=row.children)
        )
    if row.lacks_review:
        parts.append(_("review to be written"))
    return " · ".join(parts)


def hit_words(row: MajorRow) -> str:
    """Return how many tickets a proposal is about."""
    n = max(1, len(row.members))
    return ngettext("{n} ticket", "{n} tickets", n).format(n=n)


def flood_words(row: MajorRow) -> str:
    """Return the sentence that proposes one: `9 like 1042-33 “VPN Breda”: a major incident?`."""
    if len(row.members) > 1:
        return _("{n} like {number} “{alike}”: a major incident?").format(
            n=len(row.members), number=row.number, alike=row.alike
        )
    return _("{number} “{alike}”: a major incident?").format(number=row.number, alike=row.alike)


def reached_words(reached: Reached) -> str:
    """Return whom a message reaches: `12 contacts, on 14 tickets`."""
    contacts = ngettext("{n} contact", "{n} contacts", len(reached.contacts)).format(n=len(reached.contacts))
    tickets = ngettext("on {n} ticket", "on {n} tickets", reached.tickets).format(n=reached.tickets)
    return f"{contacts}, {tickets}"


def short_stand(row: MajorRow) -> str:
    """Return where it stands in a column: a word."""
    return _("to review") if row.lacks_review else step_name(row.state)
