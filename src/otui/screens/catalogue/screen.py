"""The catalogue: standard changes that were approved once. Enter or `n` makes a change of the one under the cursor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from otui import theme
from otui.desk.live import SIGHT, Change
from otui.desk.process_words import RISKS
from otui.desk.results import Result
from otui.desk.views import change_catalogue as views
from otui.desk.views.change_catalogue import TemplateCard, TemplateRow
from otui.desk.words import step_name
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.catalogue.acts import CatalogueActs
from otui.screens.catalogue.blocks import STATE_ROLES, template_blocks
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.screens.page import PageScreen
from otui.screens.records.doing import Chosen
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.lines import LinesView
from otui.widgets.rowpaint import RowFlags
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

TOPICS = frozenset({"change_template", "change", SIGHT})
STATE, RISK, MINUTES, USED = 12, 7, 5, 9


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A standard change in the list."""

    id: int
    version: int
    row: TemplateRow


class TemplateList(VirtualList[TemplateLine]):
    """The standard changes, by name."""

    contexts = (Context.CATALOGUE, Context.RECORD)


class CatalogueScreen(CatalogueActs, ListMoves, DeskScreen):
    """Lists standard changes, with what the one under the cursor says."""

    CSS_PATH = "catalogue.tcss"
    CONTEXTS = (Context.CATALOGUE, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "record.new",
        "catalogue.draft",
        "record.edit",
        "change.ask",
        "change.say",
        "catalogue.retire",
        "nav.back",
    )

    def __init__(self) -> None:
        super().__init__()
        self._reads = 0
        self._card: TemplateCard | None = None

    def compose(self) -> ComposeResult:
        """Lay out the list and the card."""
        app = self.otui
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="catalogue-head")
        with Horizontal(id="catalogue"):
            with Vertical(id="catalogue-main"):
                yield LineOfText(id="catalogue-columns")
                yield TemplateList(self, ascii_only=app.ascii_only, id="templates")
            card = LinesView(ascii_only=app.ascii_only, id="catalogue-card")
            card.can_focus = False
            yield card
        yield from self.compose_frame()

    @property
    def rows(self) -> VirtualList[TemplateLine]:
        """The list."""
        return self.query_one("#templates", TemplateList)

    @property
    def moved_list(self) -> VirtualList[TemplateLine]:
        """The list."""
        return self.rows

    @property
    def card(self) -> LinesView:
        """What the one under the cursor says."""
        return self.query_one("#catalogue-card", LinesView)

    @property
    def chosen(self) -> Chosen | None:
        """The standard change under the cursor."""
        line = self.rows.row
        return None if line is None else Chosen(line.id, line.row.name, line.row.version, line.row.name)

    def template(self) -> TemplateRow | None:
        """Return the standard change under the cursor."""
        line = self.rows.row
        return None if line is None else line.row

    # -- drawing ---------------------------------------------------------------------------------------------------

    def paint(self, line: TemplateLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row: name, state, risk, minutes, how often it was used."""
        styles, row = theme.styles(self.otui.current_theme), line.row
        name = max(12, columns - STATE - RISK - MINUTES - USED)
        off = row.state != "approved"
        yield Segment(width.fit(safe.line(row.name), name - 1) + " ", styles["muted"] if off else None)
        yield Segment(width.fit(step_name(row.state), STATE), styles.get(STATE_ROLES.get(row.state, "")))
        yield Segment(width.fit(_(RISKS.get(row.risk, row.risk)), RISK), styles["muted"])
        yield Segment(f"{row.minutes}'".rjust(MINUTES), styles["muted"])
        yield Segment(str(row.used or "").rjust(USED), styles["strong"])

    def _show_head(self) -> None:
        if not self.is_mounted:
            return
        rows = [line.row for line in self.rows.window.rows]
        approved = sum(row.state == "approved" for row in rows)
        self.query_one("#catalogue-head", LineOfText).show(
            " " + _("Standard changes"),
            _("{n} of {total} approved").format(n=approved, total=len(rows)) + " ",
            "title",
        )
        room = max(1, self.rows.size.width - 2)
        name = max(12, room - STATE - RISK - MINUTES - USED)
        self.query_one("#catalogue-columns", LineOfText).show(
            "  "
            + width.fit(_("name"), name)
            + width.fit(_("state"), STATE)
            + width.fit(_("risk"), RISK)
            + width.fit(_("min"), MINUTES, "right")
            + width.fit(_("used"), USED, "right")
        )

    # -- reading ---------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin at the top."""
        self.rows.focus()
        self.otui.show_status()

    def on_screen_resume(self) -> None:
        """Read again: what was in front may have changed something."""
        super().on_screen_resume()
        self.background(self.read())

    def on_resize(self) -> None:
        """Lay the headings out anew."""
        self.call_after_refresh(self._show_head)

    async def read(self, select: int = 0) -> None:
        """Read the catalogue again; with `select` the cursor goes to that one."""
        self._reads += 1
        reads = self._reads
        found = await self.live.read(views.catalogue)
        if reads != self._reads or not self.is_mounted:
            return
        lines = [TemplateLine(row.id, reads, row) for row in found]
        empty = _("The catalogue is empty. {key} drafts a standard change.").format(
            key=self.otui.keymap.label("catalogue.draft")
        )
        self.rows.set_window(self.rows.new_view(empty), lines, len(lines), keep=True)
        if select:
            self.rows.move_to_id(select)
        self._show_head()
        await self._read_card()

    async def _read_card(self) -> None:
        line = self.rows.row
        if line is None:
            self.card.show(())
            return
        found = await self.live.read(views.template, line.id)
        if self.is_mounted and self.rows.row is not None and self.rows.row.id == line.id:
            same = self._card is not None and self._card.row.id == line.id
            self._card = found
            self.card.show(template_blocks(self.otui, found), keep=same)

    def on_virtual_list_highlighted(self) -> None:
        """Show what the cursor came to."""
        self.background(self._read_card())

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Show it on a page of its own where there is no room beside the list; else make a change of it."""
        if self.card.display:
            self.background(self.do_record_new())
        else:
            self.background(self._open(message.row.id))

    async def _open(self, template_id: int) -> None:
        found = await self.live.read(views.template, template_id)
        self.otui.push_screen(PageScreen(found.row.name, template_blocks(self.otui, found)))

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again what others changed."""
        if self.is_mounted and any(change.topic in TOPICS for change in changes):
            self.background(self.read())

    def record_acted(self, result: Result) -> None:
        """Show what was done."""
        self.background(self.read(result.record_id if result.record == self.KIND else 0))

    def do_preview_down(self) -> None:
        """Scroll the card down."""
        self.card.half_page(1)

    def do_preview_up(self) -> None:
        """Scroll the card up."""
        self.card.half_page(-1)

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()
