"""The ticket screen: head with the clocks, the thread, and what else there is to know beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal

from otui.desk.desk import View
from otui.desk.live import SIGHT, Change
from otui.desk.results import Result
from otui.desk.rows import ArticleRow, TicketDetail, TicketRow
from otui.desk.together import presence
from otui.desk.views import items, known, procedures
from otui.desk.views import ticket as ticket_views
from otui.desk.views.items import OnTicket
from otui.desk.views.known import Beside
from otui.desk.views.procedures import Checklist
from otui.desk.views.ticket import ClockRow
from otui.desk.words import state_name
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.overview.header import LineOfText
from otui.screens.recurrence.hint import HintLine
from otui.screens.ticket.pages import TicketPages
from otui.screens.ticket.panel import panel_blocks
from otui.screens.ticket.thread import article_blocks, clock_line
from otui.screens.verbs import TicketVerbs
from otui.screens.verbs.doing import came
from otui.text import times
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph
from otui.widgets.glyphs import glyphs
from otui.widgets.lines import LinesView
from otui.widgets.status_line import StatusLine


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything the screen shows, read in one snapshot."""

    detail: TicketDetail
    clocks: tuple[ClockRow, ...]
    thread: tuple[ArticleRow, ...]
    item: OnTicket | None = None
    checklist: Checklist | None = None
    """None where it is not for this agent to read."""


def read_whole(view: View, ticket_id: int) -> Whole:
    """Read a ticket for its screen."""
    detail = ticket_views.detail(view, ticket_id)
    clocks = ticket_views.clocks(view, ticket_id)
    thread = ticket_views.thread(view, ticket_id) if detail.readable else ()
    item = items.on_ticket(view, ticket_id, detail.item_id) if detail.item_id is not None else None
    steps = procedures.checklist(view, ticket_id) if detail.readable else None
    return Whole(detail, clocks, thread, item, steps)


class ThreadView(LinesView):
    """The thread, where ticket keys work."""

    contexts = (Context.THREAD, Context.TICKET)


class PanelView(LinesView):
    """Contact, links and history beside the thread."""

    contexts = (Context.PANEL, Context.TICKET)


