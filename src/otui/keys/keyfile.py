"""Reading a keymap file: TOML of action id to keys, each mistake told with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from otui.errors import BadFile
from otui.keys import names
from otui.keys.actions import ACTIONS, nearest_hint
from otui.text.i18n import _

UNBOUND = "none"
"""What a file writes for an action that is to have no key."""


@dataclass(frozen=True, slots=True)
class Entry:
    """The keys that a file gives to one action, and the line that says so."""

    action: str
    sequences: tuple[names.Sequence, ...]
    line: int


def read(text: str, file: str) -> tuple[Entry, ...]:
    """Return the entries of a keymap file in its order.

    Raises BadFile for TOML that does not parse, an unknown action, an unknown key, or another shape of value.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else len(text.splitlines())
        raise BadFile(file, line, _("This is not TOML: {problem}.").format(problem=error)) from error
    lines = _lines(text)
    _only_keys(document, file, lines)
    return tuple(_entry(action, value, file, lines) for action, value in _flat(document.get("keys", {}), ""))


def _only_keys(document: dict[str, Any], file: str, lines: dict[str, int]) -> None:
    """Refuse a file with anything beside its one table."""
    for name, value in document.items():
        if name != "keys" or not isinstance(value, dict):
            raise BadFile(
                file,
                lines.get(name, 0),
                _("{name} does not belong here.").format(name=name),
                _('A keymap has one table, [keys], of lines such as "ticket.take" = ["a"].'),
            )


def _flat(table: dict[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """Yield id and value of each line, whether the id is written "ticket.take" or ticket.take."""
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _entry(action: str, value: object, file: str, lines: dict[str, int]) -> Entry:
    """Check one line of the file."""
    line = lines.get(f"keys.{action}", 0)
    if action not in ACTIONS:
        raise BadFile(file, line, _("There is no action {name}.").format(name=action), nearest_hint(action))
    if value == UNBOUND:
        return Entry(action, (), line)
    written = [value] if isinstance(value, str) else value
    if not isinstance(written, list) or not all(isinstance(key, str) for key in written):
        raise BadFile(
            file,
            line,
            _("{action} needs a list of keys.").format(action=action),
            _('Write ["a", "g a"], or "none" for no key at all.'),
        )
    try:
        sequences = tuple(dict.fromkeys(names.parse_sequence(key) for key in written))
    except ValueError as error:
        raise BadFile(file, line, f"{action}: {error}") from error
    if sequences == ((names.NEWLINE,),):
        raise BadFile(
            file,
            line,
            _("{action}: ctrl+j is Enter on some terminals.").format(action=action),
            _("Give it another key beside this one."),
        )
    return Entry(action, sequences, line)


def _lines(text: str) -> dict[str, int]:
    """Return the line on which each dotted name of the file stands, tables included."""
    table = ""
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            table = _bare(header.group(1)) + "."
            found.setdefault(table[:-1], number)
        elif key := re.match(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+|\s*\.\s*)+?)\s*=""", line):
            found.setdefault(table + _bare(key.group(1)), number)
    return found


def _bare(name: str) -> str:
    """Return a TOML name without quotes and spaces."""
    return re.sub(r"[\s\"']", "", name)
