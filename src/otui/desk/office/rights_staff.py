"""Who may change the team of a queue: what the table says, and what it cannot, of a confidential one."""

from __future__ import annotations

from otui.desk import rights
from otui.desk.rows import AgentRow, QueueRow
from otui.errors import Refused
from otui.text.i18n import _


def may_team(agent: AgentRow, queue: QueueRow) -> bool:
    """Whether `agent` may change a queue's team: that of a confidential one only an admin or a lead who is on it."""
    return rights.may_at_desk(agent, "team") and (
        not queue.confidential or agent.role == "admin" or queue.id in agent.queues
    )


def require_team(agent: AgentRow, queue: QueueRow) -> None:
    """Refuse what `may_team` does not allow."""
    rights.require(agent, "team")
    if not may_team(agent, queue):
        raise Refused(
            _("{queue} is confidential: its team is for an admin to change.").format(queue=queue.name),
            _("Ask an admin."),
        )
