"""One contact: who they are, and their tickets, open and former, to work on from here."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from otui import theme
from otui.desk.desk import View
from otui.desk.live import Change
from otui.desk.results import Result
from otui.desk.rows import ContactRow, TicketRow
from otui.desk.views import lists, people
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import MarkMoves
from otui.screens.new_ticket.screen import NewTicketScreen
from otui.screens.overview.screen import TicketList
from otui.screens.ticket.panel import contact_blocks
from otui.screens.verbs import TicketVerbs
from otui.text.i18n import _
from otui.widgets.glyphs import glyphs
from otui.widgets.lines import LinesView
from otui.widgets.paging import RowWindow
from otui.widgets.status_line import StatusLine
from otui.widgets.ticket_row import TicketPainter
from otui.widgets.virtual_list import VirtualList

MOST = 500
"""Tickets of one contact that are shown; the newest of them."""


def read_person(view: View, contact_id: int) -> tuple[ContactRow | None, list[TicketRow]]:
    """Return a contact and their tickets: the open ones by due time, then the others, newest first."""
    contact = people.contact(view, contact_id, limit=MOST)
    if contact is None:
        return None, []
    rows = lists.rows_by_id(
        view, [link.ticket_id for link in (*contact.open_tickets, *contact.former_tickets)]
    )
    opened = [rows[link.ticket_id] for link in contact.open_tickets if link.ticket_id in rows]
    former = [rows[link.ticket_id] for link in contact.former_tickets if link.ticket_id in rows]
    return contact, sorted(opened, key=lambda row: row.sort_key) + former


class PersonScreen(MarkMoves, TicketVerbs, DeskScreen):
    """Lists a contact's tickets."""

    CSS_PATH = "people.tcss"
    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open",
        "ticket.new",
        "ticket.take",
        "ticket.reply",
        "ticket.note",
        "ticket.resolve",
        "nav.back",
    )

    def __init__(self, contact_id: int) -> None:
        super().__init__()
        self._contact_id = contact_id

    def compose(self) -> ComposeResult:
        """Lay out who they are over their tickets."""
        app = self.otui
        painter = TicketPainter(
            lambda: app.now,
            glyphs(app.ascii_only),
            lambda: theme.styles(app.current_theme),
            lambda: app.agent_id,
            app.level_label,
        )
        painter.columns = ("due", "flag", "number", "subject", "state", "owner")
        window: RowWindow[TicketRow] = RowWindow(section_of=_section)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        about = LinesView(ascii_only=app.ascii_only, id="about")
        about.can_focus = False
        yield about
        key = app.keymap.label("ticket.new")
        empty = _("No ticket of theirs yet. {key} makes one.").format(key=key)
        yield TicketList(painter, window, empty_text=empty, ascii_only=app.ascii_only, id="theirs")
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[TicketRow]:
        """Their tickets."""
        return self.query_one("#theirs", TicketList)

    def on_mount(self) -> None:
        """Read them."""
        self.moved_list.focus()
        self.otui.show_status()

    def on_screen_resume(self) -> None:
        """Read again: a ticket may have been made."""
        super().on_screen_resume()
        self.background(self._read())

    async def _read(self) -> None:
        contact, rows = await self.live.read(read_person, self._contact_id)
        if contact is None:
            self.dismiss()
            return
        bare = ContactRow(
            contact.id,
            contact.name,
            contact.email,
            contact.phone,
            contact.lang,
            contact.customer_id,
            contact.customer,
            contact.note,
            open_count=contact.open_count,
            former_count=contact.former_count,
        )
        self.query_one("#about", LinesView).show(contact_blocks(bare))
        shown = self.moved_list
        shown.set_window(shown.new_view(), rows, len(rows), keep=True)

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open the ticket."""
        self.otui.open_ticket(message.row.id, self)

    def do_ticket_new(self, text: str = "") -> None:
        """Make a ticket of theirs."""
        self.otui.push_screen(NewTicketScreen(text, self._contact_id))

    def do_nav_back(self) -> None:
        """Take marks away; then go back."""
        if not self.moved_list.clear_marks():
            self.dismiss()

    # -- for the verbs ---------------------------------------------------------------------------------------------

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again what changed."""
        if self.is_mounted and any(
            change.entered or self.moved_list.window.row(change.ticket_id or 0) for change in changes
        ):
            self.background(self._read())

    def second_passed(self) -> None:
        """Let the countdowns run."""
        if self.is_mounted and self.moved_list.window.total:
            self.moved_list.tick()

    async def targets(self) -> list[TicketRow]:
        """Return the marked tickets, else the one under the cursor."""
        ids = list(self.moved_list.marked.ids)
        if not ids:
            return [self.moved_list.row] if self.moved_list.row is not None else []
        rows = await self.live.read(lists.rows_by_id, ids)
        return [rows[one] for one in ids if one in rows]

    def acted(self, results: list[Result]) -> None:
        """Show what was done, in the list behind too."""
        self.otui.overview.acted(results)
        self.background(self._read())

    def unmark(self, ids: set[int]) -> None:
        """Take the marks off tickets that a verb was done to."""
        self.moved_list.window.marks.forget(ids)
        self.moved_list.refresh()


def _section(row: TicketRow) -> str:
    return _("before") if row.state in ("resolved", "closed", "merged") else _("open")
