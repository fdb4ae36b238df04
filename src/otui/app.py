"""The Textual app: opens the desk behind the first frame, keeps it live, and carries what every screen shares."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from rich.text import Text
from textual import events
from textual.app import App
from textual.filter import LineFilter
from textual.screen import Screen

from otui import theme, trouble
from otui.clock import Clock, process_clock
from otui.config import Config
from otui.errors import OtuiError
from otui.keys.keymap import Keymap
from otui.keys.model import Action
from otui.screens.app_actions import AppActions
from otui.screens.base import Keyed
from otui.screens.beside import Beside
from otui.screens.curtain import Curtain
from otui.screens.drafting import DraftKeeper
from otui.screens.notices import Notices
from otui.screens.presence import PresenceKeeper
from otui.screens.status import StatusKeeper
from otui.screens.type_ahead import TypeAhead
from otui.text import safe
from otui.text.i18n import language
from otui.widgets import filters

if TYPE_CHECKING:
    # The first frame needs none of these; `_import_the_rest` brings them in behind it.
    from otui.desk.desk import Desk
    from otui.desk.live import Change, LiveDesk
    from otui.desk.together.drafts import DraftRow
    from otui.domain.rules import Rules
    from otui.screens.overview.screen import OverviewScreen

R = TypeVar("R")

UNFORESEEN = 70
"""Exit code where the screen cannot stand on (EX_SOFTWARE)."""


@dataclass(frozen=True)
class Start:
    """What the command line hands over: how to open the desk, and this person's settings."""

    open_desk: Callable[[], Desk]
    config: Config = field(default_factory=Config)
    keymap: Keymap = field(default_factory=Keymap.load)
    environ: Mapping[str, str] = field(default_factory=dict)
    clock: Clock = field(default_factory=process_clock)


