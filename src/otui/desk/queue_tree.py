"""What hangs on the tree of queues: their order, the rules' own text of it, and the clocks of the tickets in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from otui.desk import in_force, queue_file, trail
from otui.desk.directory import Directory
from otui.desk.unit import Unit
from otui.store.records import Record

if TYPE_CHECKING:
    from otui.domain.entities import Ticket

BATCH = 200
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
    """What came along with a change of a queue: the rows that were saved, for the inverse, and how many dues moved."""

    rows: list[trail.Row]
    dues: int


def bring_in_line(unit: Unit, queue: Record, former_name: str = "") -> Followed:
    """Save the queue; bring the rules' text, the lines and the clocks of its open tickets in line with it.

    Refused where the rules would contradict each other.
    """
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
    queue_file.put_in_force(unit, texts, current)
    unit.writer.execute(
        "UPDATE ticket SET line = :line WHERE queue_id = :id AND is_open AND line <> :line",
        {"line": queue.line, "id": queue.id},
    )
    ids = open_tickets(unit, directory.subtree(int(queue.id))) if queue.active else []
    return Followed(rows, _rebuild(unit, directory, ids))


def open_tickets(unit: Unit, queue_ids: Iterable[int]) -> list[int]:
    """Return the ids of the open tickets in these queues."""
    numbers = ",".join(str(int(one)) for one in queue_ids)
    return [
        row[0]
        for row in unit.writer.all(
            f"SELECT id FROM ticket WHERE is_open AND queue_id IN ({numbers}) ORDER BY id"
        )
    ]


def _rebuild(unit: Unit, directory: Directory, ticket_ids: list[int]) -> int:
    """Count on under what holds now; return how many tickets have other due times than before."""
    moved = 0
    rules = in_force.load_rules(unit.writer)
    for start in range(0, len(ticket_ids), BATCH):
        part = Unit(unit.writer, unit.now, unit.agent, rules, directory)
        for ticket_id in ticket_ids[start : start + BATCH]:
            # Not by the admin's own sight: the clocks of a confidential queue's tickets count as well.
            ticket = cast("Ticket", part.load("ticket", ticket_id))
            before = (ticket.response_due, ticket.escalation_due, ticket.resolution_due)
            level = ticket.level
            part.clocks(ticket).rules_changed()
            part.clocks(ticket).save()
            if before != (ticket.response_due, ticket.escalation_due, ticket.resolution_due):
                moved += 1
                part.event(ticket, "clocks", changes={"level": (level, ticket.level)})
        part.flush()
    return moved
