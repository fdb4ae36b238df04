"""What is said above and below the calendar: which days it shows, and of the entry under the cursor what collides."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from otui.desk.changes.calendar.collision_words import window_name
from otui.desk.changes.calendar.window_rules import told
from otui.desk.process_words import CHANGE_TYPES, RISKS
from otui.desk.views.schedule import ChangeOn, Entry, MeetingOn
from otui.desk.views.windows import WindowOn
from otui.desk.words import step_name
from otui.domain.recurring.telling import MONTH_NAMES
from otui.screens.calendar import entries
from otui.screens.calendar.collision_blocks import collision_blocks
from otui.screens.calendar.days import DAY, DayOf, View, midnight
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Heading, Paragraph, Pieces

if TYPE_CHECKING:
    from otui.keys.keymap import Keymap


def entry_blocks(entry: Entry, zone: tzinfo, now: datetime) -> list[Block]:
    """Return what there is to know of an entry."""
    when = times.between(entry.starts_at, entry.ends_at, zone, now)
    if isinstance(entry, WindowOn):
        return _window(entry, when)
    if isinstance(entry, MeetingOn):
        return [Heading(f"{entries.MEETING} {entry.name}", when)]
    return _change(entry, when, zone, now)


def day_blocks(day: DayOf, zone: tzinfo) -> list[Block]:
    """Return what is on a day of the month, a line for each, what weighs most first."""
    ordered = sorted(day.entries, key=entries.weight)
    lines: list[Block] = [
        Pieces(
            (
                (
                    f"{entries.sign(one)} {entries.span(one, day, zone):<12} {entries.line(one)}",
                    entries.role(one),
                ),
            )
        )
        for one in ordered
    ]
    said = ngettext("{n} entry", "{n} entries", len(ordered)).format(n=len(ordered))
    return [Heading(times.day(day.start, zone), said if ordered else _("nothing planned")), *lines]


def _window(window: WindowOn, when: str) -> list[Block]:
    facts = [
        window.item or _("for everything"),
        told(window.rule) if window.rule else "",
        _("no change then") if window.kind == "blackout" else _("changes belong here"),
    ]
    blocks: list[Block] = [
        Heading(
            f"{entries.sign(window)} {window_name(window.kind)}: {window.name}", when, entries.role(window)
        ),
        Paragraph(" · ".join(fact for fact in facts if fact), role="muted"),
    ]
    return [*blocks, Paragraph(window.reason)] if window.reason else blocks


def _change(change: ChangeOn, when: str, zone: tzinfo, now: datetime) -> list[Block]:
    facts = [
        _(CHANGE_TYPES.get(change.type, change.type)),
        step_name(change.step),
        ", ".join(change.items),
        _("by {login}").format(login=change.implementer) if change.implementer else _("by nobody yet"),
        _("risk {risk}").format(risk=_(RISKS.get(change.risk, change.risk))) if change.risk else "",
        _("outage") if change.outage else "",
        change.queue,
    ]
    return [
        Heading(f"{change.number}  {change.subject}", when),
        Paragraph(" · ".join(fact for fact in facts if fact), role="muted"),
        *collision_blocks(change.collisions, zone, now, free=_("Nothing is in its way.")),
    ]


def empty_blocks(keymap: Keymap, *, narrowed: bool) -> list[Block]:
    """Return what to do where nothing is planned; `narrowed`: where only a part of the calendar is shown."""
    if narrowed:
        said = _("Nothing of it here. {mine} and {item} show all again.").format(
            mine=keymap.label("calendar.mine"), item=keymap.label("calendar.item")
        )
    else:
        said = _(
            "Nothing is planned here. {changes} shows the changes: one with a window stands here. {new} makes a"
            " blackout or a maintenance window."
        ).format(changes=keymap.label("go.changes"), new=keymap.label("calendar.new"))
    return [Paragraph(said, role="muted")]


def period(view: View, first: date, last: date, day: date, zone: tzinfo) -> str:
    """Return the week from `first` up to `last`, or the month of `day`, as the head of the calendar."""
    if view is View.MONTH:
        return f"{_(MONTH_NAMES[day.month - 1])} {day.year}".capitalize()
    end = last - DAY
    return _("Week {n} · {first} – {last}").format(
        n=first.isocalendar().week,
        first=times.day(midnight(first, zone), zone),
        last=f"{times.day(midnight(end, zone), zone)} {end.year}",
    )
