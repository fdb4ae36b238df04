"""What the owner of articles is told when they sit down: that some are due to be looked at again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk.views import knowledge as views
from otui.text.i18n import ngettext

if TYPE_CHECKING:
    from otui.app import OtuiApp


async def tell(app: OtuiApp) -> None:
    """Say once how many articles of this agent are to be looked at again; nothing where there are none."""
    count = await app.live.read(views.due_for)
    if count:
        words = ngettext(
            "{n} knowledge article of yours is to be looked at again: {key}.",
            "{n} knowledge articles of yours are to be looked at again: {key}.",
            count,
        )
        app.tell(words.format(n=count, key=app.keymap.label("go.knowledge")))
