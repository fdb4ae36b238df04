"""Verbs around the checklist: open it, say what a ticket is about, and why it ends though steps are open."""

from __future__ import annotations

from collections.abc import Sequence

from otui.desk import categories, tickets
from otui.desk.commands import SetCategory
from otui.desk.rows import TicketRow
from otui.desk.views import procedures as views
from otui.errors import Refused
from otui.screens.verbs.doing import Doing
from otui.text.i18n import _, ngettext
from otui.widgets.ask_line import ask_reason
from otui.widgets.picker import Choice, MakeNew, Picker


class ListingVerbs(Doing):
    """Mixed into screens that have tickets."""

    async def do_ticket_checklist(self) -> None:
        """Show the steps of the ticket."""
        rows = await self.targets()
        if not rows:
            raise Refused(_("There is no ticket here."))
        from otui.screens.procedures.checklist import ChecklistScreen

        self.otui.push_screen(ChecklistScreen(rows[0].id, rows[0].number))

    async def do_ticket_category(self, text: str = "") -> None:
        """Say what it is about: one that is known, or a new word."""
        words = text.strip()
        if not words:
            known = await self.live.read(categories.known)
            choices = [Choice(name, name) for name in known]
            choices.append(Choice("-", _("no category")))
            picked = await self.otui.ask(
                Picker(_("What is it about?"), choices, new_label=_("New category: {name}"))
            )
            if picked is None:
                return
            words = picked.name if isinstance(picked, MakeNew) else str(picked)
        await self.act(tickets.category, lambda row: SetCategory(ticket=row.id, category=words))

    async def why_open(self, rows: Sequence[TicketRow]) -> str | None:
        """Return why tickets end though steps of their checklists are open; None where the agent thought better of it.

        An empty text where nothing stops them: nobody is asked.
        """
        found = await self.live.read(views.stopping, [row.id for row in rows])
        if not found.steps:
            return ""
        question = ngettext(
            "{n} step is not done: {first}. Why is it left out?",
            "{n} steps are not done, the first: {first}. Why are they left out?",
            found.steps,
        ).format(n=found.steps, first=found.first)
        explain = _("Esc goes back, and nothing ends.")
        if len(rows) > 1:
            explain = ngettext("On {n} ticket.", "On {n} tickets.", found.tickets).format(n=found.tickets)
        return await self.otui.ask(ask_reason(question, explain=explain))
