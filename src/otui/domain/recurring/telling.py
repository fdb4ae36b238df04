"""A rule of the calendar in words, as a person reads it: what was understood is shown before it is kept."""

from __future__ import annotations

from otui.domain.recurring import rule
from otui.domain.recurring.words import DAYS
from otui.text.i18n import N_, _, ngettext

DAY_NAMES = {
    "MO": N_("Monday"),
    "TU": N_("Tuesday"),
    "WE": N_("Wednesday"),
    "TH": N_("Thursday"),
    "FR": N_("Friday"),
    "SA": N_("Saturday"),
    "SU": N_("Sunday"),
}
MONTH_NAMES = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"), N_("August"),
    N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
PLACES = {
    1: N_("first"),
    2: N_("second"),
    3: N_("third"),
    4: N_("fourth"),
    5: N_("fifth"),
    -1: N_("last"),
}
_TOLD = frozenset(
    {"FREQ", "INTERVAL", "BYDAY", "BYSETPOS", "BYMONTHDAY", "BYMONTH", "BYHOUR", "BYMINUTE", "WKST"}
)
_WORKING = DAYS[:5]


def told(text: str, shift: str = "") -> str:
    """Return a rule in words; one that says more than words are known for as RFC 5545 has it."""
    found = rule.parts(text)
    # "Working day" says by itself that a holiday is none.
    working = bool(shift) and tuple(found.get("BYDAY", "").split(",")) == _WORKING
    body = _body(found, working) if found.keys() <= _TOLD else None
    words = text if body is None else body
    if not shift or (working and body is not None):
        return words
    if shift == rule.NEXT:
        return _("{rule}; on a day off: the next working day").format(rule=words)
    return _("{rule}; on a day off: the working day before").format(rule=words)


def _body(found: dict[str, str], working: bool) -> str | None:
    every = int(found.get("INTERVAL", "1"))
    how = {
        "HOURLY": lambda: ngettext("every hour", "every {n} hours", every),
        "DAILY": lambda: ngettext("every day", "every {n} days", every),
        "WEEKLY": lambda: ngettext("every week", "every {n} weeks", every),
        "MONTHLY": lambda: ngettext("every month", "every {n} months", every),
        "YEARLY": lambda: ngettext("every year", "every {n} years", every),
    }[found["FREQ"]]()
    when = _time(found)
    if found["FREQ"] == "WEEKLY" and every == 1 and working:
        return None if when is None else _join(_("every working day"), when)
    days = _days(found, working)
    if days is None or when is None:
        return None
    return _join(how.format(n=every), days, when)


def _days(found: dict[str, str], working: bool) -> str | None:
    """Return on which days, in words; None for what there are no words for."""
    named = found.get("BYDAY", "")
    month_day, place, month = found.get("BYMONTHDAY", ""), found.get("BYSETPOS", ""), found.get("BYMONTH", "")
    if any(part and not _whole(part) for part in (month_day, place, month)) or (month_day and named):
        return None
    of_month = ""
    if month:
        of_month = _("in {month}").format(month=_(MONTH_NAMES[int(month) - 1]))
    if month_day:
        if month_day == "-1":
            return _join(_("on the last day"), of_month)
        if int(month_day) < 0:
            return None
        if month:
            return _("on {day} {month}").format(day=month_day, month=_(MONTH_NAMES[int(month) - 1]))
        return _("on day {day}").format(day=month_day)
    if not named:
        return None if place else of_month
    codes = named.split(",")
    if not set(codes) <= set(DAYS):
        return None
    names = _("working day") if working and place else _names(codes)
    if not place:
        return _join(_("on {days}").format(days=_("working days") if working else names), of_month)
    if int(place) not in PLACES or (len(codes) > 1 and not working):
        return None
    return _join(_("on the {place} {day}").format(place=_(PLACES[int(place)]), day=names), of_month)


def _names(codes: list[str]) -> str:
    if tuple(codes) == _WORKING:
        return _("Monday to Friday")
    names = [_(DAY_NAMES[code]) for code in codes]
    if len(names) == 1:
        return names[0]
    return _("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])


def _time(found: dict[str, str]) -> str | None:
    hour, minute = found.get("BYHOUR", ""), found.get("BYMINUTE", "")
    if not hour and not minute:
        return ""
    if not _whole(hour) or (minute and not _whole(minute)):
        return None
    return _("at {time}").format(time=f"{int(hour):02}:{int(minute or 0):02}")


def _whole(text: str) -> bool:
    return text.removeprefix("-").isdecimal()


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)
