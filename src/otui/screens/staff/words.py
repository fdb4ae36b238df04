"""An absence as people type it: `fri 14:00 cas`, `mon 9 to wed 17:00`, `tomorrow`, or only who stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from otui.desk.rows import AgentRow
from otui.errors import NotFound, Usage
from otui.text import safe, times
from otui.text.i18n import _
from otui.text.when import parse_when

_BETWEEN = re.compile(r"\s+(?:to|until|till|tot|t/m|-|–)\s+", re.IGNORECASE)
_FROM = re.compile(r"^(?:from|van|vanaf)\s+", re.IGNORECASE)
_BY = re.compile(r"(?:^|\s)(?:by|door|->|→|substitute|vervanger)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Absence:
    """What was understood. Without `since` it begins now, without `until` it has no end yet."""

    since: datetime | None
    until: datetime | None
    substitute: AgentRow | None


def parse_absence(text: str, agents: Iterable[AgentRow], now: datetime, zone: tzinfo) -> Absence:
    """Return what `text` says; Usage where it is no time, NotFound where its last word is nobody's login."""
    words = safe.line(text).strip()
    head, _space, last = words.rpartition(" ")
    named = [agent for agent in agents if last.casefold() in (agent.login.casefold(), agent.name.casefold())]
    substitute = named[0] if named else None
    if substitute is not None:
        words = _BY.sub("", head).strip()
    try:
        since, until = _times(words, now, zone)
    except Usage:
        if substitute is None and head and _is_time(head, now, zone):
            raise NotFound(
                _("There is no agent {name}.").format(name=last), _("Name the substitute by login.")
            ) from None
        raise
    return Absence(since, until, substitute)


def said(absence: Absence, now: datetime, zone: tzinfo) -> str:
    """Say what was understood."""
    parts = []
    if absence.since is not None:
        parts.append(_("from {when}").format(when=times.moment(absence.since, zone, now)))
    if absence.until is not None:
        parts.append(_("until {when}").format(when=times.moment(absence.until, zone, now)))
    else:
        parts.append(_("until you say otherwise"))
    if absence.substitute is not None:
        parts.append(_("{name} stands in").format(name=absence.substitute.name))
    else:
        parts.append(_("nobody stands in"))
    return " · ".join(parts)


def _is_time(words: str, now: datetime, zone: tzinfo) -> bool:
    try:
        _times(words, now, zone)
    except Usage:
        return False
    return True


def _times(words: str, now: datetime, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    if not words:
        return None, None
    parts = _BETWEEN.split(words, maxsplit=1)
    if len(parts) == 2:
        since = parse_when(_FROM.sub("", parts[0]), now, zone)
        return since, parse_when(parts[1], since, zone)
    if _FROM.match(words):
        return parse_when(_FROM.sub("", words), now, zone), None
    return None, parse_when(words, now, zone)
