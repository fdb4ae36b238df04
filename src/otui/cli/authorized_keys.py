"""The lines by which sshd lets agents in, each bound to its key: for AuthorizedKeysCommand, or for a file."""

from __future__ import annotations

import os
import re
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from otui.cli.front import Front
from otui.desk.office.keys_of import KeyRow, that_open
from otui.domain.ssh_keys import fingerprint as as_kept
from otui.errors import DeskUnavailable, Refused
from otui.files import write_whole
from otui.store.database import is_server, open_database, path_of
from otui.text.i18n import _

FIRST = "# otui: from here on written by `otui ssh authorized-keys --write`"
LAST = "# otui: to here"


def run(front: Front, words: Sequence[str]) -> int | None:
    """Answer sshd, which waits with a login: the words it uses are read here. None for any other words."""
    asked = {"--user": "", "--fingerprint": ""}
    rest = list(words)
    while rest:
        name = rest.pop(0)
        if name not in asked or not rest:
            return None
        asked[name] = rest.pop(0)
    if asked["--fingerprint"]:
        asked["--fingerprint"] = as_kept(asked["--fingerprint"])
    for one in lines(front.settings.desk, user=asked["--user"], fingerprint=asked["--fingerprint"]):
        print(one)
    return 0


def lines(url: str, *, user: str = "", fingerprint: str = "") -> list[str]:
    """Return the lines of all who may come in, or of the key that is asked for.

    None where `user`, the account that somebody wants to log in to, is another than the desk's.
    """
    if user and user != _owner(url):
        return []
    database = open_database(url)
    try:
        keys = that_open(database.read(), fingerprint)
    finally:
        database.close()
    desk = _absolute(url)
    return [line(key, desk) for key in keys]


def line(key: KeyRow, desk: str) -> str:
    """Return one line: nothing is allowed but a terminal, and nothing runs but this agent's session.

    The command is quoted for the account's shell, and then for sshd, which knows but one escape: a quote with a
    backslash before it.
    """
    words = [sys.executable, "-I", "-m", "otui", "--desk", desk, "ssh", "session", "--key", key.fingerprint]
    command = "exec " + shlex.join(words)
    if re.search(r"[\x00-\x1f\x7f]", command):
        raise Refused(
            _("The path of the desk or of otui has a line break in it, which sshd cannot take."),
            _("Rename the folder."),
        )
    quoted = command.replace('"', '\\"')
    login = re.sub(r"[^\w.@-]", "_", key.login, flags=re.ASCII)
    return f'restrict,pty,command="{quoted}" {key.kind} {key.body} {login}'


def write(path: Path, found: Sequence[str]) -> None:
    """Put the lines into a file for sshd, whole or not at all; lines of others in it stay as they are."""
    path = path.expanduser().absolute()
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, _placed(before, "\n".join([FIRST, *found, LAST]) + "\n"))
    except (OSError, UnicodeDecodeError) as error:
        raise DeskUnavailable(
            _("{path} cannot be written: {why}.").format(
                path=path, why=getattr(error, "strerror", None) or error
            )
        ) from error


def _placed(before: str, block: str) -> str:
    """Return a file's text with `block` in the place of the former one, or at its end."""
    head, first, rest = before.partition(FIRST + "\n")
    if not first:
        return (before if not before or before.endswith("\n") else before + "\n") + block
    _former, last, tail = rest.partition(LAST + "\n")
    if not last:
        raise Refused(
            _("The file has the first mark of otui's lines and not the last: {last}").format(last=LAST),
            _("Put it back below the last of them, or take those lines out."),
        )
    return head + block + tail


def _absolute(url: str) -> str:
    return url if is_server(url) else str(path_of(url))


def _owner(url: str) -> str:
    """Return the account that a desk belongs to: that of its file, for a server the one this runs under."""
    import pwd

    try:
        number = os.getuid() if is_server(url) else path_of(url).stat().st_uid
        return pwd.getpwuid(number).pw_name
    except (OSError, KeyError):
        return ""
