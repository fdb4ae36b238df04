"""The checklist of a ticket: read it, tick a step, leave one out, add one of your own."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.cli.params import Json, Number, Reason
from otui.cli.session import do, do_with, open_desk
from otui.cli.ticket.app import app
from otui.desk.desk import Desk
from otui.desk.records.tasks import NewTask, OnTask, change_task, new_task
from otui.desk.views import procedures as views
from otui.desk.views.procedures import Checklist
from otui.desk.views.records import TaskRow
from otui.errors import NotFound, Usage
from otui.text import times
from otui.text.i18n import N_, _

STATES = {
    "done": "done",
    "gedaan": "done",
    "open": "open",
    "skip": "skipped",
    "skipped": "skipped",
    "sla-over": "skipped",
    "overslaan": "skipped",
}
"""What a step can be brought to, in either language."""
BOXES = {"open": "[ ]", "done": "[x]", "skipped": "[-]", "canceled": "[-]"}


@app.command("checklist", help=N_("Show the checklist of a ticket: what is done, what stops a close."))
def checklist(number: Number, as_json: Json = False) -> None:
    """Show the checklist."""
    with open_desk() as desk:
        found = desk.read(views.checklist, number)
        if as_json:
            streams.emit([_as_dict(found, place, step) for place, step in enumerate(found.steps, 1)])
            return
        if not found.steps:
            streams.say(_("{number} has no checklist.").format(number=found.number))
            return
        streams.say(f"{found.number}: {found.progress}.")
        for place, step in enumerate(found.steps, 1):
            streams.say(f"{place:>3}. {BOXES[step.state]} {_words(desk, found, step)}")


def _words(desk: Desk, found: Checklist, step: TaskRow) -> str:
    about = [
        "" if step.required else _("optional"),
        step.owner,
        step.reason,
        f"{step.done_by} {times.moment(step.done_at, zone(desk), desk.now)}" if step.done_at else "",
        found.procedures.get(step.procedure_id or 0, ""),
    ]
    return " · ".join(part for part in (step.subject, *about) if part)


def _as_dict(found: Checklist, place: int, step: TaskRow) -> dict[str, Any]:
    return {
        "n": place,
        "subject": step.subject,
        "state": step.state,
        "required": step.required,
        "reason": step.reason or None,
        "owner": step.owner or None,
        "done_by": step.done_by or None,
        "done_at": step.done_at,
        "procedure": found.procedures.get(step.procedure_id or 0),
    }


@app.command("step", help=N_("Say that a step is done, open again, or left out with its reason; or add one."))
def step(
    number: Number,
    which: Annotated[
        str, typer.Argument(metavar="N|new", help=N_("The step, as the checklist numbers it; or new."))
    ],
    what: Annotated[
        list[str],
        typer.Argument(metavar="done|open|skip|TEXT...", help=N_("What becomes of it; or the new step.")),
    ],
    reason: Reason = "",
    as_json: Json = False,
) -> None:
    """Change a step, or add one."""
    words = " ".join(what).strip()
    if which in ("new", "nieuw", "+"):
        do(new_task, NewTask(record="ticket", ref=number, subject=words), as_json=as_json)
        return
    state = STATES.get(words.casefold())
    if state is None:
        raise Usage(
            _("A step is done, open or skipped; not {word}.").format(word=words),
            _("For example: `otui ticket step {number} 2 done`.").format(number=number),
        )

    def command(desk: Desk) -> OnTask:
        return OnTask(task_id=_step_id(desk, number, which), state=state, reason=reason)

    do_with(change_task, command, as_json=as_json)


def _step_id(desk: Desk, number: str, which: str) -> int:
    found = desk.read(views.checklist, number)
    if not which.isdecimal() or not 1 <= int(which) <= len(found.steps):
        raise NotFound(
            _("{number} has no step {n}.").format(number=found.number, n=which),
            _("`otui ticket checklist {number}` numbers them.").format(number=found.number),
        )
    return found.steps[int(which) - 1].id
