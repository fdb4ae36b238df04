"""The list of problems, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from otui.desk.problems.words import resolution_name
from otui.desk.records.ties import TieRow
from otui.desk.views import problems as views
from otui.desk.views.problems import ProblemRow, ProblemWhole
from otui.desk.words import step_name
from otui.keys.model import Context
from otui.screens.problems.blocks import PATH, about, preview, text_of
from otui.screens.problems.verbs import ProblemVerbs
from otui.screens.records.columns import CHANGED, LEVEL, NUMBER, OWNER, QUEUE, SUBJECT, Column, Said
from otui.screens.records.doing import Chosen
from otui.screens.records.listing import RecordView
from otui.screens.records.record import Head, RecordScreen
from otui.screens.records.screen import RecordsScreen
from otui.text.i18n import N_, _
from otui.widgets.blocks import Block

if TYPE_CHECKING:
    from otui.app import OtuiApp


def _step(row: ProblemRow, app: OtuiApp) -> Said:
    if row.review_at is not None and row.review_at <= app.now:
        return _("review due"), "alarm"
    if row.known_error and row.step != "closed":
        return _("known error"), "good"
    return resolution_name(row.resolution) or step_name(row.step), "muted" if row.step == "closed" else ""


def _incidents(row: ProblemRow, _app: OtuiApp) -> Said:
    return str(row.incidents or ""), "strong"


class ProblemsScreen(ProblemVerbs, RecordsScreen):
    """The causes of incidents."""

    TITLE_WORDS = N_("Problems")
    CONTEXTS = (Context.PROBLEM, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open", "record.new", "record.next", "problem.tell", "problem.solve", "record.take", "record.view",
        "find.search", "nav.back",
    )  # fmt: skip
    LISTING = views.LISTING
    VIEWS = (
        RecordView("open", N_("open"), views.open_ones, N_("No open problem. {new} makes one.")),
        RecordView("mine", N_("mine"), views.mine, N_("You coordinate no problem. {view} shows the others.")),
        RecordView("known", N_("known errors"), views.known_errors, N_("No known error is open.")),
        RecordView(
            "review", N_("review due"), views.to_review, N_("No accepted risk is due for its review.")
        ),
        RecordView("resolved", N_("resolved"), views.resolved, N_("Nothing is resolved and not yet closed.")),
        RecordView("all", N_("all"), views.everything, N_("There is no problem yet. {new} makes one.")),
    )
    COLUMNS = (
        NUMBER,
        Column(N_("step"), 12, 2, _step),
        LEVEL,
        SUBJECT,
        Column(N_("inc"), 4, 3, _incidents, right=True),
        QUEUE,
        OWNER,
        CHANGED,
    )
    PREVIEW = staticmethod(views.whole)

    def preview_blocks(self, read: ProblemWhole) -> Sequence[Block]:
        """Return what it says."""
        return preview(self.otui, read)


class ProblemScreen(ProblemVerbs, RecordScreen):
    """One problem."""

    CONTEXTS = (Context.PROBLEM, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "record.next", "record.edit", "problem.tell", "problem.solve", "record.note", "record.tasks", "record.link",
        "record.take", "record.history", "nav.back",
    )  # fmt: skip
    READ = staticmethod(views.whole)

    def head(self, whole: ProblemWhole) -> Head:
        """Return number, subject, level, and where it stands."""
        row = whole.row
        level = self.otui.level_label(row.level)
        if whole.value is not None:
            level = f"{level} {whole.value} = {whole.impact} × {whole.urgency}"
        owner = row.owner or _("no coordinator")
        return Head(
            Chosen(row.id, row.number, row.version, row.subject),
            level,
            row.step,
            PATH,
            f"{owner} · {row.queue}",
        )

    def body(self, whole: ProblemWhole) -> Sequence[Block]:
        """Return what it says."""
        return text_of(self.otui, whole)

    def about(self, whole: ProblemWhole) -> Sequence[Block]:
        """Return its facts."""
        return about(self.otui, whole)

    def thing_word(self, tie: TieRow) -> str:
        """Return what a thing is to the problem."""
        if tie.other == "ticket" and any(one.id == tie.other_id and one.waits for one in self.whole.touched):
            return _("waits")
        return super().thing_word(tie)
