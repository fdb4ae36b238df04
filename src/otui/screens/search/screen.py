"""Search as one types: a line, what it finds, and more of the ticket under the cursor."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, ClassVar
from weakref import WeakKeyDictionary

from textual import on
from textual.app import ComposeResult
from textual.timer import Timer
from textual.widgets import Input

from otui import theme
from otui.desk.live import SIGHT, Change
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.views import lists
from otui.desk.words import state_name
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import MarkMoves, TypingFooter
from otui.screens.overview.header import LineOfText
from otui.screens.search.finder import Finder
from otui.screens.search.rows import Found, FoundPainter
from otui.screens.verbs import TicketVerbs
from otui.text import safe, times
from otui.text.folding import terms_of
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph
from otui.widgets.glyphs import glyphs
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from otui.app import OtuiApp

REST = 0.015
"""Seconds that typing rests before what was typed is searched."""
REMEMBERED = 12

_recent: WeakKeyDictionary[OtuiApp, deque[str]] = WeakKeyDictionary()


class SearchLine(Input):
    """The line that is typed in; its keys also move the list below."""

    contexts = (Context.SEARCH,)


class FoundList(VirtualList[Found]):
    """What was found, where ticket keys work."""

    contexts = (Context.LIST,)


class SearchScreen(MarkMoves, TicketVerbs, TypingFooter, DeskScreen):
    """Finds tickets by words in any order and by parts of words. Esc goes back to where one was."""

    CSS_PATH = "search.tcss"
    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open",
        "pane.next",
        "nav.back",
        "ticket.take",
        "ticket.reply",
        "ticket.note",
        "ticket.move",
        "ticket.resolve",
        "mark.toggle",
    )

    def __init__(self, words: str = "") -> None:
        super().__init__()
        self._words = safe.line(words)
        self._searches = 0
        self._timer: Timer | None = None
        self._finder: Finder | None = None

    def compose(self) -> ComposeResult:
        """Lay out the line, the list and what is known of the ticket under the cursor."""
        app = self.otui
        signs = glyphs(app.ascii_only)
        painter = FoundPainter(lambda: app.now, signs, lambda: theme.styles(app.current_theme))
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="head")
        hint = _("words, a number, a name, a phone number")
        line = SearchLine(self._words, placeholder=hint, compact=True, id="line")
        line.cursor_blink = False
        yield line
        yield FoundList(painter, ascii_only=app.ascii_only, id="found")
        more = LinesView(ascii_only=app.ascii_only, id="more")
        more.can_focus = False
        yield more
        yield from self.compose_frame()

    @property
    def line(self) -> SearchLine:
        """What is typed."""
        return self.query_one("#line", SearchLine)

    @property
    def moved_list(self) -> VirtualList[Found]:
        """What was found."""
        return self.query_one("#found", FoundList)

    @property
    def _recently(self) -> deque[str]:
        return _recent.setdefault(self.otui, deque(maxlen=REMEMBERED))

    def on_mount(self) -> None:
        """Begin typing at once."""
        self._finder = Finder(self.live)
        self.set_focus(self.line)
        self._search()
        self.otui.show_status()

    def on_unmount(self) -> None:
        """Drop what is still being read."""
        if self._finder is not None:
            self._finder.forget()

    # -- searching -------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Search once the fingers rest."""
        event.stop()
        if self._timer is not None:
            self._timer.stop()
        self._words = safe.line(event.value)
        self._timer = self.set_timer(REST, self._search)

    def _search(self, *, keep: bool = False) -> None:
        self.background(self._find(self._words, keep=keep))

    async def _find(self, words: str, *, keep: bool) -> None:
        assert self._finder is not None
        if not terms_of(words):
            self._finder.forget()
            recent = [Found(-at, self._next(), one) for at, one in enumerate(self._recently, 1)]
            self._show(recent, _("searched lately") if recent else _("Search"), keep=False)
            return
        try:
            hits = await self._finder.find(words)
        except OtuiError as problem:
            self._show([], str(problem), keep=False)
            return
        if hits is None:
            return
        version = self._next()
        rows = [Found(hit.id, version, words, hit) for hit in hits]
        self._show(rows, _("{n} found").format(n=len(rows)) if rows else _("Nothing found"), keep=keep)

    def _next(self) -> int:
        self._searches += 1
        return self._searches

    def _show(self, rows: list[Found], head: str, *, keep: bool) -> None:
        found = self.moved_list
        found.set_window(found.new_view(self._empty()), rows, len(rows), keep=keep)
        self.query_one("#head", LineOfText).show(f" {head}", role="title")
        self._show_more()

    def _empty(self) -> str:
        if not terms_of(self._words):
            return _(
                "Type words in any order; parts of words count too. Subjects, messages, names, mail addresses, "
                "phone numbers and ticket numbers are searched, closed tickets as well."
            )
        key = self.otui.keymap.label("ticket.new")
        return _(
            "No ticket has all of these words. Fewer words, or only their beginnings, find more. "
            "Back in a list, {key} makes a new ticket."
        ).format(key=key)

    # -- what is known of the ticket under the cursor ----------------------------------------------------------------

    def on_virtual_list_highlighted(self) -> None:
        """Follow the cursor."""
        self._show_more()

    def _show_more(self) -> None:
        row = self.moved_list.row
        more = self.query_one("#more", LinesView)
        if row is None or row.hit is None:
            more.show(())
            return
        ticket = row.hit.row
        made = times.moment(ticket.created_at, self.otui.zone, self.otui.now)
        owner = ticket.owner or _("free")
        state = state_name(ticket.state)
        who = " · ".join(part for part in (ticket.contact, ticket.customer, made) if part)
        blocks: list[Block] = [
            Paragraph(f"{ticket.number} · {state} · {ticket.queue} · {owner} · {who}", role="muted"),
        ]
        if row.hit.excerpt:
            blocks.append(Paragraph(row.hit.excerpt))
        more.show(blocks)
        more.highlight(terms_of(row.words))

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open the ticket, or search again what was searched before."""
        row: Found = message.row
        if row.hit is None:
            self.line.value = row.words
            self.line.focus()
            return
        self._remember()
        self.otui.open_ticket(row.hit.id, self)

    def _remember(self) -> None:
        words = self._words
        if words in self._recently:
            self._recently.remove(words)
        self._recently.appendleft(words)

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_find_search(self, text: str = "") -> None:
        """Back to the line."""
        if text:
            self.line.value = text
        self.line.focus()

    def do_pane_next(self) -> None:
        """From the line to the list, and back."""
        other = self.line if self.moved_list.has_focus else self.moved_list
        other.focus()

    def do_pane_previous(self) -> None:
        """From the list to the line, and back."""
        self.do_pane_next()

    def do_nav_back(self) -> None:
        """Take marks away; from the list to the line; from the line back to where one was."""
        if self.moved_list.clear_marks():
            return
        if self.moved_list.has_focus:
            self.line.focus()
        else:
            self.dismiss()

    # -- for the verbs ---------------------------------------------------------------------------------------------

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again what is shown, where one of its tickets changed."""
        if not self.is_mounted:
            return
        window = self.moved_list.window
        if any(
            change.topic == SIGHT or (change.ticket_id is not None and window.row(change.ticket_id))
            for change in changes
        ):
            self._search(keep=True)

    async def targets(self) -> list[TicketRow]:
        """Return the marked tickets, else the one under the cursor."""
        found = self.moved_list
        ids = [one for one in found.marked.ids if one > 0]
        if not ids and found.row is not None and found.row.hit is not None:
            ids = [found.row.hit.id]
        rows = await self.live.read(lists.rows_by_id, ids)
        return [rows[one] for one in ids if one in rows]

    def acted(self, results: list[Result]) -> None:
        """Show what was done, here and in the list behind."""
        self.otui.overview.acted(results)
        self._search(keep=True)

    def unmark(self, ids: set[int]) -> None:
        """Take the marks off tickets that a verb was done to."""
        self.moved_list.window.marks.forget(ids)
        self.moved_list.refresh()
