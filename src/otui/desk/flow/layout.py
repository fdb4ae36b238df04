"""Where the parts of a chart stand: boxes below each other, straight ways between neighbours, and lanes beside them.

Every step that is reached from elsewhere than from the box above it has one lane, on the right: whatever leads there
joins it. A chart of any table is drawn so; it is as wide as it has such steps, and as high as it has ways.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from otui.desk.flow.chart import Chart, Edge, Node
from otui.text import width
from otui.text.i18n import _

LEFT = 1
"""Column of the boxes' left side."""
PADDING = 2
LANE_STEP = 2
BESIDE = (36, 28, 20)
"""Columns of what is told beside a way: the first of these by which all fits."""
ROOM = 80


@dataclass(frozen=True, slots=True)
class Tap:
    """A way out of a box that joins a lane."""

    row: int
    """Its first one; the line leaves there."""
    label: tuple[str, ...]
    """Its verbs, in lines."""
    lane: str
    """Id of the node that the lane leads to."""
    edge: Edge


@dataclass(frozen=True, slots=True)
class Box:
    """A step, with the rows it stands in."""

    node: Node
    top: int
    bottom: int
    """Row of its lower side."""
    entry: int | None
    """Row where its lane comes in."""
    taps: tuple[Tap, ...]
    down: Edge | None
    """The way to the box below."""
    told: tuple[str, ...]
    """What stands beside that way: its verbs, who may, what it needs; a line each, or more."""


@dataclass(frozen=True, slots=True)
class Lane:
    """The line beside the boxes that leads to one of them."""

    target: str
    column: int
    top: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A chart with the place of everything, in rows and columns of a terminal."""

    chart: Chart
    boxes: tuple[Box, ...]
    lanes: tuple[Lane, ...]
    right: int
    """Column of the boxes' right side."""
    middle: int
    """Column of the ways from box to box."""
    columns: int
    rows: int


def lay_out(chart: Chart, room: int = ROOM) -> Layout:
    """Give every part of a chart its place; in no more than `room` columns, where that can be."""
    tried = [_lay_out(chart, beside) for beside in BESIDE]
    return next((one for one in tried if one.columns <= room), tried[-1])


def _lay_out(chart: Chart, beside: int) -> Layout:
    inside = [
        width.cells(words)
        for node in chart.nodes
        for words in (node.label, *(one for _id, one in node.parts))
    ]
    right = LEFT + 4 + 2 * PADDING + max(inside, default=0)
    middle = (LEFT + right) // 2
    boxes = _boxes(chart, beside)
    labels = max((width.cells(words) for box in boxes for tap in box.taps for words in tap.label), default=0)
    told = max((width.cells(words) for box in boxes for words in box.told), default=0)
    lanes = _lanes(boxes, max(right + labels + 5, middle + told + 4))
    columns = max([right + 1, middle + told + 3, *(lane.column + 1 for lane in lanes)])
    return Layout(chart, boxes, lanes, right, middle, columns, boxes[-1].bottom + 1 if boxes else 0)


def label_of(edge: Edge) -> str:
    """Return what stands on a way."""
    return ", ".join(edge.verbs)


def _told(edge: Edge | None, beside: int) -> tuple[str, ...]:
    if edge is None:
        return ()
    needs = _("needs {what}").format(what=", ".join(edge.needs)) if edge.needs else ""
    return tuple(
        line for words in (label_of(edge), edge.who, needs) if words for line in width.wrap(words, beside)
    )


def _boxes(chart: Chart, beside: int) -> tuple[Box, ...]:
    below = {node.id: after.id for node, after in zip(chart.nodes, chart.nodes[1:], strict=False)}
    by_lane = [edge for edge in chart.edges if below.get(edge.source) != edge.target]
    reached = {edge.target for edge in by_lane}
    order = {node.id: place for place, node in enumerate(chart.nodes)}
    boxes: list[Box] = []
    row = 0
    for node in chart.nodes:
        out = sorted((one for one in by_lane if one.source == node.id), key=lambda one: order[one.target])
        down = next(
            (one for one in chart.edges if one.source == node.id and below.get(node.id) == one.target), None
        )
        entry = row + 1 if node.id in reached else None
        taps = _taps(out, row + 1 + (entry is not None), beside)
        told = _told(down, beside)
        bottom = max(
            row + 2 + len(node.parts), (entry or 0) + 1, *(tap.row + len(tap.label) for tap in taps), 0
        )
        boxes.append(Box(node, row, bottom, entry, taps, down, told))
        row = bottom + len(told) + (1 if told else 2)
    return tuple(boxes)


def _taps(out: Iterable[Edge], row: int, beside: int) -> tuple[Tap, ...]:
    taps: list[Tap] = []
    for edge in out:
        taps.append(Tap(row, tuple(width.wrap(label_of(edge), beside)), edge.target, edge))
        row += len(taps[-1].label)
    return tuple(taps)


def _lanes(boxes: tuple[Box, ...], first_column: int) -> tuple[Lane, ...]:
    """Give each lane a column: the shortest nearest to the boxes, two that never touch in the same one."""
    spans: list[tuple[int, int, str]] = []
    for box in boxes:
        if box.entry is None:
            continue
        rows = [tap.row for one in boxes for tap in one.taps if tap.lane == box.node.id]
        spans.append((min([box.entry, *rows]), max([box.entry, *rows]), box.node.id))
    taken: list[list[tuple[int, int]]] = []
    lanes: list[Lane] = []
    for top, bottom, target in sorted(spans, key=lambda span: (span[1] - span[0], span)):
        place = next(
            (
                n
                for n, others in enumerate(taken)
                if all(bottom + 1 < first or last + 1 < top for first, last in others)
            ),
            len(taken),
        )
        if place == len(taken):
            taken.append([])
        taken[place].append((top, bottom))
        lanes.append(Lane(target, first_column + LANE_STEP * place, top, bottom))
    return tuple(lanes)
