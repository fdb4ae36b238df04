"""`otui recurring`: tickets that are made again and again, by a rule of the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.cli.params import Body, Impact, Json, Urgency
from otui.cli.session import body_of, do, open_desk
from otui.desk.desk import Desk
from otui.desk.records.moves import OnRecord
from otui.desk.recurring import verbs
from otui.desk.recurring.verbs import EditRecurring, NewRecurring
from otui.desk.views import recurring as views
from otui.desk.views.recurring import RecurringRow
from otui.desk.words import kind_name, recurring_state
from otui.errors import Usage
from otui.text import times
from otui.text.i18n import N_, _

MOST_NAMED = 12
"""Names that a refusal lists."""

app = typer.Typer(rich_markup_mode=None, add_completion=False)

_NAME = typer.Argument(metavar="NAME", help=N_("The recurring ticket; the start of its name is enough."))
Name = Annotated[str, _NAME]
NameToRun = Annotated[str | None, _NAME]
_RULE = N_('When: "every monday 08:00", "elke eerste werkdag van de maand 09:00", or RFC 5545.')
Subject = Annotated[
    str | None, typer.Option("--subject", "-s", metavar="TEXT", help=N_("Of its tickets; else its name."))
]
Text = Annotated[
    str | None,
    typer.Option("--body", "-b", metavar="TEXT|-", help=N_("What its tickets say; - reads it from stdin.")),
]
Queue = Annotated[
    str | None,
    typer.Option("--queue", "-q", metavar="QUEUE", help=N_("Where they wait; else the desk's own choice.")),
]
Kind = Annotated[str | None, typer.Option("--kind", metavar="KIND", help=N_("incident or request."))]
Category = Annotated[str | None, typer.Option("--category", metavar="WORDS", help=N_("What they are about."))]
Item = Annotated[
    str | None, typer.Option("--item", metavar="NAME", help=N_("The service or item that they are on."))
]
Contact = Annotated[
    str | None, typer.Option("--contact", "-c", metavar="MAIL", help=N_("Whose tickets they are."))
]
Shift = Annotated[
    str | None,
    typer.Option(
        "--day-off",
        metavar="WHERE",
        help=N_("On a day without working hours: next or previous working day, or no: it stays."),
    ),
]
Zone = Annotated[
    str | None, typer.Option("--timezone", metavar="ZONE", help=N_("The zone of its hours; else the desk's."))
]


@app.command("list", help=N_("List recurring tickets, the next to come first."))
def list_(
    every: Annotated[bool, typer.Option("--all", help=N_("Those that were removed, too."))] = False,
    as_json: Json = False,
) -> None:
    """List recurring tickets."""
    with open_desk() as desk:
        rows = desk.read(views.recurring, former=every)
        if as_json:
            streams.emit([as_dict(row) for row in rows])
        elif rows:
            streams.table(
                (_("name"), _("next"), _("state"), _("made"), _("rule")),
                (
                    (
                        row.name,
                        _moment(desk, row.next_at),
                        recurring_state(row.state),
                        str(row.made_count),
                        row.rule,
                    )
                    for row in rows
                ),
            )
        else:
            streams.say(_("No recurring tickets."))


@app.command("show", help=N_("Show a recurring ticket, and when it comes next."))
def show(name: Name, as_json: Json = False) -> None:
    """Show one."""
    with open_desk() as desk:
        row = desk.read(views.one, name)
        upcoming = desk.read(views.upcoming, row.id)
        if as_json:
            streams.emit({**as_dict(row), "upcoming": list(upcoming)})
            return
        fields = row.fields
        streams.pairs(
            [
                (_("name"), row.name),
                (_("state"), recurring_state(row.state)),
                (_("trouble"), row.trouble),
                (_("rule"), row.rule),
                ("RFC 5545", row.rrule),
                (_("time zone"), row.timezone),
                (_("subject"), str(fields.get("subject", ""))),
                (_("kind"), kind_name(str(fields.get("kind", "")))),
                (_("category"), str(fields.get("category", ""))),
                (_("queue"), row.queue),
                (_("service or item"), str(fields.get("item", ""))),
                (_("contact"), str(fields.get("contact", ""))),
                (_("impact"), str(fields.get("impact") or "")),
                (_("urgency"), str(fields.get("urgency") or "")),
                (_("made"), str(row.made_count)),
                (_("last"), _moment(desk, row.last_at) if row.last_at else ""),
                (_("version"), str(row.version)),
                *_upcoming(desk, upcoming),
            ]
        )
        if fields.get("body"):
            print()
            streams.block(str(fields["body"]), "  ")


def _upcoming(desk: Desk, upcoming: Sequence[datetime]) -> list[tuple[str, str]]:
    """Return the next occurrence, and those after it, for `streams.pairs`."""
    words = [_moment(desk, at) for at in upcoming]
    return [(_("next"), words[0]), (_("then"), " · ".join(words[1:]))] if words else []


@app.command("preview", help=N_("Say what a rule means and when it comes next, and keep nothing."))
def preview(
    rule: Annotated[list[str], typer.Argument(metavar="RULE...", help=_RULE)],
    shift: Shift = None,
    timezone: Zone = None,
    as_json: Json = False,
) -> None:
    """Show what a rule would do."""
    with open_desk() as desk:
        found = desk.read(views.preview, " ".join(rule), shift=shift, timezone=timezone or "")
        if as_json:
            streams.emit(
                {
                    "rule": found.told,
                    "rrule": found.rrule,
                    "day_off": found.shift or None,
                    "upcoming": list(found.upcoming),
                }
            )
            return
        streams.pairs([(_("rule"), found.told), *_upcoming(desk, found.upcoming)])


@app.command("new", help=N_("Make a recurring ticket. Only a lead may."))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=N_("What it is called."))],
    rule: Annotated[str, typer.Option("--rule", "-r", metavar="RULE", help=_RULE)],
    subject: Subject = None,
    body: Body = "",
    queue: Queue = None,
    kind: Kind = None,
    category: Category = None,
    item: Item = None,
    contact: Contact = None,
    impact: Impact = None,
    urgency: Urgency = None,
    shift: Shift = None,
    timezone: Zone = None,
    as_json: Json = False,
) -> None:
    """Make one."""
    command = NewRecurring(
        name=name,
        rule=rule,
        subject=subject or "",
        body=body_of(body),
        queue=queue or "",
        kind=kind or "request",
        category=category or "",
        item=item or "",
        contact=contact or "",
        impact=impact,
        urgency=urgency,
        shift=shift,
        timezone=timezone or "",
    )
    do(verbs.new, command, as_json=as_json)


@app.command("edit", help=N_("Change a recurring ticket; what it made stays as it is. Only a lead may."))
def edit(
    name: Name,
    rename: Annotated[str | None, typer.Option("--name", metavar="NAME", help=N_("Another name."))] = None,
    rule: Annotated[str | None, typer.Option("--rule", "-r", metavar="RULE", help=_RULE)] = None,
    subject: Subject = None,
    body: Text = None,
    queue: Queue = None,
    kind: Kind = None,
    category: Category = None,
    item: Item = None,
    contact: Contact = None,
    impact: Impact = None,
    urgency: Urgency = None,
    shift: Shift = None,
    timezone: Zone = None,
    version: Annotated[
        int | None, typer.Option("--if-version", metavar="N", help=N_("Only if this is still its version."))
    ] = None,
    as_json: Json = False,
) -> None:
    """Change one."""
    command = EditRecurring(
        ref=name,
        version=version,
        name=rename,
        rule=rule,
        subject=subject,
        body=None if body is None else body_of(body),
        queue=queue,
        kind=kind,
        category=category,
        item=item,
        contact=contact,
        impact=impact,
        urgency=urgency,
        shift=shift,
        timezone=timezone,
    )
    do(verbs.edit, command, as_json=as_json)


@app.command("pause", help=N_("Let it make nothing until it is resumed. Only a lead may."))
def pause(name: Name, as_json: Json = False) -> None:
    """Pause."""
    do(verbs.pause, OnRecord(ref=name), as_json=as_json)


@app.command("resume", help=N_("Let one that was paused or removed come round again. Only a lead may."))
def resume(name: Name, as_json: Json = False) -> None:
    """Resume."""
    do(verbs.resume, OnRecord(ref=name), as_json=as_json)


@app.command("run", help=N_("Make its ticket now; the next one comes when it would have. Only a lead may."))
def run(name: NameToRun = None, as_json: Json = False) -> None:
    """Run."""
    if name is None:
        raise _unnamed()
    do(verbs.run_now, OnRecord(ref=name), as_json=as_json)


def _unnamed() -> Usage:
    """Say who makes what is due, and which there are to make one of now."""
    with open_desk() as desk:
        names = [row.name for row in desk.read(views.recurring)]
    shown = ", ".join(names[:MOST_NAMED]) + (" …" if len(names) > MOST_NAMED else "")
    return Usage(
        _("NAME is missing. What is due is made by itself, by an otui that is open or by `otui worker`."),
        _("To make one now, name it: {names}.").format(names=shown)
        if names
        else _("There are none yet: `otui recurring new` makes one."),
    )


@app.command("remove", help=N_("Take it out of use; the tickets that it made stay. Only a lead may."))
def remove(name: Name, as_json: Json = False) -> None:
    """Remove."""
    do(verbs.remove, OnRecord(ref=name), as_json=as_json)


def as_dict(row: RecurringRow) -> dict[str, Any]:
    """Return a recurring ticket as --json tells it."""
    return {
        "name": row.name,
        "state": row.state,
        "rule": row.rule,
        "rrule": row.rrule,
        "day_off": row.shift or None,
        "timezone": row.timezone or None,
        "queue": row.queue or None,
        **row.fields,
        "next_at": row.next_at,
        "last_at": row.last_at,
        "made": row.made_count,
        "trouble": row.trouble or None,
        "version": row.version,
    }


def _moment(desk: Desk, at: datetime | None) -> str:
    return times.moment(at, zone(desk), desk.now) if at else "-"
