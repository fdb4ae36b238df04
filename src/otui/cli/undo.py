"""`otui undo` and `otui redo`."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.params import Json
from otui.cli.session import do
from otui.desk import undo as desk_undo
from otui.desk.commands import Redo, Undo
from otui.text.i18n import N_

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Which = Annotated[
    str | None, typer.Argument(metavar="NR", help=N_("Your last act on this ticket; else on any."))
]


@app.command("undo", help=N_("Take your last act back, on every ticket that it touched."))
def undo(number: Which = None, as_json: Json = False) -> None:
    """Undo."""
    do(desk_undo.undo, Undo(ticket=number), as_json=as_json)


@app.command("redo", help=N_("Do again what undo took back, as long as nothing was done since."))
def redo(number: Which = None, as_json: Json = False) -> None:
    """Redo."""
    do(desk_undo.redo, Redo(ticket=number), as_json=as_json)
