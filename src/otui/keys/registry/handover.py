"""Actions of the end of a shift: what one leaves, to whom, and what was left by others."""

from __future__ import annotations

from otui.keys.model import EVERYWHERE, Action, Context, Danger
from otui.text.i18n import N_

_GIVING = frozenset({Context.HANDOVER})

HANDOVER = (
    Action(
        "handover.begin",
        N_("Hand over"),
        N_("At the end of your shift: what you have, what waits, what you promised, and to whom each goes."),
        "handover",
        EVERYWHERE,
        command="handover",
        aliases=("overdragen",),
        cli="otui handover give --to LOGIN",
    ),
    Action(
        "go.handovers",
        N_("Hand-overs"),
        N_("What was handed over to you, and what you handed over yourself."),
        "go",
        EVERYWHERE,
        command="handovers",
        aliases=("overdrachten",),
        cli="otui handover list",
    ),
    Action(
        "handover.to",
        N_("To whom"),
        N_("Choose who gets this ticket; what has nobody yet goes to them too."),
        "handover",
        _GIVING,
        command="hand-to",
        aliases=("draag-aan",),
    ),
    Action(
        "handover.free",
        N_("Set free"),
        N_("Leave this ticket free to its team."),
        "handover",
        _GIVING,
        command="hand-free",
        aliases=("draag-vrij",),
    ),
    Action(
        "handover.keep",
        N_("Keep"),
        N_("Keep this ticket yourself, or not."),
        "handover",
        _GIVING,
        command="hand-keep",
        aliases=("draag-houd",),
    ),
    Action(
        "handover.words",
        N_("Words"),
        N_("Write what whoever gets this ticket must know, in a line."),
        "handover",
        _GIVING,
        command="hand-words",
        aliases=("draag-woorden",),
    ),
    Action(
        "handover.message",
        N_("Words to all"),
        N_("Write a line to everybody who gets something."),
        "handover",
        _GIVING,
        command="hand-message",
        aliases=("draag-bericht",),
    ),
    Action(
        "handover.give",
        N_("Hand it over"),
        N_("Hand everything over as it stands here."),
        "handover",
        _GIVING,
        command="hand-give",
        aliases=("draag-over",),
        danger=Danger.CHANGES,
    ),
)
