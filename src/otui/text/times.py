"""Times as a person says them, in English or Dutch, without the C library's locale.

Texts for a column are short and stand still: they change by the minute, and by the second only where asked
for.
"""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo

from otui.text.i18n import _, language

WEEKDAYS = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "nl": ("ma", "di", "wo", "do", "vr", "za", "zo"),
}
MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "nl": ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"),
}
_HOUR = {"en": "h", "nl": "u"}

_MINUTE = 60
_HOURS = 3600
_DAY = 86400
_SHORT = 600
"""Below this many seconds a countdown may show seconds."""


def countdown(left: timedelta, seconds: bool = False) -> str:
    """Return the time left in at most six characters: `0:12` in h:mm, `2d` from a day on, `-0:07` when past.

    Whole minutes, rounded towards zero, so that the last minute reads `0:00`. With `seconds`, the last ten
    minutes read `9'41`: minutes and seconds, with a sign that no hours have.
    """
    total = int(left.total_seconds())
    sign = "-" if left < timedelta(0) else ""
    total = abs(total)
    if seconds and total < _SHORT:
        return f"{sign}{total // _MINUTE}'{total % _MINUTE:02}"
    if total < _DAY:
        return f"{sign}{total // _HOURS}:{total % _HOURS // _MINUTE:02}"
    return f"{sign}{total // _DAY}d"


def day(when: datetime, tz: tzinfo, now: datetime | None = None) -> str:
    """Return the day of an instant in `tz`: `Tue 24 Nov`; with the year where `now` has another."""
    local = when.astimezone(tz)
    text = f"{WEEKDAYS[language()][local.weekday()]} {local.day} {MONTHS[language()][local.month - 1]}"
    if now is not None and now.astimezone(tz).year != local.year:
        text += f" {local.year}"
    return text


def moment(when: datetime, tz: tzinfo, now: datetime | None = None) -> str:
    """Return an instant as day and time in `tz`: `Tue 24 Nov 10:30`, or `di 24 nov 2027 10:30`."""
    return f"{day(when, tz, now)} {clock(when, tz)}"


def clock(when: datetime, tz: tzinfo) -> str:
    """Return the time of day of an instant in `tz`: `10:30`, on 24 hours."""
    local = when.astimezone(tz)
    return f"{local.hour}:{local.minute:02}"


def between(start: datetime, end: datetime, tz: tzinfo, now: datetime | None = None) -> str:
    """Return a stretch of time: `Wed 25 Nov 20:00–22:00`; over midnight with both days. 24:00 is the end of a day."""
    first, last = start.astimezone(tz), end.astimezone(tz)
    if last.date() == first.date():
        return f"{moment(start, tz, now)}–{clock(end, tz)}"
    if last.hour == last.minute == 0 and (last.date() - first.date()).days == 1:
        return f"{moment(start, tz, now)}–24:00"
    return f"{moment(start, tz, now)} – {moment(end, tz, now)}"


def ago(when: datetime, now: datetime) -> str:
    """Return how long before `now` it was, in its largest unit: `5 min ago`, `3 h ago`, `2 d ago`."""
    total = int((now - when).total_seconds())
    if -_MINUTE < total < _MINUTE:
        return _("just now")
    size = abs(total)
    if size < _HOURS:
        time = f"{size // _MINUTE} min"
    elif size < _DAY:
        time = f"{size // _HOURS} {_HOUR[language()]}"
    else:
        time = f"{size // _DAY} d"
    return _("{time} ago").format(time=time) if total > 0 else _("in {time}").format(time=time)


def duration(seconds: float, *, exact: bool = False) -> str:
    """Return a length of time in hours and minutes: `1 h 30 min`, `45 min`, `20 s`. Days are not used.

    Working time is meant as often as not, and a day of that has no fixed number of hours. `exact` adds the seconds
    that are over, for lengths that a reader may add up.
    """
    total = int(abs(seconds))
    sign = "-" if seconds < 0 and total else ""
    if 0 < total < _MINUTE:
        return f"{sign}{total} s"
    hours, minutes = total // _HOURS, total % _HOURS // _MINUTE
    parts = [f"{hours} {_HOUR[language()]}"] if hours else []
    if minutes or not hours:
        parts.append(f"{minutes} min")
    if exact and total % _MINUTE:
        parts.append(f"{total % _MINUTE} s")
    return sign + " ".join(parts)
