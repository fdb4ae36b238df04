"""What the pages of all records say in the same way: where it stands, texts, tasks, notes, what happened last."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.records.tasks import TASK_STATES
from otui.desk.rows import HistoryRow
from otui.desk.views.records import EventRow, NoteRow, TaskRow
from otui.desk.words import field_name, step_name
from otui.text import times
from otui.text.i18n import _
from otui.widgets.blocks import Block, Gap, Heading, Paragraph, Pieces, Rule

if TYPE_CHECKING:
    from otui.app import OtuiApp

TAIL = 5
"""Lines of history that a page ends with; the whole is on its own page."""


def path_pieces(path: Sequence[str], step: str, *, ascii_only: bool = False) -> Pieces:
    """Return the steps of a path on one line, the present one loud; a step off the path stands alone."""
    arrow = " > " if ascii_only else " › "
    if step not in path:
        return Pieces(((f"[{step_name(step)}]", "title"),))
    pieces: list[tuple[str, str]] = []
    here = path.index(step)
    for place, name in enumerate(path):
        if pieces:
            pieces.append((arrow, "muted"))
        if place == here:
            pieces.append((f"[{step_name(name)}]", "title"))
        else:
            pieces.append((step_name(name), "good" if place < here else "muted"))
    return Pieces(tuple(pieces))


def text_blocks(field: str, text: str, *, empty: str = "", key: str = "") -> list[Block]:
    """Return a field with its words under its name; one without words says `empty`, or is left out."""
    if not text.strip() and not empty:
        return []
    words = Paragraph(text, indent=2) if text.strip() else Paragraph(empty, role="muted", indent=2)
    return [Heading(field_name(field), key=key or field), words, Gap()]


def task_line(app: OtuiApp, task: TaskRow) -> Block:
    """Return a task: what it is, whether it is done, whose it is, until when."""
    signs = {"open": "[ ]", "done": "[x]", "skipped": "[-]", "canceled": "[-]"}
    parts = [task.owner, _(TASK_STATES[task.state]) if task.state != "open" else "", task.reason]
    if task.due_at is not None and task.state == "open":
        parts.append(_("until {moment}").format(moment=times.moment(task.due_at, app.zone, app.now)))
    late = task.state == "open" and task.due_at is not None and task.due_at < app.now
    role = "alarm" if late else ("" if task.state == "open" else "muted")
    return Heading(
        f"{signs[task.state]} {task.subject}", " · ".join(part for part in parts if part), role, indent=2
    )


def task_blocks(app: OtuiApp, tasks: Sequence[TaskRow]) -> list[Block]:
    """Return the tasks of a record, and how many are done; nothing where there are none."""
    if not tasks:
        return []
    done = sum(1 for task in tasks if task.state != "open")
    head = Heading(_("tasks"), _("{done} of {n} done").format(done=done, n=len(tasks)), key="tasks")
    return [head, *(task_line(app, task) for task in tasks), Gap()]


def note_blocks(app: OtuiApp, notes: Iterable[NoteRow]) -> list[Block]:
    """Return what agents wrote on a record."""
    blocks: list[Block] = []
    for note in notes:
        when = times.moment(note.at, app.zone, app.now)
        blocks += [
            Heading(f"{when}  {note.author}", _("note"), role="note", key=f"note-{note.id}"),
            Paragraph(note.body, bar="┆", bar_role="note"),
            Gap(),
        ]
    return blocks


def tail_blocks(app: OtuiApp, events: Sequence[EventRow]) -> list[Block]:
    """Return the last lines of a record's history."""
    from otui.screens.ticket.explained import history_blocks

    key = app.keymap.label("record.history", ascii_only=app.ascii_only)
    title = _("history") + (f" ({key})" if len(events) > TAIL else "")
    return [Rule(title), *history_blocks(app, as_history(app, events[-TAIL:]))]


def as_history(app: OtuiApp, events: Iterable[EventRow]) -> list[HistoryRow]:
    """Return the history of a record as that of a ticket is drawn, with its steps and moments in words."""
    return [
        HistoryRow(
            event.id, event.at, event.actor, event.verb, _said(app, event.changes), event.text, event.version
        )
        for event in events
    ]


def _said(app: OtuiApp, changes: dict[str, list[Any]]) -> dict[str, Any]:
    return {
        name: [_value(app, name, one) for one in pair] if isinstance(pair, list) else pair
        for name, pair in changes.items()
    }


def _value(app: OtuiApp, name: str, value: Any) -> Any:
    if name == "step" and isinstance(value, str):
        return step_name(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name.endswith(("_at", "_due", "_until")) and isinstance(value, str) and value:
        return times.moment(datetime.fromisoformat(value), app.zone, app.now)
    return value
