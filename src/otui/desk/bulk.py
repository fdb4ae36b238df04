"""Writing many whole tickets at once: for an import and for the demo, where a verb for each would take hours.

A `BulkTicket` is a ticket with all that hangs on it, made in memory. `BulkWriter` gives ids and numbers, derives
what lists need from the clocks, and writes a batch with one statement a table. History says what happened, as ever;
there is no act to undo, and one row in the change feed a batch, so that open screens look again once.

    bulk = BulkWriter(writer, now, rules, directory)
    bulk.write([BulkTicket({"subject": "…", "queue_id": 1, "created_at": t}, timeline, history=[…])])
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from otui.desk.clockwork import wake_at
from otui.desk.directory import Directory
from otui.desk.fulltext import INDEX_LIMIT, index_text
from otui.domain import numbers
from otui.domain.clocks import Stage, StageKey, Timeline
from otui.domain.rules import Rules
from otui.domain.workflow import NO_DUE
from otui.store import feed, search
from otui.store.database import Writer
from otui.store.records import JSON_COLUMNS, SHORT, is_instant, to_db, to_micros

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket

Values = dict[str, Any]
_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

_TICKET: Values = {
    "external_number": None, "kind": "incident", "category": "", "item_id": None,
    "state": "new", "impact": None, "urgency": None, "value": None,
    "level": "", "level_rank": 0, "level_imported": False, "line": 1, "owner_id": None, "locked": False,
    "contact_id": None, "customer_id": None, "wait_until": None, "resolved_at": None, "closed_at": None,
    "response_due": None, "escalation_due": None, "resolution_due": None, "next_at": None, "wake_at": None,
    "sort_key": NO_DUE, "flag": 0, "cycle": 1, "reopen_count": 0, "merged_into_id": None, "created_by_id": None,
    "extra": {}, "version": 1,
}  # fmt: skip
_WAKES = ("state", "resolved_at", "wait_until", "locked", "queue_id", "active_at")
"""What says when time alone changes a ticket: see `wake_at`."""
_ARTICLE: Values = {
    "author_kind": "agent", "agent_id": None, "contact_id": None, "author": "", "recipients": "", "cc": "",
    "subject": "", "body": "", "reaches_contact": False, "queue_id": None, "origin_id": None, "withdrawn": False,
}  # fmt: skip
_HISTORY: Values = {"act_id": None, "agent_id": None, "actor": "", "changes": {}, "text": "", "version": 0}
_ESCALATION: Values = {"owner_id": None}


@dataclass(slots=True, eq=False)
class BulkTicket:
    """A ticket with all that hangs on it. Rows are {column: value as the entity has it}, without id and ticket_id."""

    values: Values
    """The ticket's columns. `queue_id`, `subject` and `created_at` must be there; number, dues and flag are derived."""
    timeline: Timeline | None = None
    articles: list[Values] = field(default_factory=list)
    history: list[Values] = field(default_factory=list)
    """In the order in which it happened."""
    escalations: list[Values] = field(default_factory=list)
    """What fell due before now, and was raised then."""
    links: list[tuple[BulkTicket, str]] = field(default_factory=list)
    """(other ticket of the same or an earlier batch, kind)."""
    id: int = 0
    """Given by the writer."""

    @property
    def number(self) -> str:
        """Its number, once it has one."""
        return str(self.values.get("number", ""))


