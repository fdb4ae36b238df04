"""The events of one ticket, played again in their order: its state, its clocks and its history as they became."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from otui.desk.bulk import BulkTicket, Values
from otui.desk.imports.columns import ColumnMap
from otui.desk.imports.events import Event, fingerprint
from otui.desk.imports.names import Names, Who
from otui.desk.imports.winding import Terms, Winding
from otui.desk.rows import QueueRow
from otui.domain.clocks import Stage, Targets
from otui.domain.rules import Rules
from otui.domain.workflow import MODE, OPEN_STATES, WAITING_STATES, Kind, Mode, State

NOBODY = "–"
TIMER = "timer"
IMPORT_KEY = "import"
"""Under this key of a ticket's `extra` an import remembers what it brought."""
_ENTER = {
    State.RESOLVED: "resolve",
    State.CLOSED: "close",
    State.WAITING_CONTACT: "wait-contact",
    State.WAITING_THIRD_PARTY: "wait-third-party",
    State.WAITING_UNTIL: "wait-until",
}
_FIELD_VERBS = {
    "level": "priority",
    "impact": "priority",
    "urgency": "priority",
    "subject": "subject",
    "kind": "kind",
    "contact": "contact",
}
Changes = dict[str, list[Any]]


@dataclass(slots=True)
class Stand:
    """How a ticket stands after an event."""

    state: State
    queue: QueueRow
    owner: Who | None
    kind: str
    level: str
    rank: int
    imported: bool
    targets: Targets | None
    calendar: str
    event: Event
    told: dict[str, Any]
    """What history tells of it, by field, in words."""


class Replay:
    """Plays the events of one ticket after another, until `now`."""

    def __init__(self, columns: ColumnMap, rules: Rules, names: Names, now: datetime) -> None:
        self.columns = columns
        self.rules = rules
        self.names = names
        self.now = now
        self._rated: dict[tuple[Any, ...], tuple[str, int, bool, Targets | None, str]] = {}

    def play(self, events: Sequence[Event]) -> BulkTicket:
        """Return the ticket as it stands after `events`, which are in order and not later than now."""
        story = _Story(self, events[0])
        for event in events[1:]:
            story.happen(event, self.stand(event, story.state_after(event)))
        return story.ended(events)

    def stand(self, event: Event, state: State) -> Stand:
        """Return how the log says that a ticket stands after an event."""
        kind = event.kind or Kind.INCIDENT.value
        queue = self.names.queue(event.queue)
        key = (kind, queue.id, event.customer, event.level, event.impact, event.urgency)
        known = self._rated.get(key)
        if known is None:
            known = self._rated[key] = self._rate(event, kind, queue)
        owner = self.names.agent(event.owner)
        told = {
            "state": state.value,
            "queue": queue.name,
            "owner": owner.login if owner else NOBODY,
            "level": known[0],
            "impact": event.impact,
            "urgency": event.urgency,
            "kind": kind,
            "contact": event.contact or event.email,
            "customer": event.customer,
            "subject": event.subject,
        }
        for name in self.columns.told:
            told[name] = event.extra.get(name, "")
        return Stand(state, queue, owner, kind, *known, event, told)

    def _rate(self, event: Event, kind: str, queue: QueueRow) -> tuple[str, int, bool, Targets | None, str]:
        """Return (level, rank, imported, targets, calendar): computed from our factors, else the level as it came."""
        table = self.rules.sla.match(kind, queue.path, event.customer)
        calendar = self.names.directory.calendar_of(queue.id) or table.calendar
        if event.impact is not None and event.urgency is not None:
            level = table.level_for(event.impact, event.urgency)
            return level.name, level.rank, False, table.targets(level), calendar
        word = event.level
        known = self.columns.levels.get(word)
        like = table.level(known.targets) if known and known.targets else None
        targets = table.targets(like) if like else None
        if targets is not None:
            targets = replace(targets, rule=f"{targets.rule} ({word})")
        return word, known.rank if known else len(table.levels), bool(word), targets, calendar

    def lock_holds(self, stand: Stand) -> bool:
        """Whether the owner's lock would still hold now: one that had lapsed is not brought back to life."""
        if stand.owner is None or stand.state not in OPEN_STATES:
            return False
        minutes = stand.queue.lock_minutes or self.rules.settings.lock_minutes
        calendar = self.rules.calendars.get(stand.calendar)
        if stand.state in WAITING_STATES or not minutes or calendar is None:
            return True
        return calendar.add(stand.event.at, timedelta(minutes=minutes)) > self.now


