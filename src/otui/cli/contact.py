"""`otui contact`: the people who report."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.customer import Limit, Words
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk import people
from otui.desk.views.people import contact, find_contacts
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("list", help=N_("List contacts whose name, address, phone or customer holds every word."))
def list_(words: Words = None, limit: Limit = 200, as_json: Json = False) -> None:
    """List contacts."""
    with open_desk() as desk:
        rows = desk.read(find_contacts, " ".join(words or ()), limit)
    if as_json:
        streams.emit(
            [
                {"name": row.name, "email": row.email, "phone": row.phone, "customer": row.customer or None}
                for row in rows
            ]
        )
        return
    streams.table(
        (_("name"), _("address"), _("phone"), _("customer")),
        ((row.name, row.email or "-", row.phone or "-", row.customer or "-") for row in rows),
    )


@app.command("new", help=N_("Make a contact."))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("What they are called."))],
    email: Annotated[str, typer.Option("--email", metavar="MAIL", help=N_("Their address."))] = "",
    phone: Annotated[str, typer.Option("--phone", metavar="NUMBER", help=N_("Their number."))] = "",
    customer: Annotated[
        str, typer.Option("--customer", metavar="NAME", help=N_("Whose they are; made where it is new."))
    ] = "",
    as_json: Json = False,
) -> None:
    """Make a contact."""
    with open_desk() as desk:
        made = desk.call(
            lambda unit: people.new_contact(unit, name=name, email=email, phone=phone, customer=customer)
        )
        row = desk.read(contact, made.id)
    assert row is not None
    if as_json:
        streams.emit(
            {"name": row.name, "email": row.email, "phone": row.phone, "customer": row.customer or None}
        )
    else:
        streams.say(_("The contact {name} is made.").format(name=row.name))
