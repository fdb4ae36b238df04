"""`otui change window`: blackouts and maintenance windows: list, new, change, remove."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

import typer

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.cli.params import Json, WrittenAgainst
from otui.cli.session import open_desk
from otui.desk.changes.calendar import windows
from otui.desk.changes.calendar.collision_words import window_name
from otui.desk.changes.calendar.window_rules import told
from otui.desk.changes.calendar.window_times import moment, stretch
from otui.desk.desk import Desk
from otui.desk.results import Result
from otui.desk.views import windows as views
from otui.desk.views.windows import WindowRow
from otui.errors import Usage
from otui.text import times
from otui.text.i18n import N_, _

app = typer.Typer(rich_markup_mode=None, add_completion=False)

Name = Annotated[str, typer.Argument(metavar="NAME", help=N_("Name of the window."))]
Repeat = Annotated[
    str | None,
    typer.Option(
        "--repeat", metavar="RULE", help=N_("How it comes back: once, weekly, every sunday, or RFC 5545.")
    ),
]
Item = Annotated[
    str | None,
    typer.Option("--item", metavar="NAME", help=N_("The service or item that it is for; empty: for all.")),
]
Why = Annotated[str | None, typer.Option("--reason", "-r", metavar="TEXT", help=N_("What it is for."))]


@app.command("list", help=N_("List the windows, the next one first."))
def list_(as_json: Json = False) -> None:
    """List windows."""
    with open_desk() as desk:
        rows = desk.read(views.windows)
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit([row_dict(row) for row in rows])
        return
    streams.table(
        (_("next"), _("kind"), _("name"), _("for"), _("comes back"), _("reason")),
        (
            (
                times.between(row.next.start, row.next.end, where, now) if row.next else _("over"),
                window_name(row.kind),
                row.name,
                row.item or _("all"),
                told(row.rule),
                row.reason,
            )
            for row in rows
        ),
    )


@app.command(
    "new", help=N_("Make a blackout (no change then) or a maintenance window (changes belong there).")
)
def new(
    kind: Annotated[str, typer.Argument(metavar="KIND", help=N_("blackout or maintenance."))],
    name: Name,
    begin: Annotated[str, typer.Option("--from", metavar="WHEN", help=N_("When it begins the first time."))],
    end: Annotated[str, typer.Option("--to", metavar="WHEN", help=N_("When it ends, or how long it takes."))],
    repeat: Repeat = None,
    item: Item = None,
    reason: Why = None,
    as_json: Json = False,
) -> None:
    """Make a window."""
    with open_desk() as desk:
        starts, ends = stretch(begin, end, desk.now, zone(desk))
        command = windows.NewWindow(
            kind=kind,
            name=name,
            starts=starts,
            ends=ends,
            rule=repeat or "",
            item=item or None,
            reason=reason or "",
        )
        _tell(desk, desk.do(windows.new_window, command), as_json=as_json)


@app.command("change", help=N_("Change a window; what is not named stays."))
def change(
    name: Name,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help=N_("blackout or maintenance."))
    ] = None,
    rename: Annotated[str | None, typer.Option("--name", metavar="NAME", help=N_("Its new name."))] = None,
    begin: Annotated[
        str | None, typer.Option("--from", metavar="WHEN", help=N_("When it begins the first time."))
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="WHEN", help=N_("When it ends, or how long it takes."))
    ] = None,
    repeat: Repeat = None,
    item: Item = None,
    reason: Why = None,
    version: WrittenAgainst = None,
    as_json: Json = False,
) -> None:
    """Change a window."""
    with open_desk() as desk:
        starts, ends = _times(desk, name, begin, end)
        command = windows.EditWindow(
            ref=name,
            version=version,
            kind=kind,
            name=rename,
            starts=starts,
            ends=ends,
            rule=repeat,
            item=item,
            reason=reason,
        )
        _tell(desk, desk.do(windows.edit_window, command), as_json=as_json)


@app.command("remove", help=N_("Take a window off the calendar."))
def remove(name: Name, version: WrittenAgainst = None, as_json: Json = False) -> None:
    """Remove a window."""
    with open_desk() as desk:
        result = desk.do(windows.remove_window, windows.RemoveWindow(ref=name, version=version))
        _tell(desk, result, as_json=as_json)


def _times(
    desk: Desk, name: str, begin: str | None, end: str | None
) -> tuple[datetime | None, datetime | None]:
    """Return a new beginning and end as far as they are told; a beginning alone takes the length along."""
    where = zone(desk)
    if begin is None and end is None:
        return None, None
    known = next(
        (row for row in desk.read(views.windows) if row.name.casefold() == name.strip().casefold()), None
    )
    if known is None:
        raise Usage(
            _("There is no window {ref}.").format(ref=name), _("`otui change window list` shows them.")
        )
    starts = moment(begin, desk.now, where) if begin is not None else known.starts_at
    ends = moment(end, starts, where) if end is not None else starts + (known.ends_at - known.starts_at)
    return starts, ends


def _tell(desk: Desk, result: Result, *, as_json: bool) -> None:
    if not as_json:
        streams.say(result.said)
        return
    row = desk.read(views.window, result.record_id)
    streams.emit(row_dict(row) if row is not None else {"id": result.record_id, "name": result.number})


def row_dict(row: WindowRow) -> dict[str, Any]:
    """Return a window as --json tells it."""
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "rule": row.rule,
        "comes_back": told(row.rule),
        "item": row.item or None,
        "reason": row.reason,
        "next_starts_at": row.next.start if row.next else None,
        "next_ends_at": row.next.end if row.next else None,
        "version": row.version,
    }
