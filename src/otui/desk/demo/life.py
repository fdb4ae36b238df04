"""One ticket's life, told in order: what each step does to state, owner, clocks, articles and history.

The same rules as the verbs of `otui.desk.tickets`, without a transaction for each: what comes out is a BulkTicket.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from otui.desk.bulk import BulkTicket, fallen_due
from otui.desk.demo.corpus import Contact, Customer, Scenario, Step
from otui.desk.demo.letters import Letters
from otui.desk.demo.papers import Changes, Papers
from otui.desk.demo.world import World
from otui.desk.rows import AgentRow, QueueRow
from otui.desk.tickets.common import first_words
from otui.domain.clocks import Stage
from otui.domain.workflow import MODE, Mode, State

NOBODY = "–"
TIMER = "timer"
MONITOR = {"nl": "Bewaking", "en": "Monitoring"}
_JUST_AFTER = timedelta(milliseconds=300)
"""What the timer takes to raise what fell due."""
_WAITS = {
    "wait-contact": State.WAITING_CONTACT,
    "wait-third-party": State.WAITING_THIRD_PARTY,
    "wait-until": State.WAITING_UNTIL,
}


class Life(Papers):
    """Tells a ticket's life from its making on. Instants must not go back."""

    def __init__(
        self,
        world: World,
        scenario: Scenario,
        letters: Letters,
        customer: Customer,
        contact: Contact,
        factors: tuple[int, int],
        created: datetime,
        maker: AgentRow | None,
    ) -> None:
        super().__init__(world.full_names)
        self._world, self._letters = world, letters
        self._contact, self._customer, self._kind = contact, customer, scenario.kind
        self.factors = factors
        self.queue = world.queue(scenario.queue)
        self.state = State.NEW
        self.timeline = world.rules.timeline()
        table, level, targets = self._promise()
        self.timeline.start(created, world.calendar_name(self.queue, table), targets)
        self._places: list[tuple[datetime, QueueRow, AgentRow | None]] = [(created, self.queue, None)]
        self.values = {
            "kind": scenario.kind,
            "subject": letters.subject,
            "impact": factors[0],
            "urgency": factors[1],
            "value": factors[0] * factors[1],
            "level": level.name,
            "level_rank": level.rank,
            "contact_id": contact.id,
            "customer_id": customer.id,
            "item_id": world.about.get(scenario.id),
            "created_at": created,
            "updated_at": created,
            "active_at": created,
            "created_by_id": maker.id if maker else None,
        }
        self._open(scenario, created, maker)

    def _open(self, scenario: Scenario, at: datetime, maker: AgentRow | None) -> None:
        alert = scenario.via == "alert"
        monitor = MONITOR[scenario.lang]
        self._article(
            at,
            "message",
            self._letters.opening(),
            author_kind="system" if alert else "contact",
            author=monitor if alert else self._contact.name,
            contact_id=None if alert else self._contact.id,
            subject=self.values["subject"],
        )
        changes: Changes = {"state": [None, "new"], "queue": [None, self.queue.name]}
        if maker is not None:
            self._event(at, "new", maker, changes)
        else:
            self._event(at, "new", None, changes, actor=monitor if alert else self._contact.name)

    # -- steps -----------------------------------------------------------------------------------------------------

    def act(self, at: datetime, step: Step, agent: AgentRow, until: datetime | None = None) -> None:
        """Let a step of the scenario happen; `agent` does it unless it is the contact's."""
        text = self._letters.fill(step.text)
        if step.verb == "contact":
            self.hear(at, step.text)
        elif step.verb == "thanks":
            self.hear(at, self._letters.say("thanks"))
        elif step.verb == "wake":
            self._wake(at, TIMER, "")
        elif step.verb == "reopen":
            self._reopen(at, agent)
        elif step.verb == "close":
            self.close(at, agent)
        elif step.verb in ("line-up", "move"):
            self._hand_over(at, step.verb, self._world.queue(step.place), text, agent)
        else:
            self.take(at, agent)
            self._work(at, step, text, agent, until)

    def _work(self, at: datetime, step: Step, text: str, agent: AgentRow, until: datetime | None) -> None:
        if step.verb == "note":
            self._article(at, "note", text, agent, queue_id=self.queue.id)
            self._event(at, "note", agent, text=first_words(text))
        elif step.verb == "call":
            self._article(at, "call", text, agent, contact_id=self._contact.id, reaches_contact=True)
            self.timeline.respond(at)
            self._event(at, "call", agent, text=first_words(text))
        elif step.verb == "forward":
            to = self._world.suppliers[step.place][1]
            self._article(at, "forward", text, agent, recipients=to, subject=self.values["subject"])
            self._event(at, "forward", agent, text=f"{to}: {first_words(text)}")
        elif step.verb in _WAITS:
            self._wait(at, step.verb, agent, until)
        else:
            self._reply(at, step.verb, step.text, agent)

    def _reply(self, at: datetime, verb: str, text: str, agent: AgentRow) -> None:
        body = self._letters.from_agent(text, self._world.full_names[agent.login])
        self._article(
            at,
            "reply",
            body,
            agent,
            recipients=self._contact.email,
            subject=self.values["subject"],
            contact_id=self._contact.id,
            reaches_contact=True,
        )
        self.timeline.respond(at)
        changes: Changes = {}
        if verb == "solve":
            self._go(at, State.RESOLVED, changes)
            self.values["resolved_at"] = at
        self._event(at, "resolve" if verb == "solve" else "reply", agent, changes, first_words(body))

    def hear(self, at: datetime, text: str) -> None:
        """The contact writes; a ticket that waits for that is open again."""
        body = self._letters.from_contact(text)
        self._article(
            at,
            "message",
            body,
            author_kind="contact",
            author=self._contact.name,
            contact_id=self._contact.id,
            subject=f"Re: {self.values['subject']}",
        )
        if self.state is State.WAITING_CONTACT:
            self._wake(at, self._contact.name, first_words(body))
        else:
            self._event(at, "message", None, actor=self._contact.name, text=first_words(body))

    def take(self, at: datetime, agent: AgentRow) -> None:
        """Make an agent the owner, where nobody is."""
        if self.owner is not None and self.values.get("locked"):
            return
        changes: Changes = {"owner": [NOBODY, agent.login]}
        if self.state is State.NEW:
            self._go(at, State.OPEN, changes)
        self.owner = agent
        self.values.update(locked=True, active_at=at)
        self._places.append((at, self.queue, agent))
        self._event(at, "take", agent, changes)

    def _reopen(self, at: datetime, agent: AgentRow) -> None:
        """The solution did not hold: the contact says so and an agent begins a second cycle."""
        self.hear(at, self._letters.say("again"))
        changes: Changes = {"state": [self.state.value, State.OPEN.value]}
        self.state = State.OPEN
        self.values["resolved_at"] = None
        self.values["reopen_count"] = 1
        self.timeline.reopen(at, self._promise()[2])
        self._event(at, "reopen", agent, changes)

    def close(self, at: datetime, agent: AgentRow | None) -> None:
        """Close after the contact agreed, or, without an agent, after days of silence."""
        changes: Changes = {}
        self._go(at, State.CLOSED, changes)
        self.values["closed_at"] = at
        self._event(at, "close" if agent else "auto-close", agent, changes, actor=TIMER)

    def merge(self, at: datetime, into: Life, agent: AgentRow, number: str) -> None:
        """Become a part of another ticket: what was said goes there."""
        changes: Changes = {"merged_into": [None, number]}
        self._go(at, State.MERGED, changes)
        self._event(at, "merge", agent, changes)
        into._event(at, "merge", agent, {"merged_into": [None, number]})

    def link(self, at: datetime, number: str, agent: AgentRow) -> None:
        """Be linked to another ticket."""
        self._event(at, "link", agent, {"link": [None, number]})

    # -- at the end ------------------------------------------------------------------------------------------------

    def finish(self) -> BulkTicket:
        """Let a lock lapse and raise what time alone brought by now, and return the ticket."""
        world, values = self._world, self.values
        self._lapse()
        self.timeline.rebuild()
        escalations = []
        for clock, cycle, stage, due_at in fallen_due(self.timeline, world.now):
            queue, owner = self._at(due_at)
            at = min(due_at + _JUST_AFTER, world.now)
            escalations.append(
                {"clock": clock, "cycle": cycle, "stage": stage, "due_at": due_at, "raised_at": at,
                 "queue_id": queue.id, "owner_id": owner.id if owner else None}
            )  # fmt: skip
            verb = "warn" if stage == Stage.WARNING else "escalate"
            self._event(
                at, verb, None, {"clock": [None, clock], "due": [None, due_at.isoformat()]}, actor=TIMER
            )
        values.update(
            state=self.state.value,
            queue_id=self.queue.id,
            line=self.queue.line,
            owner_id=self.owner.id if self.owner else None,
            locked=bool(values.get("locked")),
        )
        self.history.sort(key=lambda row: row["at"])
        version = 0
        for row in self.history:
            version += row["verb"] not in ("warn", "escalate")
            row["version"] = version
        values["version"] = version
        return BulkTicket(values, self.timeline, self.articles, self.history, escalations)

    def _lapse(self) -> None:
        if not self.values.get("locked") or self.timeline.mode is not Mode.RUN:
            return
        idle = self._world.lock_time(self.queue)
        calendar = self._world.rules.calendars[self.timeline.calendar]
        lapses = max(calendar.add(self.values["active_at"], idle), self.values["updated_at"])
        if idle and lapses <= self._world.now:
            changes: Changes = {}
            self._release(changes)
            self._places.append((lapses, self.queue, None))
            self._event(lapses, "lapse", None, changes, actor=TIMER)

    def _at(self, instant: datetime) -> tuple[QueueRow, AgentRow | None]:
        """Return where the ticket was, and whose, at an instant."""
        found = self._places[0]
        for place in self._places:
            if place[0] <= instant:
                found = place
        return found[1], found[2]

    # -- how -------------------------------------------------------------------------------------------------------

    def _promise(self) -> Any:
        return self._world.promise(self._kind, self.queue, self._customer.name, *self.factors)

    def _go(self, at: datetime, target: State, changes: Changes) -> None:
        changes["state"] = [self.state.value, target.value]
        self.state = target
        if MODE[target] is Mode.STOP:
            self.values["locked"] = False
        self.values["wait_until"] = None
        self.timeline.change(at, MODE[target], target.value, closing=target in (State.CLOSED, State.MERGED))

    def _wait(self, at: datetime, verb: str, agent: AgentRow, until: datetime | None) -> None:
        changes: Changes = {}
        self._go(at, _WAITS[verb], changes)
        if until is not None:
            self.values["wait_until"] = until
            changes["wait_until"] = [None, until.isoformat()]
        self._event(at, verb, agent, changes)

    def _wake(self, at: datetime, actor: str, text: str) -> None:
        changes: Changes = {}
        self._go(at, State.OPEN, changes)
        self._event(at, "wake", None, changes, text, actor=actor)

    def _hand_over(self, at: datetime, verb: str, queue: QueueRow, reason: str, agent: AgentRow) -> None:
        changes: Changes = {"queue": [self.queue.name, queue.name]}
        if verb == "line-up":
            changes["line"] = [self.queue.line, queue.line]
        self._release(changes)
        self.queue = queue
        self._places.append((at, queue, None))
        table, level, targets = self._promise()
        if level.name != self.values["level"]:
            changes["level"] = [self.values["level"], level.name]
        self.values.update(level=level.name, level_rank=level.rank)
        self.timeline.recalendar(at, self._world.calendar_name(queue, table))
        self.timeline.retarget(at, targets)
        self._event(at, verb, agent, changes, reason)

    def _release(self, changes: Changes) -> None:
        if self.owner is not None and self.values.get("locked"):
            changes["owner"] = [self.owner.login, NOBODY]
        self.owner = None
        self.values["locked"] = False
