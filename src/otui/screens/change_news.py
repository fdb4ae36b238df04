"""Who asked for a change is told what becomes of it, and who approved it, that what they approved is no more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from otui.desk.views import change_news

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.live import Change


def asked_about(changes: Sequence[Change], agent_id: int) -> frozenset[tuple[int, str]]:
    """Return (change, verb) of what somebody else did that whoever asked for a change, or approved it, is told."""
    return frozenset(
        (one.record_id, one.verb)
        for one in changes
        if one.topic == "change" and one.record_id and one.verb in VERBS and one.agent_id != agent_id
    )


VERBS = frozenset(change_news.TELLS) | change_news.FALLS


async def look(app: OtuiApp, changes: Sequence[Change]) -> None:
    """Tell what was done to changes that this agent asked for, or approved."""
    done = asked_about(changes, app.agent_id)
    for one in await app.live.read(change_news.told_of, done) if done else ():
        app.tell(one.said + (f" ({one.text})" if one.text else ""), seconds=8)
    for said in await app.live.read(change_news.fallen_of, done) if done else ():
        app.tell(said, seconds=8)
