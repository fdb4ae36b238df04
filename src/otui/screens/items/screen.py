"""The list of services and items, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

from otui.desk import rights
from otui.desk.desk import View
from otui.desk.items import naming
from otui.desk.records.listing import Cut
from otui.desk.records.ties import TieRow
from otui.desk.views import items as views
from otui.desk.views import records
from otui.desk.views.items import ItemPage, ItemRow
from otui.keys.model import Context
from otui.screens.items.blocks import about, body
from otui.screens.items.verbs import ItemVerbs
from otui.screens.records.blocks import note_blocks, tail_blocks
from otui.screens.records.columns import Column, Said
from otui.screens.records.doing import Chosen
from otui.screens.records.listing import RecordView, Shown
from otui.screens.records.record import Head, RecordScreen
from otui.screens.records.screen import RecordsScreen
from otui.text import times
from otui.text.i18n import N_, _
from otui.widgets.blocks import Block, Gap, Heading

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.live import Change
    from otui.desk.views.records import EventRow, NoteRow

IN_USE, OUT_OF_USE = N_("in use"), N_("out of use")


def _of_my_teams(view: View) -> Cut:
    ids = ",".join(str(one) for one in sorted(view.agent.queues)) or "NULL"
    return Cut(f"r.active AND r.queue_id IN ({ids})")


def _name(row: ItemRow, _app: OtuiApp) -> Said:
    return row.name, "" if row.active else "muted"


def _kind(row: ItemRow, _app: OtuiApp) -> Said:
    return naming.kind_name(row.kind), "muted"


def _open(row: ItemRow, _app: OtuiApp) -> Said:
    return str(row.open or ""), "strong"


def _problems(row: ItemRow, _app: OtuiApp) -> Said:
    return str(row.problems or ""), "strong"


def _change(row: ItemRow, app: OtuiApp) -> Said:
    if row.change_at is None:
        return "", ""
    return times.moment(row.change_at, app.zone, app.now), "warning"


class ItemsScreen(ItemVerbs, RecordsScreen):
    """What the desk serves, and what it is made of."""

    TITLE_WORDS = N_("Services and items")
    CONTEXTS = (Context.ITEM, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "nav.open", "record.new", "record.edit", "record.link", "item.used_by", "item.tree", "record.view",
        "find.search", "nav.back",
    )  # fmt: skip
    VIEWS = (
        RecordView(
            "services",
            N_("services"),
            lambda _view: Cut("r.active AND r.kind = 'service'"),
            N_("No service yet. {new} makes one; `otui service load FILE` takes in many."),
        ),
        RecordView(
            "items",
            N_("items"),
            lambda _view: Cut("r.active AND r.kind <> 'service'"),
            N_("Nothing but services yet. {new} makes a server, an application, a network."),
        ),
        RecordView("teams", N_("of my teams"), _of_my_teams, N_("Your teams answer for nothing here.")),
        RecordView(
            "all", N_("all"), lambda _view: Cut("r.active"), N_("No service or item yet. {new} makes one.")
        ),
        RecordView("off", OUT_OF_USE, lambda _view: Cut("NOT r.active"), N_("Nothing is out of use.")),
    )
    COLUMNS = (
        Column(N_("name"), 0, 0, _name),
        Column(N_("kind"), 11, 4, _kind),
        Column(N_("queue"), 14, 5, lambda row, _app: (row.queue, "muted")),
        Column(N_("open"), 4, 1, _open, right=True),
        Column(N_("prob"), 4, 2, _problems, right=True),
        Column(N_("next change"), 16, 3, _change),
    )
    PREVIEW = staticmethod(views.one)

    @property
    def shown(self) -> Shown:
        """What the list shows now: counted as of now, for whoever looks."""
        desk = self.live.desk
        hidden = rights.hidden_queues(desk.agent, desk.directory)
        return Shown(views.listing(hidden, self.otui.now), self._view, self.words)

    def preview_blocks(self, read: ItemPage) -> Sequence[Block]:
        """Return what it is and what is going on with it."""
        row = read.row
        head = Heading(row.name, naming.kind_name(row.kind), role="title")
        return [head, Gap(), *about(self.otui, read), *body(self.otui, read)]

    def desk_changed(self, changes: list[Change]) -> None:
        """Count anew when a ticket, a problem or a change moved that an item may have to do with."""
        super().desk_changed(changes)
        if any(change.topic in ("problem", "change") for change in changes):
            self.feed.reload(keep=True)


@dataclass(frozen=True, slots=True)
class Whole:
    """A service or item as its page shows it."""

    page: ItemPage
    notes: tuple[NoteRow, ...]
    history: tuple[EventRow, ...]

    @property
    def ties(self) -> tuple[TieRow, ...]:
        """What has to do with it, as rows that can be opened: tickets, problems, changes, what hangs together."""
        page = self.page
        found: list[tuple[str, str, int, str, str, str]] = [
            *(("ticket", "ticket", one.id, one.number, one.subject, one.state) for one in page.incidents),
            *(("problem", "problem", one.id, one.number, one.subject, one.step) for one in page.problems),
            *(("change", "change", one.id, one.number, one.subject, one.step) for one in page.changes),
            *((N_("above it"), "item", near.id, "", near.name, near.kind) for near in page.hanging),
            *((N_("under it"), "item", near.id, "", near.name, near.kind) for near in page.on),
        ]
        return tuple(
            TieRow(place, kind, other, other_id, number, subject, state, True)
            for place, (kind, other, other_id, number, subject, state) in enumerate(found)
        )


class ItemScreen(ItemVerbs, RecordScreen):
    """One service or item."""

    CONTEXTS = (Context.ITEM, Context.RECORD, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "item.tree", "record.edit", "record.link", "item.used_by", "record.priority", "record.note",
        "item.switch", "record.history", "nav.back",
    )  # fmt: skip

    @staticmethod
    def READ(view: View, record_id: int) -> Whole:  # noqa: N802 - the base calls what reads so
        """Return an item with its notes and its history."""
        return Whole(
            views.one(view, record_id),
            records.notes(view, "item", record_id),
            records.history(view, "item", record_id),
        )

    def head(self, whole: Whole) -> Head:
        """Return its name and kind, whether it is in use, and who answers for it."""
        row = whole.page.row
        return Head(
            Chosen(row.id, row.name, row.version),
            naming.kind_name(row.kind),
            IN_USE if row.active else OUT_OF_USE,
            (),
            row.queue or _("no queue answers for it"),
        )

    def body(self, whole: Whole) -> Sequence[Block]:
        """Return what it is and what is going on with it."""
        app = self.otui
        return [
            *body(app, whole.page, named=False),
            *note_blocks(app, whole.notes),
            *tail_blocks(app, whole.history),
        ]

    def about(self, whole: Whole) -> Sequence[Block]:
        """Return its facts."""
        return about(self.otui, whole.page)

    def thing_word(self, tie: TieRow) -> str:
        """Return what it is to this one."""
        return _(tie.kind) if tie.other == "item" else super().thing_word(tie)
