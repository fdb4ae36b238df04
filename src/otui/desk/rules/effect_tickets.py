"""The tickets that a change of rules may move, as the effect counts them: read in batches, without a unit of work."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from otui.desk.desk import View
from otui.desk.directory import Directory
from otui.desk.rules.effect import CLOCKS, Move
from otui.domain.clock_parts import Clock, Span, Targets
from otui.domain.rule_change import RuleChange
from otui.domain.rules import Rules
from otui.domain.workflow import OPEN_STATES, Mode
from otui.store.database import Reader
from otui.store.records import from_micros


@dataclass(frozen=True, slots=True)
class Promise:
    """What the rules promise a ticket of one kind, queue, customer, impact and urgency."""

    calendar: str
    level: str | None
    targets: Targets | None


class Promises:
    """Looks promises up, each combination once."""

    def __init__(self, view: View, rules: Rules, directory: Directory) -> None:
        self._rules = rules
        self._directory = directory
        self._customers: dict[int, str] = dict(view.reader.all("SELECT id, name FROM customer"))
        self._known: dict[tuple[object, ...], Promise] = {}

    def of(
        self, kind: str, queue_id: int, customer_id: int | None, impact: int | None, urgency: int | None
    ) -> Promise:
        """Return what a ticket like that is promised."""
        key = (kind, queue_id, customer_id, impact, urgency)
        found = self._known.get(key)
        if found is None:
            queue = self._directory.queues.get(queue_id)
            customer = self._customers.get(customer_id or 0, "")
            table = self._rules.sla.match(kind, queue.path if queue else (), customer)
            level = None
            if impact is not None and urgency is not None:
                level = table.level_for(impact, urgency)
            found = self._known[key] = Promise(
                self._directory.calendar_of(queue_id) or table.calendar,
                level.name if level else None,
                table.targets(level) if level else None,
            )
        return found


@dataclass(slots=True)
class LiveTicket:
    """What there is to know of a ticket to count its clocks."""

    id: int
    number: str
    state: str
    level: str
    promised: tuple[str, int, int | None, int | None, int | None]
    dues: tuple[datetime | None, ...]
    spans: list[Span]
    clocks: list[Clock]

    def move(self, change: RuleChange, promises: Promises) -> Move | None:
        """Return how the change moves it; None where it stays as it is."""
        if not self.spans:
            return None
        if self.state not in OPEN_STATES:
            return self._settled_only(change)
        promise = promises.of(*self.promised)
        level = promise.level if promise.level is not None else self.level
        if change.leaves(self.spans, self.clocks, promise.calendar, promise.targets):
            return None if level == self.level else self._moved(level, self.dues, promise.calendar)
        timeline = change.counted_on(self.spans, self.clocks, promise.calendar, promise.targets)
        after = (timeline.response_due, timeline.escalation_due, timeline.resolution_due)
        paused = self.spans[-1].mode is not Mode.RUN and self._retargeted(promise.targets)
        if after == self.dues and level == self.level and not paused:
            return None
        return self._moved(level, after, promise.calendar, paused)

    def _settled_only(self, change: RuleChange) -> Move | None:
        """A resolved ticket that nobody answered: its promise stays, the hours may be others."""
        calendar = self.spans[-1].calendar
        if change.leaves(self.spans, self.clocks, calendar, None):
            return None
        timeline = change.counted_on(self.spans, self.clocks, calendar, None)
        after = (timeline.response_due, timeline.escalation_due, timeline.resolution_due)
        return None if after == self.dues else self._moved(self.level, after, calendar)

    def _retargeted(self, targets: Targets | None) -> bool:
        return targets is not None and any(
            clock.done is None and clock.target != targets.of(clock.name) for clock in self.clocks
        )

    def _moved(
        self, level: str, after: tuple[datetime | None, ...], calendar: str, paused: bool = False
    ) -> Move:
        return Move(
            self.id, self.number, (self.level, level), dict(zip(CLOCKS, self.dues, strict=True)),
            dict(zip(CLOCKS, after, strict=True)), calendar, paused,
        )  # fmt: skip


def read_tickets(reader: Reader, ids: list[int]) -> Iterator[LiveTicket]:
    """Yield these tickets with their spans and the clocks that run, in order of id."""
    listed = ",".join(map(str, ids))
    spans: dict[int, list[Span]] = {}
    for row in reader.all(
        "SELECT ticket_id, cycle, began_at, ended_at, calendar, mode, reason, used FROM span"
        f" WHERE ticket_id IN ({listed}) ORDER BY ticket_id, id"
    ):
        span = Span(row[1], from_micros(row[2]), _instant(row[3]), row[4], Mode(row[5]), row[6], row[7])
        spans.setdefault(row[0], []).append(span)
    clocks: dict[int, list[Clock]] = {}
    for row in reader.all(
        "SELECT ticket_id, name, cycle, started_at, target, warn_percent, rule, due_at, warn_at FROM ticket_clock"
        f" WHERE ticket_id IN ({listed}) AND done_at IS NULL ORDER BY ticket_id, id"
    ):
        clock = Clock(
            row[1], row[2], from_micros(row[3]), row[4], row[5], row[6], _instant(row[7]), _instant(row[8])
        )
        clocks.setdefault(row[0], []).append(clock)
    for row in reader.all(
        "SELECT id, number, state, level, kind, queue_id, customer_id, impact, urgency,"
        f" response_due, escalation_due, resolution_due FROM ticket WHERE id IN ({listed}) ORDER BY id"
    ):
        dues = tuple(_instant(value) for value in row[9:12])
        yield LiveTicket(
            row[0], row[1], row[2], row[3], row[4:9], dues, spans.get(row[0], []), clocks.get(row[0], [])
        )


def _instant(value: int | None) -> datetime | None:
    return None if value is None else from_micros(value)
