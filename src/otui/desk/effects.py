"""What other rules would do to the tickets that are open, worked out without changing anything.

A change is walked through ticket by ticket, in batches, on a reader in one snapshot: the desk's writer is never held.
The clocks are counted by the same function as the rebuild that follows, so that what is shown is what happens.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from otui.desk import in_force, rights
from otui.desk.desk import View
from otui.desk.directory import Directory
from otui.desk.effect import CLOCKS, Effect, Move, Sum
from otui.desk.queue_rules import changed_of
from otui.desk.rows import QueueRow
from otui.desk.words import field_name
from otui.domain.clock_parts import Clock, Span, Targets
from otui.domain.rule_change import RuleChange
from otui.domain.rules import Rules
from otui.domain.workflow import OPEN_SQL, OPEN_STATES, Mode
from otui.errors import Refused
from otui.store.database import Reader
from otui.store.records import from_micros
from otui.text.i18n import _

BATCH = 500
"""Tickets read at a time; between two batches it can be stopped, and other threads get their turn."""

Progress = Callable[[int, int], None]
Stop = Callable[[], bool]


class Stopped(Refused):
    """Whoever asked for the effect does not wait for it any more."""


def of_texts(
    view: View, texts: Mapping[str, str], *, progress: Progress | None = None, stop: Stop | None = None
) -> Effect:
    """Return what putting these rule texts in force now would do; texts that are left out stay as they are.

    BadFile, with the line, where they are wrong; Refused, where an open ticket has factors that they lack; Stopped,
    once `stop` says so.
    """
    current = in_force.texts(view.reader)
    former = in_force.load_rules(view.reader)
    rules = Rules.parse({**current, **texts}).remembering(former.counting)
    require_fitting(view.reader, rules, view.hidden)
    change = RuleChange.between(former, rules, view.now)
    names = tuple(name for name in current if texts.get(name, current[name]) != current[name])
    directory = _queues_after(view, former, rules) if "queues" in names else view.directory
    return _sum(view, change, directory, names, progress, stop)


def of_queue_calendar(
    view: View,
    queue_id: int,
    calendar: str,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Effect:
    """Return what giving a queue another calendar now would do; empty: that of the queue above, else of the SLA table.

    The queues below that name none of their own go with it.
    """
    rules = in_force.load_rules(view.reader)
    if calendar and calendar not in rules.calendars:
        raise Refused(
            _("There is no calendar {name}.").format(name=calendar),
            _("It is one of {names}.").format(names=", ".join(rules.calendars)),
        )
    directory = view.directory
    queue = directory.queue(queue_id)
    queues = {**directory.queues, queue_id: replace(queue, calendar=calendar)}
    change = RuleChange.between(rules, rules, view.now)
    return _sum(view, change, replace(directory, queues=queues), ("queues",), progress, stop)


def require_fitting(reader: Reader, rules: Rules, hidden: Sequence[int] = ()) -> None:
    """Refuse rules that lack a factor which an open ticket has: nobody could say how urgent that ticket is.

    It is named by its number, unless it is in one of the `hidden` queues.
    """
    told = f"CASE WHEN 1 = 1{rights.without(hidden, 'queue_id')} THEN number END"
    for column, rows in (("impact", rules.sla.factors.impact), ("urgency", rules.sla.factors.urgency)):
        known = ", ".join(str(row.factor) for row in rows)
        row = reader.one(
            f"SELECT count(*), min({told}), min({column}) FROM ticket"
            f" WHERE is_open AND {column} IS NOT NULL AND {column} NOT IN ({known})"
        )
        if row and row[0]:
            raise Refused(
                _(
                    "{number} has {field} {value}, which these rules lack; so have {n} open tickets in all."
                ).format(
                    number=row[1] or _("A confidential ticket"),
                    field=field_name(column),
                    value=row[2],
                    n=row[0],
                ),
                _("Give those tickets another first, or leave the factor in sla.toml."),
            )


def open_count(view: View) -> int:
    """Return how many tickets are open, without looking at them."""
    there = view.without_hidden("queue_id")
    return int(view.reader.value(f"SELECT coalesce(sum(n), 0) FROM tally WHERE {OPEN_SQL}{there}"))


def next_ids(reader: Reader, after: int, limit: int, rules: Rules) -> list[int]:
    """Return the next tickets, by id, that a change of rules concerns: the open ones, and those that time moves.

    Where resolved tickets close by themselves, those are concerned too: the days may be others now.
    """
    resolved = " OR state = 'resolved'" if rules.settings.close_after_days else ""
    rows = reader.all(
        "SELECT id FROM ticket WHERE id > :after"
        f" AND (is_open OR next_at IS NOT NULL OR wake_at IS NOT NULL{resolved}) ORDER BY id LIMIT :limit",
        {"after": after, "limit": limit},
    )
    return [row[0] for row in rows]


def moves(
    view: View,
    change: RuleChange,
    directory: Directory,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> Iterator[Move]:
    """Yield every ticket whose level, due times or time left would be others, in order of id."""
    total, done, after = open_count(view), 0, 0
    promises = _Promises(view, change.current, directory)
    while ids := _next_live(view, after):
        if stop is not None and stop():
            raise Stopped(_("Stopped; nothing was changed."))
        for ticket in _read(view.reader, ids):
            done += ticket.state in OPEN_STATES
            found = ticket.move(change, promises)
            if found is not None:
                yield found
        after = ids[-1]
        if progress is not None:
            progress(min(done, total), total)
        time.sleep(0)  # the screen's own thread has its turn


def _next_live(view: View, after: int) -> list[int]:
    """Return the next tickets that a change may move, of those that are there for whoever asks."""
    rows = view.reader.all(
        "SELECT id FROM ticket WHERE id > :after AND (is_open OR next_at IS NOT NULL)"
        f"{view.without_hidden('queue_id')} ORDER BY id LIMIT :limit",
        {"after": after, "limit": BATCH},
    )
    return [row[0] for row in rows]


def _sum(
    view: View,
    change: RuleChange,
    directory: Directory,
    names: tuple[str, ...],
    progress: Progress | None,
    stop: Stop | None,
) -> Effect:
    total = Sum(change.at)
    for move in moves(view, change, directory, progress=progress, stop=stop):
        total.add(move, change.current.counting[move.calendar])
    return total.effect(names, in_force.version(view.reader), open_count(view))


def _queues_after(view: View, former: Rules, rules: Rules) -> Directory:
    """Return the directory as it will be once the queues that exist follow their new rules."""
    before = {rule.name: rule for rule in former.queues}
    queues = dict(view.directory.queues)
    ids = {queue.name: queue.id for queue in queues.values()}
    for rule in rules.queues:
        if rule.name not in ids:
            continue
        values = changed_of(rule, before.get(rule.name))
        if "parent" in values:
            values["parent_id"] = ids.get(values.pop("parent"))
        queues[ids[rule.name]] = replace(queues[ids[rule.name]], **values)
    for queue in queues.values():
        queues[queue.id] = replace(queue, path=_path(queues, queue.id))
    return replace(view.directory, queues=queues)


def _path(queues: Mapping[int, QueueRow], queue_id: int) -> tuple[str, ...]:
    path: list[str] = []
    one = queues.get(queue_id)
    while one is not None and one.name not in path:
        path.append(one.name)
        one = queues.get(one.parent_id or 0)
    return tuple(path)


@dataclass(frozen=True, slots=True)
class _Promise:
    """What the rules promise a ticket of one kind, queue, customer, impact and urgency."""

    calendar: str
    level: str | None
    targets: Targets | None


class _Promises:
    """Looks promises up, each combination once."""

    def __init__(self, view: View, rules: Rules, directory: Directory) -> None:
        self._rules = rules
        self._directory = directory
        self._customers: dict[int, str] = dict(view.reader.all("SELECT id, name FROM customer"))
        self._known: dict[tuple[object, ...], _Promise] = {}

    def of(
        self, kind: str, queue_id: int, customer_id: int | None, impact: int | None, urgency: int | None
    ) -> _Promise:
        key = (kind, queue_id, customer_id, impact, urgency)
        found = self._known.get(key)
        if found is None:
            queue = self._directory.queues.get(queue_id)
            customer = self._customers.get(customer_id or 0, "")
            table = self._rules.sla.match(kind, queue.path if queue else (), customer)
            level = None
            if impact is not None and urgency is not None:
                level = table.level_for(impact, urgency)
            found = self._known[key] = _Promise(
                self._directory.calendar_of(queue_id) or table.calendar,
                level.name if level else None,
                table.targets(level) if level else None,
            )
        return found


@dataclass(slots=True)
class _Ticket:
    """What there is to know of a ticket to count its clocks."""

    id: int
    number: str
    state: str
    level: str
    promised: tuple[str, int, int | None, int | None, int | None]
    dues: tuple[datetime | None, ...]
    spans: list[Span]
    clocks: list[Clock]

    def move(self, change: RuleChange, promises: _Promises) -> Move | None:
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


def _read(reader: Reader, ids: list[int]) -> Iterator[_Ticket]:
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
        yield _Ticket(
            row[0], row[1], row[2], row[3], row[4:9], dues, spans.get(row[0], []), clocks.get(row[0], [])
        )


def _instant(value: int | None) -> datetime | None:
    return None if value is None else from_micros(value)
