"""What an agent might try who wants more than the desk: each ends with a sentence, no process and no file."""

from __future__ import annotations

import json
import socket
import sys
import time
from pathlib import Path

import pytest
from loopback import Door, processes

OVER_THE_LINE = (
    "sh -c 'touch {canary}'",
    "ticket list; touch {canary}",
    "ticket list > {canary}",
    "ticket list $(touch {canary})",
    "ticket list\ntouch {canary}",
    "'; touch {canary} #",
    "otui --as ada ticket list",
    "backup {canary}",
)
SHELLS = (
    "sh",
    "/bin/touch {canary}",
    "ticket list && touch {canary}",
    "ticket list | tee {canary}",
    "ticket list `touch {canary}`",
    "ticket list '\n' touch {canary}",
    '"; touch {canary} #',
    "\\'; touch {canary} #",
    "ticket show --search=$(touch {canary})",
    "scp -t {canary}",
    "/usr/lib/openssh/sftp-server",
    "rsync --server . {canary}",
    "git-upload-pack {canary}",
    'python3 -c \'open("{canary}", "w")\'',
)
PERSONS = (
    "--as=ada ticket list",
    "--as bea ticket list",
    "otui --desk {canary} ticket list",
    "--desk={canary} init",
    "otui otui --as ada ticket list",
    "ticket --as ada list",
    "agent new eve --name Eve --role admin",
    "ssh key list ada",
    "ssh session --key SHA256:x",
    "ssh authorized-keys",
    "ssh authorized-keys --write {canary}",
)
FILES = (
    "init",
    "init --data /etc",
    "demo --no-ui --desk {canary}",
    "demo",
    "import csv /etc/passwd --map x",
    "import servicenow /etc/passwd",
    "backup {canary}",
    "restore /etc/passwd",
    "restore --check /etc/passwd",
    "check",
    "worker",
    "config",
    "rules load /etc",
    "rules check /etc",
    "keys check /etc/passwd",
    "keys --check /etc/passwd",
    "change calendar --ics {canary}",
    "change calendar --ics /etc/passwd",
    "ssh key add bea /etc/passwd",
    "ssh key add bea {canary}",
)


def test_a_command_that_is_not_the_desks_is_none_over_the_line(door: Door) -> None:
    canary = door.folder / "canary"
    for command in OVER_THE_LINE:
        said = door.run("bea", command.format(canary=canary))
        refused(command, said.returncode, said.stdout, said.stderr)
    assert inside(door) == set()


def test_a_command_that_is_not_the_desks_is_none(door: Door) -> None:
    words = ["--desk", door.url, "ssh", "session", "--key", door.fingerprint("bea")]
    commands = [*OVER_THE_LINE, *SHELLS, *PERSONS, *FILES]
    asked = [json.dumps([words, one.format(canary=door.folder / "canary")]) for one in commands]
    runner = str(Path(__file__).with_name("one_after_another.py"))
    told = door.call([sys.executable, "-I", runner], "\n".join(asked))
    outcomes = [json.loads(line) for line in told.stdout.splitlines()]
    for command, outcome in zip(commands, outcomes, strict=True):
        refused(command, outcome["code"], outcome["out"], outcome["err"])
    assert inside(door) == set()


def refused(command: str, code: int, out: str, err: str) -> None:
    """Assert that a command was refused with one sentence, and told nothing besides."""
    assert (code in (1, 2), out, err.count("\n")) == (True, "", 1), (command, code, out, err)
    assert "Something went wrong" not in err, command
    assert "root:" not in err, command


def inside(door: Door) -> set[str]:
    """Return what lies beside the desk that was not there before: neither the desk, nor what a client leaves."""
    names = {path.name for path in door.folder.rglob("*")}
    return {name for name in names if name != "known_hosts" and not name.startswith("desk.otui")}


def test_what_a_client_sends_along_says_nothing(door: Door) -> None:
    canary, module = door.folder / "canary", door.folder / "sitecustomize.py"
    module.write_text(f"open({str(canary)!r}, 'w')\n")
    (door.folder / "startup.py").write_text(f"open({str(canary)!r}, 'w')\n")
    (door.folder / "config.toml").write_text('agent = "ada"\n')
    sent = {
        "OTUI_AGENT": "ada",
        "OTUI_DESK": str(canary),
        "OTUI_CONFIG": str(door.folder / "config.toml"),
        "OTUI_KEYMAP": "/etc/passwd",
        "OTUI_CLOCK": "2001-01-01T00:00:00+00:00",
        "XDG_CONFIG_HOME": str(door.folder),
        "XDG_STATE_HOME": str(door.folder),
        "HOME": str(door.folder),
        "USER": "ada",
        "LOGNAME": "ada",
        "LNAME": "ada",
        "PYTHONPATH": str(door.folder),
        "PYTHONSTARTUP": str(door.folder / "startup.py"),
        "PYTHONHOME": str(door.folder),
        "PYTHONINSPECT": "1",
        "PYTHONBREAKPOINT": "os.system",
        "TEXTUAL_DRIVER": "sitecustomize:Driver",
        "TEXTUAL_LOG": str(canary),
        "EDITOR": f"touch {canary}",
        "VISUAL": f"touch {canary}",
        "PAGER": f"touch {canary}",
        "TZ": str(door.folder / "zone"),
    }
    options = [word for name in sent for word in ("-o", f"SendEnv={name}")]
    said = door.run("bea", "ticket list --json", *options, **sent)
    assert (said.returncode, said.stderr, said.stdout) == (0, "", "[]\n")
    number = door.new()
    took = door.run("bea", f"ticket take {number}", *options, **sent)
    assert took.returncode == 0, took
    assert door.value("SELECT a.login FROM ticket t JOIN agent a ON a.id = t.owner_id") == "bea"
    assert abs(door.value("SELECT at FROM act ORDER BY id DESC LIMIT 1") / 1e6 - time.time()) < 600
    screen = door.screen("bea", *options, **{name: sent[name] for name in sent if name not in ("HOME",)})
    screen.see("bea", number)
    screen.press(":editor", "enter")
    screen.see("No editor can be started over SSH")
    assert not canary.exists()
    assert not (door.folder / "otui").exists()


