"""`otui change calendar`: a week or a month of changes and windows as an agenda, as JSON, or as iCalendar."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Annotated, Any

import typer

from otui import restricted
from otui.cli import streams
from otui.cli.change import colliding
from otui.cli.clocktext import zone
from otui.cli.params import Json
from otui.cli.session import open_desk
from otui.desk.changes.calendar.collision_words import window_name
from otui.desk.changes.calendar.window_times import moment
from otui.desk.desk import Desk
from otui.desk.records.finding import resolve
from otui.desk.views import schedule as views
from otui.desk.views.schedule import ChangeOn, Entry, MeetingOn, Schedule
from otui.desk.views.windows import WindowOn
from otui.desk.words import step_name
from otui.errors import Refused, Usage
from otui.files import write_whole
from otui.text import safe, times
from otui.text.i18n import N_, _, ngettext

HELP = N_("Show what is planned: changes, blackouts, maintenance and meetings, with what collides.")


def calendar(
    month: Annotated[bool, typer.Option("--month", help=N_("A whole month."))] = False,
    week: Annotated[
        bool, typer.Option("--week", help=N_("A week, from Monday; this is the usual one."))
    ] = False,
    begin: Annotated[str, typer.Option("--from", metavar="DAY", help=N_("A day of it; else today."))] = "",
    end: Annotated[str, typer.Option("--to", metavar="DAY", help=N_("Up to and with this day."))] = "",
    mine: Annotated[bool, typer.Option("--mine", help=N_("Only changes that you have a part in."))] = False,
    item: Annotated[
        str,
        typer.Option(
            "--item", metavar="NAME", help=N_("Only what touches this, or what hangs together with it.")
        ),
    ] = "",
    ics: Annotated[
        str, typer.Option("--ics", metavar="FILE|-", help=N_("Write it as iCalendar to a file; - is stdout."))
    ] = "",
    as_json: Json = False,
) -> None:
    """Show the calendar."""
    if week and month:
        raise Usage(_("A week or a month, not both."))
    if ics and ics != "-":
        restricted.forbid(_("A calendar is not written to a file over SSH; --ics - prints it."))
    with open_desk() as desk:
        since, until = _stretch(desk, begin, end, month)
        item_id = desk.read(resolve, "item", item) if item else None
        if ics:
            _write(desk, ics, since, until, mine, item_id)
            return
        found = desk.read(views.schedule, since, until, mine=mine, item_id=item_id)
        where, now = zone(desk), desk.now
    if as_json:
        streams.emit(
            {"since": since, "until": until, "entries": [entry_dict(one, where) for one in found.entries]}
        )
        return
    _print(found, where, now)


def _stretch(desk: Desk, begin: str, end: str, month: bool) -> tuple[datetime, datetime]:
    """Return the days that are asked for: from --from to --to, or the week or month around a day."""
    where, now = zone(desk), desk.now
    first = _midnight(moment(begin, now, where) if begin else now, where)
    if end:
        last = _midnight(moment(end, now, where), where) + timedelta(days=1)
        if last <= first:
            raise Usage(_("--to is before --from."))
        return _instant(first, where), _instant(last, where)
    if month:
        first = first.replace(day=1)
        return _instant(first, where), _instant((first + timedelta(days=32)).replace(day=1), where)
    if not begin:
        first -= timedelta(days=first.weekday())
    return _instant(first, where), _instant(first + timedelta(days=7), where)


def _midnight(at: datetime, where: tzinfo) -> datetime:
    return at.astimezone(where).replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)


def _instant(local: datetime, where: tzinfo) -> datetime:
    return local.replace(tzinfo=where).astimezone(UTC)


def _write(
    desk: Desk, target: str, since: datetime, until: datetime, mine: bool, item_id: int | None
) -> None:
    from otui.desk.changes.calendar.ics import icalendar

    content = desk.read(icalendar, since, until, mine=mine, item_id=item_id)
    if target == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return
    path = Path(target).expanduser()
    try:
        write_whole(path, content.decode("utf-8"))
    except OSError as error:
        raise Refused(
            _("{path} cannot be written: {error}.").format(path=path, error=error.strerror or error)
        ) from error
    n = content.count(b"BEGIN:VEVENT")
    streams.say(ngettext("{path} has {n} entry.", "{path} has {n} entries.", n).format(path=path, n=n))


def _print(found: Schedule, where: tzinfo, now: datetime) -> None:
    """Print an agenda: a line for each day with something on it, and what collides below its change."""
    if not found.entries:
        first, last = found.since, found.until - timedelta(days=1)
        streams.say(
            _("Nothing is planned from {first} to {last}.").format(
                first=times.day(first, where, now), last=times.day(last, where, now)
            )
        )
        return
    shown = None
    for entry in found.entries:
        day = times.day(max(entry.starts_at, found.since), where, now)
        if day != shown:
            if shown is not None:
                streams.say()
            streams.say(day)
            shown = day
        streams.block(f"{_span(entry, where, found.since)}  {safe.line(_words(entry))}", "  ")
        for hit in entry.collisions if isinstance(entry, ChangeOn) else ():
            streams.block(f"! {safe.line(colliding.told(hit, where, now))}", " " * 15)


def _span(entry: Entry, where: tzinfo, since: datetime) -> str:
    """Return from when to when on its day; an end on another day with that day."""
    start, end = max(entry.starts_at, since), entry.ends_at
    first, last = start.astimezone(where), end.astimezone(where)
    if first.date() == last.date():
        return f"{times.clock(start, where):>5}–{times.clock(end, where):<5}"
    return f"{times.clock(start, where):>5} – {times.moment(end, where)}"


def _words(entry: Entry) -> str:
    if isinstance(entry, WindowOn):
        words = f"[{window_name(entry.kind)}] {entry.name}"
        return " · ".join(part for part in (words, entry.item, entry.reason) if part)
    if isinstance(entry, MeetingOn):
        return f"[CAB] {entry.name}"
    parts = [f"{entry.number} {entry.subject}", step_name(entry.step), ", ".join(entry.items)]
    if entry.implementer:
        parts.append(entry.implementer)
    if entry.outage:
        parts.append(_("outage"))
    return " · ".join(part for part in parts if part)


def entry_dict(entry: Entry, where: tzinfo) -> dict[str, Any]:
    """Return an entry as --json tells it."""
    found: dict[str, Any] = {
        "kind": "window"
        if isinstance(entry, WindowOn)
        else "meeting"
        if isinstance(entry, MeetingOn)
        else "change",
        "id": entry.id,
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "version": entry.version,
    }
    if isinstance(entry, WindowOn):
        found |= {"window": entry.kind, "name": entry.name, "item": entry.item, "reason": entry.reason}
        return found | {"rule": entry.rule}
    if isinstance(entry, MeetingOn):
        return found | {"name": entry.name, "state": entry.state}
    return found | {
        "number": entry.number,
        "subject": entry.subject,
        "type": entry.type,
        "step": entry.step,
        "queue": entry.queue,
        "risk": entry.risk,
        "outage": entry.outage,
        "owner": entry.owner or None,
        "implementer": entry.implementer or None,
        "items": list(entry.items),
        "collisions": [colliding.plain(hit, where) for hit in entry.collisions],
    }
