"""What hangs together with a service or item, drawn as a tree both ways; Enter opens any of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.segment import Segment
from textual.app import ComposeResult

from otui import theme
from otui.desk.items import naming
from otui.desk.live import SIGHT, Change
from otui.desk.results import Result
from otui.desk.views import items as views
from otui.desk.views.items import ItemTree, TreeRow
from otui.errors import OtuiError
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.items.blocks import going_on
from otui.screens.items.verbs import ItemVerbs
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.screens.records import STYLES
from otui.screens.records.doing import Chosen
from otui.text import branches, safe, width
from otui.text.i18n import _
from otui.widgets.paging import RowWindow
from otui.widgets.rowpaint import RowFlags
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

TOPICS = frozenset({"item", "ticket", "problem", "change", SIGHT})
"""What the tree shows something of."""


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree, as a row of a list."""

    id: int
    version: int
    section: str
    tree: TreeRow


class NodeList(VirtualList[Node]):
    """The lines of the tree."""

    contexts = (Context.ITEM, Context.RECORD)


class NodePainter:
    """Draws a line: the branch that leads to it, its name, its kind, what is going on with it."""

    def __init__(self, screen: ItemTreeScreen) -> None:
        self._screen = screen

    def paint(self, row: Node, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells."""
        app = self._screen.otui
        styles = theme.styles(app.current_theme)
        branch, item = row.tree.branch, row.tree.row
        lead = branches.lead(branch.last, ascii_only=app.ascii_only)
        said = _("see above") if branch.again else going_on(app, item)
        kind = naming.kind_name(item.kind)
        name = safe.line(item.name)
        yield Segment(lead, styles["muted"])
        room = max(1, columns - width.cells(lead))
        shown = width.fit(name, min(width.cells(name), room))
        yield Segment(shown, styles["title"] if not branch.depth else None)
        room -= width.cells(shown)
        for text, role in ((f"  {kind}", "muted"), (f"  {said}" if said else "", "warning")):
            if width.cells(text) <= room or room > 12:
                cut = width.fit(text, min(width.cells(text), max(0, room)))
                yield Segment(cut, styles["muted" if branch.again else role])
                room -= width.cells(cut)
        yield Segment(" " * max(0, room))


class ItemTreeScreen(ItemVerbs, ListMoves, DeskScreen):
    """The tree of one service or item. The keys of items act on the line under the cursor."""

    CSS_PATH = STYLES
    CONTEXTS = (Context.ITEM, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open", "item.tree", "record.link", "record.edit", "nav.back",
    )  # fmt: skip

    def __init__(self, item_id: int) -> None:
        super().__init__()
        self.item_id = item_id

    def compose(self) -> ComposeResult:
        """Lay out the tree."""
        app = self.otui
        window: RowWindow[Node] = RowWindow(section_of=lambda row: row.section)
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="tree-head")
        yield NodeList(NodePainter(self), window, ascii_only=app.ascii_only, id="tree")
        yield from self.compose_frame()

    @property
    def moved_list(self) -> VirtualList[Any]:
        """The tree."""
        return self.query_one("#tree", NodeList)

    @property
    def chosen(self) -> Chosen | None:
        """The item of the line under the cursor."""
        node = self.moved_list.row
        if node is None:
            return None
        item = node.tree.row
        return Chosen(item.id, item.name, item.version)

    def on_mount(self) -> None:
        """Read it."""
        self.moved_list.focus()
        self.otui.show_status()
        self.background(self._read(keep=False))

    def on_screen_resume(self) -> None:
        """Read again: a page that was in front may have changed something."""
        super().on_screen_resume()
        if self.moved_list.window.total:
            self.background(self._read(keep=True))

    async def _read(self, *, keep: bool) -> None:
        shown = self.moved_list
        try:
            tree: ItemTree = await self.live.read(views.tree, self.item_id)
        except OtuiError as error:
            shown.set_window(shown.new_view(str(error)), (), 0)
            return
        rows = [
            Node(place, row.row.version, section, row)
            for place, (section, row) in enumerate(
                [
                    *((_("What hangs on it"), row) for row in tree.up),
                    *((_("What it hangs on"), row) for row in tree.down),
                ]
            )
        ]
        item = tree.up[0].row
        hanging = len({row.row.id for row in tree.up}) - 1
        on = len({row.row.id for row in tree.down}) - 1
        counts = _("{hanging} hang on it · it hangs on {on}").format(hanging=hanging, on=on)
        self.query_one("#tree-head", LineOfText).show(f" {item.name}", counts + " ", "title")
        shown.set_window(shown.new_view(), rows, len(rows), keep=keep)

    def desk_changed(self, changes: list[Change]) -> None:
        """Count anew when something moved that the tree shows."""
        if self.is_mounted and any(change.topic in TOPICS for change in changes):
            self.background(self._read(keep=True))

    def record_acted(self, result: Result) -> None:
        """Show what this agent did."""
        self.background(self._read(keep=True))

    def look_again(self) -> None:
        """Show what is new."""
        self.background(self._read(keep=True))

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Open the item."""
        self.otui.open_record("item", message.row.tree.row.id)

    def do_record_view(self) -> None:
        """From one tree to the other."""
        rows = self.moved_list.window.rows
        here = self.moved_list.row
        other = next((row for row in rows if here is not None and row.section != here.section), None)
        if other is not None and here is not None:
            self.moved_list.move(other.id - here.id)

    def do_record_view_back(self) -> None:
        """From one tree to the other."""
        self.do_record_view()

    def do_app_refresh(self) -> None:
        """Read it again."""
        self.background(self._read(keep=True))

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()
