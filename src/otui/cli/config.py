"""`otui config`: every setting, its value, and where that came from."""

from __future__ import annotations

import os

import typer

from otui import config as settings_file
from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import front
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("config", help=N_("Show every setting, its value, and where that came from."))
def config(as_json: Json = False) -> None:
    """Show the settings."""
    path = settings_file.config_path(os.environ)
    rows = settings_file.rows(front().settings)
    if as_json:
        streams.emit(
            {
                "file": str(path),
                "settings": {row.name: {"value": row.value, "origin": row.origin} for row in rows},
            }
        )
        return
    streams.table(
        (_("setting"), _("value"), _("from"), _("what it is")),
        ((row.name, _value(row.value), row.origin, row.about) for row in rows),
    )
    print()
    known = path.exists()
    streams.say(
        (
            _("The settings file is {path}.")
            if known
            else _("There is no settings file; it would be {path}.")
        ).format(path=path)
    )


def _value(value: settings_file.Value) -> str:
    return ("true" if value else "false") if isinstance(value, bool) else str(value) or "-"
