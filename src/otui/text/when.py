"""A moment in the future, typed as people say it, in English or Dutch alike.

`2h`, `1w 2d`, `tomorrow 9`, `morgenmiddag`, `vr 14.00`, `next week`, `24 nov`, `2026-12-01 9:00`, `om 9`,
`end of day`. A day without a time means the desk's opening. Hours and minutes are real time; days and weeks
keep the wall clock, whatever summer time does in between.
"""

from __future__ import annotations

import re
from calendar import isleap
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from otui.errors import Usage
from otui.text.i18n import _
from otui.text.safe import line
from otui.text.width import fit

AFTERNOON = time(13, 0)
CLOSING = time(17, 0)
EVENING = time(19, 0)
FARTHEST = timedelta(days=3660)
"""Ten years: what lies farther is a slip of the finger."""

_LONGEST = 80
_MORNING_STARTS = 7

_WEEKDAYS = (
    "monday mon maandag ma",
    "tuesday tue tues dinsdag di",
    "wednesday wed woensdag wo woe",
    "thursday thu thur thurs donderdag do don",
    "friday fri vrijdag vr vrij",
    "saturday sat zaterdag za zat",
    "sunday sun zondag zo zon",
)
_MONTHS = (
    "january jan januari",
    "february feb februari",
    "march mar maart mrt",
    "april apr",
    "may mei",
    "june jun juni",
    "july jul juli",
    "august aug augustus",
    "september sep sept",
    "october oct oktober okt",
    "november nov",
    "december dec",
)
WEEKDAY = {name: index for index, names in enumerate(_WEEKDAYS) for name in names.split()}
MONTH = {name: index for index, names in enumerate(_MONTHS, 1) for name in names.split()}

_WORDS = {
    **dict.fromkeys(("a", "an", "een", "één", "one"), "1"),
    **dict.fromkeys(("two", "twee"), "2"),
    **dict.fromkeys(("three", "drie"), "3"),
    **dict.fromkeys(("four", "vier"), "4"),
    **dict.fromkeys(("five", "vijf"), "5"),
}
_DAYS = "|".join(WEEKDAY)
_PHRASES = (
    (re.compile(r"\bday after tomorrow\b"), "overmorgen"),
    (re.compile(r"\b(?:eind|einde|end) (?:van de |of (?:the )?)?(?:dag|day)\b|\beod\b"), "closing"),
    (re.compile(r"\banderhalf uur\b"), "90m"),
    (re.compile(r"\b(?:een |a )?half (?:an )?(?:uur|hour)\b|\bhalfuur\b"), "30m"),
    (re.compile(r"\b(?:(?:een|1) )?kwartier\b"), "15m"),
    (re.compile(r"\b(?:eind|einde|end) (?:van de |of (?:the )?)?week\b"), "friday closing"),
    (re.compile(r"\bbegin (volgende week)\b"), r"\1"),
    (re.compile(rf"^(?:next|volgende) week (?:op |on )?({_DAYS})\b"), r"next \1"),
    (re.compile(rf"\b({_DAYS}) (?:next|volgende) week\b"), r"next \1"),
    (re.compile(r"\b(morgen|overmorgen|\w+dag)(ochtend|middag|avond)\b"), r"\1 \2"),
    (re.compile(r"\b(?:vanochtend|vanmorgen|this morning)\b"), "today morning"),
    (re.compile(r"\b(?:vanmiddag|this afternoon)\b"), "today afternoon"),
    (re.compile(r"\b(?:vanavond|tonight|this evening)\b"), "today evening"),
    (re.compile(r"^(\d+) ?[hu] ?(\d{2})$"), r"\1h \2m"),
    (re.compile(r"^(?:until|till|tot|op|on) | (?:op|on)(?= )|,(?!\d)"), ""),
)
_LENGTH = re.compile(
    r"(\d+(?:[.,]\d+)?) ?(?:"
    r"(?P<m>minutes|minute|minuten|minuut|mins|min|m)|(?P<h>hours|hour|hrs|hr|uren|uur|h|u)|"
    r"(?P<d>days|day|dagen|dag|d)|(?P<w>weeks|week|weken|wk|w))(?![a-z]) ?",
    re.ASCII,
)
_TIME = re.compile(
    r"(?:(?:at|om|@|vanaf) ?)?(?P<hour>\d{1,2})(?:(?:[:.uh](?P<minute>\d{2}))|(?P<compact>\d{2}))?"
    r" ?(?P<unit>uur|u|h|am|pm)?",
    re.ASCII,
)
_HALF = re.compile(r"(?:(?:at|om) )?half (?P<hour>\d{1,2})", re.ASCII)
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)
_NUMERIC = re.compile(
    r"(?P<day>\d{1,2})(?:[-/](?P<month>\d{1,2})(?:[-/](?P<year>\d{4}|\d{2}))?"
    r"|\.(?P<month2>\d{1,2})\.(?P<year2>\d{4}|\d{2})?)",
    re.ASCII,
)
_NAMED = re.compile(
    r"(?:(?P<day>\d{1,2})(?:st|nd|rd|th|e)? (?P<month>[a-z]+)\.?"
    r"|(?P<month2>[a-z]+)\.? (?P<day2>\d{1,2})(?:st|nd|rd|th)?)(?: (?P<year>\d{4}))?",
    re.ASCII,
)
_PART = {
    **dict.fromkeys(("afternoon", "middag"), AFTERNOON),
    **dict.fromkeys(("evening", "avond"), EVENING),
    **dict.fromkeys(("noon", "midday"), time(12, 0)),
    "closing": CLOSING,
}


