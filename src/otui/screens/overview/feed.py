"""How the overview's lists get their rows: first page, further pages, and what the change feed brings."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from textual.timer import Timer

from otui.desk.desk import View
from otui.desk.live import SIGHT, Change
from otui.desk.rows import TicketRow
from otui.desk.views import counts, lists
from otui.desk.views.lists import Order, TicketFilter
from otui.screens.overview.views import ENTRIES, SideRow
from otui.text.i18n import _
from otui.widgets.pages import PageRequest, Where

if TYPE_CHECKING:
    from otui.screens.overview.screen import OverviewScreen

FIRST_PAGE = 100
SIDE_AFTER = 0.15
"""Seconds within which several changes are counted once."""


class ListFeed:
    """Brings rows to the overview. Reads run beside the screen; what comes too late is dropped by its generation."""

    def __init__(self, screen: OverviewScreen) -> None:
        self._screen = screen
        self._own: set[int] = set()
        self._side_timer: Timer | None = None

    def only(self) -> TicketFilter:
        """Return the filter of the list as it is now: the view's, narrowed to the chosen entry."""
        screen = self._screen
        if not screen.view.side:
            return screen.view.only
        row = screen.side.window.row(screen.view.entry)
        return row.only if row is not None else screen.view.only

    # -- the list --------------------------------------------------------------------------------------------------

    def reload(self, *, keep: bool) -> None:
        """Read the list again; with `keep` the cursor and the marks stay with their tickets."""
        screen = self._screen
        generation = screen.tickets.new_view(self._empty())
        screen.background(self._first(generation, screen.view.side, screen.view.entry, keep))

    async def _first(self, generation: int, side: str, entry: int, keep: bool) -> None:
        screen = self._screen
        request = screen.tickets.window.refresh_request() if keep else None
        rows, total, sides = await screen.live.read(
            _first_page, screen.view.only, side, entry, screen.folded, screen.view.order, request
        )
        if sides is not None and side == screen.view.side:
            self._show_side(sides)
        first = request.position if request is not None and request.where is Where.AT else 0
        if screen.tickets.set_window(generation, rows, total, first=first, keep=keep):
            screen.show_head()
            if not rows:
                screen.preview.show(())

    def load_page(self, request: PageRequest[TicketRow]) -> None:
        """Read a page that the list asks for."""
        self._screen.background(self._page(request))

    async def _page(self, request: PageRequest[TicketRow]) -> None:
        screen = self._screen
        page = await screen.live.read(_page_of, self.only(), screen.view.order, request)
        screen.tickets.rows_loaded(request, page)
        screen.show_head()

    def _empty(self) -> str:
        screen = self._screen
        if screen.view.id == "mine":
            return _("Nothing is yours. 1 shows what waits in your queues, a takes a ticket.")
        if screen.view.id == "escalations":
            return _("Nothing runs against a clock.")
        here = screen.side.window.row(screen.view.entry) if screen.view.side == "queues" else None
        waiting = [row for row in screen.side.window.rows if row.id >= 0 and not row.depth and row.figures[0]]
        if here is not None and waiting:
            words = _("Nothing waits in {queue}. {n} in {other}.")
            return words.format(queue=here.label, n=waiting[0].figures[0], other=waiting[0].label)
        return _("Nothing here. n makes a ticket, / searches all of them.")

    # -- the side --------------------------------------------------------------------------------------------------

    def reload_side(self) -> None:
        """Count again what stands beside the list."""
        screen = self._screen
        if screen.view.side:
            screen.background(self._side(screen.view.side))

    async def _side(self, side: str) -> None:
        screen = self._screen
        rows = await screen.live.read(ENTRIES[side], screen.folded)
        if screen.view.side == side:
            self._show_side(rows)
            screen.show_head()

    def _show_side(self, rows: list[SideRow]) -> None:
        side = self._screen.side
        known = [row.id for row in side.window.rows]
        if known == [row.id for row in rows]:
            side.update_rows(rows)
            return
        side.set_window(side.new_view(), rows, len(rows), keep=bool(known))
        side.move_to_id(self._screen.view.entry)

    # -- changes ---------------------------------------------------------------------------------------------------

    def own(self, ids: set[int], done: set[int]) -> None:
        """This agent changed these tickets here: show it at once, and let what left the list go.

        From a ticket of `done`, where it stays in the list, the cursor goes on to the next.
        """
        self._own |= ids
        self._screen.background(self._apply(ids, ids, set(), done))
        self._side_soon()

    def changed(self, changes: list[Change]) -> None:
        """Others changed tickets: rows change where they stand, arrivals wait to be taken in."""
        ids = {change.ticket_id for change in changes if change.ticket_id is not None}
        entered = {change.ticket_id for change in changes if change.entered and change.ticket_id is not None}
        if any(change.topic in ("queue", "rules", SIGHT) for change in changes) or any(
            change.verb == "import" for change in changes
        ):
            self.reload(keep=True)
        if ids:
            screen = self._screen
            if screen.view.sectioned and any(change.topic == "escalation" for change in changes):
                self.reload(keep=True)
            screen.background(self._apply(ids, ids & self._own, entered))
            self._own -= ids
        self._side_soon()

    async def _apply(
        self, ids: set[int], own: set[int], entered: set[int], done: Collection[int] = ()
    ) -> None:
        screen = self._screen
        window = screen.tickets.window
        here = {one for one in ids if window.row(one) is not None}
        generation = window.generation
        rows, inside = await screen.live.read(_states_of, here, ids, self.only())
        if window is not screen.tickets.window or generation != window.generation:
            return
        screen.tickets.update_rows(row for key, row in rows.items() if key in here)
        left = here - inside
        if left & own:
            screen.tickets.remove_rows(left & own)
        if left - own:
            screen.tickets.mark_gone(left - own)
        screen.tickets.arrived((entered & inside) - here)
        if window.cursor is not None and window.cursor.id in done:
            screen.tickets.move(1)
        screen.show_head()
        if window.cursor is not None and window.cursor.id in ids:
            screen.preview_soon()

    def _side_soon(self) -> None:
        if self._side_timer is not None:
            self._side_timer.stop()
        self._side_timer = self._screen.set_timer(SIDE_AFTER, self.reload_side)


