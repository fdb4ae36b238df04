"""The checklist of a ticket: the list of tasks that every record has, with the procedures that its steps are of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, cast

from rich.segment import Segment

from otui import theme
from otui.desk.procedures import verbs
from otui.desk.views import procedures as views
from otui.desk.views.procedures import Checklist
from otui.desk.views.records import TaskRow
from otui.errors import OtuiError, Refused
from otui.keys.model import Context
from otui.screens.overview.header import LineOfText
from otui.screens.procedures.blocks import progress, step_role, step_words
from otui.screens.records.tasks import TaskLine, TaskList, TaskPainter, TasksScreen
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.glyphs import boxes
from otui.widgets.picker import Choice, Picker
from otui.widgets.rowpaint import RowFlags

OF, OWNER = 20, 9


class StepList(TaskList):
    """The steps."""

    contexts: tuple[Context, ...] = (Context.CHECKLIST, Context.TASKS)


class StepPainter(TaskPainter):
    """Draws a step: its box, what is to be done, whose it is, and the procedure that it is of."""

    def paint(self, row: TaskLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells."""
        screen = cast("ChecklistScreen", self._screen)
        app = screen.otui
        styles = theme.styles(app.current_theme)
        task = row.task
        role = step_role(task)
        box = boxes(app.ascii_only)[task.state]
        wide = columns >= 60
        room = columns - width.cells(box) - 1 - (OF + OWNER if wide else 0)
        yield Segment(box + " ", styles["good"] if task.state == "done" else styles.get(role))
        yield Segment(width.fit(step_words(task), max(1, room - 1)) + " ", styles.get(role))
        if wide:
            yield Segment(width.fit(safe.line(task.owner or task.done_by), OWNER - 1) + " ", styles["muted"])
            yield Segment(width.fit(safe.line(screen.procedure_of(task)), OF - 1), styles["muted"])


class ChecklistScreen(TasksScreen):
    """The steps of one ticket. Space and Enter tick one; again, and it is to do."""

    CONTEXTS = (Context.CHECKLIST, Context.TASKS, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "task.done",
        "task.skip",
        "task.new",
        "checklist.attach",
        "task.assign",
        "edit.undo",
        "nav.back",
    )
    PAINTER = StepPainter
    LIST = StepList

    def __init__(self, ticket_id: int, number: str) -> None:
        super().__init__("ticket", ticket_id, number)
        self._found: Checklist | None = None

    def procedure_of(self, task: TaskRow) -> str:
        """Return the name of the procedure that a step is of."""
        return self._found.procedures.get(task.procedure_id or 0, "") if self._found else ""

    def empty(self) -> str:
        """Return what an empty checklist says."""
        keys = self.otui.keymap
        return _("No steps. {attach} attaches a procedure, {new} adds a step.").format(
            attach=keys.label("checklist.attach"), new=keys.label("task.new")
        )

    async def _read(self) -> None:
        head = self.query_one("#tasks-head", LineOfText)
        shown = self.moved_list
        try:
            found = self._found = await self.live.read(views.checklist, self._record_id)
        except OtuiError as error:
            self._found = None
            head.show(f" {error}", "", role="muted")
            shown.set_window(shown.new_view(), [], 0, keep=False)
            return
        rows = [TaskLine(task.id, hash(task), task) for task in found.steps]
        shown.set_window(shown.new_view(), rows, len(rows), keep=True)
        head.show(" " + _("Checklist of {number}").format(number=found.number), progress(found), role="title")

    async def do_checklist_attach(self, text: str = "") -> None:
        """Put the steps of a procedure on the ticket."""
        name: str | int = text.strip()
        if not name:
            rows = await self.live.read(views.procedures)
            if not rows:
                raise Refused(
                    _("There are no procedures yet."),
                    _("A lead makes them with {key}.").format(key=self.otui.keymap.label("go.procedures")),
                )
            choices = [
                Choice(row.id, row.name, f"{row.whom} · {len(row.steps)}", keywords=row.whom) for row in rows
            ]
            picked = await self.otui.ask(Picker(_("Attach which procedure?"), choices))
            if not isinstance(picked, int):
                return
            name = picked
        await self.act(verbs.attach, verbs.Attach(ticket=self._record_id, procedure=name))
