"""The change calendar as iCalendar (RFC 5545), for the calendars that people have beside the desk.

A change keeps its UID for good and counts its SEQUENCE up, so whoever reads the file again sees what moved. A canceled
change stays in it as such. Changes are in UTC; what comes back is in the desk's zone, which is described in the file.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any

from otui.desk.changes.calendar import around
from otui.desk.changes.calendar.collision_words import window_name
from otui.desk.views import schedule as schedules
from otui.desk.views import windows as window_views
from otui.desk.views.schedule import ChangeOn, MeetingOn
from otui.desk.views.windows import WindowRow, zone_of
from otui.desk.words import step_name
from otui.domain.change.steps import Step
from otui.domain.change.windows import parts_of, until_utc
from otui.text import safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from icalendar import Calendar, Event

    from otui.desk.desk import View

TENTATIVE = (Step.RECORD, Step.ASSESS, Step.AUTHORISE)
"""Steps in which nobody has said yes yet."""


def icalendar(
    view: View, since: datetime, until: datetime, *, mine: bool = False, item_id: int | None = None
) -> bytes:
    """Return the calendar of [since, until) as a file of text/calendar."""
    from icalendar import Calendar  # costs a start-up that no calendar is asked of nothing

    near = None if item_id is None else around.near(view.reader, item_id)
    changes = schedules.changes_on(view, since, until, mine=mine, near=near, canceled=True)
    windows = {one.id for one in window_views.windows_on(view, since, until, near)}
    meetings = schedules.meetings_on(view, since, until) if near is None else []
    zone, desk = zone_of(view), _desk(view)
    calendar = Calendar()
    calendar.add("prodid", "-//otui//change calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", safe.line(_("Changes of {desk}").format(desk=desk[1] or "otui")))
    for change in sorted(changes, key=lambda one: (one.starts_at, one.id)):
        calendar.add_component(_change(change, desk[0], zone, view.now))
    for window in window_views.windows(view):
        if window.id in windows:
            calendar.add_component(_window(window, desk[0], zone))
    for meeting in meetings:
        calendar.add_component(_meeting(meeting, desk[0], view.now))
    _add_zone(calendar, since, until)
    return bytes(calendar.to_ical())


def _desk(view: View) -> tuple[str, str]:
    rows: dict[str, str] = dict(
        view.reader.all("SELECT key, value FROM meta WHERE key IN ('desk_id', 'desk_name')")
    )
    return rows.get("desk_id", ""), rows.get("desk_name", "")


def _add_zone(calendar: Calendar, since: datetime, until: datetime) -> None:
    """Describe the zones that are named in the file, for the years that it is about and those around them."""
    year = timedelta(days=400)
    calendar.add_missing_timezones(first_date=(since - 5 * year).date(), last_date=(until + 5 * year).date())


def _event(uid: str, desk: str, sequence: int, summary: str, stamp: datetime) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", f"{uid}@{desk}.otui")
    event.add("sequence", sequence)
    event.add("summary", safe.line(summary))
    event.add("dtstamp", stamp.replace(microsecond=0))
    return event


def _change(change: ChangeOn, desk: str, zone: tzinfo, now: datetime) -> Event:
    event = _event(
        f"change-{change.number}",
        desk,
        change.version,
        f"{change.number} {change.subject}",
        change.updated_at,
    )
    event.add("dtstart", change.starts_at)
    event.add("dtend", change.ends_at)
    event.add("created", change.created_at.replace(microsecond=0))
    event.add("last-modified", change.updated_at.replace(microsecond=0))
    event.add("status", _status(Step(change.step)))
    event.add("transp", "OPAQUE")
    event.add("categories", ["change", change.type, *(["outage"] if change.outage else [])])
    lines = [
        _("step: {step}").format(step=step_name(change.step)),
        _("touches: {items}").format(items=", ".join(change.items)) if change.items else "",
        _("carried out by: {login}").format(login=change.implementer) if change.implementer else "",
        *(f"! {hit.sentence(zone, now)}" for hit in change.collisions),
        change.description,
    ]
    event.add("description", safe.clean("\n".join(line for line in lines if line)))
    return event


def _status(step: Step) -> str:
    if step is Step.CANCELED:
        return "CANCELLED"
    return "TENTATIVE" if step in TENTATIVE else "CONFIRMED"


def _window(window: WindowRow, desk: str, zone: tzinfo) -> Event:
    """Return a window: free time in a calendar, for it takes nobody's day."""
    event = _event(
        f"window-{window.id}",
        desk,
        window.version,
        f"{window_name(window.kind)}: {window.name}" + (f" ({window.item})" if window.item else ""),
        window.updated_at,
    )
    event.add("dtstart", window.starts_at.astimezone(zone) if window.rule else window.starts_at)
    event.add("dtend", window.ends_at.astimezone(zone) if window.rule else window.ends_at)
    if window.rule:
        event.add("rrule", _rule(window.rule, zone))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    event.add("categories", [window.kind])
    if window.reason:
        event.add("description", safe.clean(window.reason))
    return event


def _rule(rule: str, zone: tzinfo) -> Any:
    """Return a rule with its end in UTC, as RFC 5545 wants it beside a beginning in a zone."""
    from icalendar import vRecur

    parts: dict[str, Any] = {name: value.split(",") for name, value in parts_of(rule).items()}
    until = until_utc(rule, zone)
    if until is not None:
        parts["UNTIL"] = [until]
    return vRecur(parts)


def _meeting(meeting: MeetingOn, desk: str, now: datetime) -> Event:
    event = _event(f"meeting-{meeting.id}", desk, meeting.version, meeting.name, now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.ends_at)
    event.add("status", "CONFIRMED")
    event.add("categories", ["CAB"])
    return event
