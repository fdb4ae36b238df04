"""The clocks of one ticket inside a unit of work: loaded as a Timeline, changed by verbs, saved with the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from otui.desk.majors.lasting import lasts
from otui.desk.raising import Stage, by_timer, raise_stages
from otui.domain.clocks import Clock, Span, Targets, Timeline
from otui.domain.rule_change import RuleChange
from otui.domain.sla import Level, SlaTable
from otui.domain.workflow import MODE, NO_DUE, OPEN_STATES, Mode, State
from otui.store.records import Record, from_micros, to_micros

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket

_SPAN = ("cycle", "began_at", "ended_at", "calendar", "mode", "reason", "used")
_CLOCK = (
    "name",
    "cycle",
    "started_at",
    "target",
    "warn_percent",
    "rule",
    "due_at",
    "warn_at",
    "done_at",
    "missed",
    "used",
)


class Clockwork:
    """The clocks of a ticket. Every method names what happened; `save` writes what came of it."""

    def __init__(self, unit: Unit, ticket: Ticket) -> None:
        self._unit = unit
        self._ticket = ticket
        self.reload()

    def reload(self) -> None:
        """Read spans and clocks as the unit of work holds them: at the start, and after an undo set rows back."""
        self._spans = self._rows("span")
        self._clocks = self._rows("ticket_clock")
        self.timeline = self._unit.rules.timeline(
            [span_of(row) for row in self._spans], [clock_of(row) for row in self._clocks]
        )

    def _rows(self, table: str) -> list[Record]:
        return self._unit.load_all(table, "ticket_id = :id ORDER BY id", {"id": self._ticket.id})

    # -- what the rules say ----------------------------------------------------------------------------------------

    def table(self) -> SlaTable:
        """Return the SLA table that applies to the ticket as it stands."""
        queue = self._unit.whole.queues.get(self._ticket.queue_id)
        customer = ""
        if self._ticket.customer_id:
            record = self._unit.load("customer", self._ticket.customer_id)
            customer = record.name if record else ""
        return self._unit.rules.sla.match(self._ticket.kind, queue.path if queue else (), customer)

    def level(self) -> Level | None:
        """Return the level that impact and urgency give; None on a ticket whose level came from an import."""
        ticket = self._ticket
        if ticket.impact is None or ticket.urgency is None:
            return None
        return self.table().level_for(ticket.impact, ticket.urgency)

    def calendar(self) -> str:
        """Return the calendar that counts: the queue's, else the SLA table's."""
        return self._unit.whole.calendar_of(self._ticket.queue_id) or self.table().calendar

    def _targets(self) -> Targets | None:
        level = self.level()
        return self.table().targets(level) if level else None

    # -- what happened ---------------------------------------------------------------------------------------------

    def start(self) -> None:
        """The ticket was made."""
        self._set_level()
        targets = self._targets()
        assert targets is not None, "a new ticket has factors"
        self.timeline.start(self._unit.now, self.calendar(), targets, MODE[State(self._ticket.state)])

    def state_changed(self, at: datetime | None = None) -> None:
        """The ticket's state was set, `at` a time that has passed or now."""
        if not self.timeline.spans:
            return
        state = State(self._ticket.state)
        self.timeline.change(
            at or self._unit.now, MODE[state], state.value, closing=state in (State.CLOSED, State.MERGED)
        )

    def reopened(self) -> None:
        """A resolved or closed ticket begins again: a second cycle with the full targets."""
        if not self.timeline.spans:
            return
        targets = self._targets() or targets_of(self.timeline.clocks)
        if targets is not None:
            self.timeline.reopen(self._unit.now, targets)
        else:
            self.timeline.change(self._unit.now, MODE[State(self._ticket.state)], self._ticket.state)
        self._ticket.cycle = self.timeline.cycle

    def responded(self) -> None:
        """An agent reached the contact."""
        if self.timeline.spans:
            self.timeline.respond(self._unit.now)

    def rules_changed(self) -> None:
        """Level, queue, kind, customer, the table or a calendar changed: count on under what holds now."""
        self._set_level()
        if not self.timeline.spans:
            self._begin_late()
            return
        calendar = self.calendar()
        if calendar != self.timeline.calendar:
            self.timeline.recalendar(self._unit.now, calendar)
        targets = self._targets()
        if targets is not None:
            self.timeline.retarget(self._unit.now, targets)

    def ruled(self, change: RuleChange) -> list[Stage]:
        """Other rules came into force: raise what fell due under the former, and count on under the new.

        Returns what was raised. What a ticket that is not open was promised stays as it was.
        """
        ticket, timeline = self._ticket, self.timeline
        before = self._shown()
        raised: list[Stage] = []
        if timeline.spans and ticket.next_at is not None and ticket.next_at <= change.at:
            self.timeline = change.former.timeline(timeline.spans, timeline.clocks)
            raised = raise_stages(self._unit, ticket, self, by=change.at)
        if not timeline.spans:
            self._set_level()
        elif State(ticket.state) in OPEN_STATES:
            self.timeline = change.settled(timeline.spans, timeline.clocks, self.calendar())
            self.rules_changed()
        elif any(timeline.live()):
            self.timeline = change.settled(timeline.spans, timeline.clocks, timeline.calendar)
        self.timeline.rebuild()
        self._set_dues()
        if before != self._shown():
            by_timer(self._unit, ticket, "clocks", {"level": (before[0], ticket.level)})
        if self.timeline.stages_due(self._unit.now):
            raised += raise_stages(self._unit, ticket, self)
        return raised

    def _set_dues(self) -> None:
        ticket, timeline = self._ticket, self.timeline
        ticket.response_due = timeline.response_due
        ticket.escalation_due = timeline.escalation_due
        ticket.resolution_due = timeline.resolution_due

    def _shown(self) -> tuple[object, ...]:
        ticket = self._ticket
        return ticket.level, ticket.response_due, ticket.escalation_due, ticket.resolution_due

    def _begin_late(self) -> None:
        """Start the clocks of a ticket that an import brought without any, once it has factors: from its making."""
        targets = self._targets()
        if targets is None:
            return
        ticket, state = self._ticket, State(self._ticket.state)
        self.timeline.start(ticket.created_at, self.calendar(), targets)
        if MODE[state] is not Mode.RUN:
            self.timeline.change(self._unit.now, MODE[state], state.value, closing=state is State.CLOSED)

    def unmerged(self) -> None:
        """The ticket is its own again: what the merge stopped runs on from now."""
        if not self.timeline.spans:
            return
        stopped = self.timeline.spans[-1].began
        for clock in self.timeline.clocks:
            if clock.cycle == self.timeline.cycle and clock.done == stopped:
                clock.done, clock.used, clock.missed = None, None, False
        state = State(self._ticket.state)
        self.timeline.change(self._unit.now, MODE[state], state.value)

    def _set_level(self) -> None:
        level = self.level()
        ticket = self._ticket
        if level is None or ticket.impact is None or ticket.urgency is None:
            return
        ticket.value = ticket.impact * ticket.urgency
        ticket.level, ticket.level_rank, ticket.level_imported = level.name, level.rank, False

    # -- saving ----------------------------------------------------------------------------------------------------

    def save(self) -> None:
        """Write spans and clocks, and what a list needs of them on the ticket."""
        self.timeline.rebuild()
        self._save("span", self._spans, [_span_values(span) for span in self.timeline.spans])
        self._save("ticket_clock", self._clocks, [_clock_values(clock) for clock in self.timeline.clocks])
        self.derive()

    def _save(self, table: str, records: list[Record], rows: list[dict[str, Any]]) -> None:
        for record, values in zip(records, rows, strict=False):
            for name, value in values.items():
                setattr(record, name, value)
        records.extend(
            self._unit.add(table, {"ticket_id": self._ticket.id, **values}) for values in rows[len(records) :]
        )

    def raised(self) -> set[tuple[str, int, str, datetime]]:
        """Return what was raised already, as the unique key of an escalation has it."""
        rows = self._unit.writer.all(
            "SELECT clock, cycle, stage, due_at FROM escalation WHERE ticket_id = :id",
            {"id": self._ticket.id},
        )
        return {(clock, cycle, stage, from_micros(due)) for clock, cycle, stage, due in rows}

    def derive(self) -> None:
        """Set the ticket's dues, flag and next instants from its clocks, as of now."""
        ticket, timeline = self._ticket, self.timeline
        raised = self.raised()
        self._set_dues()
        ticket.next_at = timeline.next_at(raised, self._unit.now)
        due = timeline.sort_due
        ticket.sort_key = NO_DUE if due is None else to_micros(due)
        ticket.flag = timeline.flag(self._unit.now)
        ticket.wake_at = wake_at(self._unit, ticket, timeline)
        if ticket.state == State.RESOLVED and lasts(self._unit.writer, ticket.id):
            ticket.wake_at = None  # who stands for many is closed by a person


