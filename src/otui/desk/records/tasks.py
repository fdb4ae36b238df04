"""Tasks of a problem or a change, and the steps of a checklist on a ticket: made, done, left out with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, cast

from otui.desk.commands import OnTicket
from otui.desk.records.acts import Changes, done
from otui.desk.records.finding import Ref, find
from otui.desk.results import Result
from otui.desk.tickets.common import first_words, said
from otui.desk.words import step_name
from otui.errors import NotFound, Refused, Usage
from otui.text import safe
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket
    from otui.store.records import Record

TASK_KINDS = {
    "problem": ("general", "root-cause"),
    "change": ("general", "implementation", "test", "communication", "backout"),
    "ticket": ("step",),
}
"""The kinds of task that each kind of record has, the usual one first."""
KIND_WORDS = {
    "general": N_("general"),
    "root-cause": N_("root cause"),
    "implementation": N_("implementation"),
    "test": N_("test"),
    "communication": N_("communication"),
    "backout": N_("backout"),
    "step": N_("step"),
}
"""What people call them."""
ENDED = ("resolved", "closed", "canceled")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """A piece of work on a record of kind `record` (problem, change or ticket)."""

    record: str
    ref: Ref
    subject: str
    kind: str = ""
    owner: str = ""
    due: datetime | None = None
    batch: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTask:
    """What becomes of a task: `state` is done, open, or skipped with its `reason`; `owner` hands it to somebody."""

    task_id: int
    state: str = ""
    reason: str = ""
    owner: str | None = None
    batch: str = ""


def new_task(unit: Unit, command: NewTask) -> Result:
    """Put a task on a record, last in the order."""
    record = _on_what(unit, command.record, command.ref)
    subject = safe.line(command.subject)
    if not subject:
        raise Refused(_("Say what is to be done."))
    kinds = TASK_KINDS[command.record]
    kind = command.kind or kinds[0]
    if kind not in kinds:
        raise Usage(
            _("{kind} is no kind of task.").format(kind=kind),
            _("It is one of {kinds}.").format(kinds=", ".join(kinds)),
        )
    if command.record != "ticket" and record.step in ENDED:
        raise Refused(
            _("{number} is {state}: it takes no new tasks.").format(
                number=record.number, state=step_name(record.step)
            )
        )
    owner = unit.directory.agent(command.owner).id if command.owner else None
    add_task(unit, record, subject, kind=kind, owner_id=owner, due=command.due)
    return _finish(
        unit,
        record,
        _("{number} has one more task.").format(number=record.number),
        changes={"task": (None, subject)},
        batch=command.batch,
    )


def add_task(
    unit: Unit,
    record: Record,
    subject: str,
    *,
    kind: str = "general",
    owner_id: int | None = None,
    due: datetime | None = None,
    required: bool = True,
    procedure_id: int | None = None,
) -> Record:
    """Put a task on a record as part of another verb."""
    last = unit.writer.value(
        "SELECT max(position) FROM task WHERE record = :record AND record_id = :id",
        {"record": record.table, "id": record.id},
    )
    return unit.add(
        "task",
        {
            "record": record.table,
            "record_id": record.id,
            "position": int(last or 0) + 1,
            "kind": kind,
            "subject": subject,
            "owner_id": owner_id,
            "required": required,
            "due_at": due,
            "procedure_id": procedure_id,
            "created_at": unit.now,
        },
    )


def change_task(unit: Unit, command: OnTask) -> Result:
    """Say that a task is done, open again or left out, or hand it to somebody."""
    task = unit.load("task", command.task_id)
    if task is None:
        raise NotFound(_("There is no task {id}.").format(id=command.task_id))
    record = _on_what(unit, task.record, task.record_id)
    changes: Changes = {}
    if command.owner is not None:
        owner = unit.directory.agent(command.owner).id if command.owner else None
        changes["owner"] = (unit.name_of(task.owner_id), unit.name_of(owner))
        task.owner_id = owner
    if command.state:
        _bring(unit, task, command.state, safe.line(command.reason))
        changes["task"] = (task.subject, _(TASK_STATES[task.state]))
    if not changes:
        raise Usage(_("Say what becomes of the task."), _("done, open, or skipped with a reason."))
    sentence = N_("{subject}: {state}.")
    return _finish(
        unit,
        record,
        _(sentence).format(subject=first_words(task.subject, 60), state=_(TASK_STATES[task.state])),
        changes=changes,
        text=task.reason,
        batch=command.batch,
    )


TASK_STATES = {
    "open": N_("to do"),
    "done": N_("done"),
    "skipped": N_("left out"),
    "canceled": N_("canceled"),
}
"""What a task can be, as people say it."""


def _bring(unit: Unit, task: Record, state: str, reason: str) -> None:
    if state not in ("open", "done", "skipped"):
        raise Usage(_("A task is done, open or skipped; not {state}.").format(state=state))
    if task.state == state:
        raise Refused(
            _("{subject} is that already: {state}.").format(
                subject=first_words(task.subject, 60), state=_(TASK_STATES[state])
            )
        )
    if state == "skipped" and not reason:
        raise Refused(_("Say why it is left out."), _("A few words after it are enough."))
    task.state = state
    task.reason = reason if state == "skipped" else ""
    task.done_at = unit.now if state == "done" else None
    task.done_by_id = (unit.agent.id or None) if state == "done" else None


def cancel_open(unit: Unit, record: Record) -> int:
    """Cancel what is still open of a record that ends; return how many tasks that were."""
    rows = unit.load_all(
        "task",
        "record = :record AND record_id = :id AND state = 'open' ORDER BY position, id",
        {"record": record.table, "id": record.id},
    )
    for task in rows:
        task.state = "canceled"
    return len(rows)


def _on_what(unit: Unit, kind: str, ref: Ref) -> Record:
    if kind == "ticket":
        return cast("Record", unit.ticket_for(OnTicket(ticket=ref), "task"))
    return find(unit, kind, ref)


def _finish(
    unit: Unit, record: Record, sentence: str, *, changes: Changes, text: str = "", batch: str = ""
) -> Result:
    if record.table == "ticket":
        ticket = cast("Ticket", record)
        return unit.done("task", ticket, said(sentence, ticket), changes=changes, text=text, batch=batch)
    return done(unit, "task", record, sentence, changes=changes, text=text, batch=batch)
