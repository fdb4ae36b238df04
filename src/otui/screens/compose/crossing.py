"""What happens on a ticket while one writes on it: told in a quiet line, shown on a key, asked about on sending."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from otui.desk.desk import View
from otui.desk.live import Change
from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.together import crossing
from otui.desk.together.crossing import News
from otui.desk.views import lists, news
from otui.domain.workflow import State
from otui.errors import Conflict
from otui.keys.model import Context
from otui.screens.compose.drafts import ComposerDrafts
from otui.screens.overview.header import LineOfText
from otui.text import safe
from otui.text.i18n import _, ngettext
from otui.widgets.confirm import Answer, Confirm

if TYPE_CHECKING:
    from otui.screens.verbs.doing import Verb

SHOWN = 4
"""The last of what is new, in the window that asks."""
LINES_BESIDE = 13
"""Lines that the window needs besides what is told in it."""
LINE = 55
"""Characters of a line of it, on a narrow screen."""
EDGES = 2
"""Cells of the frame around it all."""
QUOTABLE = {
    "reply": ("message", "reply"),
    "call": ("message", "reply"),
    "note": ("message", "reply", "call", "note"),
}
"""What may be quoted where: nothing internal gets into a reply."""


def _read_news(view: View, ticket_id: int, version: int) -> tuple[TicketRow | None, tuple[News, ...]]:
    return lists.rows_by_id(view, (ticket_id,)).get(ticket_id), news.since(view, ticket_id, version)


class ComposerCrossing(ComposerDrafts):
    """Mixed into the composer."""

    _news: tuple[News, ...] = ()
    _moved_on = 0
    """Of several tickets, how many moved on since they were read."""

    # -- the quiet line --------------------------------------------------------------------------------------------

    def desk_changed(self, changes: list[Change]) -> None:
        """Tell at once what happened on a ticket that is written on."""
        me = self._me
        written_on = {row.id for row in me.rows} | {self._draft_ticket}
        if self._begun and not self._sent and any(change.ticket_id in written_on for change in changes):
            me.background(self._look())

    async def _look(self) -> None:
        me = self._me
        if len(me.rows) > 1:
            now = await me.live.read(lists.rows_by_id, [row.id for row in me.rows])
            self._moved_on = sum(1 for row in me.rows if row.id in now and now[row.id].version > row.version)
        else:
            self._news = (await me.live.read(_read_news, me.rows[0].id, self._base))[1]
            await me.show_said(keep=True)
        self.show_news()

    def show_news(self) -> None:
        """Say what happened last that matters to these words; the time counts in steps."""
        me = self._me
        if not me.is_attached:
            return
        line = me.query_one("#news", LineOfText)
        rule = "── "
        if self._moved_on:
            words = ngettext(
                "{n} of these tickets moved on meanwhile.",
                "{n} of these tickets moved on meanwhile.",
                self._moved_on,
            ).format(n=self._moved_on)
            line.show(f"{rule}{words}", role="strong")
            return
        told = [one for one in self._news if one.verb not in ("clocks",)]
        if not told:
            line.show("─" * (me.size.width - EDGES))
            return
        last = max(told, key=lambda one: (one.holds(me.kind), one.version))
        words = crossing.told(last, me.otui.now)
        if len(told) > 1:
            words += _(" (+{n})").format(n=len(told) - 1)
        key = me.otui.keymap.label("app.refresh", Context.COMPOSER, ascii_only=me.otui.ascii_only)
        hint = _("{key} shows it").format(key=key) + " "
        line.show(f"{rule}{words}", hint, "warning" if last.holds(me.kind) else "strong")

    def second_passed(self) -> None:
        """Let the time of what is new pass, and that of who else is here."""
        if self._news:
            self.show_news()
        self._me.show_title()

    # -- what is new, and what to do about it ----------------------------------------------------------------------

    async def do_app_refresh(self) -> None:
        """Show what is new since the words were begun; go on with it above them, or quote it."""
        me = self._me
        if len(me.rows) > 1 or not self._begun:
            return
        row, found = await me.live.read(_read_news, me.rows[0].id, self._base)
        if not found or row is None:
            me.otui.tell(_("Nothing happened here since you began."))
            return
        await self._answered(await self._ask(found, ""), row, found)

    async def settle(self, verb: Verb, command: Any, _row: TicketRow, conflict: Conflict) -> Result | None:
        """Ask what is to become of words that were held back, until they go or their writer goes on."""
        me = self._me
        while True:
            now, found = await me.live.read(_read_news, me.rows[0].id, self._base)
            if now is None:
                raise conflict
            send = _("send it all the same")
            if now.state == State.MERGED:
                await self._land()
                now = me.rows[0]
                self._base = now.version
                me.show_lines()
                send = _("send it on {number}").format(number=now.number)
            answer = await self._ask(found, send)
            if answer != "send":
                await self._answered(answer, now, found)
                return None
            try:
                return await me.live.do(verb, replace(command, ticket=now.id, version=now.version))
            except Conflict:  # it moved on again while the question stood there: that is new as well
                continue

    async def _ask(self, found: tuple[News, ...], send: str) -> str | None:
        me = self._me
        answers = [Answer("s", send, "send")] if send else []
        answers.append(Answer("w", _("write on, with this above"), "write"))
        if self._quotation(found):
            answers.append(Answer("q", _("write on, and quote it"), "quote"))
        if send:
            answers.append(Answer("d", _("drop my words"), "drop"))
        number = me.rows[0].number
        question = (
            _("{number} moved on since you began to write.").format(number=number)
            if send
            else _("New on {number} since you began to write").format(number=number)
        )
        details = self._details(found)
        if send:
            details.append(me.audience())
        return await me.otui.ask(Confirm(question, answers, details=details))

    def _details(self, found: tuple[News, ...]) -> list[str]:
        """Return what is told of the last of it: as much as there is room for, the thread above the words has all."""
        shown = found[-SHOWN:]
        room = max(1, (self._me.size.height - LINES_BESIDE) // max(1, len(shown))) * LINE
        lines = []
        if len(found) > SHOWN:
            lines.append(_("{n} more before these").format(n=len(found) - SHOWN))
        for one in shown:
            words = crossing.told(one, self._me.otui.now)
            text = safe.line(one.text)
            if text:
                words += ": " + text
            lines.append(words if len(words) <= room else words[: room - 1].rstrip() + "…")
        return lines

    async def _answered(self, answer: str | None, now: TicketRow, found: tuple[News, ...]) -> None:
        """Do what was chosen besides sending. What was shown is known from here on: it holds nothing back again."""
        me = self._me
        self._news = found
        if answer == "drop":
            await self.do_compose_discard()
        elif answer in ("write", "quote"):
            me.rows = [now]
            self._base, self._news = now.version, ()
            if answer == "quote":
                me.area.put(self._quotation(found))
            self._hand()
            await me.show_said(keep=False)
            me.show_lines()
        self.show_news()

    def _quotation(self, found: tuple[News, ...]) -> str:
        """Return what was said, as it is quoted in a mail; empty where nothing may be."""
        parts = []
        for one in found:
            if one.verb in QUOTABLE[self._me.kind] and not one.undone and one.text.strip():
                wrote = _("{who} wrote:").format(who=safe.line(one.who) or _("the contact"))
                quoted = "\n".join(f"> {line}".rstrip() for line in one.text.strip().split("\n"))
                parts.append(f"{wrote}\n{quoted}\n")
        return "\n" + "\n".join(parts) + "\n" if parts else ""

    # -- several tickets -------------------------------------------------------------------------------------------

    async def go_on_with(self, rest: list[TicketRow], sent: int) -> None:
        """Write on for the tickets that did not take the words: those that did are out of reach from here on."""
        me = self._me
        now = await me.live.read(lists.rows_by_id, [row.id for row in rest])
        was_first = me.rows[0].id
        me.rows = [now.get(row.id, row) for row in rest]
        self._moved_on = 0
        if me.rows[0].id != was_first:  # the draft went with the first ticket's transaction
            me.otui.drafts.forget(self._draft_ticket, me.kind)
            self._draft_ticket = me.rows[0].id
        self._base = me.rows[0].version
        self._hand()
        me.show_lines()
        self.show_news()
        if sent:
            me.otui.tell(
                ngettext(
                    "Sent on {sent}; your words stay here for {n} ticket.",
                    "Sent on {sent}; your words stay here for {n} tickets.",
                    len(me.rows),
                ).format(sent=sent, n=len(me.rows))
            )
