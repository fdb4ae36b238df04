"""What the modal windows have in common: a box over the screen, Esc, and how its lines look."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from otui.text import safe

Result = TypeVar("Result")

BOX_WIDTH = 72
BORDER_AND_PADDING = 4


class Dialog(ModalScreen[Result]):
    """A modal window that gives a result, or None on Esc."""

    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [("escape", "cancel")]
    DEFAULT_CSS = """
    Dialog {
        align: center middle; background: transparent;
        & > Vertical {
            width: 72; max-width: 100%; height: auto; max-height: 100%;
            background: $panel; border: round $border; padding: 0 1;
        }
        & .dialog--title { text-style: bold; height: auto; }
        & .dialog--hint { color: $text-muted; height: auto; }
        & .dialog--error { color: $warning; text-style: bold; height: auto; }
        & Input { border: none; height: 1; padding: 0; background: $surface; }
        & Input:focus { border: none; }
        &:ansi > Vertical { background: ansi_default; }
        &:ansi Input { background: ansi_default; text-style: underline; }
        &:ansi .dialog--hint { color: ansi_default; text-style: dim; }
    }
    """

    def parts(self) -> Iterable[Widget]:
        """Return what stands in the box, from top to bottom."""
        raise NotImplementedError

    @property
    def room(self) -> int:
        """Cells of a line within the box."""
        return min(BOX_WIDTH, self.app.size.width) - BORDER_AND_PADDING

    def compose(self) -> ComposeResult:
        """Make the box."""
        yield Vertical(*self.parts())

    def action_cancel(self) -> None:
        """Close without a result."""
        self.dismiss(None)

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close, once: a second key that was already on its way must not close what lies under it."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


def title(text: str) -> Static:
    """Return the first line of a dialog."""
    return Static(plain(text), classes="dialog--title")


def hint(text: str, id: str | None = None) -> Static:  # noqa: A002 - Textual's name for it
    """Return lines that explain."""
    return Static(plain(text), classes="dialog--hint", id=id)


def plain(text: str) -> Content:
    """Return text that stays text, whoever wrote it."""
    return Content(safe.clean(text))