class BulkWriter:
    """Writes batches of tickets inside one transaction."""

    def __init__(
        self, writer: Writer, now: datetime, rules: Rules, directory: Directory, *, verb: str = "import"
    ) -> None:
        self.writer = writer
        self.now = now
        self.rules = rules
        self.directory = directory
        self.whole = directory
        self.verb = verb
        self._people: dict[tuple[int | None, int | None], str] = {}

    def write(self, tickets: Sequence[BulkTicket]) -> None:
        """Add tickets; each has its id and number afterwards."""
        if not tickets:
            return
        self._number(tickets)
        for ticket in tickets:
            self._derive(ticket)
        self._many("ticket", ({"id": t.id, **t.values} for t in tickets), _TICKET)
        self._hang_on(tickets)
        self._links(tickets)
        search.bulk_index(self.writer, map(self._known_by, tickets))
        self._tell()

    def rewrite(self, tickets: Sequence[BulkTicket]) -> None:
        """Replace tickets that are there (`id` is set): columns and clocks anew, articles and history added to."""
        for ticket in tickets:
            self._derive(ticket)
            self.writer.update("ticket", ticket.id, ticket.values)
            for table in ("span", "ticket_clock"):
                self.writer.execute(f"DELETE FROM {table} WHERE ticket_id = :id", {"id": ticket.id})
        self._hang_on(tickets)
        for ticket in tickets:
            index_text(self.writer, ticket.id)
        if tickets:
            self._tell()

    # -- how -------------------------------------------------------------------------------------------------------

    def _number(self, tickets: Sequence[BulkTicket]) -> None:
        """Give ids and numbers: read once, kept by the transaction that holds the only write lock."""
        first_id = int(self.writer.value("SELECT coalesce(max(id), 0) FROM ticket")) + 1
        nameless = [ticket for ticket in tickets if not ticket.number]
        counter = int(
            self.writer.value("SELECT value FROM meta WHERE key = 'next_number'") or numbers.FIRST_COUNTER
        )
        for place, ticket in enumerate(tickets):
            ticket.id = first_id + place
        for place, ticket in enumerate(nameless):
            ticket.values["number"] = numbers.make(counter + place)
        self.writer.execute(
            "INSERT INTO meta (key, value) VALUES ('next_number', :next)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            {"next": str(counter + len(nameless))},
        )

    def _derive(self, ticket: BulkTicket) -> None:
        """Set what lists need of the clocks, as of now."""
        values, timeline = ticket.values, ticket.timeline
        for column in ("updated_at", "active_at"):
            values.setdefault(column, values["created_at"])
        if timeline is None:
            return
        timeline.rebuild()
        raised: set[StageKey] = {
            (e["clock"], e["cycle"], e["stage"], e["due_at"]) for e in ticket.escalations
        }
        due = timeline.sort_due
        values.update(
            response_due=timeline.response_due,
            escalation_due=timeline.escalation_due,
            resolution_due=timeline.resolution_due,
            next_at=timeline.next_at(raised, self.now),
            sort_key=NO_DUE if due is None else to_micros(due),
            flag=timeline.flag(self.now),
            cycle=timeline.cycle,
        )
        row = SimpleNamespace(**{name: values.get(name, _TICKET.get(name)) for name in _WAKES})
        values["wake_at"] = wake_at(cast("Unit", self), cast("Ticket", row), timeline)

    def _hang_on(self, tickets: Sequence[BulkTicket]) -> None:
        self._many("article", ({"ticket_id": t.id, **row} for t in tickets for row in t.articles), _ARTICLE)
        self._many("span", (row for t in tickets for row in _spans(t)), {})
        self._many("ticket_clock", (row for t in tickets for row in _clocks(t)), {})
        self._many(
            "escalation", ({"ticket_id": t.id, **row} for t in tickets for row in t.escalations), _ESCALATION
        )
        self._many("history", ({"ticket_id": t.id, **row} for t in tickets for row in t.history), _HISTORY)

    def _many(self, table: str, rows: Iterable[Values], defaults: Values) -> None:
        """Insert rows with one statement. What is there already (an escalation raised by the timer) stays."""
        names = self.writer.layout(table).columns
        instants = [name for name in names if is_instant(name)]
        documents = [name for name in names if name in JSON_COLUMNS]
        short = [name for name in names if name in SHORT]
        bound = []
        for row in rows:
            whole = defaults | row
            for name in instants:
                at = whole[name]
                whole[name] = at and to_micros(at)
            for name in documents:
                whole[name] = _json(whole[name]) if whole[name] else "{}"
            for name in short:
                whole[name] = to_db(name, whole[name])
            bound.append(whole)
        if not bound:
            return
        given = [name for name in names if name in bound[0]]
        kept = " ON CONFLICT DO NOTHING" if table == "escalation" else ""
        places = ", ".join(f":{name}" for name in given)
        sql = f"INSERT INTO {table} ({', '.join(given)}) VALUES ({places}){kept}"
        self.writer.executemany(sql, bound)

    def _known_by(self, ticket: BulkTicket) -> search.IndexRow:
        values = ticket.values
        own = (values.get("number"), values.get("external_number"))
        reporter = self._reporter(values.get("contact_id"), values.get("customer_id"))
        people = " ".join(part for part in (*own, reporter) if part)
        said = "\n".join(f"{row.get('author', '')}\n{row.get('body', '')}" for row in ticket.articles)
        return ticket.id, values["subject"], people, said[:INDEX_LIMIT]

    def _reporter(self, contact_id: int | None, customer_id: int | None) -> str:
        """Return what full text knows of who reported it."""
        key = (contact_id, customer_id)
        known = self._people.get(key)
        if known is None:
            person = self.writer.one(
                "SELECT name, email, phone FROM contact WHERE id = :id", {"id": contact_id}
            )
            firm = self.writer.value("SELECT name FROM customer WHERE id = :id", {"id": customer_id})
            known = self._people[key] = " ".join(part for part in (*(person or ()), firm) if part)
        return known

    def _links(self, tickets: Sequence[BulkTicket]) -> None:
        rows = (
            {"ticket_id": t.id, "other_id": other.id, "kind": kind, "created_at": t.values["created_at"]}
            for t in tickets
            for other, kind in t.links
        )
        self._many("link", rows, {})

    def _tell(self) -> None:
        feed.append(self.writer, at=self.now, topic="ticket", verb=self.verb, entered=True)


def fallen_due(timeline: Timeline, now: datetime) -> list[StageKey]:
    """Return every warning and due of a ticket's life up to `now`, earliest first: what a timer would have raised.

    A clock that was done before its due time raised nothing. The timeline must be rebuilt.
    """
    found: list[StageKey] = []
    for clock in timeline.clocks:
        for stage, at in ((Stage.WARNING, clock.warn), (Stage.DUE, clock.due)):
            if at is not None and at <= now and (clock.done is None or at < clock.done):
                found.append((str(clock.name), clock.cycle, stage.value, at))
    return sorted(found, key=lambda key: key[3])


def _spans(ticket: BulkTicket) -> Iterable[Values]:
    for span in ticket.timeline.spans if ticket.timeline else ():
        yield {
            "ticket_id": ticket.id,
            "cycle": span.cycle,
            "began_at": span.began,
            "ended_at": span.ended,
            "calendar": span.calendar,
            "mode": str(span.mode),
            "reason": str(span.reason),
            "used": span.used,
        }


def _clocks(ticket: BulkTicket) -> Iterable[Values]:
    for clock in ticket.timeline.clocks if ticket.timeline else ():
        yield {
            "ticket_id": ticket.id,
            "name": str(clock.name),
            "cycle": clock.cycle,
            "started_at": clock.started,
            "target": clock.target,
            "warn_percent": clock.warn_percent,
            "rule": clock.rule,
            "due_at": clock.due,
            "warn_at": clock.warn,
            "done_at": clock.done,
            "missed": clock.missed,
            "used": clock.used,
        }
