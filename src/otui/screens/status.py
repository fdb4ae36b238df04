"""What every status line says: counted when something changed, told anew each second."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from otui.text import times
from otui.text.i18n import _
from otui.widgets.status_line import StatusFacts, StatusLine

if TYPE_CHECKING:
    from otui.app import OtuiApp

COUNT_AFTER = 0.2
"""Seconds within which several changes lead to one count."""


class StatusKeeper:
    """Counts beside the screen, and tells the status lines that are in view."""

    def __init__(self, app: OtuiApp) -> None:
        self._app = app
        self._counting: asyncio.TimerHandle | None = None
        self._facts = StatusFacts()
        self._next_due: datetime | None = None
        self._told: set[tuple[int, str]] = set()

    def count_soon(self) -> None:
        """Count again, once for all that changes within the next moment."""
        if self._counting is None:
            self._counting = asyncio.get_running_loop().call_later(COUNT_AFTER, self.count)

    def count(self) -> None:
        """Count again."""
        self._counting = None
        if self._app.is_running:
            self._app.beside.run(self._read())

    async def _read(self) -> None:
        from otui.screens.recurrence import telling  # behind the first frame, as the desk is

        app = self._app
        status, standing = await app.live.read(telling.read_status)
        self._next_due = status.next_due
        self._facts = StatusFacts(
            desk=app.desk_name,
            open=status.open,
            mine=status.mine,
            free=status.free,
            escalated=status.escalated,
            warned=status.warned,
            approve=status.to_approve,
            next_number=status.next_number,
            who=app.live.desk.agent.login,
            major=telling.loudest(standing),
        )
        self.show()
        app.overview.show_major(telling.line(app, standing))
        telling.tell(app, standing, self._told)

    def second_passed(self) -> None:
        """Let time pass; what fell due changes the counts."""
        if self._next_due is not None and self._next_due <= self._app.now:
            self.count_soon()
        self.show()

    def show(self) -> None:
        """Say what counts, and what time it is."""
        app = self._app
        if not app.is_open:
            return
        due = "" if self._next_due is None else times.countdown(self._next_due - app.now)
        who = self._facts.who
        if who and app.live.desk.agent.away(app.now):
            who = _("{login} · away").format(login=who)
        facts = replace(self._facts, who=who, next_due=due, clock=times.clock(app.now, app.zone))
        for line in app.screen.query(StatusLine):
            line.update(facts)
