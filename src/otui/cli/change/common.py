"""What the commands on a change share: arguments, and how what was done is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from otui.cli import streams
from otui.cli.change import colliding
from otui.cli.session import open_desk
from otui.desk.views import change_json
from otui.desk.views import changes as views
from otui.text.i18n import N_

if TYPE_CHECKING:
    from otui.desk.desk import Desk
    from otui.desk.results import Result
    from otui.desk.unit import Unit

C = TypeVar("C")

Number = Annotated[
    str, typer.Argument(metavar="C-NR", help=N_("Number of the change, with or without the dash."))
]
Text = Annotated[
    str, typer.Option("--body", "-b", metavar="TEXT|-", help=N_("What is written; - reads it from stdin."))
]

PLANNING = frozenset({"new", "edit", "schedule", "tie", "untie"})
"""Verbs after which a change may collide with other things than before: what it runs into is told at once."""


def do(verb: Callable[[Unit, C], Result], make: Callable[[Desk], C], *, as_json: bool) -> None:
    """Do a verb on a change and tell what was said, or the change as it is now."""
    with open_desk() as desk:
        tell(desk, desk.do(verb, make(desk)), as_json=as_json)


def tell(desk: Desk, result: Result, *, as_json: bool) -> None:
    """Print what was said, or the change as it is now."""
    if not as_json:
        streams.say(result.said)
        if result.verb in PLANNING and result.record == "change":
            colliding.say(desk, result.record_id)
        return
    streams.emit({"verb": result.verb, "said": result.said, **_now(desk, result)})


def _now(desk: Desk, result: Result) -> dict[str, Any]:
    if result.record == "change":
        card = change_json.card(desk.read(views.change, result.record_id))
        return {**card, "collisions": colliding.rows(desk, result.record_id)}
    from otui.desk.views import change_catalogue

    return change_json.template_card(desk.read(change_catalogue.template, result.record_id))
