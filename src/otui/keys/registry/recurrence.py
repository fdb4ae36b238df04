"""Actions on incidents that recur and on those that stand for many."""

from __future__ import annotations

from otui.keys.model import EVERYWHERE, ON_TICKETS, Action, Context, Danger
from otui.text.i18n import N_

_CLUSTERS = frozenset({Context.CLUSTERS})

RECURRENCE = (
    Action(
        "go.clusters",
        N_("Recurring incidents"),
        N_("Groups of incidents that look alike, and major incidents, with what can be made of them."),
        "go",
        EVERYWHERE,
        command="recurring-incidents",
        aliases=("terugkerende-storingen",),
        cli="otui recurrence list",
    ),
    Action(
        "ticket.like",
        N_("Like this one"),
        N_("The incidents that look like this one, in a list where every ticket key works."),
        "know",
        ON_TICKETS,
        command="like",
        aliases=("lijkt-op",),
        cli="otui ticket like NR",
    ),
    Action(
        "ticket.major",
        N_("Major incident"),
        N_(
            "Propose or declare it, let marked tickets follow it, write to everybody who is hit, solve, review."
        ),
        "make",
        ON_TICKETS,
        command="major [NAME]",
        aliases=("grote-storing",),
        cli="otui major propose|declare|add|message|resolve|review NR",
        on_marks=True,
        danger=Danger.CHANGES,
    ),
    Action(
        "cluster.problem",
        N_("Problem of them"),
        N_("Make a problem of the group, with all its incidents linked."),
        "recurrence",
        _CLUSTERS,
        command="group-problem",
        aliases=("groep-probleem",),
        cli="otui recurrence problem NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "cluster.link",
        N_("Link to a problem"),
        N_("Link the incidents of the group to a problem that there is."),
        "recurrence",
        _CLUSTERS,
        command="group-link NUMBER",
        aliases=("groep-koppel",),
        cli="otui recurrence problem NR --into PROBLEM",
        danger=Danger.CHANGES,
    ),
    Action(
        "cluster.major",
        N_("Major incident"),
        N_("Propose a major incident of the group, or decide on the one under the cursor."),
        "recurrence",
        _CLUSTERS,
        command="group-major",
        aliases=("groep-grote-storing",),
        cli="otui major propose NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "cluster.dismiss",
        N_("Not a pattern"),
        N_("Leave the group out of the list from now on, or bring it back."),
        "recurrence",
        _CLUSTERS,
        command="not-a-pattern",
        aliases=("geen-patroon",),
        cli="otui recurrence dismiss NR",
        danger=Danger.CHANGES,
    ),
    Action(
        "cluster.span",
        N_("Days back"),
        N_("Look further back: 30 days, 90, a year, and as the desk looks again."),
        "recurrence",
        _CLUSTERS,
        command="days-back",
        aliases=("dagen-terug",),
    ),
    Action(
        "cluster.all",
        N_("What is no pattern"),
        N_("Show the groups that are said to be no pattern as well."),
        "recurrence",
        _CLUSTERS,
        command="all-groups",
        aliases=("alle-groepen",),
    ),
)
