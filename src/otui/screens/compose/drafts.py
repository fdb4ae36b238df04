"""The composer's words as a draft: read back, kept at every change, never written over, and sent where they belong."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from otui.desk.commands import DraftRef
from otui.desk.desk import View
from otui.desk.rows import TicketDetail
from otui.desk.together import drafts
from otui.desk.together.weave import line_after
from otui.desk.views import ticket as ticket_views
from otui.errors import OtuiError
from otui.screens.drafting import Typed
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.screens.compose.screen import Composer


def landing(view: View, ticket_id: int) -> TicketDetail:
    """Return the ticket that words on a ticket are for: where it was merged into another, that one."""
    return ticket_views.detail(view, drafts.end_of_chain(view.reader, ticket_id))


class ComposerDrafts:
    """Mixed into the composer."""

    _draft_ticket: int
    """The ticket that the draft is kept under: the one it was begun on, wherever that went since."""
    _base = 0
    """The version of the ticket that the words are written against."""
    _handed = ""
    """What was last handed to the keeper."""
    _begun = False
    _sent = False

    @property
    def _me(self) -> Composer:
        return cast("Composer", self)

    async def _land(self) -> None:
        """Go to the ticket that the words are for, which the first one may have been merged into."""
        me = self._me
        before = me.rows[0]
        me.detail = await me.live.read(landing, before.id)
        me.rows = [me.detail.row]
        if me.detail.row.id != before.id:
            me.cc = ""
            me.otui.tell(
                _("{number} was merged into {other}: this goes there.").format(
                    number=before.number, other=me.detail.row.number
                )
            )

    async def _read_draft(self) -> bool:
        """Put the words of a draft before those that were quicker; return whether there was one."""
        me = self._me
        draft = await me.live.read(drafts.find, self._draft_ticket, me.kind)
        if not self._begun and not self._sent:
            self._begun = True
            self._base = me.rows[0].version
            if draft is not None:
                self._draft_ticket = draft.ticket_id
                self._handed = draft.body
                me.known_from(draft.fields)
                if draft.lands_on == me.rows[0].id:
                    # Of a ticket that took the draft's own one in, another version counts.
                    self._base = draft.base_version if draft.ticket_id == draft.lands_on else self._base
                me.area.load_text(draft.body + me.area.text)
                me.area.move_cursor(me.area.document.end)
                me.otui.tell(self._welcome(draft))
            me.otui.drafts.read(self._draft_ticket, me.kind, draft.body if draft else "")
            self.hand_over()
        return draft is not None

    def _welcome(self, draft: drafts.DraftRow) -> str:
        if draft.ticket_id == self._me.rows[0].id:
            return _("Your draft is back.")
        return _("Your draft on {number} is back; {number} was merged into this.").format(number=draft.number)

    def on_text_area_changed(self) -> None:
        """Keep the words at every change, once it is known what they follow."""
        if self._begun:
            self.hand_over()
            self._me.known_soon()

    def hand_over(self) -> None:
        """Hand the words to the keeper of drafts; what was typed before the draft was read comes behind it."""
        if not self._sent and self._me.area.text != self._handed:
            self._hand()

    def _hand(self) -> None:
        me = self._me
        self._handed = me.area.text
        fields: dict[str, Any] = {"cc": me.cc, **me.known_fields(self._handed)}
        base = self._base or me.rows[0].version
        me.otui.drafts.typed(Typed(self._draft_ticket, me.kind, self._handed, fields, base, not self._begun))

    def words_woven(self, ticket_id: int, kind: str, before: str, after: str) -> bool:
        """Show what another session wrote of this draft, where nothing was typed since; the cursor stays in place."""
        area = self._me.area
        if (ticket_id, kind) != (self._draft_ticket, self._me.kind) or area.text != before or self._sent:
            return False
        line, column = area.cursor_location
        self._handed = after
        area.replace(after, (0, 0), area.document.end)
        area.move_cursor((line_after(before, after, line), column))
        self._me.otui.tell(_("What you wrote elsewhere stands here too."))
        return True

    def _reference(self) -> tuple[int, DraftRef]:
        """Return the ticket that the words of the draft are for, and the draft."""
        me = self._me
        known = me.otui.drafts.known(self._draft_ticket, me.kind)
        return me.rows[0].id, DraftRef(self._draft_ticket, known)

    async def _keep(self) -> None:
        self.hand_over()
        await self._me.otui.drafts.save()

    async def _drop_draft(self) -> None:
        me = self._me
        ticket_id, kind = self._draft_ticket, me.kind
        await me.otui.drafts.save()  # what this session wrote is known then, and goes; another's words stay
        known = me.otui.drafts.known(ticket_id, kind)
        await me.live.do(lambda unit, _none: drafts.drop(unit, ticket_id, kind, known), None)
        me.otui.drafts.forget(ticket_id, kind)

    async def do_compose_discard(self) -> None:
        """Throw the words away, once that is confirmed."""
        if await self._me.discarded():
            self._sent = True
            try:
                await self._drop_draft()
            except OtuiError:
                self._sent = False
                raise
            self._me.dismiss()

    async def do_nav_back(self) -> None:
        """Leave; the words stay as a draft."""
        me = self._me
        self.hand_over()
        self._sent = True  # what the keeper has now is not to be read back in here
        try:
            await me.otui.drafts.save()
        except OtuiError:
            self._sent = False
            raise
        if me.area.text.strip():
            me.otui.tell(_("Kept as a draft; g d shows your drafts."))
        me.dismiss()
