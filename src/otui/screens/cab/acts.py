"""What is said on an agenda: each member's own word, and the decision of the meeting that follows from them.

A member's word is written against the change as it was read, and is not written all the same where that moved on:
whoever approves has seen what they approve.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.desk.changes import approving
from otui.desk.changes import commands as c
from otui.desk.changes.board import agenda
from otui.desk.changes.board.agenda import DECIDED
from otui.desk.changes.board.agenda_rows import APPROVE, DEFER, REJECT
from otui.errors import Conflict
from otui.screens.cab.running import CabMeeting
from otui.text.i18n import _, ngettext
from otui.widgets.ask_line import ask_reason
from otui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from otui.desk.results import Result
    from otui.screens.cab.columns import AgendaLine


class CabActs(CabMeeting):
    """Mixed into the screen of the board."""

    # -- each member's own word ------------------------------------------------------------------------------------

    async def do_cab_approve(self, text: str = "") -> None:
        """Approve, for oneself."""
        await self._say(approving.approve, text)

    async def do_cab_reject(self, text: str = "") -> None:
        """Reject, for oneself, with the reason."""
        await self._say(approving.reject, text, _("Why do you reject {number}?"))

    async def do_cab_defer(self, text: str = "") -> None:
        """Put off, for oneself, with the reason."""
        await self._say(approving.defer, text, _("Why do you defer {number}?"))

    async def _say(self, verb: Any, text: str, question: str = "") -> None:
        line = self.line()
        row = line.row
        words = text.strip()
        if question and not words:
            asked = await self.otui.ask(ask_reason(question.format(number=row.number), explain=row.subject))
            if not asked:
                return
            words = asked
        try:
            result: Result = await self.live.do(
                verb, c.Decide(ref=row.change_id, version=row.version, words=words)
            )
        except Conflict as conflict:
            await self.read()
            self.otui.tell_error(conflict)
            return
        key = self.otui.keymap.label("edit.undo")
        self.otui.tell(_("{said} {key} undoes it.").format(said=result.said, key=key))
        await self.read()
        self._go_on(line)

    def _go_on(self, line: AgendaLine) -> None:
        """Go on to the next change, where the cursor is still on the one that was said something of."""
        if self.rows.row is not None and self.rows.row.id == line.id:
            self.rows.move(1)

    # -- the meeting's decision ------------------------------------------------------------------------------------

    async def do_cab_decide(self, text: str = "") -> None:
        """Record the decision of the meeting, with the minutes that it needs."""
        rights.require(self.live.desk.agent, "cab")
        card, line = self.meeting(), self.line()
        row = line.row
        decision, _space, words = text.strip().partition(" ")
        if not decision:
            picked = await self.otui.ask(
                Picker(
                    _("What did the meeting decide of {number}?").format(number=row.number),
                    self._decisions(line),
                    ascii_only=self.otui.ascii_only,
                )
            )
            if not isinstance(picked, str):
                return
            decision = picked.removeprefix("-")
            if picked == "-":
                words = row.minutes
        if decision in (REJECT, DEFER) and not words and not row.minutes:
            asked = await self.otui.ask(
                ask_reason(
                    _("Why is {number} {decision}?").format(number=row.number, decision=_(DECIDED[decision]))
                )
            )
            if not asked:
                return
            words = asked
        command = agenda.Decide(
            ref=card.row.id, change=row.change_id, decision=decision, minutes=words or None
        )
        if await self.act(agenda.decide, command) is not None:
            await self.read()
            self._go_on(line)

    def _decisions(self, line: AgendaLine) -> list[Choice[str]]:
        stands = line.row.stands
        count = (
            _("{n} of {quorum} that are needed").format(n=stands.count("approved"), quorum=stands.quorum)
            if stands is not None
            else _("the board was not asked")
        )
        rejects = stands.count("rejected") if stands is not None else 0
        against = (
            ngettext("{n} member rejects it", "{n} members reject it", rejects).format(n=rejects)
            if rejects
            else _("nobody rejects it")
        )
        choices = [
            Choice(APPROVE, _(DECIDED[APPROVE]), count),
            Choice(DEFER, _(DECIDED[DEFER]), _("to another meeting")),
            Choice(REJECT, _(DECIDED[REJECT]), against),
        ]
        if line.row.decision:
            choices.append(Choice("-", _("take the decision back")))
        return choices
