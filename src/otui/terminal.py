"""What the environment says of the terminal, the line to it, and the editor."""

from __future__ import annotations

import os
import select
import shlex
import shutil
import signal
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from otui.errors import Refused
from otui.text.i18n import _

_UTF8 = ("utf-8", "utf8")
_LOOK_EVERY = 2.0
"""Seconds between two looks at whether the terminal is still there."""
_SIXTEEN = ("screen", "xterm", "linux", "ansi", "vt100", "vt220")


@dataclass(frozen=True)
class Terminal:
    """The facts that decide what a screen may draw."""

    dumb: bool
    """It cannot place a cursor: no screen can be drawn at all."""
    no_color: bool
    """NO_COLOR is set (no-color.org): bold, reverse and underline only."""
    utf8: bool
    """The locale is UTF-8, so that glyphs beyond ASCII arrive."""
    ssh: bool
    """It is at the other end of a line: every byte counts."""
    tmux: bool
    colors: int
    """16, 256 or 16777216, as TERM and COLORTERM say."""


def terminal_facts(environ: Mapping[str, str]) -> Terminal:
    """Return what `environ` says of the terminal."""
    term = environ.get("TERM", "")
    return Terminal(
        dumb=term in ("", "dumb", "unknown"),
        no_color=bool(environ.get("NO_COLOR")),
        utf8=_has_utf8(environ),
        ssh=bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY")),
        tmux=bool(environ.get("TMUX")),
        colors=_colors(term, environ.get("COLORTERM", "").lower()),
    )


def editor_command(setting: str, environ: Mapping[str, str]) -> list[str]:
    """Return the program and arguments that open an editor: the setting, else $VISUAL, else $EDITOR.

    Raises Refused, with what to do, where none is set, or the one that is set cannot be found or read.
    """
    named = (
        ("editor", setting),
        ("$VISUAL", environ.get("VISUAL", "")),
        ("$EDITOR", environ.get("EDITOR", "")),
    )
    source, text = next(((name, value) for name, value in named if value.strip()), ("", ""))
    hint = _("Set it to the editor you use, for example: export EDITOR=nano")
    if not source:
        raise Refused(_("No editor is set: neither “editor” in the settings, $VISUAL nor $EDITOR."), hint)
    try:
        command = shlex.split(text)
    except ValueError as error:
        raise Refused(
            _("The quotes in {name} do not match: {value}").format(name=source, value=text), hint
        ) from error
    if not command or shutil.which(command[0], path=environ.get("PATH", os.defpath)) is None:
        raise Refused(
            _("The editor of {name} cannot be found: {value}").format(name=source, value=text), hint
        )
    return command


def is_gone(handle: int) -> bool:
    """Return whether the other end of a terminal has hung up; False on a system that cannot tell."""
    if not hasattr(select, "poll"):
        return False
    poll = select.poll()
    poll.register(handle, 0)
    return any(event & (select.POLLHUP | select.POLLERR | select.POLLNVAL) for _handle, event in poll.poll(0))


def end_without(handle: int, after: float) -> None:
    """End this process where its terminal is gone and it has not left by itself `after` seconds later.

    Whatever draws on the screen may be waiting for a terminal that takes nothing any more; then no signal is handled
    and no loop goes round. Runs in a thread of its own, which keeps nobody from leaving.
    """

    def watch() -> None:
        while True:
            time.sleep(_LOOK_EVERY)
            if is_gone(handle):
                time.sleep(after)
                os._exit(128 + signal.SIGHUP)

    threading.Thread(target=watch, name="otui-terminal", daemon=True).start()


def _has_utf8(environ: Mapping[str, str]) -> bool:
    """Return whether the locale is UTF-8.

    Python itself sets LC_CTYPE=C.UTF-8 where it was started in the C locale (PEP 538): that says nothing of
    the terminal, so it counts only beside a LANG that says the same.
    """
    if environ.get("LC_ALL"):
        return environ["LC_ALL"].lower().endswith(_UTF8)
    kind, lang = environ.get("LC_CTYPE", "").lower(), environ.get("LANG", "").lower()
    if kind and not kind.startswith("c."):
        return kind.endswith(_UTF8)
    return lang.endswith(_UTF8)


def _colors(term: str, colorterm: str) -> int:
    if colorterm in ("truecolor", "24bit"):
        return 1 << 24
    if "256" in term or term.endswith("-direct"):
        return 256
    return 16 if term in _SIXTEEN or term.endswith("-16color") else 256