def test_tastes_are_taken_from_the_client_and_nothing_else(door: Door) -> None:
    assert "Geen" in door.run("bea", "ticket list", "-o", "SetEnv=OTUI_LANG=nl").stdout
    odd = door.run("bea", "ticket list", "-o", "SetEnv=OTUI_LANG=../../nl")
    assert (odd.returncode, odd.stderr) == (0, "")


def test_sshd_opens_no_way_past_the_desk(door: Door) -> None:
    options = door.run("bea", "ticket list", "-v", "-o", "LogLevel=DEBUG1").stderr
    assert "key options: command pty" in options.replace(" user-rc", "")
    for forbidden in ("agent-forwarding", "port-forwarding", "x11-forwarding", "user-rc"):
        assert f"{forbidden}" not in options.partition("key options:")[2].partition("\n")[0]
    straight = door.call(
        [*door.client("bea", "-o", "LogLevel=INFO"), "-W", f"127.0.0.1:{door.sshd.port}", door.host]
    )
    assert straight.returncode != 0
    assert "prohibited" in straight.stderr
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    back = door.run(
        "bea",
        "ticket list",
        "-R",
        f"{port}:127.0.0.1:22",
        "-o",
        "ExitOnForwardFailure=yes",
        "-o",
        "LogLevel=INFO",
    )
    assert back.returncode == 255
    assert "forwarding failed" in back.stderr


@pytest.mark.parametrize("kind", ["-L", "-D"])
def test_a_port_that_a_client_opens_leads_nowhere(door: Door, kind: str) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    target = f"{port}:127.0.0.1:{door.sshd.port}" if kind == "-L" else str(port)
    screen = door.screen("bea", kind, target)
    with socket.create_connection(("127.0.0.1", port), timeout=20) as through:
        if kind == "-D":
            through.sendall(b"\x05\x01\x00")
            assert through.recv(2) == b"\x05\x00"
            through.sendall(b"\x05\x01\x00\x01\x7f\x00\x00\x01" + door.sshd.port.to_bytes(2, "big"))
        came = b""
        while b"SSH-" not in came and (more := through.recv(64)):
            came += more
        assert b"SSH-" not in came
    screen.press("q")
    assert screen.end() == 0


def test_no_file_comes_or_goes(door: Door) -> None:
    (door.folder / "loot").write_text("x")
    for command in (
        [*door.client("bea", tool="sftp"), "-b", "/dev/stdin", door.host],
        [*door.client("bea", tool="scp"), f"{door.host}:/etc/passwd", str(door.folder / "canary")],
        [
            *door.client("bea", "-O", tool="scp"),
            str(door.folder / "loot"),
            f"{door.host}:{door.folder / 'canary'}",
        ],
        [*door.client("bea", "-O", tool="scp"), f"{door.host}:/etc/passwd", str(door.folder / "canary")],
    ):
        said = door.call(command, f"get /etc/passwd {door.folder / 'canary'}\n")
        assert said.returncode != 0, said
        assert not (door.folder / "canary").exists()


def test_the_screen_offers_no_way_out(door: Door) -> None:
    number = door.new()
    canary = door.folder / "canary"
    screen = door.screen("bea")
    screen.see(number)
    session = door.session_of("bea")
    for line, told in (
        (f":!touch {canary}", "There is no command"),
        (f":w {canary}", "w can be several commands"),
        (f":export {canary}", "There is no command"),
        (f":e {canary}", "e can be several commands"),
        (":sh", "There is no command"),
        (":python", "There is no command"),
    ):
        screen.press(line, "enter")
        screen.see(told)
        screen.press("esc")
        screen.gone(told)
    screen.press("\x1a", "\x1c", "\x03")  # ctrl+z, ctrl+\\, ctrl+c
    screen.press("i")
    screen.see("INTERNAL")
    screen.press("\x1a", "\x1c", "still here")
    screen.see("still here")
    screen.press("\x05")  # ctrl+e, the editor
    screen.see("No editor can be started over SSH")
    screen.see("still here")
    running = processes()
    assert not running[session][1].startswith("T")
    assert [row for row in running.values() if row[0] == session] == []
    assert not canary.exists()


def test_a_key_that_comes_before_the_screen_stops_nothing(door: Door) -> None:
    """While Python starts, the terminal still turns ctrl+z into a signal."""
    screen = door.screen("bea", ready="")
    while b"\x1b[" not in screen.raw:
        screen.press("\x1a")
    screen.see("open")
    assert screen.program.poll() is None
