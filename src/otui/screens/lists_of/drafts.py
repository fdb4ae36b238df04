"""What this agent began to write and did not send, the newest first. Enter goes on with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.app import ComposeResult

from otui import theme
from otui.desk.desk import View
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.together import drafts
from otui.desk.together.drafts import DraftRow
from otui.desk.views import lists
from otui.desk.words import record_name
from otui.errors import NotFound
from otui.keys import names
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.compose.screen import Composer
from otui.screens.moving import ListMoves
from otui.screens.new_ticket.screen import NewTicketScreen
from otui.screens.overview.header import LineOfText
from otui.screens.records.opening import go_on
from otui.screens.verbs.writing import WritingVerbs
from otui.text import safe, times, width
from otui.text.i18n import N_, _
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.key_footer import KeyFooter
from otui.widgets.rowpaint import RowFlags
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

KINDS = {
    "reply": N_("reply"),
    "note": N_("note"),
    "call": N_("call"),
    "new": N_("new ticket"),
    "handover": N_("hand-over"),
    "rules:sla": N_("SLA tables"),
    "rules:calendar": N_("Calendars"),
    "rules:queues": N_("Queues"),
    "edit": N_("edit"),
}
AGE, KIND, NUMBER = 7, 13, 9


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A draft as a row; `subject` is its ticket's, or its own."""

    id: int
    version: int
    draft: DraftRow
    subject: str


def read_drafts(view: View) -> list[DraftLine]:
    """Return this agent's drafts with the subjects of their tickets."""
    found = drafts.mine(view)
    rows = lists.rows_by_id(view, {draft.ticket_id for draft in found if draft.ticket_id})
    return [
        DraftLine(
            draft.id,
            int(draft.saved_at.timestamp() * 1000),
            draft,
            rows[draft.ticket_id].subject if draft.ticket_id in rows else _begun(draft),
        )
        for draft in found
    ]


def _begun(draft: DraftRow) -> str:
    """Return what a draft of no ticket begins with: its subject, else the first of its fields that says something."""
    if draft.kind == "new":
        return str(draft.fields.get("subject", ""))
    return next((str(text) for text in draft.fields.values() if text), "")


