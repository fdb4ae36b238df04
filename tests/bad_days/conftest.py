"""A desk on a bad day: the real program in a real pseudo terminal, and processes that die or race."""

from __future__ import annotations

import ctypes
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

# A helper of this folder, imported by its own name.
sys.path.insert(0, str(Path(__file__).parent))

from pseudo_terminal import Terminal

from engines import Desks
from otui.desk import commands as c
from otui.desk import people, tickets
from otui.desk.desk import Desk
from otui.desk.setup import make_desk
from otui.desk.unit import Unit
from otui.store import check

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine in the morning in Amsterdam, where the office opens at eight and closes at half past five."""
CLOCK = "2026-11-23T09:00:00+01:00"


class HandClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at


class Home:
    """A person's home and environment: nothing of the machine's own settings reaches the program."""

    def __init__(self, folder: Path) -> None:
        keep = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "SYSTEMROOT") if name in os.environ}
        self.environ = {
            **keep,
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "TERM": "xterm-256color",
            "OTUI_CLOCK": CLOCK,
            "OTUI_LANG": "en",
            "PYTHONWARNINGS": "error::ResourceWarning",
        }
        self.move_home(folder)

    def move_home(self, folder: Path) -> None:
        """Live in another folder from here on; it is made."""
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.environ["HOME"] = self.environ["TMPDIR"] = str(folder)
        for name in ("config", "data", "state", "cache"):
            self.environ[f"XDG_{name.upper()}_HOME"] = str(folder / name)

    @property
    def log(self) -> str:
        """What was written to the log of unforeseen errors."""
        found = list(self.folder.rglob("trouble.log"))
        return found[0].read_text() if found else ""


class Office(Home):
    """One desk with its people, and the ways to work at it: screens, commands, and straight through the desk."""

    def __init__(self, url: str, folder: Path) -> None:
        super().__init__(folder)
        self.url = url
        self.clock = HandClock()
        self.bound = False
        """Whether otui runs bound by the rights of files, as root is not."""
        self._open: list[Terminal] = []
        self._desks: dict[str, Desk] = {}

    def command(
        self, *words: str | bytes, login: str = "bea", data: str = "", **environ: str
    ) -> subprocess.CompletedProcess[str]:
        """Run `otui` with `words` and wait for it."""
        return self.run(self.words(*words, login=login), data, **environ)

    def words(self, *words: str | bytes, login: str = "bea") -> list[str | bytes]:
        """The command line of `otui`, on this desk."""
        return [sys.executable, "-m", "otui", "--desk", self.url, "--as", login, *words]

    def shell(self, *words: str) -> str:
        """The same, for a shell."""
        return shlex.join(str(word) for word in self.words(*words))

    def run(self, command: list[Any], data: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a command in this home and wait for it."""
        return subprocess.run(
            command,
            env={**self.environ, **environ},
            preexec_fn=self._step_down,
            input=data.encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=60,
        )

    def screen(
        self,
        *words: str,
        login: str = "bea",
        size: tuple[int, int] = (80, 24),
        ready: str = "open",
        controls: bool = True,
        **environ: str,
    ) -> Terminal:
        """Start `otui` in a terminal and wait until `ready` stands on it. A variable set to "" is unset.

        With `controls` off the terminal is not the one that controls the program: it sends no signal.
        """
        told = {name: value for name, value in {**self.environ, **environ}.items() if value}
        terminal = Terminal(
            self.words(*words, login=login), told, size, self.folder, self._step_down, controls=controls
        )
        self._open.append(terminal)
        if ready:
            terminal.see(ready)
        return terminal

    def _step_down(self) -> None:
        """Give up, in a child, root's right to read and write what it has no right to."""
        if self.bound and os.getuid() == 0:
            libc = ctypes.CDLL(None, use_errno=True)
            for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
                if libc.prctl(24, capability, 0, 0, 0):  # PR_CAPBSET_DROP
                    raise OSError(ctypes.get_errno(), "prctl")

    def desk(self, login: str = "bea") -> Desk:
        """The desk as one person has it open in this process."""
        if login not in self._desks:
            self._desks[login] = Desk.open(self.url, login=login, clock=self.clock)
        return self._desks[login]

    def new(self, subject: str = "Printer is stuck", login: str = "bea", **values: Any) -> str:
        """Make a ticket of level HIGH and return its number."""
        values = {"impact": 4, "urgency": 4, "contact": "anna@example.org", "body": "It hums.", **values}
        return self.desk(login).do(tickets.new, c.NewTicket(subject=subject, **values)).number

    def many(self, count: int) -> None:
        """Make so many tickets of level HIGH, in one transaction."""
        command = c.NewTicket(subject="Printer is stuck", body="It hums.", impact=4, urgency=4)

        def work(unit: Unit) -> None:
            for _number in range(count):
                tickets.new(Unit(unit.writer, unit.now, unit.agent, unit.rules, unit.directory), command)

        self.desk().call(work)

    def all(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        return self.desk("ada").database.read().all(sql, params)

    def value(self, sql: str, **params: Any) -> Any:
        return self.desk("ada").database.read().value(sql, params)

    def whole(self) -> bool:
        """Whether nothing is wrong with the desk."""
        return check.findings(self.desk("ada").database.read()) == []

    def let_go(self) -> None:
        """Close the desks that this process has open."""
        for desk in self._desks.values():
            desk.close()
        self._desks.clear()

    def close(self) -> None:
        for terminal in self._open:
            terminal.close()
        self.let_go()


@pytest.fixture(scope="session")
def shipped_office(templates: Desks) -> str:
    """A desk with its people, that no test may open: it is there to be copied."""
    url = templates.place("office")
    with make_desk(url, login="ada", name="Ada Admin", clock=HandClock()) as desk:
        for login, name, values in (
            ("lea", "Lea Lead", {"role": "lead"}),
            ("bea", "Bea Bakker", {}),
            ("cas", "Cas Claes", {}),
        ):
            desk.call(people.new_agent, login, name, **values)
    return url


@pytest.fixture
def office(shipped_office: str, desks: Desks) -> Iterator[Office]:
    """A desk of this test's own, on a Monday at nine."""
    found = Office(desks.copy(shipped_office), desks.folder / "home")
    yield found
    found.close()
