"""When tickets come in: by the rhythm of offices, with busy mornings and a Monday that is busier than other days."""

from __future__ import annotations

import random
from datetime import datetime, time, timedelta

from otui.domain.calendar import BusinessCalendar

_HOURS = tuple(range(6, 23))
_BY_HOUR = (0.1, 0.4, 1.3, 1.8, 1.6, 1.2, 0.6, 1.0, 1.1, 0.9, 0.7, 0.3, 0.1, 0.08, 0.08, 0.06, 0.04)
"""How many come from 6, 7, ... 22 o'clock on, by comparison."""
_BY_DAY = (1.4, 1.05, 1.0, 1.0, 0.8, 0.06, 0.05)
"""The same from Monday to Sunday."""
_HOLIDAY = 0.05


class Rhythm:
    """Draws instants at which tickets come in, over some days before `end`."""

    def __init__(self, calendar: BusinessCalendar, end: datetime, days: int) -> None:
        self._end = end
        self._zone = calendar.zone
        today = end.astimezone(self._zone).date()
        self._days = [today - timedelta(days=back) for back in range(days + 1)]
        self._weights = []
        for day in self._days:
            noon = datetime.combine(day, time(12), self._zone)
            opens = calendar.between(noon - timedelta(hours=12), noon + timedelta(hours=12)) > timedelta()
            usual = _BY_DAY[day.weekday()]
            self._weights.append(usual if opens or day.weekday() > 4 else _HOLIDAY)

    def draw(self, rng: random.Random) -> datetime:
        """Return an instant before the end."""
        while True:
            day = rng.choices(self._days, self._weights)[0]
            hour = rng.choices(_HOURS, _BY_HOUR)[0]
            local = datetime.combine(day, time(hour, rng.randrange(60), rng.randrange(60)), self._zone)
            instant = local.astimezone(self._end.tzinfo)
            if instant < self._end:
                return instant
