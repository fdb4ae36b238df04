"""Actions on those who work at the desk and where: agents, their absence and teams, and queues."""

from __future__ import annotations

from otui.keys.model import EVERYWHERE, Action, Context
from otui.text.i18n import N_

_ADMIN = frozenset({Context.ADMIN})

STAFF = (
    Action(
        "go.staff",
        N_("Agents and queues"),
        N_("Who works here, who is away, who is on which team; and the queues with their place and hours."),
        "go",
        EVERYWHERE,
        command="agents",
        aliases=("behandelaars",),
        cli="otui agent list",
    ),
    Action(
        "view.theirs",
        N_("For whom I stand in"),
        N_("The tickets of whoever is away and has you as substitute."),
        "views",
        EVERYWHERE,
        command="standing-in [AGENT]",
        aliases=("vervanging",),
    ),
    Action(
        "staff.away",
        N_("Out of office"),
        N_("Say until when you are away and who stands in, such as: fri 14:00 cas."),
        "admin",
        EVERYWHERE,
        command="away [ABSENCE...]",
        aliases=("afwezig",),
        cli="otui agent away --until WHEN --substitute LOGIN",
    ),
    Action(
        "staff.back",
        N_("Back in the office"),
        N_("Be back before the time you said."),
        "admin",
        EVERYWHERE,
        command="back",
        aliases=("terug",),
        cli="otui agent back",
    ),
)

ADMIN = (
    Action(
        "admin.new",
        N_("Make one"),
        N_("Make an agent, or a queue."),
        "admin",
        _ADMIN,
        command="add",
        aliases=("voeg-toe",),
        cli="otui agent new LOGIN --name NAME",
    ),
    Action(
        "admin.edit",
        N_("Change it"),
        N_("Change what stands on the card."),
        "admin",
        _ADMIN,
        command="change",
        aliases=("wijzig",),
        cli="otui agent change LOGIN",
    ),
    Action(
        "admin.team",
        N_("Teams"),
        N_("The queues that an agent is on the team of, or the team of a queue."),
        "admin",
        _ADMIN,
        command="team",
        aliases=("ploeg",),
        cli="otui agent team LOGIN --join QUEUE",
    ),
    Action(
        "admin.absence",
        N_("Absence"),
        N_("Put the agent out of office, or have them back."),
        "admin",
        _ADMIN,
        command="absence",
        aliases=("afwezigheid",),
        cli="otui agent away LOGIN --until WHEN",
    ),
    Action(
        "admin.off",
        N_("Deactivate or activate"),
        N_("Take an agent or a queue out of use, or into use again; it asks where tickets go."),
        "admin",
        _ADMIN,
        command="deactivate",
        aliases=("deactiveer",),
        cli="otui agent deactivate LOGIN --hand-to LOGIN",
    ),
    Action(
        "admin.history",
        N_("What was changed"),
        N_("Every change of this agent or queue: who, when, from what to what."),
        "admin",
        _ADMIN,
        command="changes",
        aliases=("wijzigingen",),
    ),
)
