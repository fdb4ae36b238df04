"""A rule of the calendar as a person writes it, in English or Dutch: "every monday 08:00", "elke eerste werkdag".

What is understood becomes RFC 5545; what is not is refused in one sentence that names the word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from otui.domain.recurring import rule
from otui.errors import Usage
from otui.text.i18n import _

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY_NAMES = {
    code: names
    for code, *names in (
        ("MO", "monday", "mondays", "mon", "maandag", "maandags", "ma"),
        ("TU", "tuesday", "tuesdays", "tue", "dinsdag", "dinsdags", "di"),
        ("WE", "wednesday", "wednesdays", "wed", "woensdag", "woensdags", "wo"),
        ("TH", "thursday", "thursdays", "thu", "donderdag", "donderdags", "do"),
        ("FR", "friday", "fridays", "fri", "vrijdag", "vrijdags", "vr"),
        ("SA", "saturday", "saturdays", "sat", "zaterdag", "zaterdags", "za"),
        ("SU", "sunday", "sundays", "sun", "zondag", "zondags", "zo"),
    )
}
_MONTH_NAMES = (
    ("january", "jan", "januari"),
    ("february", "feb", "februari"),
    ("march", "mar", "maart", "mrt"),
    ("april", "apr"),
    ("may", "mei"),
    ("june", "jun", "juni"),
    ("july", "jul", "juli"),
    ("august", "aug", "augustus"),
    ("september", "sep", "sept"),
    ("october", "oct", "oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
)
_DAY = {name: code for code, names in _DAY_NAMES.items() for name in names}
_MONTH = {name: place for place, names in enumerate(_MONTH_NAMES, 1) for name in names}
_WORKDAY = frozenset(
    {"workday", "workdays", "weekday", "weekdays", "werkdag", "werkdagen", "werkdags", "doordeweeks"}
)
_WEEKEND = frozenset({"weekend", "weekends", "weekeinde", "weekenden"})
_ORDINAL = {
    **dict.fromkeys(("first", "eerste"), 1),
    **dict.fromkeys(("second", "tweede"), 2),
    **dict.fromkeys(("third", "derde"), 3),
    **dict.fromkeys(("fourth", "vierde"), 4),
    **dict.fromkeys(("last", "laatste"), -1),
}
_UNIT = {
    **dict.fromkeys(("hour", "hours", "hourly", "uur", "uren"), ("HOURLY", 1)),
    **dict.fromkeys(("day", "days", "daily", "dag", "dagen", "dagelijks"), ("DAILY", 1)),
    **dict.fromkeys(("week", "weeks", "weekly", "weken", "wekelijks"), ("WEEKLY", 1)),
    **dict.fromkeys(("month", "months", "monthly", "maand", "maanden", "maandelijks"), ("MONTHLY", 1)),
    **dict.fromkeys(("quarter", "quarters", "quarterly", "kwartaal", "kwartalen"), ("MONTHLY", 3)),
    **dict.fromkeys(("year", "years", "yearly", "annually", "jaar", "jaren", "jaarlijks"), ("YEARLY", 1)),
}
_NUMBER = {
    **dict.fromkeys(("two", "twee", "other"), 2),
    **dict.fromkeys(("three", "drie"), 3),
    **dict.fromkeys(("four", "vier"), 4),
    **dict.fromkeys(("six", "zes"), 6),
}
_EMPTY = frozenset(
    {"every", "each", "on", "at", "of", "the", "and", "in", "a", "om", "op", "elke", "elk", "iedere", "ieder"}
    | {"en", "van", "de", "het", "per", "'s"}
)
_AT, _OCLOCK = frozenset({"at", "om"}), frozenset({"uur", "o'clock"})
_EVERY = frozenset({"every", "each", "elke", "elk", "iedere", "ieder", "de", "per"})
_TIME = re.compile(r"(\d{1,2})[:.h](\d{2})$|(\d{1,2})[hu]$")
_MONTH_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|e|de|ste)?$")
_WORKING = "MO,TU,WE,TH,FR"


@dataclass(frozen=True, slots=True)
class Understood:
    """What a person meant: the rule, and where an occurrence goes that falls on a day without working hours.

    A rule that speaks of working days means no holiday: the first of a month then comes later, the last one earlier.
    """

    rrule: str
    shift: str = ""


@dataclass(slots=True)
class _Read:
    """What was read so far."""

    frequency: str = ""
    interval: int = 1
    days: list[str] | None = None
    working: bool = False
    place: int = 0
    month_day: int = 0
    month: int = 0
    hour: int | None = None
    minute: int = 0


def understand(text: str, default_time: tuple[int, int] = (8, 0)) -> Understood:
    """Return the rule that a person wrote, in RFC 5545 or in words; Usage names the word that is not understood.

    `default_time` is the hour and minute of a rule in words that names none.
    """
    words = text.strip()
    if "=" in words:
        return Understood(rule.written(rule.parts(words)))
    read = _Read()
    tokens = words.casefold().replace(",", " ").split()
    if not tokens:
        raise Usage(
            _("Say when it comes back."),
            _("For example: every monday 08:00, or the first working day of the month 09:00."),
        )
    place = 0
    while place < len(tokens):
        place += _take(read, tokens, place, words)
    shift = (rule.PREVIOUS if read.place < 0 else rule.NEXT) if read.working else ""
    return Understood(_written(read, default_time, words), shift)


def _take(read: _Read, tokens: list[str], place: int, text: str) -> int:
    """Take one word in, or two that belong together; return how many."""
    word, then = tokens[place], tokens[place + 1] if place + 1 < len(tokens) else ""
    before = tokens[place - 1] if place else ""
    if word in ("working", "business") and then in ("day", "days"):
        _workdays(read)
        return 2
    if word in _WORKDAY:
        _workdays(read)
    elif word in _WEEKEND:
        read.days = ["SA", "SU"]
    elif word in _DAY:
        read.days = [*(read.days or ()), _DAY[word]]
    elif word in _ORDINAL:
        _ordinal(read, word, then)
        return 2 if then in ("dag", "day") else 1
    elif word in _MONTH:
        read.month = _MONTH[word]
    elif word.isdecimal() and (before in _AT or (then in _OCLOCK and before not in _EVERY)):
        read.hour = _in(int(word), 0, 23, text)
        return 2 if then in _OCLOCK else 1
    elif word in _NUMBER or word.isdecimal():
        number = _NUMBER.get(word) or int(word)
        if then in _UNIT:
            read.frequency, times = _UNIT[then]
            read.interval = max(1, number) * times
            return 2
        if then in _DAY and word in _NUMBER:  # every other monday
            read.interval = number
        elif word.isdecimal() and not read.month and (read.days or read.frequency in ("DAILY", "WEEKLY")):
            read.hour = _in(number, 0, 23, text)
        else:
            read.month_day = _in(number, 1, 31, text)
    elif (clock := _TIME.match(word)) is not None:
        read.hour = _in(int(clock[1] or clock[3]), 0, 23, text)
        read.minute = _in(int(clock[2] or 0), 0, 59, text)
        return 2 if then in ("uur", "h") else 1
    elif (day := _MONTH_DAY.match(word)) is not None:
        read.month_day = _in(int(day[1]), 1, 31, text)
    elif word in _UNIT:
        _unit(read, word)
    elif word not in _EMPTY:
        raise Usage(
            _("{word} is not understood in: {text}.").format(word=word, text=text),
            _("For example: every monday 08:00, every 2 weeks on friday, yearly on 1 march 09:00."),
        )
    return 1


def _workdays(read: _Read) -> None:
    read.days, read.working = _WORKING.split(","), True


def _ordinal(read: _Read, word: str, then: str) -> None:
    """Take in what comes first or last: a day of the week, a working day, or, before `day`, a day of the month."""
    if then in ("day", "dag"):
        read.month_day = _ORDINAL[word]
    else:
        read.place = _ORDINAL[word]


def _unit(read: _Read, word: str) -> None:
    frequency, times = _UNIT[word]
    if word in ("day", "dag") and (read.month_day or read.days):
        return
    order = rule.FREQUENCIES.index
    if not read.frequency or order(frequency) > order(read.frequency):
        read.frequency = frequency
        read.interval = max(read.interval, times)


def _in(number: int, low: int, high: int, text: str) -> int:
    if not low <= number <= high:
        raise Usage(
            _("{number} is no day or hour, in: {text}.").format(number=number, text=text),
            _("A day is 1 to 31, a time 0:00 to 23:59."),
        )
    return number


def _written(read: _Read, default_time: tuple[int, int], text: str) -> str:
    """Return what was read as RFC 5545. The smallest frequency that fits what was named is meant."""
    frequency = read.frequency or _meant(read)
    if not frequency:
        raise Usage(
            _("How often does it come back? {text} does not say.").format(text=text),
            _("For example: every day, every monday, every month, yearly on 1 march."),
        )
    if read.month:
        frequency = "YEARLY"
    elif (read.place or read.month_day) and frequency in ("DAILY", "WEEKLY", "HOURLY"):
        frequency = "MONTHLY"
    elif read.days and frequency == "DAILY" and not read.working:
        frequency = "WEEKLY"
    found = {"FREQ": frequency}
    if read.interval > 1:
        found["INTERVAL"] = str(read.interval)
    if read.month:
        found["BYMONTH"] = str(read.month)
    _put_days(read, frequency, found)
    if frequency != "HOURLY":
        hour, minute = default_time if read.hour is None else (read.hour, read.minute)
        found |= {"BYHOUR": str(hour), "BYMINUTE": str(minute)}
    return rule.written(found)


def _meant(read: _Read) -> str:
    if read.month:
        return "YEARLY"
    if read.place or read.month_day:
        return "MONTHLY"
    return "WEEKLY" if read.days else ""


def _put_days(read: _Read, frequency: str, found: dict[str, str]) -> None:
    if read.days:
        days = sorted(set(read.days), key=DAYS.index)
        found["BYDAY"] = ",".join(days)
        if frequency in ("MONTHLY", "YEARLY"):
            found["BYSETPOS"] = str(read.place or 1)
            if frequency == "YEARLY" and not read.month:
                found["BYMONTH"] = "1"
    elif frequency == "MONTHLY":
        found["BYMONTHDAY"] = str(read.month_day or read.place or 1)
    elif frequency == "YEARLY":
        found |= {"BYMONTH": str(read.month or 1), "BYMONTHDAY": str(read.month_day or 1)}
    elif frequency == "WEEKLY":
        found["BYDAY"] = "MO"
