"""The questions behind a small change of the rules: times of a level, hours of a day, a holiday."""

from __future__ import annotations

import re
from datetime import date

from otui.domain.durations import duration_text, parse_duration
from otui.domain.priority import Level
from otui.errors import Usage
from otui.screens.rules.rows import DayAt, clock_text, times_of
from otui.text import times
from otui.text.i18n import _, language
from otui.widgets.ask_line import AskLine

KEYS = ("respond", "escalate", "resolve")
_WINDOW = re.compile(r"(\d{1,2})[:.](\d\d)\s*[-–]\s*(\d{1,2})[:.](\d\d)")
_ISO = re.compile(r"(?:(\d{4})-)?(\d\d)-(\d\d)")
_PLAIN = re.compile(r"(\d{1,2})[-/. ](\d{1,2})(?:[-/. ](\d{4}))?")

Hours = tuple[tuple[str, str], ...]


def ask_times(level: Level) -> AskLine[dict[str, str]]:
    """Return the question for the three times of a level."""
    return AskLine(
        _("Times of {level}: response, escalation, resolution").format(level=level.label(language())),
        understand_times,
        initial=times_of(level),
        explain=_("Working time, as in: at once, 30 min, 1 h 30 min. Escalation comes before resolution."),
    )


def understand_times(text: str) -> tuple[dict[str, str], str]:
    """Read three durations with commas between; return them by their keys in sla.toml."""
    words = [word.strip() for word in text.split(",")]
    found = [parse_duration(word) for word in words]
    if len(words) != len(KEYS) or any(one is None for one in found):
        raise Usage(_("Three times with commas between, such as 2 h, 3 h, 4 h."))
    lengths = [one.total_seconds() for one in found if one is not None]
    if lengths[1] > lengths[2]:
        raise Usage(_("It would escalate after it must be resolved."))
    said = ", ".join(times.duration(one) if one else _("at once") for one in lengths)
    return {key: duration_text(int(one)) for key, one in zip(KEYS, lengths, strict=True)}, said


def ask_hours(day: DayAt) -> AskLine[Hours]:
    """Return the question for the hours of a weekday."""
    now = ", ".join(f"{clock_text(a)}-{clock_text(b)}" for a, b in day.windows)
    weekday = times.WEEKDAYS[language()][day.day or 0]
    return AskLine(
        _("Hours of {calendar} on {day}").format(calendar=day.calendar, day=weekday),
        understand_hours,
        initial=now,
        explain=_("As in 8:00-12:00, 12:30-17:00; a dash alone: closed."),
    )


def understand_hours(text: str) -> tuple[Hours, str]:
    """Read windows of a day; a dash alone is none."""
    if text.strip() in ("-", "–"):
        return (), _("closed")
    parts = [part.strip() for part in text.split(",") if part.strip()]
    matches = [_WINDOW.fullmatch(part) for part in parts]
    if not parts or not all(matches):
        raise Usage(_("Windows such as 8:00-12:00, 12:30-17:00, or a dash for closed."))
    windows = tuple(
        (f"{int(one[1]):02}:{one[2]}", f"{int(one[3]):02}:{one[4]}") for one in matches if one is not None
    )
    return windows, "  ".join(f"{opens}–{closes}" for opens, closes in windows)


def ask_holiday(calendar: str, today: date) -> AskLine[tuple[str, str]]:
    """Return the question for a holiday: its date and its name."""
    return AskLine(
        _("Holiday of {calendar}: date and name").format(calendar=calendar),
        lambda text: understand_holiday(text, today),
        explain=_("As in 2026-12-24 Christmas Eve, or 24-12-2026 …; 24-12 without a year is every year."),
    )


def understand_holiday(text: str, today: date) -> tuple[tuple[str, str], str]:
    """Read a date and a name; return the date as calendar.toml has it."""
    when, _space, name = text.strip().partition(" ")
    name = name.strip()
    iso, plain = _ISO.fullmatch(when), _PLAIN.fullmatch(when)
    try:
        # 2000 is a leap year, so that 29 February can be a holiday of every year that has one.
        if plain is not None and (iso is None or len(when) < 10):
            year, month, day = plain[3], int(plain[2]), int(plain[1])
        elif iso is not None:
            year, month, day = iso[1], int(iso[2]), int(iso[3])
        else:
            raise ValueError(when)
        found = date(int(year or 2000), month, day)
    except ValueError:
        raise Usage(_("A date such as 2026-12-24 or 24-12-2026, and then the holiday's name.")) from None
    if year and found < today:
        raise Usage(_("{date} is past.").format(date=found.isoformat()))
    said = f"{found.day} {times.MONTHS[language()][found.month - 1]} " + (year or _("every year"))
    if year:
        said = f"{times.WEEKDAYS[language()][found.weekday()]} {said}"
    if not name:
        raise Usage(_("{date}: the holiday needs a name.").format(date=said))
    return (found.isoformat() if year else f"{found:%m-%d}", name), f"{said}: {name}"
