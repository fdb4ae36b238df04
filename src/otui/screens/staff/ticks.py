"""A list to tick off: the queues that an agent is on the team of, or the agents of a queue's team."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual import events, on
from textual.widget import Widget

from otui import theme
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.dialog import Dialog, hint, title
from otui.widgets.paging import RowWindow
from otui.widgets.rowpaint import RowFlags
from otui.widgets.virtual_list import VirtualList


@dataclass(frozen=True, slots=True)
class Tick:
    """One line: its id, its name, and whether it is ticked. `version` is that of the list."""

    id: int
    label: str
    ticked: bool = False
    version: int = 0


class TickList(Dialog[frozenset[int] | None]):
    """Gives the ids that are ticked when it is saved, or None on Esc."""

    AUTO_FOCUS = "VirtualList"
    DEFAULT_CSS = """
    TickList { & VirtualList { height: auto; min-height: 4; max-height: 14; margin-top: 1; background: $panel; }
        &:ansi VirtualList { background: ansi_default; } }
    """

    def __init__(self, heading: str, ticks: Sequence[Tick], *, ascii_only: bool = False) -> None:
        super().__init__()
        self._heading = heading
        self._ticks = {tick.id: tick for tick in ticks}
        self._ascii = ascii_only

    def parts(self) -> Iterable[Widget]:
        """Make the title, the list and its keys."""
        rows: VirtualList[Tick] = VirtualList(self, RowWindow(), ascii_only=self._ascii)
        rows.styles.height = min(14, max(4, len(self._ticks)))
        return title(self._heading), rows, hint(_("space ticks · enter saves · esc leaves it as it was"))

    @property
    def rows(self) -> VirtualList[Tick]:
        """The list."""
        return self.query_one(VirtualList)

    def on_mount(self) -> None:
        """Show the list."""
        self.rows.set_window(self.rows.new_view(), list(self._ticks.values()), len(self._ticks))

    def paint(self, row: Tick, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Draw a line."""
        styles = theme.styles(self.app.current_theme)
        sign = ("x" if self._ascii else "✓") if row.ticked else " "
        yield Segment(f"[{sign}] ", styles["accent"] if row.ticked else styles["muted"])
        yield Segment(width.fit(safe.clean(row.label), max(1, columns - 4)))

    @on(VirtualList.Opened)
    def clicked(self, event: VirtualList.Opened) -> None:
        """Tick what was clicked twice."""
        event.stop()
        self._toggle()

    def on_key(self, event: events.Key) -> None:
        """Walk, tick, save."""
        match event.key:
            case "down" | "j":
                self.rows.move(1)
            case "up" | "k":
                self.rows.move(-1)
            case "pagedown":
                self.rows.page(1)
            case "pageup":
                self.rows.page(-1)
            case "space":
                self._toggle()
                self.rows.move(1)
            case "enter" | "ctrl+s" | "ctrl+j":
                self.dismiss(frozenset(tick.id for tick in self._ticks.values() if tick.ticked))
            case _:
                return
        event.stop()

    def _toggle(self) -> None:
        row = self.rows.row
        if row is not None:
            now = Tick(row.id, row.label, not row.ticked, row.version + 1)
            self._ticks[row.id] = now
            self.rows.update_rows([now])
