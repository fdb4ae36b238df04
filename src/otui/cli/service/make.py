"""Making and changing services and items: new, change, depends, used-by, activate, deactivate, load."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from otui import restricted
from otui.cli import streams
from otui.cli.params import Json, Version
from otui.cli.service.app import Name, app
from otui.cli.service.look import whole_dict
from otui.cli.session import open_desk
from otui.desk.desk import Desk
from otui.desk.items import hanging, loading, making
from otui.desk.results import Result
from otui.desk.views import items as views
from otui.errors import BadFile, DeskUnavailable, Usage
from otui.text.i18n import N_, _

_KINDS = N_("service, application, server, network, workplace or other.")
NoLonger = Annotated[bool, typer.Option("--no-longer", help=N_("Take it back: that is so no longer."))]


@app.command("new", help=N_("Make a service or item. For leads, admins and the team that answers for it."))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("What it is called."))],
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", help=_KINDS)] = "service",
    queue: Annotated[
        str, typer.Option("--queue", "-q", metavar="QUEUE", help=N_("The queue that answers for it."))
    ] = "",
    impact: Annotated[
        int,
        typer.Option(
            "--impact",
            metavar="N",
            help=N_("Its own impact; 0 leaves it to who uses it and what hangs on it."),
        ),
    ] = 0,
    description: Annotated[str, typer.Option("--description", metavar="TEXT", help=N_("What it is."))] = "",
    location: Annotated[str, typer.Option("--location", metavar="TEXT", help=N_("Where it stands."))] = "",
    serial: Annotated[str, typer.Option("--serial", metavar="TEXT", help=N_("Its serial number."))] = "",
    as_json: Json = False,
) -> None:
    """Make a service or item."""
    command = making.NewItem(
        name=name,
        kind=kind,
        queue=queue,
        impact=impact,
        description=description,
        location=location,
        serial=serial,
    )
    with open_desk() as desk:
        _tell(desk, desk.do(making.new_item, command), as_json=as_json)


@app.command("change", help=N_("Put a service or item right; an empty text empties a field."))
def change(
    name: Name,
    called: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help=N_("What it is called from now on."))
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help=_KINDS)] = None,
    queue: Annotated[
        str | None, typer.Option("--queue", "-q", metavar="QUEUE", help=N_("The queue that answers for it."))
    ] = None,
    impact: Annotated[
        int | None,
        typer.Option(
            "--impact",
            metavar="N",
            help=N_("Its own impact; 0 leaves it to who uses it and what hangs on it."),
        ),
    ] = None,
    description: Annotated[
        str | None, typer.Option("--description", metavar="TEXT", help=N_("What it is."))
    ] = None,
    location: Annotated[
        str | None, typer.Option("--location", metavar="TEXT", help=N_("Where it stands."))
    ] = None,
    serial: Annotated[
        str | None, typer.Option("--serial", metavar="TEXT", help=N_("Its serial number."))
    ] = None,
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Change a service or item."""
    command = making.ChangeItem(
        ref=name,
        version=version,
        name=called,
        kind=kind,
        queue=queue,
        impact=impact,
        description=description,
        location=location,
        serial=serial,
    )
    if command == making.ChangeItem(ref=name, version=version):
        raise Usage(_("Say what is to change."), _('For example --queue "Second line".'))
    with open_desk() as desk:
        _tell(desk, desk.do(making.change_item, command), as_json=as_json)


@app.command("depends", help=N_("Say that a service or item does not work without another."))
def depends(
    name: Name,
    on: Annotated[str, typer.Argument(metavar="ON", help=N_("What it hangs on."))],
    no_longer: NoLonger = False,
    as_json: Json = False,
) -> None:
    """Tie two items, or untie them."""
    command = hanging.HangsOn(ref=name, on=on, no_longer=no_longer)
    with open_desk() as desk:
        _tell(desk, desk.do(hanging.hangs_on, command), as_json=as_json)


@app.command("used-by", help=N_("Say that a customer uses a service or item."))
def used_by(
    name: Name,
    customer: Annotated[str, typer.Argument(metavar="CUSTOMER", help=N_("Who uses it."))],
    no_longer: NoLonger = False,
    as_json: Json = False,
) -> None:
    """Say who uses it, or no longer does."""
    command = hanging.UsedBy(ref=name, customer=customer, no_longer=no_longer)
    with open_desk() as desk:
        _tell(desk, desk.do(hanging.used_by, command), as_json=as_json)


@app.command("deactivate", help=N_("Take a service or item out of use; what is tied to it stays tied."))
def deactivate(name: Name, version: Version = None, as_json: Json = False) -> None:
    """Take it out of use."""
    _switch(name, False, version, as_json=as_json)


@app.command("activate", help=N_("Take a service or item into use again."))
def activate(name: Name, version: Version = None, as_json: Json = False) -> None:
    """Take it into use."""
    _switch(name, True, version, as_json=as_json)


def _switch(name: str, active: bool, version: int | None, *, as_json: bool) -> None:
    command = making.SwitchItem(ref=name, version=version, active=active)
    with open_desk() as desk:
        _tell(desk, desk.do(making.switch, command), as_json=as_json)


@app.command(
    "load",
    help=N_("Load services and items from a TOML or CSV file, all or none. Only a lead or an admin may."),
)
def load(
    file: Annotated[Path, typer.Argument(metavar="FILE", help=N_("The file; .csv is read as CSV."))],
    as_json: Json = False,
) -> None:
    """Load a file."""
    command = loading.LoadItems(name=str(file), text=_text_of(file))
    with open_desk() as desk:
        told = desk.do(loading.load, command)
        if as_json:
            streams.emit({"file": str(file), "said": told.said})
        else:
            streams.say(told.said)


def _text_of(path: Path) -> str:
    restricted.forbid(_("No file is read over SSH."))
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise BadFile(str(path), 0, _("it is not UTF-8 text"), _("Save it as UTF-8.")) from error
    except OSError as error:
        raise DeskUnavailable(
            _("{path} cannot be read: {error}.").format(path=path, error=error.strerror or error)
        ) from error


def _tell(desk: Desk, told: Result, *, as_json: bool) -> None:
    if as_json:
        streams.emit(whole_dict(desk.read(views.one, told.record_id)))
    else:
        streams.say(told.said)
