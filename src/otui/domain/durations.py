"""Durations of working time as people write them in a rule file."""

from __future__ import annotations

import re
from datetime import timedelta

_MINUTES = r"(?:min|mins|minute|minutes|minuut|minuten|m)"
_HOURS = r"(?:h|hour|hours|uur|u)"
_DURATION = re.compile(rf"(?:(\d{{1,5}})\s*{_HOURS})?\s*(?:(\d{{1,6}})\s*{_MINUTES})?", re.IGNORECASE)
_AT_ONCE = ("at once", "direct", "0")


def parse_duration(text: str) -> timedelta | None:
    """Return "at once", "30 min", "2 h" or "1 h 30 min" (Dutch units too); None where it is none of these.

    Days are not taken: how long a working day is differs by calendar.
    """
    words = text.strip().casefold()
    if words in _AT_ONCE:
        return timedelta()
    match = _DURATION.fullmatch(words)
    if match is None or not words:
        return None
    return timedelta(hours=int(match[1] or 0), minutes=int(match[2] or 0))


def duration_text(seconds: int) -> str:
    """Return seconds of working time as a rule file has them."""
    if seconds == 0:
        return "at once"
    hours, minutes = divmod(seconds // 60, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{minutes} min"] if minutes else parts)
