"""`otui copy`: a desk to another place, of any engine to any engine."""

from __future__ import annotations

import sys
import time
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.progress import Progress
from otui.desk.fulltext import every_text
from otui.store import copying
from otui.store.database import name_of
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command(
    "copy",
    help=N_("Copy a desk, file or server, to a new or empty place, file or server; both are compared."),
)
def copy(
    source: Annotated[str, typer.Argument(metavar="FROM", help=N_("The desk: a path or a URL."))],
    target: Annotated[
        str, typer.Argument(metavar="TO", help=N_("Where: a new file, or a new or empty database."))
    ],
    again: Annotated[
        bool, typer.Option("--again", help=N_("Begin again where a copy into TO was cut short."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Copy."""
    began = time.monotonic()
    with Progress(sys.stderr) as progress:
        found = copying.copy(source, target, every_text, again=again, progress=progress)
    if as_json:
        tables = {one.table: {"rows": one.rows, "digest": one.digest} for one in found}
        streams.emit({"from": name_of(source), "to": name_of(target), "tables": tables})
        return
    streams.table(
        (_("table"), _("rows"), _("digest, the same on both sides")),
        ((one.table, f"{one.rows:,}", one.digest) for one in found),
    )
    rows = sum(one.rows for one in found)
    streams.say(
        ngettext(
            "{n} row in {seconds:.1f} s, at {path}", "{n} rows in {seconds:.1f} s, at {path}", rows
        ).format(n=f"{rows:,}", seconds=time.monotonic() - began, path=name_of(target))
    )
