"""What every screen tells of major incidents: a line over the lists, a word in the status line, a notice and a bell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from otui.desk.desk import View
from otui.desk.majors import views, words
from otui.desk.majors.views import MajorRow
from otui.desk.rows import StatusCounts
from otui.desk.views import counts
from otui.domain.major import Stand
from otui.text import times
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp


def line(app: OtuiApp, rows: Sequence[MajorRow]) -> tuple[str, str]:
    """Return the line over the lists and its role; empty where nothing stands."""
    if not rows:
        return "", "muted"
    row = rows[0]
    more = ""
    if len(rows) > 1:
        more = " · " + _("{n} more: {key}").format(n=len(rows) - 1, key=app.keymap.label("go.clusters"))
    if row.state == Stand.DECLARED and row.declared_at is not None:
        said = _("MAJOR INCIDENT {number} since {when} · {n} follow, {open} open · {subject}").format(
            number=row.number,
            when=times.clock(row.declared_at, app.zone),
            n=row.children,
            open=row.open_children,
            subject=row.subject,
        )
        return f" {said}{more}", "alarm"
    key = app.keymap.label("ticket.major")
    return f" {words.flood_words(row)} {key}{more}", "warning"


def loudest(rows: Sequence[MajorRow]) -> str:
    """Return the number of the newest major incident that is declared, or nothing."""
    return next((row.number for row in rows if row.state == Stand.DECLARED), "")


def tell(app: OtuiApp, rows: Sequence[MajorRow], told: set[tuple[int, str]]) -> None:
    """Tell leads and the team of its queue of what is proposed, and all of what is declared: once, with a bell.

    Whoever did it knows. What stood when this session began is in the line over the lists.
    """
    first = not told
    told.add((0, ""))
    me = app.live.desk.agent
    for row in rows:
        if (row.id, row.state) in told:
            continue
        told.add((row.id, row.state))
        declared = row.state == Stand.DECLARED
        mine = me.login in ((row.declared_by,) if declared else (row.proposed_by,))
        if first or mine or not (declared or me.leads or row.queue_id in me.queues):
            continue
        said = words.flood_words(row)
        if declared:
            said = _("MAJOR INCIDENT {number}: {subject}").format(number=row.number, subject=row.subject)
        if app.start.config.bell:
            app.bell()
        app.tell(said, severity="warning", seconds=10)


def read_status(view: View) -> tuple[StatusCounts, tuple[MajorRow, ...]]:
    """Read what the status line says, and the major incidents that stand."""
    return counts.status(view), views.standing(view)
