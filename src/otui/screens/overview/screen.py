"""The overview screen: entries beside the list, the list, and a preview that follows the cursor."""

from __future__ import annotations

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Horizontal, Vertical
from textual.timer import Timer

from otui import theme
from otui.desk.live import Change
from otui.desk.office import absence
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.views import lists
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.overview.actions import OverviewActions
from otui.screens.overview.feed import ListFeed
from otui.screens.overview.header import LineOfText
from otui.screens.overview.preview import show_preview
from otui.screens.overview.side import SidePainter
from otui.screens.overview.views import SideRow, ViewSpec, section_of, shipped_views
from otui.screens.verbs import TicketVerbs
from otui.screens.verbs.doing import came
from otui.screens.verbs.verdicts import PASSED_ON
from otui.text.i18n import _
from otui.widgets.glyphs import glyphs
from otui.widgets.lines import LinesView
from otui.widgets.paging import RowWindow
from otui.widgets.status_line import StatusLine
from otui.widgets.ticket_row import TicketPainter
from otui.widgets.virtual_list import VirtualList

PREVIEW_AFTER = 0.2
"""Seconds the cursor rests on a ticket before its preview is read: walking through a list sends no previews."""
PLACE = 14
"""Cells for the place in the list: "12345 / 50000", and one beside it."""


