"""What is known of a ticket, as pages to read: why its times are what they are, and what happened to it."""

from __future__ import annotations

from otui.desk.rows import TicketRow
from otui.desk.views import flow as flow_views
from otui.desk.views import ticket as ticket_views
from otui.errors import Refused
from otui.screens.page import PageScreen
from otui.screens.verbs.doing import Doing
from otui.text.i18n import _


class KnowingVerbs(Doing):
    """Mixed into screens that have tickets."""

    async def do_ticket_explain(self) -> None:
        """Say why each due time is what it is."""
        from otui.screens.ticket.explained import explanation_blocks

        row = await self._one()
        found = await self.live.read(ticket_views.explanations, row.id)
        title = _("Why these times: {number}").format(number=row.number)
        self.otui.push_screen(PageScreen(title, explanation_blocks(self.otui, found)))

    async def do_ticket_history(self) -> None:
        """Show what happened to it."""
        from otui.screens.ticket.explained import history_blocks

        row = await self._one()
        events = await self.live.read(ticket_views.history, row.id)
        title = _("History: {number}").format(number=row.number)
        self.otui.push_screen(PageScreen(title, history_blocks(self.otui, events), at_end=True))

    async def do_ticket_flow(self, number: str = "") -> None:
        """Draw where it stands in its process; or what a number names."""
        from otui.screens.flow.screen import FlowScreen

        if number.strip():
            kind, record_id = await self.live.read(flow_views.what, number)
        else:
            kind, record_id = "ticket", (await self._one()).id
        self.otui.push_screen(FlowScreen(kind, record_id))

    async def _one(self) -> TicketRow:
        rows = await self.targets()
        if not rows:
            raise Refused(_("There is no ticket here."))
        return rows[0]
