"""Articles are written: new, from a ticket or a problem, edit, and every step they go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

import typer

from otui.cli.knowledge.app import Article, Until, app, tell
from otui.cli.params import Json, Version
from otui.cli.session import body_of, open_desk, when
from otui.desk.desk import Desk
from otui.desk.knowledge import steps, writing
from otui.desk.knowledge.commands import (
    EditArticle,
    FromProblem,
    FromTicket,
    MoveArticle,
    NewArticle,
    Renew,
)
from otui.desk.records import notes
from otui.desk.records.finding import resolve
from otui.desk.records.kinds import split_number
from otui.desk.results import Result
from otui.desk.views import known
from otui.desk.views.ticket import require_there
from otui.errors import Refused
from otui.text.i18n import N_, _, ngettext

Anyway = Annotated[
    bool, typer.Option("--anyway", help=N_("Make it though there are articles about the same."))
]
Text = Annotated[
    str | None, typer.Option("--body", "-b", metavar="TEXT|-", help=N_("Markdown; - reads it from stdin."))
]
Solution = Annotated[
    str | None,
    typer.Option(
        "--solution",
        metavar="TEXT|-",
        help=N_("The standard solution: what goes to a contact, with placeholders as in a template."),
    ),
]
Keywords = Annotated[
    str | None, typer.Option("--keywords", "-k", metavar="WORDS", help=N_("More words to find it by."))
]
Audience = Annotated[
    str | None, typer.Option("--audience", metavar="WHO", help=N_("internal, or customers as well."))
]
Queue = Annotated[
    str | None, typer.Option("--queue", "-q", metavar="QUEUE", help=N_("The team that keeps it; - for all."))
]
ItemName = Annotated[
    str | None,
    typer.Option("--item", metavar="NAME", help=N_("The service or item it is about; - for none.")),
]
Reason = Annotated[
    str, typer.Option("--reason", "-r", metavar="TEXT", help=N_("Why; it is kept in the history."))
]


@app.command("new", help=N_("Begin an article: a draft. What there is about the same is shown first."))
def new(
    subject: Annotated[
        str, typer.Option("--subject", "-s", metavar="TEXT", help=N_("What it is about, in a few words."))
    ],
    body: Text = None,
    solution: Solution = None,
    keywords: Keywords = None,
    audience: Audience = None,
    queue: Queue = None,
    item: ItemName = None,
    anyway: Anyway = False,
    as_json: Json = False,
) -> None:
    """Begin an article."""
    command = NewArticle(
        subject=subject,
        body=body_of(body or ""),
        solution=body_of(solution or ""),
        keywords=keywords or "",
        audience=audience or "internal",
        queue=queue or "",
        item=item or "",
    )
    with open_desk() as desk:
        if not anyway:
            require_new(desk, subject, keywords or "")
        tell(desk, desk.do(writing.new, command), as_json=as_json)


@app.command(
    "from", help=N_("Begin an article of a ticket (its last reply) or of a problem (its workaround).")
)
def from_(
    number: Annotated[str, typer.Argument(metavar="NR", help=N_("Number of a ticket, or P… of a problem."))],
    anyway: Anyway = False,
    as_json: Json = False,
) -> None:
    """Begin an article of something."""
    with open_desk() as desk:
        of_problem = split_number(number)[0] == "problem"
        if not anyway:
            require_new(desk, _subject_of(desk, number, of_problem=of_problem))
        if of_problem:
            result = desk.do(writing.from_problem, FromProblem(problem=number))
        else:
            result = desk.do(writing.from_ticket, FromTicket(ticket=number))
        tell(desk, result, as_json=as_json)


def _subject_of(desk: Desk, number: str, *, of_problem: bool) -> str:
    if not of_problem:
        return desk.read(require_there, number).subject
    problem = desk.read(resolve, "problem", number)
    return str(desk.database.read().value("SELECT subject FROM problem WHERE id = :id", {"id": problem}))


def require_new(desk: Desk, subject: str, keywords: str = "") -> None:
    """Refuse to make an article where there are others about the same; they are named."""
    found = desk.read(known.alike, subject, keywords)
    if found:
        count = ngettext("{n} like this exists: {names}.", "{n} like this exist: {names}.", len(found))
        names = ", ".join(f"{one.number} {one.subject}" for one in found[:3])
        raise Refused(
            count.format(n=len(found), names=names), _("Use one of them, or give --anyway to make another.")
        )


@app.command("edit", help=N_("Change what an article says, or whom it is for."))
def edit(
    number: Article,
    subject: Annotated[
        str | None, typer.Option("--subject", "-s", metavar="TEXT", help=N_("What it is about."))
    ] = None,
    body: Text = None,
    solution: Solution = None,
    keywords: Keywords = None,
    audience: Audience = None,
    queue: Queue = None,
    item: ItemName = None,
    until: Until = "",
    version: Version = None,
    as_json: Json = False,
) -> None:
    """Change an article."""

    def make(desk: Desk) -> EditArticle:
        return EditArticle(
            ref=number,
            version=version,
            subject=subject,
            body=None if body is None else body_of(body),
            solution=None if solution is None else body_of(solution),
            keywords=keywords,
            audience=audience,
            queue=queue,
            item=item,
            review_at=_until(desk, until),
        )

    _do(writing.edit, make, as_json=as_json)


@app.command("submit", help=N_("Give a draft to a colleague, who reads it before it counts."))
def submit(number: Article, version: Version = None, as_json: Json = False) -> None:
    """Have it read."""
    _do(steps.submit, lambda _desk: MoveArticle(ref=number, version=version), as_json=as_json)


@app.command("publish", help=N_("Let it count. Who wrote it last does not publish it."))
def publish(number: Article, until: Until = "", version: Version = None, as_json: Json = False) -> None:
    """Publish."""
    _renew(steps.publish, number, until, version, as_json=as_json)


@app.command("holds", help=N_("Say that a published article was looked at and still holds."))
def holds(number: Article, until: Until = "", version: Version = None, as_json: Json = False) -> None:
    """Say that it holds."""
    _renew(steps.still_holds, number, until, version, as_json=as_json)


@app.command("send-back", help=N_("Give it back to its writer, with the reason."))
def send_back(number: Article, reason: Reason, version: Version = None, as_json: Json = False) -> None:
    """Give it back."""
    _move(steps.send_back, number, reason, version, as_json=as_json)


@app.command("retire", help=N_("Take it out of use, with the reason."))
def retire(number: Article, reason: Reason, version: Version = None, as_json: Json = False) -> None:
    """Take it out of use."""
    _move(steps.retire, number, reason, version, as_json=as_json)


@app.command("reopen", help=N_("Make a draft again of what was retired."))
def reopen(number: Article, version: Version = None, as_json: Json = False) -> None:
    """Begin it anew."""
    _move(steps.reopen, number, "", version, as_json=as_json)


@app.command("note", help=N_("Write on an article for other agents."))
def note(
    number: Article,
    body: Annotated[
        str,
        typer.Option("--body", "-b", metavar="TEXT|-", help=N_("What is written; - reads it from stdin.")),
    ],
    as_json: Json = False,
) -> None:
    """Write on it."""
    command = notes.NoteOn(kind="knowledge", ref=number, body=body_of(body))
    _do(notes.note, lambda _desk: command, as_json=as_json)


def _move(verb: Any, number: str, reason: str, version: int | None, *, as_json: bool) -> None:
    _do(verb, lambda _desk: MoveArticle(ref=number, reason=reason, version=version), as_json=as_json)


def _renew(verb: Any, number: str, until: str, version: int | None, *, as_json: bool) -> None:
    _do(
        verb,
        lambda desk: Renew(ref=number, version=version, review_at=_until(desk, until)),
        as_json=as_json,
    )


def _do(verb: Callable[[Any, Any], Result], make: Callable[[Desk], Any], *, as_json: bool) -> None:
    with open_desk() as desk:
        tell(desk, desk.do(verb, make(desk)), as_json=as_json)


def _until(desk: Desk, words: str) -> datetime | None:
    return when(desk, words) if words else None