class TicketScreen(TicketPages, TicketVerbs, DeskScreen):
    """One ticket. It stays where it is read while others change it, and says what is new."""

    CSS_PATH = "ticket.tcss"
    CONTEXTS = (Context.TICKET, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "ticket.reply",
        "ticket.note",
        "ticket.take",
        "ticket.move",
        "ticket.line_up",
        "ticket.resolve",
        "ticket.wait",
        "ticket.priority",
        "ticket.explain",
        "ticket.history",
        "nav.back",
    )

    def __init__(self, ticket_id: int, opener: object | None = None) -> None:
        super().__init__()
        self.ticket_id = ticket_id
        self._opener = opener
        self.whole: Whole | None = None
        self._known = Beside(0)

    def compose(self) -> ComposeResult:
        """Lay out head, thread and panel."""
        app = self.otui
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="subject")
        yield LineOfText(id="where")
        head = LinesView(ascii_only=app.ascii_only, id="clocks")
        head.can_focus = False
        yield head
        yield HintLine(id="recurs")
        with Horizontal(id="ticket-body"):
            yield ThreadView(at_end=True, ascii_only=app.ascii_only, id="thread")
            yield PanelView(ascii_only=app.ascii_only, id="panel")
        yield from self.compose_frame()

    @property
    def thread(self) -> LinesView:
        """What was said."""
        return self.query_one("#thread", LinesView)

    @property
    def panel(self) -> LinesView:
        """What else there is to know."""
        return self.query_one("#panel", LinesView)

    def on_mount(self) -> None:
        """Read the ticket."""
        self.thread.focus()
        self.show_ticket(self.ticket_id)
        self.otui.show_status()

    def show_ticket(self, ticket_id: int) -> None:
        """Show another ticket in place of this one."""
        self.ticket_id = ticket_id
        self.whole = None
        self.background(self._read(keep=False))

    async def _read(self, *, keep: bool) -> None:
        ticket_id = self.ticket_id
        try:
            whole = await self.live.read(read_whole, ticket_id)
        except OtuiError as error:
            if ticket_id == self.ticket_id:
                self._show_nothing(str(error))
            return
        if ticket_id != self.ticket_id:
            return
        self.whole = whole
        self.show_head()
        self._show_thread(whole, keep=keep)
        self._show_panel(whole, keep=keep)
        self.background(self._read_known(whole))
        self.query_one("#recurs", HintLine).follow(self, whole.detail.row)

    def _show_panel(self, whole: Whole, *, keep: bool) -> None:
        beside = self._known if self._known.ticket_id == whole.detail.row.id else None
        blocks = panel_blocks(self.otui, whole.detail, whole.item, whole.checklist, beside)
        self.panel.show(blocks, keep=keep)

    async def _read_known(self, whole: Whole) -> None:
        """Show what is known for it, once it is found: the ticket does not wait for it."""
        found = await self.live.read(known.beside, whole.detail.row.id)
        if whole is self.whole and found != self._known:
            self._known = found
            self._show_panel(whole, keep=True)

    def _show_nothing(self, why: str) -> None:
        """Show no more than why: a ticket that was here may be out of this agent's sight now."""
        self.whole = None
        for name in ("#subject", "#where"):
            self.query_one(name, LineOfText).show("", "", "")
        self.query_one("#clocks", LinesView).show(())
        self.query_one("#recurs", HintLine).forget()
        self.panel.show(())
        self.thread.show((Paragraph(why, role="muted"),))

    def show_head(self) -> None:
        """Show subject, place and clocks as of now."""
        if self.whole is None:
            return
        detail = self.whole.detail
        row = detail.row
        level = self.otui.level_label(row.level)
        if detail.value is not None:
            level = f"{level} {detail.value} = {detail.impact} × {detail.urgency}"
        elif row.level_imported:
            level = _("{level} (imported)").format(level=level)
        self.query_one("#subject", LineOfText).show(f" {row.number}  {row.subject}", level + " ", "title")
        dash = glyphs(self.otui.ascii_only).dash
        owner = _("free") if not row.locked else _("locked by {name}").format(name=row.owner)
        if not row.locked and row.owner:
            owner = _("free, last with {name}").format(name=row.owner)
        state = state_name(row.state)
        if row.wait_until is not None:
            state += " " + times.moment(row.wait_until, self.otui.zone, self.otui.now)
        if detail.waits_for:
            state += " " + detail.waits_for
        if detail.merged_into:
            state += " → " + detail.merged_into
        place = _("{state} · {queue} (line {line}) · {owner}").format(
            state=state, queue=row.queue, line=row.line, owner=owner
        )
        if detail.item:
            place += f" · {detail.item}"
        made = times.moment(row.created_at, self.otui.zone, self.otui.now)
        # On a narrow screen the place counts more than when it began, which the thread tells as well.
        who = row.contact or dash
        here = self.otui.presence.sentence(row.id)
        right = f"{who} " if self.has_class("-tiny") else f"{who} · {made} "
        self.query_one("#where", LineOfText).show(f" {place}", right, "", loud=here)
        head, clocks = self.query_one("#clocks", LinesView), (clock_line(self.otui, self.whole.clocks),)
        if tuple(head.blocks) != clocks:
            head.show(clocks)

    def _show_thread(self, whole: Whole, *, keep: bool) -> None:
        if not whole.detail.readable:
            row = whole.detail.row
            self.thread.show(
                (
                    Paragraph(_("{name} has it locked: its owner alone can read it.").format(name=row.owner)),
                    Paragraph(_("Ask {name} to let it go, or a lead to assign it.").format(name=row.owner)),
                )
            )
            return
        blocks: list[Block] = []
        for article in whole.thread:
            blocks += article_blocks(self.otui, article)
        if not blocks:
            blocks = [Paragraph(_("Nothing was said on it yet."), role="muted")]
        at_end = not keep or self.thread.at_end
        self.thread.show(blocks, at_end=at_end, keep=keep and not at_end)

    # -- what happens ----------------------------------------------------------------------------------------------

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again when this ticket changed; say who did what."""
        here = [change for change in changes if change.ticket_id == self.ticket_id]
        if here:
            self.background(self._news(here))
        elif any(change.topic == SIGHT for change in changes):
            self.background(self._read(keep=True))

    async def _news(self, changes: list[Change]) -> None:
        before = self.whole
        await self._read(keep=True)
        others = [c for c in changes if c.agent_id not in (None, self.otui.agent_id)]
        if others and before is not None and self.whole is not None:
            from otui.desk.words import verb_name

            agents = self.live.desk.directory.agents
            who = agents.get(others[-1].agent_id or 0)
            self.otui.tell(
                _("{name}: {verb}, just now.").format(
                    name=who.name if who else _("Someone"), verb=verb_name(others[-1].verb)
                )
            )

    @property
    def present_on(self) -> tuple[int, str] | None:
        """This ticket, where its agent may read it."""
        readable = self.whole is not None and self.whole.detail.readable
        return (self.ticket_id, presence.READING) if readable else None

    def presence_changed(self, ticket_ids: set[int]) -> None:
        """Show who else is on it."""
        if self.ticket_id in ticket_ids:
            self.show_head()

    def second_passed(self) -> None:
        """Let the countdowns run."""
        self.show_head()

    # -- for the verbs ---------------------------------------------------------------------------------------------

    async def targets(self) -> list[TicketRow]:
        """Return this ticket, once it is read."""
        await came(lambda: self.whole is not None)
        return [self.whole.detail.row] if self.whole is not None else []

    def acted(self, results: list[Result]) -> None:
        """Show what was done; go on to the next ticket where the settings say so and this one is done."""
        overview = self.otui.overview
        overview.acted(results)
        done = results[-1]
        if done.verb == "split":
            self.show_ticket(done.ticket_id)
            return
        after = self.otui.start.config.page_after
        left = any(result.verb in ("resolve", "close", "merge", "move", "line-up") for result in results)
        if left and after == "next":
            self.do_ticket_next()
        elif left and after == "list":
            self.do_nav_back()
        else:
            self.background(self._read(keep=True))

    def unmark(self, ids: set[int]) -> None:
        """Take marks off in the list behind."""
        self.otui.overview.unmark(ids)
