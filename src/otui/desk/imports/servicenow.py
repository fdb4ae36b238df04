"""`otui import servicenow`: the event log of a ServiceNow desk, by the map that comes with the program."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from otui import resources
from otui.desk.desk import Desk
from otui.desk.imports.columns import load_map
from otui.desk.imports.report import ImportReport
from otui.desk.imports.run import Progress, run_import

SERVICENOW = "servicenow.toml"


def import_servicenow(
    desk: Desk,
    path: str | Path,
    *,
    zone: str = "",
    as_of: datetime | str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in a ServiceNow event log (CSV, plain or gzipped). For what the arguments mean see `run_import`."""
    columns = load_map(resources.data_dir() / "import" / SERVICENOW)
    return run_import(desk, path, columns, zone=zone, as_of=as_of, dry_run=dry_run, progress=progress)
