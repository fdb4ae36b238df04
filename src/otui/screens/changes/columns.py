"""The columns of the list of changes. What is wrong is said by a word: COLLIDES, or LATE for a review past due."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from otui.desk.changes.outcome import result_name
from otui.desk.process_words import RISKS
from otui.desk.words import step_name
from otui.screens.changes.words import type_name, type_sign
from otui.screens.records.columns import CHANGED, LEVEL, NUMBER, SUBJECT, Column, Said
from otui.text import times
from otui.text.i18n import N_, _
from otui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.changes.calendar.collisions import Flag
WEEK = 6
"""Days within which a day is named by the day of the week."""


def _sign(row: Any, app: OtuiApp) -> Said:
    return type_sign(row.type, app.ascii_only), "alarm" if row.type == "emergency" else ""


def _type(row: Any, _app: OtuiApp) -> Said:
    return type_name(row.type), "alarm" if row.type == "emergency" else "muted"


def _step(row: Any, _app: OtuiApp) -> Said:
    return step_name(row.step), ""


def _risk(row: Any, app: OtuiApp) -> Said:
    if not row.risk:
        return glyphs(app.ascii_only).dash, "muted"
    return _(RISKS.get(row.risk, row.risk)), "alarm" if row.risk == "high" else "muted"


def _window(row: Any, app: OtuiApp) -> Said:
    if row.starts_at is None:
        return glyphs(app.ascii_only).dash, "muted"
    running = row.step == "implement"
    return _short(row.starts_at, app), "strong" if running else "muted"


def _short(when: datetime, app: OtuiApp) -> str:
    """Return when a window begins: by the day of the week within six days, else by the date."""
    days = (when.astimezone(app.zone).date() - app.now.astimezone(app.zone).date()).days
    weekday, _space, date = times.day(when, app.zone).partition(" ")
    return f"{weekday if 0 <= days < WEEK else date} {times.clock(when, app.zone)}"


def _owner(row: Any, app: OtuiApp) -> Said:
    if not row.owner:
        return glyphs(app.ascii_only).dash, "muted"
    return row.owner, "title" if row.owner == app.live.desk.agent.login else ""


def loud(flags: dict[int, Flag]) -> Column:
    """Return the column that says what is wrong with a change; `flags` tells what collides, by id."""

    def say(row: Any, app: OtuiApp) -> Said:
        if row.breached(app.now):
            return _("LATE"), "alarm"
        flag = flags.get(row.id)
        if flag is not None and flag.unanswered:
            return _("COLLIDES"), "alarm"
        if flag is not None:
            return _("collides"), "warning"
        return (result_name(row.result) if row.result else ""), "muted"

    return Column("", 8, 2, say)


SIGN = Column("", 1, 0, _sign)
TYPE = Column(N_("type"), 9, 6, _type)
STEP = Column(N_("step"), 11, 3, _step)
RISK = Column(N_("risk"), 6, 7, _risk)
WINDOW = Column(N_("window"), 12, 4, _window)
OWNER = Column(N_("owner"), 7, 5, _owner, least=5)
OF_LEVEL = replace(LEVEL, rank=8)
WHEN_CHANGED = replace(CHANGED, rank=9)


def columns(flags: dict[int, Flag]) -> tuple[Column, ...]:
    """Return the columns of the list."""
    return (SIGN, NUMBER, TYPE, STEP, SUBJECT, loud(flags), RISK, WINDOW, OF_LEVEL, OWNER, WHEN_CHANGED)
