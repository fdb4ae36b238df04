"""`otui procedure`: the checklists that appear on tickets, and what they are for."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json, Number
from otui.cli.session import body_of, do, open_desk
from otui.desk.procedures import verbs
from otui.desk.procedures.verbs import Attach, EditProcedure, NewProcedure
from otui.desk.records.moves import OnRecord
from otui.desk.views import procedures as views
from otui.desk.views.procedures import ProcedureRow
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help=N_("The procedure; the start of its name is enough."))
]
Kind = Annotated[
    str | None,
    typer.Option("--kind", metavar="KIND", help=N_("Only for an incident or a request; - for any.")),
]
Category = Annotated[
    str | None,
    typer.Option("--category", metavar="WORDS", help=N_("Only for tickets of this category; - for any.")),
]
Queue = Annotated[
    str | None,
    typer.Option(
        "--queue", "-q", metavar="QUEUE", help=N_("Only in this queue and those below it; - for any.")
    ),
]
Item = Annotated[
    str | None,
    typer.Option("--item", metavar="NAME", help=N_("Only for tickets on this service or item; - for any.")),
]
Steps = Annotated[
    list[str] | None,
    typer.Option(
        "--step",
        "-s",
        metavar="TEXT",
        help=N_("A step; several, in their order. One that ends in ? is optional."),
    ),
]
Lines = Annotated[
    str, typer.Option("--steps", metavar="TEXT|-", help=N_("All steps, one a line; - reads them from stdin."))
]


@app.command("list", help=N_("List procedures and what they are for."))
def list_(
    every: Annotated[bool, typer.Option("--all", help=N_("Those out of use, too."))] = False,
    as_json: Json = False,
) -> None:
    """List procedures."""
    with open_desk() as desk:
        rows = desk.read(views.procedures, former=every)
        if as_json:
            streams.emit([as_dict(row) for row in rows])
        elif rows:
            streams.table(
                (_("name"), _("for"), _("steps")),
                (
                    (
                        row.name if row.active else _("{name} (out of use)").format(name=row.name),
                        row.whom,
                        str(len(row.steps)),
                    )
                    for row in rows
                ),
            )
        else:
            streams.say(_("No procedures."))


@app.command("show", help=N_("Show a procedure and its steps."))
def show(name: Name, as_json: Json = False) -> None:
    """Show a procedure."""
    with open_desk() as desk:
        row = desk.read(views.procedure, name)
        if as_json:
            streams.emit(as_dict(row))
            return
        streams.pairs(
            [
                (_("name"), row.name),
                (_("for"), row.whom),
                (_("state"), "" if row.active else _("out of use")),
                (_("version"), str(row.version)),
            ]
        )
        print()
        for place, step in enumerate(row.steps, 1):
            words = step.subject if step.required else _("{step} (optional)").format(step=step.subject)
            streams.say(f"{place:>3}. {words}")


@app.command("new", help=N_("Make a procedure. New tickets that it is for get its steps. Only a lead may."))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("What it is called."))],
    steps: Steps = None,
    lines: Lines = "",
    kind: Kind = None,
    category: Category = None,
    queue: Queue = None,
    item: Item = None,
    as_json: Json = False,
) -> None:
    """Make a procedure."""
    command = NewProcedure(
        name=name,
        steps=_steps(steps, lines) or (),
        kind=kind or "",
        category=category or "",
        queue=queue or "",
        item=item or "",
    )
    do(verbs.new, command, as_json=as_json)


@app.command("edit", help=N_("Change a procedure; checklists on tickets stay as they are. Only a lead may."))
def edit(
    name: Name,
    rename: Annotated[str | None, typer.Option("--name", metavar="NAME", help=N_("Another name."))] = None,
    steps: Steps = None,
    lines: Lines = "",
    kind: Kind = None,
    category: Category = None,
    queue: Queue = None,
    item: Item = None,
    version: Annotated[
        int | None, typer.Option("--if-version", metavar="N", help=N_("Only if this is still its version."))
    ] = None,
    as_json: Json = False,
) -> None:
    """Change a procedure."""
    command = EditProcedure(
        ref=name,
        version=version,
        name=rename,
        steps=_steps(steps, lines),
        kind=kind,
        category=category,
        queue=queue,
        item=item,
    )
    do(verbs.edit, command, as_json=as_json)


def _steps(steps: list[str] | None, lines: str) -> list[str] | None:
    """Return the steps that were given, one by one or as a text; None for none."""
    found = [*(steps or ()), *(body_of(lines).splitlines() if lines else ())]
    return found or None


@app.command("attach", help=N_("Put the steps of a procedure on a ticket that it is not for by itself."))
def attach(name: Name, number: Number, as_json: Json = False) -> None:
    """Attach."""
    do(verbs.attach, Attach(ticket=number, procedure=name), as_json=as_json)


@app.command(
    "deactivate", help=N_("Take a procedure out of use; its steps on tickets stay. Only a lead may.")
)
def deactivate(name: Name, as_json: Json = False) -> None:
    """Deactivate."""
    do(verbs.deactivate, OnRecord(ref=name), as_json=as_json)


@app.command("activate", help=N_("Take a procedure into use again. Only a lead may."))
def activate(name: Name, as_json: Json = False) -> None:
    """Activate."""
    do(verbs.activate, OnRecord(ref=name), as_json=as_json)


def as_dict(row: ProcedureRow) -> dict[str, object]:
    """Return a procedure as --json tells it."""
    return {
        "name": row.name,
        "kind": row.kind or None,
        "category": row.category or None,
        "queue": row.queue or None,
        "item": row.item or None,
        "steps": [{"subject": step.subject, "required": step.required} for step in row.steps],
        "active": row.active,
        "version": row.version,
    }
