"""A change goes on: every step, back, to another path, to its end; and those who waited for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated

import typer

from otui.cli import streams
from otui.cli.change.app import app
from otui.cli.change.common import Number, Text, do, tell
from otui.cli.params import Json, Reason, WrittenAgainst
from otui.cli.session import body_of, open_desk, when
from otui.desk import changes
from otui.desk.changes import commands as c
from otui.desk.desk import Desk
from otui.desk.views import changes as views
from otui.errors import Usage
from otui.text.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from otui.desk.results import Result
    from otui.desk.unit import Unit

Anyway = Annotated[
    str,
    typer.Option(
        "--reason",
        "-r",
        metavar="TEXT",
        help=N_("Why it goes on in spite of a collision, or outside its window."),
    ),
]


def _go(number: str, to: str, version: int | None, as_json: bool, reason: str = "") -> None:
    do(
        changes.advance,
        lambda _desk: c.Advance(ref=number, version=version, to=to, reason=reason),
        as_json=as_json,
    )


@app.command("next", help=N_("Bring a change to the next step of its path."))
def next_(number: Number, reason: Anyway = "", version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Go on."""
    _go(number, "", version, as_json, reason)


@app.command("assess", help=N_("Have a change assessed: its plans are written and peers are asked."))
def assess(number: Number, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Go to assess."""
    _go(number, "assess", version, as_json)


@app.command("authorise", help=N_("Put a change before the board."))
def authorise(number: Number, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Go to authorise."""
    _go(number, "authorise", version, as_json)


@app.command("prioritise", help=N_("Say that the board approved; impact and urgency are weighed."))
def prioritise(number: Number, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Go to prioritise."""
    _go(number, "prioritise", version, as_json)


@app.command("plan", help=N_("Begin to plan a change in full."))
def plan(number: Number, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Go to plan."""
    _go(number, "plan", version, as_json)


@app.command("test", help=N_("Begin to test a change."))
def to_test(
    number: Number, reason: Anyway = "", version: WrittenAgainst = None, as_json: Json = False
) -> None:
    """Go to test."""
    _go(number, "test", version, as_json, reason)


@app.command("implement", help=N_("Begin to carry a change out."))
def implement(
    number: Number, reason: Anyway = "", version: WrittenAgainst = None, as_json: Json = False
) -> None:
    """Go to implement."""
    _go(number, "implement", version, as_json, reason)


@app.command("test-result", help=N_("Write down what testing showed."))
def result_of_test(number: Number, body: Text, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Write the test result."""
    text = body_of(body)
    do(changes.test_result, lambda _desk: c.Words(ref=number, version=version, text=text), as_json=as_json)


@app.command("result", help=N_("Say how it went: successful, with-issues, unsuccessful or backed-out."))
def result(
    number: Number,
    result_: Annotated[
        str, typer.Argument(metavar="RESULT", help=N_("successful, with-issues, unsuccessful or backed-out."))
    ],
    body: Text = "",
    begun: Annotated[str, typer.Option("--begun", metavar="WHEN", help=N_("When it was begun."))] = "",
    finished: Annotated[
        str, typer.Option("--finished", metavar="WHEN", help=N_("When it was finished."))
    ] = "",
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Say how it went."""
    text = body_of(body)

    def make(desk: Desk) -> c.Outcome:
        return c.Outcome(
            ref=number,
            version=version,
            result=result_,
            begun=when(desk, begun) if begun else None,
            finished=when(desk, finished) if finished else None,
            words=text,
        )

    do(changes.result, make, as_json=as_json)


@app.command("document", help=N_("Go on to document what is changed; with --body: write it down."))
def document(number: Number, body: Text = "", version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Document."""
    if not body:
        _go(number, "document", version, as_json)
        return
    text = body_of(body)
    do(changes.documentation, lambda _desk: c.Words(ref=number, version=version, text=text), as_json=as_json)


@app.command("review", help=N_("Go on to the review; with --body: write it."))
def review(
    number: Number,
    body: Text = "",
    goal_met: Annotated[
        bool | None, typer.Option("--goal-met/--goal-missed", help=N_("Whether it met its goal."))
    ] = None,
    backout_used: Annotated[bool, typer.Option("--backout-used", help=N_("Going back was needed."))] = False,
    lessons: Annotated[str, typer.Option("--lessons", metavar="TEXT", help=N_("What is learnt."))] = "",
    caused: Annotated[
        list[str] | None, typer.Option("--caused", metavar="NR", help=N_("An incident that it caused."))
    ] = None,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Review."""
    if not body:
        _go(number, "review", version, as_json)
        return
    if goal_met is None:
        raise Usage(_("Say whether it met its goal: --goal-met or --goal-missed."))
    command = c.Review(
        ref=number,
        version=version,
        text=body_of(body),
        goal_met=goal_met,
        backout_used=backout_used,
        lessons=lessons,
        caused=tuple(caused or ()),
    )
    do(changes.review, lambda _desk: command, as_json=as_json)


@app.command("close", help=N_("Close a change that has its result and its review. For leads."))
def close(number: Number, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Close."""
    _go(number, "close", version, as_json)


@app.command("cancel", help=N_("Give a change up, with a reason."))
def cancel(
    number: Number, reason: Reason = "", version: WrittenAgainst = None, as_json: Json = False
) -> None:
    """Cancel."""
    _leave(changes.cancel, c.WithReason(ref=number, version=version, reason=reason), as_json)


@app.command("rework", help=N_("Send a change back to its beginning, with a reason; approvals fall."))
def rework(
    number: Number, reason: Reason = "", version: WrittenAgainst = None, as_json: Json = False
) -> None:
    """Rework."""
    _leave(changes.rework, c.WithReason(ref=number, version=version, reason=reason), as_json)


@app.command("retype", help=N_("Let a change take another path from its beginning: normal or emergency."))
def retype(
    number: Number,
    type_: Annotated[str, typer.Argument(metavar="TYPE", help=N_("normal or emergency."))],
    emergency_reason: Annotated[
        str, typer.Option("--emergency-reason", metavar="NAME", help=N_("Why it cannot wait."))
    ] = "",
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Take another path."""
    do(
        changes.retype,
        lambda _desk: c.Retype(ref=number, version=version, type=type_, emergency_reason=emergency_reason),
        as_json=as_json,
    )


@app.command("tell", help=N_("Open the tickets that waited for a change that is done, with a note on each."))
def tell_waiting(number: Number, body: Text = "", as_json: Json = False) -> None:
    """Tell who waits."""
    text = body_of(body)
    do(changes.tell, lambda _desk: c.TellWaiting(ref=number, words=text), as_json=as_json)


def _leave(verb: Callable[[Unit, c.WithReason], Result], command: c.WithReason, as_json: bool) -> None:
    with open_desk() as desk:
        result = desk.do(verb, command)
        tell(desk, result, as_json=as_json)
        waiting = desk.read(views.change, result.record_id).waiting
        if waiting and not as_json:
            streams.say(
                ngettext(
                    "{n} ticket waits for it: `otui change tell {number}` opens it.",
                    "{n} tickets wait for it: `otui change tell {number}` opens them.",
                    waiting,
                ).format(n=waiting, number=result.number)
            )
