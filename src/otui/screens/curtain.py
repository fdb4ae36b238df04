"""The first frame: the shape of the overview, painted before the desk and what works it are even imported."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen

from otui.text.i18n import _
from otui.widgets.key_footer import KeyFooter
from otui.widgets.status_line import StatusFacts, StatusLine


class Curtain(Screen[None], inherit_bindings=False):
    """Stands until the desk is open; takes no key."""

    DEFAULT_CSS = """
    Curtain > #stage { height: 1fr; }
    """

    def __init__(self, *, ascii_only: bool) -> None:
        super().__init__()
        self._ascii = ascii_only

    def compose(self) -> ComposeResult:
        """Lay out what the overview will have in the same places."""
        yield StatusLine(ascii_only=self._ascii, id="status")
        yield Container(id="stage")
        yield KeyFooter(("", ""), id="keys")

    def on_mount(self) -> None:
        """Say what is going on."""
        self.query_one(StatusLine).update(StatusFacts(desk="otui"))
        self.query_one(KeyFooter).say(_("Opening the desk …"))
