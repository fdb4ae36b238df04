"""A chart in Mermaid's words, for a wiki or a page that draws it."""

from __future__ import annotations

from otui.desk.flow.chart import Chart, Edge, Node
from otui.text.i18n import _


def mermaid(chart: Chart) -> str:
    """Return the chart as a Mermaid flowchart, the step where the record stands in a class of its own."""
    names = {node.id: f"s{place}" for place, node in enumerate(chart.nodes)}
    lines = ["---", f"title: {_plain(chart.title)}", "---", "flowchart TD"]
    lines += [f"    {names[node.id]}{_shape(node)}" for node in chart.nodes]
    lines += [
        f'    {names[edge.source]} -->|"{_quoted(_words(edge))}"| {names[edge.target]}'
        for edge in chart.edges
    ]
    if chart.here:
        lines += [
            "    classDef here stroke-width:4px,font-weight:bold",
            f"    class {names[chart.here]} here",
        ]
    return "\n".join(lines) + "\n"


def _shape(node: Node) -> str:
    words = _quoted("\n".join((node.label, *(f"· {part}" for _id, part in node.parts))))
    return f'(["{words}"])' if node.outside else f'["{words}"]'


def _words(edge: Edge) -> str:
    needs = _("needs {what}").format(what=", ".join(edge.needs)) if edge.needs else ""
    return "\n".join(part for part in (", ".join(edge.verbs), edge.who, needs) if part)


def _quoted(text: str) -> str:
    """Return words as they may stand between double quotes."""
    escaped = text.replace("&", "#amp;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")
    return escaped.replace("\n", "<br>")


def _plain(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
