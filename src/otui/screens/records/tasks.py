"""The tasks of a record, or the steps on a ticket: made, done, left out with a reason, handed to somebody."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar

from rich.segment import Segment
from textual.app import ComposeResult

from otui import theme
from otui.desk.desk import View
from otui.desk.live import Change
from otui.desk.records import tasks
from otui.desk.records.finding import resolve
from otui.desk.results import Result
from otui.desk.views import records
from otui.desk.views.records import TaskRow
from otui.errors import Refused, Usage
from otui.keys.model import Context
from otui.screens.base import DeskScreen
from otui.screens.moving import ListMoves
from otui.screens.overview.header import LineOfText
from otui.screens.records import STYLES
from otui.screens.records.doing import Chosen, RecordDoing
from otui.screens.records.verbs import RecordVerbs
from otui.text import safe, times, width
from otui.text.i18n import _
from otui.widgets.ask_line import AskLine, ask_reason
from otui.widgets.rowpaint import RowFlags
from otui.widgets.status_line import StatusLine
from otui.widgets.virtual_list import VirtualList

SIGN, KIND, OWNER, DUE = 4, 14, 9, 17
SIGNS = {"open": "[ ]", "done": "[x]", "skipped": "[-]", "canceled": "[-]"}
KIND_WORDS = tasks.KIND_WORDS


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as a row."""

    id: int
    version: int
    task: TaskRow


def read_tasks(view: View, kind: str, record_id: int) -> list[TaskLine]:
    """Return the tasks of a record that whoever asks may see."""
    if kind != "ticket":
        resolve(view, kind, record_id)
    return [TaskLine(task.id, hash(task), task) for task in records.tasks(view, kind, record_id)]


