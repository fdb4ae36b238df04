"""Verbs that need no asking: take, let go, reopen, wake, undo, redo, the last one again; and copying."""

from __future__ import annotations

from typing import Any

from otui.desk import tickets, undo
from otui.desk.commands import Redo, Reopen, Take, Undo, Unlock, Unmerge
from otui.desk.rows import TicketRow
from otui.desk.views import ticket as ticket_views
from otui.screens.verbs.doing import Doing
from otui.text.i18n import _


class PlainVerbs(Doing):
    """Mixed into screens that have tickets."""

    async def do_ticket_take(self) -> None:
        """Take."""
        await self.act(tickets.take, lambda row: Take(ticket=row.id))

    async def do_ticket_unlock(self) -> None:
        """Let go."""
        await self.act(tickets.unlock, lambda row: Unlock(ticket=row.id))

    async def do_ticket_reopen(self) -> None:
        """Open again what was resolved or closed, or end a wait."""
        rows = await self.targets()
        waiting = [row for row in rows if row.state.startswith("waiting")]
        if waiting:
            from otui.desk.commands import Wake

            await self.act(tickets.wake, lambda row: Wake(ticket=row.id), waiting)
        others = [row for row in rows if row not in waiting]
        if others or not rows:
            await self.act(tickets.reopen, lambda row: Reopen(ticket=row.id), others)

    async def do_ticket_unmerge(self) -> None:
        """Take a merged ticket out again."""
        await self.act(tickets.unmerge, lambda row: Unmerge(ticket=row.id))

    async def do_edit_undo(self) -> None:
        """Take the last act of this session back; its words go back into a draft."""
        await self._mend(undo.undo, Undo(since=self.live.desk.session_start))

    async def do_edit_redo(self) -> None:
        """Do again what undo took back."""
        await self._mend(undo.redo, Redo(since=self.live.desk.session_start))

    async def _mend(self, verb: Any, command: Any) -> None:
        result = await self.live.do(verb, command)
        self.acted([result])
        if result.returned:
            await self.otui.keep_words(result)
        key = self.otui.keymap.label("edit.redo" if verb is undo.undo else "edit.undo")
        words = _("{said} {key} does it again.") if verb is undo.undo else _("{said} {key} undoes it.")
        self.otui.tell(words.format(said=result.said, key=key))

    async def do_edit_repeat(self) -> None:
        """Do the last verb again, to what is marked or under the cursor now."""
        if self.otui.repeatable is None:
            self.otui.tell(_("There is no verb yet to do again."))
            return
        verb, make = self.otui.repeatable
        await self.act(verb, make)

    # -- copying ---------------------------------------------------------------------------------------------------

    async def do_copy_number(self) -> None:
        """Copy the number."""
        await self._copy(lambda row: row.number)

    async def do_copy_subject(self) -> None:
        """Copy number and subject."""
        await self._copy(lambda row: f"{row.number} {row.subject}")

    async def do_copy_link(self) -> None:
        """Copy a link that `otui ticket show` and the `:ticket` line understand."""
        await self._copy(lambda row: f"otui:{self.otui.desk_name}/{row.number}")

    async def do_copy_body(self) -> None:
        """Copy the last message of the thread."""
        rows = await self.targets()
        if rows:
            thread = await self.live.read(ticket_views.thread, rows[0].id)
            if thread:
                self.otui.copy(
                    thread[-1].body, _("the last message of {number}").format(number=rows[0].number)
                )
            else:
                self.otui.tell(_("{number} has no messages yet.").format(number=rows[0].number))

    async def _copy(self, words: Any) -> None:
        rows: list[TicketRow] = await self.targets()
        if rows:
            text = "\n".join(words(row) for row in rows)
            self.otui.copy(text, text if len(rows) == 1 else _("{n} lines").format(n=len(rows)))
