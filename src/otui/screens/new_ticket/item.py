"""The service or item that a new ticket is about, picked by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.items.naming import kind_name
from otui.desk.views import items
from otui.desk.views.items import Near
from otui.text.i18n import _
from otui.widgets.picker import Choice, Picker

if TYPE_CHECKING:
    from otui.app import OtuiApp

NOBODY_SAID = Near(0, "", "")
"""What is picked where it is not to be said."""


async def pick_item(app: OtuiApp, now: Near | None, typed: str) -> Near | None:
    """Return what was picked, `NOBODY_SAID` for none of them, or None where the picker was left."""
    found = await app.live.read(items.nearby)
    choices = [
        Choice(near, near.name, kind_name(near.kind), recent=now is not None and near.id == now.id)
        for near in found
    ]
    if now is not None:
        choices.append(Choice(NOBODY_SAID, _("none of them")))
    picked = await app.ask(Picker(_("Which service or item is it about?"), choices, typed=typed))
    return picked if isinstance(picked, Near) else None
