"""What a list of records reads: its pages, what changed, what arrived."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from otui.desk.desk import View
from otui.desk.records import listing as desk_listing
from otui.desk.records.listing import Cut, Listing
from otui.widgets.pages import PageRequest, Where

if TYPE_CHECKING:
    from otui.desk.live import Change
    from otui.screens.records.screen import RecordsScreen

FIRST_PAGE = 100


@dataclass(frozen=True, slots=True)
class RecordView:
    """One view of a list: its title, which records it holds for whoever looks, and what it says when empty."""

    id: str
    title: str
    cut: Callable[[View], Cut]
    empty: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What a screen shows now: the view, and the words that narrow it."""

    listing: Listing[Any]
    view: RecordView
    words: str

    def page(self, view: View, request: PageRequest[Any]) -> list[Any]:
        """Return the rows that a list asks for."""
        row = request.row
        key = desk_listing.key_of(row, self.listing) if row is not None else None
        match request.where:
            case Where.AFTER if not self.words:
                return self._page(view, after=key, limit=request.limit)
            case Where.BEFORE if not self.words:
                return self._page(view, before=key, limit=request.limit)
            case Where.END if not self.words:
                return self._page(view, from_end=True, limit=request.limit)
            case Where.AT if row is not None and not self.words:
                now = desk_listing.rows_by_id(view, self.listing, (row.id,), self.view.cut(view))
                return [*now.values(), *self._page(view, after=key, limit=request.limit - 1)]
            case _:
                return self._page(view, offset=request.position, limit=request.limit)

    def first(self, view: View, request: PageRequest[Any] | None) -> tuple[list[Any], int]:
        """Return the first page, or the one that keeps the cursor where it is, and how many rows there are."""
        rows = self.page(view, request) if request is not None else self._page(view, limit=FIRST_PAGE)
        return rows, desk_listing.total(view, self.listing, self.view.cut(view), self.words)

    def states(self, view: View, here: set[int], ids: set[int]) -> tuple[dict[int, Any], set[int]]:
        """Return how rows are now, and which of `ids` the view holds."""
        inside = desk_listing.rows_by_id(view, self.listing, ids, self.view.cut(view))
        return desk_listing.rows_by_id(view, self.listing, here), set(inside)

    def _page(self, view: View, **asked: Any) -> list[Any]:
        return desk_listing.page(view, self.listing, self.view.cut(view), words=self.words, **asked)


class RecordFeed:
    """Keeps the list of a screen as the desk is."""

    def __init__(self, screen: RecordsScreen) -> None:
        self._screen = screen
        self._own: set[int] = set()

    def reload(self, *, keep: bool) -> None:
        """Read the list again; with `keep` the cursor stays on its row."""
        screen = self._screen
        generation = screen.rows.new_view(screen.empty())
        screen.background(self._first(generation, screen.shown, keep))

    async def _first(self, generation: int, shown: Shown, keep: bool) -> None:
        screen = self._screen
        request = screen.rows.window.refresh_request() if keep and not shown.words else None
        rows, total = await screen.live.read(shown.first, request)
        first = request.position if request is not None and request.where is Where.AT else 0
        if screen.rows.set_window(generation, rows, total, first=first, keep=keep):
            screen.show_head()
            if not rows:
                screen.preview.show(())

    def load_page(self, request: PageRequest[Any]) -> None:
        """Read a page that the list asks for."""
        self._screen.background(self._page(request))

    async def _page(self, request: PageRequest[Any]) -> None:
        screen = self._screen
        screen.rows.rows_loaded(request, await screen.live.read(screen.shown.page, request))
        screen.show_head()

    def own(self, record_id: int) -> None:
        """Remember what this agent did here: a row that leaves the view by it goes at once."""
        self._own.add(record_id)
        self._screen.background(self._apply({record_id}))

    def changed(self, changes: list[Change]) -> None:
        """Others changed records: rows change where they stand, arrivals wait to be taken in."""
        ids = {change.record_id for change in changes if change.record_id is not None}
        if ids:
            self._screen.background(self._apply(ids))

    async def _apply(self, ids: set[int]) -> None:
        screen = self._screen
        window = screen.rows.window
        generation = window.generation
        here = {one for one in ids if window.row(one) is not None}
        rows, inside = await screen.live.read(screen.shown.states, here, ids)
        if generation != window.generation:
            return
        screen.rows.update_rows(rows.values())
        left = here - inside
        screen.rows.remove_rows(left & self._own)
        screen.rows.mark_gone(left - self._own)
        new = inside - here
        if new & self._own:
            self.reload(keep=True)
        elif not screen.words:
            screen.rows.arrived(new)
        self._own -= ids
        screen.show_head()
        if window.cursor is not None and window.cursor.id in ids:
            screen.preview_soon()
