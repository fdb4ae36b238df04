"""Procedures and checklists to read: which there are, whom they are for, and where a ticket's checklist stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.records.finding import not_there, resolve, without_hidden
from otui.desk.views import records
from otui.desk.views import ticket as ticket_views
from otui.desk.words import kind_name
from otui.domain.procedure import Step
from otui.store.records import from_db, from_micros
from otui.text.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from otui.desk.desk import View
    from otui.desk.views.records import TaskRow

_COLUMNS = (
    "p.id, p.name, p.kind, p.category, coalesce(q.name, ''), coalesce(i.name, ''), p.steps, p.active, p.updated_at,"
    " p.version"
)
_FROM = " FROM procedure p LEFT JOIN queue q ON q.id = p.queue_id LEFT JOIN item i ON i.id = p.item_id{seen}"


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    """A procedure, and the tickets that it is for; what is empty narrows nothing."""

    id: int
    name: str
    kind: str
    category: str
    queue: str
    item: str
    steps: tuple[Step, ...]
    active: bool
    updated_at: datetime
    version: int

    @property
    def whom(self) -> str:
        """The tickets that it is for, in words."""
        named = [
            kind_name(self.kind) if self.kind else "",
            self.category,
            _("in {queue}").format(queue=self.queue) if self.queue else "",
            self.item,
        ]
        return ", ".join(part for part in named if part) or _("every ticket")


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps of a ticket with the names of the procedures that they are of."""

    ticket_id: int
    number: str
    steps: tuple[TaskRow, ...]
    procedures: dict[int, str]

    @property
    def done(self) -> int:
        """How many steps nobody waits for any more: done, or left out."""
        return sum(step.state != "open" for step in self.steps)

    @property
    def left_out(self) -> int:
        """How many of those were left out, and not done."""
        return sum(step.state not in ("open", "done") for step in self.steps)

    @property
    def progress(self) -> str:
        """How far it is, in words; what was left out is not called done. Empty where there are no steps."""
        if not self.steps:
            return ""
        done, n = self.done - self.left_out, len(self.steps)
        if not self.left_out:
            return _("{done} of {n} done").format(done=done, n=n)
        return _("{done} of {n} done, {left} left out").format(done=done, n=n, left=self.left_out)

    @property
    def stopping(self) -> int:
        """How many steps stop a close."""
        return sum(step.state == "open" and step.required for step in self.steps)


def procedures(view: View, *, former: bool = False) -> tuple[ProcedureRow, ...]:
    """Return the procedures in use by name; with `former` those out of use too."""
    where = "1 = 1" if former else "p.active"
    but = without_hidden(view.reader, "procedure", view.hidden, "p")
    rows = view.reader.all(f"SELECT {_COLUMNS}{_from(view)} WHERE {where}{but} ORDER BY lower(p.name), p.id")
    return tuple(_row(row) for row in rows)


def procedure(view: View, ref: int | str) -> ProcedureRow:
    """Return one procedure by id or name."""
    found = view.reader.one(
        f"SELECT {_COLUMNS}{_from(view)} WHERE p.id = :id", {"id": resolve(view, "procedure", ref)}
    )
    if found is None:
        raise not_there("procedure", ref)
    return _row(found)


def _row(values: tuple[Any, ...]) -> ProcedureRow:
    stored = from_db("steps", values[6]) or []
    steps = tuple(Step(str(one["subject"]), bool(one.get("required", True))) for one in stored)
    row_id, name, kind, category, queue, item, _steps, active, updated, version = values
    return ProcedureRow(
        row_id, name, kind, category, queue, item, steps, bool(active), from_micros(updated), version
    )


@dataclass(frozen=True, slots=True)
class Stopping:
    """What stops the end of some tickets."""

    steps: int
    tickets: int
    first: str


def stopping(view: View, ids: Iterable[int]) -> Stopping:
    """Return how many required steps are open on these tickets, on how many of them, and which is the first."""
    numbers = ",".join(str(int(one)) for one in ids) or "NULL"
    rows = view.reader.all(
        "SELECT s.record_id, s.subject FROM task s JOIN ticket t ON t.id = s.record_id"
        f" WHERE s.record = 'ticket' AND s.record_id IN ({numbers}) AND s.state = 'open' AND s.required"
        f"{view.without_hidden('t.queue_id')} ORDER BY s.record_id, s.position, s.id"
    )
    return Stopping(len(rows), len({row[0] for row in rows}), rows[0][1] if rows else "")


def checklist(view: View, ref: int | str) -> Checklist:
    """Return the checklist of a ticket that whoever asks may read."""
    row = ticket_views.require_readable(view, ref)
    steps = records.tasks(view, "ticket", row.id)
    ids = {step.procedure_id for step in steps if step.procedure_id}
    names: dict[int, str] = {}
    if ids:
        numbers = ",".join(str(int(one)) for one in sorted(ids))
        but = without_hidden(view.reader, "procedure", view.hidden)
        names = dict(view.reader.all(f"SELECT id, name FROM procedure WHERE id IN ({numbers}){but}"))
    return Checklist(row.id, row.number, steps, names)


def _from(view: View) -> str:
    """Return where procedures are read; the name of an item of a hidden queue is not there."""
    return _FROM.format(seen=view.without_hidden("coalesce(i.queue_id, 0)"))
