"""Reading a table of text: plain or gzipped, UTF-8 (with a mark or without) or cp1252, with `,` or `;` or tabs."""

from __future__ import annotations

import codecs
import csv
import gzip
import io
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from otui.errors import BadFile
from otui.text.i18n import _

SNIFF_BYTES = 1 << 16
"""How much of a file decides its separator."""
CELL_LIMIT = 4 << 20
LINE_LIMIT = 5_000
"""Characters in one cell, and lines in one row, beyond which a row is taken to be broken: a quote that never closes."""
SEPARATORS = ",;\t|"
GZIP_MAGIC = b"\x1f\x8b"
Cells = tuple[str, ...]


@dataclass(slots=True)
class Table:
    """An opened table: its header, and the rows below it as they are asked for, each with its first line."""

    name: str
    header: Cells
    rows: Iterator[tuple[int, Cells | str]]
    """(line, cells), or (line, why) for a row that cannot be read as one."""
    encoding: str
    separator: str
    lines: int
    """Line ends in the file: what a progress bar counts against."""
    _close: Callable[[], None] = field(repr=False)

    def close(self) -> None:
        """Let the file go."""
        self._close()


def open_table(path: str | Path, *, separator: str = "", encoding: str = "") -> Table:
    """Open a table of text and read its header.

    An empty `separator` or `encoding` is found out from the file. Raises BadFile for a file that is missing,
    empty, not text, or a damaged gzip.
    """
    path = Path(path)
    try:
        found, lines = _look(path, encoding)
        raw = _opened(path)
        head = raw.read(SNIFF_BYTES).decode(found, "replace")
        raw.seek(0)
    except (OSError, EOFError, zlib.error) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise BadFile(str(path), 0, _("it cannot be read: {why}.").format(why=why)) from error
    text = io.TextIOWrapper(cast(Any, raw), encoding=found, errors="replace", newline="")
    first = head.lstrip("\ufeff").split("\n", 1)[0]
    if "\x00" in head or not first.strip():
        text.close()
        hint = _("Save the sheet as CSV in UTF-8 and import that.")
        raise BadFile(str(path), 1, _("a line with the names of the columns was expected."), hint)
    chosen = separator or max(SEPARATORS, key=first.count)
    csv.field_size_limit(CELL_LIMIT)
    lines_of = _Lines(text)
    header = tuple(cell.strip() for cell in next(csv.reader(lines_of, delimiter=chosen)))
    lines_of.row_is_over()
    _check_header(str(path), header)
    rows = _rows(lines_of, chosen, len(header))
    return Table(str(path), header, rows, found.removesuffix("-sig"), chosen, lines, text.close)


def _opened(path: Path) -> IO[bytes]:
    with path.open("rb") as plain:
        packed = plain.read(2) == GZIP_MAGIC
    return cast("IO[bytes]", gzip.open(path, "rb")) if packed else path.open("rb")


def _look(path: Path, encoding: str) -> tuple[str, int]:
    """Return the encoding and the number of line ends: UTF-8 if every byte says so, else cp1252."""
    with _opened(path) as raw:
        start = raw.read(3)
        raw.seek(0)
        if not encoding and start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            encoding = "utf-16"
        guess = "utf-8-sig" if start == codecs.BOM_UTF8 else "utf-8"
        decoder = codecs.getincrementaldecoder("utf-8")()
        lines, sound = 0, True
        while chunk := raw.read(1 << 20):
            lines += chunk.count(b"\n")
            sound = sound and _decodes(decoder, chunk, False)
        sound = sound and _decodes(decoder, b"", True)
    return encoding or (guess if sound else "cp1252"), lines


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, final: bool) -> bool:
    try:
        decoder.decode(chunk, final)
    except UnicodeDecodeError:
        return False
    return True


def _check_header(path: str, header: Cells) -> None:
    twice = sorted({name for name in header if header.count(name) > 1 and name})
    if twice:
        raise BadFile(path, 1, _("these columns are there twice: {names}.").format(names=", ".join(twice)))


class _Lines:
    """The lines of a file for a csv reader, of which those of a broken row can be given again."""

    def __init__(self, text: Iterator[str]) -> None:
        self.before = 0
        """Lines in the rows that are over."""
        self._text = text
        self._again: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        if len(self._taken) >= LINE_LIMIT:
            raise StopIteration
        line = self._again.popleft() if self._again else next(self._text)
        self._taken.append(line)
        return line

    def row_is_over(self, *, broken: bool = False) -> None:
        """Forget the lines of a row; of a broken one only the first, the rest comes again."""
        if broken:
            self._again.extendleft(reversed(self._taken[1:]))
            del self._taken[1:]
        self.before += len(self._taken)
        self._taken.clear()


def _rows(lines: _Lines, separator: str, width: int) -> Iterator[tuple[int, Cells | str]]:
    """Yield the rows below the header. A row of the wrong width or a broken one is yielded as the reason.

    A quote that never closes would swallow all that follows: so reading goes on with the line after the broken one.
    """
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        line = lines.before + 1
        why = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            why = _("it cannot be read as a row: {why}").format(why=error)
        except (EOFError, OSError, zlib.error) as error:
            yield line, _("the file breaks off here: {why}").format(why=error)
            return
        else:
            if len(cells) > width and not any(cells[width:]):
                del cells[width:]
            if len(cells) not in (0, width):
                why = _("cells: {found}, columns: {wanted}").format(found=len(cells), wanted=width)
        lines.row_is_over(broken=bool(why))
        if why:
            reader = csv.reader(lines, delimiter=separator, strict=True)
            yield line, why
        elif cells:
            yield line, tuple(cells)
