"""The agenda of a meeting of the board: the changes in their order, and beside them what the board has to know."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from otui.desk.desk import View
from otui.desk.live import SIGHT, Change
from otui.desk.results import Result
from otui.desk.views import meetings as views
from otui.desk.views.meetings import MeetingCard, MeetingRow
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.cab.acts import CabActs
from otui.screens.cab.blocks import item_blocks, meeting_blocks
from otui.screens.cab.columns import COLUMNS, AgendaLine
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.screens.records.columns import ColumnPainter
from otui.text.i18n import N_, _, ngettext
from otui.widgets.blocks import Block, Paragraph
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

STATES = {"planned": N_("planned"), "held": N_("held"), "canceled": N_("called off")}
TOPICS = frozenset({"cab_meeting", "change", "agent", SIGHT})
"""What, when it changes, may read otherwise here."""


LEAST_SUBJECT = 24
"""Cells of a change's subject: what each says of it counts for more here."""


class AgendaList(VirtualList[AgendaLine]):
    """What is on the agenda, in its order."""

    contexts = (Context.CAB,)


def read_all(view: View, ref: int | None) -> tuple[tuple[MeetingRow, ...], MeetingCard | None, int]:
    """Return all meetings, the one that is shown (the next to come where none is named), and what waits for any."""
    rows = views.meetings(view)
    if ref is None and rows:
        ref = rows[0].id
    return rows, views.meeting(view, ref) if ref is not None else None, views.waiting(view)