def _first_page(
    view: View,
    plain: TicketFilter,
    side: str,
    entry: int,
    folded: frozenset[int],
    order: Order,
    request: PageRequest[TicketRow] | None,
) -> tuple[list[TicketRow], int, list[SideRow] | None]:
    """Read the entries and the first page in one go: one way to the database and back."""
    sides = ENTRIES[side](view, folded) if side else None
    only = next((row.only for row in sides or () if row.id == entry), plain)
    if request is not None:
        rows = _page_of(view, only, order, request)
    else:
        rows = list(lists.ticket_page(view, only, order, limit=FIRST_PAGE).rows)
    return rows, counts.total(view, only), sides


def _page_of(
    view: View, only: TicketFilter, order: Order, request: PageRequest[TicketRow]
) -> list[TicketRow]:
    key = lists.key_of(request.row, only, order) if request.row is not None else None
    match request.where:
        case Where.AFTER:
            page = lists.ticket_page(view, only, order, after=key, limit=request.limit)
        case Where.BEFORE:
            page = lists.ticket_page(view, only, order, before=key, limit=request.limit)
        case Where.END:
            page = lists.ticket_page(view, only, order, from_end=True, limit=request.limit)
        case Where.AT if request.row is not None:
            rest = lists.ticket_page(view, only, order, after=key, limit=request.limit - 1)
            now = lists.rows_by_id(view, (request.row.id,))
            inside = lists.matching(view, now, only)
            return [*(row for one, row in now.items() if one in inside), *rest.rows]
        case _:
            page = lists.ticket_page(view, only, order, offset=request.position, limit=request.limit)
    return list(page.rows)


def _states_of(
    view: View, here: set[int], ids: set[int], only: TicketFilter
) -> tuple[dict[int, TicketRow], set[int]]:
    return lists.rows_by_id(view, here), lists.matching(view, ids, only)
