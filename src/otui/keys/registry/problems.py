"""Actions on problems."""

from __future__ import annotations

from otui.keys.model import EVERYWHERE, ON_TICKETS, Action, Context, Danger
from otui.text.i18n import N_

_PROBLEM = frozenset({Context.PROBLEM})

PROBLEMS = (
    Action(
        "go.problems",
        N_("Problems"),
        N_("The causes of incidents: what is looked for, worked around, being taken away."),
        "go",
        EVERYWHERE,
        command="problems",
        aliases=("problemen",),
        cli="otui problem list",
    ),
    Action(
        "ticket.problem",
        N_("Problem of it"),
        N_("Make a problem of the ticket or of all that are marked, or link them to one that there is."),
        "make",
        ON_TICKETS,
        command="problem [NUMBER]",
        aliases=("probleem",),
        cli="otui problem from NR...",
        on_marks=True,
        danger=Danger.CHANGES,
    ),
    Action(
        "problem.tell",
        N_("Tell the workaround"),
        N_("Write the workaround to everybody whose open incident belongs to it; first it shows to whom."),
        "problem",
        _PROBLEM,
        command="tell-workaround",
        aliases=("meld-workaround",),
        cli="otui problem workaround NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "problem.solve",
        N_("Solve"),
        N_(
            "The fix is in: resolve what waits for it and tell the contacts; first it shows whom that touches."
        ),
        "problem",
        _PROBLEM,
        command="problem-solve",
        aliases=("probleem-los-op",),
        cli="otui problem resolve NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "problem.known",
        N_("Known error"),
        N_("Its cause and a workaround are written down: call it a known error."),
        "problem",
        _PROBLEM,
        command="known-error",
        aliases=("bekende-fout",),
        cli="otui problem known-error NR",
        danger=Danger.CHANGES,
    ),
)
