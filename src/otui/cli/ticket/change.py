"""What a ticket says of itself: priority, subject, kind, contact."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.params import Impact, Json, Number, Numbers, Urgency, Version
from otui.cli.session import do, do_each
from otui.cli.ticket.app import app
from otui.desk import tickets
from otui.desk.commands import SetContact, SetKind, SetPriority, SetSubject
from otui.text.i18n import N_


@app.command("priority", help=N_("Say how many are hit and how long they can wait; the level follows."))
def priority(
    numbers: Numbers,
    impact: Impact = None,
    urgency: Urgency = None,
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Set impact and urgency."""
    do_each(
        tickets.priority,
        numbers,
        lambda number, batch: SetPriority(
            ticket=number, version=version, batch=batch, impact=impact, urgency=urgency
        ),
        as_json=as_json,
    )


@app.command("subject", help=N_("Word the subject better."))
def subject(
    number: Number,
    words: Annotated[list[str], typer.Argument(metavar="SUBJECT...", help=N_("The new subject."))],
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Set the subject."""
    do(tickets.subject, SetSubject(ticket=number, version=version, subject=" ".join(words)), as_json=as_json)


@app.command("kind", help=N_("Say whether it is an incident or a request."))
def kind(
    numbers: Numbers,
    what: Annotated[str, typer.Argument(metavar="KIND", help=N_("incident or request."))],
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Set the kind."""
    do_each(
        tickets.kind,
        numbers,
        lambda number, batch: SetKind(ticket=number, version=version, batch=batch, kind=what),
        as_json=as_json,
    )


@app.command("contact", help=N_("Say who reported it."))
def contact(
    number: Number,
    who: Annotated[str, typer.Argument(metavar="MAIL", help=N_("An address, a name, or Name <address>."))],
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Set the contact."""
    do(tickets.contact, SetContact(ticket=number, version=version, contact=who), as_json=as_json)
