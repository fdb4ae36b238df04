"""One ticket, read whole: its detail, thread, history, clocks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.clockwork import clock_of, span_of
from otui.desk.desk import View
from otui.desk.lookup import find_ticket_id
from otui.desk.records.finding import without_hidden
from otui.desk.records.ties import TICKET, ties_of
from otui.desk.rows import ArticleRow, HistoryRow, LinkRow, TicketDetail, TicketRow
from otui.desk.told import Told
from otui.desk.views import people
from otui.desk.views.lists import rows_by_id
from otui.domain.clocks import ClockName, Face, Timeline
from otui.domain.workflow import State, allowed
from otui.errors import Refused
from otui.store.records import from_db, from_micros
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.domain.explain import Explanation


def resolve_ref(view: View, ref: int | str) -> int:
    """Return the id of a ticket by id or number; NotFound in words."""
    found = ref if isinstance(ref, int) else find_ticket_id(view.reader, ref, view.hidden)
    if found is None:
        raise rights.not_there(ref)
    return found


def require_there(view: View, ref: int | str) -> TicketRow:
    """Return a ticket's row by id or number; NotFound, in the same words, for one that is not there for this agent."""
    ticket_id = resolve_ref(view, ref)
    row = rows_by_id(view, (ticket_id,)).get(ticket_id)
    if row is None:
        raise rights.not_there(ref)
    return row


AWAITED = {State.WAITING_PROBLEM: "problem", State.WAITING_CHANGE: "change"}
"""The kind of record that a ticket in such a state waits for."""


def detail(view: View, ref: int | str) -> TicketDetail:
    """Return a ticket with its contact, links and what may be done to it."""
    row = require_there(view, ref)
    ticket_id = row.id
    values = view.reader.one(
        "SELECT t.external_number, t.impact, t.urgency, t.value, t.resolved_at, t.closed_at, t.cycle,"
        " t.reopen_count, coalesce(m.number, ''), t.contact_id, t.extra, t.category, i.id, coalesce(i.name, '')"
        " FROM ticket t LEFT JOIN ticket m ON m.id = t.merged_into_id"
        f"{view.without_hidden('m.queue_id')} LEFT JOIN item i ON i.id = t.item_id"
        f"{view.without_hidden('coalesce(i.queue_id, 0)')} WHERE t.id = :id",
        {"id": ticket_id},
    )
    assert values is not None
    (
        external,
        impact,
        urgency,
        value,
        resolved,
        closed,
        cycle,
        reopened,
        merged,
        contact_id,
        extra,
        category,
        item_id,
        item,
    ) = values
    return TicketDetail(
        row=row,
        readable=readable(view, row),
        external_number=external,
        impact=impact,
        urgency=urgency,
        value=value,
        resolved_at=from_db("resolved_at", resolved),
        closed_at=from_db("closed_at", closed),
        cycle=cycle,
        reopen_count=reopened,
        merged_into=merged,
        contact=people.contact(view, contact_id, but=ticket_id) if contact_id else None,
        links=links(view, ticket_id),
        allowed=allowed(State(row.state)),
        extra=from_db("extra", extra) or {},
        category=category,
        item_id=item_id,
        item=item,
        waits_for=_awaited(view, ticket_id, row.state),
        ties=ties_of(view, TICKET, ticket_id),
    )


def _awaited(view: View, ticket_id: int, state: str) -> str:
    """Return the number of what a ticket waits for, where that is there for whoever asks."""
    kind = AWAITED.get(State(state))
    if kind is None:
        return ""
    but = without_hidden(view.reader, kind, view.hidden, "r")
    return str(
        view.reader.value(
            f"SELECT r.number FROM ticket t JOIN {kind} r ON r.id = t.waits_for_id WHERE t.id = :id{but}",
            {"id": ticket_id},
        )
        or ""
    )


def readable(view: View, row: TicketRow) -> bool:
    """Whether the agent who asks may read what is said on a ticket."""
    stands = rights.relation(view.agent, view.directory, row.queue_id, row.owner_id, row.locked, row.state)
    return rights.may(view.agent, "read", stands, row.queue_id in view.agent.queues, view.rules.settings)


def require_readable(view: View, ref: int | str) -> TicketRow:
    """Return a ticket's row, or refuse with who has it locked."""
    row = require_there(view, ref)
    if not readable(view, row):
        raise Refused(
            _("{number} is locked by {name}: its owner alone can read it.").format(
                number=row.number, name=row.owner
            ),
            _("Ask {name} to let it go, or a lead to assign it.").format(name=row.owner),
        )
    return row


