"""What recurs, in a few words, for every front end."""

from __future__ import annotations

from datetime import datetime, tzinfo

from otui.domain.recurrence import Cluster
from otui.text import times
from otui.text.i18n import N_, _, ngettext

TRENDS = {"rising": N_("rising"), "steady": N_("steady"), "falling": N_("falling")}
_BARS = " ▁▂▃▄▅▆▇█"
_PLAIN = " .:-=+*#@"
BARS = 10
"""Cells of the line of days."""


def like_words(count: int, since: datetime | None, zone: tzinfo, now: datetime) -> str:
    """Return `5 like this since Mon 23 Nov`; the time of day where it was today. Empty where there is none."""
    if not count or since is None:
        return ""
    today = since.astimezone(zone).date() == now.astimezone(zone).date()
    when = times.clock(since, zone) if today else times.day(since, zone, now)
    return ngettext("{n} like this since {when}", "{n} like this since {when}", count).format(
        n=count, when=when
    )


def trend_word(trend: str) -> str:
    """Return where a group goes, as people say it."""
    return _(TRENDS.get(trend, trend))


def day_bars(cluster: Cluster, *, ascii_only: bool = False) -> str:
    """Return the days of a group as a row of bars, the last at its right; several days a bar where there are many."""
    days = cluster.days
    step = -(-len(days) // BARS)
    sums = [sum(days[max(0, end - step) : end]) for end in range(len(days), 0, -step)][::-1]
    most = max(sums, default=0)
    signs = _PLAIN if ascii_only else _BARS
    last = len(signs) - 1
    return "".join(signs[-(-one * last // most) if most else 0] for one in sums)
