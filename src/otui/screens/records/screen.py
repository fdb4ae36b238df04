"""A list of records: views, words to narrow it, a preview beside; it stays where it is while others work.

How to make one is told in `RecordsScreen`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Input

from otui.desk.live import SIGHT, Change
from otui.desk.records.listing import Listing
from otui.desk.results import Result
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import ListMoves, TypingFooter
from otui.screens.overview.header import LineOfText
from otui.screens.records import STYLES
from otui.screens.records.columns import Column, ColumnPainter
from otui.screens.records.doing import Chosen
from otui.screens.records.listing import RecordFeed, RecordView, Shown
from otui.screens.records.verbs import RecordVerbs
from otui.text import safe
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph
from otui.widgets.glyphs import glyphs
from otui.widgets.lines import LinesView
from otui.widgets.rows_view import RowsView
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

REST = 0.05
"""Seconds that the cursor or the fingers rest before something is read."""


class FindLine(Input):
    """The line that narrows the list."""

    contexts = (Context.SEARCH,)


class RecordList(VirtualList[Any]):
    """The rows; `contexts` come from the screen, which knows what kind they are."""

    contexts: tuple[Context, ...] = ()


class RecordsScreen(RecordVerbs, ListMoves, TypingFooter, DeskScreen):
    """To make a list of a kind: set KIND, TITLE, LISTING, VIEWS, COLUMNS, CONTEXTS, FOOTER and FOLLOWS.

    PREVIEW reads, off the loop, whatever `preview_blocks` draws of the row under the cursor. Enter opens the record
    by `open_record`; the shared verbs act on the row under the cursor.
    """

    CSS_PATH = STYLES
    TITLE_WORDS: ClassVar[str] = ""
    LISTING: ClassVar[Listing[Any]]
    VIEWS: ClassVar[tuple[RecordView, ...]] = ()
    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    PREVIEW: ClassVar[Any] = None
    """(view, record id) -> what `preview_blocks` draws, as a staticmethod."""

    compose_frame = DeskScreen.compose_frame

    def __init__(self, view: str = "", words: str = "") -> None:
        super().__init__()
        self._view = next((one for one in self.VIEWS if one.id == view), self.VIEWS[0])
        self.words = words
        self._timer: Timer | None = None
        self._typing: Timer | None = None
        self._previewed = 0

    def compose(self) -> ComposeResult:
        """Lay out views, rows and preview."""
        app = self.otui
        self.feed = RecordFeed(self)
        self._painter = ColumnPainter(app, self.COLUMNS)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="records-views")
        line = FindLine(self.words, placeholder=_("words, or a number"), compact=True, id="records-find")
        line.cursor_blink = False
        line.set_class(bool(self.words), "-shown")
        yield line
        with Horizontal(id="records-body"):
            with Vertical(id="records-main"):
                yield LineOfText(id="records-columns")
                rows = RecordList(self._painter, ascii_only=app.ascii_only, id="records")
                rows.contexts = tuple(one for one in self.CONTEXTS if one is not Context.GLOBAL)
                yield rows
            preview = LinesView(ascii_only=app.ascii_only, id="records-preview")
            preview.can_focus = False
            yield preview
        yield from self.compose_frame()

    # -- parts -----------------------------------------------------------------------------------------------------

    @property
    def rows(self) -> VirtualList[Any]:
        """The list."""
        return self.query_one("#records", RecordList)

    @property
    def moved_list(self) -> VirtualList[Any]:
        """The list, also while its words are typed."""
        return self.rows

    @property
    def preview(self) -> LinesView:
        """What the record under the cursor says."""
        return self.query_one("#records-preview", LinesView)

    @property
    def line(self) -> FindLine:
        """The line that narrows the list."""
        return self.query_one("#records-find", FindLine)

    @property
    def shown(self) -> Shown:
        """What the list shows now."""
        return Shown(self.LISTING, self._view, self.words)

    @property
    def chosen(self) -> Chosen | None:
        """The record under the cursor."""
        row = self.rows.row
        return None if row is None else self.choose(row)

    @property
    def all_read(self) -> bool:
        """Whether the list is read."""
        return not self.rows.window.loading

    def choose(self, row: Any) -> Chosen:
        """Return a row as what keys act on."""
        name = getattr(row, "number", "") or getattr(row, "name", "")
        return Chosen(row.id, str(name), row.version, str(getattr(row, "subject", name)))

    def on_mount(self) -> None:
        """Read the list."""
        self.rows.focus()
        self.otui.show_status()
        self.show_head()
        self.feed.reload(keep=False)

    def on_screen_resume(self) -> None:
        """Read again: a page that was in front may have changed something."""
        super().on_screen_resume()
        if self.rows.window.total or not self.rows.window.loading:
            self.feed.reload(keep=True)

    def on_resize(self) -> None:
        """Lay the headings out anew."""
        self.call_after_refresh(self.show_head)

    def show_head(self) -> None:
        """Show the views, which one it is, how many rows it has and what waits to come in."""
        if not self.is_mounted:
            return
        window = self.rows.window
        names = [f"[{_(one.title)}]" if one is self._view else f" {_(one.title)} " for one in self.VIEWS]
        waiting = f"{glyphs(self.otui.ascii_only).arrivals} " + _("{n} new").format(n=window.arrivals)
        at = f"{window.cursor_position + 1} / {window.total} " if window.total else ""
        self.query_one("#records-views", LineOfText).show(
            f" {_(self.TITLE_WORDS)}  {' '.join(names)}", at, "title", loud=waiting if window.arrivals else ""
        )
        room = max(1, self.rows.size.width - 2)
        self.query_one("#records-columns", LineOfText).show("  " + self._painter.header(room))

    def empty(self) -> str:
        """Return what an empty list says."""
        if self.words:
            return _("Nothing has all of these words. Fewer words, or only their beginnings, find more.")
        return _(self._view.empty).format(
            new=self.otui.keymap.label("record.new"), view=self.otui.keymap.label("record.view")
        )

    # -- data ------------------------------------------------------------------------------------------------------

    def on_rows_view_need_rows(self, message: RowsView.NeedRows) -> None:
        """Read rows that came into view."""
        self.feed.load_page(message.request)

    def desk_changed(self, changes: list[Change]) -> None:
        """Show what others did."""
        if not self.is_mounted:
            return
        if any(change.topic == SIGHT or change.verb == "import" for change in changes):
            self.feed.reload(keep=True)
        self.feed.changed([change for change in changes if change.topic == self.KIND])

    def record_acted(self, result: Result) -> None:
        """Show what this agent did."""
        if result.record == self.KIND:
            self.feed.own(result.record_id)

    # -- the preview -----------------------------------------------------------------------------------------------

    def on_virtual_list_highlighted(self) -> None:
        """Follow the cursor, once it rests."""
        self.show_head()
        self.preview_soon()

    def preview_soon(self) -> None:
        """Read the preview once the cursor rests."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, lambda: self.background(self._show_preview()))

    async def _show_preview(self) -> None:
        row, read = self.rows.row, self.PREVIEW
        if row is None or read is None or not self.preview.display:
            return
        try:
            blocks = self.preview_blocks(await self.live.read(read, row.id))
        except OtuiError as error:
            blocks = (Paragraph(str(error), role="muted"),)
        if self.rows.row is not None and self.rows.row.id == row.id:
            self.preview.show(blocks, keep=self._previewed == row.id)
            self._previewed = row.id

    def preview_blocks(self, read: Any) -> Sequence[Block]:
        """Return what PREVIEW read as blocks."""
        return ()

    # -- what keys do ----------------------------------------------------------------------------------------------

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open the record."""
        self.otui.open_record(self.KIND, message.row.id)

    def do_preview_down(self) -> None:
        """Scroll the preview down."""
        self.preview.half_page(1)

    def do_preview_up(self) -> None:
        """Scroll the preview up."""
        self.preview.half_page(-1)

    def do_record_view(self) -> None:
        """The next view."""
        self._turn(1)

    def do_record_view_back(self) -> None:
        """The view before."""
        self._turn(-1)

    def _turn(self, by: int) -> None:
        place = self.VIEWS.index(self._view) + by
        self._view = self.VIEWS[place % len(self.VIEWS)]
        self.show_head()
        self.feed.reload(keep=False)

    def do_app_refresh(self) -> None:
        """Take arrivals in and put the list in order again."""
        self.feed.reload(keep=True)

    def look_again(self) -> None:
        """Open what somebody asked to see the news of."""
        if self.chosen is not None:
            self.otui.open_record(self.KIND, self.chosen.id)

    # -- words -----------------------------------------------------------------------------------------------------

    def do_find_search(self, text: str = "") -> None:
        """Narrow the list by words."""
        if text:
            self.line.value = text
        self.line.add_class("-shown")
        self.line.focus()

    @on(Input.Changed, "#records-find")
    def typed(self, event: Input.Changed) -> None:
        """Narrow once the fingers rest."""
        event.stop()
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(REST, lambda: self._narrow(safe.line(event.value).strip()))

    def _narrow(self, words: str) -> None:
        if words != self.words:
            self.words = words
            self.feed.reload(keep=False)

    @on(Input.Submitted, "#records-find")
    def entered(self, event: Input.Submitted) -> None:
        """Enter goes on to what was found."""
        event.stop()
        self._narrow(safe.line(event.value).strip())
        self.rows.focus()

    def do_pane_next(self) -> None:
        """From the line to the list."""
        self.rows.focus()

    def do_pane_previous(self) -> None:
        """From the line to the list."""
        self.rows.focus()

    def do_nav_back(self) -> None:
        """Take the words away; then go back."""
        if self.line.has_class("-shown"):
            self.line.value = ""
            self.line.remove_class("-shown")
            self.rows.focus()
            self._narrow("")
        else:
            self.dismiss()
