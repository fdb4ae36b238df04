"""The mode beneath it all: what is refused though nobody asked first, what goes on, what is known of a client."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from otui import restricted

TRIES = """
import ctypes, glob, json, multiprocessing, os, pathlib, pty, shutil, signal, socket, sqlite3, subprocess, sys, tempfile
import urllib.parse, urllib.request, zoneinfo
from otui import restricted, trouble
from otui.restricted import Forbidden

desk, log, canary, other = sys.argv[1:5]
os.environ["HOME"] = os.path.dirname(log)
trouble.log_path = lambda: pathlib.Path(log)
kept = open(other)
restricted.enter("bea", "SHA256:x", desk_file=desk, log=log)

def fork():
    if os.fork() == 0:
        os._exit(0)

tries = {
    "run": lambda: subprocess.run(["touch", canary]),
    "system": lambda: os.system(f"touch {canary}"),
    "popen": lambda: os.popen("id").read(),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "spawn": lambda: os.spawnv(os.P_WAIT, "/bin/touch", ["touch", canary]),
    "posix_spawn": lambda: os.posix_spawn("/bin/touch", ["touch", canary], {}),
    "fork": fork,
    "forkpty": lambda: os.forkpty(),
    "pty": lambda: pty.spawn("/bin/true"),
    "process": lambda: multiprocessing.get_context("spawn").Process(target=print).start(),
    "dlopen": lambda: ctypes.CDLL("libm.so.6"),
    "kill": lambda: os.kill(os.getppid(), 0),
    "read": lambda: open("/etc/passwd").read(),
    "read bytes": lambda: pathlib.Path(b"/etc/passwd".decode()).read_bytes(),
    "read low": lambda: os.open("/etc/passwd", os.O_RDONLY),
    "read other": lambda: open(other).read(),
    "read desk": lambda: open(desk, "rb").read(1),
    "read up": lambda: open(os.path.join(os.path.dirname(json.__file__), *[".."] * 9, "etc", "passwd")).read(),
    "read proc": lambda: open("/proc/self/environ").read(),
    "write": lambda: open(canary, "w"),
    "write low": lambda: os.open(canary, os.O_CREAT | os.O_WRONLY),
    "write desk": lambda: open(desk, "ab"),
    "write program": lambda: open(restricted.__file__ + ".x", "w"),
    "write beside the log": lambda: open(log + ".x", "w"),
    "mkdir": lambda: os.mkdir(canary),
    "link": lambda: os.symlink("/etc/passwd", canary),
    "hard link": lambda: os.link(other, canary),
    "remove": lambda: os.remove(other),
    "rename": lambda: os.rename(other, canary),
    "rename log": lambda: os.rename(log, canary),
    "chmod": lambda: os.chmod(other, 0o777),
    "truncate": lambda: os.truncate(other, 0),
    "copy": lambda: shutil.copy(other, canary),
    "list": lambda: os.listdir("/"),
    "scan": lambda: list(os.scandir("/")),
    "glob": lambda: list(glob.iglob("/etc/pass*", recursive=True)) and [][0],
    "here": lambda: os.listdir(),
    "temporary": lambda: tempfile.mkstemp(dir="."),
    "temporary folder": lambda: tempfile.mkdtemp(dir="."),
    "sqlite": lambda: sqlite3.connect(canary),
    "sqlite uri": lambda: sqlite3.connect(f"file:{canary}?mode=rwc", uri=True),
    "sqlite memory": lambda: sqlite3.connect(":memory:"),
    "connect": lambda: socket.create_connection(("127.0.0.1", 22)),
    "listen": lambda: socket.create_server(("127.0.0.1", 0)),
    "name": lambda: socket.getaddrinfo("example.org", 80),
    "url": lambda: urllib.request.urlopen("file:///etc/passwd"),
}
works = {
    "import": lambda: __import__("xml.dom.minidom"),
    "zone": lambda: zoneinfo.ZoneInfo("Pacific/Chatham"),
    "catalogue": lambda: __import__("otui.text.i18n").text.i18n.use("nl") or restricted._("Ask an admin."),
    "data": lambda: __import__("otui.resources").resources.data_dir().joinpath("sla.toml").read_text(),
    "log": lambda: [trouble.record(ValueError("x")).written, trouble.record(ValueError("x")).written],
    "full log": lambda: setattr(trouble, "_FULL", 1) or trouble.record(ValueError()),
    "null": lambda: open(os.devnull, "w").write("x"),
    "desk": lambda: sqlite3.connect(f"file:{urllib.parse.quote(desk)}?mode=rw", uri=True).total_changes,
    "kept": lambda: kept.read(),
    "loop": lambda: __import__("asyncio").run(__import__("asyncio").sleep(0)),
}

