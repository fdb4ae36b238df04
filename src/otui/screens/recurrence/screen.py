"""What recurs: major incidents and groups of like incidents by weight, with what can be made of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from otui.desk.desk import View
from otui.desk.live import SIGHT, Change
from otui.desk.majors import views as majors
from otui.desk.majors import words as major_words
from otui.desk.recurrence import reading
from otui.desk.recurrence.reading import Groups
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.views import lists
from otui.desk.words import state_name
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.screens.records import STYLES
from otui.screens.records.columns import ColumnPainter
from otui.screens.recurrence.acts import ClusterActs
from otui.screens.recurrence.rows import COLUMNS, Line, of_group, of_major
from otui.text import times
from otui.text.i18n import _
from otui.widgets.blocks import Block, Gap, Heading, Paragraph
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

REST = 0.1
"""Seconds that the cursor rests before the tickets of a group are read."""
AGAIN = 5.0
"""Seconds after a change on the desk before the groups are put together again."""
SHOWN = 40
"""Tickets of a group that are shown beside it; Enter shows all."""
SPANS = (0, 30, 90, 365)
"""Days back: as the desk looks, and further."""


class ClusterList(VirtualList[Line]):
    """The rows."""

    contexts = (Context.CLUSTERS,)


class ClustersScreen(ClusterActs, ListMoves, DeskScreen):
    """Groups of like incidents. Enter shows the tickets of one in a list where every ticket key works."""

    CSS_PATH = STYLES
    CONTEXTS = (Context.CLUSTERS, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open",
        "cluster.problem",
        "cluster.link",
        "cluster.major",
        "cluster.dismiss",
        "cluster.span",
        "nav.back",
    )

    def __init__(self) -> None:
        super().__init__()
        self._span = 0
        self._dismissed = False
        self._groups: Groups | None = None
        self._timer: Timer | None = None
        self._later: Timer | None = None
        self._previewed = 0

    def compose(self) -> ComposeResult:
        """Lay out the rows, and the tickets of the one under the cursor beside them where there is room."""
        app = self.otui
        self._painter = ColumnPainter(app, COLUMNS)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="head")
        with Horizontal(id="records-body"):
            with Vertical(id="records-main"):
                yield LineOfText(id="records-columns")
                yield ClusterList(self._painter, ascii_only=app.ascii_only, id="clusters")
            preview = LinesView(ascii_only=app.ascii_only, id="records-preview")
            preview.can_focus = False
            yield preview
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[Line]:
        """The rows."""
        return self.query_one("#clusters", ClusterList)

    @property
    def line(self) -> Line | None:
        """The row under the cursor."""
        return self.moved_list.row

    @property
    def preview(self) -> LinesView:
        """The tickets of it."""
        return self.query_one("#records-preview", LinesView)

    def on_mount(self) -> None:
        """Read them."""
        self.moved_list.focus()
        self.otui.show_status()
        self.show_head()
        self.again(keep=False)

    def on_resize(self) -> None:
        """Lay the headings out anew."""
        self.call_after_refresh(self.show_head)

    def show_head(self) -> None:
        """Say how far back it looks, and that it does not see all where that is so."""
        groups = self._groups
        days = self._span or self.live.desk.rules.settings.noticing.window_days
        title = " " + _("Recurring incidents, last {n} days").format(n=days)
        if self._dismissed:
            title += " · " + _("with what is no pattern")
        loud = ""
        if groups is not None and groups.capped:
            loud = _("only the newest {n}, since {when}").format(
                n=groups.read, when=times.moment(groups.since, self.otui.zone, self.otui.now)
            )
        window = self.moved_list.window
        place = f"{window.cursor_position + 1} / {window.total} " if window.total else ""
        self.query_one("#head", LineOfText).show(title, place, "title", loud=loud)
        room = max(1, self.moved_list.size.width - 2)
        self.query_one("#records-columns", LineOfText).show("  " + self._painter.header(room))

    # -- data ------------------------------------------------------------------------------------------------------

    def again(self, *, keep: bool = True) -> None:
        """Put the groups together again."""
        empty = _("Nothing recurs in these days. {key} looks further back.").format(
            key=self.otui.keymap.label("cluster.span")
        )
        self.background(self._read(self.moved_list.new_view(empty), keep=keep))

    async def _read(self, generation: int, *, keep: bool) -> None:
        groups, lines = await self.live.read(_lines, self._span or None, self._dismissed)
        if self.moved_list.set_window(generation, lines, len(lines), keep=keep):
            self._groups = groups
            self.show_head()
            self.preview_soon()

    def desk_changed(self, changes: list[Change]) -> None:
        """Look again a little later: a group is put together of many, and one ticket more waits a moment."""
        told = any(change.topic in ("pattern", "problem", SIGHT) for change in changes) or any(
            change.verb.startswith("major") for change in changes
        )
        if told:
            self.again()
        elif self._later is None and any(change.ticket_id is not None for change in changes):
            self._later = self.set_timer(AGAIN, self._late)

    def _late(self) -> None:
        self._later = None
        self.again()

    def acted(self, results: list[Result]) -> None:
        """Show what was done, here and in the list behind."""
        self.otui.overview.acted([one for one in results if one.ticket_id])
        self.again()

    # -- the tickets of a row --------------------------------------------------------------------------------------

    def on_virtual_list_highlighted(self) -> None:
        """Follow the cursor, once it rests."""
        self.show_head()
        self.preview_soon()

    def preview_soon(self) -> None:
        """Read the tickets of the row under the cursor, where they are shown."""
        if self._timer is not None:
            self._timer.stop()
        if self.preview.display:
            self._timer = self.set_timer(REST, lambda: self.background(self._show_preview()))

    async def _show_preview(self) -> None:
        line = self.line
        if line is None:
            self.preview.show(())
            return
        try:
            rows = await self.live.read(_tickets, line)
        except OtuiError as problem:
            self.preview.show((Paragraph(str(problem), role="muted"),))
            return
        if self.line is not None and self.line.id == line.id:
            self.preview.show(self._blocks(line, rows), keep=self._previewed == line.id)
            self._previewed = line.id

    def _blocks(self, line: Line, rows: Sequence[TicketRow]) -> list[Block]:
        app = self.otui
        blocks: list[Block] = []
        if line.major is not None:
            blocks += [
                Heading(f"{line.major.number}  {line.major.subject}", role="title"),
                Paragraph(major_words.stand_words(line.major), role="warning"),
            ]
        elif line.group is not None:
            cluster = line.group.cluster
            first = times.moment(cluster.first_at, app.zone, app.now)
            since = _("{n} since {when}").format(n=cluster.count, when=first)
            blocks += [
                Heading(cluster.label, str(cluster.count), role="title"),
                Paragraph(since, role="muted"),
            ]
            if line.group.problems:
                numbers = ", ".join(line.group.problems)
                blocks.append(Paragraph(_("problem {numbers}").format(numbers=numbers), role="good"))
        blocks.append(Gap())
        for row in rows[:SHOWN]:
            made = times.moment(row.created_at, app.zone, app.now)
            blocks.append(Paragraph(f"{row.number} {row.subject}"))
            who = " · ".join(
                part for part in (made, state_name(row.state), row.contact, row.customer) if part
            )
            blocks.append(Paragraph(who, role="muted", indent=2))
        return blocks

    # -- what keys do ----------------------------------------------------------------------------------------------

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Show the tickets of a group, or of a major incident, in a list of their own."""
        from otui.screens.recurrence.tickets import TicketsScreen

        line: Line = message.row
        title = line.group.cluster.label if line.group is not None else ""
        if line.major is not None:
            title = _("Major incident {number}  {subject}").format(
                number=line.major.number, subject=line.major.subject
            )
        self.otui.push_screen(TicketsScreen(title, partial(_ids, line=line)))

    def do_preview_down(self) -> None:
        """Scroll the tickets down."""
        self.preview.half_page(1)

    def do_preview_up(self) -> None:
        """Scroll the tickets up."""
        self.preview.half_page(-1)

    def do_cluster_span(self) -> None:
        """Look further back; after a year, as the desk looks."""
        self._span = SPANS[(SPANS.index(self._span) + 1) % len(SPANS)]
        self.show_head()
        self.again(keep=False)

    def do_cluster_all(self) -> None:
        """Show what is said to be no pattern as well, or leave it out again."""
        self._dismissed = not self._dismissed
        self.again(keep=False)

    def do_app_refresh(self) -> None:
        """Put the groups together again."""
        self.again()

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()


def _ids(view: View, line: Line) -> tuple[int, ...]:
    """Return the tickets of a row, as they are now: of a major incident the parent first."""
    if line.major is not None:
        found = majors.of_ticket(view, line.major.ticket_id)
        return (line.major.ticket_id, *(found.members if found is not None else ()))
    assert line.group is not None
    return line.group.cluster.ids


def _lines(view: View, days: int | None, dismissed: bool) -> tuple[Groups, list[Line]]:
    groups = reading.clusters(view, days, dismissed=dismissed)
    lines = [of_major(row) for row in majors.all_of(view)]
    return groups, [*lines, *(of_group(row) for row in groups.rows)]


def _tickets(view: View, line: Line) -> list[TicketRow]:
    ids = _ids(view, line)[:SHOWN]
    rows = lists.rows_by_id(view, ids)
    return [rows[one] for one in ids if one in rows]
