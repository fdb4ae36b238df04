"""The group that the commands of problems hang on, and how what was done is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, TypeVar

import typer

from otui.cli import streams
from otui.cli.session import open_desk
from otui.desk.desk import Desk
from otui.desk.results import Result
from otui.desk.unit import Unit
from otui.desk.views import problem_export, problems
from otui.text.i18n import N_

C = TypeVar("C")

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Problem = Annotated[
    str, typer.Argument(metavar="P-NR", help=N_("Number of the problem, with or without the dash."))
]
IfVersion = Annotated[
    int | None,
    typer.Option(
        "--if-version", metavar="N", help=N_("Only if this is still the problem's version; else exit code 4.")
    ),
]


def do(verb: Callable[[Unit, C], Result], command: C, *, as_json: bool) -> None:
    """Do one verb on a problem and print what it says, or the problem as it is now."""
    with open_desk() as desk:
        tell(desk, desk.do(verb, command), as_json=as_json)


def tell(desk: Desk, result: Result, *, as_json: bool) -> None:
    """Print what was said, or the problem as it is now."""
    if not as_json:
        streams.say(result.said)
        return
    if result.record != "problem":
        streams.emit({"verb": result.verb, "number": result.number, "said": result.said})
        return
    found = problem_export.whole_json(desk.read(problems.whole, result.record_id))
    streams.emit({"verb": result.verb, "said": result.said, **found})
