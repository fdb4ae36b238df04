"""What happened to a ticket since somebody began to write on it, as this agent may know it."""

from __future__ import annotations

from otui.desk.desk import View
from otui.desk.together.crossing import News, read_news
from otui.desk.views.lists import rows_by_id
from otui.desk.views.ticket import readable


def since(view: View, ticket_id: int, version: int) -> tuple[News, ...]:
    """Return what happened to a ticket after `version`, oldest first.

    On a ticket that another has locked it says who did what, without the words; of one that is not theirs to see,
    nothing.
    """
    row = rows_by_id(view, (ticket_id,)).get(ticket_id)
    if row is None or row.version == version:
        return ()
    whole = readable(view, row)
    return read_news(view.reader, view.directory, view.agent, ticket_id, version, readable=whole)
