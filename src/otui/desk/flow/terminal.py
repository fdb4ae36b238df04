"""A chart as lines of text for a terminal, each in pieces with a role: what is loud is where the record stands."""

from __future__ import annotations

from itertools import groupby

from otui.desk.flow.layout import LEFT, PADDING, Box, Layout
from otui.text import width

Piece = tuple[str, str]
"""Words and their role."""

UP, DOWN, BACK, ON = 1, 2, 4, 8
_LINES = {
    UP | DOWN: "│",
    BACK | ON: "─",
    DOWN | ON: "┌",
    DOWN | BACK: "┐",
    UP | ON: "└",
    UP | BACK: "┘",
    UP | DOWN | ON: "├",
    UP | DOWN | BACK: "┤",
    DOWN | BACK | ON: "┬",
    UP | BACK | ON: "┴",
    UP | DOWN | BACK | ON: "┼",
    UP: "╵",
    DOWN: "╷",
    BACK: "╴",
    ON: "╶",
}
_LOUD = {"│": "┃", "─": "━", "┌": "┏", "┐": "┓", "└": "┗", "┘": "┛", "├": "┠", "┤": "┨", "┬": "┯", "┴": "┷"}
INTO = "◄"
ONWARD = "▼"
MARK = "●"


def draw(layout: Layout) -> list[list[Piece]]:
    """Return the chart, a list of pieces a line."""
    canvas = _Canvas(layout.columns, layout.rows)
    for lane in layout.lanes:
        canvas.down(lane.column, lane.top, lane.bottom)
    places = {lane.target: lane.column for lane in layout.lanes}
    for box in layout.boxes:
        _draw_box(canvas, layout, box, places)
    return canvas.lines()


def text_of(layout: Layout) -> str:
    """Return the chart as plain text."""
    return "\n".join("".join(words for words, _role in line).rstrip() for line in draw(layout))


def _draw_box(canvas: _Canvas, layout: Layout, box: Box, places: dict[str, int]) -> None:
    here = box.node.id == layout.chart.here
    right = layout.right
    role = "loud" if here else "muted" if box.node.outside else ""
    canvas.frame(LEFT, box.top, right, box.bottom)
    for tap in box.taps:
        canvas.on(right, places[tap.lane], tap.row)
        for n, words in enumerate(tap.label):
            canvas.write(right + 2, tap.row + n, f" {words} ", "strong" if here else "muted")
    if box.entry is not None:
        canvas.on(right, places[box.node.id], box.entry)
        canvas.write(right + 1, box.entry, INTO, role)
    if box.told:
        below = box.bottom + len(box.told)
        canvas.down(layout.middle, box.bottom, below)
        canvas.write(layout.middle, below, ONWARD, "strong" if here else "muted")
        for n, words in enumerate(box.told):
            canvas.write(layout.middle + 2, box.bottom + 1 + n, words, "muted" if n else "strong")
    _write_inside(canvas, layout, box, here=here)
    if here:
        canvas.loud(LEFT, box.top, right, box.bottom)


def _write_inside(canvas: _Canvas, layout: Layout, box: Box, *, here: bool) -> None:
    """Write a step's name, those of the steps it gathers, and the mark where the record stands."""
    column, row = LEFT + 1 + PADDING, box.top + 1
    canvas.write(column, row, box.node.label, "loud" if here else "strong")
    for n, (part, words) in enumerate(box.node.parts, 1):
        in_it = here and part == layout.chart.part
        canvas.write(column, row + n, words, "loud" if in_it else "muted")
        if in_it:
            canvas.write(layout.right - PADDING, row + n, MARK, "loud")
    if here and not layout.chart.part:
        canvas.write(layout.right - PADDING, row, MARK, "loud")


class _Canvas:
    """Cells with lines that join where they meet, and words over them."""

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._lines: dict[tuple[int, int], int] = {}
        self._words: dict[tuple[int, int], Piece] = {}
        self._loud: set[tuple[int, int]] = set()

    def down(self, column: int, top: int, bottom: int) -> None:
        """Draw a line from top to bottom."""
        for row in range(top, bottom + 1):
            self._join(column, row, (UP if row > top else 0) | (DOWN if row < bottom else 0))

    def on(self, left: int, right: int, row: int) -> None:
        """Draw a line from left to right."""
        for column in range(left, right + 1):
            self._join(column, row, (BACK if column > left else 0) | (ON if column < right else 0))

    def frame(self, left: int, top: int, right: int, bottom: int) -> None:
        """Draw a box."""
        self.on(left, right, top)
        self.on(left, right, bottom)
        self.down(left, top, bottom)
        self.down(right, top, bottom)

    def write(self, column: int, row: int, words: str, role: str) -> None:
        """Put words over whatever is there."""
        for char in words:
            self._words[(column, row)] = (char, role)
            column += max(1, width.cells(char))
        self._columns = max(self._columns, column)
        self._rows = max(self._rows, row + 1)

    def loud(self, left: int, top: int, right: int, bottom: int) -> None:
        """Make the lines of a box heavy."""
        for row in range(top, bottom + 1):
            for column in range(left, right + 1):
                if row in (top, bottom) or column in (left, right):
                    self._loud.add((column, row))

    def lines(self) -> list[list[Piece]]:
        """Return what was drawn."""
        return [self._line(row) for row in range(self._rows)]

    def _line(self, row: int) -> list[Piece]:
        cells: list[Piece] = []
        column = 0
        while column < self._columns:
            piece = self._words.get((column, row)) or self._sign(column, row)
            cells.append(piece)
            column += max(1, width.cells(piece[0]))
        joined = (
            ("".join(char for char, _role in group), role)
            for role, group in groupby(cells, key=lambda piece: piece[1])
        )
        return list(joined)

    def _sign(self, column: int, row: int) -> Piece:
        sign = _LINES.get(self._lines.get((column, row), 0), " ")
        if (column, row) in self._loud:
            return _LOUD.get(sign, sign), "loud"
        return sign, "muted" if sign != " " else ""

    def _join(self, column: int, row: int, ways: int) -> None:
        self._lines[(column, row)] = self._lines.get((column, row), 0) | ways
