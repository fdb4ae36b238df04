"""`otui rules`: the files that say what the desk promises, when it is open, and which queues it has."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.progress import Progress
from otui.cli.session import open_desk
from otui.desk import rights, setup
from otui.desk.desk import View
from otui.domain.rules import Rules
from otui.errors import Usage
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Folder = Annotated[
    Path,
    typer.Argument(
        metavar="DIR", help=N_("A folder with sla.toml, calendar.toml and queues.toml, or some of them.")
    ),
]


@app.command("show", help=N_("Print a rule file as it is in force: sla, calendar or queues."))
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("sla, calendar or queues; else all."))] = "",
) -> None:
    """Print rule files."""
    wanted = [name.removesuffix(".toml")] if name else list(setup.RULE_FILES)
    if wanted[0] not in setup.RULE_FILES:
        raise Usage(_("There is no rule file {name}.").format(name=name), _("It is sla, calendar or queues."))
    with open_desk() as desk:
        texts = desk.read(_texts)
    for one in wanted:
        if len(wanted) > 1:
            print(f"# {one}.toml")
        streams.block(texts[one].rstrip("\n"))


def _texts(view: View) -> dict[str, str]:
    return setup.rules_in_force(view.reader)


@app.command("check", help=N_("Check rule files as a whole, without changing anything."))
def check(folder: Folder) -> None:
    """Check rule files."""
    from otui import resources

    rules = Rules.parse(setup.read_rules(folder, otherwise=resources.data_dir()))
    streams.say(
        _("{folder} is right: {tables} SLA tables, {calendars} calendars, {queues} queues.").format(
            folder=folder,
            tables=len(rules.sla.tables),
            calendars=len(rules.calendars),
            queues=len(rules.queues),
        )
    )


@app.command(
    "load", help=N_("Put rule files in force and count the clocks of open tickets anew. Only an admin may.")
)
def load(folder: Folder, as_json: Json = False) -> None:
    """Load rule files."""
    with open_desk() as desk:
        rights.require_admin(desk.agent, _("Only an admin changes the rules."))
        texts = setup.read_some_rules(folder)
        with Progress(sys.stderr) as progress:
            count = setup.load_rule_files(desk, texts, progress)
    if as_json:
        streams.emit({"loaded": sorted(texts), "rebuilt": count})
        return
    streams.say(
        ngettext(
            "The rules are in force; the clocks of {n} open ticket were counted anew.",
            "The rules are in force; the clocks of {n} open tickets were counted anew.",
            count,
        ).format(n=count)
    )
