"""The desk that the demo's tickets live in: its rules, queues and teams, and who is there to work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from otui.desk.directory import Directory
from otui.desk.rows import AgentRow, QueueRow
from otui.domain.calendar import BusinessCalendar
from otui.domain.clocks import Targets
from otui.domain.rules import Rules
from otui.domain.sla import Level, SlaTable

_SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class World:
    """Everything that a ticket's life needs to know of the desk."""

    rules: Rules
    directory: Directory
    now: datetime
    full_names: dict[str, str]
    """Agents' names by login."""
    suppliers: dict[str, tuple[str, str]]
    """(name, address) by what they supply."""
    about: dict[str, int] = field(default_factory=dict)
    """The item that tickets are about, by the id of their scenario."""
    _promises: dict[tuple[str, int, str, int, int], tuple[SlaTable, Level, Targets]] = field(
        default_factory=dict, repr=False
    )
    _teams: dict[str, Sequence[AgentRow]] = field(default_factory=dict, repr=False)

    def queue(self, name: str) -> QueueRow:
        """Return a queue by its name."""
        return self.directory.queue(name)

    def team(self, name: str) -> Sequence[AgentRow]:
        """Return the agents of a queue, in a fixed order; those of its parent where it has none."""
        if name not in self._teams:
            self._teams[name] = self._team(name)
        return self._teams[name]

    def _team(self, name: str) -> Sequence[AgentRow]:
        queue: QueueRow | None = self.queue(name)
        while queue is not None:
            team = self.directory.team(queue.id)
            if team:
                return sorted(team, key=lambda agent: agent.login)
            queue = self.directory.queues.get(queue.parent_id or 0)
        return sorted(self.directory.agents.values(), key=lambda agent: agent.login)

    def promise(
        self, kind: str, queue: QueueRow, customer: str, impact: int, urgency: int
    ) -> tuple[SlaTable, Level, Targets]:
        """Return the table, level and targets that the rules give."""
        key = (kind, queue.id, customer, impact, urgency)
        known = self._promises.get(key)
        if known is None:
            table = self.rules.sla.match(kind, queue.path, customer)
            level = table.level_for(impact, urgency)
            known = self._promises[key] = (table, level, table.targets(level))
        return known

    def calendar_name(self, queue: QueueRow, table: SlaTable) -> str:
        """Return the name of the calendar that counts in a queue."""
        return self.directory.calendar_of(queue.id) or table.calendar

    def calendar(self, queue: QueueRow) -> BusinessCalendar:
        """Return the calendar that counts in a queue for an ordinary incident."""
        table = self.rules.sla.match("incident", queue.path, "")
        return self.rules.calendars[self.calendar_name(queue, table)]

    def lock_time(self, queue: QueueRow) -> timedelta:
        """Return the working time after which an idle lock lapses; zero: never."""
        return timedelta(minutes=queue.lock_minutes or self.rules.settings.lock_minutes)


def before(calendar: BusinessCalendar, end: datetime, work: timedelta) -> datetime:
    """Return an instant with `work` of working time between it and `end`, to the second."""
    low, high = end - work * 8 - timedelta(days=14), end
    while high - low > _SECOND:
        middle = low + (high - low) / 2
        if calendar.between(middle, end) >= work:
            low = middle
        else:
            high = middle
    return low.replace(microsecond=0)