class CabScreen(CabActs, ListMoves, DeskScreen):
    """Shows a meeting and lets its members say what they think, and its chair what was decided."""

    CSS_PATH = "cab.tcss"
    CONTEXTS = (Context.CAB, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "cab.approve",
        "cab.reject",
        "cab.defer",
        "cab.decide",
        "cab.item_minutes",
        "nav.open",
        "cab.next",
        "nav.back",
    )
    UNPLANNED: ClassVar[tuple[str, ...]] = ("cab.new", "nav.open", "cab.next", "nav.back")
    """What the footer offers where nothing can be decided."""

    def __init__(self, meeting: int | None = None) -> None:
        super().__init__()
        self._wanted = meeting
        self.meetings: tuple[MeetingRow, ...] = ()
        self.card: MeetingCard | None = None
        self._waiting = 0
        self._reads = 0
        self._shown: tuple[int, int] = (0, 0)
        """Meeting and item that the text was last about."""

    def compose(self) -> ComposeResult:
        """Lay out the meeting's line, its agenda and the text."""
        app = self.otui
        self._painter = ColumnPainter(app, COLUMNS, least=LEAST_SUBJECT)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="cab-head")
        with Container(id="cab"):
            with Vertical(id="cab-agenda"):
                yield LineOfText(id="cab-columns")
                yield AgendaList(self._painter, ascii_only=app.ascii_only, id="agenda")
            text = LinesView(ascii_only=app.ascii_only, id="cab-text")
            text.can_focus = False
            yield text
        yield from self.compose_frame()

    # -- parts -----------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> VirtualList[AgendaLine]:
        """The agenda."""
        return self.query_one("#agenda", AgendaList)

    @property
    def moved_list(self) -> VirtualList[AgendaLine]:
        """The agenda."""
        return self.rows

    @property
    def text(self) -> LinesView:
        """What is said of the change under the cursor, and of the meeting."""
        return self.query_one("#cab-text", LinesView)

    # -- showing ---------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin with the next meeting."""
        self.rows.focus()
        self.otui.show_status()

    def on_screen_resume(self) -> None:
        """Read again: what was in front may have changed something."""
        super().on_screen_resume()
        self.background(self.read())

    def on_resize(self) -> None:
        """Lay the headings out anew."""
        self.call_after_refresh(self._show_head)

    async def read(self) -> None:
        """Read the meeting again; the cursor stays on its change."""
        self._reads += 1
        reads = self._reads
        found, card, waiting = await self.live.read(read_all, self._wanted)
        if reads != self._reads or not self.is_mounted:
            return
        self.meetings, self.card, self._waiting = found, card, waiting
        self._wanted = card.row.id if card is not None else None
        agenda = card.agenda if card is not None else ()
        lines = [AgendaLine(row.id, reads, place, row) for place, row in enumerate(agenda, 1)]
        self.rows.set_window(self.rows.new_view(self._empty()), lines, len(lines), keep=True)
        self._show_head()
        self._show_text()
        self.show_keys()

    def offered(self) -> tuple[str, ...]:
        """Offer to say and to decide only at a meeting that is planned."""
        planned = self.card is not None and self.card.row.state == "planned"
        return self.FOOTER if planned else self.UNPLANNED

    def _uncalled(self) -> str:
        """Return what waits for a meeting while none is planned; empty where nothing does."""
        if not self._waiting or any(row.state == "planned" for row in self.meetings):
            return ""
        return ngettext(
            "{n} change waits for the board; {key} calls a meeting.",
            "{n} changes wait for the board; {key} calls a meeting.",
            self._waiting,
        ).format(n=self._waiting, key=self.otui.keymap.label("cab.new"))

    def _empty(self) -> str:
        keymap = self.otui.keymap
        if self.card is None:
            none = _("No meeting is planned. {key} calls one.").format(key=keymap.label("cab.new"))
            return self._uncalled() or none
        return _(
            "Nothing is on the agenda. {fill} puts on it what waits for the board, {add} one change."
        ).format(fill=keymap.label("cab.fill"), add=keymap.label("cab.add"))

    def _show_head(self) -> None:
        if not self.is_mounted:
            return
        card = self.card
        left, right = _("Change advisory board"), ""
        if card is not None:
            state = _(STATES.get(card.row.state, card.row.state))
            done = _("{done} of {n} treated").format(done=card.row.decided, n=card.row.items)
            left = f"{card.row.name} · {state} · {done}"
            at = next((n for n, row in enumerate(self.meetings, 1) if row.id == card.row.id), 1)
            right = _("meeting {at} of {n}").format(at=at, n=len(self.meetings)) + " "
        self.query_one("#cab-head", LineOfText).show(f" {left}", right, "title")
        room = max(1, self.rows.size.width - 2)
        self.query_one("#cab-columns", LineOfText).show("  " + self._painter.header(room))

    def _show_text(self) -> None:
        card, line = self.card, self.rows.row
        if card is None:
            self.text.show(())
            return
        shown = (card.row.id, line.id if line is not None else 0)
        blocks = item_blocks(self.otui, line.row) if line is not None else []
        uncalled = self._uncalled()
        first: list[Block] = [Paragraph(uncalled, role="warning")] if uncalled else []
        self.text.show([*first, *blocks, *meeting_blocks(self.otui, card)], keep=shown == self._shown)
        self._shown = shown

    def on_virtual_list_highlighted(self) -> None:
        """Show the change that the cursor came to."""
        self._show_text()

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open the change."""
        self.otui.open_record("change", message.row.row.change_id)

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again what others said meanwhile."""
        if self.is_mounted and any(change.topic in TOPICS for change in changes):
            self.background(self.read())

    def record_acted(self, result: Result) -> None:
        """Show what was done; a meeting that was called is shown itself."""
        if result.record == "cab_meeting" and result.verb == "new":
            self._wanted = result.record_id
        elif result.verb == "cancel":
            self._wanted = None
        self.background(self.read())

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_cab_next(self) -> None:
        """The next meeting."""
        self._turn(1)

    def do_cab_previous(self) -> None:
        """The meeting before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        ids = [row.id for row in self.meetings]
        if not ids:
            self.otui.tell(self._empty())
            return
        at = ids.index(self._wanted) if self._wanted in ids else 0
        self._wanted = ids[(at + by) % len(ids)]
        self.background(self.read())

    def do_preview_down(self) -> None:
        """Scroll the text down."""
        self.text.half_page(1)

    def do_preview_up(self) -> None:
        """Scroll the text up."""
        self.text.half_page(-1)

    def do_app_refresh(self) -> None:
        """Read it again."""
        self.background(self.read())

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()
