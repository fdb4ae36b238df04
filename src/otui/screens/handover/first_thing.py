"""What is told first thing: that somebody left work to whoever sits down, or does so now; what is to be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.views import handovers
from otui.screens.knowledge import due
from otui.text.i18n import ngettext

if TYPE_CHECKING:
    from otui.app import OtuiApp


async def tell(app: OtuiApp, *, starting: bool, known: set[int]) -> None:
    """Show what was handed over when otui starts; while one works, say so once with a bell. `known` is kept here."""
    if starting:
        await due.tell(app)
    found = [one for one in await app.live.read(handovers.unseen) if one.handover_id not in known]
    if not found:
        return
    known.update(one.handover_id for one in found)
    if starting:
        from otui.screens.handover.received import HandoversScreen

        app.push_screen(HandoversScreen(fresh=True))
        return
    if app.start.config.bell:
        app.bell()
    names = ", ".join(dict.fromkeys(one.from_name for one in found))
    words = ngettext(
        "{names} hands {n} ticket over to you: {key} shows it.",
        "{names} hands {n} tickets over to you: {key} shows them.",
        len(found),
    )
    app.tell(words.format(names=names, n=len(found), key=app.keymap.label("go.handovers")), seconds=10)
