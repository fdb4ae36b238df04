"""The unit of work: what one verb reads and changes in one transaction, with its history, its inverse and its event.

It speaks SQL to the driver through the store's Writer. Rows are Records: attribute access under the entity's names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from otui.desk import rights
from otui.desk.clockwork import Clockwork
from otui.desk.commands import OnTicket, TicketRef
from otui.desk.directory import Directory
from otui.desk.fulltext import index_text
from otui.desk.lookup import find_ticket_id
from otui.desk.raising import Stage, raise_stages
from otui.desk.results import Result
from otui.desk.rows import AgentRow
from otui.desk.rules.in_force import Changing
from otui.desk.words import state_name, verb_name
from otui.domain.rules import Rules
from otui.domain.workflow import State, transition
from otui.errors import Conflict, Refused
from otui.store import feed
from otui.store.database import Writer
from otui.store.records import Record, to_db
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.domain.entities import Article, Ticket

# Derived from spans, clocks and time: rebuilt after an undo, never set back by it.
DERIVED = frozenset(
    {"response_due", "escalation_due", "resolution_due", "next_at", "wake_at", "sort_key", "flag", "version"}
)


class Unit:
    """One verb's view of the desk, inside one transaction."""

    def __init__(
        self,
        writer: Writer,
        now: datetime,
        agent: AgentRow,
        rules: Rules,
        directory: Directory,
        changing: Changing | None = None,
    ) -> None:
        self.writer = writer
        self.now = now
        self.agent = agent
        self.rules = rules
        self.directory = directory.seen_by(agent)
        """The agents and queues that this agent may know of: where names are looked up."""
        self.whole = directory
        """All of them: what clocks are counted by."""
        self.hidden = rights.hidden_queues(agent, directory)
        """Ids of the queues whose tickets are not there for this agent."""
        self._changing = changing
        self._records: dict[tuple[str, int], Record] = {}
        self._added: list[Record] = []
        self._removed: list[list[Any]] = []
        self._clockworks: dict[int, Clockwork] = {}
        self._stale_text: set[int] = set()
        self.raised: list[Stage] = []
        """What fell due before this unit of work and was raised by it."""

    def beside(self) -> Unit:
        """Return a fresh unit in the same transaction, for one of many tickets: to finish looks at all a unit holds."""
        return Unit(self.writer, self.now, self.agent, self.rules, self.whole, self._changing)

    # -- reading ---------------------------------------------------------------------------------------------------

    def load(self, table: str, row_id: int) -> Record | None:
        """Return a row by id, the same object each time."""
        known = self._records.get((table, row_id))
        if known is None:
            known = self.writer.load(table, row_id)
            if known is not None:
                self._records[(table, row_id)] = known
        return known

    def load_all(self, table: str, where: str, params: Mapping[str, Any]) -> list[Record]:
        """Return the rows of a table for which `where` holds, each the same object each time."""
        rows = self.writer.records(table, where, params)
        return [self._records.setdefault((table, row.id), row) for row in rows]

    def ticket(self, ref: TicketRef) -> Ticket:
        """Return a ticket by id, number or imported number; NotFound, in the same words, for one that is not theirs."""
        ticket_id = ref if isinstance(ref, int) else find_ticket_id(self.writer, ref, self.hidden)
        record = self.load("ticket", ticket_id) if ticket_id else None
        if record is None or record.queue_id in self.hidden:
            raise rights.not_there(ref)
        ticket = cast("Ticket", record)
        if self._changing is not None and self._changing.covers(record.id):
            self.clocks(ticket)  # by the queue that it is in until now: a verb may put it in another
        return ticket

    def ticket_for(self, command: OnTicket, verb: str) -> Ticket:
        """Return the ticket that `command` is about, if `verb` may be done to it now by this agent."""
        ticket = self.ticket(command.ticket)
        self.require_version(ticket, command.version)
        row = transition(verb, State(ticket.state))
        if row is None:
            raise Refused(
                _("{number} is {state}: {verb} is not possible.").format(
                    number=ticket.number, state=state_name(ticket.state), verb=verb_name(verb)
                ),
                _("Reopen it first.") if ticket.state in (State.RESOLVED, State.CLOSED) else "",
            )
        rights.require_on(self, ticket, verb)
        return ticket

    def require_version(self, ticket: Ticket, version: int | None) -> None:
        """Refuse a write against an older version: nothing is overwritten that its writer has not seen."""
        if version is not None and version != ticket.version:
            actor, verb = self.writer.one(
                "SELECT actor, verb FROM history WHERE ticket_id = :id ORDER BY id DESC LIMIT 1",
                {"id": ticket.id},
            ) or ("", "")
            raise Conflict(
                _("{number} moved on meanwhile: {actor}, {verb}.").format(
                    number=ticket.number, actor=actor, verb=verb_name(verb)
                ),
                _("Look at what is new, then decide again."),
                ticket_id=ticket.id or 0,
                version=ticket.version,
            )

    def name_of(self, agent_id: int | None) -> str:
        """Return an agent's login as people say it; an en dash for nobody."""
        if agent_id is None:
            return "–"
        known = self.whole.agents.get(agent_id)
        return (
            known.login
            if known
            else str(self.writer.value("SELECT login FROM agent WHERE id = :id", {"id": agent_id}))
        )

    def clocks(self, ticket: Ticket) -> Clockwork:
        """Return the clocks of a ticket, to be changed; they are saved with the rest."""
        assert ticket.id is not None
        if ticket.id not in self._clockworks:
            clockwork = self._clockworks[ticket.id] = Clockwork(self, ticket)
            if self._changing is not None and self._changing.covers(ticket.id):
                self.raised += clockwork.ruled(self._changing.change)
            elif ticket.next_at is not None and ticket.next_at <= self.now:
                self.raised += raise_stages(self, ticket, clockwork)
        return self._clockworks[ticket.id]

    # -- changing --------------------------------------------------------------------------------------------------

    def add(self, table: str, values: Mapping[str, Any]) -> Record:
        """Insert a row now and return it; an undo takes it out again."""
        record = self.writer.add(table, values)
        self._records[(table, record.id)] = record
        self._added.append(record)
        return record

    def remove(self, record: Record) -> None:
        """Delete a row that an undo takes out; a redo puts it back under the same id."""
        self._removed.append([record.table, record.id, stored(record), None])
        self.writer.delete(record.table, record.id)
        del self._records[(record.table, record.id)]

    def put_back(self, table: str, row_id: int, values: Mapping[str, Any]) -> None:
        """Insert a row that was removed, as it was."""
        self.add(table, {**values, "id": row_id})

    def add_article(self, ticket: Ticket, kind: str, body: str, **values: Any) -> Article:
        """Put an article on a ticket, written by this agent unless `values` say otherwise."""
        row = {
            "ticket_id": ticket.id,
            "kind": kind,
            "body": body,
            "author_kind": "agent",
            "agent_id": self.agent.id,
            "author": self.agent.name,
            "created_at": self.now,
            **values,
        }
        self._stale_text.add(ticket.id or 0)
        return cast("Article", self.add("article", row))

    def text_changed(self, ticket: Ticket) -> None:
        """Say that what full text knows of a ticket is out of date."""
        self._stale_text.add(ticket.id or 0)

    def touch(self, ticket: Ticket, *, reverses: bool = False) -> None:
        """Move a ticket one version on: someone may be writing against the former one.

        An act that `reverses` another sets the times back as well, to the row that was.
        """
        ticket.version += 1
        if reverses:
            return
        ticket.updated_at = self.now
        if ticket.owner_id == self.agent.id:
            ticket.active_at = self.now
            if ticket.locked:
                self.clocks(ticket)  # its lock lapses that much later

    def event(
        self,
        ticket: Ticket,
        verb: str,
        *,
        changes: Mapping[str, tuple[Any, Any]] | None = None,
        text: str = "",
        act_id: int | None = None,
        entered: bool = False,
    ) -> None:
        """Write a history event and tell the change feed."""
        self.writer.insert(
            "history",
            {
                "ticket_id": ticket.id,
                "at": self.now,
                "act_id": act_id,
                "agent_id": self.agent.id or None,
                "actor": self.agent.login,
                "verb": verb,
                "changes": {key: list(pair) for key, pair in (changes or {}).items()},
                "text": text,
                "version": ticket.version,
            },
        )
        feed.append(
            self.writer,
            at=self.now,
            topic="ticket",
            ticket_id=ticket.id,
            verb=verb,
            agent_id=self.agent.id or None,
            entered=entered,
        )

    def done(
        self,
        verb: str,
        ticket: Ticket,
        said: str,
        *,
        changes: Mapping[str, tuple[Any, Any]] | None = None,
        text: str = "",
        batch: str = "",
        entered: bool = False,
        article_id: int | None = None,
        also: tuple[Ticket, ...] = (),
        undoes_id: int | None = None,
        returned: str = "",
    ) -> Result:
        """Finish a verb: save every change, keep the inverse, write history, tell the feed; return the result."""
        rights.require_active(self.agent)
        for one in (ticket, *also):
            self.touch(one, reverses=undoes_id is not None)
        inverse = self.flush()
        act_id = self.writer.insert(
            "act",
            {
                "at": self.now,
                "agent_id": self.agent.id or None,
                "verb": verb,
                "ticket_id": ticket.id,
                "batch": batch,
                "inverse": inverse,
                "undoes_id": undoes_id,
            },
        )
        for one in (ticket, *also):
            self.event(one, verb, changes=changes, text=text, act_id=act_id, entered=entered)
        return Result(
            verb=verb,
            ticket_id=ticket.id or 0,
            number=ticket.number,
            version=ticket.version,
            act_id=act_id,
            said=said,
            changes=dict(changes or {}),
            article_id=article_id,
            returned=returned,
            also=tuple(one.id or 0 for one in also),
        )

    def flush(self) -> list[list[Any]]:
        """Write every changed row and return the inverse: rows as they were, in the database's own values."""
        for clockwork in self._clockworks.values():
            clockwork.save()
        inverse: list[list[Any]] = []
        added = {id(record) for record in self._added}
        for record in self._records.values():
            changed = self.writer.save(record)
            kept = {name: pair for name, pair in changed.items() if name not in DERIVED}
            if kept and id(record) not in added:
                before = {name: pair[0] for name, pair in kept.items()}
                after = {name: pair[1] for name, pair in kept.items()}
                inverse.append([record.table, record.id, before, after])
        # The last first: a row that was added names one that was added before it.
        inverse.extend([record.table, record.id, None, None] for record in reversed(self._added))
        inverse.extend(reversed(self._removed))
        for ticket_id in self._stale_text:
            index_text(self.writer, ticket_id)
        self._stale_text.clear()
        self._added.clear()
        self._removed.clear()
        return inverse


def stored(record: Record) -> dict[str, Any]:
    """Return a row as it stands, in the database's own values."""
    return {name: to_db(name, value) for name, value in vars(record).items()}
