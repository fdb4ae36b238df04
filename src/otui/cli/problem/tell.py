"""Telling those whom a problem touches: shown first, and asked about, as on the screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.asking import Yes, ask
from otui.cli.clocktext import zone
from otui.cli.params import Json
from otui.cli.problem.app import IfVersion, Problem, app, tell
from otui.cli.session import body_of, open_desk
from otui.desk.desk import Desk
from otui.desk.problems import telling
from otui.desk.problems.commands import Tell
from otui.desk.problems.telling import Preview
from otui.desk.results import Result
from otui.desk.views import problem_export
from otui.desk.words import state_name
from otui.text import times
from otui.text.i18n import N_, _, ngettext

Message = Annotated[
    str,
    typer.Option(
        "--message",
        "-m",
        metavar="TEXT|-",
        help=N_("What each contact reads; placeholders as in a template."),
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=N_("Show whom it touches, and do nothing."))]


@app.command("workaround", help=N_("Tell the workaround on every open incident; it shows whom first."))
def workaround(
    number: Problem,
    message: Message = "",
    yes: Yes = False,
    dry_run: DryRun = False,
    version: IfVersion = None,
    as_json: Json = False,
) -> None:
    """Tell the workaround."""
    _do(telling.tell_workaround, "tell-workaround", number, message, yes, dry_run, version, as_json)


@app.command(
    "resolve", help=N_("The fix is in: resolve what waits for it and tell the contacts; it shows whom first.")
)
def resolve(
    number: Problem,
    message: Message = "",
    yes: Yes = False,
    dry_run: DryRun = False,
    version: IfVersion = None,
    as_json: Json = False,
) -> None:
    """Resolve it."""
    _do(telling.resolve_problem, "resolve", number, message, yes, dry_run, version, as_json)


def _do(
    act: Callable[[Any, Tell], Result],
    verb: str,
    number: str,
    message: str,
    yes: bool,
    dry_run: bool,
    version: int | None,
    as_json: bool,
) -> None:
    words = body_of(message)
    with open_desk() as desk:
        found = desk.read(telling.preview, number, verb, words)
        if dry_run:
            show(desk, found, as_json=as_json)
            return
        if not yes:
            show(desk, found, as_json=False)
            n = len(found.tickets) - len(found.told)
            question = ngettext("Do this to {n} ticket? [y/N] ", "Do this to {n} tickets? [y/N] ", n)
            ask(question.format(n=n), _("Give --yes to do it without asking, or --dry-run to see it."))
        command = Tell(ref=number, version=version, message=words, known=found.known)
        tell(desk, desk.do(act, command), as_json=as_json)


def show(desk: Desk, found: Preview, *, as_json: bool) -> None:
    """Print whom an act would touch, and what each contact reads."""
    if as_json:
        streams.emit(problem_export.preview_json(found))
        return
    streams.say(f"{found.number}  {found.subject}")
    for one in found.tickets:
        who = one.contact or _("no contact")
        owner = one.owner if one.locked else _("free")
        streams.block(
            f"{one.number}  {state_name(one.state)}  {one.queue}  {owner}  {who}  {one.subject}", "  "
        )
        if one.id in found.told:
            when = times.moment(found.told[one.id], zone(desk), desk.now)
            streams.block(_("told the same workaround {when}: not told again").format(when=when), "    ")
    for reading in found.reads:
        print()
        streams.block(reading.text, "  ")
