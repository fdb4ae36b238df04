"""Tells the desk where this session is, and the screens who else is there."""

from __future__ import annotations

import contextlib
import secrets
import threading
import time
from collections.abc import Iterator
from types import ModuleType
from typing import TYPE_CHECKING

from otui.errors import OtuiError
from otui.screens.base import Keyed
from otui.text import safe, times, width
from otui.text.i18n import _
from otui.widgets.glyphs import glyphs

if TYPE_CHECKING:
    # The first frame needs none of these.
    from otui.app import OtuiApp
    from otui.desk.together.presence import Stay, Witness

LOGIN_FROM = 30
"""Cells of a subject from which on a list says the login of whoever is there; below that, initials."""
LOGIN = 8


class PresenceKeeper:
    """Keeps one row of this session while a ticket is open here, and knows who else is on which."""

    def __init__(self, app: OtuiApp) -> None:
        self._app = app
        self.session = secrets.token_hex(8)
        self._told: tuple[int, str] | None = None
        """Where the desk knows this session to be."""
        self._renewed = 0.0
        self._writing = False
        self._reading = False
        self._again = False
        self._witness: Witness | None = None
        self._stays: tuple[Stay, ...] = ()
        self._here: dict[int, list[Stay]] = {}

    # -- this session ----------------------------------------------------------------------------------------------

    def second_passed(self) -> None:
        """Tell the desk where this session is now, or that it is still there; look whether others still are."""
        if self._stays:
            self.look()
        if self._writing:
            return
        now = self._now_on()
        due = time.monotonic() - self._renewed >= _desk().RENEW_EVERY
        if now != self._told or (now is not None and due):
            self._writing = True
            self._app.beside.run(self._tell(now))

    def _now_on(self) -> tuple[int, str] | None:
        """Return where this session is: what stands in front counts, a list in front of a ticket does not hide it."""
        for screen in reversed(self._app.screen_stack):
            if isinstance(screen, Keyed) and screen.present_on is not None:
                return screen.present_on
        return None

    async def _tell(self, now: tuple[int, str] | None) -> None:
        presence = _desk()
        session = self.session
        try:
            if now is None:
                await self._app.live.do(lambda unit, _none: presence.go(unit, session), None)
            else:
                verb = presence.renew if now == self._told else presence.come
                await self._app.live.do(lambda unit, _none: verb(unit, session, *now), None)
            self._told = now
            self._renewed = time.monotonic()
        except OtuiError:
            pass  # where the desk does not answer that is told already; this is tried again in a second
        finally:
            self._writing = False

    @contextlib.contextmanager
    def beating(self) -> Iterator[None]:
        """Go on renewing while the terminal is lent to an editor and nothing else runs here."""
        done = threading.Event()
        told, presence, session = self._told, _desk(), self.session
        if told is None:
            yield
            return
        desk = self._app.live.desk

        def beat() -> None:
            while not done.wait(presence.RENEW_EVERY):
                with contextlib.suppress(OtuiError):
                    desk.call(presence.renew, session, told[0], told[1])

        thread = threading.Thread(target=beat, name="otui-presence", daemon=True)
        thread.start()
        try:
            yield
        finally:
            done.set()
            thread.join()

    async def leave(self) -> None:
        """Say that this session is gone, as it ends."""
        session = self.session
        if self._told is not None or self._writing:
            with contextlib.suppress(OtuiError):
                await self._app.live.do(lambda unit, _none: _desk().go(unit, session), None)
        self._told = None

    # -- others ----------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Read who is on which ticket; once more where something changed meanwhile."""
        if self._reading:
            self._again = True
        elif len(self._app.screen_stack) > 1:  # else the screens are being taken apart
            self._reading = True
            self._app.beside.run(self._look())

    async def _look(self) -> None:
        try:
            while True:
                self._again = False
                found = await self._app.live.read(_desk().everyone)
                self._stays = tuple(stay for stay in found if stay.session != self.session)
                await self._judge()
                if not self._again:
                    return
        except OtuiError:
            return
        finally:
            self._reading = False

    async def _judge(self) -> None:
        """Show who counts now, and take out who does not."""
        presence = _desk()
        if self._witness is None:
            self._witness = presence.Witness()
        counting, stale = self._witness.judge(self._stays, self._app.now, time.monotonic())
        here: dict[int, list[Stay]] = {}
        for stay in sorted(counting, key=lambda one: (presence.RANK.index(one.doing), one.since_at)):
            known = here.setdefault(stay.ticket_id, [])
            if all(stay.agent_id != one.agent_id for one in known):
                known.append(stay)
        before, self._here = self._here, here
        changed = {one for one in before.keys() | here.keys() if before.get(one) != here.get(one)}
        changed = {one for one in changed if _outline(before.get(one)) != _outline(here.get(one))}
        if changed:
            for screen in self._app.screen_stack:
                if isinstance(screen, Keyed) and screen.is_mounted:
                    screen.presence_changed(changed)
        if stale:
            with contextlib.suppress(OtuiError):
                await self._app.live.do(lambda unit, _none: presence.sweep(unit, stale), None)

    # -- in words --------------------------------------------------------------------------------------------------

    def sentence(self, ticket_id: int) -> str:
        """Say who else is on a ticket: `Bob Bos writes a reply, 2 min · Anna Ader reads`; empty for nobody."""
        return " · ".join(self._one(stay) for stay in self._here.get(ticket_id, ()))

    def _one(self, stay: Stay) -> str:
        mine = stay.agent_id == self._app.agent_id
        name = _("you, elsewhere") if mine else safe.line(stay.name)
        words = {
            "reading": "{name}" if mine else _("{name} reads"),
            "writing": _("{name}: a reply") if mine else _("{name} writes a reply"),
            "note": _("{name}: a note") if mine else _("{name} writes a note"),
            "call": _("{name}: a call") if mine else _("{name} puts down a call"),
        }[stay.doing].format(name=name)
        seconds = (self._app.now - stay.since_at).total_seconds()
        if stay.doing != "reading" and seconds >= 60:
            words += f", {times.duration(seconds // 60 * 60)}"
        return words

    def mark(self, ticket_id: int, room: int) -> str:
        """Return what a list says of who else is on a ticket, for the end of a subject of `room` cells."""
        stays = self._here.get(ticket_id)
        if not stays:
            return ""
        first, signs = stays[0], glyphs(self._app.ascii_only)
        sign = signs.reading if first.doing == "reading" else signs.writing
        if first.agent_id == self._app.agent_id:
            who = _("you")
        elif room >= LOGIN_FROM:
            who = width.fit(safe.line(first.login), LOGIN, more=signs.ellipsis).rstrip()
        else:
            who = initials(safe.line(first.name) or first.login)
        return sign + who + (f"+{len(stays) - 1}" if len(stays) > 1 else "")


def initials(name: str) -> str:
    """Return two letters for a name: `Bea van den Berg` is BB."""
    parts = name.split()
    letters = parts[0][:1] + (parts[-1][:1] if len(parts) > 1 else parts[0][1:2]) if parts else "?"
    return letters.upper() if len(parts) > 1 else letters


def _outline(stays: list[Stay] | None) -> list[tuple[int, str]]:
    """Return what of stays a screen shows, but for how long."""
    return [(stay.agent_id, stay.doing) for stay in stays or ()]


def _desk() -> ModuleType:
    """Return `otui.desk.together.presence`: it is there once the desk is open."""
    from otui.desk.together import presence

    return presence
