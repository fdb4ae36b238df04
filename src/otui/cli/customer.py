"""`otui customer`: the organisations that the desk serves."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk import people
from otui.desk.views.people import find_customers
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Words = Annotated[
    list[str] | None, typer.Argument(metavar="WORDS...", help=N_("Only those that hold every word."))
]
Limit = Annotated[int, typer.Option("--limit", "-n", metavar="N", min=1, help=N_("At most so many."))]


@app.command("list", help=N_("List the customers with their contacts and open tickets."))
def list_(words: Words = None, limit: Limit = 200, as_json: Json = False) -> None:
    """List customers."""
    with open_desk() as desk:
        rows = desk.read(find_customers, " ".join(words or ()), limit)
    if as_json:
        streams.emit(
            [
                {
                    "name": row.name,
                    "phone": row.phone,
                    "note": row.note,
                    "contacts": row.contacts,
                    "open": row.open_tickets,
                }
                for row in rows
            ]
        )
        return
    streams.table(
        (_("customer"), _("phone"), _("contacts"), _("open")),
        ((row.name, row.phone or "-", str(row.contacts), str(row.open_tickets)) for row in rows),
    )


@app.command("new", help=N_("Make a customer."))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("What they are called."))],
    phone: Annotated[str, typer.Option("--phone", metavar="NUMBER", help=N_("Their number."))] = "",
    note: Annotated[str, typer.Option("--note", metavar="TEXT", help=N_("What to know of them."))] = "",
    as_json: Json = False,
) -> None:
    """Make a customer."""
    with open_desk() as desk:
        made = desk.call(people.new_customer, name, phone, note)
    if as_json:
        streams.emit({"name": made.name, "phone": made.phone, "note": made.note, "contacts": 0, "open": 0})
    else:
        streams.say(_("The customer {name} is made.").format(name=made.name))
