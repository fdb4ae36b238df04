"""A problem of tickets: made of those that are marked, or they are linked to one that there is."""

from __future__ import annotations

import uuid

from otui.desk.results import Result
from otui.desk.rows import TicketRow
from otui.desk.words import step_name
from otui.errors import OtuiError, Refused
from otui.screens.verbs.doing import Doing
from otui.text.i18n import _, ngettext
from otui.widgets.picker import Choice, Picker

NEW = ""


class ProblemOfVerbs(Doing):
    """Mixed into screens that have tickets."""

    async def do_ticket_problem(self, text: str = "") -> None:
        """Make a problem of the targets, or link them to the one that is picked."""
        from otui.desk.problems import making
        from otui.desk.problems.commands import NewProblem

        rows = await self.targets()
        if not rows:
            raise Refused(_("There is no ticket here to do that to."))
        number = text.strip()
        if not number:
            picked = await self.otui.ask(self._picker(rows))
            if not isinstance(picked, str):
                return
            number = picked
        if number == NEW:
            result = await self.live.do(making.new, NewProblem(incidents=tuple(row.id for row in rows)))
            said = result.said
        else:
            said = await self._link(number, rows)
            result = None
        self.unmark({row.id for row in rows})
        key = self.otui.keymap.label("edit.undo")
        self.otui.tell(_("{said} {key} undoes it.").format(said=said, key=key))
        if result is not None:
            self.otui.open_record("problem", result.record_id)

    async def _link(self, number: str, rows: list[TicketRow]) -> str:
        from otui.desk.problems import linking
        from otui.desk.problems.commands import TieProblem

        batch = uuid.uuid4().hex[:12]
        done: list[Result] = []
        refused: OtuiError | None = None
        for row in rows:
            command = TieProblem(ref=number, other=row.number, batch=batch)
            try:
                done.append(await self.live.do(linking.link, command))
            except OtuiError as error:  # linked already, mostly: the others are not
                refused = error
        if refused is not None and not done:
            raise refused
        return ngettext(
            "{n} ticket is linked to {number}.", "{n} tickets are linked to {number}.", len(done)
        ).format(n=len(done), number=done[0].number)

    def _picker(self, rows: list[TicketRow]) -> Picker[str]:
        from otui.desk.views.problem_like import like

        desk, subject = self.live.desk, rows[0].subject
        new = ngettext("A new problem, of this ticket", "A new problem, of these {n} tickets", len(rows))

        def fetch(typed: str) -> list[Choice[str]]:
            found = [
                Choice(row.number, f"{row.number}  {row.subject}", f"{step_name(row.step)} {row.owner}")
                for row in desk.read(like, subject, typed)
            ]
            return [Choice(NEW, new.format(n=len(rows)), subject), *found]

        return Picker(_("Which problem?"), fetch=fetch)
