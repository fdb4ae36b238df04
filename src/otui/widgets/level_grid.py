"""Impact down, urgency across: two digits choose a level, and its due times are shown before Enter."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static

from otui import theme
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.dialog import Dialog, hint, plain, title


@dataclass(frozen=True, slots=True)
class Factor:
    """A step of impact or urgency: its value, which is also its digit, and what it means."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a pair of factors comes to: the level's word, and its times in short."""

    level: str
    times: str = ""


class LevelGrid(Dialog[tuple[int, int] | None]):
    """Gives (impact, urgency), or None on Esc. `follow` words the due times that a pair would bring."""

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        ("up,k", "step(-1, 0)"),
        ("down,j", "step(1, 0)"),
        ("left,h", "step(0, -1)"),
        ("right,l", "step(0, 1)"),
        ("enter", "take"),
    ]
    DEFAULT_CSS = """
    LevelGrid > Vertical { width: 100; }
    """

    def __init__(
        self,
        impacts: Sequence[Factor],
        urgencies: Sequence[Factor],
        cell: Callable[[int, int], Cell],
        *,
        start: tuple[int, int],
        follow: Callable[[int, int], Sequence[str]] | None = None,
    ) -> None:
        super().__init__()
        self._impacts, self._urgencies = tuple(impacts), tuple(urgencies)
        self._cell = cell
        self._follow = follow
        self._start = start
        self._digits = ""

    def parts(self) -> Iterable[Widget]:
        """Make the grid and the lines under it."""
        keys = _("Two digits choose: impact, then urgency. Arrows too. Enter takes it.")
        self._grid = _Grid(self._impacts, self._urgencies, self._cell, self._start)
        return title(_("Impact and urgency")), self._grid, Static("", id="follow"), hint(keys)

    def on_mount(self) -> None:
        """Show what the present level brings."""
        self._chosen()

    def on_key(self, event: events.Key) -> None:
        """Choose by digits: the first is the impact, the second the urgency; a third begins again."""
        if event.character is None or not event.character.isdecimal():
            return
        event.stop()
        down = len(self._digits) != 1
        factors = self._impacts if down else self._urgencies
        place = next((n for n, f in enumerate(factors) if str(f.value) == event.character), None)
        if place is None:
            return
        self._digits = event.character if down else self._digits + event.character
        self._grid.put(place if down else None, None if down else place)
        self._chosen()

    def action_step(self, down: int, right: int) -> None:
        """Go to the next cell."""
        self._digits = ""
        self._grid.put(self._grid.row + down, self._grid.column + right)
        self._chosen()

    def action_take(self) -> None:
        """Give back the pair that is shown."""
        self.dismiss(self._grid.pair)

    def _chosen(self) -> None:
        lines = self._follow(*self._grid.pair) if self._follow is not None else ()
        self.query_one("#follow", Static).update(plain("\n".join(lines)))


class _Grid(Widget):
    """Draws the cells: level above, times beneath; the chosen one reversed."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "_Grid { height: auto; margin: 1 0; }"

    def __init__(
        self,
        impacts: tuple[Factor, ...],
        urgencies: tuple[Factor, ...],
        cell: Callable[[int, int], Cell],
        start: tuple[int, int],
    ) -> None:
        super().__init__()
        self._impacts, self._urgencies, self._cell = impacts, urgencies, cell
        self.row = next((n for n, f in enumerate(impacts) if f.value == start[0]), 0)
        self.column = next((n for n, f in enumerate(urgencies) if f.value == start[1]), 0)

    @property
    def pair(self) -> tuple[int, int]:
        """The chosen factors."""
        return self._impacts[self.row].value, self._urgencies[self.column].value

    def put(self, row: int | None, column: int | None) -> None:
        """Choose a cell, as near as the grid goes; None leaves that side as it is."""
        if row is not None:
            self.row = max(0, min(row, len(self._impacts) - 1))
        if column is not None:
            self.column = max(0, min(column, len(self._urgencies) - 1))
        self.refresh()

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """Return two lines a row, and the heads."""
        return 2 + 2 * len(self._impacts)

    def render_line(self, y: int) -> Strip:
        """Return a line: heads first, then two for each impact."""
        room, styles = self.size.width, theme.styles(self.app.current_theme)
        longest = 3 + max(width.cells(safe.line(impact.label)) for impact in self._impacts)
        side = max(10, min(longest, room - 14 * len(self._urgencies)))
        each = max(4, (room - side) // max(1, len(self._urgencies)))
        if y < 2:
            cells = [Segment(" " * side)]
            for at, urgency in enumerate(self._urgencies):
                text = f" {urgency.value}" if y == 0 else f" {safe.line(urgency.label)}"
                style = styles["strong" if y == 0 or at == self.column else "muted"]
                cells.append(Segment(width.fit(text, each - 1) + " ", style))
        else:
            cells = self._impact_line(*divmod(y - 2, 2), side, each, styles)
        return Strip(cells).apply_style(self.rich_style).adjust_cell_length(room, self.rich_style)

    def _impact_line(
        self, row: int, half: int, side: int, each: int, styles: dict[str, Style]
    ) -> list[Segment]:
        impact = self._impacts[row]
        head = f"{impact.value} {safe.line(impact.label)}" if half == 0 else ""
        cells = [Segment(width.fit(head, side - 1) + " ", styles["strong"] if row == self.row else None)]
        for at, urgency in enumerate(self._urgencies):
            found = self._cell(impact.value, urgency.value)
            text = safe.line(found.level if half == 0 else found.times)
            style = styles["strong"] if half == 0 else styles["muted"]
            if (row, at) == (self.row, self.column):
                style = Style(reverse=True, bold=half == 0)
            cells += [Segment(width.fit(f" {text}", each - 1), style), Segment(" ")]
        return cells
