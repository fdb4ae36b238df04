"""The checklist of a ticket: its steps come and go with what the ticket is, and open ones stop its end.

The one place that knows when a step stops a close: a key, the palette, a command and a bulk close get its answer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.tickets.common import Changes, first_words
from otui.domain.procedure import About, Fate, Origin, Procedure, Step, applies, coming, fate
from otui.errors import OpenSteps
from otui.text import safe
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket
    from otui.store.database import Reader
    from otui.store.records import Record

APPLIED, ATTACHED = "step", "attached"
"""The kinds of task that are steps: by a procedure that is for the ticket, or an agent's own; or attached by hand."""
_OF_TICKET = "record = 'ticket' AND record_id = :id ORDER BY position, id"


def procedures(reader: Reader, where: str = "active") -> tuple[Procedure, ...]:
    """Return the procedures of the desk, those in use unless `where` says otherwise."""
    return tuple(procedure_of(row) for row in reader.records("procedure", f"{where} ORDER BY id", {}))


def procedure_of(row: Record) -> Procedure:
    """Return a stored procedure as the rules know it."""
    steps = tuple(Step(str(one["subject"]), bool(one.get("required", True))) for one in row.steps)
    return Procedure(row.id, row.name, steps, row.kind, row.category, row.queue_id, row.item_id)


def about(unit: Unit, ticket: Ticket) -> About:
    """Return what a ticket is, as far as procedures look at it."""
    return About(ticket.kind, ticket.category, _with_above(unit, ticket.queue_id), ticket.item_id)


def _with_above(unit: Unit, queue_id: int) -> tuple[int, ...]:
    found = [queue_id]
    queue = unit.whole.queues.get(queue_id)
    while queue is not None and queue.parent_id is not None:
        found.append(queue.parent_id)
        queue = unit.whole.queues.get(queue.parent_id)
    return tuple(found)


def begin(unit: Unit, ticket: Ticket) -> int:
    """Put on a new ticket the steps of every procedure that is for it; return how many."""
    known = procedures(unit.writer)
    return _put(unit, ticket, coming(known, None, about(unit, ticket)), ()) if known else 0


def realign(unit: Unit, ticket: Ticket, before: About, changes: Changes) -> None:
    """Bring the checklist in line with a ticket that is no longer what it was `before`; what moved goes in `changes`.

    Steps that are done stay, those that nobody began go with their procedure, and those of procedures that are for it
    now come. An edit of a procedure changes nothing here: it is for tickets still to come.
    """
    now = about(unit, ticket)
    if now == before:
        return
    there = unit.load_all("task", _OF_TICKET, {"id": ticket.id})
    known = procedures(unit.writer)
    if not there and not known:
        return
    current = {one.id for one in known if applies(one, now)}
    stay, gone = [], 0
    for task in there:
        if _fate(task, current) is Fate.GOES:
            unit.remove(task)
            gone += 1
        else:
            stay.append(task)
    came = _put(unit, ticket, coming(known, before, now, (task.subject for task in stay)), stay)
    if came or gone:
        words = [f"+{came}"] * bool(came) + [f"-{gone}"] * bool(gone)
        changes["checklist"] = (None, " ".join(words))


def _fate(task: Record, current: set[int]) -> Fate:
    chosen = Origin.ATTACHED if task.kind == ATTACHED else Origin.APPLIED
    origin = Origin.OWN if task.procedure_id is None else chosen
    begun = task.state != "open" or task.owner_id is not None
    return fate(origin, task.procedure_id in current, begun)


def attach(unit: Unit, ticket: Ticket, procedure: Procedure) -> int:
    """Put the steps of a procedure on a ticket because an agent wants them there; return how many were not yet."""
    there = unit.load_all("task", _OF_TICKET, {"id": ticket.id})
    known = {task.subject.casefold() for task in there}
    steps = [(procedure, step) for step in procedure.steps if step.subject.casefold() not in known]
    return _put(unit, ticket, steps, there, kind=ATTACHED)


def _put(
    unit: Unit,
    ticket: Ticket,
    steps: Iterable[tuple[Procedure, Step]],
    there: Iterable[Record],
    kind: str = APPLIED,
) -> int:
    position = max((task.position for task in there), default=0)
    placed = 0
    for placed, (procedure, step) in enumerate(steps, 1):
        unit.add(
            "task",
            {
                "record": "ticket",
                "record_id": ticket.id,
                "position": position + placed,
                "kind": kind,
                "subject": step.subject,
                "required": step.required,
                "procedure_id": procedure.id,
                "created_at": unit.now,
            },
        )
    return placed


# -- what stops an end ----------------------------------------------------------------------------------------------


def settle(unit: Unit, ticket: Ticket, despite: str, changes: Changes) -> str:
    """Let a ticket end only with its checklist done; return the reason that was given where it was not.

    Each required step that is open is left out, for the reason `despite`; without one, OpenSteps says how many there
    are and which is the first. Optional steps stop nothing and stay as they are.
    """
    steps = unit.load_all(
        "task",
        "record = 'ticket' AND record_id = :id AND state = 'open' AND required ORDER BY position, id",
        {"id": ticket.id},
    )
    if not steps:
        return ""
    reason = safe.line(despite)
    if not reason:
        raise OpenSteps(
            ngettext(
                "{n} step of {number} is not done: {first}.",
                "{n} steps of {number} are not done, the first of them: {first}.",
                len(steps),
            ).format(n=len(steps), number=ticket.number, first=first_words(steps[0].subject, 80)),
            _("Do what is left, or say why it is left out: --despite REASON."),
            steps=len(steps),
        )
    for task in steps:
        task.state, task.reason = "skipped", reason
    changes["left_out"] = (None, "; ".join(task.subject for task in steps))
    return reason
