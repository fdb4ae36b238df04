"""Triage: the tickets of the list one at a time; after each decision the next comes by itself."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from otui.desk.results import Result
from otui.screens.overview.header import LineOfText
from otui.screens.ticket.screen import TicketScreen
from otui.screens.verbs.verdicts import DECIDED
from otui.text.i18n import _, ngettext


class TriageScreen(TicketScreen):
    """A ticket with the keys of a verdict first, and a line that says how many are left."""

    CSS_PATH = "../ticket/ticket.tcss"
    FOOTER: ClassVar[tuple[str, ...]] = (
        "ticket.take",
        "ticket.priority",
        "ticket.resolve",
        "ticket.line_up",
        "ticket.move",
        "ticket.wait",
        "ticket.merge",
        "ticket.next",
        "app.triage",
    )

    def __init__(self, ticket_id: int) -> None:
        super().__init__(ticket_id)
        self._decided = 0

    def compose(self) -> ComposeResult:
        """Lay out the count over the ticket."""
        yield LineOfText(id="triage")
        yield from super().compose()

    def on_mount(self) -> None:
        """Say how many there are."""
        super().on_mount()
        self._show_left()

    def show_ticket(self, ticket_id: int) -> None:
        """Show a ticket, and how many come after it."""
        super().show_ticket(ticket_id)
        self._show_left()

    def _show_left(self) -> None:
        window = self.otui.overview.tickets.window
        left = max(0, window.total - window.cursor_position)
        words = ngettext("Triage: {left} ticket left", "Triage: {left} tickets left", left).format(left=left)
        decided = _("{n} decided").format(n=self._decided)
        self.query_one("#triage", LineOfText).show(f" {words}", decided, role="accent")

    def acted(self, results: list[Result]) -> None:
        """Go on to the next ticket once this one has its verdict."""
        self.otui.overview.acted(results)
        if not any(result.verb in DECIDED for result in results):
            self.background(self._read(keep=True))
            return
        self._decided += len(results)
        before = self.ticket_id
        self.do_ticket_next()
        if self.ticket_id == before:
            self.otui.tell(_("{n} decided; that was the last one of the list.").format(n=self._decided))
            self.dismiss()

    def do_app_triage(self) -> None:
        """The same key leaves triage again."""
        self.dismiss()
