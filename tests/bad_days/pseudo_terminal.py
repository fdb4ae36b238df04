"""The real program in a real pseudo terminal: what it drew, what it sent, how it ended."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pyte

PATIENCE = 60.0
"""Seconds a screen may take on a machine that does much else. What a test expects ends the waiting."""
KEYS = {"enter": "\r", "esc": "\x1b", "tab": "\t"} | {f"ctrl+{key}": chr(ord(key) & 31) for key in "degpst"}
_SEQUENCE = re.compile(
    rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^X][^\x1b]*\x1b\\|\x1b[@-Z\\^_=>78]"
)


class Terminal:
    """A program in a pseudo terminal of its own: what it drew, every byte it sent, and how it ended."""

    def __init__(
        self,
        command: list[str],
        environ: Mapping[str, str],
        size: tuple[int, int] = (80, 24),
        cwd: Path | None = None,
        first: Callable[[], None] = lambda: None,
        *,
        controls: bool = True,
    ) -> None:
        columns, lines = size
        self.raw = bytearray()
        self.screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.screen)
        self._handle, side = pty.openpty()
        self._side = os.ttyname(side)
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

        def start() -> None:
            if controls:
                os.login_tty(side)
            first()

        self.program = subprocess.Popen(
            command, env=dict(environ), cwd=cwd, stdin=side, stdout=side, stderr=side, preexec_fn=start
        )
        os.close(side)

    @property
    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(line.rstrip() for line in self.screen.display)

    def pump(self, seconds: float = 0.05) -> bool:
        """Read what comes within `seconds`; False where the program let go of the terminal."""
        if not select.select([self._handle], [], [], seconds)[0]:
            return True
        try:
            data = os.read(self._handle, 1 << 16)
        except OSError:
            return False
        self.raw += data
        self._stream.feed(_PRIVATE.sub(b"", data))
        return bool(data)

    def until(self, true: Callable[[], object], patience: float = PATIENCE) -> None:
        """Read until `true` says so."""
        end = time.monotonic() + patience
        while not true():
            gone = not self.pump()
            if gone and not true():
                raise AssertionError(f"the program ended first:\n{self.text}\n{bytes(self.raw[-2000:])!r}")
            if time.monotonic() > end:
                raise AssertionError(f"it did not come in {patience:g} s:\n{self.text}")

    def see(self, *words: str, patience: float = PATIENCE) -> str:
        """Wait until all of `words` stand on the screen, whatever lines they were broken into; return the screen."""
        self.until(lambda: all(squeeze(word) in squeeze(self.text) for word in words), patience)
        return self.text

    def gone(self, word: str, patience: float = PATIENCE) -> None:
        """Wait until `word` no longer stands on the screen."""
        self.until(lambda: squeeze(word) not in squeeze(self.text), patience)

    def press(self, *keys: str) -> None:
        """Press keys by name, or type text as it is."""
        for key in keys:
            os.write(self._handle, KEYS.get(key, key).encode("utf-8", "surrogatepass"))
            if key == "esc":
                self.until(self.taken)
                self.quiet(0.3)  # what follows within a tenth of a second makes it a key with Alt
            else:
                self.pump(0.02)

    def taken(self) -> bool:
        """Whether the program has read every key that was pressed."""
        side = os.open(self._side, os.O_RDWR | os.O_NOCTTY)
        try:
            (waiting,) = struct.unpack("i", fcntl.ioctl(side, termios.FIONREAD, struct.pack("i", 0)))
        finally:
            os.close(side)
        return waiting == 0

    def quiet(self, seconds: float = 0.3, patience: float = PATIENCE) -> None:
        """Read until nothing has come for a while."""
        end = time.monotonic() + patience
        while time.monotonic() < end:
            before = len(self.raw)
            if not self.pump(seconds) or len(self.raw) == before:
                return

    def end(self, patience: float = PATIENCE) -> int:
        """Read until the program is gone; return its exit code."""
        end = time.monotonic() + patience
        while self.program.poll() is None:
            if not self.pump() and time.monotonic() > end:
                break
            if time.monotonic() > end:
                raise AssertionError(f"it is still there after {patience:g} s:\n{self.text}")
        while self.pump(0.05) and select.select([self._handle], [], [], 0.05)[0]:
            pass
        return self.program.wait(1)

    def paste(self, text: str) -> None:
        """Paste, as a terminal does that brackets what is pasted."""
        data = b"\x1b[200~" + text.encode("utf-8", "surrogatepass") + b"\x1b[201~"
        os.write(self._handle, data)
        self.pump()

    def unexpected(self) -> list[bytes]:
        """Return every control code and sequence sent so far that no screen of otui has need of."""
        raw = bytes(self.raw)
        strings = [one[0] for one in re.finditer(rb"\x1b[\]P_^X][^\x07\x1b]{0,40}", raw)]
        found = [
            one for one in strings if not one.startswith(b"\x1b]22;")
        ]  # the shape of the pointer, as Textual sends it
        rest = _SEQUENCE.sub(b"", raw)
        found += re.findall(rb"[\x00-\x07\x0b\x0c\x0e-\x1f\x7f].{0,12}", rest)
        text = rest.decode("utf-8", "replace")
        return found + [
            one.encode() for one in re.findall("[\x80-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f]", text)
        ]

    def resize(self, columns: int, lines: int) -> None:
        """Give the window another size."""
        self.screen.resize(lines, columns)
        fcntl.ioctl(self._handle, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))

    def hang_up(self) -> None:
        """Close the terminal's other end, as a window that is closed or a line that drops does."""
        os.close(self._handle)
        self._handle = -1

    def wait_gone(self) -> None:
        """Wait for the end of a program whose terminal nobody reads any more."""
        self.program.wait(PATIENCE)

    def close(self) -> None:
        if self.program.poll() is None:
            self.program.kill()
        self.program.wait()
        if self._handle >= 0:
            os.close(self._handle)


_PRIVATE = re.compile(rb"\x1b\[[<=>][0-9;]*[a-z]|\x1b\[\?[0-9;]*\$p")
"""Keyboard protocols and questions that pyte would draw."""


def squeeze(text: str) -> str:
    """Return `text` without white space and frames, so that a sentence is found wherever a line was broken."""
    return re.sub(r"[\s│┃▌▐▎▊█|]+", "", text)
