"""What keys do everywhere: find, make a ticket, the program itself."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from otui import theme
from otui.errors import Usage
from otui.screens.app_going import GoingActions
from otui.screens.base import Keyed
from otui.screens.changes.going import ChangeActions
from otui.screens.staff.acts import StaffActions
from otui.text import i18n
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.results import Result

COPY_LIMIT = 74_000
"""Bytes that terminals take through OSC 52."""


class AppActions(GoingActions, StaffActions, ChangeActions):
    """Mixed into the app."""

    repeatable: tuple[Any, Any] | None = None
    _recent: deque[str] | None = None

    # -- finding ---------------------------------------------------------------------------------------------------

    def do_find_search(self, text: str = "") -> None:
        """Search as one types."""
        from otui.screens.search.screen import SearchScreen

        self._app.push_screen(SearchScreen(text))

    def do_find_palette(self) -> None:
        """Find an action by its name."""
        from otui.screens.palette.screen import PaletteScreen

        self._app.push_screen(PaletteScreen(self._app.screen))

    def do_find_command(self) -> None:
        """Open the command line."""
        from otui.screens.command.screen import CommandLine

        self._app.push_screen(CommandLine(self._app.screen))

    def do_find_help(self) -> None:
        """Show the keys for what has focus."""
        from otui.screens.help.screen import HelpScreen

        screen = self._app.screen
        self._app.push_screen(HelpScreen(screen.contexts() if isinstance(screen, Keyed) else ()))

    def do_ticket_new(self, text: str = "") -> None:
        """Make a ticket."""
        from otui.screens.new_ticket.screen import NewTicketScreen

        self._app.push_screen(NewTicketScreen(text))

    # -- the program -----------------------------------------------------------------------------------------------

    def do_app_theme(self, text: str = "") -> None:
        """Wear the next theme, or the one named."""
        name = text.strip()
        if name and name not in theme.NAMES:
            raise Usage(
                _("There is no theme {name}.").format(name=name),
                _("It is one of {names}.").format(names=", ".join(theme.NAMES)),
            )
        if not name:
            name = theme.NAMES[(theme.NAMES.index(self._app.theme) + 1) % len(theme.NAMES)]
        self._app.theme = name
        self._app.tell(_("Theme {name}.").format(name=name))

    def do_app_language(self, text: str = "") -> None:
        """Speak the other language, or the one named."""
        wanted = text.strip().casefold() or ("en" if i18n.language() == "nl" else "nl")
        if wanted not in ("en", "nl"):
            raise Usage(_("otui speaks en and nl."))
        i18n.use(wanted)
        self._home().show_view(self._app.overview.view.id)
        self._app.overview.show_keys()
        self._app.show_status()
        self._app.tell(_("English from here on."))

    def do_app_mouse(self) -> None:
        """Let go of the mouse, so that the terminal can select; again takes it back."""
        driver: Any = self._app._driver
        off = not getattr(self, "_mouse_off", False)
        self._mouse_off = off
        for name in ("_disable_mouse_support",) if off else ("_enable_mouse_support",):
            method: Callable[[], None] | None = getattr(driver, name, None)
            if method is not None:
                method()
        self._app.tell(
            _("The mouse selects text now; the same key takes it back.")
            if off
            else _("The mouse is otui's again.")
        )

    async def do_app_quit(self) -> None:
        """Leave; asks only where words would be left behind."""
        from otui.widgets.confirm import Answer, Confirm

        unsent = await self._app.unsent() if self._app.is_open else []
        if unsent:
            answers = [Answer("y", _("leave; they are kept"), "y"), Answer("d", _("show the drafts"), "d")]
            question = ngettext(
                "You have {n} draft that was not sent.",
                "You have {n} drafts that were not sent.",
                len(unsent),
            ).format(n=len(unsent))
            answer = await self._app.ask(Confirm(question, answers))
            if answer == "d":
                self.do_go_drafts()
            if answer != "y":
                return
        self._app.exit(0)

    # -- shared means ----------------------------------------------------------------------------------------------

    @property
    def recent_queues(self) -> tuple[str, ...]:
        """Queues that were moved to lately, the latest first."""
        return tuple(self._recent or ())

    def recent_queue(self, name: str) -> None:
        """Remember a queue that was moved to."""
        if self._recent is None:
            self._recent = deque(maxlen=5)
        if name in self._recent:
            self._recent.remove(name)
        self._recent.appendleft(name)

    def own_templates(self) -> Path:
        """Return the folder of this person's own templates."""
        from otui.config import config_path

        return config_path(self._app.start.environ or os.environ).parent / "templates"

    async def keep_words(self, result: Result) -> None:
        """Put words that an undo gave back into a draft, so that nothing is lost."""
        from otui.desk.together import drafts

        kind = {"reply": "reply", "note": "note", "call": "call"}.get(_kind_of(result), "reply")
        ticket_id, text, version = result.ticket_id, result.returned, result.version
        await self._app.live.do(
            lambda unit, _none: drafts.save_behind(unit, ticket_id, kind, text, {}, version, "\n\n"), None
        )

    def copy(self, text: str, what: str) -> None:
        """Copy through tmux where there is one, and through OSC 52; say what was sent."""
        if len(text.encode()) > COPY_LIMIT:
            self._app.tell(_("That is too long to copy through a terminal."))
            return
        tmux = shutil.which("tmux") if self._app.start.environ.get("TMUX") else None
        if tmux:
            try:
                subprocess.run(  # noqa: S603 - tmux as it was found
                    [tmux, "load-buffer", "-w", "-"], input=text.encode(), check=False, timeout=2
                )
            except (OSError, subprocess.TimeoutExpired):
                self._app.log("tmux took nothing; OSC 52 is sent all the same")
        self._app.copy_to_clipboard(text)
        self._app.tell(_("Sent to the clipboard: {what}").format(what=what))


def _kind_of(result: Result) -> str:
    undone = result.changes.get("undone")
    return str(undone[0]) if undone else ""
