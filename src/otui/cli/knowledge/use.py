"""Articles are used: applied to tickets, put as text, and said to have helped or not."""

from __future__ import annotations

import secrets
from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.asking import Yes, ask
from otui.cli.knowledge.app import Article, app
from otui.cli.params import Json, Number, Numbers
from otui.cli.session import do, open_desk
from otui.desk.desk import Desk
from otui.desk.knowledge import using
from otui.desk.knowledge.commands import ApplySolution, Helped
from otui.desk.views import export, solutions
from otui.desk.views import ticket as ticket_views
from otui.desk.views.solutions import Preview
from otui.errors import OtuiError
from otui.text.i18n import N_, _, ngettext

Resolve = Annotated[bool, typer.Option("--resolve", help=N_("Resolve the tickets with it."))]


@app.command("use", help=N_("Reply to one ticket with an article's standard solution."))
def use(article: Article, number: Number, resolve: Resolve = False, as_json: Json = False) -> None:
    """Use it on one ticket."""
    command = ApplySolution(ticket=number, article=article, then="resolve" if resolve else "")
    do(using.apply, command, as_json=as_json)


@app.command(
    "apply",
    help=N_(
        "Reply to many tickets with a standard solution, in one stroke that undo takes back. It shows whom first."
    ),
)
def apply(
    article: Article,
    numbers: Numbers,
    resolve: Resolve = False,
    yes: Yes = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help=N_("Show whom it would reach, and do nothing."))
    ] = False,
    as_json: Json = False,
) -> None:
    """Apply it to many."""
    then = "resolve" if resolve else ""
    with open_desk() as desk:
        refs: list[int | str] = [desk.read(ticket_views.resolve_ref, number) for number in numbers]
        ahead = desk.read(solutions.preview, article, refs, then)
        if dry_run:
            _show(ahead, as_json=as_json)
            return
        solutions.require_some(ahead)
        if not yes:
            _show(ahead, as_json=False)
            question = ngettext(
                "Send this to {n} contact? [y/N] ", "Send this to {n} contacts? [y/N] ", len(ahead.reached)
            )
            ask(
                question.format(n=len(ahead.reached)),
                _("Give --yes to do it without asking, or --dry-run to see it."),
            )
        worst = _apply(desk, ahead, then, as_json=as_json)
    if worst:
        raise SystemExit(worst)


def _apply(desk: Desk, ahead: Preview, then: str, *, as_json: bool) -> int:
    """Do it to each, as one batch; return the worst exit code."""
    batch, worst, done = secrets.token_hex(8), 0, []
    for one in ahead.reached:
        command = ApplySolution(
            ticket=one.row.id,
            version=one.row.version,
            article=ahead.id,
            known=ahead.version,
            then=then,
            batch=batch,
        )
        try:
            result = desk.do(using.apply, command)
        except OtuiError as error:
            streams.complain(f"{one.row.number}: {error}")
            worst = max(worst, error.exit_code)
            continue
        done.append(result.ticket_id)
        if not as_json:
            streams.say(result.said)
    if as_json:
        streams.emit({**_json(ahead), "done": desk.read(export.tickets, done)})
    return worst


def _show(ahead: Preview, *, as_json: bool) -> None:
    if as_json:
        streams.emit(_json(ahead))
        return
    streams.say(f"{ahead.number}  {ahead.subject}")
    streams.table(
        (_("ticket"), _("contact"), _("what happens"), _("subject")),
        (
            (one.row.number, one.row.contact or "-", one.why_not or _("is told"), one.row.subject)
            for one in ahead.tickets
        ),
    )
    if ahead.reached:
        streams.say(_("To {contact}:").format(contact=ahead.reached[0].row.contact))
        streams.block(ahead.reached[0].text, "    ")


def _json(ahead: Preview) -> dict[str, Any]:
    return {
        "number": ahead.number,
        "version": ahead.version,
        "reached": len(ahead.reached),
        "tickets": [
            {
                "number": one.row.number,
                "contact": one.row.contact or None,
                "text": one.text if not one.why_not else None,
                "why_not": one.why_not or None,
            }
            for one in ahead.tickets
        ],
    }


@app.command(
    "helped", help=N_("Say whether what was used on a ticket helped; unsaid, it did where it is solved.")
)
def helped(
    number: Number,
    no: Annotated[bool, typer.Option("--no", help=N_("It did not."))] = False,
    article: Annotated[str, typer.Option("--article", metavar="K-NR", help=N_("This article alone."))] = "",
    as_json: Json = False,
) -> None:
    """Say whether it helped."""
    do(using.helped, Helped(ticket=number, helped=not no, article=article), as_json=as_json)
