"""Runs one search at a time: a newer one interrupts the one that is still being read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from otui.desk.desk import View
from otui.desk.views import searching
from otui.desk.views.searching import Hit
from otui.errors import DeskUnavailable

if TYPE_CHECKING:
    from otui.desk.live import LiveDesk


class Finder:
    """Finds tickets for a screen. What an older search brings is dropped."""

    def __init__(self, live: LiveDesk) -> None:
        self._live = live
        self._lock = threading.Lock()
        self._stop: Callable[[], None] | None = None
        self._asked = 0

    async def find(self, words: str) -> tuple[Hit, ...] | None:
        """Return what holds the words, or None where a newer search was asked for meanwhile.

        Raises DeskUnavailable where the search took too long, or the store fails.
        """
        self._asked += 1
        asked = self._asked
        self._interrupt()
        try:
            found = await self._live.read(self._read, words, asked)
        except DeskUnavailable:
            if asked != self._asked:
                return None
            raise
        return found if asked == self._asked else None

    def forget(self) -> None:
        """Drop whatever is still being read."""
        self._asked += 1
        self._interrupt()

    def _interrupt(self) -> None:
        with self._lock:
            if self._stop is not None:
                self._stop()

    def _read(self, view: View, words: str, asked: int) -> tuple[Hit, ...]:
        # The lock spans no query: it only sees to it that a stop reaches this search and no other read of the thread.
        with self._lock:
            if asked != self._asked:
                return ()
            self._stop = view.reader.interrupt
        try:
            return searching.find(view, words)
        finally:
            with self._lock:
                self._stop = None
