"""How far along something is: one line on a terminal that is drawn over, nothing anywhere else."""

from __future__ import annotations

import time
from types import TracebackType
from typing import TextIO

EVERY = 0.1
"""Seconds between two drawings."""
BAR = 24


class Progress:
    """Call it with (done, total); a total of 0 is not known. It takes its line away at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shows = stream.isatty()
        self._next = 0.0
        self._drawn = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        if self._drawn:
            self._stream.write("\r" + " " * self._drawn + "\r")
            self._stream.flush()

    def __call__(self, done: int, total: int = 0) -> None:
        """Say that `done` of `total` are done."""
        now = time.monotonic()
        if not self._shows or now < self._next:
            return
        self._next = now + EVERY
        text = f"{done:,}"
        if total:
            full = BAR * min(done, total) // total
            text = f"[{'#' * full}{'.' * (BAR - full)}] {done:,} / {total:,}"
        self._stream.write("\r" + text + " " * max(0, self._drawn - len(text)))
        self._stream.flush()
        self._drawn = len(text)
