"""`otui check`: that a desk is whole."""

from __future__ import annotations

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import desk_url
from otui.errors import DeskUnavailable
from otui.store import check as whole
from otui.store.database import open_database
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    "check", help=N_("Look at all of the desk; every finding is a line, and exit code 3 says there is one.")
)
def check(as_json: Json = False) -> None:
    """Check."""
    database = open_database(desk_url())
    try:
        found = whole.findings(database.read())
    finally:
        database.close()
    if as_json:
        streams.emit({"desk": database.name, "findings": found})
    elif not found:
        streams.say(_("{path} is whole.").format(path=database.name))
    else:
        for one in found:
            streams.say(one)
    if found:
        raise DeskUnavailable(
            ngettext("{n} finding.", "{n} findings.", len(found)).format(n=len(found)),
            _("Keep the file, and put back a backup with `otui restore`."),
        )
