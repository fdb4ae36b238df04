"""From the command line to the screen: which desk, as whom, and whether this terminal can show it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from otui import config, restricted
from otui.cli import streams
from otui.cli.front import Front
from otui.errors import BadFile, Usage
from otui.terminal import terminal_facts
from otui.text import i18n
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.desk import Desk
    from otui.keys.keymap import Keymap


def open_screen(front: Front) -> int:
    """Open the screen on the desk that is meant; the first start makes the default one."""
    require_terminal()
    settings = front.settings
    path = settings.desk
    first = settings.origin("desk") == config.DEFAULT and not Path(path).exists()
    name = _ask_name(path) if first else ""

    def opened() -> Desk:
        from otui.desk.desk import Desk

        if first:
            from otui.cli.making import make_at

            desk = make_at(path, login=settings.agent or None, name=name)
        else:
            desk = Desk.open(path, login=settings.agent or None)
        i18n.use(front.language(desk.agent.lang))
        return desk

    return show(front, opened)


def require_terminal() -> None:
    """Refuse to draw where nothing can be drawn, and say what works there."""
    if sys.stdin is None or not sys.stdin.isatty() or not sys.stdout.isatty():
        raise Usage(
            _("There is no terminal here to draw a screen on."),
            _("The commands work anywhere: `otui ticket list`, `otui --help`."),
        )
    if terminal_facts(os.environ).dumb:
        raise Usage(
            _("This terminal (TERM={term}) cannot show a screen.").format(term=os.environ.get("TERM", "")),
            _("The commands work here: `otui ticket list`, `otui --help`."),
        )


def show(front: Front, opened: Callable[[], Desk]) -> int:
    """Run the app on a desk that `opened` opens behind its first frame."""
    keymap = _keymap(front)
    from otui.app import Start, run

    return run(Start(open_desk=opened, config=front.settings, keymap=keymap, environ=dict(os.environ)))


def _keymap(front: Front) -> Keymap:
    """Return the keys in force. A mistake in a keymap keeps nobody from work: it is told, and the preset is used."""
    from otui.keys.keymap import Keymap
    from otui.keys.sheet import load_file

    settings = front.settings
    own = Path(settings.keymap)
    if not restricted.is_on() and (settings.origin("keymap") != config.DEFAULT or own.exists()):
        try:
            return load_file(own, settings.keys)
        except BadFile as error:
            streams.complain(
                str(error) + " " + _("The keys of {preset} are used.").format(preset=settings.keys)
            )
    return Keymap.load(settings.keys)


def _ask_name(path: str) -> str:
    """Ask a person's name for a new desk, where the machine does not know it."""
    from otui.cli.making import known_name

    name = known_name()
    if name:
        return name
    streams.say(_("This is the first start. A new desk is made at {path}.").format(path=path))
    return input(_("Your name, as contacts see it: ")).strip()
