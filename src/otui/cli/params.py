"""Arguments and options that several commands share. Their help is English here, and translated when it is shown."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.text.i18n import N_

Number = Annotated[
    str, typer.Argument(metavar="NR", help=N_("Number of the ticket, with or without the dash."))
]
Numbers = Annotated[
    list[str], typer.Argument(metavar="NR...", help=N_("Numbers of tickets, with or without the dash."))
]
Json = Annotated[bool, typer.Option("--json", help=N_("Print JSON for a program to read."))]
Body = Annotated[
    str, typer.Option("--body", "-b", metavar="TEXT|-", help=N_("What is written; - reads it from stdin."))
]
Reason = Annotated[
    str, typer.Option("--reason", "-r", metavar="TEXT", help=N_("Why; it is kept in the history."))
]
Despite = Annotated[
    str,
    typer.Option(
        "--despite",
        metavar="REASON",
        help=N_("Though steps of the checklist are open: why they are left out."),
    ),
]
Impact = Annotated[
    int | None, typer.Option("--impact", metavar="N", help=N_("How many are hit, by factor: 1, 2, 4, 8."))
]
Urgency = Annotated[
    int | None,
    typer.Option("--urgency", metavar="N", help=N_("How long they can wait, by factor: 1, 2, 4, 8.")),
]
AboutItem = Annotated[
    str, typer.Option("--item", metavar="NAME", help=N_("The service or item that it is about."))
]
ByItem = Annotated[
    bool,
    typer.Option(
        "--by-item", help=N_("Where no queue or impact is given, take those that the item proposes.")
    ),
]
WrittenAgainst = Annotated[
    int | None,
    typer.Option(
        "--version",
        "--if-version",
        metavar="N",
        help=N_("Written against this version: exit code 4 where something came that must be read first."),
    ),
]
Version = Annotated[
    int | None,
    typer.Option(
        "--if-version", metavar="N", help=N_("Only if this is still the ticket's version; else exit code 4.")
    ),
]
