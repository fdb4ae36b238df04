"""The front door: what stands before the command, whether it asks for the screen, and what becomes of an error.

Everything here is light. The commands, and the library that parses them, are imported once it is known that one of
them is wanted.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

import otui
from otui.cli import streams
from otui.errors import OtuiError, Usage
from otui.text import i18n, safe
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.config import Config

UNFORESEEN = 70
"""Exit code of an error that nobody foresaw (EX_SOFTWARE)."""
INTERRUPTED = 130
PIPE_CLOSED = 141
"""What a shell says of a program that a closed pipe ended."""

GLOBALS = {"--desk": "desk", "--as": "login", "--lang": "lang"}
"""Options that stand before the command, and what they set."""

SSHD = {"session": "otui.cli.ssh_session", "authorized-keys": "otui.cli.authorized_keys"}
"""What sshd runs while somebody waits: `run` of these modules, before anything else is read or imported."""


@dataclass(slots=True)
class Front:
    """What stood before the command: each may be None, then the environment or the desk decides."""

    desk: str | None = None
    login: str | None = None
    lang: str | None = None
    version: bool = False
    help: bool = False
    words: tuple[str, ...] = ()
    """The command and what follows it."""
    _settings: Config | None = None

    @property
    def settings(self) -> Config:
        """The settings in force, those of the command line included; BadFile or Usage where one is wrong."""
        if self._settings is None:
            from otui import config

            given = {"desk": self.desk, "agent": self.login, "lang": self.lang}
            self._settings = config.load(os.environ, given)
        return self._settings

    def language(self, agent_setting: str = "") -> str:
        """Return the language to speak: the one asked for, else the agent's, else the locale's."""
        asked = self.settings.lang
        return i18n.choose(None if asked == "auto" else asked, agent_setting, os.environ)

    @property
    def wants_screen(self) -> bool:
        """Whether there is no command, so that the screen is meant."""
        return not self.words and not self.help and not self.version


def parse(argv: Sequence[str]) -> Front:
    """Read the options before the command; Usage where one lacks its value or is not known."""
    front = Front()
    rest = list(argv)
    while rest and rest[0].startswith("-"):
        name, equals, value = rest.pop(0).partition("=")
        if name in ("--help", "-h"):
            front.help = True
        elif name in ("--version", "-V"):
            front.version = True
        elif name in GLOBALS:
            if not equals:
                if not rest:
                    raise Usage(_("{option} needs a value.").format(option=name), _("See `otui --help`."))
                value = rest.pop(0)
            setattr(front, GLOBALS[name], value)
        else:
            raise Usage(
                _("There is no option {option}.").format(option=safe.line(name)), _("See `otui --help`.")
            )
    front.words = tuple(rest)
    return front


def run(argv: Sequence[str]) -> int:
    """Do what the words ask for; say in one line on stderr what went wrong; return the exit code."""
    streams.prepare()
    try:
        try:
            return _dispatch(argv)
        finally:
            sys.stdout.flush()
    except OtuiError as error:
        streams.complain(str(error))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        streams.abandon()
        return PIPE_CLOSED
    except Exception as error:
        from otui import trouble

        streams.complain(trouble.record(error, "otui " + " ".join(argv[:2])).sentence)
        return UNFORESEEN


def _dispatch(argv: Sequence[str]) -> int:
    with contextlib.suppress(Usage):  # one that is not spoken is told of below
        i18n.use(i18n.choose(None, None, os.environ))
    front = parse(argv)
    if front.words[:1] == ("ssh",) and front.words[1:2] and front.words[1] in SSHD:
        done: int | None = import_module(SSHD[front.words[1]]).run(front, front.words[2:])
        if done is not None:
            return done
    return go(front)


def go(front: Front) -> int:
    """Do what was asked for, once it is known what; return the exit code."""
    if front.version:
        print(f"otui {otui.__version__}")
        return 0
    i18n.use(i18n.choose(front.lang, None, os.environ))
    with contextlib.suppress(OtuiError):  # a mistake in the settings is told by what needs them
        i18n.use(front.language())
    if front.wants_screen:
        from otui.cli.screen import open_screen

        return open_screen(front)
    from otui.cli.commands import run_command

    return run_command(front)
