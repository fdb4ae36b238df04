"""`otui handover`: what one leaves at the end of a shift, to whom, and what others left."""

from __future__ import annotations

from typing import Annotated

import typer

from otui.cli import streams
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk.desk import Desk
from otui.desk.together import handover
from otui.desk.together.handover import HandOver, Leave
from otui.desk.views import export, handovers
from otui.desk.views.handovers import KINDS, Left
from otui.errors import Usage
from otui.text import times
from otui.text.i18n import N_, _, ngettext

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command("show", help=N_("Show what you would leave now: promised, waiting, in hand, drafts."))
def show(as_json: Json = False) -> None:
    """Show what would be left."""
    with open_desk() as desk:
        left = desk.read(handovers.leaving)
        if as_json:
            streams.emit([_dict(one) for one in left])
            return
        streams.table(
            (_("number"), "", _("subject"), _("words")),
            ((one.row.number, _(KINDS[one.kind]), one.row.subject, one.words) for one in left),
        )


@app.command("give", help=N_("Hand over all that is yours, or the tickets that are named: locks pass over."))
def give(
    numbers: Annotated[
        list[str] | None,
        typer.Argument(metavar="[NR...]", help=N_("Only these; else everything that `show` shows.")),
    ] = None,
    to: Annotated[
        str, typer.Option("--to", metavar="LOGIN", help=N_("Who gets them; without it they are set free."))
    ] = "",
    words: Annotated[
        str, typer.Option("--words", metavar="TEXT", help=N_("A line to whoever gets them."))
    ] = "",
    free: Annotated[bool, typer.Option("--free", help=N_("Set them free for their teams."))] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help=N_("Also to somebody who is away."))] = False,
    as_json: Json = False,
) -> None:
    """Hand over."""
    if bool(to) == free:
        raise Usage(_("Say to whom with --to LOGIN, or set the tickets free with --free."))
    with open_desk() as desk:
        left = _chosen(desk, numbers or [])
        leave = tuple(
            Leave(one.row.id, to, one.words, one.kind, one.row.version)
            for one in left
            if to or one.kind != "draft"
        )
        results = desk.do(handover.give, HandOver(leave, words, anyway))
        if as_json:
            streams.emit(desk.read(export.tickets, [result.ticket_id for result in results]))
            return
        for result in results:
            streams.say(result.said)


@app.command("list", help=N_("List what was handed over to you, and by you, in the last seven days."))
def list_(
    fresh: Annotated[bool, typer.Option("--new", help=N_("Only what you have not read."))] = False,
    seen: Annotated[bool, typer.Option("--read", help=N_("Say that you have read it all."))] = False,
    as_json: Json = False,
) -> None:
    """List hand-overs."""
    with open_desk() as desk:
        found = desk.read(handovers.unseen if fresh else handovers.lately)
        zone = desk.rules.calendars[desk.rules.settings.calendar].zone
        if as_json:
            streams.emit(
                [
                    {
                        "number": one.row.number,
                        "subject": one.row.subject,
                        "from": one.from_login,
                        "to": one.to_login,
                        "kind": one.kind,
                        "words": one.line,
                        "to_all": one.words,
                        "created_at": one.at.isoformat(),
                        "seen_at": one.seen_at.isoformat() if one.seen_at else None,
                    }
                    for one in found
                ]
            )
        else:
            streams.table(
                (_("when"), _("from"), _("to"), _("number"), "", _("subject"), _("words")),
                (
                    (
                        times.moment(one.at, zone, desk.now),
                        one.from_login,
                        one.to_login,
                        one.row.number,
                        _(KINDS.get(one.kind, one.kind)),
                        one.row.subject,
                        one.line,
                    )
                    for one in found
                ),
            )
        if seen:
            unread = {one.handover_id for one in desk.read(handovers.unseen)}
            desk.call(handover.seen, tuple(sorted(unread)))
            if not as_json:
                n = len(unread)
                streams.say(ngettext("{n} hand-over is read.", "{n} hand-overs are read.", n).format(n=n))


def _chosen(desk: Desk, numbers: list[str]) -> list[Left]:
    """Return what is left, or those of it that are named."""
    left = list(desk.read(handovers.leaving))
    if not numbers:
        return left
    by_number = {one.row.number: one for one in left}
    for number in numbers:
        if number not in by_number:
            raise Usage(
                _("{number} is not among what you have.").format(number=number),
                _("`otui handover show` tells what is."),
            )
    return [by_number[number] for number in dict.fromkeys(numbers)]


def _dict(one: Left) -> dict[str, object]:
    return {
        "number": one.row.number,
        "subject": one.row.subject,
        "state": one.row.state,
        "kind": one.kind,
        "words": one.words,
        "draft": one.draft,
        "version": one.row.version,
    }
