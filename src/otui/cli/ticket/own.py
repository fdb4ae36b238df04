"""Whose a ticket is, and where: take, unlock, assign, move, line-up."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.params import Json, Numbers, Reason, Version
from otui.cli.session import do_each
from otui.cli.ticket.app import app
from otui.desk import tickets
from otui.desk.commands import Assign, LineUp, Move, Take, Unlock
from otui.text.i18n import N_


@app.command("take", help=N_("Lock tickets and become their owner."))
def take(
    numbers: Numbers,
    over: Annotated[bool, typer.Option("--over", help=N_("Take it from whoever has it; for leads."))] = False,
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Take."""
    do_each(
        tickets.take,
        numbers,
        lambda number, batch: Take(ticket=number, version=version, batch=batch, over=over),
        as_json=as_json,
    )


@app.command("unlock", help=N_("Let tickets go: they are free for the team."))
def unlock(numbers: Numbers, version: Version = None, as_json: Json = False) -> None:
    """Unlock."""
    do_each(
        tickets.unlock,
        numbers,
        lambda number, batch: Unlock(ticket=number, version=version, batch=batch),
        as_json=as_json,
    )


@app.command("assign", help=N_("Give tickets to an agent."))
def assign(
    numbers: Numbers,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Who gets them."))],
    anyway: Annotated[
        bool, typer.Option("--anyway", help=N_("Also to somebody who is out of office."))
    ] = False,
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Assign."""
    do_each(
        tickets.assign,
        numbers,
        lambda number, batch: Assign(ticket=number, version=version, batch=batch, agent=login, anyway=anyway),
        as_json=as_json,
    )


@app.command("move", help=N_("Put tickets in another queue."))
def move(
    numbers: Numbers,
    queue: Annotated[
        str, typer.Argument(metavar="QUEUE", help=N_("The queue; the start of its name is enough."))
    ],
    reason: Reason = "",
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Move."""
    do_each(
        tickets.move,
        numbers,
        lambda number, batch: Move(ticket=number, version=version, batch=batch, queue=queue, reason=reason),
        as_json=as_json,
    )


@app.command("line-up", help=N_("Hand tickets to the next line, with a reason."))
def line_up(
    numbers: Numbers,
    reason: Annotated[
        str, typer.Option("--reason", "-r", metavar="TEXT", help=N_("Why, for whoever takes it there."))
    ],
    queue: Annotated[
        str,
        typer.Option(
            "--queue", "-q", metavar="QUEUE", help=N_("Which queue of the next line; else its first.")
        ),
    ] = "",
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Line up."""
    do_each(
        tickets.line_up,
        numbers,
        lambda number, batch: LineUp(ticket=number, version=version, batch=batch, reason=reason, queue=queue),
        as_json=as_json,
    )
