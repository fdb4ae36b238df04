"""Work that belongs to no screen: a save, a count, a renewal."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any

from otui.errors import OtuiError

if TYPE_CHECKING:
    from otui.app import OtuiApp


class Beside:
    """Runs coroutines beside the screens.

    As a worker of a screen that another one covers, such work would repaint all of what is in front.
    """

    def __init__(self, app: OtuiApp) -> None:
        self._app = app
        self._tasks: set[asyncio.Task[None]] = set()

    def run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run `work`; what it raises is told, never fatal."""
        task = asyncio.get_running_loop().create_task(self._guarded(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, None]) -> None:
        try:
            await work
        except Exception as error:
            if not self._app.is_running:  # nobody is left to be told
                return
            if isinstance(error, OtuiError):
                self._app.tell_error(error)
            else:
                self._app.unforeseen(error)
