"""A PostgreSQL server of a test's own, which it may stop, start and lock."""

from __future__ import annotations

import glob
import os
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path


def programs() -> Path | None:
    """Return the folder of PostgreSQL's own programs; None where they are not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    known = sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))
    return Path(known[-1]).parent if known else None


class PrivateServer:
    """One server with its own data, on a port of its own. Roles come in with a password, `keeper` without."""

    def __init__(self) -> None:
        folder = programs()
        assert folder is not None
        self._programs = folder
        self._data = Path(tempfile.mkdtemp(prefix="otui-server-"))
        if os.getuid() == 0:  # PostgreSQL does not run as root
            shutil.chown(self._data, "postgres")
        self._do("initdb", "-D", str(self._data), "-U", "keeper", "-A", "trust", "-E", "UTF8", "--locale=C")
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        (self._data / "pg_hba.conf").write_text(
            "host all keeper 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n"
        )
        self.start()

    def url(self, name: str, role: str = "keeper") -> str:
        """Return the URL of a database, as a role (`name` or `name:password`) opens it."""
        return f"postgresql://{role}@127.0.0.1:{self.port}/{name}"

    def start(self) -> None:
        """Start, and wait until it answers."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self._do("pg_ctl", "-D", str(self._data), "-l", str(self._data / "log"), "-o", options, "-w", "start")

    def stop(self) -> None:
        """Stop without a word to anybody, as when the power fails."""
        self._do("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def close(self) -> None:
        """Leave nothing."""
        self.stop()
        shutil.rmtree(self._data)

    def _do(self, program: str, *arguments: str) -> None:
        as_whom = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
        subprocess.run(
            [*as_whom, str(self._programs / program), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
        )
