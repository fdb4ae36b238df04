"""One picker for queues, agents, contacts, templates, links: type a few letters, the best is first, Enter takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Generic, TypeVar

from rich.segment import Segment
from textual import on, work
from textual.binding import BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from otui import theme
from otui.errors import OtuiError
from otui.text import safe, width
from otui.text.i18n import _
from otui.widgets.dialog import Dialog, hint, plain, title
from otui.widgets.fuzzy import best, fold
from otui.widgets.paging import RowWindow
from otui.widgets.rowpaint import RowFlags
from otui.widgets.virtual_list import VirtualList

T = TypeVar("T")
SHOWN = 200
REST = 0.03
"""Seconds that typing must rest before what was typed is fetched."""


@dataclass(frozen=True, slots=True)
class Choice(Generic[T]):
    """Something to pick: its name, what stands beside it, and other words that find it. Recent ones come first."""

    value: T
    label: str
    detail: str = ""
    keywords: str = ""
    recent: bool = False


@dataclass(frozen=True, slots=True)
class MakeNew:
    """The answer when none of the choices was meant: make one by this name."""

    name: str


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    version: int
    label: str
    detail: str
    new: bool = False


class Picker(Dialog[T | MakeNew | None]):
    """Gives the value picked, `MakeNew` for the row that makes one, or None on Esc.

    `choices` are given, or `fetch` brings them for what was typed: it is called in a thread, and what comes for
    letters that have changed since is dropped. `new_label` words the row that makes one, with `{name}` in it.
    With `tell_detail` the detail of the choice under the cursor stands below the list, whole.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        ("down,ctrl+n", "move(1)"),
        ("up,ctrl+p", "move(-1)"),
        ("pagedown", "move(10)"),
        ("pageup", "move(-10)"),
    ]
    DEFAULT_CSS = """
    Picker {
        & VirtualList { height: 12; margin-top: 1; background: $panel; }
        & VirtualList > .virtual-list--cursor-blurred {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
        &:ansi VirtualList { background: ansi_default; }
        &:ansi VirtualList > .virtual-list--cursor-blurred {
            background: ansi_default; color: ansi_default; text-style: bold reverse;
        }
    }
    """

    class _Fetched(Message):
        def __init__(self, asked: int, choices: Sequence[Choice[Any]], failure: str) -> None:
            super().__init__()
            self.asked = asked
            self.choices = choices
            self.failure = failure

    def __init__(
        self,
        heading: str,
        choices: Iterable[Choice[T]] = (),
        *,
        fetch: Callable[[str], Sequence[Choice[T]]] | None = None,
        new_label: str = "",
        typed: str = "",
        empty_text: str = "",
        tell_detail: bool = False,
        ascii_only: bool = False,
    ) -> None:
        super().__init__()
        self._heading = heading
        given = list(choices)
        self._choices = [choice for choice in given if choice.recent] + [c for c in given if not c.recent]
        self._names = {id(choice): _name(choice) for choice in self._choices}
        self._fetch = fetch
        self._new_label = new_label
        self._typed = typed
        self._empty = empty_text or _("Nothing by that name.")
        self._tell_detail = tell_detail
        self._ascii = ascii_only
        self._found: list[Choice[T]] = []
        self._asked = 0

    def parts(self) -> Iterable[Widget]:
        """Make the title, the line to type in and the list."""
        entry = Input(self._typed, compact=True)
        entry.cursor_blink = False
        rows: VirtualList[_Row] = VirtualList(
            self, RowWindow(), empty_text=self._empty, ascii_only=self._ascii
        )
        rows.can_focus = False
        return title(self._heading), entry, rows, hint("", id="detail"), hint("", id="failure")

    def on_mount(self) -> None:
        """Show what there is before anything is typed."""
        self._look_up(self._typed)

    def paint(self, row: _Row, columns: int, flags: RowFlags) -> Iterable[Segment]:
        """Draw a choice: its name, and its detail at the right in what is left."""
        styles = theme.styles(self.app.current_theme)
        detail = width.fit(row.detail, min(width.cells(row.detail), columns // 2))
        label = width.fit(row.label, max(1, columns - width.cells(detail) - 2))
        yield Segment(label, styles["accent"] if row.new else None)
        yield Segment(f"  {detail}", styles["muted"])

    def action_move(self, rows: int) -> None:
        """Move the cursor."""
        self.query_one(VirtualList).move(rows)

    @on(VirtualList.Highlighted)
    def came_to(self, event: VirtualList.Highlighted) -> None:
        """Tell the detail of the choice whole: beside its name there may not be room for it."""
        event.stop()
        if self._tell_detail:
            self.query_one("#detail", Static).update(plain(event.row.detail if event.row else ""))

    @on(Input.Changed)
    def typed(self, event: Input.Changed) -> None:
        """Find what is meant by the letters so far."""
        event.stop()
        self._look_up(event.value)

    @on(Input.Submitted)
    @on(VirtualList.Opened)
    def take(self, event: Message) -> None:
        """Give back the choice under the cursor."""
        event.stop()
        row = self.query_one(VirtualList).row
        if row is None:
            return
        self.dismiss(MakeNew(self._typed.strip()) if row.new else self._found[row.id].value)

    def _look_up(self, typed: str) -> None:
        self._typed = typed
        self._asked += 1
        if self._fetch is None:
            self._show(best(typed, self._choices, lambda choice: self._names[id(choice)], SHOWN))
            return
        if typed:
            self.set_timer(REST, partial(self._fetch_for, self._asked))
        else:
            self._fetch_for(self._asked)

    def _fetch_for(self, asked: int) -> None:
        if asked == self._asked and self.is_attached:
            self._run_fetch(asked, self._typed)

    @work(thread=True, exclusive=True, exit_on_error=False)
    def _run_fetch(self, asked: int, typed: str) -> None:
        assert self._fetch is not None
        worker = get_current_worker()
        try:
            message = self._Fetched(asked, self._fetch(typed), "")
        except OtuiError as problem:
            message = self._Fetched(asked, [], str(problem))
        if not worker.is_cancelled:
            self.post_message(message)

    @on(_Fetched)
    def fetched(self, event: _Fetched) -> None:
        """Show what was fetched, unless other letters were typed meanwhile."""
        event.stop()
        if event.asked == self._asked:
            self.query_one("#failure", Static).update(plain(event.failure))
            self._show(list(event.choices))

    def _show(self, found: list[Choice[T]]) -> None:
        self._found = found[:SHOWN]
        rows = [
            _Row(at, self._asked, safe.line(choice.label), safe.line(choice.detail))
            for at, choice in enumerate(self._found)
        ]
        name = self._typed.strip()
        if self._new_label and name:
            rows.append(
                _Row(len(rows), self._asked, safe.line(self._new_label.format(name=name)), "", new=True)
            )
        shown = self.query_one(VirtualList)
        shown.set_window(shown.new_view(), rows, len(rows))


def _name(choice: Choice[T]) -> str:
    return fold(f"{choice.label} {choice.detail} {choice.keywords}")
