"""One record on its own screen: where it stands, what it says, what belongs to it.

How to make one is told in `RecordScreen`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.containers import Container, Vertical

from otui.desk.live import SIGHT, Change
from otui.desk.records.ties import TieRow
from otui.desk.results import Result
from otui.desk.words import record_name, verb_name
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import Moves, Walkable
from otui.screens.overview.header import LineOfText
from otui.screens.records import STYLES
from otui.screens.records.blocks import path_pieces
from otui.screens.records.doing import Chosen
from otui.screens.records.things import AboutText, RecordText, Thing, ThingList, ThingPainter
from otui.screens.records.verbs import RecordVerbs
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph, Pieces
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

ROUND_ABOUT = 6
"""Lines that what stands beside the text leaves: the head of the screen, its footer, and the head of the things."""
LEAST_THINGS = 5
"""Lines that the things keep, where there are so many, when what stands above them is long."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a record."""

    chosen: Chosen
    """Its number, subject and version."""
    right: str = ""
    """At the end of the first line: its level, its kind."""
    step: str = ""
    path: tuple[str, ...] = ()
    """The steps of its path in order; the present one is loud."""
    where: str = ""
    """Behind the path: queue and owner."""


class RecordScreen(RecordVerbs, Moves, DeskScreen):
    """To make the page of a kind: set KIND, CONTEXTS, FOOTER, READ and FOLLOWS, and write `head` and `body`.

    READ reads the whole off the loop (a frozen row of the kind's own); `head`, `body`, `about` (beside the text from
    100 columns) and `things` draw from it. Enter on a thing opens it. The page stays where it is read while others
    change the record, and says who did what.
    """

    CSS_PATH = STYLES
    READ: ClassVar[Any]
    """(view, record id) -> the whole, as a staticmethod."""

    def __init__(self, record_id: int) -> None:
        super().__init__()
        self.record_id = record_id
        self.whole: Any = None

    # -- what a kind says ------------------------------------------------------------------------------------------

    def head(self, whole: Any) -> Head:
        """Return what stands above it."""
        raise NotImplementedError

    def body(self, whole: Any) -> Sequence[Block]:
        """Return what it says."""
        raise NotImplementedError

    def about(self, whole: Any) -> Sequence[Block]:
        """Return what stands beside it where there is room; on a narrow screen it comes before the text."""
        return ()

    def things(self, whole: Any) -> Sequence[TieRow]:
        """Return what it is tied to."""
        return tuple(getattr(whole, "ties", ()))

    def thing_word(self, tie: TieRow) -> str:
        """Return what a tie is to it, in a word."""
        return record_name(tie.other)

    # -- laying out ------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Lay out head, text, what stands beside it, and what belongs to it."""
        app = self.otui
        inner = tuple(one for one in self.CONTEXTS if one is not Context.GLOBAL)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="record-head")
        path = LinesView(ascii_only=app.ascii_only, id="record-path")
        path.can_focus = False
        yield path
        with Container(id="record-body"):
            text = RecordText(ascii_only=app.ascii_only, id="record-text")
            text.contexts = inner
            yield text
            with Vertical(id="record-side"):
                about = AboutText(ascii_only=app.ascii_only, id="record-about")
                about.contexts = inner
                about.can_focus = False
                yield about
                yield LineOfText(id="record-things-head")
                nothing = _("Nothing is linked. {key} links.").format(key=app.keymap.label("record.link"))
                painter = ThingPainter(self)
                things = ThingList(painter, empty_text=nothing, ascii_only=app.ascii_only, id="record-things")
                things.contexts = inner
                yield things
        yield from self.compose_frame()

    @property
    def text(self) -> LinesView:
        """What it says."""
        return self.query_one("#record-text", LinesView)

    @property
    def about_text(self) -> AboutText:
        """What stands beside what it says."""
        return self.query_one("#record-about", AboutText)

    @property
    def thing_list(self) -> VirtualList[Thing]:
        """What belongs to it."""
        return self.query_one("#record-things", ThingList)

    @property
    def moved(self) -> Walkable:
        """The pane that keys walk over."""
        panes: tuple[Walkable, ...] = tuple(pane for pane in self._panes() if pane.has_focus)
        return panes[0] if panes else self.text

    def _panes(self) -> list[AboutText | LinesView | ThingList]:
        """Return what keys can go to: the text, what stands beside it where that is cut, and the things."""
        about, things = self.about_text, self.query_one("#record-things", ThingList)
        found: list[AboutText | LinesView | ThingList] = [self.text]
        about.can_focus = about.is_cut
        found += [about] if about.can_focus else []
        return [*found, things] if things.window.total else found

    @property
    def chosen(self) -> Chosen | None:
        """This record, once it is read."""
        return None if self.whole is None else self.head(self.whole).chosen

    def on_mount(self) -> None:
        """Read it."""
        self.text.focus()
        self.otui.show_status()
        self.background(self._read(keep=False))

    def on_screen_resume(self) -> None:
        """Read again: a form or a page that was in front may have changed something."""
        super().on_screen_resume()
        if self.whole is not None:
            self.background(self._read(keep=True))

    async def _read(self, *, keep: bool) -> None:
        try:
            whole = await self.live.read(self.READ, self.record_id)
        except OtuiError as error:
            self._show_nothing(str(error))
            return
        self.whole = whole
        self.show_whole(keep=keep)

    def _show_nothing(self, why: str) -> None:
        """Show no more than why: a record that was here may be out of this agent's sight now."""
        self.whole = None
        self.query_one("#record-head", LineOfText).show("")
        self.query_one("#record-path", LinesView).show(())
        self.about_text.show(())
        self.text.show((Paragraph(why, role="muted"),))
        self._show_things(())

    def show_whole(self, *, keep: bool) -> None:
        """Show what was read last, in its place."""
        head = self.head(self.whole)
        one = head.chosen
        self.query_one("#record-head", LineOfText).show(
            f" {one.number}  {one.subject}", head.right + " ", "title"
        )
        pieces = list(path_pieces(head.path, head.step, ascii_only=self.otui.ascii_only).pieces)
        if head.where:
            pieces.append((f"   {head.where}", "muted"))
        self.query_one("#record-path", LinesView).show((Pieces(tuple(pieces)),))
        about = tuple(self.about(self.whole))
        things = self.things(self.whole)
        beside_text = self.about_text
        beside_text.styles.max_height = max(
            LEAST_THINGS, self.size.height - ROUND_ABOUT - max(2, min(len(things), LEAST_THINGS))
        )
        beside_text.show(about, keep=True)
        beside_text.refresh(layout=True)
        beside = self.has_class("-normal") or self.has_class("-wide")
        at_top = self.text.at_top
        self.text.show((*(() if beside else about), *self.body(self.whole)), keep=keep)
        if at_top:
            self.text.top()
        self._show_things(things)

    def on_resize(self) -> None:
        """Put what stands beside the text where there is room for it."""
        if self.whole is not None:
            self.call_after_refresh(self._lay_out_again)

    def _lay_out_again(self) -> None:
        if self.whole is not None:
            self.show_whole(keep=True)

    def _show_things(self, ties: Sequence[TieRow]) -> None:
        rows = [Thing(one.id, hash(one), self.thing_word(one), one) for one in ties]
        self.query_one("#record-side").set_class(bool(rows), "-shown")
        self.query_one("#record-things-head", LineOfText).show(
            " " + _("linked"), str(len(rows) or "") + " ", "strong"
        )
        shown = self.thing_list
        shown.set_window(shown.new_view(), rows, len(rows), keep=True)

    # -- what happens ----------------------------------------------------------------------------------------------

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again when this record changed; say who did what."""
        if not self.is_mounted:
            return
        here = [one for one in changes if one.topic == self.KIND and one.record_id == self.record_id]
        if here:
            self.background(self._news(here))
        elif any(change.topic == SIGHT or self.concerns(change) for change in changes):
            self.background(self._read(keep=True))

    def concerns(self, change: Change) -> bool:
        """Whether a change elsewhere shows here: something tied to it moved."""
        return any(
            (one.tie.other, one.tie.other_id)
            in ((change.topic, change.record_id), ("ticket", change.ticket_id))
            for one in self.thing_list.window.rows
        )

    async def _news(self, changes: list[Change]) -> None:
        before = self.whole
        await self._read(keep=True)
        others = [one for one in changes if one.agent_id not in (None, self.otui.agent_id)]
        if others and before is not None and self.whole is not None:
            who = self.live.desk.directory.agents.get(others[-1].agent_id or 0)
            self.otui.tell(
                _("{name}: {verb}, just now.").format(
                    name=who.name if who else _("Someone"), verb=verb_name(others[-1].verb)
                )
            )

    def record_acted(self, result: Result) -> None:
        """Show what this agent did."""
        self.background(self._read(keep=True))

    def look_again(self) -> None:
        """Show what is new."""
        self.background(self._read(keep=True))

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_nav_open(self) -> None:
        """Open the thing under the cursor; from the text, go to the things."""
        if self.thing_list.has_focus:
            self.thing_list.open()
        elif self.thing_list.window.total:
            self.thing_list.focus()
        else:
            self.text.toggle_folds()

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open what a tie leads to."""
        tie: TieRow = message.row.tie
        self.otui.open_record(tie.other, tie.other_id)

    def do_record_view(self) -> None:
        """To the next pane."""
        self._to_pane(1)

    def do_record_view_back(self) -> None:
        """To the pane before."""
        self._to_pane(-1)

    def _to_pane(self, step: int) -> None:
        panes = self._panes()
        at = next((n for n, pane in enumerate(panes) if pane.has_focus), 0)
        panes[(at + step) % len(panes)].focus()

    def do_preview_down(self) -> None:
        """Scroll the text down."""
        self.text.half_page(1)

    def do_preview_up(self) -> None:
        """Scroll the text up."""
        self.text.half_page(-1)

    def do_app_refresh(self) -> None:
        """Read it again."""
        self.background(self._read(keep=True))

    def do_nav_back(self) -> None:
        """From what stands beside its text to the text; from there back."""
        if self.thing_list.has_focus or self.about_text.has_focus:
            self.text.focus()
        else:
            self.dismiss()
