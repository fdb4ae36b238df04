"""The columns of a list of records: which of them fit, and what each says of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rich.segment import Segment

from otui import theme
from otui.text import safe, times, width
from otui.text.i18n import N_, _
from otui.widgets.glyphs import glyphs
from otui.widgets.rowpaint import RowFlags

if TYPE_CHECKING:
    from otui.app import OtuiApp

LEAST = 34
"""Columns give way until the one that takes what is left has so many cells."""
Said = tuple[str, str]
"""A text and its role; see `otui.theme.styles`."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `room` is its width, 0 takes what is left; the highest `rank` gives way first.

    `say` gives the text and its role from a row and the app. `least` is the width it shrinks to before it gives way.
    """

    title: str
    room: int
    rank: int
    say: Callable[[Any, OtuiApp], Said]
    right: bool = False
    least: int = 0


class ColumnPainter:
    """Draws rows by columns."""

    def __init__(self, app: OtuiApp, columns: Sequence[Column], *, least: int = LEAST) -> None:
        self._app = app
        self._columns = tuple(columns)
        self._least = least

    def paint(self, row: Any, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = theme.styles(self._app.current_theme)
        more = glyphs(self._app.ascii_only).ellipsis
        for column, room in self._fitting(columns):
            text, role = column.say(row, self._app)
            cell = width.fit(safe.line(text), room, "right" if column.right else "left", more=more)
            yield Segment(cell + " ", styles.get(role))

    def header(self, columns: int) -> str:
        """Return the line that names the columns."""
        return " ".join(
            width.fit(_(column.title) if column.title else "", room, "right" if column.right else "left")
            for column, room in self._fitting(columns)
        )

    def _fitting(self, room: int) -> list[tuple[Column, int]]:
        rooms = {column: column.room for column in self._columns}

        def spare() -> int:
            return room - sum(cells + 1 for cells in rooms.values() if cells)

        while spare() < self._least and len(rooms) > 2:
            worst = max((column for column in rooms if column.room), key=lambda column: column.rank)
            if rooms[worst] > worst.least > 0:
                rooms[worst] = worst.least
            else:
                del rooms[worst]
        left = max(1, spare() - 1)
        return [(column, cells or left) for column, cells in rooms.items()]


# -- columns that most kinds have ------------------------------------------------------------------------------------


def _level(row: Any, app: OtuiApp) -> Said:
    role = ("strong", "", "", "muted")[min(row.level_rank, 3)]
    return (app.level_label(row.level), role) if row.level else (glyphs(app.ascii_only).dash, "muted")


def _owner(row: Any, app: OtuiApp) -> Said:
    if not row.owner:
        return glyphs(app.ascii_only).dash, "muted"
    return row.owner, "title" if row.owner_id == app.agent_id else ""


def _age(row: Any, app: OtuiApp) -> Said:
    return times.countdown(app.now - row.updated_at), "muted"


NUMBER = Column(N_("number"), 8, 1, lambda row, _app: (row.number, "muted"))
LEVEL = Column(N_("level"), 7, 4, _level)
SUBJECT = Column(N_("subject"), 0, 0, lambda row, _app: (row.subject, ""))
QUEUE = Column(N_("queue"), 14, 6, lambda row, _app: (row.queue, "muted"))
OWNER = Column(N_("owner"), 8, 3, _owner, least=5)
CHANGED = Column(N_("changed"), 8, 5, _age, right=True)
