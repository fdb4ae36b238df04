"""Agents and queues: the one list or the other, and beside it the card of what the cursor is on."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from otui import theme
from otui.desk import trail
from otui.desk.desk import View
from otui.desk.live import Change
from otui.desk.trail import TrailRow
from otui.desk.views import staff as views
from otui.desk.views.staff import QueueCard, StaffRow
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.screens.page import PageScreen
from otui.screens.staff.card import agent_blocks, queue_blocks, trail_blocks
from otui.screens.staff.changing import StaffChanges
from otui.screens.staff.offers import agent_offers, queue_offers
from otui.screens.staff.rows import AgentLine, AgentPainter, QueueLine, QueuePainter
from otui.text.i18n import _
from otui.widgets.key_footer import KeyFooter
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

LATELY = 6
"""Changes that the card shows; a key shows them all."""
ALL = 500


class AgentList(VirtualList[AgentLine]):
    """The agents, those in use first."""

    contexts = (Context.ADMIN,)


class QueueList(VirtualList[QueueLine]):
    """The queues in the order of their tree."""

    contexts = (Context.ADMIN,)


def read_all(view: View) -> tuple[tuple[StaffRow, ...], tuple[QueueCard, ...]]:
    """Return all agents and all queues that whoever asks may know of."""
    return views.everyone(view), views.all_queues(view)


class StaffScreen(StaffChanges, ListMoves, DeskScreen):
    """Shows agents or queues, and changes them as far as one may."""

    CSS_PATH = "staff.tcss"
    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *, queues: bool = False) -> None:
        super().__init__()
        self._begin_with_queues = queues
        self._version = 0
        self._shown: tuple[str, int] = ("", 0)
        self._wanted = 0

    def compose(self) -> ComposeResult:
        """Lay out the two lists, one of which is shown, and the card."""
        app = self.otui
        self._agent_painter = AgentPainter(lambda: theme.styles(app.current_theme), lambda: app.now)
        self._queue_painter = QueuePainter(
            lambda: theme.styles(app.current_theme), "*" if app.ascii_only else "◆"
        )
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="staff-tabs")
        with Horizontal(id="staff"):
            with Vertical(id="staff-pane"):
                yield LineOfText(id="staff-head")
                yield AgentList(self._agent_painter, ascii_only=app.ascii_only, id="agents")
                yield QueueList(self._queue_painter, ascii_only=app.ascii_only, id="queues")
            card = LinesView(ascii_only=app.ascii_only, id="staff-card")
            card.can_focus = False
            yield card
        yield from self.compose_frame()

    # -- parts -----------------------------------------------------------------------------------------------------

    @property
    def agents(self) -> VirtualList[AgentLine]:
        """The list of agents."""
        return self.query_one("#agents", AgentList)

    @property
    def queues(self) -> VirtualList[QueueLine]:
        """The list of queues."""
        return self.query_one("#queues", QueueList)

    @property
    def on_queues(self) -> bool:
        """Whether the queues are shown."""
        return not self.queues.has_class("-away")

    @property
    def moved_list(self) -> VirtualList[AgentLine] | VirtualList[QueueLine]:
        """The list that is shown."""
        return self.queues if self.on_queues else self.agents

    @property
    def card(self) -> LinesView:
        """The card."""
        return self.query_one("#staff-card", LinesView)

    def chosen_agent(self) -> StaffRow | None:
        """The agent under the cursor; None while the queues are shown."""
        row = None if self.on_queues else self.agents.row
        return row.row if row is not None else None

    def chosen_queue(self) -> QueueCard | None:
        """The queue under the cursor; None while the agents are shown."""
        row = self.queues.row if self.on_queues else None
        return row.card if row is not None else None

    # -- showing ---------------------------------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Begin with the agents."""
        self._turn_to(self._begin_with_queues)
        self.otui.show_status()

    def on_screen_resume(self) -> None:
        """Read again: what was in front may have changed something."""
        super().on_screen_resume()
        self.background(self.read())

    def on_resize(self) -> None:
        """Lay the headings out anew."""
        self.call_after_refresh(self._show_heads)

    def _turn_to(self, queues: bool) -> None:
        self.agents.set_class(queues, "-away")
        self.queues.set_class(not queues, "-away")
        self.moved_list.focus()
        self.call_after_refresh(self._show_heads)  # the list that is shown now has its width then
        self.show_keys()
        self.background(self._read_card())

    def _show_heads(self) -> None:
        tabs = (
            (_("Agents"), sum(line.row.agent.active for line in self.agents.window.rows), not self.on_queues),
            (_("Queues"), sum(line.card.active for line in self.queues.window.rows), self.on_queues),
        )
        words = "  ".join(f"[{name} {n}]" if on else f" {name} {n} " for name, n, on in tabs)
        other = self.otui.keymap.label("pane.next")
        self.query_one("#staff-tabs", LineOfText).show(
            f" {words}", _("{key} the other list").format(key=other), "title"
        )
        painter = self._queue_painter if self.on_queues else self._agent_painter
        room = max(1, self.query_one("#staff-pane").content_size.width - 2)
        self.query_one("#staff-head", LineOfText).show("  " + painter.header(room))

    def show_keys(self) -> None:
        """Tell the keys; only what this agent may."""
        footer = self.query_one_optional(KeyFooter)
        if footer is None:
            return
        keymap = self.otui.keymap
        offered = [
            (keymap.label(action, ascii_only=self.otui.ascii_only), label)
            for action, label, may in self.offers()
            if may
        ]
        footer.show(
            [
                *offered,
                (keymap.label("admin.history"), _("changes")),
                (keymap.label("nav.back", ascii_only=self.otui.ascii_only), _("back")),
            ]
        )

    def offers(self) -> list[tuple[str, str, bool]]:
        """Return what may be asked for here: action, its short name, and whether this agent may."""
        desk, now = self.live.desk, self.otui.now
        if self.on_queues:
            return queue_offers(desk, self.chosen_queue())
        return agent_offers(desk, self.chosen_agent(), now)

    # -- reading ---------------------------------------------------------------------------------------------------

    async def read(self, *, select: int = 0) -> None:
        """Read both lists again; with `select` the cursor goes to that record."""
        self._version += 1
        version = self._version
        agents, cards = await self.live.read(read_all)
        if version != self._version or not self.is_mounted:
            return
        agent_lines = [AgentLine(row.id, version, row) for row in agents]
        queue_lines = [QueueLine(card.id, version, card) for card in cards]
        self.agents.set_window(self.agents.new_view(), agent_lines, len(agent_lines), keep=True)
        self.queues.set_window(self.queues.new_view(), queue_lines, len(queue_lines), keep=True)
        if select:
            self.moved_list.move_to_id(select)
        self._show_heads()
        self.show_keys()
        await self._read_card()

    async def _read_card(self) -> None:
        row, card = self.chosen_agent(), self.chosen_queue()
        if row is None and card is None:
            self.card.show([])
            return
        self._wanted += 1
        wanted = self._wanted
        changes = await self.live.read(trail.of, self._about, LATELY)
        if wanted != self._wanted or not self.is_mounted:
            return
        same = self._shown == (self._about, 0)
        self._shown = (self._about, 0)
        blocks = (
            agent_blocks(self.otui, row, changes)
            if row is not None
            else queue_blocks(self.otui, card, changes)
            if card is not None
            else []
        )
        self.card.show(blocks, keep=same)

    @property
    def _about(self) -> str:
        row, card = self.chosen_agent(), self.chosen_queue()
        return f"agent {row.id}" if row is not None else f"queue {card.id}" if card is not None else ""

    def on_virtual_list_highlighted(self, message: VirtualList.Highlighted) -> None:
        """Show the card of what the cursor came to."""
        if message.source is self.moved_list:
            self.show_keys()
            self.background(self._read_card())

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Change what was opened."""
        self.background(self.do_admin_edit())

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again where agents, queues or the figures changed."""
        if self.is_mounted and any(
            change.topic in ("agent", "queue", "rules", "ticket") for change in changes
        ):
            self.background(self.read())

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_pane_next(self) -> None:
        """The other list."""
        self._turn_to(not self.on_queues)

    def do_pane_previous(self) -> None:
        """The other list."""
        self._turn_to(not self.on_queues)

    def do_pane_left(self) -> None:
        """The agents."""
        self._turn_to(False)

    def do_pane_right(self) -> None:
        """The queues."""
        self._turn_to(True)

    def do_preview_down(self) -> None:
        """Scroll the card."""
        self.card.move(1)

    def do_preview_up(self) -> None:
        """Scroll the card."""
        self.card.move(-1)

    async def do_admin_history(self) -> None:
        """Show every change of what the cursor is on."""
        row, card = self.chosen_agent(), self.chosen_queue()
        if row is None and card is None:
            return
        name = row.agent.login if row is not None else card.name if card is not None else ""
        changes: tuple[TrailRow, ...] = await self.live.read(trail.of, self._about, ALL)
        blocks = [block for change in changes for block in trail_blocks(self.otui, change)]
        self.otui.push_screen(PageScreen(_("Changes of {name}").format(name=name), blocks))

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()
