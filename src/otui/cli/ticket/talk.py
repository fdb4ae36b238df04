"""New tickets, and words on them: new, reply, note, call, forward."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.params import (
    AboutItem,
    Body,
    ByItem,
    Despite,
    Impact,
    Json,
    Number,
    Urgency,
    Version,
    WrittenAgainst,
)
from otui.cli.session import body_of, do
from otui.cli.ticket.app import app
from otui.desk import tickets
from otui.desk.commands import Call, Forward, NewTicket, Note, Reply
from otui.text.i18n import N_


@app.command("new", help=N_("Take a report in."))
def new(
    subject: Annotated[
        str, typer.Option("--subject", "-s", metavar="TEXT", help=N_("What is wrong, in a few words."))
    ],
    body: Body = "",
    queue: Annotated[
        str,
        typer.Option(
            "--queue", "-q", metavar="QUEUE", help=N_("Where it waits; else the desk's own choice.")
        ),
    ] = "",
    impact: Impact = None,
    urgency: Urgency = None,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help=N_("incident or request."))
    ] = "incident",
    category: Annotated[
        str,
        typer.Option("--category", metavar="WORDS", help=N_("What it is about, in the desk's own words.")),
    ] = "",
    contact: Annotated[
        str,
        typer.Option(
            "--contact", "-c", metavar="MAIL", help=N_("Who reports: an address, a name, or Name <address>.")
        ),
    ] = "",
    phone: Annotated[
        str, typer.Option("--phone", metavar="NUMBER", help=N_("Number of a contact who is new."))
    ] = "",
    customer: Annotated[
        str, typer.Option("--customer", metavar="NAME", help=N_("Customer of a contact who is new."))
    ] = "",
    channel: Annotated[
        str,
        typer.Option("--channel", metavar="CHANNEL", help=N_("How it came in: phone, mail, portal or desk.")),
    ] = "phone",
    take: Annotated[bool, typer.Option("--take", help=N_("Become its owner at once."))] = False,
    item: AboutItem = "",
    by_item: ByItem = False,
    as_json: Json = False,
) -> None:
    """Make a ticket."""
    command = NewTicket(
        subject=subject,
        body=body_of(body),
        queue=queue,
        kind=kind,
        category=category,
        impact=impact,
        urgency=urgency,
        contact=contact,
        contact_phone=phone,
        customer=customer,
        channel=channel,
        take=take,
        item=item,
        by_item=by_item,
    )
    do(tickets.new, command, as_json=as_json)


@app.command("reply", help=N_("Write to the contact. It stops the response clock."))
def reply(
    number: Number,
    body: Body,
    to: Annotated[
        str, typer.Option("--to", metavar="MAIL", help=N_("Another address than the contact's."))
    ] = "",
    cc: Annotated[str, typer.Option("--cc", metavar="MAIL", help=N_("Who gets a copy."))] = "",
    then: Annotated[
        str,
        typer.Option("--then", metavar="VERB", help=N_("What comes next: resolve, close or wait-contact.")),
    ] = "",
    despite: Despite = "",
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Reply."""
    command = Reply(
        ticket=number, version=version, body=body_of(body), to=to, cc=cc, then=then, despite=despite
    )
    do(tickets.reply, command, as_json=as_json)


@app.command("note", help=N_("Write for the agents of the ticket's queue. The contact never sees it."))
def note(number: Number, body: Body, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Note."""
    do(tickets.note, Note(ticket=number, version=version, body=body_of(body)), as_json=as_json)


@app.command("call", help=N_("Put down a phone call with the contact. It stops the response clock."))
def call(
    number: Number,
    body: Body,
    missed: Annotated[
        bool, typer.Option("--missed", help=N_("Nobody was reached: the clock runs on."))
    ] = False,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Put down a call."""
    command = Call(ticket=number, version=version, body=body_of(body), reached=not missed)
    do(tickets.call, command, as_json=as_json)


@app.command("forward", help=N_("Send it to a third party; kept as an article."))
def forward(
    number: Number,
    to: Annotated[str, typer.Argument(metavar="TO", help=N_("Their mail address."))],
    body: Body = "",
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Forward."""
    do(tickets.forward, Forward(ticket=number, version=version, to=to, body=body_of(body)), as_json=as_json)
