"""The rows of what recurs: major incidents first, then groups of like incidents by weight."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk.majors import words as major_words
from otui.desk.majors.views import MajorRow
from otui.desk.recurrence import words
from otui.desk.recurrence.reading import Recurring
from otui.domain.major import Stand
from otui.screens.records.columns import Column, Said
from otui.text import times
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.app import OtuiApp


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a group, by the id of its oldest ticket, or (with `major`) a major incident, with an id below nought."""

    id: int
    version: int
    group: Recurring | None = None
    major: MajorRow | None = None


def of_group(group: Recurring) -> Line:
    """Return the row of a group; it is the same group as long as its oldest ticket is."""
    return Line(group.cluster.ids[-1], hash(group), group)


def of_major(major: MajorRow) -> Line:
    """Return the row of a major incident."""
    return Line(
        -major.id, hash((major.version, major.children, major.open_children, major.state)), None, major
    )


def _count(line: Line, _app: OtuiApp) -> Said:
    if line.group is not None:
        return str(line.group.cluster.count), "strong"
    major = line.major
    assert major is not None
    return str(major.children + 1 if major.children else max(1, len(major.members))), "alarm"


def _open(line: Line, _app: OtuiApp) -> Said:
    if line.group is not None:
        return str(line.group.cluster.open_count), ""
    major = line.major
    return (str(major.open_children) if major is not None and major.children else ""), ""


def _days(line: Line, app: OtuiApp) -> Said:
    if line.group is None:
        return "", ""
    return words.day_bars(line.group.cluster, ascii_only=app.ascii_only), "accent"


def _trend(line: Line, _app: OtuiApp) -> Said:
    if line.group is None:
        return "", ""
    trend = line.group.cluster.trend
    return words.trend_word(trend), "warning" if trend == "rising" else "muted"


def _role(major: MajorRow) -> str:
    return "alarm" if major.state == Stand.DECLARED else "warning"


def _words(line: Line, _app: OtuiApp) -> Said:
    if line.group is None:
        assert line.major is not None
        stand = major_words.short_stand(line.major)
        return f"{stand} · {line.major.number} {line.major.subject}", _role(line.major)
    label = line.group.cluster.label
    if line.group.dismissed:
        return label + " · " + _("not a pattern"), "muted"
    return label, ""


def _item(line: Line, _app: OtuiApp) -> Said:
    return (line.group.item if line.group is not None else ""), "muted"


def _known(line: Line, _app: OtuiApp) -> Said:
    if line.group is None:
        return "", ""
    if line.group.major:
        return line.group.major, "alarm"
    return (line.group.problems[0] if line.group.problems else ""), "good"


def _last(line: Line, app: OtuiApp) -> Said:
    at = line.group.cluster.last_at if line.group is not None else None
    if line.major is not None:
        at = line.major.declared_at or line.major.proposed_at
    return (times.countdown(app.now - at) if at is not None else ""), "muted"


COLUMNS = (
    Column(N_("count"), 6, 0, _count, right=True),
    Column(N_("open"), 4, 2, _open, right=True),
    Column(N_("days"), words.BARS, 3, _days, right=True),
    Column(N_("trend"), 10, 4, _trend),
    Column(N_("words"), 0, 0, _words),
    Column(N_("service or item"), 16, 6, _item),
    Column(N_("problem"), 8, 1, _known),
    Column(N_("last"), 6, 5, _last, right=True),
)
