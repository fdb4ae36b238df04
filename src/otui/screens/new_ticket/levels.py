"""What impact and urgency come to on a ticket that is not made yet: its level, and what falls due when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from otui.desk.desk import Desk
from otui.domain.sla import SlaTable
from otui.errors import Usage
from otui.text import times
from otui.text.i18n import _, language
from otui.widgets.level_grid import Cell, Factor, LevelGrid


@dataclass(frozen=True, slots=True)
class Place:
    """What decides which table and which calendar count: the kind, the queue, the customer's name."""

    kind: str
    queue_id: int
    customer: str


def read_factors(text: str) -> tuple[int, int]:
    """Return impact and urgency of "8 4", "8x4" or "84". Raises Usage."""
    parts = re.findall(r"\d+", text)
    if len(parts) == 1 and len(parts[0]) == 2:
        parts = list(parts[0])
    if len(parts) != 2 or re.search(r"[^\d\s×x*,.-]", text):
        raise Usage(_("Give impact and urgency, for example 8 4."))
    return int(parts[0]), int(parts[1])


class Levels:
    """The level and the due times in one place, counted from `now`."""

    def __init__(self, desk: Desk, place: Place, now: datetime, zone: tzinfo) -> None:
        self._now = now
        self._zone = zone
        queue = desk.directory.queues[place.queue_id]
        self._table: SlaTable = desk.rules.sla.match(place.kind, queue.path, place.customer)
        self._calendar = desk.rules.calendars[
            desk.directory.calendar_of(place.queue_id) or self._table.calendar
        ]

    def check(self, impact: int, urgency: int) -> int:
        """Return impact times urgency; Usage where one of them is no factor of this desk."""
        return self._table.factors.value(impact, urgency)

    def name(self, impact: int, urgency: int) -> str:
        """Return the name of the level."""
        return self._table.level_for(impact, urgency).label(language())

    def dues(self, impact: int, urgency: int) -> str:
        """Say what would fall due when, were the ticket made now."""
        level = self._table.level_for(impact, urgency)
        return " · ".join(
            f"{name} {self._due(seconds)}"
            for name, seconds in (
                (_("response"), level.respond),
                (_("escalation"), level.escalate),
                (_("resolution"), level.resolve),
            )
        )

    def _due(self, seconds: int) -> str:
        if not seconds:
            return _("at once")
        due = self._calendar.add(self._now, timedelta(seconds=seconds))
        if due.astimezone(self._zone).date() == self._now.astimezone(self._zone).date():
            return times.clock(due, self._zone)
        return times.moment(due, self._zone, self._now)

    def grid(self, start: tuple[int, int]) -> LevelGrid:
        """Return the grid to choose from."""

        def cell(impact: int, urgency: int) -> Cell:
            level = self._table.level_for(impact, urgency)
            lengths = f"{times.duration(level.respond)} / {times.duration(level.resolve)}"
            return Cell(level.label(language()), lengths)

        factors = self._table.factors
        return LevelGrid(
            [Factor(one.factor, one.label(language())) for one in factors.impact],
            [Factor(one.factor, one.label(language())) for one in factors.urgency],
            cell,
            start=start,
            follow=lambda impact, urgency: [self.name(impact, urgency), self.dues(impact, urgency)],
        )
