"""The bottom line: keys that do something here, never more than fit, and always the one that shows all."""

from __future__ import annotations

from collections.abc import Sequence

from rich.segment import Segment
from textual.strip import Strip
from textual.widget import Widget

from otui import theme
from otui.text import safe, width

KeyHint = tuple[str, str]
"""A key as a person reads it, and what it does here."""


class KeyFooter(Widget):
    """Shows pairs of the key registry for what has focus, the commonest first; `last` is always there."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyFooter { height: 1; width: 1fr; background: $panel; color: $foreground; }
    KeyFooter:ansi { background: ansi_default; color: ansi_default; }
    """

    def __init__(self, last: KeyHint, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._hints: tuple[KeyHint, ...] = ()
        self._last = last
        self._notice = ""

    def show(self, hints: Sequence[KeyHint]) -> None:
        """Show these keys; nothing is sent when they are the same as before."""
        if tuple(hints) != self._hints:
            self._hints = tuple(hints)
            self.refresh()

    def say(self, notice: str) -> None:
        """Show a sentence in place of the keys, until `say("")`."""
        if notice != self._notice:
            self._notice = notice
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        room, styles = self.size.width, theme.styles(self.app.current_theme)
        tail = [Segment("  "), Segment(self._last[0], styles["title"]), Segment(f" {self._last[1]} ")]
        spare = room - sum(segment.cell_length for segment in tail)
        cells = [Segment(" ")]
        if self._notice:
            cells.append(
                Segment(width.fit(safe.line(self._notice), max(0, spare - 1)).rstrip(), styles["strong"])
            )
        else:
            cells += self._fitting(spare)
        used = sum(segment.cell_length for segment in cells)
        line = [*cells, Segment(" " * max(0, spare - used)), *tail]
        return Strip(line).apply_style(self.rich_style).adjust_cell_length(room, self.rich_style)

    def _fitting(self, room: int) -> list[Segment]:
        key_style = theme.styles(self.app.current_theme)["title"]
        cells: list[Segment] = []
        used = 1
        for key, label in self._hints:
            used += width.cells(key) + 1 + width.cells(label) + (2 if cells else 0)
            if used > room:
                break
            cells += [Segment("  ")] if cells else []
            cells += [Segment(key, key_style), Segment(f" {label}")]
        return cells
