"""Actions on the rules of the desk: SLA tables, calendars, queues."""

from __future__ import annotations

from otui.keys.model import EVERYWHERE, Action, Context, Danger
from otui.text.i18n import N_

_TABLES = frozenset({Context.RULES})
_TEXT = frozenset({Context.RULE_TEXT})

RULES = (
    Action(
        "go.rules",
        N_("Rules"),
        N_("What the desk promises, when it is open and which queues it has; an admin changes them here."),
        "rules",
        EVERYWHERE,
        command="rules",
        aliases=("regels",),
        cli="otui rules show",
    ),
    Action(
        "rules.next",
        N_("Next file"),
        N_("SLA tables, calendars, queues: the next of them."),
        "rules",
        _TABLES,
        command="rules-next",
        aliases=("regels-volgende",),
    ),
    Action(
        "rules.previous",
        N_("Previous file"),
        N_("The one before."),
        "rules",
        _TABLES,
        command="rules-previous",
        aliases=("regels-vorige",),
    ),
    Action(
        "rules.edit",
        N_("Edit the text"),
        N_("Edit the text of this rule file; what is wrong is told while you type."),
        "rules",
        _TABLES,
        command="rules-edit",
        aliases=("regels-bewerk",),
        cli="otui rules check FILE",
    ),
    Action(
        "rules.holiday",
        N_("Add a holiday"),
        N_("Put a day on which the desk is closed into the calendar under the cursor."),
        "rules",
        _TABLES,
        command="holiday",
        aliases=("feestdag",),
    ),
    Action(
        "rules.effect",
        N_("Effect"),
        N_("Show what your changes would do to the tickets that are open, before anything happens."),
        "rules",
        _TABLES | _TEXT,
        command="rules-effect",
        aliases=("regels-gevolg",),
        cli="otui rules preview FILE",
    ),
    Action(
        "rules.apply",
        N_("Put in force"),
        N_("Put these rules in force, and count every open ticket anew."),
        "rules",
        frozenset({Context.RULE_EFFECT}),
        command="rules-apply",
        aliases=("regels-invoeren",),
        cli="otui rules load FILE",
        danger=Danger.CHANGES,
    ),
    Action(
        "rules.discard",
        N_("Drop your changes"),
        N_("Throw away what you changed in this file and did not put in force."),
        "rules",
        _TABLES | _TEXT,
        command="rules-discard",
        aliases=("regels-weg",),
        danger=Danger.ASKS,
        confirm="y",
    ),
    Action(
        "rules.log",
        N_("Former rules"),
        N_("Who put which rules in force and when, and what they changed."),
        "rules",
        _TABLES,
        command="rules-log",
        aliases=("regels-logboek",),
        cli="otui rules log",
    ),
    Action(
        "rules.back",
        N_("The rules of before"),
        N_("Show what it would do to put the rules of before the last change in force again."),
        "rules",
        _TABLES,
        command="rules-back",
        aliases=("regels-terug",),
        cli="otui rules back",
    ),
)
