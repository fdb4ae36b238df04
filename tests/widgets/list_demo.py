"""A small app around one list, for tests of what it draws and what it sends; not shipped."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rich.segment import Segment
from rich.style import Style
from textual.app import App, ComposeResult

from otui.text import safe, width
from otui.theme import THEMES
from otui.widgets.pages import PageRequest, Where
from otui.widgets.paging import RowWindow
from otui.widgets.rowpaint import RowFlags
from otui.widgets.virtual_list import VirtualList


@dataclass(frozen=True)
class Row:
    id: int
    version: int
    subject: str
    section: str = ""


class Painter:
    """Draws the columns of the queue overview; `now` stands for the clock."""

    def __init__(self) -> None:
        self.now = 0

    def paint(self, row: Row, columns: int, flags: RowFlags) -> Iterable[Segment]:
        minutes = row.id * 7 % 600 - self.now
        due = f"{minutes // 60:>3}:{minutes % 60:02}"
        level, style = (("HIGH  ", Style(color="yellow")), ("NORMAL", Style()))[row.id % 2]
        subject = safe.line(row.subject)
        yield Segment(f"{due} ")
        yield Segment(f"! {level} ", style)
        yield Segment(f"{row.id:>7} ")
        yield Segment(width.fit(subject, max(1, columns - 25)))


class Table:
    """Rows in order, read as a desk reads them: after or before a row, from an end, or at a place."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)

    def page(self, request: PageRequest[Row]) -> list[Row]:
        limit = request.limit
        if request.where is Where.TOP:
            return self.rows[:limit]
        if request.where is Where.END:
            return self.rows[-limit:]
        if request.row is None:
            return self.rows[request.position : request.position + limit]
        at = next(i for i, row in enumerate(self.rows) if row.id == request.row.id)
        if request.where is Where.AFTER:
            return self.rows[at + 1 : at + 1 + limit]
        if request.where is Where.BEFORE:
            return self.rows[max(0, at - limit) : at]
        return self.rows[at : at + limit]

    def change(self, row_id: int, subject: str) -> Row:
        at = next(i for i, row in enumerate(self.rows) if row.id == row_id)
        self.rows[at] = replace(self.rows[at], version=self.rows[at].version + 1, subject=subject)
        return self.rows[at]


class ListApp(App[None]):
    """One list, fed on the spot, with the keys of the default preset."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [  # noqa: RUF012
        ("j", "do('move', 1)"),
        ("k", "do('move', -1)"),
        ("pagedown", "do('page', 1)"),
        ("pageup", "do('page', -1)"),
        ("G", "do('bottom')"),
        ("g", "do('top')"),
        ("space", "do('toggle_mark')"),
        ("t", "tick"),
        ("q", "quit"),
    ]

    def __init__(self, rows: Iterable[Row], theme: str = "textual-dark", sections: bool = False) -> None:
        super().__init__()
        self.table = Table(rows)
        self.painter = Painter()
        self.seen: list[object] = []
        self.requests: list[PageRequest[Row]] = []
        self._sections = sections
        self._wanted_theme = theme

    def compose(self) -> ComposeResult:
        window: RowWindow[Row] = RowWindow(section_of=(lambda row: row.section) if self._sections else None)
        yield VirtualList(self.painter, window, empty_text="Nothing free. 3 wait in Second line.")

    @property
    def list(self) -> VirtualList[Row]:
        return self.query_one(VirtualList)

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._wanted_theme
        generation = self.list.new_view()
        self.list.set_window(generation, self.table.rows[:200], len(self.table.rows))
        self.list.focus()

    def action_do(self, name: str, *arguments: int) -> None:
        getattr(self.list, name)(*arguments)

    def action_tick(self) -> None:
        self.painter.now += 1
        self.list.tick()

    def on_rows_view_need_rows(self, event: VirtualList.NeedRows) -> None:
        self.requests.append(event.request)
        self.list.rows_loaded(event.request, self.table.page(event.request))

    def on_virtual_list_highlighted(self, event: VirtualList.Highlighted) -> None:
        self.seen.append(event)

    def on_virtual_list_opened(self, event: VirtualList.Opened) -> None:
        self.seen.append(event)

    def on_virtual_list_marks_changed(self, event: VirtualList.MarksChanged) -> None:
        self.seen.append(event)


def rows(count: int, sections: bool = False) -> list[Row]:
    def section(number: int) -> str:
        return ("", "soon", "today")[min(2, number // 5)] if sections else ""

    return [Row(n + 1, 1, f"Printer on floor {n} jams", section(n)) for n in range(count)]


if __name__ == "__main__":
    ListApp(rows(int(sys.argv[1])), sys.argv[2] if len(sys.argv) > 2 else "textual-dark").run()
