"""What the tests of the screens share: the app on the desk of `desk_office`, with keys to press."""

from __future__ import annotations

import contextlib
import re
import threading
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import replace
from typing import Any

from desk_office import TUESDAY, HandClock, Office, furnish
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from otui.app import OtuiApp, Start
from otui.clock import Clock
from otui.config import Config
from otui.desk.desk import Desk
from otui.keys.keymap import Keymap
from otui.text import i18n

__all__ = [
    "TUESDAY",
    "HandClock",
    "Office",
    "Session",
    "furnish",
    "make_app",
    "open_app",
    "squeezed",
    "text_of",
]

PATIENCE = 60.0
"""Seconds after which something that should happen counts as not happening."""


# -- the app -----------------------------------------------------------------------------------------------------------


class Session:
    """An agent at the app: keys in, what the screen says out."""

    def __init__(self, app: OtuiApp, pilot: Pilot[Any]) -> None:
        self.app = app
        self.pilot = pilot
        self.pressed = 0

    async def press(self, *keys: str) -> None:
        """Press keys one after another, each when the last has had its effect; count them."""
        for key in keys:
            await self.pilot.press(key)
            self.pressed += 1
            await self.settle()

    async def type(self, text: str) -> None:
        """Type words into what has focus."""
        await self.pilot.press(*["space" if letter == " " else letter for letter in text])
        self.pressed += len(text)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is under way: no message waits, no worker runs but those that wait for a dialog."""
        end = time.monotonic() + PATIENCE
        quiet = 0
        while quiet < 2:
            await self.pilot.pause()
            quiet = quiet + 1 if self._running() <= self._asked() and not self.app.ahead._held else 0
            assert time.monotonic() < end, f"still running: {list(self.app.workers)}"

    async def opened(self) -> None:
        """Wait until the desk is open and its first list is there."""
        app = self.app
        await self.until(lambda: len(app.screen_stack) > 1 and app.overview.is_mounted, "opening")
        await self.until(lambda: not app.overview.tickets.window.loading, "reading")
        await self.settle()

    def previewed(self) -> bool:
        """Whether the preview, where there is one, shows the ticket under the cursor."""
        overview = self.app.overview
        row = overview.tickets.row
        return not overview.preview.display or row is None or overview.previewed == row.id

    async def until(self, true: Callable[[], Any], what: str = "") -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < end, f"{what or 'it'} did not happen; the screen:\n{self.text()}"
            await self.pilot.pause(0.01)

    def _running(self) -> int:
        return sum(1 for worker in self.app.workers if not worker.is_finished)

    def _asked(self) -> int:
        """How many workers wait for the answer to a dialog."""
        return sum(
            1
            for screen in self.app.screen_stack
            if screen._result_callbacks and screen._result_callbacks[-1].future is not None
        )

    def said(self) -> list[str]:
        """What otui told, oldest first."""
        return [notice.text for notice in self.app.notices.told]

    def lines(self) -> list[str]:
        """The screen as a terminal shows it, line by line."""
        return screen_lines(self.app.screen)

    def text(self) -> str:
        return "\n".join(self.lines())

    def rows(self) -> list[str]:
        """The subjects of the list behind, in its order."""
        return [row.subject for row in self.app.overview.tickets.window.rows]

    @property
    def subject(self) -> str:
        """The subject under the cursor of the list."""
        row = self.app.overview.tickets.row
        return row.subject if row else ""

    async def go_to(self, subject: str) -> None:
        """Put the cursor of the list on a ticket, without counting keys."""
        tickets_list = self.app.overview.tickets
        row = next(row for row in tickets_list.window.rows if row.subject == subject)
        assert tickets_list.move_to_id(row.id)
        await self.settle()


def screen_lines(screen: Screen[Any]) -> list[str]:
    """Return the text of a screen, without its colours."""
    return [strip.text.rstrip() for strip in screen._compositor.render_strips()]


def text_of(widget: Widget) -> str:
    """Return the lines that a widget draws itself."""
    return "\n".join(widget.render_line(y).text.rstrip() for y in range(widget.size.height))


def make_app(
    office: Office,
    *,
    login: str = "bea",
    lang: str = "en",
    theme: str = "dark",
    keys: str | None = None,
    environ: Mapping[str, str] | None = None,
    clock: Clock | None = None,
    gate: threading.Event | None = None,
    **settings: Any,
) -> OtuiApp:
    """Return the app for `login`; with a `gate` the desk opens only once that is set."""
    i18n.use(lang)
    ticking = clock or office.clock

    def open_desk() -> Desk:
        if gate is not None:
            gate.wait(PATIENCE)
        return Desk.open(office.url, login=login, clock=ticking)

    return OtuiApp(
        Start(
            open_desk=open_desk,
            config=replace(Config(theme=theme, animations=False), **settings),
            keymap=Keymap.load(user_text=keys),
            environ={"OTUI_CONFIG": str(office.folder / "config.toml"), **(environ or {})},
            clock=ticking,
        )
    )


@contextlib.asynccontextmanager
async def open_app(
    office: Office, *, size: tuple[int, int] = (80, 24), gate: threading.Event | None = None, **options: Any
) -> AsyncIterator[Session]:
    """Open otui on the office's desk, for `make_app`'s options, and leave it when the test is done.

    With a `gate` the test gets the app before its desk is open.
    """
    app = make_app(office, gate=gate, **options)
    async with app.run_test(size=size, notifications=True) as pilot:
        session = Session(app, pilot)
        if gate is None:
            await session.opened()
        yield session


def squeezed(text: str) -> str:
    """Return text with every run of blanks as one."""
    return re.sub(r"\s+", " ", text).strip()
