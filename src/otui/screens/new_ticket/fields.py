"""The fields of the form: lines to type in, and values that Enter changes."""

from __future__ import annotations

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from otui import theme
from otui.keys.model import Context
from otui.screens.new_ticket.beside import BesideRow
from otui.text import safe, width
from otui.widgets.composer_area import ComposerArea
from otui.widgets.virtual_list import VirtualList


class Line(Input):
    """A field of one line."""

    def __init__(self, *, id: str, placeholder: str = "") -> None:  # noqa: A002 - Textual's name for it
        super().__init__(placeholder=placeholder, compact=True, select_on_focus=id == "level", id=id)
        self.cursor_blink = False


class ContactLine(Line):
    """Who calls: while it is typed in, the keys of a list move the candidates beside it."""

    contexts = (Context.SEARCH,)


class BodyArea(ComposerArea):
    """What they say."""


class BesideList(VirtualList[BesideRow]):
    """The candidates, and then the tickets, beside the form."""

    contexts = (Context.SEARCH,)


class ChoiceField(Widget, can_focus=True):
    """A value that Enter or space changes; a letter begins to choose by name."""

    DEFAULT_CSS = """
    ChoiceField { height: 1; width: 1fr; padding: 0 1; background: $surface; }
    ChoiceField:focus { background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold; }
    ChoiceField:ansi { background: ansi_default; }
    ChoiceField:ansi:focus { background: ansi_default; color: ansi_default; text-style: bold reverse; }
    """
    ALLOW_SELECT = False

    class Wanted(Message):
        """Another value is wanted; `typed` is the letter that asked for it."""

        def __init__(self, field: ChoiceField, typed: str) -> None:
            super().__init__()
            self.field = field
            self.typed = typed

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._text = ""

    def show(self, text: str) -> None:
        """Show the value."""
        if text != self._text:
            self._text = text
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        room = self.size.width
        muted = None if self.has_focus else theme.styles(self.app.current_theme)["muted"]
        cells = [Segment(width.fit(safe.line(self._text), max(1, room - 2))), Segment(" ▾"[-2:], muted)]
        return Strip(cells).apply_style(self.rich_style).adjust_cell_length(room, self.rich_style)

    def on_key(self, event: events.Key) -> None:
        """Ask for another value; keys that are not for it go on to the screen."""
        letter = event.character if event.is_printable and event.character else ""
        if event.key in ("enter", "space") or letter:
            event.stop()
            event.prevent_default()
            self.post_message(self.Wanted(self, letter.strip()))

    def on_click(self) -> None:
        """Ask for another value."""
        self.post_message(self.Wanted(self, ""))
