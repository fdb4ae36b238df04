"""Keys typed before what they are meant for is there: held while a key opens a screen, then given to it in order.

Without this the letters of a quick `r Hello` would be verbs of the list that is still in front. And a letter that is
right behind Enter or an arrow would come before it: a text field takes letters itself, other keys go up to the app.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from textual import events
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.widgets import Input, TextArea

if TYPE_CHECKING:
    from otui.app import OtuiApp

Typed = events.Key | events.Paste

LOOK_SOON = 0.002
"""Seconds between two looks whether a key is through."""
LOOK_EVERY = 0.02
"""Seconds between two looks whether what was asked for is there."""
WRITING = 0.4
"""Seconds after which keys go on to a screen whose last key waits for the desk to write: it may be locked."""
OPENING = 3.0
"""Seconds after which keys go on whatever still runs, and to a new screen, focus or not."""


class TypeAhead:
    """Holds keys while an action runs that may open a screen, and until that screen has its focus."""

    def __init__(self, app: OtuiApp) -> None:
        self._app = app
        self._held: list[Typed] = []
        self._settled: WeakSet[Screen[Any]] = WeakSet()
        self._busy_on: Screen[Any] | None = None
        self._busy_since = 0.0
        self._hold_until = 0.0
        self._passing: Typed | None = None
        self._way: list[MessagePump] = []
        """What the last key that is no letter has to pass, from the text field to the app."""

    async def while_running(self, work: Coroutine[Any, Any, None]) -> None:
        """Run what a key asked for; keys are held until it is done or a screen has opened."""
        self.begin()
        try:
            await work
        finally:
            self._busy_on = None

    def begin(self) -> None:
        """Hold keys from here on: the next ones are for what this key opens."""
        self._busy_on = self._app.screen
        self._busy_since = asyncio.get_running_loop().time()

    def holds(self, event: Typed, screen: Screen[Any] | None = None) -> bool:
        """Take a key if it must wait. `screen` is the one it reached, which may no longer be in front."""
        if event is self._passing:
            return False
        top = self._app.screen
        overtakes = _is_text(event) and self._under_way()
        if not self._held and not overtakes and self._open_to_keys(top) and screen in (None, top):
            self._watch(event, top)
            return False
        if not self._held:
            loop = asyncio.get_running_loop()
            loop.call_later(LOOK_SOON, self._look)
            self._hold_until = loop.time() + OPENING
        self._held.append(event)
        return True

    def _open_to_keys(self, top: Screen[Any]) -> bool:
        now = asyncio.get_running_loop().time()
        longest = WRITING if self._app.is_open and self._app.live.writing else OPENING
        if self._busy_on is top and now < self._busy_since + longest:
            return False
        if top not in self._settled:
            top.call_after_refresh(self._settled.add, top)  # once it is composed and drawn
            return False
        return top.focused is not None or not top.focus_chain or now > self._hold_until

    def _watch(self, event: Typed, top: Screen[Any]) -> None:
        """Remember the way of a key that a text field does not take itself."""
        field = top.focused
        if isinstance(field, Input | TextArea) and not _is_text(event):
            self._passing, self._way = event, [*field.ancestors_with_self]

    def _under_way(self) -> bool:
        """Whether the last key that is no letter may still be on its way up."""
        if any(one.message_queue_size for one in self._way):
            return True
        self._way = []
        return False

    def _look(self) -> None:
        """Give the keys on once there is something to take them, the oldest first."""
        top = self._app.screen
        loop = asyncio.get_running_loop()
        if self._under_way():
            loop.call_later(LOOK_SOON, self._look)
            return
        if not self._open_to_keys(top):
            loop.call_later(LOOK_EVERY, self._look)
            return
        held, self._held = sorted(self._held, key=lambda event: event.time), []
        for place, event in enumerate(held):
            if _is_text(event) and self._under_way():
                self._held = held[place:]
                loop.call_later(LOOK_SOON, self._look)
                return
            anew = _anew(event)
            self._watch(anew, top)
            (top.focused or top)._forward_event(anew)


def _is_text(event: Typed) -> bool:
    return isinstance(event, events.Paste) or event.is_printable


def _anew(event: Typed) -> Typed:
    """Return the same event as one that no screen has had; it keeps its time, by which keys held twice are in order."""
    anew: Typed = (
        events.Paste(event.text)
        if isinstance(event, events.Paste)
        else events.Key(event.key, event.character)
    )
    anew.time = event.time
    return anew