class OtuiApp(AppActions, App[int], inherit_bindings=False):
    """otui on a terminal."""

    TITLE = "otui"
    CSS_PATH: ClassVar = ["app.tcss", "screens/overview/overview.tcss"]
    ENABLE_COMMAND_PALETTE = False
    PAUSE_GC_ON_SCROLL = True
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (72, "-narrow"), (100, "-normal"), (140, "-wide")]  # noqa: RUF012 - as Textual declares it
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]  # noqa: RUF012 - as Textual declares it

    def __init__(self, start: Start) -> None:
        super().__init__()
        self.start = start
        self.keymap = start.keymap
        self.ascii_only = start.config.ascii
        self.notices = Notices(self)
        self.beside = Beside(self)
        self.drafts = DraftKeeper(self)
        self.presence = PresenceKeeper(self)
        self.ahead = TypeAhead(self)
        self.status = StatusKeeper(self)
        self.last_action: Action | None = None
        self.agent_id = 0
        self.zone: tzinfo = UTC
        self.desk_name = ""
        self._live: LiveDesk | None = None
        self._handed_over: set[int] = set()
        self._stands_in: set[object] = set()
        if not start.config.animations:
            self.animation_level = "none"
        theme.install(self, _theme_name(start))

    # -- the desk --------------------------------------------------------------------------------------------------

    @property
    def live(self) -> LiveDesk:
        """The open desk."""
        assert self._live is not None, "the desk is open before anything is asked of it"
        return self._live

    @property
    def is_open(self) -> bool:
        """Whether the desk is open yet."""
        return self._live is not None

    @property
    def now(self) -> datetime:
        """The time as this process counts it."""
        return self.start.clock()

    def level_label(self, name: str) -> str:
        """Return a level's name in the language spoken; an imported one as it came."""
        if self._live is None:
            return name
        return self._live.desk.rules.sla.level_label(name, language())

    def get_default_screen(self) -> Screen[None]:
        """Return the first frame: nothing in it needs the desk, nor what takes long to import."""
        return Curtain(ascii_only=self.ascii_only)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what each line passes before it is sent."""
        ascii_only = [filters.ASCII_ONLY] if self.ascii_only else []
        no_color = [filters.NO_COLOR] if self.theme == theme.MONO.name else []
        return [*super().get_line_filters(), *ascii_only, *no_color]

    async def on_event(self, event: events.Event) -> None:
        """Make a paste safe, whatever it lands in; let it and a key wait while what they are meant for is opened."""
        if isinstance(event, events.Paste):
            event.text = safe.clean(event.text)
        if (
            isinstance(event, events.Key | events.Paste)
            and not event.is_forwarded
            and self.ahead.holds(event)
        ):
            return
        await super().on_event(event)

    def on_mount(self) -> None:
        """Open the desk behind the first frame."""
        self.drafts.watch_signals()
        self.call_after_refresh(lambda: self.run_worker(self._open(), exit_on_error=True))

    @property
    def overview(self) -> OverviewScreen:
        """The screen that all others stand on, once the desk is open."""
        return cast("OverviewScreen", self.screen_stack[1])

    async def _open(self) -> None:
        loop = asyncio.get_running_loop()
        try:
            desk, rules = await loop.run_in_executor(None, self._opened)
        except OtuiError as error:
            self.exit(error.exit_code, message=str(error))
            return
        live, overview = await loop.run_in_executor(None, _import_the_rest)
        self._live = live.LiveDesk(
            desk,
            on_changes=self._changed,
            on_presence=self.presence.look,
            on_trouble=self.notices.trouble,
        )
        self.agent_id = desk.agent.id
        self.zone = rules.calendars[rules.settings.calendar].zone
        self.desk_name = desk.name
        await self.push_screen(overview.OverviewScreen())
        self._live.start()
        self.presence.look()
        self.status.count()
        self.overview.background(self._first_thing(starting=True))
        self.overview.background(self._look("backups"))
        self.overview.background(self._look_at_absence())
        self.set_interval(1.0, self._second)
        # What was imported stays for good: the collector need not walk over it again while a key waits.
        self.set_timer(1.0, gc.freeze)

    def _opened(self) -> tuple[Desk, Rules]:
        """Return the desk and its rules: a mistake in either is told before the screen stands."""
        desk = self.start.open_desk()
        return desk, desk.rules

    async def on_unmount(self) -> None:
        """Save what was typed last, whatever ended the app, and let go of the desk."""
        if self._live is not None:
            with contextlib.suppress(OtuiError):  # no screen is left to tell it on
                await self.drafts.save()
            await self._live.stop()
            await self.presence.leave()
            await asyncio.get_running_loop().run_in_executor(None, self._live.desk.close)

    def _changed(self, changes: list[Change]) -> None:
        if len(self.screen_stack) < 2:  # on its way out: the screens are being taken apart
            return
        self.status.count_soon()
        told = (one.ticket_id for one in changes if one.topic == "escalation" or one.verb == "recur")
        fallen = {ticket_id for ticket_id in told if ticket_id}
        if fallen:
            self.overview.background(self._tell_raised(fallen))
        if any(change.topic == "agent" for change in changes):
            self.overview.background(self._look("door"))
            self.overview.background(self._look_at_absence())
        if any(change.verb in ("wake", "reopen", "message", "unmerge") for change in changes):
            self.overview.background(self._look_at_absence(changes))
        if any(change.topic == "handover" for change in changes):
            self.overview.background(self._first_thing(starting=False))
        if any(change.topic == "change" and change.agent_id != self.agent_id for change in changes):
            self.overview.background(self._look("change_news", changes))
        if any(change.topic == "backup" for change in changes):
            self.overview.background(self._look("backups"))
        for screen in self.screen_stack:
            if isinstance(screen, Keyed) and screen.is_mounted:
                screen.desk_changed(changes)

    async def _tell_raised(self, ticket_ids: set[int]) -> None:
        from otui.desk.views import escalations

        self.notices.raised(await self.live.read(escalations.lately, ticket_ids))

    async def _look(self, name: str, *known: object) -> None:
        """Let a module of the screens look at something and tell of it: nothing in the first list needs it."""
        await import_module(f"otui.screens.{name}").look(self, *known)

    async def _look_at_absence(self, changes: Sequence[Change] = ()) -> None:
        await self._look("standing_in", changes, self._stands_in)

    def _look_who_left(self) -> None:
        """Tell of an absence that was planned, once it begins."""
        from otui.screens import standing_in

        if standing_in.untold(self, self._stands_in):
            self.overview.background(self._look_at_absence())

    async def _first_thing(self, *, starting: bool) -> None:
        from otui.screens.handover import first_thing  # behind the first list: nothing there needs it

        await first_thing.tell(self, starting=starting, known=self._handed_over)

    def show_status(self) -> None:
        """Say on every status line what counts, and what time it is."""
        self.status.show()

    def _second(self) -> None:
        if not self.is_running:  # on its way out: the screens are being taken apart
            return
        self.drafts.look_at_terminal()
        self.status.second_passed()
        self.presence.second_passed()
        self._look_who_left()
        for screen in self.screen_stack[-1:]:
            if isinstance(screen, Keyed) and screen.is_mounted:
                screen.second_passed()

    # -- telling ---------------------------------------------------------------------------------------------------

    def tell(self, sentence: str, *, severity: str = "information", seconds: float = 4) -> None:
        """Tell something for a few seconds; it stays among the notices."""
        self.notices.tell(sentence, severity, seconds)

    def tell_error(self, error: OtuiError) -> None:
        """Tell what went wrong and what to do."""
        self.notices.tell(str(error), "warning", 6)

    def unforeseen(self, error: Exception) -> None:
        """Write an error nobody foresaw to the log, and tell its id; the screen stands on."""
        known = trouble.record(error)
        self.notices.tell(known.sentence, "error", 10)

    def _fatal_error(self) -> None:
        """Leave where a part of the screen died of an error: the log has its traceback, the terminal only its id.

        Textual would draw the traceback with the values of its variables, and those are a customer's words.
        """
        known = trouble.record(self._exception or sys.exception() or RuntimeError("unknown"))
        self._return_code = UNFORESEEN
        self._exit_renderables.append(Text(known.sentence))
        self._close_messages_no_wait()

    async def ask(self, screen: Screen[R]) -> R:
        """Show a dialog and wait for its answer."""
        return await self.push_screen_wait(screen)

    def open_ticket(self, ticket_id: int, opener: object | None = None) -> None:
        """Show a ticket on its own screen. `opener` is the list that knows the next and the previous one."""
        from otui.screens.ticket.screen import TicketScreen

        screen = self.screen
        if isinstance(screen, TicketScreen):
            screen.show_ticket(ticket_id)
        else:
            self.push_screen(TicketScreen(ticket_id, opener))

    async def unsent(self) -> list[DraftRow]:
        """Return what this agent began to write and did not send."""
        from otui.desk.together import drafts

        return await self.live.read(drafts.mine)


def _import_the_rest() -> tuple[ModuleType, ModuleType]:
    """Import what works the desk, off the loop: the first frame stands meanwhile."""
    from otui.desk import live
    from otui.screens.overview import screen

    return live, screen


def _theme_name(start: Start) -> str:
    wanted = start.config.theme
    return wanted if wanted in theme.NAMES else theme.choose("", start.environ)


def run(start: Start) -> int:
    """Run the app until it is left; return the exit code."""
    theme.own_no_color(os.environ)
    app = OtuiApp(start)
    code = app.run(mouse=start.config.mouse)
    if app.return_code:
        return int(app.return_code)
    return int(code or 0)