def wake_at(unit: Unit, ticket: Ticket, timeline: Timeline) -> datetime | None:
    """Return the next instant at which time alone changes the ticket: a wait ends, it closes, its lock lapses."""
    state = State(ticket.state)
    if state is State.RESOLVED:
        days = unit.rules.settings.close_after_days
        return ticket.resolved_at + timedelta(days=days) if days and ticket.resolved_at else None
    if MODE[state] is Mode.PAUSE:
        return ticket.wait_until
    if state in OPEN_STATES and ticket.locked:
        queue = unit.whole.queues.get(ticket.queue_id)
        minutes = (queue.lock_minutes if queue else 0) or unit.rules.settings.lock_minutes
        name = timeline.calendar if timeline.spans else unit.clocks(ticket).calendar()
        calendar = unit.rules.calendars.get(name)
        if minutes and calendar:
            return calendar.add(ticket.active_at, timedelta(minutes=minutes))
    return None


def span_of(row: Record) -> Span:
    """Return a stored span as the rules know it."""
    return Span(
        cycle=row.cycle,
        began=row.began_at,
        ended=row.ended_at,
        calendar=row.calendar,
        mode=Mode(row.mode),
        reason=row.reason,
        used=row.used,
        id=row.id,
    )


def clock_of(row: Record) -> Clock:
    """Return a stored clock as the rules know it."""
    return Clock(
        name=row.name,
        cycle=row.cycle,
        started=row.started_at,
        target=row.target,
        warn_percent=row.warn_percent,
        rule=row.rule,
        due=row.due_at,
        warn=row.warn_at,
        done=row.done_at,
        missed=row.missed,
        used=row.used,
        id=row.id,
    )


def _span_values(span: Span) -> dict[str, Any]:
    values = (span.cycle, span.began, span.ended, span.calendar, str(span.mode), span.reason, span.used)
    return dict(zip(_SPAN, values, strict=True))


def _clock_values(clock: Clock) -> dict[str, Any]:
    values = (
        str(clock.name),
        clock.cycle,
        clock.started,
        clock.target,
        clock.warn_percent,
        clock.rule,
        clock.due,
        clock.warn,
        clock.done,
        clock.missed,
        clock.used,
    )
    return dict(zip(_CLOCK, values, strict=True))


def targets_of(clocks: list[Clock]) -> Targets | None:
    """Return the targets that a ticket's newest clocks run by, where its level came from an import."""
    newest = {str(clock.name): clock for clock in sorted(clocks, key=lambda clock: clock.cycle)}
    if "resolution" not in newest or "escalation" not in newest:
        return None
    resolution = newest["resolution"]
    response = newest.get("response", resolution)
    return Targets(
        response=response.target,
        escalation=newest["escalation"].target,
        resolution=resolution.target,
        warn_percent=resolution.warn_percent,
        rule=resolution.rule,
    )
