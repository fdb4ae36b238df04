"""Words as they are typed, kept apart from the screen they are typed on, so that what ends it cannot take them."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from otui import terminal
from otui.desk.together import drafts
from otui.errors import OtuiError
from otui.screens.base import Keyed
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.unit import Unit

SAVE_AFTER = 0.4
"""Seconds between a key and the save that brings it to the disk."""
TRY_AGAIN = 2.0
"""Seconds between two tries where the disk said no."""
LEAVE_WITHIN = 5.0
"""Seconds that the last save may take when the terminal or the machine goes away."""


@dataclass(frozen=True, slots=True)
class Typed:
    """A draft as it stands in a text field."""

    ticket_id: int
    kind: str
    body: str
    fields: Mapping[str, Any]
    base_version: int
    behind: bool = False
    """Whether the words were typed before the draft that there may be was read: they come behind it."""

    @property
    def key(self) -> tuple[int, str]:
        """What there is one draft of."""
        return self.ticket_id, self.kind


class DraftKeeper:
    """Brings drafts to the desk. One is due from the key that changed it until it is durable."""

    def __init__(self, app: OtuiApp) -> None:
        self._app = app
        self._due: dict[tuple[int, str], Typed] = {}
        self._known: dict[tuple[int, str], str] = {}
        """What this session last saw of each draft, read or saved: other words there are another session's."""
        self._saving = asyncio.Lock()
        self._timer: asyncio.TimerHandle | None = None
        self._failing = False
        self._terminal: int | None = None

    def typed(self, words: Typed) -> None:
        """Keep a draft as it stands now; it is saved soon."""
        self._due[words.key] = words
        self._save_in(SAVE_AFTER)

    def read(self, ticket_id: int, kind: str, body: str) -> None:
        """Learn what the desk holds of a draft, as its writer has just read it; nothing where there is none."""
        self._known[(ticket_id, kind)] = body

    def known(self, ticket_id: int, kind: str) -> str:
        """Return what this session last saw of a draft."""
        return self._known.get((ticket_id, kind), "")

    def forget(self, ticket_id: int, kind: str) -> None:
        """Let a draft go: it was sent, or thrown away."""
        self._due.pop((ticket_id, kind), None)
        self._known.pop((ticket_id, kind), None)

    async def save(self) -> None:
        """Save what is due. Raises what the desk says, and then all of it stays due."""
        async with self._saving:  # each save says what the one before left
            for key, words in list(self._due.items()):
                if self._due.get(key) is not words:  # sent or dropped while another was being saved
                    continue
                kept = await self._app.live.do(_save, (words, self._known.get(key)))
                if self._due.get(key) is words:
                    del self._due[key]
                taken_over = kept == words.body or self._woven(words, kept)
                self._known[key] = kept if taken_over or words.behind else words.body
        self._failing = False

    def _woven(self, words: Typed, kept: str) -> bool:
        """Show words of another session where this one writes on; False where its writer is ahead of them again."""
        return any(
            screen.words_woven(words.ticket_id, words.kind, words.body, kept)
            for screen in self._app.screen_stack
            if isinstance(screen, Keyed)
        )

    def _save_in(self, seconds: float) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(seconds, self._now)

    def _now(self) -> None:
        self._timer = None
        if self._app.is_running:  # else what was due was saved on leaving
            self._app.beside.run(self._try())

    async def _try(self) -> None:
        failed = self._failing
        try:
            await self.save()
        except OtuiError as error:
            self._save_in(TRY_AGAIN)
            if not failed:
                self._failing = True
                self._app.tell_error(error)
            return
        if failed:
            self._app.tell(_("Your words are saved again."))

    # -- leaving ---------------------------------------------------------------------------------------------------

    def watch_signals(self) -> None:
        """Where the terminal is closed or the machine goes down, save what is due, then leave."""
        stdin = sys.__stdin__
        if not self._app.is_headless and stdin is not None and stdin.isatty():
            self._terminal = stdin.fileno()
            terminal.end_without(self._terminal, 2 * LEAVE_WITHIN)
        loop = asyncio.get_running_loop()
        for name in ("SIGHUP", "SIGTERM"):
            number = getattr(signal, name, None)
            if number is not None:
                # Windows has no such signals, and a loop outside the main thread gets none.
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._leave, number)

    def look_at_terminal(self) -> None:
        """Leave where the terminal is gone and no signal told: one that does not control this process sends none."""
        if self._terminal is not None and terminal.is_gone(self._terminal):
            self._terminal = None
            self._leave(signal.SIGHUP)

    def _leave(self, number: int) -> None:
        for screen in self._app.screen_stack:
            if isinstance(screen, Keyed):
                screen.hand_over()
        self._app.run_worker(self._save_and_exit(number), exit_on_error=False)

    async def _save_and_exit(self, number: int) -> None:
        with contextlib.suppress(OtuiError, TimeoutError):  # there is nobody left to tell
            await asyncio.wait_for(self.save(), LEAVE_WITHIN)
        self._app.exit(128 + number)


def _save(unit: Unit, due: tuple[Typed, str | None]) -> str:
    words, known = due
    fields = dict(words.fields)
    if words.behind:
        return drafts.save_behind(unit, words.ticket_id, words.kind, words.body, fields, words.base_version)
    return drafts.save(unit, words.ticket_id, words.kind, words.body, fields, words.base_version, known)
