"""The list of knowledge articles, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from otui.desk.desk import View
from otui.desk.records.listing import Cut
from otui.desk.records.ties import TieRow
from otui.desk.views import knowledge as views
from otui.desk.views.knowledge import KnowledgeDetail, KnowledgeRow
from otui.desk.words import step_name
from otui.keys.model import Context
from otui.screens.knowledge.blocks import PATH, about, preview, text_of
from otui.screens.knowledge.verbs import KnowledgeVerbs
from otui.screens.records.columns import CHANGED, NUMBER, OWNER, QUEUE, SUBJECT, Column, Said
from otui.screens.records.doing import Chosen
from otui.screens.records.listing import RecordView
from otui.screens.records.record import Head, RecordScreen
from otui.screens.records.screen import RecordsScreen
from otui.text.i18n import N_, _
from otui.widgets.blocks import Block

if TYPE_CHECKING:
    from otui.app import OtuiApp


def _step(row: KnowledgeRow, app: OtuiApp) -> Said:
    if row.due(app.now):
        return _("look again"), "alarm"
    return step_name(
        row.step
    ), "muted" if row.step == "retired" else "good" if row.step == "published" else ""


def _used(row: KnowledgeRow, _app: OtuiApp) -> Said:
    return (f"{row.helped}/{row.used}" if row.used else ""), "strong"


def _cut(name: str, view: View) -> Cut:
    return views.cut_of(name, view.now)


_EMPTY = {
    "published": N_("Nothing is published yet. {new} begins an article."),
    "drafts": N_("No article is being written."),
    "review": N_("No article waits to be read."),
    "due": N_("No article is due to be looked at again."),
    "all": N_("There is no article yet. {new} begins one."),
}


class KnowledgeListScreen(KnowledgeVerbs, RecordsScreen):
    """What the desk knows."""

    TITLE_WORDS = N_("Knowledge")
    CONTEXTS = (Context.KNOWLEDGE, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open", "record.new", "record.next", "record.edit", "knowledge.holds", "record.view", "find.search",
        "nav.back",
    )  # fmt: skip
    LISTING = views.CHANGED
    VIEWS = tuple(
        RecordView(name, title, partial(_cut, name), _EMPTY[name]) for name, title in views.VIEWS.items()
    )
    COLUMNS = (
        NUMBER,
        Column(N_("step"), 12, 2, _step),
        SUBJECT,
        Column(N_("helped"), 7, 4, _used, right=True),
        QUEUE,
        OWNER,
        CHANGED,
    )
    PREVIEW = staticmethod(views.detail)

    def preview_blocks(self, read: KnowledgeDetail) -> Sequence[Block]:
        """Return what it says."""
        return preview(self.otui, read)


class KnowledgeScreen(KnowledgeVerbs, RecordScreen):
    """One article."""

    CONTEXTS = (Context.KNOWLEDGE, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "record.next", "record.edit", "knowledge.holds", "record.note", "record.assign", "record.history", "nav.back",
    )  # fmt: skip
    READ = staticmethod(views.detail)

    def head(self, whole: KnowledgeDetail) -> Head:
        """Return number, subject, and where it stands."""
        row = whole.row
        owner = row.owner or _("nobody's")
        where = " · ".join(part for part in (row.queue, owner) if part)
        chosen = Chosen(row.id, row.number, row.version, row.subject)
        return Head(chosen, _(views.AUDIENCES[row.audience]), row.step, PATH, where)

    def body(self, whole: KnowledgeDetail) -> Sequence[Block]:
        """Return what it says."""
        return text_of(self.otui, whole)

    def about(self, whole: KnowledgeDetail) -> Sequence[Block]:
        """Return its facts."""
        return about(self.otui, whole)

    def thing_word(self, tie: TieRow) -> str:
        """Return what a thing is to the article."""
        return _("source") if tie.kind == "source" else super().thing_word(tie)
