"""A file of services and items, TOML or CSV, read so that every mistake is told with its line."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from otui.domain.items import Kind, any_ring
from otui.domain.toml_file import Section, TomlFile
from otui.errors import BadFile
from otui.text import safe
from otui.text.i18n import _

TEXTS = ("description", "queue", "location", "serial")
LISTS = ("hangs_on", "customers")
COLUMNS = ("name", "kind", *TEXTS, "impact", *LISTS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One service or item of a file. What the file does not say is None, and stays as it is on the desk."""

    line: int
    name: str
    kind: str | None = None
    description: str | None = None
    queue: str | None = None
    location: str | None = None
    serial: str | None = None
    impact: int | None = None
    hangs_on: tuple[str, ...] | None = None
    """Names, of this file or of the desk: all that it hangs on."""
    customers: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class ItemFile:
    """A file that was read, right as far as it can be told without the desk."""

    name: str
    """What messages call it."""
    entries: tuple[Entry, ...]

    def bad(self, line: int, message: str, hint: str = "") -> BadFile:
        """Return the error to raise for what stands in a line."""
        return BadFile(self.name, line, message, hint)


def read(name: str, text: str, factors: Sequence[int]) -> ItemFile:
    """Read a file, CSV where its name ends like that, else TOML; `factors` are the impact factors of the desk.

    Raises BadFile for the first mistake: a name that is there twice, a ring among what hangs on what, a wrong word.
    """
    rows = _of_csv(name, text) if name.casefold().endswith(".csv") else _of_toml(name, text)
    found = ItemFile(name, tuple(rows))
    if not found.entries:
        raise found.bad(0, _("It names no service or item."))
    lines: dict[str, int] = {}
    for entry in found.entries:
        if entry.kind is not None and entry.kind not in tuple(Kind):
            raise found.bad(
                entry.line,
                _("{kind} is no kind of service or item.").format(kind=safe.line(entry.kind)),
                _("It is one of {kinds}.").format(kinds=", ".join(Kind)),
            )
        if entry.impact and entry.impact not in factors:
            raise found.bad(
                entry.line,
                _("{name} is one of {choices}.").format(
                    name=_("Impact"), choices=", ".join(str(one) for one in sorted(factors))
                ),
            )
        former = lines.setdefault(entry.name.casefold(), entry.line)
        if former != entry.line:
            raise found.bad(
                entry.line,
                _("{name} is in line {line} already; expected each once.").format(
                    name=entry.name, line=former
                ),
            )
    _require_no_ring(found)
    return found


def _require_no_ring(found: ItemFile) -> None:
    places = {entry.name.casefold(): place for place, entry in enumerate(found.entries)}
    graph = {
        place: [places[one.casefold()] for one in entry.hangs_on or () if one.casefold() in places]
        for place, entry in enumerate(found.entries)
    }
    ring = any_ring(graph)
    if ring:
        names = " → ".join(found.entries[one].name for one in ring)
        raise found.bad(found.entries[ring[0]].line, _("Nothing hangs on itself: {ring}.").format(ring=names))


def _of_toml(name: str, text: str) -> Iterator[Entry]:
    file = TomlFile(name, text)
    for section in file.root.sections("item"):
        yield _entry(section)
        section.done()
    file.root.done()


def _entry(section: Section) -> Entry:
    def maybe(key: str) -> str | None:
        return safe.line(section.text(key, "")) if key in section else None

    def names(key: str) -> tuple[str, ...] | None:
        return tuple(safe.line(one) for one in section.texts(key)) if key in section else None

    return Entry(
        line=section.file.line(section.path),
        name=safe.line(section.text("name")),
        kind=section.choice("kind", tuple(Kind)) if "kind" in section else None,
        description=maybe("description"),
        queue=maybe("queue"),
        location=maybe("location"),
        serial=maybe("serial"),
        impact=section.number("impact", 0) if "impact" in section else None,
        hangs_on=names("hangs_on"),
        customers=names("customers"),
    )


def _of_csv(name: str, text: str) -> Iterator[Entry]:
    text = text.removeprefix("\ufeff")
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        titles = [title.strip().casefold() for title in next(reader, [])]
        _check_titles(name, titles)
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _of_cells(name, line, titles, cells)
            line = reader.line_num + 1
    except csv.Error as error:
        raise BadFile(name, reader.line_num, _("This is no CSV: {reason}.").format(reason=error)) from error


def _check_titles(name: str, titles: Sequence[str]) -> None:
    known = ", ".join(COLUMNS)
    if "name" not in titles:
        raise BadFile(
            name, 1, _("There is no column name."), _("The columns are {columns}.").format(columns=known)
        )
    for title in titles:
        if title not in COLUMNS:
            raise BadFile(
                name,
                1,
                _("There is no column {name}.").format(name=safe.line(title) or "''"),
                _("The columns are {columns}.").format(columns=known),
            )


def _of_cells(name: str, line: int, titles: Sequence[str], cells: Sequence[str]) -> Entry:
    if len(cells) != len(titles):
        raise BadFile(
            name,
            line,
            _("There are {n} fields; expected {wanted}.").format(n=len(cells), wanted=len(titles)),
        )
    values = {title: safe.line(cell) for title, cell in zip(titles, cells, strict=True)}
    if not values["name"]:
        raise BadFile(name, line, _("A service or item needs a name."))
    impact = values.get("impact", "0") or "0"
    if not impact.isdecimal() or not impact.isascii():
        raise BadFile(
            name,
            line,
            _("{value} is no impact; expected a number.").format(value=impact),
        )
    return Entry(
        line=line,
        name=values["name"],
        kind=values.get("kind") or None,
        **{key: values[key] for key in TEXTS if key in values},
        impact=int(impact) if "impact" in values else None,
        hangs_on=_split(values, "hangs_on"),
        customers=_split(values, "customers"),
    )


def _split(values: Mapping[str, str], key: str) -> tuple[str, ...] | None:
    """Return the names in a cell, with | between them; None where there is no such column."""
    if key not in values:
        return None
    return tuple(part.strip() for part in values[key].split("|") if part.strip())
