"""`otui backup`, `restore` and `check`: that a desk is kept, and is whole."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import desk_url
from otui.clock import process_clock
from otui.errors import DeskUnavailable
from otui.store import backup as copies
from otui.store import check as whole
from otui.store.database import open_database, path_of
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    "backup",
    help=N_("Copy the desk to a new file while people work; the copy is looked at before it counts."),
)
def backup(
    path: Annotated[Path, typer.Argument(metavar="PATH", help=N_("A file that is not there yet."))],
) -> None:
    """Back up."""
    open_database(desk_url()).close()
    copies.backup(path_of(desk_url()), path.expanduser().absolute())
    streams.say(_("The desk is copied to {path}.").format(path=path))


@app.command("restore", help=N_("Put a backup in the desk's place; the former desk is kept beside it."))
def restore(
    path: Annotated[Path, typer.Argument(metavar="PATH", help=N_("The backup."))],
    check: Annotated[
        bool, typer.Option("--check", help=N_("Only look whether the backup is whole."))
    ] = False,
) -> None:
    """Restore."""
    source = path.expanduser().absolute()
    if check:
        version = copies.verify(source)
        streams.say(_("{path} is whole (schema {version}).").format(path=path, version=version))
        return
    target = path_of(desk_url())
    kept = copies.restore(source, target, process_clock()())
    streams.say(_("{desk} is as it was in {path}.").format(desk=target, path=path))
    if kept is not None:
        streams.say(_("What it was before is in {path}.").format(path=kept))


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
        streams.emit({"desk": str(database.path), "findings": found})
    elif not found:
        streams.say(_("{path} is whole.").format(path=database.path))
    else:
        for one in found:
            streams.say(one)
    if found:
        raise DeskUnavailable(
            ngettext("{n} finding.", "{n} findings.", len(found)).format(n=len(found)),
            _("Keep the file, and put back a backup with `otui restore`."),
        )
