"""How one row of a list becomes one strip of cells: the painter's part, the cursor, the marks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from otui.widgets.pages import ListRow

P = TypeVar("P", bound=ListRow, contravariant=True)


@dataclass(frozen=True, slots=True)
class RowFlags:
    """What a row is besides itself: under the cursor (of a focused list), marked, or gone from the filter."""

    cursor: bool = False
    focused: bool = False
    marked: bool = False
    gone: bool = False


class RowPainter(Protocol[P]):
    """Draws rows. What it returns is cropped and filled to `width`; text in it must be safe and one line."""

    def paint(self, row: P, width: int, flags: RowFlags) -> Iterable[Segment]:
        """Return the cells of `row`. Called again for the same row by a tick, so it may tell the time."""


@dataclass(frozen=True, slots=True)
class RowStyles:
    """The styles of a list, taken from the theme once and again when it changes."""

    base: Style
    cursor: Style
    cursor_blurred: Style
    mark: Style
    gone: Style
    heading: Style
    notice: Style
    plain_cursor: bool
    bar: str = "▌"
    mark_sign: str = "*"


GUTTER = 2


def row_strip(cells: Iterable[Segment], width: int, flags: RowFlags, styles: RowStyles) -> Strip:
    """Return the full line of a row: gutter (cursor bar, mark), the painter's cells, one style over all.

    The cursor is told by its bar and by an attribute as well as by colour; with `plain_cursor` the cells give
    up their own colours under it, since reversed they would be patches that hide their text.
    """
    over = styles.base
    if flags.gone:
        over = styles.gone
    if flags.cursor:
        over = styles.cursor if flags.focused else styles.cursor_blurred
    mark = Segment(styles.mark_sign, styles.mark) if flags.marked else Segment(" ")
    gutter = [Segment(styles.bar if flags.cursor else " "), mark]
    body = Strip(cells).adjust_cell_length(max(0, width - GUTTER))
    line = [*gutter, *body]
    if flags.cursor and styles.plain_cursor:
        line = [Segment(text, _without_colour(style)) for text, style, _control in line]
    if flags.cursor or flags.gone:
        return Strip(Segment.apply_style(line, post_style=over), width).simplify()
    return Strip(Segment.apply_style(line, over), width).simplify()


def _without_colour(style: Style | None) -> Style | None:
    if style is None:
        return None
    return Style(bold=style.bold, underline=style.underline, strike=style.strike, meta=style.meta or None)


def changed_span(old: Strip, new: Strip) -> tuple[int, int] | None:
    """Return the columns (from, to) in which two lines differ, or None: only those need to be sent."""
    before, after = _cells(old), _cells(new)
    if before == after:
        return None
    if len(before) != len(after):
        return 0, max(len(before), len(after))
    start = next(x for x, (a, b) in enumerate(zip(before, after, strict=True)) if a != b)
    end = next(x for x in range(len(after), 0, -1) if before[x - 1] != after[x - 1])
    return start, end


def _cells(strip: Strip) -> list[tuple[str, Style | None]]:
    """Return one entry a column; the columns that a wide character covers repeat it."""
    cells: list[tuple[str, Style | None]] = []
    for text, style, _control in strip:
        if text.isascii():
            cells.extend((char, style) for char in text)
            continue
        width = Segment(text).cell_length
        # Which columns a cluster covers is the terminal's affair: a run with wide text changes as a whole.
        cells.extend([(text, style)] * width if width != len(text) else [(char, style) for char in text])
    return cells
