"""How an entry beside the list is drawn: its name indented, its figures right-aligned under their headings."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.segment import Segment
from rich.style import Style

from otui.screens.overview.views import SideRow
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.glyphs import Glyphs
from otui.widgets.rowpaint import RowFlags

FIGURE = 5
NARROW = 28
"""Below this many cells the middle figure gives way."""


def figure(number: int) -> str:
    """Return a count in at most four cells: 999, 1.2k, 31k."""
    if number < 1_000:
        return str(number)
    return f"{number / 1000:.1f}k" if number < 9_950 else f"{number // 1000}k"


def figure_places(count: int, room: int) -> tuple[int, ...]:
    """Return which figures of an entry fit: the first and the one that burns go before the one between."""
    return tuple(range(count)) if room >= NARROW or count < 3 else (0, 2)


class SidePainter:
    """Draws entries; the last of three figures is what burns, and is loud when it is not zero."""

    def __init__(self, signs: Glyphs, styles: Callable[[], dict[str, Style]], ascii_only: bool) -> None:
        self._signs = signs
        self._styles = styles
        self._marks = ("+", "-") if ascii_only else ("▸", "▾")

    def paint(self, row: SideRow, width: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of an entry."""
        styles = self._styles()
        places = figure_places(len(row.figures), width)
        room = max(4, width - FIGURE * len(places))
        yield Segment(self._label(row, room), styles["strong"] if row.id < 0 else None)
        for place in places:
            number = row.figures[place]
            burning = place == 2 and number > 0
            text = figure(number)
            yield Segment(
                text.rjust(FIGURE), styles["alarm"] if burning else styles["muted"] if place else None
            )

    def _label(self, row: SideRow, room: int) -> str:
        mark = (self._marks[0] if row.folded else self._marks[1]) + " " if row.parent else "  "
        return width.fit("  " * row.depth + mark + safe.line(row.label), room, more=self._signs.ellipsis)

    def header(self, side: str, room: int) -> str:
        """Return the line that names the figures."""
        if side != "queues":
            return width.fit("  " + _("state"), max(4, room - FIGURE)) + width.fit(_("n"), FIGURE, "right")
        titles = (_("open"), _("free"), self._signs.escalated)
        shown = [titles[place] for place in figure_places(len(titles), room)]
        return width.fit("  " + _("queues"), max(4, room - FIGURE * len(shown))) + "".join(
            width.fit(title, FIGURE, "right") for title in shown
        )
