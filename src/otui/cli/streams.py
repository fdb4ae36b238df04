"""What a command prints: text made safe, in whatever encoding the terminal or the pipe has."""

from __future__ import annotations

import codecs
import contextlib
import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from otui.text import safe, width

TWINS = {
    "…": "...",
    "–": "-",
    "—": "-",
    "·": "-",
    "•": "*",
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "→": "->",
    "▲": "^",
    "×": "x",
    "€": "EUR",
    "\u00a0": " ",
}
"""What stands in for a character where the encoding has none; others lose their accents, or become a question mark."""
GAP = "  "


def prepare() -> None:
    """Make the streams of this process take any text, whatever the locale."""
    codecs.register_error("otui-twins", _twin)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="otui-twins")


def _twin(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    shown = []
    for char in error.object[error.start : error.end]:
        plain = TWINS.get(char) or unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
        shown.append(plain or "?")
    return "".join(shown), error.end


def say(text: str = "") -> None:
    """Print one line."""
    print(safe.line(text) if text else "")


def block(text: str, indent: str = "") -> None:
    """Print a text of several lines, each with an indent."""
    for one in safe.clean(text).split("\n"):
        print(f"{indent}{one}".rstrip())


def complain(text: str) -> None:
    """Print one line on stderr; a stderr that is gone takes nothing."""
    with contextlib.suppress(OSError, ValueError):
        print(safe.line(text), file=sys.stderr, flush=True)


def abandon() -> None:
    """Let go of an output that nobody reads, so that the interpreter does not complain of it on its way out."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def emit(value: Any, *, compact: bool = False) -> None:
    """Print a value as JSON: one object or list, or with `compact` one line of a stream."""
    unicode = (getattr(sys.stdout, "encoding", "") or "").lower().replace("-", "") == "utf8"
    text = json.dumps(value, ensure_ascii=not unicode, indent=None if compact else 2, default=_plain)
    print(text.encode("utf-8", "replace").decode("utf-8"), flush=compact)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, frozenset | set | tuple):
        return sorted(value)
    if isinstance(value, Mapping):
        return dict(value)
    return str(value)


def table(titles: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print aligned columns under their titles: cropped to a terminal, whole anywhere else."""
    lines = [[safe.line(cell) for cell in row] for row in (titles, *rows)]
    widths = [max(width.cells(row[column]) for row in lines) for column in range(len(lines[0]))]
    limit = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    for row in lines:
        padded = [cell + " " * (widths[column] - width.cells(cell)) for column, cell in enumerate(row[:-1])]
        text = GAP.join([*padded, row[-1]]).rstrip()
        print(width.fit(text, limit).rstrip() if limit and width.cells(text) > limit else text)


def aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    """Return rows as lines whose cells stand below each other."""
    lines = [[safe.line(cell) for cell in row] for row in rows]
    widths = [max(map(width.cells, column)) for column in zip(*lines, strict=True)]
    return [
        GAP.join(
            cell + " " * (room - width.cells(cell)) for cell, room in zip(row, widths, strict=True) if room
        ).rstrip()
        for row in lines
    ]


def pairs(rows: Iterable[tuple[str, str]]) -> None:
    """Print names and values in two columns; a row without a value is left out."""
    shown = [(name, value) for name, value in rows if value]
    space = max((width.cells(name) for name, _value in shown), default=0)
    for name, value in shown:
        print(f"{name}:{' ' * (space - width.cells(name) + 1)}{safe.line(value)}")
