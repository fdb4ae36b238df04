"""A program in a pseudo terminal, seen from outside: when its bytes come, how many, and what they say."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_CONTROL = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]P^_].*?(?:\x07|\x1b\\)|[@-Z\\^_=>])|[\x00-\x1f]", re.DOTALL
)
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Burst:
    """Bytes that came without a pause between them. Times are seconds since the key was pressed."""

    first: float
    last: float
    size: int


def _own_terminal() -> None:
    """Make standard input the controlling terminal, so that the program hears when it is closed."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


class Terminal:
    """A command in a terminal of its own. Leave it with `with`: the program is ended."""

    def __init__(
        self, command: Sequence[str], *, columns: int, rows: int, environ: Mapping[str, str] | None = None
    ) -> None:
        self._handle, side = pty.openpty()
        fcntl.ioctl(side, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        own = ("COLOR", "TEXTUAL", "NO_COLOR", "OTUI", "SSH", "LINES")
        keep = {name: value for name, value in os.environ.items() if not name.startswith(own)}
        self.began = time.perf_counter()
        self._program = subprocess.Popen(
            list(command),
            stdin=side,
            stdout=side,
            stderr=side,
            start_new_session=True,
            preexec_fn=_own_terminal,
            env={**keep, "TERM": "xterm-256color", "LANG": "C.UTF-8", **(environ or {})},
        )
        os.close(side)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._program.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + 3
        while self._program.poll() is None and time.monotonic() < deadline:
            self._read(0.05)  # it may wait for its last bytes to be taken
        if self._program.poll() is None:
            self._program.kill()
        self._program.wait()
        os.close(self._handle)

    def _read(self, patience: float) -> bytes:
        if not select.select([self._handle], [], [], patience)[0]:
            return b""
        try:
            return os.read(self._handle, _CHUNK)
        except OSError:
            return b""

    def until(self, seen: Callable[[bytes], bool], *, patience: float = 60.0) -> float:
        """Return the seconds from the start until what came, without control sequences, holds for `seen`.

        Raises TimeoutError, with what came last, where it never does.
        """
        came = bytearray()
        while (now := time.perf_counter()) - self.began < patience:
            data = self._read(0.2)
            if not data:
                if self._program.poll() is not None:
                    break
                continue
            now = time.perf_counter()
            came += data
            if seen(_CONTROL.sub(b"", bytes(came))):
                return now - self.began
        raise TimeoutError(f"The screen does not come: {bytes(came[-400:])!r}")

    def settle(self, quiet: float = 0.6, limit: float = 6.0) -> None:
        """Read on until nothing comes for a while."""
        self.bursts(quiet=quiet, limit=limit)

    def press(self, keys: str, *, quiet: float, gap: float = 0.04) -> list[Burst]:
        """Press keys and return the bursts that followed, until nothing came for `quiet` seconds."""
        self._drain()
        pressed = time.perf_counter()
        os.write(self._handle, keys.encode())
        return self.bursts(quiet=quiet, gap=gap, since=pressed)

    def bursts(
        self, *, quiet: float, gap: float = 0.04, limit: float = 5.0, since: float | None = None
    ) -> list[Burst]:
        """Collect what comes until `quiet` seconds of silence; bytes more than `gap` apart are two bursts."""
        start = time.perf_counter() if since is None else since
        found: list[Burst] = []
        while time.perf_counter() - start < limit:
            data = self._read(quiet)
            if not data:
                break
            now = time.perf_counter() - start
            if found and now - found[-1].last <= gap:
                found[-1] = Burst(found[-1].first, now, found[-1].size + len(data))
            else:
                found.append(Burst(now, now, len(data)))
        return found

    def idle(self, seconds: float) -> int:
        """Return how many bytes come in that time without a key."""
        end, total = time.perf_counter() + seconds, 0
        while (left := end - time.perf_counter()) > 0:
            total += len(self._read(left))
        return total

    @property
    def pid(self) -> int:
        """The program's process."""
        return self._program.pid

    def resident(self) -> float:
        """Return the resident memory of the program in megabytes."""
        status = Path(f"/proc/{self._program.pid}/status")
        if status.exists():
            return int(re.search(r"VmRSS:\s+(\d+)", status.read_text())[1]) / 1024  # type: ignore[index]
        told = subprocess.run(
            ["ps", "-o", "rss=", "-p", str(self._program.pid)], capture_output=True, check=True
        )
        return int(told.stdout) / 1024

    def busy(self) -> float | None:
        """Return the processor seconds that the program has used; None where the system does not tell."""
        told = list(Path(f"/proc/{self._program.pid}/task").glob("*/schedstat"))
        return sum(int(path.read_text().split()[0]) for path in told) / 1e9 if told else None

    def _drain(self) -> None:
        while self._read(0):
            pass