class _Story:
    """One ticket in the making."""

    def __init__(self, replay: Replay, first: Event) -> None:
        self.replay = replay
        self.names = replay.names
        self.created = first.created_at
        self.history: list[Values] = []
        self.articles: list[Values] = []
        self.moved = False
        self.reopened = 0
        self.resolved: datetime | None = None
        self.closed: datetime | None = None
        arrived = replay.stand(first, self.state_after(first, State.NEW))
        came = arrived
        if self.created < first.at:
            came = replay.stand(replace(first, owner=""), State.NEW)
        self.stand = came
        self.winding = Winding(replay.rules, self.created, came.state, _terms(came))
        begun = {"state": [None, came.state.value], "queue": [None, came.queue.name]}
        begun |= {"level": [None, came.level]} if came.level else {}
        begun |= {"owner": [NOBODY, came.owner.login]} if came.owner else {}
        self._record(self.created, first.created_by or first.actor, "new", begun)
        if first.body:
            self._message(first)
        if arrived is came:
            self._entered(first, State.NEW)
        else:
            self.happen(first, arrived)

    def state_after(self, event: Event, before: State | None = None) -> State:
        """Return the state that an event's word means for the ticket as it stands."""
        rule = event.rule
        if rule.state is None:
            return before or self.stand.state
        return rule.first if rule.first is not None and not self.moved else rule.state

    def happen(self, event: Event, after: Stand) -> None:
        """Bring the ticket to where the event says, and write down what changed."""
        before, former = self.stand, self.stand.told
        changes = {name: [former[name], value] for name, value in after.told.items() if former[name] != value}
        self.stand = after
        self.winding.happen(event.at, before.state, after.state, _terms(after))
        text = event.word if event.rule.state is None else ""
        self._record(event.at, event.actor, _verb(before, after, changes), changes, text)
        self._entered(event, before.state)
        if event.note:
            self._note(event)

    def _entered(self, event: Event, before: State) -> None:
        """Remember what coming into a state means."""
        state = self.stand.state
        self.moved = self.moved or state is not (event.rule.first or State.NEW)
        if event.rule.responded:
            self.winding.respond(event.at)
        if MODE[before] is Mode.STOP and state in OPEN_STATES:
            self.reopened += 1
        if state in OPEN_STATES:
            self.resolved = self.closed = None
        elif state is not before:
            if state is State.RESOLVED:
                self.resolved = event.at
            else:
                self.closed = event.at

    # -- what is written down --------------------------------------------------------------------------------------

    def _record(self, at: datetime, actor: str, verb: str, changes: Changes, text: str = "") -> None:
        who = self.names.known_agent(actor)
        self.history.append(
            {
                "at": at,
                "agent_id": who.id if who else None,
                "actor": actor or self.replay.columns.source,
                "verb": verb,
                "changes": changes,
                "text": text,
                "version": len(self.history) + 1,
            }
        )

    def _message(self, event: Event) -> None:
        contact_id, _firm = self._contact(event)
        self.articles.append(
            {
                "kind": "message",
                "author_kind": "contact",
                "author": event.contact or event.email,
                "contact_id": contact_id,
                "subject": event.subject,
                "body": event.body,
                "created_at": self.created,
            }
        )

    def _note(self, event: Event) -> None:
        who = self.names.known_agent(event.actor)
        self.articles.append(
            {
                "kind": "note",
                "author": event.actor,
                "agent_id": who.id if who else None,
                "body": event.note,
                "queue_id": self.stand.queue.id,
                "created_at": event.at,
            }
        )

    def _contact(self, event: Event) -> tuple[int | None, int | None]:
        return self.names.contact(event.contact, event.email, event.phone, event.customer)

    def ended(self, events: Sequence[Event]) -> BulkTicket:
        """Return the ticket as it stands now, what fell due until then put where it belongs in its history."""
        escalations = self.winding.raised(self.replay.now)
        values = self._values(events)
        told = [*self.history, *(_raising(row) for row in escalations)]
        told.sort(key=lambda row: row["at"])
        version = 0
        for row in told:
            version = row["version"] = row["version"] or version
        return BulkTicket(values, self.winding.timeline, self.articles, told, escalations)

    def _values(self, events: Sequence[Event]) -> Values:
        stand, first, last = self.stand, events[0], events[-1]
        contact_id, customer_id = self._contact(last)
        maker = self.names.known_agent(first.created_by)
        version = len(self.history)
        memory = {
            "source": self.replay.columns.source,
            "events": len(events),
            "print": fingerprint(events),
            "version": version,
        }
        return {
            "external_number": first.number,
            "kind": stand.kind,
            "subject": last.subject or first.number,
            "state": stand.state.value,
            "impact": last.impact,
            "urgency": last.urgency,
            "value": last.impact * last.urgency if last.impact and last.urgency else None,
            "level": stand.level,
            "level_rank": stand.rank,
            "level_imported": stand.imported,
            "queue_id": stand.queue.id,
            "line": stand.queue.line,
            "owner_id": stand.owner.id if stand.owner else None,
            "locked": self.replay.lock_holds(stand),
            "contact_id": contact_id,
            "customer_id": customer_id,
            "created_at": self.created,
            "updated_at": last.at,
            "active_at": last.at,
            "resolved_at": self.resolved,
            "closed_at": self.closed,
            "reopen_count": self.reopened,
            "created_by_id": maker.id if maker else None,
            "extra": {**last.extra, IMPORT_KEY: memory},
            "version": version,
        }


def _terms(stand: Stand) -> Terms:
    return Terms(stand.targets, stand.calendar, stand.queue.id, stand.owner.id if stand.owner else None)


def _verb(before: Stand, after: Stand, changes: Changes) -> str:
    """Return the desk's own verb for what an event did; `import` for what has none."""
    if "state" in changes:
        if MODE[before.state] is Mode.STOP and after.state in OPEN_STATES:
            return "reopen"
        if after.state in _ENTER:
            return _ENTER[after.state]
        if before.state in WAITING_STATES:
            return "wake"
    if "queue" in changes:
        return "move"
    if "owner" in changes:
        return "assign" if after.owner else "unlock"
    return next((_FIELD_VERBS[name] for name in changes if name in _FIELD_VERBS), "import")


def _raising(row: Values) -> Values:
    """Return the history event of something that was raised, as the timer writes it."""
    verb = "warn" if row["stage"] == Stage.WARNING else "escalate"
    changes = {"clock": [None, row["clock"]], "due": [None, row["due_at"].isoformat()]}
    return {"at": row["due_at"], "actor": TIMER, "verb": verb, "changes": changes, "version": 0}
