"""Who may change agents, queues and teams: one table, asked by every verb and by the screens that offer them."""

from __future__ import annotations

from dataclasses import dataclass

from otui.desk import rights
from otui.desk.rows import AgentRow, QueueRow
from otui.errors import Refused
from otui.text.i18n import N_, _


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that may be done to agents or queues. `own`: everybody may do it to themselves."""

    refusal: str
    lead: bool = False
    own: bool = False


DUTIES: dict[str, Duty] = {
    "agent-new": Duty(N_("Only an admin makes agents.")),
    "agent-change": Duty(N_("Only an admin changes an agent.")),
    "agent-lang": Duty(N_("Only they or an admin choose the language of an agent."), own=True),
    "agent-off": Duty(N_("Only an admin deactivates or activates an agent.")),
    "absence": Duty(N_("Only a lead or an admin puts others out of office."), lead=True, own=True),
    "team": Duty(N_("Only a lead or an admin changes the team of a queue."), lead=True),
    "queue-new": Duty(N_("Only an admin makes queues.")),
    "queue-change": Duty(N_("Only an admin changes a queue.")),
    "queue-off": Duty(N_("Only an admin deactivates or activates a queue.")),
}
"""What may be done, and by whom beside the admins, who may all."""


def may(agent: AgentRow, duty: str, other_id: int | None = None) -> bool:
    """Whether `agent` may do this to the agent `other_id`, or to queues."""
    row = DUTIES[duty]
    if not agent.active:
        return False
    return agent.role == "admin" or (row.lead and agent.leads) or (row.own and other_id == agent.id)


def require(agent: AgentRow, duty: str, other_id: int | None = None) -> None:
    """Refuse what `may` does not allow, saying whom to ask."""
    rights.require_active(agent)
    if may(agent, duty, other_id):
        return
    row = DUTIES[duty]
    if row.lead:
        rights.require_lead(agent, _(row.refusal))
    else:
        rights.require_admin(agent, _(row.refusal))


def may_team(agent: AgentRow, queue: QueueRow) -> bool:
    """Whether `agent` may change a queue's team: that of a confidential one only an admin or a lead who is on it."""
    return may(agent, "team") and (
        not queue.confidential or agent.role == "admin" or queue.id in agent.queues
    )


def require_team(agent: AgentRow, queue: QueueRow) -> None:
    """Refuse what `may_team` does not allow."""
    require(agent, "team")
    if not may_team(agent, queue):
        raise Refused(
            _("{queue} is confidential: its team is for an admin to change.").format(queue=queue.name),
            _("Ask an admin."),
        )
