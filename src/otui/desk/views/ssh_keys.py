"""The keys that open the door, as people list them."""

from __future__ import annotations

from otui.desk import rights
from otui.desk.desk import View
from otui.desk.office.keys_of import COLUMNS, KeyRow, key_row
from otui.text.i18n import _


def of_agent(view: View, login: str = "") -> list[KeyRow]:
    """Return the keys of an agent, or all that this agent may see: their own, an admin everyone's."""
    if login:
        agent_id = view.directory.agent(login).id
        if agent_id != view.agent.id:
            rights.require_admin(view.agent, _("Only an admin sees the keys of others."))
    elif view.agent.role != "admin":
        agent_id = view.agent.id
    else:
        rows = view.reader.all(f"{COLUMNS} ORDER BY a.login, k.id")
        return [key_row(row) for row in rows]
    return [
        key_row(row)
        for row in view.reader.all(f"{COLUMNS} WHERE k.agent_id = :agent ORDER BY k.id", {"agent": agent_id})
    ]
