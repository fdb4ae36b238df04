"""The door through which an agent came in: shut behind them where they are no agent, or have no key, any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui import restricted
from otui.desk.office import keys_of
from otui.errors import Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp


async def look(app: OtuiApp) -> None:
    """Leave where one is no longer an agent, or the key that opened this session opens none any more.

    What was being written is kept.
    """
    if not app.live.desk.agent.active:
        message = _("{login} is no longer active at this desk.").format(login=app.live.desk.agent.login)
        app.exit(Refused.exit_code, message=message)
        return
    if restricted.is_on() and not await app.live.read(keys_of.still_opens, restricted.key()):
        app.exit(Refused.exit_code, message=_("Your key was taken away, or you are no agent here any more."))
