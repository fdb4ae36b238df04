"""The keys that walk over what has focus, for every screen: lists by their cursor, texts by scrolling."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from textual.app import ComposeResult

from otui.keys.model import TEXT_CONTEXTS, Context
from otui.keys.sheet import footer
from otui.text.i18n import _
from otui.widgets.key_footer import KeyFooter
from otui.widgets.virtual_list import VirtualList
from otui.widgets.which_key import WhichKey

if TYPE_CHECKING:
    from otui.screens.base import DeskScreen

    _Base = DeskScreen
else:
    _Base = object


class Walkable(Protocol):
    """What keys can walk over: a list, or a text."""

    def move(self, rows: int) -> None:
        """Go by rows."""

    def half_page(self, halves: int) -> None:
        """Go by half pages."""

    def page(self, pages: int) -> None:
        """Go by pages."""

    def top(self) -> None:
        """Go to the first row."""

    def bottom(self) -> None:
        """Go to the last row."""


class Moves:
    """Mixed into screens. `moved` is what the keys walk over now."""

    @property
    def moved(self) -> Walkable:
        """The pane that has focus, or the one below the line that is typed in."""
        raise NotImplementedError

    def do_nav_down(self) -> None:
        """One row down."""
        self.moved.move(1)

    def do_nav_up(self) -> None:
        """One row up."""
        self.moved.move(-1)

    def do_nav_top(self) -> None:
        """To the first row."""
        self.moved.top()

    def do_nav_bottom(self) -> None:
        """To the last row."""
        self.moved.bottom()

    def do_nav_half_down(self) -> None:
        """Half a page down."""
        self.moved.half_page(1)

    def do_nav_half_up(self) -> None:
        """Half a page up."""
        self.moved.half_page(-1)

    def do_nav_page_down(self) -> None:
        """A page down."""
        self.moved.page(1)

    def do_nav_page_up(self) -> None:
        """A page up."""
        self.moved.page(-1)


class ListMoves(Moves):
    """Mixed into screens whose keys walk over a list."""

    @property
    def moved_list(self) -> VirtualList[Any]:
        """The list that has focus, or the one below the line that is typed in."""
        raise NotImplementedError

    @property
    def moved(self) -> Walkable:
        """The list."""
        return self.moved_list

    def do_nav_open(self) -> None:
        """Open what the cursor is on."""
        self.moved_list.open()


class TypingFooter(_Base):
    """Mixed into screens with a line that is typed in: the footer names keys that work there, and none that prints."""

    def compose_frame(self) -> ComposeResult:
        """Yield what stands under the screen."""
        yield WhichKey(id="which")
        yield KeyFooter((self.otui.keymap.label("find.help", Context.FORM), _("all keys")), id="keys")

    def titles(self) -> Mapping[str, str]:
        """Return, by action, the words of what is called otherwise here than in the registry."""
        return {}

    def show_keys(self) -> None:
        """Tell the keys that work for what has focus."""
        contexts = self.contexts()
        if not TEXT_CONTEXTS.intersection(contexts):
            super().show_keys()
            return
        shown = self.query_one_optional(KeyFooter)
        if shown is not None:
            pairs = footer(contexts, self.otui.keymap, self.FOOTER, self.titles())
            shown.show([(key, title.lower()) for key, title in pairs if key])


class MarkMoves(ListMoves):
    """Mixed into screens whose list has tickets that can be marked."""

    def do_mark_toggle(self) -> None:
        """Mark the ticket, or take its mark away."""
        self.moved_list.toggle_mark()

    def do_mark_range(self) -> None:
        """Begin or end a range of marks."""
        self.moved_list.mark_range()

    def do_mark_all(self) -> None:
        """Mark every row of the list, or none when all are."""
        rows = self.moved_list
        if rows.window.marks.count(rows.window.total) >= rows.window.total:
            rows.clear_marks()
        else:
            rows.mark_loaded()
