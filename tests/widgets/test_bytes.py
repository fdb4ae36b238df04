"""What a list sends over the wire, measured in a real pseudo terminal of 120 x 40 with 50,000 rows."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="there is no pty"),
    pytest.mark.xdist_group("pty"),
]
QUIET = 0.25


class Terminal:
    """A program in a pty; `press` returns every byte that a key caused."""

    def __init__(self, *command: str) -> None:
        self.handle, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
        ours = ("COL", "LINES", "TEXTUAL", "NO_COLOR")  # a test runner's idea of its own terminal
        keep = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
        self.program = subprocess.Popen(
            command,
            stdin=side,
            stdout=side,
            stderr=side,
            env={**keep, "TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(side)

    def read(self, patience: float = 5.0) -> bytes:
        """Return what comes until nothing has come for a while; wait `patience` seconds for the first of it."""
        found = b""
        while select.select([self.handle], [], [], QUIET if found else patience)[0]:
            try:
                data = os.read(self.handle, 1 << 16)
            except OSError:
                break
            if not data:
                break
            found += data
        return found

    def press(self, key: str) -> bytes:
        os.write(self.handle, key.encode())
        return self.read()


@pytest.fixture(scope="module", params=["dark", "mono"])
def terminal(request: pytest.FixtureRequest) -> Iterator[Terminal]:
    demo = Path(__file__).with_name("list_demo.py")
    program = Terminal(sys.executable, str(demo), "50000", request.param)
    seen = b""
    while b"floor 30" not in seen:
        came = program.read(20)
        assert came, f"the demo does not show its rows: {seen[-2000:]!r}"
        seen += came
    yield program
    os.write(program.handle, b"q")
    program.read(1)
    program.program.wait(10)
    os.close(program.handle)


def test_a_move_of_the_cursor_sends_two_lines(terminal: Terminal) -> None:
    assert max(len(terminal.press("j")) for _ in range(5)) <= 500


def test_a_page_sends_the_view_once(terminal: Terminal) -> None:
    assert max(len(terminal.press("\x1b[6~")) for _ in range(3)) <= 9_000


def test_the_end_of_the_list_is_one_view_away(terminal: Terminal) -> None:
    sent = terminal.press("G")
    assert b"floor 49999" in sent
    assert len(sent) <= 18_000


def test_idle_sends_nothing(terminal: Terminal) -> None:
    assert terminal.read(2.0) == b""


def test_a_tick_sends_only_the_cells_that_changed(terminal: Terminal) -> None:
    assert 0 < len(terminal.press("t")) <= 40 * 60
