"""The end of a shift: every ticket that one leaves, to whom, and a line about it. Nothing goes before it is said."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import ClassVar

from textual.app import ComposeResult

from otui import theme
from otui.desk.results import Result
from otui.desk.together import drafts, handover
from otui.desk.together.handover import HandOver, Leave
from otui.desk.unit import Unit
from otui.desk.views import handovers
from otui.errors import Refused
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.drafting import Typed
from otui.screens.handover.rows import FREE, KEPT, Line, LinePainter
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.text import times
from otui.text.i18n import _, ngettext
from otui.widgets.ask_line import AskLine
from otui.widgets.picker import Choice, Picker
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

DRAFT = "handover"
"""Kind of the draft that a hand-over is until it is made."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is meant for one ticket. Empty words are those that the desk proposes."""

    who: str = ""
    words: str = ""


class LeavingList(VirtualList[Line]):
    """What is left."""

    contexts = (Context.HANDOVER,)


class HandoverScreen(ListMoves, DeskScreen):
    """Lists what this agent leaves. The plan is kept as a draft at every change."""

    CONTEXTS = (Context.GLOBAL,)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "handover.give",
        "handover.to",
        "handover.words",
        "handover.free",
        "handover.keep",
        "handover.message",
        "nav.back",
    )

    def __init__(self) -> None:
        super().__init__()
        self._plans: dict[int, Plan] = {}
        self._message = ""
        self._lines: tuple[Line, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out title, list, and the words about the ticket under the cursor."""
        app = self.otui
        painter = LinePainter(
            lambda: app.now, lambda: theme.styles(app.current_theme), to=True, ascii_only=app.ascii_only
        )
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="head")
        yield LineOfText(id="message")
        empty = _("You have nothing to hand over. A good evening to you.")
        yield LeavingList(painter, empty_text=empty, ascii_only=app.ascii_only, id="leaving")
        yield LineOfText(id="about")
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[Line]:
        """What is left."""
        return self.query_one("#leaving", LeavingList)

    def on_mount(self) -> None:
        """Read what is left, and what was meant for it before."""
        self.moved_list.focus()
        self.otui.show_status()
        self.background(self._begin())

    async def _begin(self) -> None:
        draft = await self.live.read(drafts.find, drafts.NEW_TICKET, DRAFT)
        if draft is not None:
            self._message = draft.body
            plans: dict[str, dict[str, str]] = draft.fields.get("plans", {})
            self._plans = {int(key): Plan(**plan) for key, plan in plans.items()}
        await self._read()

    async def _read(self) -> None:
        left = await self.live.read(handovers.leaving)
        self._lines = tuple(
            Line(one.row.id, one.row.version, one.row, "", one.kind, one.words, one.draft) for one in left
        )
        self._show()

    def _show(self) -> None:
        lines = [self._planned(line) for line in self._lines]
        shown = self.moved_list
        shown.set_window(shown.new_view(), lines, len(lines), keep=True)
        undecided = sum(1 for line in lines if not line.who)
        loud = (
            ngettext("{n} ticket has nobody yet", "{n} tickets have nobody yet", undecided).format(
                n=undecided
            )
            if undecided
            else ""
        )
        self.query_one("#head", LineOfText).show(
            " " + _("Hand over"), str(len(lines) or ""), role="title", loud=loud
        )
        words = self._message or _("no words to all yet")
        self.query_one("#message", LineOfText).show(f" {words}", role="strong" if self._message else "muted")
        self._about()

    def _planned(self, line: Line) -> Line:
        plan = self._plans.get(line.id, Plan())
        # A version of its own, so that a row is drawn anew when what is meant for it changes.
        version = hash((line.version, plan))
        return replace(
            line, version=version, who=plan.who, words=plan.words or line.words, own=bool(plan.words)
        )

    def _about(self) -> None:
        row = self.moved_list.row
        self.query_one("#about", LineOfText).show(f" {row.words}" if row else "", role="strong")

    def on_virtual_list_highlighted(self) -> None:
        """Show the whole line about the ticket under the cursor."""
        self._about()

    # -- what is meant ---------------------------------------------------------------------------------------------

    def _mean(self, ids: list[int], **values: str) -> None:
        for one in ids:
            self._plans[one] = replace(self._plans.get(one, Plan()), **values)
        self._show()
        self.hand_over()

    def hand_over(self) -> None:
        """Keep what is meant as a draft."""
        plans = {str(key): asdict(plan) for key, plan in self._plans.items()}
        self.otui.drafts.typed(Typed(drafts.NEW_TICKET, DRAFT, self._message, {"plans": plans}, 0))

    def _row(self) -> Line:
        row = self.moved_list.row
        if row is None:
            raise Refused(_("There is nothing to hand over."))
        return row

    async def do_handover_to(self) -> None:
        """Choose who gets the ticket, and with it all that has nobody yet."""
        row = self._row()
        desk, zone, now = self.live.desk, self.otui.zone, self.otui.now
        choices = []
        for agent in desk.directory.agents.values():
            if agent.id == desk.agent.id or (agent.away(now) and agent.substitute_id is None):
                continue
            detail = agent.login
            if agent.away(now):
                substitute = desk.directory.agents.get(agent.substitute_id or 0)
                until = times.moment(agent.back_at, zone, now) if agent.back_at else "…"
                detail = _("away until {until}; {name} stands in").format(
                    until=until, name=substitute.login if substitute else "–"
                )
            choices.append(Choice(agent.login, agent.name, detail, agent.login))
        picked = await self.otui.ask(Picker(_("To whom?"), choices))
        if isinstance(picked, str):
            undecided = [line.id for line in self._lines if not self._plans.get(line.id, Plan()).who]
            self._mean([row.id, *undecided], who=picked)

    def do_handover_free(self) -> None:
        """Leave the ticket free to its team, or not."""
        row = self._row()
        if row.kind == "draft":
            raise Refused(_("{number} is not yours: only its draft can go.").format(number=row.row.number))
        self._mean([row.id], who="" if row.who == FREE else FREE)
        self.moved_list.move(1)

    def do_handover_keep(self) -> None:
        """Keep the ticket, or not."""
        row = self._row()
        self._mean([row.id], who="" if row.who == KEPT else KEPT)
        self.moved_list.move(1)

    async def do_handover_words(self) -> None:
        """Write the line about the ticket."""
        row = self._row()
        question = f"{row.row.number}  {row.row.subject}"
        explain = _("Whoever gets it reads this first.")
        words = await self.otui.ask(
            AskLine(question, lambda text: (text.strip(), ""), initial=row.words, explain=explain)
        )
        if words is not None:
            self._mean([row.id], words=words)

    def on_virtual_list_opened(self) -> None:
        """Write the line about the ticket."""
        self.background(self.do_handover_words())

    async def do_handover_message(self) -> None:
        """Write the line to everybody."""
        words = await self.otui.ask(
            AskLine(
                _("To everybody who gets something"), lambda text: (text.strip(), ""), initial=self._message
            )
        )
        if words is not None:
            self._message = words
            self._show()
            self.hand_over()

    async def do_handover_give(self) -> None:
        """Hand everything over, all or nothing."""
        lines = [self._planned(line) for line in self._lines]
        undecided = sum(1 for line in lines if not line.who)
        if undecided:
            raise Refused(
                ngettext("{n} ticket has nobody yet.", "{n} tickets have nobody yet.", undecided).format(
                    n=undecided
                ),
                _("{to} chooses who gets it, {keep} keeps it.").format(
                    to=self._key("handover.to"), keep=self._key("handover.keep")
                ),
            )
        leave = tuple(
            Leave(line.id, "" if line.who == FREE else line.who, line.words, line.kind, original.version)
            for line, original in zip(lines, self._lines, strict=True)
            if line.who != KEPT
        )
        self.otui.drafts.forget(drafts.NEW_TICKET, DRAFT)
        try:
            results = await self.live.do(_give, HandOver(leave, self._message))
        except Exception:
            self.hand_over()
            await self._read()
            raise
        self._given(results)

    def _given(self, results: list[Result]) -> None:
        self.otui.overview.acted(results)
        sentence = ngettext("{n} ticket is handed over.", "{n} tickets are handed over.", len(results))
        self.otui.tell(
            sentence.format(n=len(results))
            + " "
            + _("{key} takes it back.").format(key=self._key("edit.undo"))
        )
        self.dismiss()

    def _key(self, action_id: str) -> str:
        return self.otui.keymap.label(action_id, Context.HANDOVER, ascii_only=self.otui.ascii_only)

    def do_nav_back(self) -> None:
        """Go back; what is meant is kept."""
        if self._plans or self._message:
            self.otui.tell(_("Kept as it stands; nothing was handed over yet."))
        self.dismiss()


def _give(unit: Unit, command: HandOver) -> list[Result]:
    results = handover.give(unit, command)
    drafts.drop(unit, drafts.NEW_TICKET, DRAFT)
    return results
