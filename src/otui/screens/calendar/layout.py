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
_LEAST_CELL = 2


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
        name = f"{heading(day.day)} {MONTHS[language()][day.day.month - 1]}"
        words = f"{name}  {_('today')}" if day.day == today else name
        empty = not day.entries
        place = (day.day, -1) if empty else None
        if empty:
            laid.places[day.day, -1] = (len(laid.lines), len(laid.lines) + 1)
        text = width.fit(f" {words}" + ("  –" if empty else ""), room)
        laid.lines.append([Piece(text, "muted" if empty else "strong", place, day.day == today)])
        for index, entry in enumerate(day.entries):
            laid.places[day.day, index] = (len(laid.lines) - (index == 0), len(laid.lines) + 1)
            time = width.fit(entries.span(entry, day, zone), _TIME)
            words = f"  {entries.sign(entry)} {time} {safe.line(entries.line(entry))}"
            laid.lines.append([Piece(width.fit(words, room), entries.role(entry), (day.day, index))])
    return laid


def columns(days: Sequence[DayOf], room: int, zone: tzinfo, today: date) -> Laid:
    """Return a week as seven columns; an entry takes two lines of its own."""
    laid = Laid(pinned=1)
    cells = _widths(room)
    laid.lines.append(
        _joined(
            [
                Piece(
                    width.fit(f" {heading(day.day)}" + (f" {_('today')}" if day.day == today else ""), cell),
                    "strong",
                    (day.day, -1) if not day.entries else None,
                    day.day == today,
                )
                for day, cell in zip(days, cells, strict=True)
            ]
        )
    )
    for day in days:
        if not day.entries:
            laid.places[day.day, -1] = (0, 1)
        for index in range(len(day.entries)):
            laid.places[day.day, index] = (1 + 3 * index if index else 0, 3 + 3 * index)
    tallest = max((len(day.entries) for day in days), default=0)
    for index in range(tallest):
        for part in (entries.head, entries.tail, None):
            laid.lines.append(
                _joined([_cell(day, index, part, cell, zone) for day, cell in zip(days, cells, strict=True)])
            )
    return laid


def _cell(day: DayOf, index: int, part: object, cell: int, zone: tzinfo) -> Piece:
    if part is None or index >= len(day.entries):
        return Piece(" " * cell)
    entry = day.entries[index]
    first = part is entries.head
    words = entries.head(entry, day, zone) if first else entries.tail(entry, day, zone)
    text = f"{entries.sign(entry) if first else ' '} {safe.line(words)}"
    return Piece(width.fit(text, cell), entries.role(entry), (day.day, index))


def month(days: Sequence[DayOf], room: int, height: int, of_month: int, today: date) -> Laid:
    """Return a month as a grid of its weeks, as tall as there is room: each day with what weighs most on it."""
    laid = Laid(pinned=1)
    cells = _widths(room)
    names = WEEKDAYS[language()]
    laid.lines.append(
        _joined(
            [Piece(width.fit(f" {name}", cell), "muted") for name, cell in zip(names, cells, strict=True)]
        )
    )
    weeks = [days[at : at + WEEK] for at in range(0, len(days), WEEK)]
    tall = max(_LEAST_CELL, (height - 1) // max(1, len(weeks)))
    for week in weeks:
        first = len(laid.lines)
        for day in week:
            laid.places[day.day, -1] = (first, first + tall)
        for line in range(tall):
            laid.lines.append(
                _joined(
                    [
                        _month_cell(day, line, tall, cell, day.day.month == of_month, day.day == today)
                        for day, cell in zip(week, cells, strict=True)
                    ]
                )
            )
    return laid


def _month_cell(day: DayOf, line: int, tall: int, cell: int, inside: bool, today: bool) -> Piece:
    place = (day.day, -1)
    if line == 0:
        signs = "".join(dict.fromkeys(entries.sign(one).strip() for one in day.entries))
        count = f"{len(day.entries)}{signs}" if day.entries else ""
        number = f"[{day.day.day}]" if today else f" {day.day.day}"
        text = width.fit(f"{number:<5}", max(0, cell - len(count))) + count
        role = "muted" if not inside else "alarm" if day.unanswered else "strong"
        return Piece(width.fit(text, cell), role, place, today)
    ordered = sorted(day.entries, key=entries.weight)
    left = len(ordered) - (tall - 1)
    if line == tall - 1 and left > 0 and tall > _LEAST_CELL:
        more = ngettext("{n} more", "{n} more", left + 1).format(n=left + 1)
        return Piece(width.fit(f"  {more}", cell), "muted", place)
    if line - 1 >= len(ordered):
        return Piece(" " * cell, "", place)
    entry = ordered[line - 1]
    text = width.fit(f"{entries.sign(entry)} {safe.line(entries.short(entry))}", cell)
    return Piece(text, entries.role(entry) if inside else "muted", place)


def _widths(room: int) -> list[int]:
    """Return the cells of seven columns with a line between each two."""
    each, over = divmod(max(WEEK, room - (WEEK - 1)), WEEK)
    return [each + (at < over) for at in range(WEEK)]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for piece in pieces:
        if found:
            found.append(Piece("│", "muted"))
        found.append(piece)
    return found
