"""Tells a coordinator that every change of their problem is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from otui.desk.problems.fixes import VERB
from otui.desk.records import listing
from otui.desk.views.problems import LISTING
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.app import OtuiApp
    from otui.desk.live import Change


async def look(app: OtuiApp, changes: Sequence[Change]) -> None:
    """Tell of the problems of this agent whose last change has just ended."""
    ids = {one.record_id for one in changes if one.topic == "problem" and one.verb == VERB and one.record_id}
    rows = await app.live.read(listing.rows_by_id, LISTING, ids)
    for row in rows.values():
        if row.owner_id == app.agent_id:
            app.tell(
                _("Every change for {number} is done: {subject}. It can be resolved.").format(
                    number=row.number, subject=row.subject
                ),
                seconds=8,
            )
