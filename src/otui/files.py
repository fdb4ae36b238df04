"""Files that otui writes for a person: whole or not at all, and readable by that person only."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from otui import restricted
from otui.text.i18n import _


def write_whole(path: Path, text: str, mode: int = 0o600) -> None:
    """Put `text` (UTF-8) at `path` so that a crash or a full disk leaves the former file as it was.

    Raises OSError; the folder is made where it is missing, a symbolic link is written through.
    """
    restricted.forbid(_("No file is written over SSH."))
    path = Path(os.path.realpath(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as target:
            target.write(text)
            target.flush()
            os.fsync(target.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(name)
        raise
