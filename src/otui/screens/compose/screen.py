"""The composer. A reply is loud and names who gets it; a note is dashed and names who may read it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from otui.desk import templates
from otui.desk.rows import ArticleRow, TicketDetail, TicketRow
from otui.desk.together import presence
from otui.desk.views import ticket as ticket_views
from otui.errors import OtuiError, Refused, Usage
from otui.keys.model import Context
from otui.resources import data_dir
from otui.screens.base import Keyed
from otui.screens.compose.crossing import ComposerCrossing
from otui.screens.compose.editing import edit_outside
from otui.screens.compose.known import LINES, ComposerKnown
from otui.screens.overview.header import LineOfText
from otui.screens.ticket.thread import article_blocks
from otui.text.i18n import _, language
from otui.widgets.ask_line import AskLine
from otui.widgets.blocks import Block, Paragraph
from otui.widgets.composer_area import ComposerArea
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.key_footer import KeyFooter
from otui.widgets.lines import LinesView
from otui.widgets.picker import Choice, Picker
from otui.widgets.which_key import WhichKey

if TYPE_CHECKING:
    from otui.desk.views.known import Known
    from otui.screens.verbs.writing import WritingVerbs

ASK_FROM = 20
"""From so many tickets on a reply is asked about before it goes."""


class WritingArea(ComposerArea):
    """The text, where the composer's keys work."""

    contexts = (Context.COMPOSER,)


