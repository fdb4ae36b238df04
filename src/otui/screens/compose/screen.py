"""The composer. A reply is loud and names who gets it; a note is dashed and names who may read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import TextArea

from otui.desk import drafts, templates
from otui.desk.rows import TicketDetail, TicketRow
from otui.desk.views import ticket as ticket_views
from otui.errors import OtuiError, Usage
from otui.keys.model import Context
from otui.resources import data_dir
from otui.screens.base import Keyed
from otui.screens.compose.editing import edit_outside
from otui.screens.drafting import Typed
from otui.screens.overview.header import LineOfText
from otui.screens.ticket.thread import article_blocks
from otui.text.i18n import _, language
from otui.widgets.ask_line import AskLine
from otui.widgets.blocks import Block
from otui.widgets.composer_area import ComposerArea
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.key_footer import KeyFooter
from otui.widgets.lines import LinesView
from otui.widgets.picker import Choice, Picker
from otui.widgets.which_key import WhichKey

if TYPE_CHECKING:
    from otui.screens.verbs.writing import WritingVerbs

ASK_FROM = 20
"""From so many tickets on a reply is asked about before it goes."""


class WritingArea(ComposerArea):
    """The text, where the composer's keys work."""

    contexts = (Context.COMPOSER,)


class Composer(Keyed, ModalScreen[None], inherit_bindings=False):
    """Writes a reply, a note or a call on one ticket, or the same words on several."""

    CSS_PATH = "compose.tcss"
    CONTEXTS = (Context.COMPOSER, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "compose.send",
        "ticket.template",
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
    ) -> None:
        super().__init__(classes=f"-{kind}")
        self._opener = opener
        self._kind = kind
        self._rows = rows
        self._everybody = everybody
        self._begin_with = (template, editor)
        self._detail: TicketDetail | None = None
        self._cc = ""
        self._known = ""
        self._begun = False
        self._sent = False

    def compose(self) -> ComposeResult:
        """Lay out what was said last, the text, and the line that says who gets it."""
        app = self.otui
        with Vertical(id="sheet"):
            yield LineOfText(id="title")
            yield LinesView(at_end=True, ascii_only=app.ascii_only, id="said")
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
        self._show_lines()
        self._show_keys()
        self.background(self._begin())

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

    def _show_lines(self) -> None:
        names = {"reply": _("Reply"), "note": _("Note"), "call": _("Call")}
        numbers = ", ".join(row.number for row in self._rows[:4]) + (" …" if len(self._rows) > 4 else "")
        subject = (
            self._rows[0].subject if len(self._rows) == 1 else _("{n} tickets").format(n=len(self._rows))
        )
        self.query_one("#title", LineOfText).show(f" {names[self._kind]}  {numbers}  {subject}", role="title")
        self.query_one("#audience", LineOfText).show(" " + self._audience(), role="strong")

    def _audience(self) -> str:
        """Say who gets or may read the words: the last thing read before they go."""
        if self._kind == "note":
            queues = sorted({row.queue for row in self._rows})
            return _("INTERNAL · {queue} only").format(queue=", ".join(queues))
        if len(self._rows) > 1:
            return _("TO the contacts of {n} tickets").format(n=len(self._rows))
        contact = self._detail.contact if self._detail else None
        who = (contact.email or contact.name) if contact else self._rows[0].contact
        if self._kind == "call":
            return _("CALL with {who}").format(who=who or _("the contact"))
        if not who:
            return _("TO nobody yet: this ticket has no contact")
        copies = [one for one in self._cc.split(",") if one.strip()]
        return _("TO {who}").format(who=who) + (_(" (+{n} cc)").format(n=len(copies)) if copies else "")

    async def _begin(self) -> None:
        """Read the draft and what was said last."""
        row = self._rows[0]
        await self._read_draft()
        if len(self._rows) == 1:
            self._detail = await self.live.read(ticket_views.detail, row.id)
            if self._detail.readable:
                thread = await self.live.read(ticket_views.thread, row.id)
                blocks: list[Block] = []
                for article in thread[-6:]:
                    blocks += article_blocks(self.otui, article)
                self.query_one("#said", LinesView).show(blocks, at_end=True)
                if self._everybody:
                    self._cc = next((one.cc for one in reversed(thread) if one.cc), "")
            self._show_lines()
        template, editor = self._begin_with
        if template:
            await self.do_ticket_template()
        elif editor:
            await self.do_compose_editor()

    # -- drafts ----------------------------------------------------------------------------------------------------

    async def _read_draft(self) -> bool:
        """Put the words of a draft before those that were quicker; return whether there was one."""
        draft = await self.live.read(drafts.find, self._draft_ticket, self._kind)
        if not self._begun and not self._sent:
            self._begun = True
            if draft is not None:
                self._known = draft.body
                self.area.load_text(draft.body + self.area.text)
                self.area.move_cursor(self.area.document.end)
                self.otui.tell(_("Your draft is back."))
            self.hand_over()
        return draft is not None

    @property
    def _draft_ticket(self) -> int:
        return self._rows[0].id

    @on(TextArea.Changed)
    def words_changed(self) -> None:
        """Keep the words at every change, once it is known what they follow."""
        if self._begun:
            self.hand_over()

    def hand_over(self) -> None:
        """Hand the words to the keeper of drafts; what was typed before the draft was read comes behind it."""
        text = self.area.text
        if self._sent or text == self._known:
            return
        self._known = text
        version = self._rows[0].version
        self.otui.drafts.typed(
            Typed(self._draft_ticket, self._kind, text, {"cc": self._cc}, version, not self._begun)
        )

    async def _keep(self) -> None:
        self.hand_over()
        await self.otui.drafts.save()

    async def _drop_draft(self) -> None:
        ticket_id, kind = self._draft_ticket, self._kind
        self.otui.drafts.forget(ticket_id, kind)
        await self.live.do(lambda unit, _none: drafts.drop(unit, ticket_id, kind), None)

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
        if then and self._kind != "reply":
            self.otui.tell(
                _("Only a reply does that: {key} keeps this.").format(key=self._key("compose.send"))
            )
            return
        if not self._begun and await self._read_draft():
            return  # there is more to send than its writer has seen
        if not await self._meant():
            return
        self._sent = True
        try:
            done = await self._opener.send_words(
                self._kind, self.area.text, self._rows, cc=self._cc, then=then, draft_on=self._draft_ticket
            )
        except OtuiError:
            self._sent = False
            raise
        if not done:
            self._sent = False
            return
        await self._drop_draft()
        self.dismiss()

    async def _meant(self) -> bool:
        """Ask before words go to many at once: the number of them must be typed."""
        many = len(self._rows)
        if self._kind != "reply" or many < ASK_FROM:
            return True
        question = _("This goes to the contacts of {n} tickets. Type the number to send it.").format(n=many)
        return await self.otui.ask(AskLine(question, lambda text: _the_number(text, many))) is not None

    def _key(self, action_id: str) -> str:
        return self.otui.keymap.label(action_id, Context.COMPOSER, ascii_only=self.otui.ascii_only)

    async def do_compose_discard(self) -> None:
        """Throw the words away, once that is confirmed."""
        if self.area.text.strip():
            answers = [Answer("y", _("throw them away"), "y")]
            if await self.otui.ask(Confirm(_("Throw these words away for good?"), answers)) != "y":
                return
        self._sent = True
        await self._drop_draft()
        self.dismiss()

    async def do_nav_back(self) -> None:
        """Leave; the words stay as a draft."""
        self.hand_over()
        self._sent = True  # what the keeper has now is not to be read back in here
        try:
            await self.otui.drafts.save()
        except OtuiError:
            self._sent = False
            raise
        if self.area.text.strip():
            self.otui.tell(_("Kept as a draft; g d shows your drafts."))
        self.dismiss()

    async def do_ticket_template(self) -> None:
        """Put a template in at the cursor, filled in."""
        app = self.otui
        if self._detail is None:
            self._detail = await self.live.read(ticket_views.detail, self._rows[0].id)
        lang = (self._detail.contact.lang if self._detail.contact else "") or language()
        folders = [data_dir() / "templates", app.own_templates()]
        found = templates.load(folders, lang, app.tell_error)
        kind = "note" if self._kind == "note" else "reply"
        choices = [Choice(one, one.name, one.subject) for one in found if one.kind == kind]
        picked = await app.ask(Picker(_("Template"), choices))
        if isinstance(picked, templates.Template):
            desk = self.live.desk
            facts = templates.facts_of(self._detail, desk.agent, app.desk_name, app.zone, app.now)
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
