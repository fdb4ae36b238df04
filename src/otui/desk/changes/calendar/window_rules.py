"""How a person writes when a window comes back, and how that is told: in words or as RFC 5545 has it."""

from __future__ import annotations

from datetime import datetime, tzinfo

from otui.domain.change import windows
from otui.domain.change.windows import BadRule
from otui.errors import Usage
from otui.text import safe, times
from otui.text.i18n import N_, _

_ONCE = frozenset({"", "-", "once", "no", "never", "eenmalig", "eens", "nee", "nooit"})
_PLAIN = {
    **dict.fromkeys(("daily", "every day", "dagelijks", "elke dag", "iedere dag"), "FREQ=DAILY"),
    **dict.fromkeys(("weekly", "every week", "wekelijks", "elke week", "iedere week"), "FREQ=WEEKLY"),
    **dict.fromkeys(("monthly", "every month", "maandelijks", "elke maand", "iedere maand"), "FREQ=MONTHLY"),
    **dict.fromkeys(("yearly", "every year", "jaarlijks", "elk jaar", "ieder jaar"), "FREQ=YEARLY"),
}
"""What names no day comes back on the day, or the date, that the window begins on."""
_HOURS = ("BYHOUR", "BYMINUTE")
"""A window has its own hours: what a rule in words says of them is not kept."""

_SENTENCES = {
    windows.NOT_A_RULE: N_("{part} is no rule of the calendar."),
    windows.NO_SUCH_PART: N_("A window does not come back by {part}."),
    windows.NO_SUCH_FREQUENCY: N_("A window comes back daily, weekly, monthly or yearly."),
    windows.BOTH_ENDS: N_("A rule ends after COUNT times or at UNTIL, not both."),
    windows.NOT_ITS_BEGINNING: N_("The rule does not fall on {day}, when the window begins."),
}
_HINTS = {windows.NOT_ITS_BEGINNING: N_("Let the window begin on a day of the rule.")}


def understood(text: str, start: datetime, zone: tzinfo) -> str:
    """Return the rule that a person wrote for a window that begins at `start`; empty: once. Usage for what is none."""
    words = " ".join(safe.line(text).casefold().split())
    if words in _ONCE:
        return ""
    rule = _PLAIN.get(words) or (text if "=" in words else _in_words(words))
    try:
        return windows.checked(rule, start, zone)
    except BadRule as problem:
        sentence = _(_SENTENCES[problem.why])
        hint = _HINTS.get(problem.why, N_("Write it as every sunday, or as FREQ=WEEKLY;BYDAY=SU."))
        raise Usage(
            sentence.format(part=safe.line(problem.part) or "–", day=times.day(start, zone)), _(hint)
        ) from problem


def _in_words(words: str) -> str:
    from otui.domain.recurring.words import understand

    parts = understand(words).rrule.split(";")
    return ";".join(part for part in parts if part.partition("=")[0] not in _HOURS)


def told(rule: str) -> str:
    """Return how a window comes back, in words."""
    if not rule:
        return _("once")
    from otui.domain.recurring.telling import told as in_words

    return in_words(rule)
