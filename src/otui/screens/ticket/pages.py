"""What keys do on a ticket besides the verbs: scroll, go to the next one, choose a pane."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from otui.desk.words import record_name
from otui.screens.moving import Moves
from otui.text.i18n import _
from otui.widgets.lines import LinesView
from otui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from otui.screens.ticket.screen import TicketScreen

_ZOOMS = ("-zoom-thread", "-zoom-panel")


class TicketPages(Moves):
    """Mixed into the ticket screen."""

    @property
    def _me(self) -> TicketScreen:
        return cast("TicketScreen", self)

    @property
    def moved(self) -> LinesView:
        """The pane that keys scroll."""
        return self._me.panel if self._me.panel.has_focus else self._me.thread

    def do_nav_open(self) -> None:
        """Unfold what is quoted, or fold it again; beside the thread, open something that is named there."""
        if self._me.panel.has_focus:
            self._me.background(self._open_named())
        else:
            self.moved.toggle_folds()

    async def _open_named(self) -> None:
        """Open a ticket or a record that this ticket is tied to; which one is asked where there are several."""
        whole = self._me.whole
        if whole is None:
            return
        named = [("ticket", link.ticket_id, link.number, link.subject) for link in whole.detail.links]
        named += [(tie.other, tie.other_id, tie.number, tie.subject) for tie in whole.detail.ties]
        if not named:
            self._me.otui.tell(_("Nothing is linked here."))
            return
        picked: int | object | None = 0
        if len(named) > 1:
            choices = [
                Choice(place, f"{record_name(kind)} {number}  {subject}")
                for place, (kind, _id, number, subject) in enumerate(named)
            ]
            picked = await self._me.otui.ask(Picker(_("Open which?"), choices))
        if isinstance(picked, int):
            self._me.otui.open_record(named[picked][0], named[picked][1])

    def do_thread_quotes(self) -> None:
        """Unfold what is quoted, or fold it again."""
        self._me.thread.toggle_folds()

    def do_nav_back(self) -> None:
        """Go back to the overview."""
        me = self._me
        if any(me.has_class(name) for name in _ZOOMS):
            me.remove_class(*_ZOOMS)
            if not self._beside:
                me.thread.focus()
            return
        me.dismiss()

    @property
    def _beside(self) -> bool:
        """Whether there is room for the panel beside the thread."""
        return self._me.has_class("-normal") or self._me.has_class("-wide")

    def do_pane_next(self) -> None:
        """Go to the other pane."""
        if self._me.panel.has_focus:
            self.do_pane_left()
        else:
            self.do_pane_right()

    def do_pane_previous(self) -> None:
        """Go to the other pane."""
        self.do_pane_next()

    def do_pane_left(self) -> None:
        """Go to the thread."""
        self._me.remove_class("-zoom-panel")
        self._me.thread.focus()

    def do_pane_right(self) -> None:
        """Go to what stands beside it; where there is no room for both, it takes the place of the thread."""
        self._me.remove_class("-zoom-thread")
        if not self._beside:
            self._me.add_class("-zoom-panel")
        self._me.panel.focus()

    def do_pane_zoom(self) -> None:
        """Give the pane with focus the whole screen, and back."""
        self._me.toggle_class("-zoom-panel" if self._me.panel.has_focus else "-zoom-thread")

    def do_ticket_next(self) -> None:
        """Show the next ticket of the list."""
        self._step(1)

    def do_ticket_previous(self) -> None:
        """Show the previous ticket of the list."""
        self._step(-1)

    def _step(self, rows: int) -> None:
        tickets = self._me.otui.overview.tickets
        before = tickets.cursor
        if before == self._me.ticket_id:
            tickets.move(rows)
        row = tickets.row
        if row is None or row.id == self._me.ticket_id:
            last, first = _("That was the last one of the list."), _("That was the first one of the list.")
            self._me.otui.tell(last if rows > 0 else first)
            return
        self._me.show_ticket(row.id)

    def do_app_refresh(self) -> None:
        """Read the ticket again."""
        self._me.show_ticket(self._me.ticket_id)
