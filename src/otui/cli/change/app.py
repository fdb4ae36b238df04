"""The group that the commands on changes hang on."""

from __future__ import annotations

import typer

from otui.cli.change import cab, calendar, window
from otui.text.i18n import N_

app = typer.Typer(rich_markup_mode=None, add_completion=False)
app.add_typer(cab.app, name="cab", help=N_("Meetings of the change advisory board."))
app.command("calendar", help=calendar.HELP)(calendar.calendar)
app.add_typer(
    window.app, name="window", help=N_("Blackouts and maintenance windows: list, new, change, remove.")
)
