"""What there is to read on any record: its history, its notes, its tasks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.records.finding import resolve
from otui.desk.told import Told
from otui.store.records import from_db, from_micros

if TYPE_CHECKING:
    from otui.desk.desk import View


@dataclass(frozen=True, slots=True)
class EventRow:
    """One line of a record's history."""

    id: int
    at: datetime
    actor: str
    verb: str
    changes: dict[str, list[Any]]
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class NoteRow:
    """Words of an agent on a record."""

    id: int
    at: datetime
    author: str
    body: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task of a record, or a step of a ticket's checklist."""

    id: int
    position: int
    kind: str
    subject: str
    state: str
    owner: str
    required: bool
    reason: str
    due_at: datetime | None
    done_at: datetime | None
    done_by: str
    procedure_id: int | None


def history(view: View, kind: str, record_id: int) -> tuple[EventRow, ...]:
    """Return what happened to a record, the first thing first, without what is not there for whoever asks."""
    resolve(view, kind, record_id)
    rows = view.reader.all(
        "SELECT id, at, actor, verb, changes, text, version FROM record_event"
        " WHERE record = :record AND record_id = :id ORDER BY id",
        {"record": kind, "id": record_id},
    )
    changed = {row[0]: from_db("changes", row[4]) or {} for row in rows}
    told = Told(view.reader, view.directory, view.hidden, changed.values())
    return tuple(
        EventRow(row[0], from_micros(row[1]), row[2], row[3], told.of(changed[row[0]]), row[5], row[6])
        for row in rows
    )


def notes(view: View, kind: str, record_id: int) -> tuple[NoteRow, ...]:
    """Return what was written on a record, the oldest first."""
    resolve(view, kind, record_id)
    rows = view.reader.all(
        "SELECT id, created_at, author, body FROM record_note"
        " WHERE record = :record AND record_id = :id AND NOT withdrawn ORDER BY id",
        {"record": kind, "id": record_id},
    )
    return tuple(NoteRow(row[0], from_micros(row[1]), row[2], row[3]) for row in rows)


def tasks(view: View, kind: str, record_id: int) -> tuple[TaskRow, ...]:
    """Return the tasks of a record, or the steps on a ticket, in their order. The caller knows that it may be seen."""
    rows = view.reader.all(
        "SELECT t.id, t.position, t.kind, t.subject, t.state, coalesce(o.login, ''), t.required, t.reason,"
        " t.due_at, t.done_at, coalesce(d.login, ''), t.procedure_id FROM task t"
        " LEFT JOIN agent o ON o.id = t.owner_id LEFT JOIN agent d ON d.id = t.done_by_id"
        " WHERE t.record = :record AND t.record_id = :id ORDER BY t.position, t.id",
        {"record": kind, "id": record_id},
    )
    return tuple(
        TaskRow(
            id=row[0],
            position=row[1],
            kind=row[2],
            subject=row[3],
            state=row[4],
            owner=row[5],
            required=bool(row[6]),
            reason=row[7],
            due_at=from_db("due_at", row[8]),
            done_at=from_db("done_at", row[9]),
            done_by=row[10],
            procedure_id=row[11],
        )
        for row in rows
    )
