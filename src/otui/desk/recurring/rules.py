"""The rule of a recurring ticket at a desk: its zone, its hour where none is named, and the days that are worked."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from otui.domain.recurring.rule import SHIFTS, Rule, works_by
from otui.domain.recurring.words import Understood, understand
from otui.errors import Usage
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.directory import Directory
    from otui.domain.calendar import BusinessCalendar
    from otui.domain.rules import Rules

STAYS = ("no", "none", "nee", "-", "")
"""What is typed where an occurrence stays on a day without working hours."""
_MINUTES_OF_DAY = 24 * 60


class Kept(Protocol):
    """What a stored recurring ticket says of its rule."""

    @property
    def rrule(self) -> str: ...  # noqa: D102
    @property
    def starts_at(self) -> datetime: ...  # noqa: D102
    @property
    def timezone(self) -> str: ...  # noqa: D102
    @property
    def shift(self) -> str: ...  # noqa: D102
    @property
    def queue_id(self) -> int | None: ...  # noqa: D102


def rule_of(kept: Kept, rules: Rules, directory: Directory) -> Rule:
    """Return the rule of a recurring ticket as it counts at this desk."""
    calendar = calendar_of(rules, directory, kept.queue_id)
    zone = zone_of(kept.timezone, rules)
    return Rule(
        kept.rrule, kept.starts_at, zone, works_by(calendar) if kept.shift else None, kept.shift or "next"
    )


def calendar_of(rules: Rules, directory: Directory, queue_id: int | None) -> BusinessCalendar:
    """Return the calendar that says which days are worked: the queue's, else the desk's."""
    name = directory.calendar_of(queue_id) if queue_id else ""
    return rules.calendars.get(name) or rules.calendars[rules.settings.calendar]


def zone_of(name: str, rules: Rules) -> ZoneInfo:
    """Return a time zone by name, that of the desk for none; Usage for one that does not exist."""
    if not name:
        return rules.calendars[rules.settings.calendar].zone
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise Usage(
            _("There is no time zone {name}.").format(name=name), _("For example Europe/Amsterdam.")
        ) from None


def read_rule(words: str, rules: Rules) -> Understood:
    """Return the rule that a person wrote; one that names no hour comes when the desk opens."""
    week = rules.calendars[rules.settings.calendar].spec.week
    opens = min(windows[0][0] for windows in week.values() if windows) % _MINUTES_OF_DAY
    return understand(words, divmod(opens, 60))


def read_shift(words: str | None, meant: str) -> str:
    """Return where an occurrence on a day off goes: as `words` say, or as the rule meant where nobody says."""
    if words is None:
        return meant
    typed = words.strip().casefold()
    if typed in STAYS:
        return ""
    if typed not in SHIFTS:
        raise Usage(
            _("{word} says nothing of a day off.").format(word=words),
            _("next: the next working day; previous: the one before; no: it stays."),
        )
    return typed