def thread(view: View, ref: int | str) -> tuple[ArticleRow, ...]:
    """Return the articles of a ticket, oldest first, without the notes that are not for this agent."""
    ticket_id = require_readable(view, ref).id
    rows = view.reader.all(
        "SELECT r.id, r.kind, r.author_kind, r.author, r.recipients, r.cc, r.subject, r.body,"
        " coalesce(q.name, ''), r.created_at, coalesce(o.number, ''), r.reaches_contact, r.queue_id, r.agent_id"
        " FROM article r LEFT JOIN queue q ON q.id = r.queue_id LEFT JOIN ticket o ON o.id = r.origin_id"
        f"{view.without_hidden('o.queue_id')}"
        " WHERE r.ticket_id = :id AND NOT r.withdrawn ORDER BY r.created_at, r.id",
        {"id": ticket_id},
    )
    return tuple(
        replace(ArticleRow(*row[:12]), created_at=from_micros(row[9]), reaches_contact=bool(row[11]))
        for row in rows
        if row[1] != "note" or rights.may_read_note(view.agent, view.directory, row[12], row[13])
    )


def history(view: View, ref: int | str, *, after_version: int | None = None) -> tuple[HistoryRow, ...]:
    """Return the events of a ticket, oldest first; with `after_version` only what came after it."""
    ticket_id = require_readable(view, ref).id
    rows = view.reader.all(
        "SELECT h.id, h.at, h.actor, h.verb, h.changes, h.text, h.version, r.queue_id, r.agent_id FROM history h"
        " LEFT JOIN article r ON h.verb = 'note' AND r.ticket_id = h.ticket_id AND r.kind = 'note'"
        " AND r.created_at = h.at"
        " WHERE h.ticket_id = :id AND h.version > :version ORDER BY h.id",
        {"id": ticket_id, "version": -1 if after_version is None else after_version},
    )
    changed = {row[0]: from_db("changes", row[4]) or {} for row in rows}
    told = Told(view.reader, view.directory, view.hidden, changed.values())
    seen: dict[int, HistoryRow] = {}
    for event_id, at, actor, verb, _changes, text, version, queue_id, author_id in rows:
        hidden = verb == "note" and not rights.may_read_note(view.agent, view.directory, queue_id, author_id)
        seen[event_id] = HistoryRow(
            event_id,
            from_micros(at),
            actor,
            verb,
            told.of(changed[event_id]),
            "" if hidden else text,
            version,
        )
    return tuple(seen.values())


def links(view: View, ticket_id: int) -> tuple[LinkRow, ...]:
    """Return the tickets that belong to one, whichever way round they were linked."""
    require_there(view, ticket_id)
    but = view.without_hidden("t.queue_id")
    rows = view.reader.all(
        "SELECT t.id, t.number, t.subject, t.state, l.kind FROM link l JOIN ticket t ON t.id = l.other_id"
        f" WHERE l.ticket_id = :id{but} UNION ALL"
        " SELECT t.id, t.number, t.subject, t.state, l.kind || '-of' FROM link l JOIN ticket t ON t.id = l.ticket_id"
        f" WHERE l.other_id = :id{but}",
        {"id": ticket_id},
    )
    return tuple(LinkRow(*row) for row in rows)


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One clock of a ticket as it stands now."""

    name: str
    cycle: int
    rule: str
    target_seconds: int
    calendar: str
    face: Face
    done_at: datetime | None
    missed: bool


def clocks(view: View, ref: int | str) -> tuple[ClockRow, ...]:
    """Return the clocks of a ticket, newest cycle first, each with its face as of now."""
    timeline = timeline_of(view, ref)
    return tuple(
        ClockRow(
            str(clock.name),
            clock.cycle,
            clock.rule,
            clock.target,
            timeline.calendar,
            timeline.face(clock, view.now),
            clock.done,
            clock.missed,
        )
        for clock in sorted(
            timeline.clocks, key=lambda c: (-c.cycle, list(ClockName).index(ClockName(c.name)))
        )
    )


def explanations(view: View, ref: int | str) -> tuple[Explanation, ...]:
    """Return why each due time of a ticket is what it is."""
    from otui.domain.explain import explain

    timeline = timeline_of(view, ref)
    return tuple(explain(timeline, clock, view.now) for clock in timeline.clocks)


def timeline_of(view: View, ref: int | str) -> Timeline:
    """Return the stored life of a ticket as the rules know it."""
    ticket_id = require_there(view, ref).id
    spans = view.reader.records("span", "ticket_id = :id ORDER BY id", {"id": ticket_id})
    clock_rows = view.reader.records("ticket_clock", "ticket_id = :id ORDER BY id", {"id": ticket_id})
    return view.rules.timeline([span_of(row) for row in spans], [clock_of(row) for row in clock_rows])
