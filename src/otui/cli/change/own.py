"""Whose a change is and what hangs on it: take, assign, move, priority, task, note, link, unlink."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.change.app import app
from otui.cli.change.common import Number, do
from otui.cli.params import Json, Reason, WrittenAgainst
from otui.cli.session import body_of, when
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.desk import Desk
from otui.desk.records import holding, notes, tasks
from otui.text.i18n import N_

KIND = "change"
Tied = Annotated[
    str,
    typer.Argument(
        metavar="KIND", help=N_("affects, fixes, origin, caused or after: what it is to the other.")
    ),
]
Other = Annotated[
    str,
    typer.Argument(metavar="OTHER", help=N_("Name of the item; number of the problem, ticket or change.")),
]


@app.command("take", help=N_("Become the owner of a change."))
def take(number: Number, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Take."""
    do(
        holding.take,
        lambda _desk: holding.TakeRecord(kind=KIND, ref=number, version=version),
        as_json=as_json,
    )


@app.command("assign", help=N_("Give a change to an agent, who becomes its owner."))
def assign(
    number: Number,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Who gets it."))],
    anyway: Annotated[
        bool, typer.Option("--anyway", help=N_("Also to somebody who is out of office."))
    ] = False,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Assign."""
    do(
        holding.assign,
        lambda _desk: holding.AssignRecord(
            kind=KIND, ref=number, version=version, agent=login, anyway=anyway
        ),
        as_json=as_json,
    )


@app.command("move", help=N_("Put a change in another queue."))
def move(
    number: Number,
    queue: Annotated[str, typer.Argument(metavar="QUEUE", help=N_("Where it goes."))],
    reason: Reason = "",
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Move."""
    do(
        holding.move,
        lambda _desk: holding.MoveRecord(kind=KIND, ref=number, version=version, queue=queue, reason=reason),
        as_json=as_json,
    )


@app.command("priority", help=N_("Set impact and urgency of a change; its level follows."))
def priority(
    number: Number,
    impact: Annotated[int, typer.Option("--impact", metavar="N", help=N_("How many are hit, by factor."))],
    urgency: Annotated[
        int, typer.Option("--urgency", metavar="N", help=N_("How long it can wait, by factor."))
    ],
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Set impact and urgency."""
    do(
        holding.priority,
        lambda _desk: holding.RecordPriority(
            kind=KIND, ref=number, version=version, impact=impact, urgency=urgency
        ),
        as_json=as_json,
    )


@app.command("note", help=N_("Write a note on a change."))
def note(
    number: Number,
    body: Annotated[
        str, typer.Option("--body", "-b", metavar="TEXT|-", help=N_("The note; - reads it from stdin."))
    ],
    as_json: Json = False,
) -> None:
    """Write a note."""
    text = body_of(body)
    do(notes.note, lambda _desk: notes.NoteOn(kind=KIND, ref=number, body=text), as_json=as_json)


@app.command(
    "task",
    help=N_("Put a piece of work on a change; or with --done, --skip or --open: say what becomes of one."),
)
def task(
    number: Number,
    subject: Annotated[
        str,
        typer.Argument(
            metavar="SUBJECT|ID", help=N_("What is to be done; or the id of a task that there is.")
        ),
    ],
    kind: Annotated[
        str,
        typer.Option(
            "--kind", metavar="KIND", help=N_("general, implementation, test, communication or backout.")
        ),
    ] = "",
    owner: Annotated[str, typer.Option("--owner", metavar="LOGIN", help=N_("Who does it."))] = "",
    due: Annotated[str, typer.Option("--due", metavar="WHEN", help=N_("By when."))] = "",
    done: Annotated[bool, typer.Option("--done", help=N_("It is done."))] = False,
    skip: Annotated[str, typer.Option("--skip", metavar="REASON", help=N_("It is left out, and why."))] = "",
    reopen: Annotated[bool, typer.Option("--open", help=N_("It is to be done after all."))] = False,
    as_json: Json = False,
) -> None:
    """Add a task or say what becomes of one."""
    state = "done" if done else "skipped" if skip else "open" if reopen else ""
    if state and subject.isdecimal():
        command = tasks.OnTask(task_id=int(subject), state=state, reason=skip, owner=owner or None)
        do(tasks.change_task, lambda _desk: command, as_json=as_json)
        return

    def make(desk: Desk) -> tasks.NewTask:
        return tasks.NewTask(
            record=KIND,
            ref=number,
            subject=subject,
            kind=kind,
            owner=owner,
            due=when(desk, due) if due else None,
        )

    do(tasks.new_task, make, as_json=as_json)


@app.command("link", help=N_("Tie to a change what it affects, fixes, comes of, caused or comes after."))
def link(
    number: Number, kind: Tied, other: Other, version: WrittenAgainst = None, as_json: Json = False
) -> None:
    """Tie something to it."""
    do(
        changes.link,
        lambda _desk: c.TieChange(ref=number, version=version, kind=kind, other=other),
        as_json=as_json,
    )


@app.command("unlink", help=N_("Take such a tie away."))
def unlink(
    number: Number, kind: Tied, other: Other, version: WrittenAgainst = None, as_json: Json = False
) -> None:
    """Take a tie away."""
    do(
        changes.unlink,
        lambda _desk: c.TieChange(ref=number, version=version, kind=kind, other=other),
        as_json=as_json,
    )
