"""What keys do with knowledge on tickets: make an article of one, use a standard solution, say whether it helped.

Every list of tickets has these keys: what they need of the desk is imported when one is pressed.
"""

from __future__ import annotations

from functools import partial

from otui.desk.rows import TicketRow
from otui.errors import Refused
from otui.screens.verbs.doing import Doing
from otui.text.i18n import _, ngettext
from otui.widgets.confirm import Answer, Confirm

OFFERED = 8


class KnowledgeOnTickets(Doing):
    """Mixed into screens that have tickets."""

    async def do_ticket_article(self) -> None:
        """Begin an article of a ticket; what there is about the same is shown first."""
        from otui.desk.knowledge import writing
        from otui.desk.knowledge.commands import FromTicket
        from otui.desk.views import known
        from otui.screens.knowledge.alike import make_another

        row = (await self._solution_rows())[0]
        if not await make_another(self.otui, await self.live.read(known.alike, row.subject)):
            return
        made = await self.live.do(writing.from_ticket, FromTicket(ticket=row.id))
        self.otui.open_record(made.record, made.record_id)
        key = self.otui.keymap.label("edit.undo")
        self.otui.tell(_("{said} {key} undoes it.").format(said=made.said, key=key))

    async def do_ticket_solution(self, text: str = "") -> None:
        """Pick a standard solution for the targets, see whom it reaches, and send it in one stroke."""
        rows = await self._solution_rows()
        article: int | str | None = text.strip() or await self._pick_solution(rows)
        if not article:
            return
        answers = [
            Answer("s", _("send it and resolve"), "resolve"),
            Answer("r", _("send it, the ticket stays open"), "reply"),
        ]
        if len(rows) == 1:
            answers.append(Answer("e", _("write on in a reply"), "write"))
        question = ngettext(
            "What with this solution on {n} ticket?", "What with this solution on {n} tickets?", len(rows)
        )
        answer = await self.otui.ask(Confirm(question.format(n=len(rows)), answers))
        if answer == "write":
            await self._write_with_solution(rows, article)
        elif answer is not None:
            await self._show_solution_touches(rows, article, "resolve" if answer == "resolve" else "")

    async def _solution_rows(self) -> list[TicketRow]:
        rows = await self.targets()
        if not rows:
            raise Refused(_("There is no ticket here to do that to."))
        return rows

    async def _pick_solution(self, rows: list[TicketRow]) -> int | None:
        from otui.desk.views import known
        from otui.screens.knowledge.choosing import choose_known

        first = rows[0]
        heading = _("Standard solution for {number}  {subject}").format(
            number=first.number, subject=first.subject
        )
        if len(rows) > 1:
            heading = ngettext(
                "Standard solution for {n} ticket", "Standard solution for {n} tickets", len(rows)
            ).format(n=len(rows))
        best = partial(known.for_ticket, ref=first.id, limit=OFFERED)
        picked = await choose_known(self.otui, heading, best)
        return None if picked is None else picked.id

    async def _write_with_solution(self, rows: list[TicketRow], article: int | str) -> None:
        """Open a reply with the solution in it."""
        from otui.desk.views import known
        from otui.screens.compose.screen import Composer

        found = await self.live.read(known.published, article)
        self.otui.push_screen(Composer(self, "reply", rows, known=found))  # type: ignore[arg-type]

    async def _show_solution_touches(self, rows: list[TicketRow], article: int | str, then: str) -> None:
        """Show whom it reaches and what each hears; ctrl+s sends it to them, one undo takes it back."""
        from otui.desk.knowledge import using
        from otui.desk.knowledge.commands import ApplySolution
        from otui.desk.views import solutions
        from otui.screens.knowledge.blocks import touched_blocks
        from otui.screens.records.touching import TouchScreen

        ahead = await self.live.read(solutions.preview, article, [row.id for row in rows], then)
        reached = [one.row for one in ahead.reached]

        def make(row: TicketRow) -> ApplySolution:
            return ApplySolution(ticket=row.id, article=ahead.id, known=ahead.version, then=then)

        self.otui.push_screen(
            TouchScreen(
                f"{ahead.number}  {ahead.subject}",
                touched_blocks(ahead, then),
                partial(self.act, using.apply, make, reached) if reached else None,
            )
        )

    async def do_ticket_helped(self, text: str = "") -> None:
        """Say whether what was used helped."""
        from otui.desk.knowledge import using
        from otui.desk.knowledge.commands import Helped
        from otui.desk.views import known

        rows = await self._solution_rows()
        answer = {"yes": True, "ja": True, "no": False, "nee": False}.get(text.strip().casefold())
        if answer is None:
            used = await self.live.read(known.used_on, rows[0].id)
            if not used:
                raise Refused(
                    _("No knowledge article was used on {number}.").format(number=rows[0].number),
                    _("Put one in a reply first."),
                )
            answers = [Answer("y", _("it helped"), "y"), Answer("n", _("it did not"), "n")]
            details = [f"{one.number}  {one.subject}" for one in used]
            said = await self.otui.ask(Confirm(_("Did it help?"), answers, details=details))
            if said is None:
                return
            answer = said == "y"
        helped = answer
        await self.act(using.helped, lambda row: Helped(ticket=row.id, helped=helped), rows)
