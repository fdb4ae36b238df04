"""`otui import csv FILE --map MAP.toml`: any table of text, by a map that an admin writes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from otui import resources
from otui.desk.desk import Desk
from otui.desk.imports.columns import load_map
from otui.desk.imports.report import ImportReport
from otui.desk.imports.run import Progress, run_import
from otui.errors import BadFile
from otui.text.i18n import _


def import_csv(
    desk: Desk,
    path: str | Path,
    map_path: str | Path,
    *,
    zone: str = "",
    as_of: datetime | str | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Bring in a table by the column map at `map_path`, a file or the name of one that comes with the program.

    For what the other arguments mean see `run_import`.
    """
    columns = load_map(find_map(map_path))
    return run_import(desk, path, columns, zone=zone, as_of=as_of, dry_run=dry_run, progress=progress)


def find_map(name: str | Path) -> Path:
    """Return the file of a map; BadFile, naming those that come with the program, where there is none."""
    path = Path(name).expanduser()
    if path.is_file():
        return path
    shipped = resources.data_dir() / "import"
    if path.name == str(name):
        for candidate in (shipped / path.name, shipped / f"{path.name}.toml"):
            if candidate.is_file():
                return candidate
    known = ", ".join(sorted(file.stem for file in shipped.glob("*.toml")))
    hint = _("Name a file, or one that comes with otui: {known}.").format(known=known)
    raise BadFile(str(name), 0, _("There is no such map."), hint)
