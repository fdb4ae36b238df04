"""Times as a log writes them: several forms, with a zone of their own or in the zone named for the file."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from otui.errors import Usage
from otui.text.i18n import _

_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "MM": r"(?P<month>\d{2})",
    "DD": r"(?P<day>\d{2})",
    "HH": r"(?P<hour>\d{2})",
    "mm": r"(?P<minute>\d{2})",
    "ss": r"(?P<second>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "D": r"(?P<day>\d{1,2})",
    "H": r"(?P<hour>\d{1,2})",
}
_TOKEN = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
ISO = "iso"
EARLIEST, LATEST = 1970, 2200
"""Years of a time that can be meant; others are a slip, or what a program writes for "never"."""


def compile_form(form: str) -> re.Pattern[str]:
    """Turn a form such as `DD-MM-YYYY HH:mm` into a pattern; ValueError for one without day, month and year."""
    pattern, at = "", 0
    for token in _TOKEN.finditer(form):
        pattern += re.escape(form[at : token.start()]) + _PARTS[token.group()]
        at = token.end()
    compiled = re.compile(pattern + re.escape(form[at:]))
    if not {"year", "month", "day"} <= set(compiled.groupindex):
        raise ValueError(form)
    return compiled


def zone_named(name: str) -> ZoneInfo:
    """Return the zone with an IANA name; Usage in words for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Usage(
            _("There is no time zone {name}.").format(name=name),
            _("Name it as in the IANA list: --timezone Europe/Amsterdam."),
        ) from error


class Instants:
    """Reads the times of one file. What is read twice is worked out once: logs repeat their minutes.

    `gaps` and `folds` are the times that the zone's clock skipped or showed twice; a skipped one is read as if
    the clock had not been set on, one shown twice as the first of the two.
    """

    def __init__(self, forms: tuple[str, ...], zone: ZoneInfo | None) -> None:
        self._forms: list[Callable[[str], datetime | None]] = [_reader(form) for form in forms]
        self._zone = zone
        self._known: dict[str, datetime] = {}
        self.gaps: list[str] = []
        self.folds: list[str] = []

    def read(self, text: str) -> datetime:
        """Return the instant (UTC) that `text` means. ValueError in words where it means none."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = self._work_out(text.strip())
        return known

    def _work_out(self, text: str) -> datetime:
        for form in self._forms:
            local = form(text)
            if local is not None:
                break
        else:
            raise ValueError(_("{text} is no time in the form that the map names").format(text=repr(text)))
        if not EARLIEST <= local.year < LATEST:
            raise ValueError(_("{text} is not a time of any service desk").format(text=repr(text)))
        if local.tzinfo is not None:
            return local.astimezone(UTC)
        if self._zone is None:
            raise Usage(
                _("The times of this file have no time zone ({text}).").format(text=text),
                _("Name it: --timezone Europe/Amsterdam."),
            )
        return self._in_zone(local, text)

    def _in_zone(self, local: datetime, text: str) -> datetime:
        aware = local.replace(tzinfo=self._zone)
        utc = aware.astimezone(UTC)
        if aware.utcoffset() != aware.replace(fold=1).utcoffset():
            back = utc.astimezone(self._zone).replace(tzinfo=None)
            (self.folds if back == local else self.gaps).append(text)
        return utc


def _reader(form: str) -> Callable[[str], datetime | None]:
    if form == ISO:
        return _iso
    pattern = compile_form(form)

    def read(text: str) -> datetime | None:
        found = pattern.fullmatch(text)
        if found is None:
            return None
        parts = {name: int(value) for name, value in found.groupdict().items()}
        days = 0
        if parts.get("hour") == 24 and not parts.get("minute") and not parts.get("second"):
            parts["hour"], days = 0, 1
        try:
            return datetime(**parts) + timedelta(days=days)  # type: ignore[arg-type]
        except ValueError:
            return None

    return read


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
