"""The lines of the calendar for a given width: a week in columns or as an agenda, a month in a grid.

A line is made of pieces, each with its role and the place of the calendar that it belongs to, if any.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, tzinfo

from otui.screens.calendar import entries
from otui.screens.calendar.days import WEEK, DayOf, Place
from otui.text import safe, width
from otui.text.i18n import _, language, ngettext
from otui.text.times import MONTHS, WEEKDAYS

COLUMNS_FROM = 98
"""Cells from which a week stands in columns."""
_TIME = 12
"""Cells of the time on a line of the agenda."""
_CROWDED = 2
"""Lines of a cell of the month below which all but the first entry are only counted."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a line; under the cursor where `place` is."""

    text: str
    role: str = ""
    place: Place | None = None
    today: bool = False


@dataclass(slots=True)
class Laid:
    """The calendar as lines, and on which lines each place stands."""

    lines: list[list[Piece]] = field(default_factory=list)
    places: dict[Place, tuple[int, int]] = field(default_factory=dict)
    """Its first line, and the one behind its last."""
    pinned: int = 0
    """So many lines stay at the top."""


def heading(day: date) -> str:
    """Return a day as it heads a column."""
    return f"{WEEKDAYS[language()][day.weekday()]} {day.day}"


def agenda(days: Sequence[DayOf], room: int, zone: tzinfo, today: date) -> Laid:
    """Return a week as a list: a line for each day, and below it one for each of its entries."""
    laid = Laid()
    for day in days:
        words = f"{heading(day.day)} {MONTHS[language()][day.day.month - 1]}"
        if day.day == today:
            words = f"{words} " + _("today")
        empty = not day.entries
        place = (day.day, -1) if empty else None
        if empty:
            laid.places[day.day, -1] = (len(laid.lines), len(laid.lines) + 1)
        name = f" {words} "
        rest = width.fit(" –" if empty else "", max(0, room - width.cells(name)))
        role = "muted" if empty else "strong"
        laid.lines.append([Piece(name, role, place, day.day == today), Piece(rest, role, place)])
        for index, entry in enumerate(day.entries):
            laid.places[day.day, index] = (len(laid.lines) - (index == 0), len(laid.lines) + 1)
            time = width.fit(entries.span(entry, day, zone), _TIME)
            words = f"  {entries.sign(entry)} {time} {safe.line(entries.line(entry))}"
            laid.lines.append([Piece(width.fit(words, room), entries.role(entry), (day.day, index))])
    return laid


def columns(days: Sequence[DayOf], room: int, height: int, zone: tzinfo, today: date) -> Laid:
    """Return a week as seven columns; an entry takes two lines and an empty one, and a third where all have room."""
    laid = Laid(pinned=1)
    beside = tuple(zip(days, _widths(room), strict=True))
    most = max((len(day.entries) for day in days), default=0)
    tall = _TALL if most * _TALL < height else _TALL - 1
    laid.lines.append(_joined(*((_title_cell(day, cell, today),) for day, cell in beside)))
    for day in days:
        if not day.entries:
            laid.places[day.day, -1] = (0, 1)
        for index in range(len(day.entries)):
            first = 1 + tall * index
            laid.places[day.day, index] = (first if index else 0, first + tall - 1)
    for line in range(tall * most):
        index, part = divmod(line, tall)
        cells = ((_cell(day, index, part if part < tall - 1 else _TALL, cell, zone),) for day, cell in beside)
        laid.lines.append(_joined(*cells))
    return laid


_TALL = 4
"""Lines of an entry in a column, the empty one below it included."""


def _title_cell(day: DayOf, cell: int, today: date) -> Piece:
    words = f" {heading(day.day)} " + (_("today") if day.day == today else "")
    place = (day.day, -1) if not day.entries else None
    return Piece(width.fit(words, cell), "strong", place, day.day == today)


def _cell(day: DayOf, index: int, part: int, cell: int, zone: tzinfo) -> Piece:
    """Return one line of an entry in a column: of its parts there are three."""
    tell = (entries.head, entries.tail, entries.more)
    if part >= len(tell) or index >= len(day.entries):
        return Piece(" " * cell)
    entry = day.entries[index]
    text = f"{entries.sign(entry) if part == 0 else ' '} {safe.line(tell[part](entry, day, zone))}"
    return Piece(width.fit(text, cell), entries.role(entry), (day.day, index))


def month(days: Sequence[DayOf], room: int, height: int, of_month: int, today: date) -> Laid:
    """Return a month as a grid of its weeks, as tall as there is room: each day with what weighs most on it."""
    laid = Laid(pinned=1)
    cells = _widths(room)
    names = zip(WEEKDAYS[language()], cells, strict=True)
    laid.lines.append(_joined(*((Piece(width.fit(f" {name}", cell), "muted"),) for name, cell in names)))
    weeks = [days[at : at + WEEK] for at in range(0, len(days), WEEK)]
    tall = max(1, (height - 1) // max(1, len(weeks)))
    for week in weeks:
        first = len(laid.lines)
        for day in week:
            laid.places[day.day, -1] = (first, first + tall)
        for line in range(tall):
            laid.lines.append(
                _joined(
                    *(
                        _month_cell(day, line, tall, cell, day.day.month == of_month, day.day == today)
                        for day, cell in zip(week, cells, strict=True)
                    )
                )
            )
    return laid


def _month_cell(day: DayOf, line: int, tall: int, cell: int, inside: bool, today: bool) -> tuple[Piece, ...]:
    """Return one line of a day: its number and what it holds, or one of its entries, or how many there are more."""
    place = (day.day, -1)
    ordered = sorted(day.entries, key=entries.weight)
    if line == 0:
        signs = "".join(dict.fromkeys(entries.sign(one).strip() for one in ordered))
        count = f"{len(ordered)}{signs}" if ordered else ""
        number = f"[{day.day.day}]" if today else f" {day.day.day}"
        role = "muted" if not inside else "alarm" if day.unanswered else "strong"
        rest = width.fit(count, max(0, cell - len(number)), "right")
        return Piece(number, role, place, today), Piece(rest, role, place)
    left = len(ordered) - (tall - 1)
    if line == tall - 1 and left > 0 and tall > _CROWDED:
        more = ngettext("{n} more", "{n} more", left + 1).format(n=left + 1)
        return (Piece(width.fit(f"  {more}", cell), "muted", place),)
    if line - 1 >= len(ordered):
        return (Piece(" " * cell, "", place),)
    entry = ordered[line - 1]
    text = width.fit(f"{entries.sign(entry)} {safe.line(entries.short(entry))}", cell)
    return (Piece(text, entries.role(entry) if inside else "muted", place),)


def _widths(room: int) -> list[int]:
    """Return the cells of seven columns with a line between each two."""
    each, over = divmod(max(WEEK, room - (WEEK - 1)), WEEK)
    return [each + (at < over) for at in range(WEEK)]


def _joined(*cells: Sequence[Piece]) -> list[Piece]:
    """Return the cells of a line with a rule between each two."""
    found: list[Piece] = []
    for cell in cells:
        if found:
            found.append(Piece("│", "muted"))
        found += cell
    return found
