"""What `otui change` has beside its verbs: the catalogue, the boards, meetings, the calendar and its windows."""

from __future__ import annotations

from otui.cli.change import board, cab, calendar, catalogue, window
from otui.cli.change.app import app
from otui.text.i18n import N_

app.add_typer(
    catalogue.app, name="catalogue", help=N_("Standard changes: list, show, new, edit, propose, retire.")
)
app.add_typer(
    board.app, name="board", help=N_("Who is on the CAB and on the emergency CAB: list, set, add, remove.")
)
app.add_typer(cab.app, name="cab", help=N_("Meetings of the change advisory board."))
app.command("calendar", help=calendar.HELP)(calendar.calendar)
app.add_typer(
    window.app, name="window", help=N_("Blackouts and maintenance windows: list, new, change, remove.")
)
