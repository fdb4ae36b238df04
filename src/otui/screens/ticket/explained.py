"""The explanation of due times and the history, as pages to read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from otui.desk.rows import HistoryRow
from otui.desk.words import clock_name, field_name, kind_name, state_name, verb_name
from otui.domain.clocks import Status
from otui.domain.explain import Explanation
from otui.text import times
from otui.text.i18n import N_, _
from otui.widgets.blocks import Block, Gap, Heading, KeyValue, Paragraph

if TYPE_CHECKING:
    from otui.app import OtuiApp

STATUS = {
    Status.RUNNING: N_("runs"),
    Status.WARNED: N_("soon due"),
    Status.PASSED: N_("past its due time"),
    Status.PAUSED: N_("paused"),
    Status.MET: N_("met"),
    Status.MISSED: N_("missed"),
    Status.STOPPED: N_("ended by a merge"),
}
NAME = 16


def explanation_blocks(app: OtuiApp, found: Sequence[Explanation]) -> list[Block]:
    """Return why each clock's due time is what it is."""
    blocks: list[Block] = []
    for one in found:
        blocks += _one(app, one)
    if not blocks:
        blocks = [Paragraph(_("No clock runs on this ticket: its level was imported without one."))]
    return blocks


def _one(app: OtuiApp, one: Explanation) -> list[Block]:
    def moment(at: datetime) -> str:
        return times.moment(at, app.zone, app.now)

    def length(span: timedelta) -> str:
        return times.duration(span.total_seconds(), exact=True)

    cycle = _(", cycle {n}").format(n=one.cycle) if one.cycle > 1 else ""
    target = length(one.target) if one.target else _("at once")
    blocks: list[Block] = [
        Heading(f"{clock_name(one.clock)}{cycle}", _(STATUS[one.status]), role="title"),
        KeyValue(_("rule"), f"{one.rule}: {target}", NAME),
        KeyValue(_("began"), moment(one.started), NAME),
    ]
    for stretch in one.counted:
        same_day = stretch.begin.astimezone(app.zone).date() == stretch.end.astimezone(app.zone).date()
        until = times.clock(stretch.end, app.zone) if same_day else moment(stretch.end)
        counted = times.duration(stretch.seconds, exact=True)
        words = f"{moment(stretch.begin)} – {until}  {counted}  ({stretch.calendar})"
        if stretch.remembered:
            words += "  " + _("as it was counted then")
        blocks.append(KeyValue(_("counted"), words, NAME))
    for pause in one.pauses:
        until = moment(pause.end) if pause.end else _("now")
        words = f"{moment(pause.begin)} – {until}  {state_name(pause.reason)}"
        blocks.append(KeyValue(_("paused"), words, NAME, role="muted"))
    for day, name in one.holidays:
        blocks.append(KeyValue(_("not counted"), f"{day.isoformat()}  {name}", NAME, role="muted"))
    blocks.append(KeyValue(_("used"), length(one.used), NAME))
    if one.done is not None:
        blocks.append(KeyValue(_("done"), moment(one.done), NAME))
    if one.warn is not None and one.done is None:
        blocks.append(KeyValue(_("warns"), moment(one.warn), NAME))
    if one.due is not None:
        burning = one.status is Status.PASSED
        blocks.append(KeyValue(_("due"), moment(one.due), NAME, role="alarm" if burning else "strong"))
    elif one.done is None:
        left = _("{left} left once it runs again").format(left=length(one.left))
        blocks.append(KeyValue(_("due"), left, NAME, role="strong"))
    blocks.append(Gap())
    return blocks


def history_blocks(app: OtuiApp, events: Iterable[HistoryRow]) -> list[Block]:
    """Return what happened, oldest first."""
    blocks: list[Block] = []
    for event in events:
        changes = ", ".join(_change(app, name, pair) for name, pair in event.changes.items())
        when = times.moment(event.at, app.zone, app.now)
        blocks.append(Heading(f"{when}  {event.actor}  {verb_name(event.verb)}", f"v{event.version}"))
        if changes:
            blocks.append(Paragraph(changes, indent=4))
        if event.text:
            blocks.append(Paragraph(event.text, role="muted", indent=4))
    return blocks or [Paragraph(_("Nothing happened yet."), role="muted")]


def _change(app: OtuiApp, name: str, pair: Sequence[Any]) -> str:
    before, after = (_value(app, name, value) for value in pair)
    words = f"{before} → {after}" if before and after else (after or f"{before} → –")
    return f"{field_name(name)}: {words}"


def _value(app: OtuiApp, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if name == "state":
        return state_name(str(value))
    if name == "level":
        return app.level_label(str(value))
    if name == "clock":
        return clock_name(str(value))
    if name == "kind":
        return kind_name(str(value))
    if name in ("undone", "redone"):
        return verb_name(str(value))
    if name in ("wait_until", "due") and isinstance(value, str):
        return times.moment(datetime.fromisoformat(value), app.zone, app.now)
    return str(value)
