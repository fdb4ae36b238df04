"""Actions on flowcharts."""

from __future__ import annotations

from otui.keys.model import ON_TICKETS, Action, Context
from otui.text.i18n import N_

_FLOW = frozenset({Context.FLOW})

FLOW = (
    Action(
        "ticket.flow",
        N_("Flowchart"),
        N_("Draw the process with where this stands, what may follow, and who may do it."),
        "know",
        ON_TICKETS,
        command="flow [NUMBER]",
        aliases=("stroomschema",),
        cli="otui flow of NR",
    ),
    Action(
        "flow.next",
        N_("Next chart"),
        N_("The chart of the next process: incident by line, problem, the three changes."),
        "flow",
        _FLOW,
        command="next-chart",
        aliases=("volgend-schema",),
    ),
    Action(
        "flow.previous",
        N_("Previous chart"),
        N_("The chart of the process before."),
        "flow",
        _FLOW,
        command="previous-chart",
        aliases=("vorig-schema",),
    ),
    Action(
        "flow.mermaid",
        N_("Copy as Mermaid"),
        N_("Copy the chart in Mermaid's words, for a wiki that draws it."),
        "flow",
        _FLOW,
        command="copy mermaid",
        aliases=("kopieer mermaid",),
        cli="otui flow of NR --mermaid",
    ),
)