def parse_when(text: str, now: datetime, tz: tzinfo, opening: time = time(8, 0)) -> datetime:
    """Return the instant (aware, UTC) that `text` means to someone in `tz` at `now`; it is after `now`.

    Raises Usage where the text is not understood, names a day that does not exist, or lies in the past.
    """
    phrase = _normal(text)
    local = now.astimezone(tz)
    try:
        found = _span(phrase, local) or _day_and_time(phrase, local, opening)
    except (ValueError, OverflowError) as error:
        raise _refusal(_("There is no such day or time: {text}."), text) from error
    if found is None:
        raise _refusal(_("“{text}” is not a time that otui understands."), text)
    if found <= now:
        raise _refusal(_("“{text}” is already past."), text)
    if found - now > FARTHEST:
        raise _refusal(_("“{text}” is more than ten years away."), text)
    return found


def _refusal(message: str, text: str) -> Usage:
    shown = fit(line(text), 40).rstrip()
    return Usage(
        message.format(text=shown),
        _("Write it as 2h, 30m, tomorrow 9, fri 14:00, 24-11, next week or 2026-12-01 9:00."),
    )


def _normal(text: str) -> str:
    """Return the text in lower case, with one spelling for each of several phrases."""
    phrase = line(text).lower()
    if len(phrase) > _LONGEST:
        return ""
    for pattern, plain in _PHRASES:
        phrase = pattern.sub(plain, phrase)
    return " ".join(_WORDS.get(word, word) for word in phrase.split())


def _span(phrase: str, local: datetime) -> datetime | None:
    """Read a length of time from now: `1w 2d`, `90m`, `over 2 uur`. Days keep the wall clock."""
    phrase = re.sub(r"^(?:in|over) ", "", phrase)
    days = minutes = 0.0
    at = 0
    while at < len(phrase) and (found := _LENGTH.match(phrase, at)):
        number = float(found[1].replace(",", "."))
        days += number * {"d": 1, "w": 7}.get(found.lastgroup or "", 0)
        minutes += number * {"m": 1, "h": 60}.get(found.lastgroup or "", 0)
        at = found.end()
    if not at or at < len(phrase):
        return None
    whole = int(days)
    minutes += (days - whole) * 24 * 60
    start = _instant(local.date() + timedelta(days=whole), local.time(), local) if whole else local
    return start.astimezone(UTC) + timedelta(minutes=minutes)


def _day_and_time(phrase: str, local: datetime, opening: time) -> datetime | None:
    """Read a day, a time, or both in either order."""
    words = phrase.split()
    for cut in range(len(words), -1, -1):
        head, tail = " ".join(words[:cut]), " ".join(words[cut:])
        for first, second in ((head, tail), (tail, head)):
            found = _combined(first, second, local, opening)
            if found is not None:
                return found
    return None


