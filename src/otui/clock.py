"""The process clock: one place where `now` comes from, so that a replay or a test can set it."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime

from otui.errors import Usage

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the wall clock as an aware UTC time."""
    return datetime.now(UTC)


def clock_from(start: datetime) -> Clock:
    """Return a clock that reads `start` (aware) now and runs on at the pace of real seconds."""
    offset = start.astimezone(UTC).timestamp() - time.time()
    return lambda: datetime.fromtimestamp(time.time() + offset, UTC)


def process_clock() -> Clock:
    """Return the clock this process lives by: OTUI_CLOCK where it is set, else the wall clock."""
    text = os.environ.get("OTUI_CLOCK", "").strip()
    if not text:
        return system_clock
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        start = datetime.min
    if start.tzinfo is None:
        raise Usage(f"OTUI_CLOCK={text!r} is no time with a zone.", "Write it as 2026-11-23T09:00:00+01:00.")
    return clock_from(start)
