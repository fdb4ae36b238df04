"""A problem goes on: taken, given, moved, weighed, and each step of its table."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli.params import Json, Reason
from otui.cli.problem.app import IfVersion, Problem, app, do, tell
from otui.cli.session import open_desk, when
from otui.desk.problems import steps, telling
from otui.desk.problems.commands import AcceptRisk, DuplicateOf, Step, WithReason
from otui.desk.records import holding
from otui.text.i18n import N_


@app.command("take", help=N_("Become its coordinator."))
def take(number: Problem, version: IfVersion = None, as_json: Json = False) -> None:
    """Take it."""
    do(holding.take, holding.TakeRecord(kind="problem", ref=number, version=version), as_json=as_json)


@app.command("assign", help=N_("Give it to an agent."))
def assign(
    number: Problem,
    login: Annotated[str, typer.Argument(metavar="LOGIN", help=N_("Who coordinates it."))],
    anyway: Annotated[bool, typer.Option("--anyway", help=N_("Also to somebody who is away."))] = False,
    version: IfVersion = None,
    as_json: Json = False,
) -> None:
    """Give it."""
    command = holding.AssignRecord(kind="problem", ref=number, version=version, agent=login, anyway=anyway)
    do(holding.assign, command, as_json=as_json)


@app.command("move", help=N_("Move it to another queue."))
def move(
    number: Problem,
    queue: Annotated[str, typer.Argument(metavar="QUEUE", help=N_("The queue that it is for."))],
    reason: Reason = "",
    version: IfVersion = None,
    as_json: Json = False,
) -> None:
    """Move it."""
    command = holding.MoveRecord(kind="problem", ref=number, version=version, queue=queue, reason=reason)
    do(holding.move, command, as_json=as_json)


@app.command("priority", help=N_("Set impact and urgency; the level follows from them."))
def priority(
    number: Problem,
    impact: Annotated[int, typer.Option("--impact", metavar="N", help=N_("How many are hit: 1, 2, 4, 8."))],
    urgency: Annotated[
        int, typer.Option("--urgency", metavar="N", help=N_("How long they can wait: 1, 2, 4, 8."))
    ],
    version: IfVersion = None,
    as_json: Json = False,
) -> None:
    """Weigh it."""
    command = holding.RecordPriority(
        kind="problem", ref=number, version=version, impact=impact, urgency=urgency
    )
    do(holding.priority, command, as_json=as_json)


def _step(number: str, verb: str, version: int | None, as_json: bool) -> None:
    do(steps.step, Step(ref=number, version=version, verb=verb), as_json=as_json)


@app.command("assess", help=N_("Begin to assess it; it needs a coordinator."))
def assess(number: Problem, version: IfVersion = None, as_json: Json = False) -> None:
    """Assess it."""
    _step(number, "assess", version, as_json)


@app.command("analyse", help=N_("Begin to look for its root cause."))
def analyse(number: Problem, version: IfVersion = None, as_json: Json = False) -> None:
    """Analyse it."""
    _step(number, "analyse", version, as_json)


@app.command("fix", help=N_("Begin to take the cause away; cause and fix must be written down."))
def fix(number: Problem, version: IfVersion = None, as_json: Json = False) -> None:
    """Fix it."""
    _step(number, "fix", version, as_json)


@app.command("known-error", help=N_("Call it a known error; cause and workaround must be written down."))
def known_error(number: Problem, version: IfVersion = None, as_json: Json = False) -> None:
    """Call it a known error."""
    _step(number, "known-error", version, as_json)


@app.command("complete", help=N_("Close a resolved problem; its open tasks are canceled."))
def complete(number: Problem, version: IfVersion = None, as_json: Json = False) -> None:
    """Close it."""
    do(steps.complete, Step(ref=number, version=version, verb="complete"), as_json=as_json)


@app.command("accept-risk", help=N_("Live with it: why, and when that is looked at again."))
def accept_risk(
    number: Problem,
    reason: Reason,
    review: Annotated[
        str, typer.Option("--review", metavar="WHEN", help=N_("When the risk is looked at again."))
    ],
    version: IfVersion = None,
    as_json: Json = False,
) -> None:
    """Accept its risk."""
    with open_desk() as desk:
        command = AcceptRisk(ref=number, version=version, reason=reason, review_at=when(desk, review))
        tell(desk, desk.do(steps.accept_risk, command), as_json=as_json)


@app.command("cancel", help=N_("Close what is no problem after all, with the reason."))
def cancel(number: Problem, reason: Reason, version: IfVersion = None, as_json: Json = False) -> None:
    """Cancel it."""
    do(steps.cancel, WithReason(ref=number, version=version, reason=reason), as_json=as_json)


@app.command("re-analyse", help=N_("Look for the cause again, with the reason."))
def re_analyse(number: Problem, reason: Reason, version: IfVersion = None, as_json: Json = False) -> None:
    """Analyse it again."""
    do(steps.re_analyse, WithReason(ref=number, version=version, reason=reason), as_json=as_json)


@app.command("duplicate", help=N_("Close it as the same as another: what is linked goes on there."))
def duplicate(
    number: Problem,
    original: Annotated[str, typer.Argument(metavar="ORIGINAL", help=N_("The other problem."))],
    version: IfVersion = None,
    as_json: Json = False,
) -> None:
    """Close it as a duplicate."""
    do(telling.duplicate, DuplicateOf(ref=number, version=version, original=original), as_json=as_json)
