"""The seal of a backup: a digest of every byte of it, kept inside it, so that one changed byte is noticed."""

from __future__ import annotations

import hashlib
import mmap
import os
import secrets
from pathlib import Path

_DIGITS = 64
_CHUNK = 1 << 24


def blank() -> str:
    """Return the text to store where the seal will be: found again by a number that is nowhere else in the file."""
    return f"{secrets.token_hex(16)}:{'0' * _DIGITS}"


def close(path: Path, text: str) -> None:
    """Put the digest of the file in the place of the blank that it holds."""
    place = _place(path, text)
    if place is None:
        raise ValueError(f"the blank of the seal is not once in {path}")
    digest = _digest(path, place)
    with path.open("r+b") as file:
        file.seek(place)
        file.write(digest.encode())
        file.flush()
        os.fsync(file.fileno())


def holds(path: Path, text: str) -> bool:
    """Whether every byte of the file is as it was when it was sealed; `text` is the seal as it is stored."""
    nonce, colon, digest = text.partition(":")
    if not colon or len(digest) != _DIGITS or len(nonce) != 32:
        return False
    place = _place(path, text)
    return place is not None and _digest(path, place) == digest


def _place(path: Path, text: str) -> int | None:
    """Return where the digits of a seal begin; None where the seal is not in the file exactly once."""
    wanted = text.encode("utf-8", "replace")
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        first = content.find(wanted)
        if first < 0 or content.find(wanted, first + 1) >= 0:
            return None
        return first + len(wanted) - _DIGITS


def _digest(path: Path, place: int) -> str:
    """Return the SHA-256 of a file, its seal's digits taken as noughts."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        done = 0
        while chunk := file.read(_CHUNK):
            begin, end = max(place, done), min(place + _DIGITS, done + len(chunk))
            if begin < end:
                chunk = chunk[: begin - done] + b"0" * (end - begin) + chunk[end - done :]
            digest.update(chunk)
            done += len(chunk)
    return digest.hexdigest()
