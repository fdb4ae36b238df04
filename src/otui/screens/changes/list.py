"""The list of changes: open ones, mine, those that wait for my word, planned ones, those to be reviewed, all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from otui.desk.views import changes as views
from otui.desk.views.changes import ChangeFilter
from otui.keys.model import Context
from otui.screens.changes import reading
from otui.screens.changes.blocks import about_blocks, path_lines, round_blocks
from otui.screens.changes.columns import columns
from otui.screens.changes.reading import Whole
from otui.screens.changes.verbs import ChangeVerbs
from otui.screens.records.blocks import text_blocks
from otui.screens.records.listing import RecordView, Shown
from otui.screens.records.screen import RecordsScreen
from otui.text.i18n import N_
from otui.widgets.blocks import Block, Gap, Heading

if TYPE_CHECKING:
    from otui.desk.changes.calendar.collisions import Flag
    from otui.desk.records.listing import Cut

PLANNED = "planned"


def _view(name: str, title: str, only: ChangeFilter, empty: str) -> RecordView:
    def cut(view: Any) -> Cut:
        return views.cut(view, only)

    return RecordView(name, title, cut, empty)


class ChangesScreen(ChangeVerbs, RecordsScreen):
    """Lists changes."""

    TITLE_WORDS = N_("Changes")
    CONTEXTS = (Context.CHANGE, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open",
        "record.new",
        "record.next",
        "change.say",
        "change.window",
        "record.view",
        "find.search",
        "nav.back",
    )
    LISTING = views.LISTING
    VIEWS = (
        _view("open", N_("open"), ChangeFilter(), N_("No open change. {new} makes one.")),
        _view(
            "mine", N_("mine"), ChangeFilter(mine=True), N_("No change is yours. {view} shows the others.")
        ),
        _view(
            "approve",
            N_("to approve"),
            ChangeFilter(to_approve=True),
            N_("Nothing waits for your word. {view} shows the others."),
        ),
        _view(PLANNED, N_("planned"), ChangeFilter(scheduled=True), N_("Nothing is planned.")),
        _view("late", N_("review late"), ChangeFilter(breached=True), N_("No review is late.")),
        _view("all", N_("all"), ChangeFilter(every=True), N_("There are no changes. {new} makes one.")),
    )
    PREVIEW = staticmethod(reading.preview)
    FOLLOWS = staticmethod(views.next_moves)

    def __init__(self, view: str = "", words: str = "") -> None:
        super().__init__(view, words)
        self._flags: dict[int, Flag] = {}
        self._flagged: frozenset[tuple[int, int]] = frozenset()
        self.COLUMNS = columns(self._flags)  # type: ignore[misc]

    @property
    def shown(self) -> Shown:
        """What the list shows now; planned ones stand by the beginning of their window."""
        listing = views.CALENDAR if self._view.id == PLANNED else self.LISTING
        return Shown(listing, self._view, self.words)

    def show_head(self) -> None:
        """Show the views, and learn what collides of the rows that came."""
        super().show_head()
        if not self.is_mounted:
            return
        rows = frozenset((row.id, row.version) for row in self.rows.window.rows)
        if rows and rows != self._flagged:
            self._flagged = rows
            self.background(self._read_flags(tuple(one for one, _version in rows)))

    async def _read_flags(self, ids: tuple[int, ...]) -> None:
        found = await self.live.read(reading.flags, ids)
        if not self.is_mounted:
            return
        for one in ids:
            self._flags.pop(one, None)
        self._flags.update(found)
        self.rows.tick()

    def preview_blocks(self, read: Whole) -> Sequence[Block]:
        """Return what the change under the cursor says in short."""
        row = read.card.row
        return (
            Heading(f"{row.number}  {row.subject}"),
            *path_lines(self.otui, read.card, max(20, self.preview.size.width - 2)),
            Gap(),
            *about_blocks(self.otui, read),
            *(block for one in read.card.rounds if one.stands for block in round_blocks(self.otui, one)),
            *text_blocks("justification", str(read.card.fields["justification"])),
            *text_blocks("description", str(read.card.fields["description"])),
        )
