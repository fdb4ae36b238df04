"""Small changes of a rule file, made in its text: what a person wrote around them, comments and order, stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from otui.domain.calendar_spec import WEEKDAYS
from otui.domain.durations import parse_duration
from otui.errors import NotFound
from otui.text.i18n import _

if TYPE_CHECKING:
    from tomlkit import TOMLDocument


def set_times(text: str, table: str, level: str, times: dict[str, str]) -> str:
    """Return sla.toml with other times for a level of a table: "respond", "escalate", "resolve" to a duration."""
    document = _read(text)
    found = _named(document.get("table", []), table, _("SLA table"))
    row = _named(found.get("level", []), level, _("level"))
    for key, value in times.items():
        if parse_duration(str(row.get(key, ""))) != parse_duration(value):
            row[key] = value
    return _text(document)


def add_holiday(text: str, calendar: str, day: str, name: str) -> str:
    """Return calendar.toml with one more holiday: "2026-12-24", or "12-24" for every year.

    Where the calendar names a list of holidays, it is put in that list, and counts for every calendar that names it.
    """
    import tomlkit

    document = _read(text)
    table = document.get("calendar", {}).get(calendar)
    if table is None:
        raise NotFound(_("There is no calendar {name}.").format(name=calendar))
    holidays = table.get("holidays")
    if isinstance(holidays, str):
        _put(document["holidays"][holidays], day, name)
    elif isinstance(holidays, list):
        _listed(holidays, day)
    elif holidays is not None:
        _put(holidays, day, name)
    else:
        table["holidays"] = tomlkit.inline_table()
        _put(table["holidays"], day, name)
    return _text(document)


def set_hours(text: str, calendar: str, weekday: int, windows: Sequence[tuple[str, str]]) -> str:
    """Return calendar.toml with other hours on a weekday (0 is Monday); without windows it is closed."""
    import tomlkit

    document = _read(text)
    table = document.get("calendar", {}).get(calendar)
    if table is None:
        raise NotFound(_("There is no calendar {name}.").format(name=calendar))
    hours = table["hours"]
    key = WEEKDAYS[weekday]
    if not windows:
        hours.pop(key, None)
        return _text(document)
    value = tomlkit.array()
    for window in windows:
        value.append(list(window))
    if key in hours:
        hours[key] = value
        return _text(document)
    return _text(_with_day(document, hours, key, value))


def _with_day(document: TOMLDocument, hours: Any, key: str, value: Any) -> TOMLDocument:
    """Put a day that was closed behind the last one before it, as a person would."""
    before = [day for day in WEEKDAYS[: WEEKDAYS.index(key)] if day in hours]
    if before and hasattr(hours, "value") and hasattr(hours.value, "_insert_after"):
        hours.value._insert_after(before[-1], key, value)
    else:
        hours[key] = value
    return document


def _put(table: Any, day: str, name: str) -> None:
    """Put a holiday behind the last one of the same sort (a year, or every year), or at the end."""
    if day in table:
        table[day] = name
        return
    sort = day[:-6] if len(day) > 5 else ""
    before = [key for key in table if (key[:-6] if len(key) > 5 else "") == sort and key < day]
    container: Any = getattr(table, "value", None)
    if before and hasattr(container, "_insert_after") and not _inline(table):
        container._insert_after(before[-1], day, name)
    else:
        table.add(day, name) if hasattr(table, "add") else table.__setitem__(day, name)


def _inline(table: Any) -> bool:
    return type(table).__name__ == "InlineTable"


def _listed(days: Any, day: str) -> None:
    if day not in days:
        days.append(day)


def _named(rows: Any, name: str, what: str) -> Any:
    for row in rows:
        if str(row.get("name", "")).strip().casefold() == name.strip().casefold():
            return row
    raise NotFound(_("There is no {what} {name}.").format(what=what, name=name))


def _read(text: str) -> TOMLDocument:
    import tomlkit

    return tomlkit.parse(text)


def _text(document: TOMLDocument) -> str:
    import tomlkit

    return tomlkit.dumps(document)
