"""When a person says that a window begins and ends: a moment, also one that is past, or how long it takes."""

from __future__ import annotations

from datetime import UTC, datetime, time, tzinfo

from otui.text.safe import line
from otui.text.when import parse_when

MIDNIGHT = time(0, 0)


def moment(text: str, now: datetime, zone: tzinfo) -> datetime:
    """Return the instant that `text` means at `now`; a day alone means its midnight. Usage where it is not understood.

    A date of the calendar may lie in the past: a window may have begun.
    """
    written = line(text)
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return parse_when(written, now, zone, MIDNIGHT)
    return (found if found.tzinfo is not None else found.replace(tzinfo=zone)).astimezone(UTC)


def stretch(begin: str, end: str, now: datetime, zone: tzinfo) -> tuple[datetime, datetime]:
    """Return from when to when; the end is understood from the beginning: `6:00` is the next one, `2h` two hours."""
    starts = moment(begin, now, zone)
    return starts, moment(end, starts, zone)
