"""What a ticket says of itself: priority, subject, kind, category, contact."""

from __future__ import annotations

import shlex
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Impact, Json, Number, Numbers, Urgency, Version
from otui.cli.session import do, do_each, open_desk
from otui.cli.ticket.app import app
from otui.desk import tickets
from otui.desk.commands import SetCategory, SetContact, SetItem, SetKind, SetPriority, SetSubject
from otui.desk.views import items
from otui.desk.views import ticket as one
from otui.text.i18n import N_, _


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


@app.command(
    "item", help=N_("Say which service or item it is about; - takes it off. What it proposes is shown.")
)
def item(
    number: Number,
    name: Annotated[
        str,
        typer.Argument(metavar="NAME|-", help=N_("The service or item; the start of its name is enough.")),
    ],
    impact: Annotated[
        bool, typer.Option("--impact", help=N_("Take over the impact that it proposes; clocks follow."))
    ] = False,
    move: Annotated[
        bool, typer.Option("--move", help=N_("Move the ticket to the queue that answers for it."))
    ] = False,
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Set the item; what it proposes beyond what was done is told on a line of its own."""
    do(
        tickets.item,
        SetItem(ticket=number, version=version, item=name, impact=impact, move=move),
        as_json=as_json,
    )
    if not as_json and name not in ("", "-"):
        _propose(number)


def _propose(number: str) -> None:
    with open_desk() as desk:
        detail = desk.read(one.detail, number)
        if detail.item_id is None:
            return
        offer = desk.read(items.offer, detail.item_id, detail.row.queue_id, detail.impact)
    command = f"otui ticket item {number} {shlex.quote(offer.name)}"
    if offer.impact is not None:
        streams.say(
            _("It proposes impact {impact} ({why}): `{command} --impact` takes it over.").format(
                impact=offer.impact, why=offer.why, command=command
            )
        )
    if offer.queue:
        streams.say(
            _("{queue} answers for it: `{command} --move` moves the ticket there.").format(
                queue=offer.queue, command=command
            )
        )


@app.command("category", help=N_("Say what it is about; steps of procedures come and go with it."))
def category(
    number: Number,
    words: Annotated[
        list[str], typer.Argument(metavar="CATEGORY...", help=N_("In the desk's own words; - takes it away."))
    ],
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Set the category."""
    command = SetCategory(ticket=number, version=version, category=" ".join(words))
    do(tickets.category, command, as_json=as_json)


@app.command("contact", help=N_("Say who reported it."))
def contact(
    number: Number,
    who: Annotated[str, typer.Argument(metavar="MAIL", help=N_("An address, a name, or Name <address>."))],
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Set the contact."""
    do(tickets.contact, SetContact(ticket=number, version=version, contact=who), as_json=as_json)
