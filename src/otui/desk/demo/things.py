"""The services of the demo firm, and which of its tickets are about which."""

from __future__ import annotations

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from otui.desk.directory import Directory
from otui.desk.items.loading import LoadItems, load
from otui.desk.unit import Unit
from otui.domain.rules import Rules
from otui.errors import BadFile
from otui.store.database import Writer
from otui.text.i18n import _

_YEAR = timedelta(days=365)


LEAD = "kees"
"""Who keeps the services of the firm: whoever starts the demo has nothing of it to undo."""


def add_items(writer: Writer, folder: Path, rules: Rules, directory: Directory, now: datetime) -> None:
    """Load data/demo/items.toml as the firm's lead did a year ago."""
    unit = Unit(writer, now - _YEAR, directory.agent(LEAD), rules, directory)
    load(unit, LoadItems(name="items.toml", text=(folder / "items.toml").read_text(encoding="utf-8")))


def about(writer: Writer, folder: Path) -> dict[str, int]:
    """Return the item that the tickets of each scenario are about, by the scenario's id."""
    ids: dict[str, int] = dict(writer.all("SELECT name, id FROM item"))
    path = folder / "about.toml"
    found: dict[str, int] = {}
    for name, scenarios in tomllib.loads(path.read_text(encoding="utf-8")).items():
        if name not in ids:
            raise BadFile(str(path), 0, _("There is no service or item {ref}.").format(ref=name))
        found |= dict.fromkeys(scenarios, ids[name])
    return found
