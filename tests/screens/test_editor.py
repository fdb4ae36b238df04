"""Writing in an editor of one's own. It needs the terminal, so the app runs in a real one here."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from desk_app import Office, Session, open_app

VPN = "VPN down, whole site Breda"
PATIENCE = 60.0
"""Seconds that a screen may take on a machine that does much else."""


class Terminal:
    """otui in a pseudo terminal, with an editor in its environment."""

    def __init__(self, office: Office, editor: str) -> None:
        self.screen = pyte.Screen(80, 24)
        self._stream = pyte.ByteStream(self.screen)
        self._handle, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        folder = office.folder
        environ = {
            **{name: value for name, value in os.environ.items() if name not in ("VISUAL", "NO_COLOR")},
            "EDITOR": editor,
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "OTUI_LANG": "en",
            "OTUI_CLOCK": "2026-11-24T10:00:00+01:00",
            "XDG_CONFIG_HOME": str(folder),
            "XDG_STATE_HOME": str(folder),
        }
        self.program = subprocess.Popen(
            [sys.executable, "-m", "otui", "--desk", office.url, "--as", "bea"],
            env=environ,
            preexec_fn=lambda: os.login_tty(side),
        )
        os.close(side)

    def text(self) -> str:
        return "\n".join(self.screen.display)

    def wait_for(self, words: str) -> str:
        """Read until the screen says `words`."""
        end = time.monotonic() + PATIENCE
        while words not in self.text():
            assert time.monotonic() < end, f"{words!r} is not on the screen:\n{self.text()}"
            if select.select([self._handle], [], [], 0.2)[0]:
                try:
                    self._stream.feed(os.read(self._handle, 65_536))
                except OSError:
                    break
        return self.text()

    def press(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        os.close(self._handle)


@pytest.fixture
def terminals() -> Iterator[list[Terminal]]:
    """What a test opened; closed behind it."""
    opened: list[Terminal] = []
    yield opened
    for terminal in opened:
        terminal.close()


def script(folder: Path, lines: str) -> str:
    """Return an editor of these shell lines; the file it edits is $1."""
    path = folder / "my editor"
    path.write_text(f"#!/bin/sh\n{lines}\n")
    path.chmod(0o700)
    return f"'{path}'"


def write(office: Office, terminals: list[Terminal], editor: str) -> Terminal:
    """Begin a reply, and go on with it in the editor."""
    terminal = Terminal(office, editor)
    terminals.append(terminal)
    terminal.wait_for("Payroll")
    terminal.press("jr")
    terminal.wait_for("TO j.dewit@example.org")
    terminal.press("Begun here.")
    terminal.wait_for("Begun here.")
    terminal.press("\x05")
    return terminal


def test_what_the_editor_wrote_is_in_the_composer(office: Office, terminals: list[Terminal]) -> None:
    seen = office.folder / "seen"
    editor = script(
        office.folder,
        f"stat -c %a \"$1\" > '{seen}'; cat \"$1\" >> '{seen}'; echo 'Went on there.' >> \"$1\"",
    )
    terminal = write(office, terminals, editor)
    terminal.wait_for("Went on there.")
    assert seen.read_text().split("\n")[:2] == ["600", "Begun here."]
    terminal.press("\x13")
    terminal.wait_for("z undoes it")
    (sent,) = office.articles(VPN, "reply")
    assert sent.startswith("Begun here.")
    assert sent.endswith("Went on there.")


def test_an_editor_that_fails_leaves_the_words_as_they_were(
    office: Office, terminals: list[Terminal]
) -> None:
    terminal = write(office, terminals, script(office.folder, 'echo "Half" > "$1"; exit 3'))
    terminal.wait_for("ended with an error (3)")
    assert "Begun here." in terminal.text()
    assert "Half" not in terminal.text()


async def begin(session: Session) -> None:
    await session.go_to(VPN)
    await session.press("r")
    await session.type("Begun")
    await session.press("ctrl+e")


@pytest.mark.parametrize(
    ("editor", "words"),
    [("", "No editor is set"), ("no-such-editor-anywhere", "cannot be found"), ("vi 'unclosed", "quotes")],
)
async def test_an_editor_that_cannot_start_is_said(office: Office, editor: str, words: str) -> None:
    async with open_app(office, environ={"EDITOR": editor, "PATH": os.environ["PATH"]}) as session:
        await begin(session)
        assert words in session.said()[-1]
        assert session.app.screen.query_one("#text").text == "Begun"


async def test_a_terminal_that_cannot_be_lent_is_said(office: Office) -> None:
    async with open_app(office, environ={"EDITOR": "true", "PATH": os.environ["PATH"]}) as session:
        await begin(session)
        assert "cannot lend itself" in session.said()[-1]
        assert session.app.screen.query_one("#text").text == "Begun"
