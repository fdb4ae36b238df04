"""The `:` line: at the bottom of the screen, with what may come next above it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

from rich.segment import Segment
from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen, Screen
from textual.widgets import Input, Static

from otui import theme
from otui.desk.desk import View
from otui.errors import OtuiError, Usage
from otui.keys.commandline import Command, parse
from otui.keys.completion import Candidate, complete
from otui.keys.model import Context
from otui.screens.base import Keyed
from otui.screens.command.providers import providers
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.dialog import plain
from otui.widgets.rowpaint import RowFlags
from otui.widgets.virtual_list import VirtualList

if TYPE_CHECKING:
    from otui.app import OtuiApp

REMEMBERED = 100
SHOWN = 8

_history: WeakKeyDictionary[OtuiApp, deque[str]] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class CandidateRow:
    """A way to go on, as a row."""

    id: int
    version: int
    candidate: Candidate


class CommandInput(Input):
    """The line itself."""

    contexts = (Context.COMMAND,)


class CommandLine(Keyed, ModalScreen[None], inherit_bindings=False):
    """Performs what is typed on the screen behind it: on its marks, or on the ticket under its cursor."""

    CSS_PATH = "command.tcss"
    CONTEXTS = (Context.COMMAND,)

    def __init__(self, opener: Screen[Any]) -> None:
        super().__init__()
        self._opener = cast("Keyed", opener)
        self._typed = ""
        self._asked = 0
        self._past = 0
        """How far back in the history the line is; 0 for the line being typed."""
        self._cycling = False

    def compose(self) -> ComposeResult:
        """Lay out the candidates over the line."""
        with Vertical(id="command"):
            yield Static("", id="mistake")
            candidates: VirtualList[CandidateRow] = VirtualList(
                self, ascii_only=self.otui.ascii_only, id="candidates"
            )
            candidates.can_focus = False
            yield candidates
            line = CommandInput(":", compact=True, select_on_focus=False, id="line")
            line.cursor_blink = False
            yield line

    @property
    def line(self) -> CommandInput:
        """What is typed."""
        return self.query_one("#line", CommandInput)

    @property
    def _candidates(self) -> VirtualList[CandidateRow]:
        return self.query_one("#candidates", VirtualList)

    @property
    def _lines_before(self) -> deque[str]:
        return _history.setdefault(self.otui, deque(maxlen=REMEMBERED))

    def on_mount(self) -> None:
        """Show the commands there are."""
        self.query_one("#mistake").display = False
        self._put(":")
        self.set_focus(self.line)

    def paint(self, row: CandidateRow, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Draw a candidate and what it means."""
        styles = theme.styles(self.app.current_theme)
        word = safe.line(row.candidate.word)
        room = min(columns, max(width.cells(word), 22))
        yield Segment(width.fit(word, room), styles["title"])
        yield Segment(
            "  " + width.fit(safe.line(row.candidate.about), max(0, columns - room - 2)), styles["muted"]
        )

    # -- candidates ------------------------------------------------------------------------------------------------

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Show how the line may go on."""
        event.stop()
        if not event.value.startswith(":"):
            if event.value:
                self._put(":" + event.value)
            else:
                self.dismiss()
            return
        self._say("")
        if self._cycling:
            self._cycling = False
            return
        self._typed = event.value
        self._past = 0
        self._complete()

    def _complete(self) -> None:
        self._asked += 1
        self.background(self._fetch(self._asked, self._typed))

    async def _fetch(self, asked: int, typed: str) -> None:
        app = self.otui

        def look(view: View) -> tuple[Candidate, ...]:
            return complete(typed, providers(app, view))

        try:
            found = await self.live.read(look)
        except OtuiError as problem:
            self._say(str(problem))
            return
        if asked != self._asked or not self.is_attached:
            return
        rows = [CandidateRow(at, asked, candidate) for at, candidate in enumerate(found)]
        shown = self._candidates
        shown.styles.height = min(SHOWN, len(rows))
        shown.display = bool(rows)
        shown.set_window(shown.new_view(), rows, len(rows))

    def _put(self, text: str) -> None:
        self.line.value = text
        self.line.cursor_position = len(text)

    def do_command_complete(self) -> None:
        """Fill in the candidate under the cursor; again for the next one."""
        shown = self._candidates
        row = shown.row
        if row is None:
            return
        if row.candidate.line == self.line.value and shown.window.total > 1:
            last = shown.window.cursor_position == shown.window.total - 1
            if last:
                shown.top()
            else:
                shown.move(1)
            row = shown.row
        if row is None or row.candidate.line == self.line.value:
            return
        # With one candidate left the next word is completed at once; among several, Tab walks on.
        self._cycling = shown.window.total > 1
        self._put(row.candidate.line)

    # -- history ---------------------------------------------------------------------------------------------------

    def do_nav_up(self) -> None:
        """The command before."""
        self._recall(self._past + 1)

    def do_nav_down(self) -> None:
        """The command after."""
        self._recall(self._past - 1)

    def _recall(self, past: int) -> None:
        before = self._lines_before
        past = max(0, min(past, len(before)))
        if past == self._past:
            return
        typed = self._typed
        self._cycling = True
        self._put(before[past - 1] if past else typed)
        self._past = past

    # -- doing -----------------------------------------------------------------------------------------------------

    async def do_nav_open(self) -> None:
        """Do what the line says; a mistake is told here and the line stays."""
        text = self.line.value
        app = self.otui
        try:
            command = await self.live.read(lambda view: parse(text, providers(app, view)))
            if self._opener.handler(command.action.id) is None:
                raise Usage(_("{title} does nothing here.").format(title=_(command.action.title)))
        except OtuiError as problem:
            self._say(str(problem))
            return
        before = self._lines_before
        if text in before:
            before.remove(text)
        before.appendleft(text)
        self.dismiss()
        self._opener.perform(command.action, argument_of(command))

    def do_nav_back(self) -> None:
        """Leave."""
        self.dismiss()

    def _say(self, problem: str) -> None:
        mistake = self.query_one("#mistake", Static)
        mistake.update(plain(problem))
        mistake.display = bool(problem)


def argument_of(command: Command) -> str:
    """Return the arguments as the rest of a line, for the handler of the action."""
    return " ".join(command.values.values())
