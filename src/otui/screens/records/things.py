"""What belongs to a record, as rows: each is opened by Enter."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.segment import Segment
from textual.geometry import Size

from otui import theme
from otui.desk.records.ties import TieRow
from otui.desk.words import record_name, state_name, step_name
from otui.keys.model import Context
from otui.text import safe, width
from otui.widgets.laid_run import LaidRun
from otui.widgets.lines import LinesView
from otui.widgets.rowpaint import RowFlags
from otui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from otui.screens.records.record import RecordScreen

WHAT, NUMBER, STATE = 10, 9, 12


@dataclass(frozen=True, slots=True)
class Thing:
    """Something that a record is tied to, as a row that Enter opens. `what` says what it is to the record."""

    id: int
    version: int
    what: str
    tie: TieRow


class RecordText(LinesView):
    """What a record says."""

    contexts: tuple[Context, ...] = ()


class AboutText(LinesView):
    """What stands beside the text: as high as its lines are, once they are wrapped."""

    contexts: tuple[Context, ...] = ()

    @property
    def is_cut(self) -> bool:
        """Whether there is more of it than is in view."""
        room = self.size
        return self.display and 0 < room.height < self.get_content_height(room, room, room.width)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Return how many lines it takes."""
        run = LaidRun(self.blocks)
        run.begin(0, width)
        while run.append():
            pass
        return len(run.lines)


class ThingList(VirtualList[Thing]):
    """What belongs to a record."""

    contexts: tuple[Context, ...] = ()


class ThingPainter:
    """Draws what a record is tied to."""

    def __init__(self, screen: RecordScreen) -> None:
        self._screen = screen

    def paint(self, row: Thing, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells: what it is, its number, its subject, where it stands."""
        styles = theme.styles(self._screen.app.current_theme)
        one = row.tie
        state = state_name(one.state) if one.other == "ticket" else step_name(one.state)
        wide = columns >= WHAT + NUMBER + STATE + 20
        if not wide and row.what != record_name(one.other):
            state = row.what
        if wide:
            yield Segment(width.fit(row.what, WHAT - 1) + " ", styles["muted"])
        yield Segment(width.fit(safe.line(one.number), NUMBER - 1) + " ", styles["strong"])
        room = columns - NUMBER - STATE - (WHAT if wide else 0)
        yield Segment(width.fit(safe.line(one.subject), max(1, room - 1)) + " ")
        yield Segment(width.fit(safe.line(state), STATE), styles["muted"])
