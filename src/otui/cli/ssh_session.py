"""What sshd runs for an agent who came in with their key: the screen, or one command, as that agent and no other."""

from __future__ import annotations

import contextlib
import os
import shlex
from collections.abc import Sequence
from urllib.parse import parse_qs, urlsplit

from otui import restricted
from otui.cli.front import Front, go, parse
from otui.clock import system_clock
from otui.desk.office.keys_of import that_open, used
from otui.errors import DeskUnavailable, Refused, Usage
from otui.text import i18n
from otui.text.i18n import _


def run(front: Front, words: Sequence[str]) -> int | None:
    """Open the session that the forced command asks for; `words` follow `otui --desk DESK ssh session`.

    What the client sent along is gone before anything else is read.
    """
    if words == ("--help",):
        return None
    import pwd

    asked = os.environ.get(restricted.ORIGINAL, "")
    known = restricted.clean_environment(os.environ, pwd.getpwuid(os.getuid()).pw_dir)
    os.environ.clear()
    os.environ.update(known)
    with contextlib.suppress(Usage):  # a language that is not spoken is told of below
        i18n.use(i18n.choose(None, None, os.environ))
    desk, fingerprint = _forced(front, words)
    login = _enter(desk, fingerprint)
    return go(_session(desk, login, asked))


def _forced(front: Front, words: Sequence[str]) -> tuple[str, str]:
    """Return the desk and the key that the line in authorized_keys names."""
    key = words[0].partition("=")[2] if len(words) == 1 else words[1] if len(words) == 2 else ""
    if not front.desk or front.login or not words or words[0].partition("=")[0] != "--key" or not key:
        raise Usage(
            _("The line that lets you in is not as otui writes it."),
            _("The admin makes it with `otui ssh authorized-keys`."),
        )
    return front.desk, key


def _enter(url: str, fingerprint: str) -> str:
    """Find out whose key it is, remember that it was used, and shut everything but the desk; return the login."""
    from otui import config, trouble
    from otui.store.database import open_database

    database = open_database(url)
    try:
        found = that_open(database.read(), fingerprint)
        if not found:
            raise Refused(_("This key does not open the desk any more."), _("Ask the desk's admin."))
        key = found[0]
        with contextlib.suppress(DeskUnavailable):  # a desk that is busy keeps nobody out
            database.write(lambda writer: used(writer, key.id, system_clock())).result()
        restricted.enter(
            key.login,
            key.fingerprint,
            desk_file=str(database.path or ""),
            log=str(trouble.log_path()),
            folders=[str(config.config_path(os.environ).parent / "templates")],
            hosts=_hosts(url),
        )
    finally:
        database.close()
    return key.login


def _hosts(url: str) -> list[str]:
    """Return the names of the server that a desk is on; none for a file."""
    parts = urlsplit(url)
    if not parts.netloc:
        return []
    named = parts.netloc.rpartition("@")[2].split(",") + parse_qs(parts.query).get("host", [])
    return [one.partition(":")[0] for one in named]


def _session(desk: str, login: str, asked: str) -> Front:
    """Return what the agent asked for: no words for the screen, else a command. It never reaches a shell."""
    try:
        words = shlex.split(asked)
    except ValueError:
        raise Usage(_("The quotes in that command do not match.")) from None
    front = parse(words[1:] if words[:1] == ["otui"] else words)
    if front.desk is not None:
        restricted.forbid(_("Your key opens this desk: --desk is not taken here."))
    if front.login is not None:
        restricted.forbid(_("Your key says who you are: --as is not taken here."))
    front.desk, front.login = desk, login
    return front