def _combined(day_text: str, time_text: str, local: datetime, opening: time) -> datetime | None:
    """Return the instant of a text for the day (may be empty) and one for the time (may be empty)."""
    at = _time_of_day(time_text, opening, alone=not day_text) if time_text else None
    if time_text and at is None:
        return None
    if not day_text:
        return None if at is None else _coming(at, local, wrap="closing" not in time_text)
    today = local.date()
    target = _relative_day(day_text, today) or _weekday(day_text, at, local) or _calendar_day(day_text, today)
    if target is None:
        return None
    if at is None:
        at = CLOSING if target == today else opening
    elif at == AFTERNOON and target == today and local.time() >= AFTERNOON:
        at = CLOSING
    return _instant(target, at, local)


def _time_of_day(text: str, opening: time, *, alone: bool) -> time | None:
    """Read a time of day. Where it stands `alone`, a bare number is no time: `9` might mean anything.

    Hours are of 24, but for `half 3`, which nobody says of the night.
    """
    if text in _PART:
        return _PART[text]
    if text in ("morning", "ochtend", "vroeg", "early"):
        return None if alone else opening
    if found := _HALF.fullmatch(text):
        hour = int(found["hour"]) - 1
        return time(hour + 12 if hour < _MORNING_STARTS else hour, 30)
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    if alone and text.isdigit() and not found["compact"]:
        return None
    hour = int(found["hour"])
    if found["unit"] in ("am", "pm"):
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if found["unit"] == "pm" else 0)
    return time(hour, int(found["minute"] or found["compact"] or 0))


def _coming(at: time, local: datetime, *, wrap: bool) -> datetime:
    """Return `at` today, or tomorrow where today's is past and `wrap` allows it."""
    today = _instant(local.date(), at, local)
    return today if today > local or not wrap else _instant(local.date() + timedelta(days=1), at, local)


def _relative_day(text: str, today: date) -> date | None:
    """Read today, tomorrow, the start of next week or month."""
    if text in ("today", "vandaag"):
        return today
    if text in ("tomorrow", "morgen", "tmrw", "tmr"):
        return today + timedelta(days=1)
    if text == "overmorgen":
        return today + timedelta(days=2)
    if text in ("next week", "volgende week"):
        return today + timedelta(days=7 - today.weekday())
    if text in ("next month", "volgende maand"):
        return (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    return None


def _weekday(text: str, at: time | None, local: datetime) -> date | None:
    """Read a day of the week: the coming one, or with `next` the one of next week.

    Today's own name means today while the time said is still ahead, else a week from now.
    """
    which, _space, name = text.rpartition(" ")
    wanted = WEEKDAY.get(name.rstrip("."))
    if wanted is None or which not in ("", "next", "volgende", "komende", "this", "deze"):
        return None
    today = local.date()
    if which in ("next", "volgende"):
        return today + timedelta(days=7 - today.weekday() + wanted)
    ahead = (wanted - today.weekday()) % 7
    if ahead == 0 and (at is None or _instant(today, at, local) <= local):
        ahead = 7
    return today + timedelta(days=ahead)


def _calendar_day(text: str, today: date) -> date | None:
    """Read a date, day first. Without a year it is the next such day."""
    if found := _ISO.fullmatch(text):
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    if found := _NUMERIC.fullmatch(text):
        month = int(found["month"] or found["month2"])
        year = found["year"] or found["year2"]
        return _next_such(int(found["day"]), month, year, today)
    if found := _NAMED.fullmatch(text):
        named = MONTH.get(found["month"] or found["month2"])
        if named is not None:
            return _next_such(int(found["day"] or found["day2"]), named, found["year"], today)
    return None


def _next_such(day: int, month: int, year: str | None, today: date) -> date:
    """Return the day in the year said, else the next such day from today on (29 February may take years)."""
    if year:
        return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
    leap_day = (day, month) == (29, 2)
    years = (y for y in range(today.year, today.year + 9) if not leap_day or isleap(y))
    return next(found for y in years if (found := date(y, month, day)) >= today)


def _instant(day: date, at: time, local: datetime) -> datetime:
    """Return the instant of a wall clock time: past a gap of summer time, of two the one still ahead."""
    wall = datetime.combine(day, at.replace(tzinfo=None), local.tzinfo)
    first = wall.replace(fold=0).astimezone(UTC)
    return first if first > local else wall.replace(fold=1).astimezone(UTC)