def outcome(work):
    try:
        return f"did it: {work()!r}"[:200]
    except Forbidden as error:
        return f"refused: {error}"
    except BaseException as error:
        return f"{type(error).__name__}: {error}"

print(json.dumps([{name: outcome(work) for name, work in group.items()} for group in (tries, works)]))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], dict[str, str], Path]:
    """What came of every try in a process that entered the mode; the folder that nothing may be made in."""
    import sqlite3

    folder = tmp_path_factory.mktemp("restricted")
    desk, other = folder / "it's a desk.db", folder / "other"
    sqlite3.connect(desk).close()
    desk.touch()
    other.write_text("other")
    words = [str(desk), str(folder / "state" / "log" / "trouble.log"), str(folder / "canary"), str(other)]
    done = subprocess.run(
        [sys.executable, "-I", "-c", TRIES, *words], capture_output=True, text=True, cwd=folder, timeout=60
    )
    assert done.returncode == 0, done.stderr
    tries, works = json.loads(done.stdout)
    return tries, works, folder


def test_what_reaches_out_is_refused_with_a_sentence(
    told: tuple[dict[str, str], dict[str, str], Path],
) -> None:
    found, _works, folder = told
    done = {name: outcome for name, outcome in found.items() if not outcome.startswith("refused: ")}
    assert done == {}
    assert len(found) > 40
    assert {path.name for path in folder.iterdir()} == {"it's a desk.db", "other", "state"}
    assert (folder / "other").read_text() == "other"


def test_what_the_program_is_made_of_goes_on_working(
    told: tuple[dict[str, str], dict[str, str], Path],
) -> None:
    _tries, found, folder = told
    assert {name: out for name, out in found.items() if not out.startswith("did it: ")} == {}
    assert "[True, True]" in found["log"]
    assert {path.name for path in (folder / "state" / "log").iterdir()} == {"trouble.log", "trouble.log.1"}


def test_a_client_tells_how_its_terminal_is_and_nothing_else() -> None:
    sent = {
        "TERM": "xterm-256color",
        "LANG": "nl_NL.UTF-8",
        "LC_ALL": "../../tmp/x",
        "COLORTERM": "truecolor",
        "NO_COLOR": "/etc/passwd",
        "OTUI_THEME": "light",
        "OTUI_KEYS": "a b",
        "OTUI_AGENT": "ada",
        "OTUI_CONFIG": "/tmp/x",
        "EDITOR": "vi",
        "LD_PRELOAD": "/tmp/x.so",
        "HOME": "/tmp",
        "PATH": "/tmp",
        "TMUX": "/tmp/x",
        "SSH_TTY": "/dev/pts/1",
        "XDG_CONFIG_HOME": "/tmp",
    }
    assert restricted.clean_environment(sent, "/home/desk") == {
        "TERM": "xterm-256color",
        "LANG": "nl_NL.UTF-8",
        "COLORTERM": "truecolor",
        "NO_COLOR": "1",
        "OTUI_THEME": "light",
        "SSH_TTY": "/dev/pts/1",
        "HOME": "/home/desk",
        "PATH": "/bin:/usr/bin",
    }
    for term in ("", "xterm\n", "../x", "x" * 65, "xterm;id"):
        assert "TERM" not in restricted.clean_environment({"TERM": term}, "/")


def test_nothing_is_forbidden_outside_of_such_a_session() -> None:
    assert not restricted.is_on()
    assert restricted.person() == ""
    restricted.forbid("nothing")
