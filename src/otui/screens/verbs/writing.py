"""Verbs that are words: reply, note, call. Each opens its own composer; a `:` line or several marks may carry them."""

from __future__ import annotations

from otui.desk import tickets
from otui.desk.commands import Call, DraftRef, Note, Reply
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.errors import Refused
from otui.screens.verbs.doing import Settle, Verb
from otui.screens.verbs.listing import ListingVerbs
from otui.text.i18n import _

VERBS: dict[str, Verb] = {"reply": tickets.reply, "note": tickets.note, "call": tickets.call}


class WritingVerbs(ListingVerbs):
    """Mixed into screens that have tickets."""

    async def do_ticket_reply(self, text: str = "") -> None:
        """Write to the contact."""
        await self.write("reply", text)

    async def do_ticket_reply_all(self, text: str = "") -> None:
        """Write to the contact and everybody who was copied in."""
        await self.write("reply", text, everybody=True)

    async def do_ticket_note(self, text: str = "") -> None:
        """Write for the queue's agents only."""
        await self.write("note", text)

    async def do_ticket_call(self, text: str = "") -> None:
        """Put down a phone call."""
        await self.write("call", text)

    async def do_ticket_template(self, text: str = "") -> None:
        """Begin a reply with a template."""
        await self.write("reply", "", template=True)

    async def do_compose_editor(self) -> None:
        """Begin a reply in the editor."""
        await self.write("reply", "", editor=True)

    async def write(
        self,
        kind: str,
        text: str = "",
        *,
        everybody: bool = False,
        template: bool = False,
        editor: bool = False,
    ) -> None:
        """Open the composer for the targets, or send at once the words of a `:` line."""
        rows = await self.targets()
        if not rows:
            raise Refused(_("There is no ticket here to write on."))
        if text.strip():
            await self.send_words(kind, text, rows)
            return
        from otui.screens.compose.screen import Composer  # a text area costs more than the first list does

        self.otui.push_screen(
            Composer(self, kind, rows, everybody=everybody, template=template, editor=editor)
        )

    async def send_words(
        self,
        kind: str,
        body: str,
        rows: list[TicketRow],
        *,
        cc: str = "",
        then: str = "",
        used: tuple[int, ...] = (),
        draft: tuple[int, DraftRef] | None = None,
        settle: Settle | None = None,
    ) -> list[Result]:
        """Put words on every ticket of `rows`, each at the version its row has; return what was done.

        `used` are the knowledge articles in them. `draft` is the ticket of `rows` on which the words of a draft stand,
        and the draft: it goes in the same transaction. `settle` is asked where the one ticket moved on.
        """

        despite = await self.why_open(rows) if then in ("resolve", "close") else ""
        if despite is None:
            return []

        def make(row: TicketRow) -> Reply | Note | Call:
            begun = draft[1] if draft is not None and draft[0] == row.id else None
            if kind == "reply":
                return Reply(
                    ticket=row.id, body=body, cc=cc, then=then, despite=despite, used=used, from_draft=begun
                )
            if kind == "note":
                return Note(ticket=row.id, body=body, from_draft=begun)
            return Call(ticket=row.id, body=body, from_draft=begun)

        return await self.act(VERBS[kind], make, rows, settle=settle)
