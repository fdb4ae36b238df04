"""Reading tickets: list, show, history, explain."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import clocktext, streams
from otui.cli.params import Json, Number
from otui.cli.session import open_desk
from otui.cli.ticket.app import app
from otui.cli.ticket.listing import Wanted, list_rows, print_rows
from otui.cli.ticket.page import print_history, print_ticket
from otui.desk.desk import View
from otui.desk.views import export
from otui.desk.views import ticket as one
from otui.text.i18n import N_


@app.command("list", help=N_("List open tickets, the next due first."))
def list_(
    queue: Annotated[
        str, typer.Option("--queue", "-q", metavar="QUEUE", help=N_("In this queue and those below it."))
    ] = "",
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help=N_("In this state; several with commas, or all."))
    ] = "",
    owner: Annotated[
        str,
        typer.Option(
            "--owner", "-o", metavar="LOGIN", help=N_("Owned by this agent; me, or none for the free ones.")
        ),
    ] = "",
    item: Annotated[str, typer.Option("--item", metavar="NAME", help=N_("About this service or item."))] = "",
    category: Annotated[str, typer.Option("--category", metavar="WORDS", help=N_("About this."))] = "",
    escalated: Annotated[
        bool, typer.Option("--escalated", help=N_("With a clock that is past its due time."))
    ] = False,
    search: Annotated[
        str,
        typer.Option(
            "--search", metavar="TEXT", help=N_("That hold every word, in any order; parts of words count.")
        ),
    ] = "",
    order: Annotated[
        str,
        typer.Option("--order", metavar="ORDER", help=N_("due, created, level, updated, number or subject.")),
    ] = "due",
    reverse: Annotated[bool, typer.Option("--reverse", help=N_("The other way round."))] = False,
    limit: Annotated[
        int, typer.Option("--limit", "-n", metavar="N", min=1, help=N_("At most so many."))
    ] = 100,
    as_json: Json = False,
) -> None:
    """List tickets."""
    wanted = Wanted(queue, state, owner, escalated, search, order, reverse, limit, item, category)
    with open_desk() as desk:
        rows = list_rows(desk, wanted)
        if as_json:
            streams.emit(desk.read(export.tickets, [row.id for row in rows]))
        else:
            print_rows(desk, rows)


@app.command("show", help=N_("Show a ticket: what it says of itself, its clocks, its thread."))
def show(number: Number, as_json: Json = False) -> None:
    """Show a ticket."""
    with open_desk() as desk:
        if not as_json:
            print_ticket(desk, number)
            return
        streams.emit(desk.read(_whole, number))


def _whole(view: View, number: str) -> dict[str, object]:
    detail = one.detail(view, number)
    articles = one.thread(view, detail.row.id)
    (row,) = export.tickets(view, [detail.row.id])
    row["reopen_count"] = detail.reopen_count
    row["contact_name"] = detail.contact.name if detail.contact else None
    row["contact_phone"] = detail.contact.phone if detail.contact else None
    row["allowed"] = list(detail.allowed)
    row["links"] = [
        {"number": link.number, "subject": link.subject, "state": link.state, "kind": link.kind}
        for link in detail.links
    ]
    row["clocks"] = [clocktext.clock_dict(clock) for clock in one.clocks(view, detail.row.id)]
    row["articles"] = [export.article(article) for article in articles]
    row["extra"] = detail.extra
    return row


@app.command("history", help=N_("Show everything that happened to a ticket."))
def history(number: Number, as_json: Json = False) -> None:
    """Show the history."""
    with open_desk() as desk:
        events = desk.read(one.history, number)
        if as_json:
            streams.emit([export.event(event) for event in events])
        else:
            print_history(desk, events)


@app.command("explain", help=N_("Say why each due time of a ticket is what it is."))
def explain(number: Number, as_json: Json = False) -> None:
    """Explain the clocks."""
    clocktext.print_explanations(number, as_json=as_json)
