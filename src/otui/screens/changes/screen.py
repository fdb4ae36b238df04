"""One change on its own page: its path with where it stands, window, risk, approvals, plans, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from otui.desk.records.ties import TieRow
from otui.desk.views import changes as views
from otui.keys.model import Context
from otui.screens.changes import reading
from otui.screens.changes.blocks import about_blocks, body_blocks, path_lines
from otui.screens.changes.reading import Whole
from otui.screens.changes.verbs import ChangeVerbs
from otui.screens.changes.words import type_label
from otui.screens.records.doing import Chosen
from otui.screens.records.record import Head, RecordScreen
from otui.text.i18n import N_, _
from otui.widgets.blocks import Block
from otui.widgets.lines import LinesView

TIE_WORDS = {
    ("affects", True): N_("affects"),
    ("fix", False): N_("fixes"),
    ("origin", True): N_("comes of"),
    ("incident", True): N_("comes of"),
    ("caused", True): N_("caused"),
    ("after", True): N_("after"),
    ("after", False): N_("before"),
}
"""What a tie is to the change, by its name and whether the change has it."""


class ChangeScreen(ChangeVerbs, RecordScreen):
    """Shows one change."""

    CONTEXTS = (Context.CHANGE, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "record.next",
        "record.edit",
        "change.window",
        "change.risk",
        "change.ask",
        "change.say",
        "record.tasks",
        "nav.back",
    )
    READ = staticmethod(reading.whole)
    FOLLOWS = staticmethod(views.next_moves)

    def head(self, whole: Whole) -> Head:
        """Return what stands above it."""
        row = whole.card.row
        right = type_label(row.type, self.otui.ascii_only)
        if row.level:
            right += f" · {self.otui.level_label(row.level)}"
        chosen = Chosen(row.id, row.number, row.version, row.subject)
        return Head(chosen, right, row.step, whole.card.path)

    def show_whole(self, *, keep: bool) -> None:
        """Show what was read last; all steps of its path stand there, on two lines where one is too short."""
        super().show_whole(keep=keep)
        path = self.query_one("#record-path", LinesView)
        lines = path_lines(self.otui, self.whole.card, max(20, path.size.width))
        path.styles.height = len(lines)
        path.show(lines)

    def body(self, whole: Whole) -> Sequence[Block]:
        """Return what it says."""
        return body_blocks(self.otui, whole)

    def about(self, whole: Whole) -> Sequence[Block]:
        """Return what stands beside it."""
        return about_blocks(self.otui, whole)

    def thing_word(self, tie: TieRow) -> str:
        """Return what a tie is to the change."""
        known = TIE_WORDS.get((tie.kind, tie.outward))
        return _(known) if known else super().thing_word(tie)
