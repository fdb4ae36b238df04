"""A real sshd on the loopback, and the ways in to a desk behind it."""

from __future__ import annotations

import getpass
import os
import shlex
import shutil
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pseudo_terminal import PATIENCE, Terminal

from otui.cli import authorized_keys
from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.desk import Desk

AGENTS = ("bea", "cas")
CONFIG = """
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
PidFile none
AuthorizedKeysFile {folder}/authorized_keys
StrictModes no
UsePAM no
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin yes
AllowTcpForwarding yes
AllowAgentForwarding yes
AllowStreamLocalForwarding yes
X11Forwarding yes
PermitTunnel yes
AcceptEnv *
Subsystem sftp internal-sftp
MaxStartups 200
LogLevel VERBOSE
{more}
"""
"""Everything that sshd can allow is allowed, and every variable of the client is let in: the lines that otui writes,
and otui itself, are all that stands between an agent and the machine."""


@dataclass
class Sshd:
    """A running sshd."""

    folder: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text(errors="replace")


def missing() -> str:
    """Return why no sshd can be run here; empty where one can."""
    for name in ("sshd", "ssh", "ssh-keygen"):
        if find(name) is None:
            return f"{name} is not installed: apt-get install openssh-server"
    return ""


def find(name: str) -> str | None:
    return shutil.which(
        name, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin{os.pathsep}/usr/local/sbin"
    )


def start_sshd(folder: Path, more: str = "") -> Sshd:
    """Start an sshd of the tests' own; a port that somebody else took meanwhile is no reason to fail."""
    folder.mkdir(exist_ok=True)
    if not (folder / "host").exists():
        keygen(folder / "host")
    if os.getuid() == 0:
        Path("/run/sshd").mkdir(mode=0o755, exist_ok=True)  # where it locks its helper in
    for _try in range(5):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        config = folder / "sshd_config"
        config.write_text(CONFIG.format(port=port, folder=folder, more=more))
        command = [find("sshd") or "", "-D", "-f", str(config), "-E", str(folder / "log")]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0 and probe.recv(4) == b"SSH-":
                    return Sshd(folder, port, process)
            time.sleep(0.02)
        process.kill()
        process.wait()
    raise AssertionError(f"sshd did not start: {(folder / 'log').read_text()}")


def keygen(path: Path, *options: str) -> None:
    options = options or ("-t", "ed25519")
    subprocess.run(
        [find("ssh-keygen") or "", "-q", "-N", "", "-C", path.name, "-f", str(path), *options], check=True
    )


@dataclass
class Door:
    """A desk behind sshd, and the ways in."""

    url: str
    keys: Path
    sshd: Sshd
    folder: Path
    open: list[Terminal] = field(default_factory=list)

    def desk(self, login: str = "ada") -> Desk:
        return Desk.open(self.url, login=login)

    def let_in(self) -> None:
        """Tell sshd who may come in, as an admin does."""
        authorized_keys.write(self.sshd.folder / "authorized_keys", authorized_keys.lines(self.url))

    def fingerprint(self, login: str) -> str:
        told = subprocess.run(
            [find("ssh-keygen") or "", "-lf", str(self.keys / f"{login}.pub")],
            check=True,
            capture_output=True,
            text=True,
        )
        return told.stdout.split()[1]

    def client(self, login: str, *options: str, tool: str = "ssh") -> list[str]:
        """The beginning of a command line of `ssh`, `scp` or `sftp` with this agent's key."""
        settings = (
            "BatchMode=yes", "IdentitiesOnly=yes", "StrictHostKeyChecking=no", "LogLevel=ERROR",
            f"UserKnownHostsFile={self.folder / 'known_hosts'}", f"IdentityFile={self.keys / login}",
        )  # fmt: skip
        port = "-p" if tool == "ssh" else "-P"
        escape = ["-e", "none"] if tool == "ssh" else []
        found = [find(tool) or tool, "-F", "none", port, str(self.sshd.port), *escape, *options]
        return [*found, *(word for one in settings for word in ("-o", one))]

    @property
    def host(self) -> str:
        return f"{getpass.getuser()}@127.0.0.1"

    def run(
        self, login: str, command: str, *options: str, data: str = "", **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command over SSH, given as its one string."""
        return self.call([*self.client(login, *options), self.host, "--", command], data, **environ)

    def call(self, command: list[str], data: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            env={**plain_environ(), **environ},
            input=data,
            capture_output=True,
            text=True,
            timeout=60,
            cwd=self.folder,
        )

    def screen(
        self, login: str, *options: str, command: str = "", ready: str = "open", **environ: str
    ) -> Terminal:
        """Come in on a terminal, and wait until `ready` stands on it."""
        words = [*self.client(login, "-tt", "-o", "SendEnv=LANG TERM COLORTERM", *options), self.host]
        terminal = Terminal(
            [*words, *([command] if command else [])], {**plain_environ(), **environ}, cwd=self.folder
        )
        self.open.append(terminal)
        if ready:
            terminal.see(ready)
        return terminal

    def new(self, subject: str = "Printer is stuck", **values: Any) -> str:
        """Make a ticket of level HIGH and return its number."""
        values = {"impact": 4, "urgency": 4, "contact": "anna@example.org", "body": "It hums.", **values}
        with self.desk() as desk:
            return desk.do(tickets.new, c.NewTicket(subject=subject, **values)).number

    def value(self, sql: str, **params: Any) -> Any:
        with self.desk() as desk:
            return desk.database.read().value(sql, params)

    def session_of(self, login: str) -> int:
        """Return the process that runs an agent's session."""
        mark = shlex.join(["ssh", "session", "--key", self.fingerprint(login)])
        found = [
            pid
            for pid, (_parent, _state, words) in processes().items()
            if mark in words and "-m otui" in words
        ]
        assert len(found) == 1, found
        return found[0]

    def close(self) -> None:
        for terminal in self.open:
            terminal.close()


def plain_environ() -> dict[str, str]:
    """What a client's machine has: nothing of what these tests run under."""
    return {
        "PATH": os.environ["PATH"],
        "HOME": os.environ["HOME"],
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
    }


def processes() -> dict[int, tuple[int, str, str]]:
    """Return what runs on this machine: by process its parent, its state and its words."""
    told = subprocess.run(["ps", "-axww", "-o", "pid=,ppid=,stat=,command="], capture_output=True, text=True)
    rows = (line.split(None, 3) for line in told.stdout.splitlines())
    return {int(row[0]): (int(row[1]), row[2], row[3]) for row in rows if len(row) == 4}


def wait_for(true: Any, what: str = "it") -> None:
    """Wait until a condition outside of any terminal holds."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, f"{what} did not come"
        time.sleep(0.05)
