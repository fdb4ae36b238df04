"""The group that the commands of knowledge hang on, and how what was done is told."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.desk.desk import Desk
from otui.desk.results import Result
from otui.desk.views import knowledge as views
from otui.text.i18n import N_

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Article = Annotated[
    str, typer.Argument(metavar="K-NR", help=N_("Number of the article, with or without the dash."))
]
Until = Annotated[
    str,
    typer.Option(
        "--until",
        metavar="WHEN",
        help=N_("When it is to be looked at again; a year from now where left out."),
    ),
]


def tell(desk: Desk, result: Result, *, as_json: bool) -> None:
    """Print what was said, or the article as it is now."""
    if not as_json:
        streams.say(result.said)
        return
    found = views.detail_json(desk.read(views.detail, result.record_id))
    streams.emit({"verb": result.verb, "said": result.said, **found})
