"""A line of plain text with something at its right: sends only the cells that change."""

from __future__ import annotations

from rich.segment import Segment
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from otui import theme
from otui.text import safe, width
from otui.widgets.rowpaint import changed_span


class LineOfText(Widget):
    """One line: `left`, and `right` against the other side."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    LineOfText { height: 1; width: 1fr; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self._text = ("", "", "muted", "")
        self._shown: Strip | None = None

    def show(self, left: str, right: str = "", role: str = "muted", *, loud: str = "") -> None:
        """Show these texts; `loud` stands before the right one and stands out."""
        if self._text == (left, right, role, loud):
            return
        self._text = (left, right, role, loud)
        old, self._shown = self._shown, None
        if old is None or old.cell_length != self.size.width:
            self.refresh()
            return
        span = changed_span(old, self._line())
        if span is not None:
            self.refresh(Region(span[0], 0, span[1] - span[0], 1))

    def notify_style_update(self) -> None:
        """Forget the colours of before."""
        super().notify_style_update()
        self._shown = None

    def render_line(self, y: int) -> Strip:
        """Return the line."""
        return self._line()

    def _line(self) -> Strip:
        room = self.size.width
        if self._shown is None or self._shown.cell_length != room:
            left, right, role, loud = self._text
            styles = theme.styles(self.app.current_theme)
            loud = f"{loud}   " if loud and right else loud
            if width.cells(loud + right) > room - 8:
                right = ""
            if width.cells(loud) > room - 8:
                loud = ""
            right_cells = width.cells(loud + right)
            spare = max(0, room - right_cells - 1) if right_cells else room
            cells = [Segment(width.fit(safe.clean(left).replace("\n", " "), spare), styles.get(role))]
            if right_cells:
                cells += [Segment(" "), Segment(loud, styles["warning"]), Segment(right, styles["muted"])]
            self._shown = Strip(cells).apply_style(self.rich_style).adjust_cell_length(room, self.rich_style)
        return self._shown
