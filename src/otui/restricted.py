"""A session at the other end of a line: it may work at the desk, and do nothing else on this machine.

Several agents come in through one account, each with a key of their own. So nothing of the account, and nothing the
client sends, says who somebody is; and no part of otui starts a program or opens a path for them. This is held
twice. Each place that would do so asks `forbid` first, which answers with a sentence. Beneath it a hook of the
interpreter refuses every file but those that the program itself is made of, every process and every connection: what
somebody forgets to ask for is refused too.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from urllib.parse import quote

from otui.errors import OtuiError, Refused
from otui.text.i18n import _


class Forbidden(Refused, PermissionError):
    """What a session over SSH may not do. A library that only tries a file takes it for a file it may not read."""


_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.+@-]{0,63}")
_LOCALE = frozenset({"LANG", "LC_ALL", "LC_CTYPE", "LC_MESSAGES"})
_LINE = frozenset({"SSH_CLIENT", "SSH_CONNECTION", "SSH_TTY"})
"""Set by sshd itself; otui only looks whether they are there."""
TASTES = frozenset(
    f"OTUI_{name}" for name in ("LANG", "THEME", "KEYS", "MOUSE", "BELL", "ASCII", "ANIMATIONS", "PAGE_AFTER")
)
"""Settings that a client may send: each has a few words for values, none is a path or a name."""
ORIGINAL = "SSH_ORIGINAL_COMMAND"

_person = ""
_key = ""


def is_on() -> bool:
    """Whether this process is such a session."""
    return bool(_person)


def person() -> str:
    """Return the login that the key stands for; empty where this is no such session."""
    return _person


def key() -> str:
    """Return the fingerprint of the key that this session was opened with; empty where this is no such session."""
    return _key


def forbid(what: str) -> None:
    """Refuse, in such a session only; `what` is the sentence that says what is not possible in it."""
    if _person:
        raise Forbidden(
            what, _("Over SSH otui works at the desk alone: it starts no program and touches no file.")
        )


def clean_environment(environ: Mapping[str, str], home: str) -> dict[str, str]:
    """Return what a session may know of `environ`, all of which the client may have sent: how its terminal is.

    A variable that is not on the list is gone, and so is one whose value is more than a word. `home` is the
    account's, as the system has it.
    """
    kept = {name: environ[name] for name in _LINE if name in environ}
    for name in ("TERM", "COLORTERM", *_LOCALE, *TASTES):
        if _WORD.fullmatch(environ.get(name, "")):
            kept[name] = environ[name]
    if environ.get("NO_COLOR"):
        kept["NO_COLOR"] = "1"
    return {**kept, "HOME": home, "PATH": os.defpath}


def enter(
    login: str,
    fingerprint: str,
    *,
    desk_file: str,
    log: str,
    folders: Iterable[str] = (),
    hosts: Iterable[str] = (),
) -> None:
    """Make this process the session of `login`, who came in with a key, until it ends. There is no way back.

    `desk_file` is the one database that may be opened (empty where it is on a server), `log` the file that unforeseen
    errors are written to, `folders` are those of the account whose files are meant for its agents, `hosts` the names of
    the server that the desk is on: its driver looks them up whenever it connects again. Whatever the
    desk's driver imports or reads to connect is there already.
    """
    global _person, _key
    assert login
    assert not _person
    _person, _key = login, fingerprint
    sys.dont_write_bytecode = True
    _stay_in_front()
    _start_nothing()
    sys.addaudithook(_Guard(desk_file, log, folders, frozenset(hosts)))


def _stay_in_front() -> None:
    """Let no key stop the process or have its memory written out, not even before the screen takes the keys."""
    import signal

    try:
        import resource
    except ImportError:  # a system without either (Windows) has no such keys
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTSTP, signal.SIGQUIT})


def _start_nothing() -> None:
    """Take away what starts a program without telling the hook: Python 3.11 has one such function."""
    with contextlib.suppress(ImportError):  # a system that has none
        import _posixsubprocess

        setattr(_posixsubprocess, "fork_exec", _refuse)  # noqa: B010 - a function of the interpreter's own


def _refuse(*_args: object) -> None:
    raise _beyond("fork_exec")


def _beyond(what: str) -> Forbidden:
    return Forbidden(
        _("That would reach beyond the desk ({what}).").format(what=what),
        _("Over SSH otui works at the desk alone: it starts no program and touches no file."),
    )


_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_ZONES = ("/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo")
_FAMILIES = frozenset(
    {
        "ctypes", "ftplib", "glob", "http", "imaplib", "msvcrt", "nntplib", "os", "poplib", "pty",
        "shutil", "smtplib", "socket", "sqlite3", "subprocess", "syslog", "telnetlib", "tempfile", "urllib",
        "webbrowser", "winreg", "_winapi",
    }
)  # fmt: skip
"""What the interpreter tells of by these names reaches out of the process; all of it is refused but for the below."""
_HARMLESS = frozenset({"glob.glob", "os.putenv", "os.unsetenv", "os.walk", "sqlite3.connect/handle"})


class _Guard:
    """The hook: called by the interpreter before it does something that other programs can notice."""

    def __init__(self, desk_file: str, log: str, folders: Iterable[str], hosts: frozenset[str]) -> None:
        self._log = log
        self._log_folders = frozenset(_parents(log))
        self._desk = frozenset({desk_file, f"file:{quote(desk_file)}?mode=rw"}) if desk_file else frozenset()
        self._readable = tuple(_below(folder) for folder in (*_program_folders(), *folders))
        self._checks: dict[str, Callable[[tuple[Any, ...]], bool]] = {
            "open": self._may_open,
            "os.listdir": lambda args: self._may_read(args[0]),
            "os.scandir": lambda args: self._may_read(args[0]),
            "os.mkdir": lambda args: str(args[0]) in self._log_folders,
            "os.rename": lambda args: (str(args[0]), str(args[1])) == (log, f"{log}.1"),
            "socket.getaddrinfo": lambda args: args[0] in hosts,
            "socket.__new__": lambda args: args[1] == _unix(),
            "sqlite3.connect": lambda args: args[0] in self._desk,
        }

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        check = self._checks.get(event)
        if check is not None:
            if not check(args):
                raise _beyond(event)
        elif event.partition(".")[0] in _FAMILIES and event not in _HARMLESS:
            raise _beyond(event)

    def _may_open(self, args: tuple[Any, ...]) -> bool:
        path, _mode, flags = args
        if isinstance(path, int) or str(path) in (os.devnull, self._log):
            return True
        if isinstance(flags, int) and flags & _WRITING:
            return False
        return self._may_read(path)

    def _may_read(self, path: Any) -> bool:
        if not isinstance(path, str | bytes | os.PathLike):
            return False  # the folder the process happens to stand in, or an open one: otui asks for neither
        name = os.path.abspath(os.fsdecode(path))
        return name.startswith(self._readable) or _below(name) in self._readable


def _program_folders() -> set[str]:
    """Return the folders that the program is made of, and those with the rules of time zones."""
    from otui import resources

    package = os.path.dirname(os.path.abspath(__file__))
    # Isolated, Python looks for modules where it was installed only; else the first place is where it was started.
    paths = sys.path if sys.flags.safe_path else sys.path[1:]
    found = {package, *_ZONES, *(os.path.abspath(path) for path in paths if path and os.path.isdir(path))}
    with contextlib.suppress(OtuiError):  # what needs them tells that they are missing
        found.add(str(resources.data_dir()))
    return found | {os.path.realpath(path) for path in found}


def _below(folder: str) -> str:
    return folder if folder.endswith(os.sep) else folder + os.sep


def _parents(path: str) -> list[str]:
    found = []
    while (up := os.path.dirname(path)) != path:
        found.append(path := up)
    return found


def _unix() -> int:
    """Return the family of the sockets by which a process talks to itself."""
    import _socket

    return int(getattr(_socket, "AF_UNIX", -1))
