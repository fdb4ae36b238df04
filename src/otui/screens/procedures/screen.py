"""Procedures and recurring tickets: two lists of one screen, with what the one under the cursor says beside it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from otui.desk.live import SIGHT, Change
from otui.desk.procedures import verbs as procedures
from otui.desk.records.moves import OnRecord
from otui.desk.recurring import verbs as recurring
from otui.desk.results import Result
from otui.desk.views import records
from otui.desk.views import recurring as recurring_views
from otui.desk.views.procedures import ProcedureRow
from otui.errors import OtuiError, Refused
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.screens.page import PageScreen
from otui.screens.procedures.blocks import procedure_blocks, recurring_blocks
from otui.screens.procedures.rows import HALVES, Line
from otui.screens.records import STYLES
from otui.screens.records.blocks import as_history
from otui.screens.records.columns import ColumnPainter
from otui.screens.records.doing import Chosen, RecordDoing
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

REST = 0.05
"""Seconds that the cursor rests before what it is on is read."""


class RoutineList(VirtualList[Line]):
    """The rows of one of the lists."""

    contexts = (Context.RECURRING, Context.RECORD)


class RoutinesScreen(RecordDoing, ListMoves, DeskScreen):
    """What comes back: checklists on tickets, and tickets by a rule of the calendar. Leads and admins change them."""

    CSS_PATH = STYLES
    CONTEXTS = (Context.RECURRING, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open", "record.new", "record.edit", "record.view", "recurring.pause", "recurring.run", "recurring.off",
        "record.history", "edit.undo", "nav.back",
    )  # fmt: skip

    def __init__(self, half: int = 0) -> None:
        super().__init__()
        self._half = HALVES[half]
        self._timer: Timer | None = None

    @property
    def KIND(self) -> str:  # type: ignore[override]  # noqa: N802 - the base's name for it
        """The kind of the list that is shown."""
        return self._half.kind

    def compose(self) -> ComposeResult:
        """Lay out the names of the lists, the rows, and what the one under the cursor says."""
        app = self.otui
        self._painter = ColumnPainter(app, self._half.columns)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="records-views")
        with Horizontal(id="records-body"):
            with Vertical(id="records-main"):
                yield LineOfText(id="records-columns")
                yield RoutineList(self._painter, ascii_only=app.ascii_only, id="records")
            preview = LinesView(ascii_only=app.ascii_only, id="records-preview")
            preview.can_focus = False
            yield preview
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[Line]:
        """The rows."""
        return self.query_one("#records", RoutineList)

    @property
    def chosen(self) -> Chosen | None:
        """The one under the cursor."""
        row = self._row
        return None if row is None else self.choose(row)

    @property
    def _row(self) -> Any:
        line = self.moved_list.row
        return None if line is None else line.row

    def choose(self, row: Any) -> Chosen:
        """Return a row as what keys act on."""
        return Chosen(row.id, row.name, row.version, row.name)

    def on_mount(self) -> None:
        """Read the list."""
        self.moved_list.focus()
        self.otui.show_status()
        self.background(self._read(keep=False))

    def on_screen_resume(self) -> None:
        """Read again: a form that was in front may have changed something."""
        super().on_screen_resume()
        self.background(self._read(keep=True))

    async def _read(self, *, keep: bool = True) -> None:
        half = self._half
        rows = await self.live.read(half.read)
        if half is not self._half or not self.is_mounted:
            return
        shown = self.moved_list
        empty = _(half.empty).format(new=self.otui.keymap.label("record.new"))
        shown.set_window(shown.new_view(empty), rows, len(rows), keep=keep)
        self._show_head()
        self._preview_soon()

    def _show_head(self) -> None:
        names = [f"[{_(one.title)}]" if one is self._half else f" {_(one.title)} " for one in HALVES]
        window = self.moved_list.window
        at = f"{window.cursor_position + 1} / {window.total} " if window.total else ""
        self.query_one("#records-views", LineOfText).show(" " + " ".join(names), at, "title")
        room = max(1, self.moved_list.size.width - 2)
        self.query_one("#records-columns", LineOfText).show("  " + self._painter.header(room))

    def on_resize(self) -> None:
        """Lay the headings out anew."""
        self.call_after_refresh(self._show_head)

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again where one of them changed."""
        topics = {one.kind for one in HALVES}
        if self.is_mounted and any(change.topic in topics or change.topic == SIGHT for change in changes):
            self.background(self._read())

    def record_acted(self, result: Result) -> None:
        """Show what was done."""
        self.background(self._read())

    # -- the one under the cursor ----------------------------------------------------------------------------------

    def on_virtual_list_highlighted(self) -> None:
        """Follow the cursor, once it rests."""
        self._show_head()
        self._preview_soon()

    def _preview_soon(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(REST, lambda: self.background(self._show_preview()))

    async def _show_preview(self) -> None:
        preview = self.query_one("#records-preview", LinesView)
        row = self._row
        if preview.display:
            preview.show(await self._blocks(row) if row is not None else ())

    async def _blocks(self, row: Any) -> Sequence[Block]:
        """Return what one says."""
        if isinstance(row, ProcedureRow):
            return procedure_blocks(self.otui, row)
        try:
            upcoming = await self.live.read(recurring_views.upcoming, row.id)
        except OtuiError as error:
            return (Paragraph(str(error), role="muted"),)
        return recurring_blocks(self.otui, row, upcoming)

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Show it on a page of its own."""
        self.background(self._open(message.row.row))

    async def _open(self, row: Any) -> None:
        self.otui.push_screen(PageScreen(row.name, await self._blocks(row)))

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_record_view(self) -> None:
        """The other list."""
        self._half = HALVES[1 - HALVES.index(self._half)]
        self._painter = ColumnPainter(self.otui, self._half.columns)
        self.moved_list.painter = self._painter
        self.background(self._read(keep=False))

    def do_record_view_back(self) -> None:
        """The other list."""
        self.do_record_view()

    async def do_record_new(self, text: str = "") -> None:
        """Make one."""
        await self._form(None)

    async def do_record_edit(self) -> None:
        """Change the one under the cursor."""
        await self.one()
        await self._form(self._row)

    async def _form(self, row: Any) -> None:
        from otui.screens.procedures import forms

        make: Any = forms.procedure_form if self.KIND == "procedure" else forms.recurring_form
        self.otui.push_screen(await make(self, row))

    def _require_recurring(self) -> None:
        if self.KIND != "recurring":
            key = self.otui.keymap.label("record.view")
            raise Refused(
                _("A procedure has no times."), _("{key} shows the recurring tickets.").format(key=key)
            )

    async def do_recurring_pause(self) -> None:
        """Let it make nothing, or come round again."""
        self._require_recurring()
        one = await self.one()
        paused = self._row.paused_at is not None
        await self.act(recurring.resume if paused else recurring.pause, OnRecord(ref=one.id), chosen=one)

    async def do_recurring_run(self) -> None:
        """Make its ticket now."""
        self._require_recurring()
        one = await self.one()
        await self.act(recurring.run_now, OnRecord(ref=one.id), chosen=one)

    async def do_recurring_off(self) -> None:
        """Out of use, or into use again."""
        one = await self.one()
        active = self._row.active
        if self.KIND == "procedure":
            verb = procedures.deactivate if active else procedures.activate
        else:
            verb = recurring.remove if active else recurring.resume
        await self.act(verb, OnRecord(ref=one.id), chosen=one)

    async def do_record_history(self) -> None:
        """What happened to it."""
        from otui.screens.ticket.explained import history_blocks

        one = await self.one()
        events = await self.live.read(records.history, self.KIND, one.id)
        title = _("History: {number}").format(number=one.number)
        blocks = history_blocks(self.otui, as_history(self.otui, events))
        self.otui.push_screen(PageScreen(title, blocks, at_end=True))

    def do_app_refresh(self) -> None:
        """Read again."""
        self.background(self._read())

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()
