"""`otui import`: tickets from another desk's log."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.clocktext import zone as desk_zone
from otui.cli.params import Json
from otui.cli.progress import Progress
from otui.cli.session import open_desk
from otui.desk.desk import Desk
from otui.desk.imports.csv_map import import_csv
from otui.desk.imports.report import ImportReport
from otui.desk.imports.servicenow import import_servicenow
from otui.text.i18n import N_

app = typer.Typer(rich_markup_mode=None, add_completion=False)

File = Annotated[Path, typer.Argument(metavar="FILE", help=N_("The log, plain or gzipped."))]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Only say what would come of it."))]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="TIME", help=N_("Leave the desk as it stood then: 2016-03-02T09:30.")),
]
Zone = Annotated[
    str,
    typer.Option("--timezone", metavar="ZONE", help=N_("Zone of the times in the file: Europe/Amsterdam.")),
]


@app.command("servicenow", help=N_("Bring in a ServiceNow event log."))
def servicenow(
    file: File, dry_run: DryRun = False, as_of: AsOf = None, timezone: Zone = "", as_json: Json = False
) -> None:
    """Import a ServiceNow log."""
    with open_desk() as desk, Progress(sys.stderr) as progress:
        report = import_servicenow(desk, file, zone=timezone, as_of=as_of, dry_run=dry_run, progress=progress)
        _tell(desk, report, as_json=as_json)


@app.command("csv", help=N_("Bring in any table of text, by a map of its columns."))
def csv(
    file: File,
    columns: Annotated[
        str,
        typer.Option("--map", metavar="MAP", help=N_("A map file, or the name of one that comes with otui.")),
    ],
    dry_run: DryRun = False,
    as_of: AsOf = None,
    timezone: Zone = "",
    as_json: Json = False,
) -> None:
    """Import a table."""
    with open_desk() as desk, Progress(sys.stderr) as progress:
        report = import_csv(
            desk, file, columns, zone=timezone, as_of=as_of, dry_run=dry_run, progress=progress
        )
        _tell(desk, report, as_json=as_json)


def _tell(desk: Desk, report: ImportReport, *, as_json: bool) -> None:
    if as_json:
        streams.emit(report.to_dict())
        return
    for one in report.lines(desk_zone(desk)):
        streams.block(one)
