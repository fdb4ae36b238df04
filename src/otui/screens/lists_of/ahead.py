"""Letters that were quicker than the screen they were meant for."""

from __future__ import annotations

from textual import events
from textual.screen import Screen
from textual.widgets import Input


class TypeAhead:
    """Mixed in before `Keyed` into screens that begin with a line to type in.

    A letter typed while the screen was being made reaches the screen and not its line, which takes every letter
    once it has focus. It goes into the line all the same: lost, it would spoil what is searched for.
    """

    async def on_key(self, event: events.Key) -> None:
        """Put a letter that came too early into the line."""
        assert isinstance(self, Screen)
        line = self.focused
        if isinstance(line, Input) and event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            line.insert_text_at_cursor(event.character)
