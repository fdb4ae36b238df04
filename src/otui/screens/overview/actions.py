"""What keys do in an overview besides the verbs: move about, change view and order, mark, fold, zoom."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from otui.desk import saved_views
from otui.desk.views.lists import Order
from otui.errors import Usage
from otui.screens.moving import ListMoves
from otui.screens.overview.views import SideRow, saved_view
from otui.text.i18n import _
from otui.widgets.ask_line import AskLine
from otui.widgets.picker import Choice, Picker
from otui.widgets.ticket_row import COLUMNS, DEFAULT
from otui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from otui.screens.overview.screen import OverviewScreen
    from otui.widgets.blocks import Block

_ZOOMS = ("-zoom-list", "-zoom-side")


class OverviewActions(ListMoves):
    """Mixed into the overview screen."""

    previewed = 0
    said_beside: tuple[Block, ...] = ()
    """What the preview says of tickets like the one it shows."""

    @property
    def _me(self) -> OverviewScreen:
        return cast("OverviewScreen", self)

    @property
    def moved_list(self) -> VirtualList[Any]:
        """The list that keys move in."""
        return self._me.side if self._me.side.has_focus else self._me.tickets

    # -- moving ----------------------------------------------------------------------------------------------------

    def do_nav_back(self) -> None:
        """Go one level up: marks, zoom, then the entries' pane."""
        me = self._me
        if me.tickets.clear_marks():
            return
        if any(me.has_class(name) for name in _ZOOMS):
            me.remove_class(*_ZOOMS)
            if me.has_class("-tiny"):
                me.tickets.focus()
            return
        self.do_pane_next()

    def do_pane_left(self) -> None:
        """Go to the entries; where there is no room for both panes, they take the place of the list."""
        me = self._me
        if not me.view.side:
            return
        me.remove_class("-zoom-list")
        if me.has_class("-tiny"):
            me.add_class("-zoom-side")
        me.side.focus()

    def do_pane_right(self) -> None:
        """Go to the list."""
        self._me.remove_class("-zoom-side")
        self._me.tickets.focus()

    def do_pane_next(self) -> None:
        """Go to the other pane."""
        if self._me.side.has_focus:
            self.do_pane_right()
        else:
            self.do_pane_left()

    def do_pane_previous(self) -> None:
        """Go to the other pane."""
        self.do_pane_next()

    def do_pane_zoom(self) -> None:
        """Give the pane with focus the whole screen, and back."""
        name = "-zoom-side" if self._me.side.has_focus else "-zoom-list"
        self._me.toggle_class(name)

    def do_preview_down(self) -> None:
        """Scroll the preview down."""
        self._me.preview.half_page(1)

    def do_preview_up(self) -> None:
        """Scroll the preview up."""
        self._me.preview.half_page(-1)

    def do_side_fold(self) -> None:
        """Fold the queue under the cursor, or the one it belongs to."""
        self._fold(True)

    def do_side_unfold(self) -> None:
        """Unfold the queue under the cursor."""
        self._fold(False)

    def _fold(self, fold: bool) -> None:
        me = self._me
        row: SideRow | None = me.side.row
        if me.view.side != "queues" or row is None or row.id < 0:
            return
        target = row.id
        if fold and (not row.parent or row.folded):
            target = me.live.desk.directory.queues[row.id].parent_id or row.id
        me.folded = me.folded | {target} if fold else me.folded - {target}
        me.feed.reload_side()
        if me.side.has_focus and me.view.entry != target and fold:
            me.change_entry(target)

    # -- views -----------------------------------------------------------------------------------------------------

    def do_view_queues(self) -> None:
        """Show the queues."""
        self._me.show_view("queues")

    def do_view_status(self) -> None:
        """Show the states."""
        self._me.show_view("status")

    def do_view_escalations(self) -> None:
        """Show what is due, the soonest first."""
        self._me.show_view("escalations")

    def do_view_mine(self) -> None:
        """Show this agent's tickets."""
        self._me.show_view("mine")

    def do_view_free(self) -> None:
        """Show what nobody owns."""
        self._me.show_view("free")

    def do_view_saved5(self) -> None:
        """Show the agent's view 5."""
        self._saved(5)

    def do_view_saved6(self) -> None:
        """Show the agent's view 6."""
        self._saved(6)

    def do_view_saved7(self) -> None:
        """Show the agent's view 7."""
        self._saved(7)

    def do_view_saved8(self) -> None:
        """Show the agent's view 8."""
        self._saved(8)

    def do_view_saved9(self) -> None:
        """Show the agent's view 9."""
        self._saved(9)

    def _saved(self, digit: int) -> None:
        if f"saved{digit}" in self._me.views:
            self._me.show_view(f"saved{digit}")
            return
        key = self._me.otui.keymap.label("view.save")
        self._me.otui.tell(
            _("View {digit} is empty; {key} saves what you see on it.").format(digit=digit, key=key)
        )

    async def load_saved(self) -> None:
        """Read the agent's own views."""
        rows = await self._me.live.read(saved_views.mine)
        for row in rows.values():
            self._me.views[f"saved{row.digit}"] = saved_view(row)

    async def do_view_save(self, text: str = "") -> None:
        """Keep what the list shows on a digit of the agent's own."""
        if not text:
            asked = await self._me.otui.ask(
                AskLine(_("Save this view: a digit from 5 to 9, and a name"), _understand_view)
            )
            if asked is None:
                return
            text = asked
        digit, name = _parse_view(text)
        me = self._me
        spec = replace(me.view, only=me.feed.only()).to_dict()
        await me.live.do(
            lambda unit, _none: saved_views.save(unit, digit, name or me.entry_label(), spec), None
        )
        await self.load_saved()
        me.otui.tell(_("Saved on {digit}.").format(digit=digit))

    # -- order and columns -----------------------------------------------------------------------------------------

    def _sort(self, by: str) -> None:
        me = self._me
        again = me.view.order.by == by
        order = Order(by, not me.view.order.descending if again else by == "updated")
        me.change_view(replace(me.view, order=order))

    def do_sort_due(self) -> None:
        """Sort by due time."""
        self._sort("due")

    def do_sort_level(self) -> None:
        """Sort by level."""
        self._sort("level")

    def do_sort_created(self) -> None:
        """Sort by age."""
        self._sort("created")

    def do_sort_changed(self) -> None:
        """Sort by last change."""
        self._sort("updated")

    def do_sort_number(self) -> None:
        """Sort by number."""
        self._sort("number")

    def do_sort_subject(self) -> None:
        """Sort by subject."""
        self._sort("subject")

    def do_list_reverse(self) -> None:
        """Turn the order around."""
        me = self._me
        me.change_view(replace(me.view, order=Order(me.view.order.by, not me.view.order.descending)))

    async def do_list_columns(self) -> None:
        """Choose which columns the list has: each choice takes one in or out."""
        me = self._me
        while True:
            chosen = me.view.columns
            choices = [
                Choice(column.name, ("✓ " if name in chosen else "· ") + (_(column.title) or _("clock sign")))
                for name, column in COLUMNS.items()
            ]
            picked = await me.otui.ask(Picker(_("Columns: Enter takes in or out, Esc ends"), choices))
            if not isinstance(picked, str):
                return
            order = list(COLUMNS)
            wanted = set(chosen) ^ {picked}
            columns = tuple(name for name in order if name in wanted) or DEFAULT
            me.change_view(replace(me.view, columns=columns))

    # -- marks -----------------------------------------------------------------------------------------------------

    def do_mark_toggle(self) -> None:
        """Mark the ticket, or take its mark away."""
        self._me.tickets.toggle_mark()

    def do_mark_range(self) -> None:
        """Begin or end a range of marks."""
        self._me.tickets.mark_range()

    def do_mark_all(self) -> None:
        """Mark every ticket of the list, or none when all are."""
        tickets = self._me.tickets
        if tickets.window.marks.count(tickets.window.total) >= tickets.window.total:
            tickets.clear_marks()
        else:
            tickets.mark_everything()

    def do_app_refresh(self) -> None:
        """Take arrivals in and put the list in order again."""
        self._me.feed.reload(keep=True)
        self._me.feed.reload_side()


def _parse_view(text: str) -> tuple[int, str]:
    digit, _space, name = text.strip().partition(" ")
    if digit not in {"5", "6", "7", "8", "9"}:
        raise Usage(_("Views of your own go on 5 to 9."), _("For example: 5 my urgent ones."))
    return int(digit), name.strip()


def _understand_view(text: str) -> tuple[str, str]:
    digit, name = _parse_view(text)
    return text, _("{digit}: {name}").format(digit=digit, name=name or _("as it is called now"))
