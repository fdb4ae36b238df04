"""A new file that appears whole or not at all, and what an earlier try that was killed left behind."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from otui.errors import DeskUnavailable
from otui.store import sqlite
from otui.text.i18n import _

_HALF_MADE = re.compile(r"\..+\.(?P<host>[\w-]+)\.(?P<pid>\d+)\.new")
_LONG_AGO = 24 * 3600
"""Seconds after which a half-made file is nobody's, whatever its number says: numbers of processes come back."""
_SIDES = ("", "-wal", "-shm", "-journal")


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give an empty file (0600) to write into; once that went well it is `target`, which must not be there before.

    Raises DeskUnavailable where it is, or where the folder cannot be written. On any error nothing is left.
    """
    refuse_existing(target)
    sweep(target.parent)
    making = target.with_name(f".{target.name}.{_host()}.{os.getpid()}.new")
    try:
        os.close(os.open(making, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileNotFoundError as error:
        raise DeskUnavailable(
            _("There is no folder {path}.").format(path=target.parent), _("Make it, or name another.")
        ) from error
    except OSError as error:
        raise cannot_write(target, error) from error
    try:
        yield making
        _sync(making)
        _appear(making, target)
        _sync(target.parent)
    except OSError as error:
        raise cannot_write(target, error) from error
    finally:
        remove(making)


def copy_bytes(desk: Path, kept: Path) -> None:
    """Keep a desk that SQLite cannot copy any more byte by byte, with its log: what is left of it may be saved yet."""
    with whole_file(kept) as new:
        shutil.copyfile(desk, new)
    log = desk.with_name(desk.name + "-wal")
    if log.exists():
        shutil.copyfile(log, kept.with_name(kept.name + "-wal"))


def refuse_existing(target: Path) -> None:
    """Raise DeskUnavailable where there is something at `target`: nothing is ever written over."""
    if os.path.lexists(target):
        raise DeskUnavailable(_("{path} is there already.").format(path=target), _("Name a new file."))


def cannot_write(target: Path, error: OSError) -> DeskUnavailable:
    """Return the words for a file that could not be made."""
    if isinstance(error, PermissionError):
        return sqlite.read_only(target)
    return DeskUnavailable(
        _("{path} could not be written: {why}.").format(path=target, why=error.strerror or error),
        _("Nothing was left there: look at the disk and its room."),
    )


def remove(path: Path) -> None:
    """Take a database file away with what SQLite keeps beside it."""
    for end in _SIDES:
        with contextlib.suppress(OSError):
            path.with_name(path.name + end).unlink(missing_ok=True)


def sweep(folder: Path) -> None:
    """Take away the half-made files of processes on this machine that are gone."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            found = _HALF_MADE.fullmatch(path.name)
            if found and found["host"] == _host() and _is_left(path, int(found["pid"])):
                remove(path)


def _is_left(path: Path, pid: int) -> bool:
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    except OSError:
        pass
    with contextlib.suppress(OSError):
        return time.time() - path.stat().st_mtime > _LONG_AGO
    return False


def _host() -> str:
    return re.sub(r"[^\w-]", "-", socket.gethostname()) or "here"


def _appear(making: Path, target: Path) -> None:
    """Give the file its name, unless another process was first. Some disks (USB sticks) know no hard links."""
    try:
        os.link(making, target)
    except FileExistsError:
        refuse_existing(target)
        raise
    except OSError:
        refuse_existing(target)
        making.rename(target)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError:
        if not path.is_dir():  # some file systems cannot sync a folder; a file must be
            raise
    finally:
        os.close(handle)