class Composer(ComposerCrossing, ComposerKnown, Keyed, ModalScreen[None], inherit_bindings=False):
    """Writes a reply, a note or a call on one ticket, or the same words on several."""

    CSS_PATH = "compose.tcss"
    CONTEXTS = (Context.COMPOSER, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "compose.send",
        "ticket.template",
        "compose.known",
        "compose.editor",
        "nav.back",
        "compose.send_solve",
        "compose.send_wait",
        "compose.discard",
    )

    def __init__(
        self,
        opener: WritingVerbs,
        kind: str,
        rows: list[TicketRow],
        *,
        everybody: bool = False,
        template: bool = False,
        editor: bool = False,
        known: Known | None = None,
    ) -> None:
        super().__init__(classes=f"-{kind}")
        self._opener = opener
        self.kind = kind
        self.rows = rows
        """The tickets that the words are for."""
        self.detail: TicketDetail | None = None
        self.cc = ""
        self._draft_ticket = rows[0].id
        self._everybody = everybody
        self._begin_with = (template, editor)
        self._begin_known, self._put_in = known, {}

    def compose(self) -> ComposeResult:
        """Lay out what was said last, the text, and the line that says who gets it."""
        app = self.otui
        with Vertical(id="sheet"):
            yield LineOfText(id="title")
            yield LinesView(at_end=True, ascii_only=app.ascii_only, id="said")
            yield LineOfText(id="news")
            yield from (LineOfText(id=name) for name in LINES)
            yield WritingArea(id="text")
            yield LineOfText(id="audience")
            yield WhichKey(id="which")
            keymap = app.keymap
            yield KeyFooter((keymap.label("find.help", Context.COMPOSER), _("all keys")), id="keys")

    @property
    def area(self) -> WritingArea:
        """The text."""
        return self.query_one("#text", WritingArea)

    async def on_mount(self) -> None:
        """Show what is known at once; the rest is read beside it."""
        self.query_one("#said", LinesView).can_focus = False
        self.area.focus()
        self.show_lines()
        self.show_news()
        self._show_keys()
        self.background(self._begin())

    def on_resize(self) -> None:
        """Draw the line between what was said and the words as wide as they are."""
        self.show_news()

    @property
    def present_on(self) -> tuple[int, str]:
        """The ticket that is written on; of several, the first."""
        doing = {"reply": presence.WRITING, "note": presence.NOTE, "call": presence.CALL}
        return self.rows[0].id, doing[self.kind]

    def presence_changed(self, ticket_ids: set[int]) -> None:
        """Show who else is on it."""
        if self.rows[0].id in ticket_ids:
            self.show_title()

    def _show_keys(self) -> None:
        keymap = self.otui.keymap
        reached = {action.id: action for action in keymap.actions_for(self.contexts())}
        hints = [
            (
                keymap.label(name, Context.COMPOSER, ascii_only=self.otui.ascii_only),
                _(reached[name].title).lower(),
            )
            for name in self.FOOTER
            if name in reached
        ]
        self.query_one(KeyFooter).show(hints)

    def show_lines(self) -> None:
        """Say what is written, on which ticket, and who gets it."""
        self.show_title()
        self.query_one("#audience", LineOfText).show(" " + self.audience(), role="strong")

    def show_title(self) -> None:
        """Say what is written on which ticket, and who else is on it now."""
        if not self.is_attached:
            return
        names = {"reply": _("Reply"), "note": _("Note"), "call": _("Call")}
        numbers = ", ".join(row.number for row in self.rows[:4]) + (" …" if len(self.rows) > 4 else "")
        subject = self.rows[0].subject if len(self.rows) == 1 else _("{n} tickets").format(n=len(self.rows))
        here = self.otui.presence.sentence(self.rows[0].id) if len(self.rows) == 1 else ""
        title = f" {names[self.kind]}  {numbers}  {subject}"
        self.query_one("#title", LineOfText).show(title, role="title", loud=f"{here} " if here else "")

    def audience(self) -> str:
        """Say who gets or may read the words: the last thing read before they go."""
        if self.kind == "note":
            queues = sorted({row.queue for row in self.rows})
            return _("INTERNAL · {queue} only").format(queue=", ".join(queues))
        if len(self.rows) > 1:
            return _("TO the contacts of {n} tickets").format(n=len(self.rows))
        contact = self.detail.contact if self.detail else None
        who = (contact.email or contact.name) if contact else self.rows[0].contact
        if self.kind == "call":
            return _("CALL with {who}").format(who=who or _("the contact"))
        if not who:
            return _("TO nobody yet: this ticket has no contact")
        copies = [one for one in self.cc.split(",") if one.strip()]
        return _("TO {who}").format(who=who) + (_(" (+{n} cc)").format(n=len(copies)) if copies else "")

    async def _begin(self) -> None:
        """Read the draft and what was said last."""
        if len(self.rows) == 1:
            try:
                await self._land()
            except Refused as error:  # out of this agent's sight by now: the words are still theirs
                self.otui.tell_error(error)
        await self._read_draft()
        if len(self.rows) == 1:
            thread = await self.show_said(keep=False)
            if self._everybody:
                self.cc = next((one.cc for one in reversed(thread) if one.cc), "")
            self.show_lines()
            await self._look()
        self.known_soon()
        template, editor = self._begin_with
        if self._begin_known is not None:
            await self.put_known(self._begin_known)
        elif template:
            await self.do_ticket_template()
        elif editor:
            await self.do_compose_editor()

    async def show_said(self, *, keep: bool) -> tuple[ArticleRow, ...]:
        """Show what was said last over the words, and return all of it; nothing where only its owner may read it."""
        try:
            thread = await self.live.read(ticket_views.thread, self.rows[0].id)
        except Refused as error:
            self.query_one("#said", LinesView).show((Paragraph(str(error), role="muted"),))
            return ()
        blocks: list[Block] = []
        for article in thread[-6:]:
            blocks += article_blocks(self.otui, article)
        said = self.query_one("#said", LinesView)
        keep = keep and not said.at_end
        said.show(blocks, at_end=not keep, keep=keep)
        return thread

    # -- what keys do ----------------------------------------------------------------------------------------------

    async def do_compose_send(self) -> None:
        """Send, or keep the note."""
        await self._send()

    async def do_compose_send_solve(self) -> None:
        """Send, and resolve with it."""
        await self._send("resolve")

    async def do_compose_send_wait(self) -> None:
        """Send, and wait for the contact."""
        await self._send("wait-contact")

    async def _send(self, then: str = "") -> None:
        """Send what stands there; where it is refused the words stay. `then` is what a reply's ticket does next."""
        if then and self.kind != "reply":
            self.otui.tell(
                _("Only a reply does that: {key} keeps this.").format(key=self._key("compose.send"))
            )
            return
        if not self._begun and await self._read_draft():
            return  # there is more to send than its writer has seen
        words = self.area.text
        await self._keep()
        if self.area.text != words:
            return  # the same: another session of theirs wrote on the draft
        if not await self._meant():
            return
        self._sent = True
        rows = [replace(self.rows[0], version=self._base or self.rows[0].version), *self.rows[1:]]
        try:
            done = await self._opener.send_words(
                self.kind, words, rows, cc=self.cc, then=then, used=self.used_in(words), draft=self._reference(),
                settle=self.settle,
            )  # fmt: skip
        except OtuiError:
            self._sent = False
            raise
        reached = {result.ticket_id for result in done}
        rest = [row for row in self.rows if row.id not in reached]
        if not rest:
            self.otui.drafts.forget(self._draft_ticket, self.kind)
            self.dismiss()
            return
        self._sent = False
        if len(rows) > 1:
            await self.go_on_with(rest, len(done))

    async def _meant(self) -> bool:
        """Ask before words go to many at once: the number of them must be typed."""
        many = len(self.rows)
        if self.kind != "reply" or many < ASK_FROM:
            return True
        question = _("This goes to the contacts of {n} tickets. Type the number to send it.").format(n=many)
        return await self.otui.ask(AskLine(question, lambda text: _the_number(text, many))) is not None

    def _key(self, action_id: str) -> str:
        return self.otui.keymap.label(action_id, Context.COMPOSER, ascii_only=self.otui.ascii_only)

    async def discarded(self) -> bool:
        """Ask whether the words may go for good; nothing need be asked where there are none."""
        if not self.area.text.strip():
            return True
        answers = [Answer("y", _("throw them away"), "y")]
        return await self.otui.ask(Confirm(_("Throw these words away for good?"), answers)) == "y"

    async def do_ticket_template(self) -> None:
        """Put a template in at the cursor, filled in."""
        app = self.otui
        if self.detail is None:
            self.detail = await self.live.read(ticket_views.detail, self.rows[0].id)
        lang = (self.detail.contact.lang if self.detail.contact else "") or language()
        folders = [data_dir() / "templates", app.own_templates()]
        found = templates.load(folders, lang, app.tell_error)
        kind = "note" if self.kind == "note" else "reply"
        choices = [Choice(one, one.name, one.subject) for one in found if one.kind == kind]
        picked = await app.ask(Picker(_("Template"), choices))
        if isinstance(picked, templates.Template):
            desk = self.live.desk
            facts = templates.facts_of(self.detail, desk.agent, app.desk_name, app.zone, app.now)
            rendered = templates.render(picked, facts)
            self.area.put(rendered.text)
            if rendered.missing:
                app.tell(
                    _("Still to fill in: {names}.").format(names=", ".join(rendered.missing)),
                    severity="warning",
                )

    async def do_compose_editor(self) -> None:
        """Write on in the editor that the settings or $VISUAL or $EDITOR name."""
        await self._keep()
        with self.otui.presence.beating():
            text = await edit_outside(self.otui, self.area.text)
        if text is not None:
            self.area.load_text(text)
            self.area.move_cursor(self.area.document.end)
            await self._keep()

    def do_pane_next(self) -> None:
        """Stay: there is one place to write."""
        self.area.focus()

    def do_pane_previous(self) -> None:
        """Stay: there is one place to write."""
        self.area.focus()


def _the_number(text: str, many: int) -> tuple[int, str]:
    if text.strip() != str(many):
        raise Usage(_("Type {n} to send it; Esc goes back.").format(n=many))
    return many, ""
