"""Jump: a letter at every pane that can have focus; the letter goes there."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

LETTERS = "asdfghjklqwertyuiopzxcvbnm"


class JumpScreen(ModalScreen[None], inherit_bindings=False):
    """Stands over `opener` and shows the letters until one is pressed; any other key goes away again."""

    BINDINGS: ClassVar[list[BindingType]] = []
    DEFAULT_CSS = """
    JumpScreen { background: transparent; }
    JumpScreen > Static {
        position: absolute; width: 3; height: 1; background: $primary; color: $background; text-style: bold;
    }
    JumpScreen:ansi > Static { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    """

    def __init__(self, opener: Screen[object]) -> None:
        super().__init__()
        self._opener = opener
        panes = [one for one in opener.focus_chain if one.region.area]
        self._panes: dict[str, Widget] = dict(zip(LETTERS, panes, strict=False))

    def compose(self) -> ComposeResult:
        """Put a letter on the upper left corner of each pane."""
        for letter, pane in self._panes.items():
            sign = Static(Content(f" {letter} "))
            sign.styles.offset = (pane.region.x, pane.region.y)
            yield sign

    def on_key(self, event: events.Key) -> None:
        """Go where the letter stands."""
        event.stop()
        event.prevent_default()
        pane = self._panes.get(event.character or "")
        self.dismiss()
        if pane is not None:
            self._opener.set_focus(pane)
