"""A list of tickets that belong together for a reason: like one, of a group, children. Every ticket key works in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult

from otui import theme
from otui.desk.desk import View
from otui.desk.live import SIGHT, Change
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.views import lists
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import MarkMoves
from otui.screens.overview.header import LineOfText
from otui.screens.verbs import TicketVerbs
from otui.text.i18n import _
from otui.widgets.glyphs import glyphs
from otui.widgets.status_line import StatusLine
from otui.widgets.ticket_row import TicketPainter
from otui.widgets.virtual_list import VirtualList

COLUMNS = ("age", "state", "number", "subject", "owner")
WIDE = ("age", "state", "number", "subject", "contact", "queue", "owner")
WIDE_FROM = 110
"""Cells from which there is room for whom they are of, and where they wait."""
Read = Callable[[View], Sequence[int]]
"""Reads the ids of the tickets, in their order."""


class BelongingList(VirtualList[TicketRow]):
    """The tickets, where ticket keys work."""

    contexts = (Context.LIST,)


class TicketsScreen(MarkMoves, TicketVerbs, DeskScreen):
    """The tickets that `read` names, under `title`. Esc takes marks away, then goes back."""

    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open",
        "mark.toggle",
        "mark.all",
        "ticket.problem",
        "ticket.major",
        "ticket.merge",
        "ticket.take",
        "ticket.reply",
        "nav.back",
    )

    def __init__(self, title: str, read: Read, empty: str = "") -> None:
        super().__init__()
        self._title = title
        self._read_ids = read
        self._empty = empty or _("Nothing here.")

    def compose(self) -> ComposeResult:
        """Lay out title, headings and list."""
        app = self.otui
        self.painter = TicketPainter(
            lambda: app.now,
            glyphs(app.ascii_only),
            lambda: theme.styles(app.current_theme),
            lambda: app.agent_id,
            app.level_label,
            here=app.presence.mark,
        )
        self.painter.columns = COLUMNS
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="head")
        yield LineOfText(id="columns")
        yield BelongingList(self.painter, empty_text=self._empty, ascii_only=app.ascii_only, id="belonging")
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[TicketRow]:
        """The tickets."""
        return self.query_one("#belonging", BelongingList)

    def on_mount(self) -> None:
        """Read them."""
        self.moved_list.focus()
        self.otui.show_status()
        self.show_head()
        self._again(keep=False)

    def on_resize(self) -> None:
        """Lay the columns out anew."""
        self.painter.columns = WIDE if self.size.width >= WIDE_FROM else COLUMNS
        self.call_after_refresh(self.show_head)

    def show_head(self) -> None:
        """Say what the list holds and how many are marked."""
        window = self.moved_list.window
        marks = window.marks.count(window.total)
        right = _("{n} marked").format(n=marks) + "   " if marks else ""
        self.query_one("#head", LineOfText).show(f" {self._title}", f"{right}{window.total} ", "title")
        room = max(1, self.moved_list.size.width - 2)
        self.query_one("#columns", LineOfText).show("  " + self.painter.header(room))

    # -- data ------------------------------------------------------------------------------------------------------

    def _again(self, *, keep: bool) -> None:
        self.background(self._read(self.moved_list.new_view(), keep=keep))

    async def _read(self, generation: int, *, keep: bool) -> None:
        try:
            rows = await self.live.read(_rows, self._read_ids)
        except OtuiError as problem:  # the ticket that they are like went out of sight
            self.otui.tell_error(problem)
            rows = []
        self.moved_list.set_window(generation, rows, len(rows), keep=keep)
        self.show_head()

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again where one of them changed, or another may have come to them."""
        if not self.is_mounted:
            return
        window = self.moved_list.window
        if any(
            change.topic == SIGHT or (change.ticket_id and (change.entered or window.row(change.ticket_id)))
            for change in changes
        ):
            self._again(keep=True)

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open the ticket."""
        self.otui.open_ticket(message.row.id, self)

    def on_virtual_list_marks_changed(self) -> None:
        """Say how many are marked."""
        self.show_head()

    def do_nav_back(self) -> None:
        """Take marks away, or go back."""
        if not self.moved_list.clear_marks():
            self.dismiss()

    def do_app_refresh(self) -> None:
        """Read them again."""
        self._again(keep=True)

    def second_passed(self) -> None:
        """Let ages and countdowns run."""
        self.moved_list.tick()

    # -- for the verbs ---------------------------------------------------------------------------------------------

    @property
    def tickets(self) -> VirtualList[Any]:
        """The list that the next and the previous ticket are taken from."""
        return self.moved_list

    async def targets(self) -> list[TicketRow]:
        """Return the marked tickets, else the one under the cursor."""
        marked = self.moved_list.marked
        window = self.moved_list.window
        if marked.everything:
            return [row for row in window.rows if row.id not in marked.ids]
        ids = list(marked.ids) or ([self.moved_list.row.id] if self.moved_list.row is not None else [])
        rows = await self.live.read(lists.rows_by_id, ids)
        return [rows[one] for one in ids if one in rows]

    def acted(self, results: list[Result]) -> None:
        """Show what was done, here and in the list behind."""
        self.otui.overview.acted(results)
        self._again(keep=True)

    def unmark(self, ids: set[int]) -> None:
        """Take the marks off tickets that a verb was done to."""
        self.moved_list.window.marks.forget(ids)
        self.moved_list.refresh()
        self.show_head()


def _rows(view: View, read: Read) -> list[TicketRow]:
    ids = read(view)
    rows = lists.rows_by_id(view, ids)
    return [rows[one] for one in ids if one in rows]
