"""Choosing among what is known: the best first, with why; letters find others; below, what the chosen one says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from textual import on
from textual.widget import Widget

from otui.desk.desk import View
from otui.desk.views import knowledge as views
from otui.desk.views import known
from otui.desk.views.known import Known
from otui.text.i18n import _
from otui.widgets.blocks import Block, Paragraph
from otui.widgets.lines import LinesView
from otui.widgets.picker import Choice, Picker
from otui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from otui.app import OtuiApp

TYPED = 12
"""So many are offered for letters that are typed."""


class KnownPicker(Picker[Known]):
    """Gives the article that was chosen."""

    DEFAULT_CSS = """
    KnownPicker {
        & > Vertical { width: 100; max-width: 100%; }
        & VirtualList { height: 5; }
        & LinesView { height: 9; margin-top: 1; padding: 0 1; background: $surface; }
        &:ansi LinesView { background: ansi_default; }
    }
    """

    def __init__(self, app: OtuiApp, heading: str, best: Callable[[View], Sequence[Known]]) -> None:
        self._otui = app
        self._best = best
        super().__init__(
            heading,
            fetch=self._fetched_for,
            empty_text=_("Nothing is known that fits. Type other words."),
            ascii_only=app.ascii_only,
        )

    def _fetched_for(self, typed: str) -> list[Choice[Known]]:
        """Return what fits: to what is asked about, or to what was typed. Called in a thread."""
        desk = self._otui.live.desk
        found = desk.read(for_words, typed) if typed.strip() else desk.read(self._best)
        return [Choice(one, f"{one.number} {one.subject}", one.why) for one in found]

    def parts(self) -> Iterable[Widget]:
        """Add, below the list, what the chosen one says."""
        shown = LinesView(ascii_only=self._otui.ascii_only, id="says")
        shown.can_focus = False
        return (*super().parts(), shown)

    @on(VirtualList.Highlighted)
    def show_chosen(self) -> None:
        """Show what the one under the cursor would say."""
        row = self.query_one(VirtualList).row
        says = self.query_one("#says", LinesView)
        if row is None or row.id >= len(self._found):
            says.show(())
            return
        one = self._found[row.id].value
        blocks: list[Block] = [Paragraph(one.why, role="muted")]
        text = one.solution or _("It has no standard solution: nothing of it goes to a contact.")
        says.show([*blocks, Paragraph(text, bar="▌", bar_role="good")])


def for_words(view: View, typed: str) -> list[Known]:
    """Return published articles for typed words: by the beginnings of words, or by its number."""
    rows = views.page(view, "published", typed, limit=TYPED)
    found = known.these(view, [row.id for row in rows])
    return [found[row.id] for row in rows if row.id in found]


async def choose_known(app: OtuiApp, heading: str, best: Callable[[View], Sequence[Known]]) -> Known | None:
    """Ask which article is meant; None where none is."""
    picked: Any = await app.ask(KnownPicker(app, heading, best))
    return picked if isinstance(picked, Known) else None
