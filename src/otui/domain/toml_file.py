"""A TOML text that a person edits, read so that every mistake is told with its line and what was expected."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from otui.domain.calendar_spec import nearest
from otui.domain.durations import parse_duration
from otui.errors import BadFile
from otui.text.i18n import _

Path = tuple[str | int, ...]

_PART = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_KEY = rf"{_PART}(?:\s*\.\s*{_PART})*"
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY})\s*\]")
_ASSIGNMENT = re.compile(rf"\s*({_KEY})\s*=")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|' + r"'[^']*'" + r"|#.*")
_ERROR_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)$")


class TomlFile:
    """One parsed file. `root` is where reading begins."""

    def __init__(self, name: str, text: str) -> None:
        """Parse `text`; BadFile, with the line, where it is no TOML. `name` is what a message calls the file."""
        self.name = name
        text = text.removeprefix("\ufeff")
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise _syntax_error(name, text, str(error)) from error
        self._lines = _lines(text)
        self.root = Section(self, data, ())

    def bad(self, path: Path, message: str, hint: str = "") -> BadFile:
        """Return the error to raise for what stands at `path`."""
        return BadFile(self.name, self.line(path), message, hint)

    def line(self, path: Path) -> int:
        """Return the line of a key or table, counted from 1; of what it lies in where it has no line of its own."""
        while path:
            if path in self._lines:
                return self._lines[path]
            path = path[:-1]
        return 1


class Section:
    """One table of a file. Take what is known, then `done` refuses what is left."""

    def __init__(self, file: TomlFile, data: Mapping[str, Any], path: Path) -> None:
        self.file = file
        self.data = data
        self.path = path
        self._known: list[str] = []

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def bad(self, key: str | None, message: str, hint: str = "") -> BadFile:
        """Return the error to raise for a key of this table, or for the table."""
        return self.file.bad((*self.path, key) if key is not None else self.path, message, hint)

    def text(self, key: str, default: str | None = None) -> str:
        """Take a text that is not empty; without a default it must be there."""
        value = self._take(key, default)
        if not isinstance(value, str) or (not value.strip() and value != default):
            raise self._expected(key, value, _("a text between quotes"))
        return value.strip()

    def number(self, key: str, default: int | None = None, *, low: int = 0, high: int = 1_000_000) -> int:
        """Take a whole number from `low` to `high`."""
        value = self._take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            raise self._expected(
                key, value, _("a whole number from {low} to {high}").format(low=low, high=high)
            )
        return value

    def truth(self, key: str, default: bool = False) -> bool:
        """Take true or false."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            raise self._expected(key, value, _("true or false"))
        return value

    def numbers(self, key: str) -> tuple[int, ...]:
        """Take a list of whole numbers, at least one."""
        value = self._take(key, None)
        whole = isinstance(value, list) and all(isinstance(v, int) and not isinstance(v, bool) for v in value)
        if not whole or not value:
            raise self._expected(key, value, _("a list of whole numbers, such as [32, 16]"))
        return tuple(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Take a text or a list of texts; none where the key is not there."""
        value = self._take(key, [])
        many = [value] if isinstance(value, str) else value
        if not isinstance(many, list) or not all(isinstance(one, str) and one.strip() for one in many):
            raise self._expected(key, value, _("a text, or a list of texts"))
        return tuple(one.strip() for one in many)

    def duration(self, key: str, default: str | None = None) -> timedelta:
        """Take a duration of working time: "at once", "30 min", "2 h", "1 h 30 min"."""
        value = self._take(key, default)
        found = parse_duration(value) if isinstance(value, str) else None
        if found is None:
            raise self._expected(
                key, value, _('a duration of working time: "at once", "30 min", "2 h" or "1 h 30 min"')
            )
        return found

    def choice(self, key: str, choices: Sequence[str], default: str | None = None) -> str:
        """Take one of `choices`."""
        value = self._take(key, default)
        if value not in choices:
            raise self._expected(key, value, _("one of {choices}").format(choices=", ".join(choices)))
        return str(value)

    def section(self, key: str) -> Section:
        """Take a table; an empty one where it is not there."""
        value = self._take(key, {})
        if not isinstance(value, dict):
            raise self._expected(key, value, _("a table, [{key}]").format(key=key))
        return Section(self.file, value, (*self.path, key))

    def sections(self, key: str) -> list[Section]:
        """Take a list of tables, at least one."""
        value = self._take(key, [])
        if not isinstance(value, list) or not value or not all(isinstance(one, dict) for one in value):
            raise self._expected(key, value, _("at least one table, [[{key}]]").format(key=key))
        return [Section(self.file, one, (*self.path, key, index)) for index, one in enumerate(value)]

    def done(self) -> None:
        """Refuse a key that nobody took, with the known one that looks most like it."""
        for key in self.data:
            if key not in self._known:
                raise self.bad(
                    key,
                    _("Unknown key {key}; expected {known}.").format(
                        key=repr(key), known=nearest(key, self._known)
                    ),
                )

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        return self.data.get(key, default)

    def _expected(self, key: str, value: Any, what: str) -> BadFile:
        if key not in self.data:
            return self.bad(key, _("{key} is missing; expected {what}.").format(key=repr(key), what=what))
        return self.bad(
            key, _("{key} is {value}; expected {what}.").format(key=repr(key), value=repr(value), what=what)
        )


def _syntax_error(name: str, text: str, message: str) -> BadFile:
    match = _ERROR_LINE.search(message)
    line = int(match[1]) if match else text.count("\n") + 1
    return BadFile(name, line, _("This is no TOML: {reason}.").format(reason=_ERROR_LINE.sub("", message)))


def _lines(text: str) -> dict[Path, int]:
    """Return the line of every key and table header; enough of TOML's grammar to point at a place."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if depth == 0 and (header := _HEADER.match(line)):
            names = _names(header[2])
            table = _resolved(names[:-1], counts) + names[-1:]
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                lines.setdefault(table, number)
                table = (*table, counts[table])
            _note(lines, table, number)
            continue
        if depth == 0 and (assignment := _ASSIGNMENT.match(line)):
            _note(lines, table + _names(assignment[1]), number)
        plain = _STRING.sub("", line)
        depth = max(0, depth + sum(plain.count(c) for c in "[{") - sum(plain.count(c) for c in "]}"))
    return lines


def _note(lines: dict[Path, int], path: Path, number: int) -> None:
    """A path begins where it is first named, if only as the head of a longer one."""
    for length in range(1, len(path) + 1):
        lines.setdefault(path[:length], number)


def _names(dotted: str) -> Path:
    return tuple(part.strip("\"'") for part in re.findall(_PART, dotted))


def _resolved(names: Path, counts: Mapping[Path, int]) -> Path:
    """Put the index of the newest table behind every name that is a list of tables."""
    path: Path = ()
    for name in names:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path])
    return path
