"""Telling an admin that the desk's backups go wrong, once for each thing that does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import backups

if TYPE_CHECKING:
    from otui.app import OtuiApp


async def look(app: OtuiApp) -> None:
    """Tell what is wrong with the backups, where this agent is an admin."""
    if app.live.desk.agent.role != "admin":
        return
    worry = await app.live.read(backups.worry)
    if worry and not any(notice.text == worry for notice in app.notices.told):
        app.tell(worry, severity="warning", seconds=12)
