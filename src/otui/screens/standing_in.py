"""What whoever stands in for somebody is told: that they do, and what of theirs comes back meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from otui.desk.office import absence
from otui.desk.views import lists
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.live import Change
    from otui.desk.rows import AgentRow

CAME_BACK = frozenset({"wake", "reopen", "message", "unmerge"})
"""Verbs that make a ticket somebody's work again."""


async def look(app: OtuiApp, changes: Sequence[Change], told: set[object]) -> None:
    """Tell what came back by these changes, and once for each absence that this agent stands in."""
    back = {
        change.ticket_id
        for change in changes
        if change.ticket_id and change.verb in CAME_BACK and change.agent_id != app.agent_id
    }
    if back:
        await _tell_returned(app, back)
    desk = app.live.desk
    for one in untold(app, told):
        told.add((one.id, one.away_at))
        words = (
            _("You stand in for {name}: {key} shows theirs.")
            if one.back_at is None
            else _("You stand in for {name} until {when}: {key} shows theirs.")
        )
        when = "" if one.back_at is None else absence.moment(one.back_at, desk.rules, app.now)
        key = app.keymap.label("view.theirs")
        app.tell(words.format(name=one.login, when=when, key=key), seconds=8)
    app.show_status()


def untold(app: OtuiApp, told: set[object]) -> list[AgentRow]:
    """Return whom this agent stands in for without having been told; by what is known, so that it may be asked often.

    A planned absence begins by itself: nothing is written then, and the change feed says nothing.
    """
    desk = app.live.desk
    away = absence.stood_in_for(desk.directory, desk.agent.id, app.now)
    return [one for one in away if (one.id, one.away_at) not in told]


async def _tell_returned(app: OtuiApp, ticket_ids: set[int]) -> None:
    """Tell of tickets that are open again to their owner, and while that one is away to who stands in."""
    desk = app.live.desk
    me = desk.agent.id
    for row in (await app.live.read(lists.rows_by_id, ticket_ids)).values():
        if row.owner_id is None:
            continue
        substitute = absence.stand_in(desk.directory, row.owner_id, app.now)
        if row.owner_id == me:
            words = _("{number} is open again: {subject}")
        elif substitute is not None and substitute.id == me:
            words = _("{number} of {name}, for whom you stand in, is open again: {subject}")
        else:
            continue
        app.tell(words.format(number=row.number, name=row.owner, subject=row.subject), seconds=8)
