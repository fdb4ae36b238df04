"""The command in this process, on a desk of its own; and as a process where only that tells."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engines import Desks
from otui.cli import front
from otui.desk import people
from otui.desk.setup import make_desk

NINE = "2026-11-23T09:00:00+01:00"


@dataclass
class Said:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Otui:
    """Runs commands. `env` is the environment of all of them."""

    def __init__(
        self, env: dict[str, str], capsys: pytest.CaptureFixture[str], patch: pytest.MonkeyPatch
    ) -> None:
        self.env = env
        self._capsys = capsys
        self._patch = patch

    def __call__(self, *words: str, stdin: str = "", **env: str) -> Said:
        """Run a command in this process."""
        with self._patch.context() as patch:
            for name, value in {**self.env, **env}.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8"))
            self._capsys.readouterr()
            try:
                code = front.run(words)
            except SystemExit as error:
                code = int(error.code or 0)
            out, err = self._capsys.readouterr()
        return Said(code, out, err)

    def process(self, *words: str, **env: str) -> Said:
        """Run a command as a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "otui", *words],
            env={**os.environ, **self.env, **env},
            capture_output=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
        )
        return Said(
            done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace")
        )


@pytest.fixture(scope="session")
def made(templates: Desks) -> str:
    """A desk with an admin and two agents, that no test may open."""
    url = templates.place("made")
    with make_desk(url, login="ada", name="Ada Admin") as desk:
        desk.call(people.new_agent, "bea", "Bea Bakker")
        desk.call(people.new_agent, "cas", "Cas Claes")
    return url


@pytest.fixture
def otui(
    made: str,
    desks: Desks,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Otui:
    """The command, on a desk of this test's own, as the admin, on a Monday at nine."""
    for name in [name for name in os.environ if name.startswith("OTUI_")]:
        monkeypatch.delenv(name)
    env = {
        "OTUI_DESK": desks.copy(made),
        "OTUI_AGENT": "ada",
        "OTUI_CLOCK": NINE,
        "XDG_DATA_HOME": str(tmp_path / "data"),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "HOME": str(tmp_path),
        "LANG": "C.UTF-8",
    }
    return Otui(env, capsys, monkeypatch)


@pytest.fixture
def ticket(otui: Otui) -> Callable[..., str]:
    """Makes tickets; returns the number."""

    def make(subject: str = "Printer is stuck", *words: str) -> str:
        said = otui(
            "ticket", "new", "--subject", subject, "--impact", "4", "--urgency", "4", "--json", *words
        )
        assert said.code == 0, said.err
        return str(said.json["number"])

    return make
