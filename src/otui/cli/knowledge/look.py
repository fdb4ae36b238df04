"""What is known: list, show, find, history."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.cli.knowledge.app import Article, app
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk.records.finding import resolve
from otui.desk.views import knowledge as views
from otui.desk.views import known, records
from otui.desk.views.known import Known
from otui.desk.words import field_name, record_name, step_name, verb_name
from otui.text import times
from otui.text.i18n import N_, _

Limit = Annotated[int, typer.Option("--limit", metavar="N", help=N_("At most so many."))]


@app.command("list", help=N_("List articles: published, drafts, review, due (for review) or all."))
def list_(
    view: Annotated[
        str, typer.Option("--view", "-v", metavar="VIEW", help=N_("published, drafts, review, due or all."))
    ] = "published",
    search: Annotated[
        str, typer.Option("--search", metavar="TEXT", help=N_("Only those that have all of these words."))
    ] = "",
    limit: Limit = 200,
    as_json: Json = False,
) -> None:
    """List articles."""
    with open_desk() as desk:
        rows = desk.read(views.page, view, search, limit=limit)
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit([views.row_json(row) for row in rows])
        return
    streams.table(
        (_("number"), _("step"), _("used"), _("helped"), _("look again"), _("subject")),
        (
            (
                row.number,
                step_name(row.step),
                str(row.used or "-"),
                str(row.helped or "-"),
                times.day(row.review_at, where, now) if row.review_at else "-",
                row.subject,
            )
            for row in rows
        ),
    )


@app.command("show", help=N_("Show an article: what it says, where it stands, what may follow."))
def show(number: Article, as_json: Json = False) -> None:
    """Show an article."""
    with open_desk() as desk:
        found = desk.read(views.detail, number)
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit(views.detail_json(found))
        return
    row = found.row
    streams.say(f"{row.number}  {row.subject}")
    streams.pairs(
        (
            (_("step"), step_name(row.step) + (f": {found.reason}" if found.reason else "")),
            (_("audience"), _(views.AUDIENCES[row.audience])),
            (_("queue"), row.queue),
            (_("owner"), row.owner),
            (_("about"), row.item),
            (_("keywords"), found.keywords),
            (_("written by"), found.writer),
            (_("read by"), found.reviewer),
            (_("look again"), times.moment(row.review_at, where, now) if row.review_at else ""),
            (_("used"), _("{used}, helped {helped}").format(used=row.used, helped=row.helped)),
            *((record_name(tie.other), f"{tie.number} {tie.subject}") for tie in found.ties),
        )
    )
    for title, text in ((_("text"), found.body), (_("standard solution"), found.solution)):
        if text:
            print()
            streams.say(f"-- {title}")
            streams.block(text, "  ")
    for note in found.notes:
        print()
        streams.say(f"-- {times.moment(note.at, where, now)} {note.author}")
        streams.block(note.body, "  ")


@app.command(
    "find", help=N_("What is known for a ticket, or for words: the best articles, and why they fit.")
)
def find(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="WORDS...", help=N_("What it is about, as it was said."))
    ] = None,
    ticket: Annotated[
        str, typer.Option("--ticket", "-t", metavar="NR", help=N_("A ticket; words may follow."))
    ] = "",
    limit: Limit = 3,
    as_json: Json = False,
) -> None:
    """Find what fits."""
    text = " ".join(words or ())
    with open_desk() as desk:
        if ticket:
            found = desk.read(known.for_ticket, ticket, text, limit=limit)
        else:
            found = desk.read(known.for_text, text, limit=limit)
    if as_json:
        streams.emit([known_json(one) for one in found])
        return
    if not found:
        streams.say(_("Nothing is known that fits."))
    for one in found:
        streams.say(f"{one.number}  {one.subject}")
        streams.say(f"    {one.why}")


def known_json(one: Known) -> dict[str, Any]:
    """Return what fits for a program to read."""
    return {
        "number": one.number,
        "subject": one.subject,
        "why": one.why,
        "words": list(one.words),
        "same_item": one.same_item,
        "used": one.used,
        "used_like": one.used_like,
        "helped": one.helped,
        "score": round(one.score, 2),
        "version": one.version,
    }


@app.command("history", help=N_("Everything that happened to an article."))
def history(number: Article, as_json: Json = False) -> None:
    """Show what happened."""
    with open_desk() as desk:
        events = desk.read(records.history, "knowledge", desk.read(resolve, "knowledge", number))
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit(
            [
                {
                    "at": event.at,
                    "actor": event.actor,
                    "verb": event.verb,
                    "changes": event.changes,
                    "text": event.text,
                    "version": event.version,
                }
                for event in events
            ]
        )
        return
    streams.table(
        (_("when"), _("who"), _("what"), _("changed")),
        (
            (
                times.moment(event.at, where, now),
                event.actor,
                verb_name(event.verb),
                " ".join(
                    [event.text, *(_change(name, pair) for name, pair in event.changes.items())]
                ).strip(),
            )
            for event in events
        ),
    )


def _change(name: str, pair: list[Any]) -> str:
    before, after = ("-" if one in (None, "") else str(one) for one in pair)
    return f"{field_name(name)}: {before} → {after}"
