"""What an agent would leave at the end of a shift, and what others left to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from otui.desk.desk import View
from otui.desk.rows import TicketRow
from otui.desk.tickets.common import first_words
from otui.desk.together import drafts
from otui.desk.views import lists
from otui.desk.words import verb_name
from otui.domain.workflow import State
from otui.store.records import from_micros, to_micros
from otui.text import times
from otui.text.i18n import N_, _

KINDS = {
    "promised": N_("promised"),
    "waiting": N_("waiting"),
    "mine": N_("in hand"),
    "draft": N_("draft"),
}
"""Why a ticket is among what is left, in the order in which they are told: what was promised burns first."""
LATELY = timedelta(days=7)
"""How far back hand-overs are still listed."""
MOST = 500


@dataclass(frozen=True, slots=True)
class Left:
    """A ticket that its agent would leave."""

    row: TicketRow
    kind: str
    words: str
    """What was said on it last, as a line to begin with."""
    draft: bool
    """Whether words are begun on it."""


@dataclass(frozen=True, slots=True)
class HandedOver:
    """One ticket of a hand-over that was made."""

    id: int
    handover_id: int
    from_login: str
    from_name: str
    to_login: str
    words: str
    """To everybody who got something."""
    at: datetime
    seen_at: datetime | None
    row: TicketRow
    kind: str
    line: str


def leaving(view: View) -> tuple[Left, ...]:
    """Return what this agent has: promised, waiting, in hand, and what they only began to write on."""
    only = lists.TicketFilter(owner=view.agent.id)
    mine = [row for row in lists.ticket_page(view, only, limit=MOST).rows if row.locked]
    begun = {draft.ticket_id: draft for draft in drafts.mine(view) if draft.ticket_id}
    had = {row.id for row in mine}
    others = lists.rows_by_id(view, [one for one in begun if one not in had])
    found = [Left(row, _kind(row), _last_words(view, row.id), row.id in begun) for row in mine]
    found += [Left(row, "draft", first_words(begun[row.id].body), True) for row in others.values()]
    order = list(KINDS)
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.row.sort_key, one.row.id)))


def _kind(row: TicketRow) -> str:
    if row.state == State.WAITING_UNTIL:
        return "promised"
    return "waiting" if row.state in (State.WAITING_CONTACT, State.WAITING_THIRD_PARTY) else "mine"


def _last_words(view: View, ticket_id: int) -> str:
    """Return what was said last on a ticket: who, when, and how it begins. Notes are for the team of its queue."""
    row = view.reader.one(
        "SELECT author, kind, created_at, body FROM article WHERE ticket_id = :id AND NOT withdrawn"
        " AND kind <> 'note' ORDER BY created_at DESC, id DESC LIMIT 1",
        {"id": ticket_id},
    )
    if row is None:
        return ""
    author, kind, at, body = row
    zone = view.rules.calendars[view.rules.settings.calendar].zone
    moment = times.moment(from_micros(at), zone, view.now)
    return _("{author}, {kind} {moment}: {words}").format(
        author=author, kind=verb_name(kind), moment=moment, words=first_words(body, 80)
    )


def unseen(view: View) -> tuple[HandedOver, ...]:
    """Return what was handed over to this agent and not read yet, the newest hand-over first."""
    return _rows(view, "h.to_id = :me AND h.seen_at IS NULL", {})


def lately(view: View) -> tuple[HandedOver, ...]:
    """Return what was handed over to this agent, and by them, in the last days."""
    since = {"since": to_micros(view.now - LATELY)}
    return _rows(view, "(h.to_id = :me OR h.from_id = :me) AND h.created_at >= :since", since)


def _rows(view: View, where: str, params: dict[str, Any]) -> tuple[HandedOver, ...]:
    rows = view.reader.all(
        "SELECT i.id, h.id, f.login, f.name, t.login, h.words, h.created_at, h.seen_at, i.ticket_id, i.kind, i.words"
        " FROM handover h JOIN handover_item i ON i.handover_id = h.id JOIN agent f ON f.id = h.from_id"
        f" JOIN agent t ON t.id = h.to_id WHERE {where} ORDER BY h.created_at DESC, h.id, i.id LIMIT {MOST}",
        {"me": view.agent.id, **params},
    )
    tickets = lists.rows_by_id(view, {row[8] for row in rows})
    return tuple(
        HandedOver(
            row[0],
            row[1],
            row[2],
            row[3],
            row[4],
            row[5],
            from_micros(row[6]),
            None if row[7] is None else from_micros(row[7]),
            tickets[row[8]],
            row[9],
            row[10],
        )
        for row in rows
        if row[8] in tickets
    )
