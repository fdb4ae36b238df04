"""A page to read: an explanation, a history, a report. Esc goes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import Moves
from otui.screens.overview.header import LineOfText
from otui.widgets.blocks import Block
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine


class PageView(LinesView):
    """The text of a page."""

    DEFAULT_CSS = """
    PageView { padding: 0 1; }
    """
    contexts = (Context.PAGE,)


class PageScreen(Moves, DeskScreen):
    """Shows blocks under a title."""

    CONTEXTS = (Context.PAGE, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = ("nav.back", "nav.down", "nav.half_down", "nav.top", "nav.bottom")

    def __init__(self, title: str, blocks: Sequence[Block], *, at_end: bool = False) -> None:
        super().__init__()
        self._title = title
        self._blocks = tuple(blocks)
        self._at_end = at_end

    def compose(self) -> ComposeResult:
        """Lay out title and text."""
        yield StatusLine(ascii_only=self.otui.ascii_only, id="status")
        yield LineOfText(id="page-title")
        yield PageView(self._blocks, at_end=self._at_end, ascii_only=self.otui.ascii_only, id="page")
        yield from self.compose_frame()

    @property
    def page(self) -> PageView:
        """The text."""
        return self.query_one("#page", PageView)

    def on_mount(self) -> None:
        """Show it."""
        self.query_one("#page-title", LineOfText).show(f" {self._title}", role="title")
        self.page.focus()
        self.otui.show_status()

    @property
    def moved(self) -> PageView:
        """The text."""
        return self.page

    def do_nav_open(self) -> None:
        """Unfold what is folded."""
        self.page.toggle_folds()

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()
