"""What hangs on the tree of queues: their order, the rules' own text of it, and the clocks of the tickets in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from otui.desk import queue_file, trail
from otui.desk.desk import NOBODY
from otui.desk.directory import Directory
from otui.desk.rows import QueueRow
from otui.desk.rules import effects, in_force, ruling
from otui.desk.rules.effects import QueuesAfter
from otui.desk.rules.in_force import Pending
from otui.desk.unit import Unit
from otui.domain.rule_change import RuleChange
from otui.domain.rules import Rules
from otui.store.database import Reader
from otui.store.records import Record

DEFAULT = "default_queue"


def renumber(unit: Unit, queue: Record, place: int | None) -> None:
    """Number all queues in the order of their tree, `queue` at `place` (from 1) below its parent; None: last."""
    records = unit.load_all("queue", "active", {})
    if queue.active and all(one.id != queue.id for one in records):
        records.append(queue)
    ids = {one.id for one in records}
    below: dict[int | None, list[Record]] = {}
    for one in sorted(records, key=lambda one: (one.line, one.position, one.name.casefold())):
        if one.id != queue.id:
            below.setdefault(one.parent_id if one.parent_id in ids else None, []).append(one)
    siblings = below.setdefault(queue.parent_id if queue.parent_id in ids else None, [])
    siblings.insert(len(siblings) if place is None else max(0, place - 1), queue)
    position = 0
    waiting = list(below.get(None, ()))
    while waiting:
        one = waiting.pop(0)
        one.position = position
        position += 1
        waiting[:0] = below.get(one.id, ())


@dataclass(frozen=True, slots=True)
class Followed:
    """What came along with a change of a queue."""

    rows: list[trail.Row]
    """The rows that were saved, for the inverse."""
    dues: int = 0
    """Tickets whose due times moved with it at once."""
    rest: bool = False
    """Whether there are more tickets than one batch: they are counted anew by and by."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A queue that is saved, and what follows from it: none of that is in force yet."""

    rows: list[trail.Row]
    texts: dict[str, str]
    """The rule texts that are others by it."""
    after: QueuesAfter


def bring_in_line(unit: Unit, queue: Record, former_name: str = "") -> Followed:
    """Save the queue; bring the rules' text, the lines and the clocks of its open tickets in line with it.

    The first batch of tickets is counted on at once; where there are more, `ruling.rebuild` goes on with them. Refused
    where the rules would contradict each other, Conflict where clocks would move while those before still do.
    """
    found = outcome(unit, queue, former_name)
    in_force.insert_texts(unit.writer, found.texts, unit.now, unit.agent.id or None)
    unit.writer.execute(
        f"UPDATE ticket SET line = :line WHERE {effects.open_in((queue.id,))} AND line <> :line",
        {"line": queue.line},
    )
    if not found.after.queues:
        return Followed(found.rows)
    return _count_on(unit, found)


def outcome(unit: Unit, queue: Record, former_name: str = "") -> Outcome:
    """Save the queue and return what follows; Refused where the rules would contradict each other."""
    base = in_force.version(unit.writer)
    former = in_force.load_rules(unit.writer)
    rows = unit.flush()
    current = in_force.texts(unit.writer)
    directory = Directory.load(unit.writer)
    texts = {
        "queues": queue_file.write(
            tuple(directory.queues.values()), directory.default_queue_id, current["queues"]
        )
    }
    if former_name and former_name != queue.name:
        texts["sla"] = queue_file.rename_in_sla(current["sla"], former_name, str(queue.name))
    rules = queue_file.agreeing(texts, current).remembering(former.counting)
    texts = {name: text for name, text in texts.items() if current[name] != text}
    concerned = tuple(
        one.id
        for one in directory.queues.values()
        if (known := unit.whole.queues.get(one.id)) is not None
        and _counts_by(rules, directory, one) != _counts_by(former, unit.whole, known)
    )
    return Outcome(rows, texts, QueuesAfter(directory, rules, tuple(texts), concerned, base))


def _counts_by(rules: Rules, directory: Directory, queue: QueueRow) -> tuple[object, ...]:
    """Return all that the clocks of a queue's tickets take from it."""
    names = {name.casefold() for name in queue.path}
    tables = tuple(
        not table.queues or not names.isdisjoint(name.casefold() for name in table.queues)
        for table in rules.sla.tables
    )
    return directory.calendar_of(queue.id), queue.lock_minutes, tables


def open_tickets(unit: Unit, queue_ids: Iterable[int]) -> list[int]:
    """Return the ids of the open tickets in these queues."""
    rows = unit.writer.all(f"SELECT id FROM ticket WHERE {effects.open_in(queue_ids)} ORDER BY id")
    return [row[0] for row in rows]


def _count_on(unit: Unit, found: Outcome) -> Followed:
    """Begin to count on under what holds now, as after a change of the rules."""
    after = found.after
    if in_force.standing(unit.writer).pending is not None:
        raise ruling.still_pending()
    pending = Pending(after.base, unit.now, 0, after.queues)
    change = RuleChange.between(in_force.load_rules(unit.writer, after.base), after.rules, unit.now)
    # Not by the admin's own sight: the clocks of a confidential queue's tickets count as well.
    part = Unit(unit.writer, unit.now, NOBODY, after.rules, after.directory, in_force.Changing(change, 0))
    ids = effects.next_ids(unit.writer, 0, ruling.BATCH, after.rules, after.queues)
    before = _dues(unit.writer, ids)
    ruling.count_batch(part, pending)
    moved = len(set(_dues(unit.writer, ids)) - set(before))
    return Followed(found.rows, moved, len(ids) == ruling.BATCH)


def _dues(reader: Reader, ticket_ids: list[int]) -> list[tuple[int | None, ...]]:
    numbers = ",".join(map(str, ticket_ids)) or "0"
    return [
        tuple(row)
        for row in reader.all(
            f"SELECT id, response_due, escalation_due, resolution_due FROM ticket WHERE id IN ({numbers})"
        )
    ]
