"""What a change of rules does to the clocks of a ticket that is under way.

What was used until the change stays as the former rules counted it; from then on the new ones count. One function says
so, for the effect that is shown before and for the rebuild that follows: they cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from datetime import datetime

from otui.domain.clocks import Clock, Span, Targets, Timeline
from otui.domain.rules import Rules


@dataclass(frozen=True, slots=True)
class RuleChange:
    """Other rules from one instant on."""

    former: Rules
    current: Rules
    at: datetime
    """When they came, or would come, into force."""
    recounted: frozenset[str]
    """Names of the calendars that count otherwise than before, or are no longer there."""

    @classmethod
    def between(cls, former: Rules, current: Rules, at: datetime) -> RuleChange:
        """Return the change from `former` to `current` at an instant."""
        recounted = frozenset(
            name
            for name, calendar in former.counting.items()
            if (other := current.calendars.get(name)) is None or other.spec != calendar.spec
        )
        return cls(former, current, at, recounted)

    def leaves(
        self, spans: Sequence[Span], clocks: Sequence[Clock], calendar: str, wanted: Targets | None
    ) -> bool:
        """Whether it changes nothing about these clocks, which `calendar` and `wanted` are to count and bound now."""
        last = spans[-1]
        if last.calendar != calendar or (last.calendar in self.recounted and last.began < self.at):
            return False
        return wanted is None or all(
            (clock.target, clock.warn_percent, clock.rule)
            == (wanted.of(clock.name), wanted.warn_percent, wanted.rule)
            for clock in clocks
            if clock.done is None
        )

    def settled(self, spans: list[Span], clocks: list[Clock], calendar: str) -> Timeline:
        """Return the timeline under the new rules; what was used until the change is fixed in it, in `spans` itself."""
        last = spans[-1]
        timeline = self.former.timeline(spans, clocks)
        if last.calendar != calendar:
            # A span that began later has this calendar already, or was moved to another under the new rules.
            (timeline if last.began < self.at else self.current.timeline(spans, clocks)).recalendar(
                self.at, calendar
            )
        elif calendar in self.recounted and last.began < self.at:
            timeline.settle(self.at)
        return self.current.timeline(spans, clocks)

    def counted_on(
        self, spans: Sequence[Span], clocks: Sequence[Clock], calendar: str, targets: Targets | None
    ) -> Timeline:
        """Return what a ticket's timeline would be, every due time derived; `spans` and `clocks` stay as they are."""
        timeline = self.settled([copy(span) for span in spans], [copy(clock) for clock in clocks], calendar)
        if targets is not None:
            timeline.retarget(self.at, targets)
        timeline.rebuild()
        return timeline