class OverviewScreen(OverviewActions, TicketVerbs, DeskScreen):
    """All lists of tickets. Changing view changes what is asked for; no screen is pushed."""

    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "ticket.take",
        "ticket.reply",
        "ticket.note",
        "ticket.move",
        "ticket.line_up",
        "ticket.wait",
        "ticket.resolve",
        "ticket.priority",
        "ticket.new",
        "find.search",
    )

    def __init__(self) -> None:
        super().__init__(id="overview")
        self.views: dict[str, ViewSpec] = shipped_views(0)
        self.view = self.views["queues"]
        self.folded: frozenset[int] = frozenset()
        self._preview_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the panes; nothing is read yet."""
        app = self.otui
        signs = glyphs(app.ascii_only)
        self.painter = TicketPainter(
            lambda: app.now,
            signs,
            lambda: theme.styles(app.current_theme),
            lambda: app.agent_id,
            app.level_label,
            here=app.presence.mark,
        )
        self.side_painter = SidePainter(signs, lambda: theme.styles(app.current_theme), app.ascii_only)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="major")
        with Horizontal(id="body"):
            with Vertical(id="beside"):
                yield LineOfText(id="side-head")
                yield SideList(self.side_painter, ascii_only=app.ascii_only, id="side")
            with Container(id="content"):
                with Vertical(id="main"):
                    with Horizontal(id="top"):
                        yield LineOfText(id="head")
                        yield LineOfText(id="place")
                    yield LineOfText(id="columns")
                    yield TicketList(self.painter, ascii_only=app.ascii_only, id="list")
                yield PreviewPane(at_end=True, ascii_only=app.ascii_only, id="preview")
        yield from self.compose_frame()

    # -- parts -----------------------------------------------------------------------------------------------------

    @property
    def tickets(self) -> VirtualList[TicketRow]:
        """The list of tickets."""
        return self.query_one("#list", VirtualList)

    @property
    def side(self) -> VirtualList[SideRow]:
        """The entries beside it."""
        return self.query_one("#side", VirtualList)

    @property
    def preview(self) -> LinesView:
        """What the ticket under the cursor says."""
        return self.query_one("#preview", LinesView)

    # -- starting --------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Read everything for the first time."""
        self.tickets.focus()
        self.feed = ListFeed(self)
        self.views = shipped_views(self.otui.agent_id)
        self.folded = frozenset()
        self.show_view(self.view.id)
        self.background(self.load_saved())
        self.show_keys()

    # -- showing ---------------------------------------------------------------------------------------------------

    def show_view(self, name: str) -> None:
        """Show one of the overviews; a view keeps its entry, order and columns."""
        self.views[self.view.id] = self.view
        self.view = self.views[name]
        self.query_one("#beside").set_class(bool(self.view.side), "-shown")
        self.painter.columns = self.view.columns
        window: RowWindow[TicketRow] = RowWindow(
            section_of=section_of(lambda: self.otui.now) if self.view.sectioned and self.by_due else None
        )
        window.generation = self.tickets.window.generation
        self.tickets.window = window
        if not self.view.side or self.focused is None:
            self.tickets.focus()
        self.feed.reload(keep=False)
        self.show_head()

    @property
    def by_due(self) -> bool:
        """Whether the list is sorted by due time, soonest first: what sections are for."""
        return self.view.order == lists.Order("due")

    def change_view(self, view: ViewSpec) -> None:
        """Show the same overview otherwise: another entry, order or columns."""
        self.view = self.views[view.id] = view
        self.show_view(view.id)

    def show_head(self) -> None:
        """Say what the list holds, how it is sorted, and where the cursor is."""
        window = self.tickets.window
        title = self.entry_label() if self.view.side else _(self.view.title)
        order = _(lists.ORDER_TITLES[self.view.order.by])
        if self.view.order.descending:
            order = _("{order}, reversed").format(order=order)
        place = f"{window.cursor_position + 1} / {window.total}" if window.total else "0"
        marks = window.marks.count(window.total)
        right = [order]
        if self.view.id == "mine" and (others := self._stood_in_for()):
            right.insert(0, f"{self.otui.keymap.label('view.theirs')} {others}")
        if marks:
            right.insert(0, _("{n} marked").format(n=marks))
        arrived = ""
        if window.arrivals:
            sign = glyphs(self.otui.ascii_only).arrivals
            arrived = _("{sign} {n} new").format(sign=sign, n=window.arrivals)
        self.query_one("#head", LineOfText).show(title, "   ".join(right), "title", loud=arrived)
        # In a widget of its own: what changes with every move of the cursor is sent from its widget's start.
        self.query_one("#place", LineOfText).show(place.rjust(PLACE))
        self.query_one("#columns", LineOfText).show(
            "  " + self.painter.header(max(1, self.tickets.size.width - 2))
        )
        self.query_one("#side-head", LineOfText).show(
            "  " + self.side_painter.header(self.view.side, max(1, self.side.size.width - 2))
        )

    def _stood_in_for(self) -> str:
        """Return the logins of those whom this agent stands in for now."""
        desk = self.live.desk
        return ", ".join(
            one.login for one in absence.stood_in_for(desk.directory, desk.agent.id, self.otui.now)
        )

    def entry_label(self) -> str:
        """Return the name of the chosen entry beside the list."""
        row = self.side.window.row(self.view.entry)
        return row.label if row is not None else _(self.view.title)

    def show_major(self, said: tuple[str, str]) -> None:
        """Say over everything which major incident stands, or is proposed: a text and its role."""
        line = self.query_one_optional("#major", LineOfText)
        if line is not None:
            line.show(said[0], "", said[1])
            line.set_class(bool(said[0]), "-shown")

    def on_resize(self) -> None:
        """Lay the headings out anew."""
        self.call_after_refresh(self.show_head)

    # -- what happens ----------------------------------------------------------------------------------------------

    def on_rows_view_need_rows(self, message: VirtualList.NeedRows) -> None:
        """Read a page that came near the view."""
        if message.source is self.tickets:
            self.feed.load_page(message.request)

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Follow the cursor: an entry changes the list, a ticket the preview."""
        if message.source is self.side:
            if message.row.id != self.view.entry and self.side.has_focus:
                self.change_entry(message.row.id)
            return
        self.preview_soon()

    def change_entry(self, entry: int) -> None:
        """Show the tickets of an entry."""
        self.view = self.views[self.view.id] = replace(self.view, entry=entry)
        self.feed.reload(keep=False)
        self.show_head()

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open a ticket, or go from an entry to its list."""
        if message.source is self.side:
            self.do_pane_right()
        else:
            self.otui.open_ticket(message.row.id, self)

    def on_virtual_list_marks_changed(self) -> None:
        """Say how many are marked."""
        self.show_head()

    def preview_soon(self) -> None:
        """Read the preview once the cursor rests."""
        if self._preview_timer is not None:
            self._preview_timer.stop()
        if self.preview.display:
            self._preview_timer = self.set_timer(PREVIEW_AFTER, lambda: self.background(show_preview(self)))

    def desk_changed(self, changes: list[Change]) -> None:
        """Bring the rows in view up to date, where they stand."""
        if hasattr(self, "feed"):
            self.feed.changed(changes)
        if any(change.verb == "changes-done" for change in changes):
            self.background(self._tell_coordinator(changes))

    async def _tell_coordinator(self, changes: list[Change]) -> None:
        from otui.screens.problems import telling

        await telling.look(self.otui, changes)

    def presence_changed(self, ticket_ids: set[int]) -> None:
        """Show who is on which ticket: a few cells of each row change."""
        self.second_passed()

    def second_passed(self) -> None:
        """Let the countdowns run."""
        listed = self.query_one_optional("#list", VirtualList)
        if listed is not None and listed.window.total:
            listed.tick()

    def acted(self, results: list[Result]) -> None:
        """Show at once what this agent did: what left the list goes, the cursor comes to the next."""
        touched = {result.ticket_id for result in results}
        done = {result.ticket_id for result in results if result.verb in PASSED_ON}
        self.feed.own(touched | {one for result in results for one in result.also}, done)

    # -- for the verbs ---------------------------------------------------------------------------------------------

    async def targets(self) -> list[TicketRow]:
        """Return the tickets that a verb acts on: the marked ones, else the one under the cursor."""
        await came(lambda: not self.tickets.window.loading)
        marked = self.tickets.marked
        if not marked.ids and not marked.everything:
            return [self.tickets.row] if self.tickets.row is not None else []
        ids = list(marked.ids)
        if marked.everything:
            every = await self.live.read(lists.ids_of, self.feed.only())
            ids = [one for one in every if one not in marked.ids]
            # By name from here on: what is refused stays marked, what arrives meanwhile is not.
            self.tickets.window.marks.clear()
            self.tickets.window.marks.set(ids)
        rows = await self.live.read(lists.rows_by_id, ids)
        return [rows[one] for one in ids if one in rows]

    def unmark(self, ids: set[int]) -> None:
        """Take the marks off tickets that a verb was done to; refused ones stay marked."""
        self.tickets.window.marks.forget(ids)
        self.tickets.refresh()
        self.show_head()


class TicketList(VirtualList[TicketRow]):
    """The list of tickets, where ticket keys work."""

    contexts = (Context.LIST,)

    def watch_cursor(self) -> None:
        """Tell the place in the same frame as the cursor's move: a message later would be a frame later."""
        if isinstance(self.screen, OverviewScreen):
            self.screen.show_head()


class SideList(VirtualList[SideRow]):
    """The entries beside the list."""

    contexts = (Context.SIDE,)


class PreviewPane(LinesView, can_focus=False):
    """The preview: it is scrolled from the list and never has focus."""
