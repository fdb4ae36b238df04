"""Tickets that belong together: merge, unmerge, split, link."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.params import Json, Number, Version
from otui.cli.session import do
from otui.cli.ticket.app import app
from otui.desk import tickets
from otui.desk.commands import LinkTickets, Merge, Split, Unmerge
from otui.text.i18n import N_


@app.command("merge", help=N_("Put a ticket's articles into another, and end it."))
def merge(
    number: Number,
    into: Annotated[str, typer.Argument(metavar="INTO", help=N_("The ticket that goes on."))],
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Merge."""
    do(tickets.merge, Merge(ticket=number, version=version, into=into), as_json=as_json)


@app.command("unmerge", help=N_("Take a merged ticket out again, with what was its own."))
def unmerge(number: Number, version: Version = None, as_json: Json = False) -> None:
    """Unmerge."""
    do(tickets.unmerge, Unmerge(ticket=number, version=version), as_json=as_json)


@app.command("split", help=N_("Make a new ticket of one article."))
def split(
    number: Number,
    article: Annotated[
        int, typer.Argument(metavar="ARTICLE", help=N_("The article, as `ticket show` numbers it."))
    ],
    subject: Annotated[
        str, typer.Option("--subject", "-s", metavar="TEXT", help=N_("Of the new ticket."))
    ] = "",
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Split."""
    command = Split(ticket=number, version=version, article=article, subject=subject)
    do(tickets.split, command, as_json=as_json)


@app.command("link", help=N_("Say that two tickets belong together."))
def link(
    number: Number,
    other: Annotated[str, typer.Argument(metavar="NR2", help=N_("The other ticket."))],
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help=N_("related, parent (of the other) or duplicate."))
    ] = "related",
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Link."""
    command = LinkTickets(ticket=number, version=version, other=other, kind=kind)
    do(tickets.link, command, as_json=as_json)
