"""Whom an act touches, before it is done: nothing happens until it is confirmed, and Esc goes back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar

from textual.app import ComposeResult

from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import Moves
from otui.screens.overview.header import LineOfText
from otui.text.i18n import _
from otui.widgets.blocks import Block
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine


class TouchView(LinesView):
    """What is touched, in words."""

    DEFAULT_CSS = """
    TouchView { padding: 0 1; }
    """
    contexts = (Context.TOUCH,)


class TouchScreen(Moves, DeskScreen):
    """Shows blocks under a title; ctrl+s does `act`, which tells what it did. Without an act there is nothing to do."""

    CONTEXTS = (Context.TOUCH, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = ("touch.do", "nav.back", "nav.down", "nav.half_down")

    def __init__(
        self,
        title: str,
        blocks: Sequence[Block],
        act: Callable[[], Awaitable[object]] | None,
        *,
        right: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._right = right
        self._blocks = tuple(blocks)
        self._act = act
        self._doing = False

    def compose(self) -> ComposeResult:
        """Lay out title and text."""
        yield StatusLine(ascii_only=self.otui.ascii_only, id="status")
        yield LineOfText(id="touch-title")
        yield TouchView(self._blocks, ascii_only=self.otui.ascii_only, id="touched")
        yield from self.compose_frame()

    @property
    def moved(self) -> TouchView:
        """The text."""
        return self.query_one("#touched", TouchView)

    def on_mount(self) -> None:
        """Show it."""
        self.moved.focus()
        self.otui.show_status()
        self.query_one("#touch-title", LineOfText).show(f" {self._title}", self._right, role="title")

    async def do_touch_do(self) -> None:
        """Do it, once; where it is refused the page stays."""
        if self._act is None:
            self.otui.tell(_("There is nothing to do here."))
            return
        if self._doing:
            return
        self._doing = True
        try:
            await self._act()
        finally:
            self._doing = False
        self.dismiss()

    def do_nav_back(self) -> None:
        """Go back: nothing has happened."""
        if not self._doing:
            self.dismiss()