class DraftPainter:
    """Draws a draft: how long ago, what it is, on which ticket, and how it begins."""

    def __init__(self, now: Callable[[], datetime], styles: Callable[[], dict[str, Style]]) -> None:
        self._now = now
        self._styles = styles

    def paint(self, row: DraftLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of a row."""
        styles = self._styles()
        draft = row.draft
        age = times.countdown(self._now() - draft.saved_at)
        room = max(4, columns - AGE - KIND - NUMBER)
        subject = safe.line(row.subject)
        begin = safe.line(draft.body)
        yield Segment(width.fit(age, AGE - 2, "right") + "  ", styles["muted"])
        yield Segment(width.fit(_kind_name(draft.kind), KIND - 1) + " ", styles["strong"])
        yield Segment(width.fit(draft.number, NUMBER - 1) + " ", styles["muted"])
        first = min(width.cells(subject), room // 2 if begin else room)
        yield Segment(width.fit(subject, first))
        if begin and room - first > 4:
            gap = "  " if first else ""
            yield Segment(gap + width.fit(begin, room - first - len(gap)), styles["muted"])


def _kind_name(kind: str) -> str:
    """Return what a draft is: `edit:problem:7` is one of a problem."""
    if kind in KINDS:
        return _(KINDS[kind])
    record = kind.split(":")[1:2]
    return record_name(record[0]) if record else kind


class DraftList(VirtualList[DraftLine]):
    """The drafts."""

    contexts = (Context.PAGE,)


class DraftsScreen(ListMoves, WritingVerbs, DeskScreen):
    """Lists the drafts; goes on with one, or throws it away once that was confirmed."""

    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = ("nav.open", "nav.back")

    def compose(self) -> ComposeResult:
        """Lay out title and list."""
        app = self.otui
        painter = DraftPainter(lambda: app.now, lambda: theme.styles(app.current_theme))
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="head")
        empty = _("Nothing begun and not sent. What you write is kept here when you leave it with Esc.")
        yield DraftList(painter, empty_text=empty, ascii_only=app.ascii_only, id="drafts")
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[DraftLine]:
        """The drafts."""
        return self.query_one("#drafts", DraftList)

    def on_mount(self) -> None:
        """Read them."""
        self.moved_list.focus()
        self.query_one("#head", LineOfText).show(" " + _("Drafts"), role="title")
        self.otui.show_status()

    def on_screen_resume(self) -> None:
        """Read them again: one may have been sent."""
        super().on_screen_resume()
        self.background(self._read())

    async def _read(self) -> None:
        rows = await self.live.read(read_drafts)
        shown = self.moved_list
        shown.set_window(shown.new_view(), rows, len(rows), keep=True)
        self.query_one("#head", LineOfText).show(" " + _("Drafts"), str(len(rows)), role="title")

    def show_keys(self) -> None:
        """Tell the keys, that of throwing away among them."""
        super().show_keys()
        keymap = self.otui.keymap
        footer = self.query_one_optional(KeyFooter)
        if footer is not None:
            footer.show(
                [
                    (keymap.label("nav.open"), _("go on with it")),
                    (keymap.label("compose.discard"), _("throw away")),
                    (self._copy_key, _("copy")),
                    (keymap.label("nav.back"), _("back")),
                ]
            )

    async def on_key(self, event: events.Key) -> None:
        """Know the key that throws a draft away here too, where nothing is being written."""
        key = names.from_event(event.key, event.character)
        if (key,) in self.otui.keymap.keys_of("compose.discard"):
            event.stop()
            event.prevent_default()
            self.background(self.do_compose_discard())
        elif key == self._copy_key:
            event.stop()
            event.prevent_default()
            self.do_copy_body()

    @property
    def _copy_key(self) -> str:
        """The key that begins to copy on a ticket: here there is one thing to copy."""
        return next((keys[0] for keys in self.otui.keymap.keys_of("copy.body")), "")

    # -- what keys do ----------------------------------------------------------------------------------------------

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Go on with a draft."""
        self.background(self._go_on(message.row.draft))

    async def _go_on(self, draft: DraftRow) -> None:
        if draft.kind == "new":
            self.otui.push_screen(NewTicketScreen())
            return
        if draft.kind.startswith("rules:"):
            self.otui.do_go_rules(draft.kind.partition(":")[2])
            return
        if draft.kind == "handover":
            self.otui.do_handover_begin()
            return
        if not draft.ticket_id and await go_on(self.otui, draft.kind):
            return
        rows = await self.live.read(lists.rows_by_id, (draft.ticket_id,))
        if draft.ticket_id not in rows:
            raise NotFound(
                _("The ticket of this draft is not there for you any more."),
                _("{key} copies its words.").format(key=self._copy_key),
            )
        self.otui.push_screen(Composer(self, draft.kind, [rows[draft.ticket_id]]))

    def do_copy_body(self) -> None:
        """Copy the words under the cursor, also where their ticket is not this agent's to write on any more."""
        row = self.moved_list.row
        if row is not None:
            self.otui.copy(row.draft.body, _("the draft"))

    async def do_compose_discard(self) -> None:
        """Throw the draft under the cursor away, once that was confirmed."""
        row = self.moved_list.row
        if row is None:
            return
        draft = row.draft
        question = _("Throw this draft away?")
        details = [safe.line(draft.body or row.subject)[:200]]
        answers = [Answer("y", _("throw it away"), "y"), Answer("k", _("keep it"), "k")]
        if await self.otui.ask(Confirm(question, answers, details=details)) == "y":
            await self.live.do(lambda unit, _none: drafts.drop(unit, draft.ticket_id, draft.kind), None)
            await self._read()

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()

    # -- for the composer ------------------------------------------------------------------------------------------

    async def targets(self) -> list[TicketRow]:
        """Return the ticket of the draft under the cursor."""
        row = self.moved_list.row
        if row is None or not row.draft.ticket_id:
            return []
        return list((await self.live.read(lists.rows_by_id, (row.draft.ticket_id,))).values())

    def acted(self, results: list[Result]) -> None:
        """Show what was sent, in the list behind too."""
        self.otui.overview.acted(results)
        self.background(self._read())

    def unmark(self, ids: set[int]) -> None:
        """Take marks off in the list behind."""
        self.otui.overview.unmark(ids)
