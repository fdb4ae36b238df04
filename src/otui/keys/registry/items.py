"""Actions on services and items."""

from __future__ import annotations

from otui.keys.model import EVERYWHERE, ON_TICKETS, Action, Context, Danger
from otui.text.i18n import N_

_ITEM = frozenset({Context.ITEM})

ITEMS = (
    Action(
        "go.items",
        N_("Services and items"),
        N_("What the desk serves and what it is made of, with what is open on each."),
        "go",
        EVERYWHERE,
        command="services [TEXT...]",
        aliases=("diensten",),
        cli="otui service list",
    ),
    Action(
        "ticket.item",
        N_("Service or item"),
        N_(
            "Say which service or item it is about; the impact and the queue that it proposes are yours to take."
        ),
        "make",
        ON_TICKETS,
        command="item [ITEM...]",
        aliases=("dienst",),
        cli="otui ticket item NR NAME",
        on_marks=True,
        danger=Danger.CHANGES,
    ),
    Action(
        "item.tree",
        N_("What hangs together"),
        N_("Draw what hangs on it and what it hangs on, with what is open on each."),
        "item",
        _ITEM,
        command="tree",
        aliases=("boom",),
        cli="otui service tree NAME",
    ),
    Action(
        "item.used_by",
        N_("Used by"),
        N_("Say which customer uses it, or that one no longer does."),
        "item",
        _ITEM,
        command="used-by [CUSTOMER...]",
        aliases=("gebruikt-door",),
        cli="otui service used-by NAME CUSTOMER",
        danger=Danger.CHANGES,
    ),
    Action(
        "item.switch",
        N_("Out of use, or in use"),
        N_("Take it out of use, or into use again."),
        "item",
        _ITEM,
        command="item-switch",
        aliases=("dienst-aan-uit",),
        cli="otui service deactivate NAME",
        danger=Danger.CHANGES,
    ),
)
