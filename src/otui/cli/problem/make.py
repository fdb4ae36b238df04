"""Problems are made, written, tied, noted on, and their tasks are kept."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.params import Body, Impact, Json, Numbers, Reason, Urgency
from otui.cli.problem.app import IfVersion, Problem, app, do, tell
from otui.cli.session import body_of, open_desk, when
from otui.desk.problems import linking, making
from otui.desk.problems.commands import EditProblem, NewProblem, TieProblem
from otui.desk.records import notes, tasks
from otui.errors import Usage
from otui.text.i18n import N_, _

Queue = Annotated[str, typer.Option("--queue", metavar="QUEUE", help=N_("The queue that it is for."))]
Take = Annotated[bool, typer.Option("--take", help=N_("Become its coordinator."))]
Other = Annotated[
    str,
    typer.Argument(metavar="OTHER", help=N_("A ticket, a change (C...), a problem (P...), or a service.")),
]
TaskId = Annotated[int, typer.Argument(metavar="TASK", help=N_("Number of the task, as show tells it."))]


@app.command("new", help=N_("Make a problem."))
def new(
    subject: Annotated[
        str, typer.Option("--subject", "-s", metavar="TEXT", help=N_("What keeps going wrong."))
    ],
    body: Body = "",
    queue: Queue = "",
    impact: Impact = None,
    urgency: Urgency = None,
    item: Annotated[
        str, typer.Option("--item", metavar="NAME", help=N_("The service or item that fails."))
    ] = "",
    take: Take = False,
    as_json: Json = False,
) -> None:
    """Make one."""
    command = NewProblem(
        subject=subject,
        description=body_of(body),
        queue=queue,
        impact=impact,
        urgency=urgency,
        item=item,
        take=take,
    )
    do(making.new, command, as_json=as_json)


@app.command("from", help=N_("Make a problem of incidents: the first gives it its words, all are linked."))
def from_(
    numbers: Numbers,
    subject: Annotated[str, typer.Option("--subject", "-s", metavar="TEXT", help=N_("Other words."))] = "",
    queue: Queue = "",
    take: Take = False,
    as_json: Json = False,
) -> None:
    """Make one of tickets."""
    command = NewProblem(subject=subject, incidents=tuple(numbers), queue=queue, take=take)
    do(making.new, command, as_json=as_json)


@app.command("edit", help=N_("Write its fields; what is not given stays. - reads one of them from stdin."))
def edit(
    number: Problem,
    subject: Annotated[
        str | None, typer.Option("--subject", metavar="TEXT", help=N_("What it is about."))
    ] = None,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT|-", help=N_("What is known of it."))
    ] = None,
    symptom: Annotated[
        str | None, typer.Option("--symptom", metavar="TEXT|-", help=N_("By what it shows."))
    ] = None,
    root_cause: Annotated[
        str | None, typer.Option("--root-cause", metavar="TEXT|-", help=N_("What it comes of."))
    ] = None,
    workaround: Annotated[
        str | None, typer.Option("--workaround", metavar="TEXT|-", help=N_("What helps until it is fixed."))
    ] = None,
    fix: Annotated[
        str | None, typer.Option("--fix", metavar="TEXT|-", help=N_("What takes the cause away."))
    ] = None,
    version: IfVersion = None,
    as_json: Json = False,
) -> None:
    """Write its fields."""
    given = {
        "subject": subject,
        "description": description,
        "symptom": symptom,
        "root_cause": root_cause,
        "workaround": workaround,
        "fix": fix,
    }
    fields = {name: body_of(text) for name, text in given.items() if text is not None}
    if not fields:
        raise Usage(_("Say what is to be written."), _("For example --workaround TEXT."))
    do(making.edit, EditProblem(ref=number, version=version, fields=fields), as_json=as_json)


@app.command("link", help=N_("Link an incident, a change, another problem or a service to it."))
def link(number: Problem, other: Other, as_json: Json = False) -> None:
    """Link."""
    do(linking.link, TieProblem(ref=number, other=other), as_json=as_json)


@app.command("unlink", help=N_("Take such a link away."))
def unlink(number: Problem, other: Other, as_json: Json = False) -> None:
    """Unlink."""
    do(linking.unlink, TieProblem(ref=number, other=other), as_json=as_json)


@app.command("note", help=N_("Write on a problem; every agent who sees it reads that."))
def note(number: Problem, body: Body, as_json: Json = False) -> None:
    """Write on it."""
    do(notes.note, notes.NoteOn(kind="problem", ref=number, body=body_of(body)), as_json=as_json)


@app.command("task", help=N_("Put a task on a problem."))
def task(
    number: Problem,
    subject: Annotated[str, typer.Argument(metavar="TEXT", help=N_("What is to be done."))],
    owner: Annotated[str, typer.Option("--owner", metavar="LOGIN", help=N_("Who does it."))] = "",
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help=N_("general or root-cause."))
    ] = "general",
    due: Annotated[str, typer.Option("--due", metavar="WHEN", help=N_("Until when."))] = "",
    as_json: Json = False,
) -> None:
    """Put a task on it."""
    with open_desk() as desk:
        command = tasks.NewTask(
            record="problem",
            ref=number,
            subject=subject,
            kind=kind,
            owner=owner,
            due=when(desk, due) if due else None,
        )
        tell(desk, desk.do(tasks.new_task, command), as_json=as_json)


@app.command("task-done", help=N_("Say that a task is done."))
def task_done(task_id: TaskId, as_json: Json = False) -> None:
    """Do a task."""
    do(tasks.change_task, tasks.OnTask(task_id=task_id, state="done"), as_json=as_json)


@app.command("task-skip", help=N_("Leave a task out, with the reason."))
def task_skip(task_id: TaskId, reason: Reason, as_json: Json = False) -> None:
    """Leave a task out."""
    do(tasks.change_task, tasks.OnTask(task_id=task_id, state="skipped", reason=reason), as_json=as_json)
