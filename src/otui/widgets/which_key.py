"""The little window that says which keys may follow the one that was pressed."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from otui import theme
from otui.text import width
from otui.widgets.key_footer import KeyHint


class WhichKey(Widget):
    """Hidden until `show`; stands over the bottom of the screen and takes neither focus nor keys."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    WhichKey {
        display: none; overlay: screen; position: absolute; width: 100%; height: auto;
        background: $panel; color: $foreground; border-top: solid $border; padding: 0 1;
    }
    WhichKey:ansi { background: ansi_default; color: ansi_default; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._hints: tuple[KeyHint, ...] = ()
        self._prefix = ""

    def show(self, prefix: str, hints: Sequence[KeyHint]) -> None:
        """Show what may follow `prefix`."""
        self._hints, self._prefix = tuple(hints), prefix
        rows, _columns, _each = self._shape(self.app.size.width - 2)
        self.styles.height = rows + 1
        self.styles.offset = (0, max(0, self.app.size.height - rows - 1))
        self.display = True
        self.refresh()

    def hide(self) -> None:
        """Go away."""
        self.display = False

    def render_line(self, y: int) -> Strip:
        """Return one line of keys, which run down the columns."""
        room, styles = self.size.width, theme.styles(self.app.current_theme)
        rows, columns, each = self._shape(room)
        cells: list[Segment] = []
        for column in range(columns):
            at = column * rows + y
            if y < rows and at < len(self._hints):
                cells += self._cell(self._hints[at], each, styles)
        return Strip(cells).apply_style(self.rich_style).adjust_cell_length(room, self.rich_style)

    def _cell(self, hint: KeyHint, room: int, styles: dict[str, Style]) -> list[Segment]:
        key = f"{self._prefix} {hint[0]}"
        return [
            Segment(key, styles["title"]),
            Segment(" "),
            Segment(width.fit(hint[1], max(1, room - width.cells(key) - 1))),
        ]

    def _shape(self, room: int) -> tuple[int, int, int]:
        """Return (rows, columns, cells a column) for the hints in `room`."""
        longest = max((width.cells(key) + width.cells(label) for key, label in self._hints), default=1)
        each = min(room, longest + width.cells(self._prefix) + 4)
        columns = max(1, room // max(1, each))
        return -(-len(self._hints) // columns), columns, each
