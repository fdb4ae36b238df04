"""What nobody foresaw: an error is written to a log file with an id, and the agent is shown the id."""

from __future__ import annotations

import os
import secrets
import sys
import traceback
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from otui import restricted
from otui.text.i18n import _
from otui.text.safe import clean

_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I or O: an id is read out on the phone."""
_ID_LENGTH = 6
_FULL = 1_000_000
"""Bytes at which the log starts anew; the one before is kept."""


@dataclass(frozen=True)
class Trouble:
    """An unforeseen error, as it was recorded."""

    id: str
    path: str
    """The log file."""
    written: bool

    @property
    def sentence(self) -> str:
        """Return what to show the agent: nothing of the error itself, which may quote a ticket."""
        if restricted.is_on():
            return _("Something went wrong (id {id}). The desk's admin finds the details by it.").format(
                id=self.id
            )
        if self.written:
            text = _("Something went wrong (id {id}). Details are in {path}.")
        else:
            text = _("Something went wrong (id {id}). The details could not be written to {path}.")
        return text.format(id=self.id, path=self.path)


def log_path() -> Path:
    """Return where unforeseen errors are written, on this platform, for this person."""
    from platformdirs import user_log_path

    return user_log_path("otui", appauthor=False) / "trouble.log"


def record(error: BaseException, doing: str = "") -> Trouble:
    """Write `error` with its traceback to the log and return its id. Never raises, whatever the disk says.

    `doing` is a word of ours for what was going on, such as a verb's name.
    """
    name = "".join(secrets.choice(_LETTERS) for _number in range(_ID_LENGTH))
    path = ""
    try:
        log = log_path()
        path = str(log)
        _append(log, _entry(name, error, doing))
    except Exception:
        # The border of last resort: the sentence says that nothing was written, and there is
        # nowhere left to tell.
        return Trouble(name, path, False)
    return Trouble(name, path, True)


def _entry(name: str, error: BaseException, doing: str) -> str:
    """Return the log's text for one error. Its first line names no content, the traceback may."""
    from importlib.metadata import version

    when = datetime.now(UTC).isoformat(timespec="seconds")
    about = f"otui {version('otui')} python {sys.version.split()[0]} {sys.platform}"
    head = " ".join(filter(None, [name, when, about, doing, type(error).__name__]))
    return f"{head}\n{clean(''.join(traceback.format_exception(error)))}\n"


def _append(log: Path, text: str) -> None:
    """Add `text` at the end of `log`, which only its owner may read."""
    log.parent.mkdir(parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > _FULL:
        log.replace(log.with_suffix(".log.1"))
    handle = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(handle, "a", encoding="utf-8") as target:
        target.write(text)
