"""A chart as a picture (SVG), with everything where the terminal has it."""

from __future__ import annotations

from xml.sax.saxutils import escape

from otui.desk.flow.layout import LEFT, PADDING, Box, Layout
from otui.text import width

CELL, ROW = 8, 18
"""Pixels of a column and a row."""
_STYLE = (
    "text{font:13px ui-monospace,'DejaVu Sans Mono',Menlo,Consolas,monospace;fill:#1f2430}"
    ".who{fill:#5b6472}.verb{font-weight:bold}"
    "rect{fill:#fff;stroke:#5b6472;stroke-width:1.2}path{fill:none;stroke:#5b6472;stroke-width:1.2}"
    ".here rect{fill:#fff3cd;stroke:#1f2430;stroke-width:3}.here text{font-weight:bold}"
    ".outside rect{stroke-dasharray:5 4}.behind{stroke:#fff;stroke-width:6}"
)
TITLE_ROWS = 2


def svg(layout: Layout) -> str:
    """Return the picture."""
    wide, high = (layout.columns + 2) * CELL, (layout.rows + TITLE_ROWS + 1) * ROW
    title = " · ".join(part for part in (layout.chart.title, layout.chart.number) if part)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
        ' role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7"'
        ' orient="auto"><path d="M0,0L8,4L0,8z" style="fill:#5b6472;stroke:none"/></marker></defs>',
        f'<rect x="0" y="0" width="{wide}" height="{high}" style="stroke:none"/>',
        f'<text x="{CELL}" y="{ROW}" class="verb">{escape(title)}</text>',
    ]
    places = {lane.target: lane.column for lane in layout.lanes}
    parts += [_path(_x(lane.column), _y(lane.top), _x(lane.column), _y(lane.bottom)) for lane in layout.lanes]
    for box in layout.boxes:
        parts += _ways(layout, box, places)
    parts += [_box(layout, box) for box in layout.boxes]
    return "\n".join((*parts, "</svg>")) + "\n"


def _x(column: float) -> float:
    return (column + 0.5) * CELL


def _y(row: float) -> float:
    return (row + TITLE_ROWS + 0.5) * ROW


def _path(x1: float, y1: float, x2: float, y2: float, *, tip: bool = False) -> str:
    end = ' marker-end="url(#tip)"' if tip else ""
    return f'<path d="M{x1:g},{y1:g}L{x2:g},{y2:g}"{end}/>'


def _text(column: float, row: float, words: str, role: str = "") -> str:
    kind = f' class="{role}"' if role else ""
    return f'<text x="{_x(column):g}" y="{_y(row) + 4:g}"{kind}>{escape(words)}</text>'


def _ways(layout: Layout, box: Box, places: dict[str, int]) -> list[str]:
    parts: list[str] = []
    right = layout.right
    for tap in box.taps:
        parts.append(_path(_x(right), _y(tap.row), _x(places[tap.lane]), _y(tap.row)))
        for n, words in enumerate(tap.label):
            parts += [_behind(right + 2, tap.row + n, words), _text(right + 2, tap.row + n, words)]
    if box.entry is not None:
        parts.append(_path(_x(places[box.node.id]), _y(box.entry), _x(right), _y(box.entry), tip=True))
    if box.told:
        below = box.bottom + len(box.told)
        parts.append(_path(_x(layout.middle), _y(box.bottom), _x(layout.middle), _y(below + 1), tip=True))
        parts += [
            _text(layout.middle + 2, box.bottom + 1 + n, words, "who" if n else "verb")
            for n, words in enumerate(box.told)
        ]
    return parts


def _behind(column: int, row: int, words: str) -> str:
    """Clear the line behind the words that stand on it."""
    start, end = _x(column) - CELL / 2, _x(column + width.cells(words))
    return f'<path class="behind" d="M{start:g},{_y(row):g}L{end:g},{_y(row):g}"/>'


def _box(layout: Layout, box: Box) -> str:
    here = box.node.id == layout.chart.here
    kind = " ".join(name for name, so in (("here", here), ("outside", box.node.outside)) if so)
    x, y = _x(LEFT), _y(box.top)
    wide, high = _x(layout.right) - x, _y(box.bottom) - y
    words = [_text(LEFT + 1 + PADDING, box.top + 1, box.node.label)]
    for n, (part, name) in enumerate(box.node.parts, 1):
        mark = "● " if here and part == layout.chart.part else ""
        words.append(_text(LEFT + 1 + PADDING, box.top + 1 + n, mark + name, "who"))
    frame = f'<rect x="{x:g}" y="{y:g}" width="{wide:g}" height="{high:g}" rx="4"/>'
    return f'<g class="{kind}">{frame}{"".join(words)}</g>'
