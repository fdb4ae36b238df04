"""Where a person writes: plain, modeless, with undo."""

from __future__ import annotations

from textual import events
from textual.widgets import TextArea

from otui.text import safe


class ComposerArea(TextArea):
    """A text area for replies and notes. It posts `Changed` at each change: the screen saves the draft.

    What is pasted or put in passes `text.safe`: a paste can carry a stranger's bytes like any mail. The cursor
    does not blink, so that an idle composer sends nothing.
    """

    DEFAULT_CSS = """
    ComposerArea { border: none; padding: 0 1; height: 1fr; background: $surface; }
    ComposerArea:focus { border: none; }
    ComposerArea:ansi { background: ansi_default; color: ansi_default; }
    """

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(
            safe.clean(text),
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            compact=True,
            id=id,
            classes=classes,
        )
        self.cursor_blink = False

    def put(self, text: str) -> None:
        """Insert `text` (a template, a quotation) at the cursor, as one step that undo takes back."""
        start, end = self.selection
        self.replace(safe.clean(text), start, end, maintain_selection_offset=False)

    async def _on_paste(self, event: events.Paste) -> None:
        # Textual calls the handler of every class in turn, this one first: TextArea's inserts what is left here.
        event.text = safe.clean(event.text)
