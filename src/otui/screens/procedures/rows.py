"""The rows of both lists: procedures, and tickets that come back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from otui.desk.desk import View
from otui.desk.views import procedures, recurring
from otui.desk.views.procedures import ProcedureRow
from otui.desk.views.recurring import RecurringRow
from otui.desk.words import recurring_state
from otui.screens.records.columns import Column, Said
from otui.text import times
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.app import OtuiApp


@dataclass(frozen=True, slots=True)
class Line:
    """One of them as a row of the list; `version` tells whether it looks otherwise."""

    id: int
    version: int
    row: Any


def _name(line: Line, _app: OtuiApp) -> Said:
    return line.row.name, "strong" if line.row.active else "muted"


def _whom(line: Line, _app: OtuiApp) -> Said:
    return line.row.whom if line.row.active else _("out of use"), "" if line.row.active else "muted"


def _steps(line: Line, _app: OtuiApp) -> Said:
    return str(len(line.row.steps)), "muted"


def _next(line: Line, app: OtuiApp) -> Said:
    row: RecurringRow = line.row
    if row.state == "running" and row.next_at is not None:
        return times.moment(row.next_at, app.zone, app.now), ""
    return recurring_state(row.state), "alarm" if row.state == "failed" else "muted"


def _rule(line: Line, _app: OtuiApp) -> Said:
    return (line.row.trouble or line.row.rule), "warning" if line.row.trouble else ""


def _made(line: Line, _app: OtuiApp) -> Said:
    return str(line.row.made_count or ""), "muted"


def _queue(line: Line, _app: OtuiApp) -> Said:
    return line.row.queue, "muted"


def read_procedures(view: View) -> list[Line]:
    """Return the procedures, those out of use last."""
    return _lines(procedures.procedures(view, former=True))


def read_recurring(view: View) -> list[Line]:
    """Return the recurring tickets, those that were removed last."""
    return _lines(recurring.recurring(view, former=True))


def _lines(rows: Sequence[ProcedureRow | RecurringRow]) -> list[Line]:
    return [Line(row.id, hash(repr(row)), row) for row in sorted(rows, key=lambda row: not row.active)]


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two lists: its kind, what it is called, how it is read, its columns, and what it says when empty."""

    kind: str
    title: str
    read: Callable[[View], list[Line]]
    columns: tuple[Column, ...]
    empty: str


HALVES = (
    Half(
        "procedure",
        N_("procedures"),
        read_procedures,
        (
            Column(N_("name"), 30, 1, _name, least=18),
            Column(N_("for"), 0, 0, _whom),
            Column(N_("steps"), 6, 2, _steps, right=True),
        ),
        N_("No procedures yet. {new} makes one: a checklist that appears on the tickets it is for."),
    ),
    Half(
        "recurring",
        N_("recurring tickets"),
        read_recurring,
        (
            Column(N_("name"), 24, 2, _name, least=16),
            Column(N_("next"), 17, 1, _next),
            Column(N_("rule"), 0, 0, _rule),
            Column(N_("queue"), 14, 4, _queue),
            Column(N_("made"), 8, 3, _made, right=True),
        ),
        N_("No recurring tickets yet. {new} makes one: a ticket that comes back by a rule of the calendar."),
    ),
)
"""Both lists; tab goes from one to the other."""
