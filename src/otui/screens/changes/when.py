"""A window as people type it: `fri 22:00 to sat 2:00`, `fri 22:00-23:30`, `tomorrow 19:00 for 2h`, or its beginning."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from otui.errors import Usage
from otui.text import safe, times
from otui.text.i18n import _
from otui.text.when import parse_when

_TO = re.compile(r"\s+(?:to|until|till|tot|t/m|-|–)\s+", re.IGNORECASE)
_FOR = re.compile(r"\s+(?:for|during|gedurende|lang)\s+", re.IGNORECASE)
_CLOCKS = re.compile(r"(?P<begin>\d{1,2}[:.]\d{2})\s*[-–]\s*(?P<end>\d{1,2}[:.]\d{2})$")
_FROM = re.compile(r"^(?:from|van|vanaf)\s+", re.IGNORECASE)
NONE = ("none", "geen", "-")
"""Words that take a window away."""

Window = tuple[datetime | None, datetime | None]


def parse_window(text: str, now: datetime, zone: tzinfo, length: timedelta) -> Window:
    """Return beginning and end of what `text` means; `length` is how long it takes where no end is typed.

    Raises Usage where it is no time, or ends before it begins.
    """
    words = safe.line(text).strip()
    if words.casefold() in NONE:
        return None, None
    if not words:
        raise Usage(_("Type when it begins and when it ends."))
    clocks = _CLOCKS.search(words)
    if clocks is not None:
        parts = [words[: clocks.start()] + clocks["begin"], clocks["end"]]
    else:
        parts = _TO.split(words, maxsplit=1)
        if len(parts) == 1:
            parts = _FOR.split(words, maxsplit=1)
    begins = parse_when(_FROM.sub("", parts[0]), now, zone)
    return begins, parse_when(parts[1], begins, zone) if len(parts) == 2 else begins + length


def said(window: Window, now: datetime, zone: tzinfo) -> str:
    """Say what was understood: the window and how long it takes."""
    begins, ends = window
    if begins is None or ends is None:
        return _("no window any more")
    hours, minutes = divmod(int((ends - begins).total_seconds()) // 60, 60)
    return _("{begin} until {end} ({length})").format(
        begin=times.moment(begins, zone, now),
        end=times.moment(ends, zone, now),
        length=f"{hours}:{minutes:02}",
    )