class TaskPainter:
    """Draws a task."""

    def __init__(self, screen: TasksScreen) -> None:
        self._screen = screen

    def paint(self, row: TaskLine, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells: done or not, what it is, its kind, its owner, until when."""
        app = self._screen.otui
        styles = theme.styles(app.current_theme)
        task = row.task
        late = task.state == "open" and task.due_at is not None and task.due_at < app.now
        role = "" if task.state == "open" else "muted"
        yield Segment(SIGNS[task.state] + " ", styles.get("good" if task.state == "done" else role))
        wide = columns >= 72
        room = columns - SIGN - OWNER - (KIND + DUE if wide else 0)
        words = safe.line(task.subject + (f" ({task.reason})" if task.reason else ""))
        yield Segment(width.fit(words, max(1, room - 1)) + " ", styles.get(role))
        if wide:
            yield Segment(width.fit(_(KIND_WORDS[task.kind]), KIND - 1) + " ", styles["muted"])
        yield Segment(width.fit(safe.line(task.owner), OWNER - 1) + " ", styles.get(role))
        if wide:
            due = times.moment(task.due_at, app.zone, app.now) if task.due_at else ""
            yield Segment(width.fit(due, DUE), styles["alarm" if late else "muted"])


class TaskList(VirtualList[TaskLine]):
    """The tasks."""

    contexts: tuple[Context, ...] = (Context.TASKS,)


class TasksScreen(ListMoves, RecordDoing, DeskScreen):
    """The tasks of one record. Enter and space do one; again, and it is to do."""

    CSS_PATH = STYLES
    CONTEXTS: ClassVar[tuple[Context, ...]] = (Context.TASKS, Context.GLOBAL)
    FOOTER: ClassVar[tuple[str, ...]] = (
        "task.done",
        "task.new",
        "task.skip",
        "task.assign",
        "edit.undo",
        "nav.back",
    )

    PAINTER: ClassVar[type[TaskPainter]] = TaskPainter
    LIST: ClassVar[type[TaskList]] = TaskList

    def __init__(self, kind: str, record_id: int, number: str) -> None:
        super().__init__()
        self._kind = kind
        self._record_id = record_id
        self._number = number

    def compose(self) -> ComposeResult:
        """Lay out title and tasks."""
        app = self.otui
        yield StatusLine(ascii_only=app.ascii_only, id="status")
        yield LineOfText(id="tasks-head")
        yield self.LIST(
            self.PAINTER(self), empty_text=self.empty(), ascii_only=app.ascii_only, id="tasks-list"
        )
        yield from self.compose_frame()

    def empty(self) -> str:
        """Return what is told where there are none."""
        return _("No tasks yet. {key} puts one on it.").format(key=self.otui.keymap.label("task.new"))

    @property
    def moved_list(self) -> VirtualList[TaskLine]:
        """The tasks."""
        return self.query_one("#tasks-list", TaskList)

    @property
    def chosen(self) -> Chosen | None:
        """The record itself: tasks do not go by its version."""
        return Chosen(self._record_id, self._number, 0)

    def on_mount(self) -> None:
        """Read them."""
        self.moved_list.focus()
        self.otui.show_status()
        self.background(self._read())

    async def _read(self) -> None:
        rows = await self.live.read(read_tasks, self._kind, self._record_id)
        shown = self.moved_list
        shown.set_window(shown.new_view(), rows, len(rows), keep=True)
        done = sum(1 for row in rows if row.task.state != "open")
        self.query_one("#tasks-head", LineOfText).show(
            " " + _("Tasks of {number}").format(number=self._number),
            _("{done} of {n} done").format(done=done, n=len(rows)) if rows else "",
            role="title",
        )

    def desk_changed(self, changes: list[Change]) -> None:
        """Read again where this record changed."""
        mine = (self._kind, self._record_id)
        if self.is_mounted and any(
            mine in ((one.topic, one.record_id), ("ticket", one.ticket_id)) for one in changes
        ):
            self.background(self._read())

    def record_acted(self, result: Result) -> None:
        """Show what was done."""
        self.background(self._read())

    # -- what keys do ----------------------------------------------------------------------------------------------

    def _one_task(self) -> TaskRow:
        row = self.moved_list.row
        if row is None:
            raise Refused(_("There is no task here."))
        return row.task

    def on_virtual_list_opened(self, message: VirtualList.Opened) -> None:
        """Do the task, or have it to do again."""
        self.background(self.do_task_done())

    async def do_task_done(self) -> None:
        """Say that it is done; again, and it is to do."""
        task = self._one_task()
        state = "done" if task.state == "open" else "open"
        await self.act(tasks.change_task, tasks.OnTask(task_id=task.id, state=state))

    async def do_task_skip(self, text: str = "") -> None:
        """Leave it out, with the reason."""
        task = self._one_task()
        reason: str | None = text.strip()
        if not reason:
            reason = await self.otui.ask(ask_reason(_("Why is it left out?")))
        if reason:
            await self.act(tasks.change_task, tasks.OnTask(task_id=task.id, state="skipped", reason=reason))

    async def do_task_assign(self, text: str = "") -> None:
        """Hand it to somebody."""
        task = self._one_task()
        login = text.strip() or await RecordVerbs.pick_agent(self, _("Assign to"))  # type: ignore[arg-type]
        if login:
            await self.act(tasks.change_task, tasks.OnTask(task_id=task.id, owner=login))

    async def do_task_new(self, text: str = "") -> None:
        """Put another task on the record; a word of TASK_KINDS and a colon before it says which kind."""
        subject = text.strip()
        if not subject:
            kinds = ", ".join(_(KIND_WORDS[one]) for one in tasks.TASK_KINDS[self._kind])
            asked = await self.otui.ask(
                AskLine(
                    _("What is to be done?"),
                    _needed,
                    explain=_("A kind and a colon may stand before it: {kinds}.").format(kinds=kinds)
                    if len(tasks.TASK_KINDS[self._kind]) > 1
                    else "",
                )
            )
            subject = asked or ""
        if subject:
            kind, words = self._split(subject)
            command = tasks.NewTask(record=self._kind, ref=self._record_id, subject=words, kind=kind)
            await self.act(tasks.new_task, command)

    def _split(self, words: str) -> tuple[str, str]:
        first, colon, rest = words.partition(":")
        for kind in tasks.TASK_KINDS[self._kind]:
            if colon and first.strip().casefold() in (kind, _(KIND_WORDS[kind]).casefold()):
                return kind, rest.strip()
        return "", words

    def do_nav_back(self) -> None:
        """Go back."""
        self.dismiss()


def _needed(text: str) -> tuple[str, str]:
    if not text:
        raise Usage(_("Say what is to be done."))
    return text, ""
