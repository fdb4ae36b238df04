"""What is said below the calendar of the entry under the cursor, loudest what it collides with."""

from __future__ import annotations

from datetime import datetime, tzinfo

from otui.desk.changes.collision_words import window_name
from otui.desk.changes.window_rules import told
from otui.desk.process_words import CHANGE_TYPES, RISKS
from otui.desk.views.schedule import ChangeOn, Entry, MeetingOn
from otui.desk.views.windows import WindowOn
from otui.desk.words import step_name
from otui.screens.calendar import entries
from otui.screens.calendar.collision_blocks import collision_blocks
from otui.screens.calendar.days import DayOf
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.blocks import Block, Heading, Paragraph, Pieces


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
