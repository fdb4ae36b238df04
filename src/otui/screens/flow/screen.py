"""A flowchart: where the record stands is loud; below it what may follow, who may do it, and what is missing."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult

from otui.desk.desk import View
from otui.desk.flow import tables, terminal
from otui.desk.flow.chart import Chart, Way
from otui.desk.flow.layout import Layout, lay_out
from otui.desk.flow.mermaid import mermaid
from otui.desk.live import SIGHT, Change
from otui.desk.views import flow as views
from otui.domain.change.steps import Type
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import Moves
from otui.screens.overview.header import LineOfText
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph, Pieces
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine

MARGIN = 4
"""Columns beside the chart."""


class ChartView(LinesView):
    """The chart, where its keys work."""

    contexts = (Context.FLOW,)


def of(view: View, kind: str, ref: int | str) -> Chart:
    """Return the chart of a ticket or a record."""
    return views.of_ticket(view, ref) if kind == "ticket" else views.of_record(view, kind, ref)


OTHERS: tuple[Callable[[], Chart], ...] = (
    *((lambda line=line: tables.incident(line)) for line in tables.LINES),
    tables.a_problem,
    *((lambda kind=kind: tables.a_change(kind)) for kind in Type),
)
"""The charts of no record in particular."""


class FlowScreen(Moves, DeskScreen):
    """Shows the chart of one record, and the others one key away."""

    CSS_PATH = "flow.tcss"
    CONTEXTS = (Context.FLOW, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = ("flow.next", "flow.previous", "flow.mermaid", "nav.down", "nav.back")

    def __init__(self, kind: str = "", record_id: int = 0) -> None:
        super().__init__()
        self._kind, self._record_id = kind, record_id
        self._own: Chart | None = None
        self._place = 0

    def compose(self) -> ComposeResult:
        """Lay out title, chart and what may follow."""
        ascii_only = self.otui.ascii_only
        yield StatusLine(ascii_only=ascii_only, id="status")
        yield LineOfText(id="page-title")
        yield ChartView(ascii_only=ascii_only, id="chart")
        ways = LinesView(ascii_only=ascii_only, id="ways")
        ways.can_focus = False
        yield ways
        yield from self.compose_frame()

    @property
    def moved(self) -> LinesView:
        """The chart."""
        return self.query_one("#chart", ChartView)

    def on_mount(self) -> None:
        """Read where the record stands."""
        self.moved.focus()
        self.otui.show_status()
        if self._kind:
            self.background(self._read())
        else:
            self._show()

    async def _read(self) -> None:
        try:
            self._own = await self.live.read(of, self._kind, self._record_id)
        except OtuiError as error:  # it went out of sight: what is known of it goes too
            self._own = None
            self._kind = ""
            self.otui.tell_error(error)
        self._show()

    @property
    def charts(self) -> list[Chart]:
        """The record's own chart, and all others."""
        own = [self._own] if self._own is not None else []
        return own + [make() for make in OTHERS if not own or make().title != own[0].title]

    def _show(self) -> None:
        chart = self.charts[self._place]
        layout = lay_out(chart, self.size.width - MARGIN)
        place = _("{n} of {all}").format(n=self._place + 1, all=len(self.charts))
        title = "  ".join(part for part in (chart.number, chart.title) if part)
        self.query_one("#page-title", LineOfText).show(f" {title}", place + " ", "title")
        self.moved.show(chart_blocks(layout))
        self._show_ways(chart)
        here = next((box.top for box in layout.boxes if box.node.id == chart.here), 0)
        self.moved.to_key(line_key(max(0, here - 3)))

    def _show_ways(self, chart: Chart) -> None:
        view = self.query_one("#ways", LinesView)
        view.display = bool(chart.here)
        if chart.here:
            blocks = way_blocks(chart.ways)
            view.styles.height = min(len(blocks), max(3, self.size.height // 3)) + 1  # and the line above
            view.show(blocks)

    # -- what keys do ----------------------------------------------------------------------------------------------

    def do_flow_next(self) -> None:
        """Show the next chart."""
        self._place = (self._place + 1) % len(self.charts)
        self._show()

    def do_flow_previous(self) -> None:
        """Show the chart before."""
        self._place = (self._place - 1) % len(self.charts)
        self._show()

    def do_flow_mermaid(self) -> None:
        """Copy the chart in Mermaid's words."""
        chart = self.charts[self._place]
        self.otui.copy(mermaid(chart), _("{title}, as Mermaid").format(title=chart.title))

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()

    def on_resize(self, _event: events.Resize) -> None:
        """Draw it for the room there is."""
        if self.is_mounted and (self._own is not None or not self._kind):
            self._show()

    def desk_changed(self, changes: list[Change]) -> None:
        """Mark where the record stands now."""
        mine = (change for change in changes if self._is_mine(change))
        if self._kind and any(mine):
            self.background(self._read())

    def _is_mine(self, change: Change) -> bool:
        if change.topic == SIGHT:
            return True
        if self._kind == "ticket":
            return change.ticket_id == self._record_id
        return change.topic == self._kind and change.record_id == self._record_id


def chart_blocks(layout: Layout) -> list[Block]:
    """Return a chart as blocks, a line each."""
    drawn = enumerate(terminal.draw(layout))
    return [Pieces(pieces=tuple(pieces), key=line_key(row)) for row, pieces in drawn]


def line_key(row: int) -> str:
    """Return what a line of the chart is called."""
    return f"line-{row}"


def way_blocks(ways: tuple[Way, ...]) -> list[Block]:
    """Return what may follow as blocks: what this agent may do now first, and loudest."""
    if not ways:
        return [Paragraph(_("Nothing follows from here."), role="muted")]
    blocks: list[Block] = [Pieces(pieces=((_("From here"), "strong"),))]
    for way in sorted(ways, key=lambda one: (not one.may, bool(one.missing))):
        ready = way.may and not way.missing
        leads = f"{way.verb} → {way.target}" if way.target else way.verb
        told = " ".join(way.missing) or way.who
        if not way.may:
            told = _("not you: {who}").format(who=way.who)
        blocks.append(Pieces(pieces=((f"  {leads}  ", "strong" if ready else "muted"), (told, "muted"))))
    return blocks
