"""The beginning of a shift: what others left, with a line each. Reading it once is enough to be told no more."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from otui import theme
from otui.desk.live import Change
from otui.desk.together import handover
from otui.desk.views import handovers
from otui.desk.views.handovers import HandedOver
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.handover.rows import Line, LinePainter
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.text import times
from otui.text.i18n import _
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList


class HandedList(VirtualList[Line]):
    """What was left."""

    contexts = (Context.PAGE,)


class HandoversScreen(ListMoves, DeskScreen):
    """Lists what was handed over. With `fresh` only what this agent has not read; leaving it says that they have."""

    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = ("nav.open", "view.mine", "handover.begin", "nav.back")

    def __init__(self, *, fresh: bool = False) -> None:
        super().__init__()
        self._fresh = fresh
        self._found: dict[int, HandedOver] = {}

    def compose(self) -> ComposeResult:
        """Lay out title, list, and the words about the ticket under the cursor."""
        app = self.otui
        painter = LinePainter(
            lambda: app.now, lambda: theme.styles(app.current_theme), to=False, ascii_only=app.ascii_only
        )
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="head")
        empty = _("Nothing was handed over in the last seven days. `:handover` hands your own work over.")
        yield HandedList(painter, empty_text=empty, ascii_only=app.ascii_only, id="handed")
        yield LineOfText(id="said")
        yield LineOfText(id="about")
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[Line]:
        """What was left."""
        return self.query_one("#handed", HandedList)

    def on_mount(self) -> None:
        """Read it."""
        self.moved_list.focus()
        self.otui.show_status()
        self.background(self._read())

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again when somebody hands over, or one of the tickets moved on."""
        shown = {one.row.id for one in self._found.values()}
        if any(change.topic == "handover" or change.ticket_id in shown for change in changes):
            self.background(self._read())

    async def _read(self) -> None:
        found = await self.live.read(handovers.unseen if self._fresh else handovers.lately)
        kept: list[HandedOver] = []
        if self._fresh and self._found:
            # What was unread when the list was opened stays in it while it is read, unless it was taken back.
            standing = {one.id for one in await self.live.read(handovers.lately)} - {one.id for one in found}
            kept = [one for one in self._found.values() if one.id in standing]
        self._found = {one.id: one for one in (*found, *kept)}
        me = self.live.desk.agent.login
        lines = [
            Line(
                one.id,
                hash((one.row.version, one.seen_at)),
                one.row,
                one.from_login if one.to_login == me else f"> {one.to_login}",
                one.kind,
                one.line,
            )
            for one in self._found.values()
        ]
        shown = self.moved_list
        shown.set_window(shown.new_view(), lines, len(lines), keep=True)
        title = _("Handed over to you") if self._fresh else _("Hand-overs of the last seven days")
        self.query_one("#head", LineOfText).show(f" {title}", str(len(lines) or ""), role="title")
        self._about()

    def on_virtual_list_highlighted(self) -> None:
        """Show who said what of the ticket under the cursor."""
        self._about()

    def _about(self) -> None:
        row = self.moved_list.row
        one = self._found.get(row.id) if row else None
        said = about = ""
        if one is not None:
            moment = times.moment(one.at, self.otui.zone, self.otui.now)
            said = f" {one.from_name}, {moment}" + (f": {one.words}" if one.words else "")
            about = f" {one.line}"
        self.query_one("#said", LineOfText).show(said, role="muted")
        self.query_one("#about", LineOfText).show(about, role="strong")

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open the ticket."""
        self.otui.open_ticket(message.row.row.id)

    async def do_nav_back(self) -> None:
        """Go back; what was shown counts as read."""
        me = self.live.desk.agent.login
        unread = {
            one.handover_id for one in self._found.values() if one.to_login == me and one.seen_at is None
        }
        self.dismiss()
        if unread:
            await self.live.do(lambda unit, ids: handover.seen(unit, ids), tuple(sorted(unread)))
