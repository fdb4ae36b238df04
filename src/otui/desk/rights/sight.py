"""What exists for an agent. A confidential queue is there for its team; for all others it is not, whatever their role.

Admins know that such a queue is there, by its name, because they manage it: its tickets they see from its team only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from otui.desk.rights.matrix import Role

if TYPE_CHECKING:
    from otui.desk.directory import Directory
    from otui.desk.rows import AgentRow, QueueRow

PROGRAM_ID = 0
"""Id of the program itself, which acts where no person does: it sees every ticket, and shows none to anybody."""


def may_see_queue(agent: AgentRow, queue_id: int, confidential: bool) -> bool:
    """Whether the tickets of a queue exist for an agent."""
    return not confidential or queue_id in agent.queues or agent.id == PROGRAM_ID


def may_see(agent: AgentRow, queue: QueueRow) -> bool:
    """Whether the tickets of a queue exist for an agent."""
    return may_see_queue(agent, queue.id, queue.confidential)


def may_know(agent: AgentRow, queue: QueueRow) -> bool:
    """Whether an agent may know that a queue is there: those who see its tickets, and admins."""
    return agent.role == Role.ADMIN or may_see(agent, queue)


def visible_queues(agent: AgentRow, directory: Directory) -> tuple[QueueRow, ...]:
    """Return the queues whose tickets exist for an agent, in tree order."""
    return tuple(queue for queue in directory.queues.values() if may_see(agent, queue))


def hidden_queues(agent: AgentRow, directory: Directory) -> tuple[int, ...]:
    """Return the ids of the queues, in use or not, whose tickets do not exist for an agent; mostly none."""
    if not directory.confidential:
        return ()
    return tuple(sorted(one for one in directory.confidential if not may_see_queue(agent, one, True)))


def without(hidden: Iterable[int], column: str) -> str:
    """Return the condition that leaves out rows of hidden queues, to come after others; empty where none is hidden."""
    numbers = ",".join(str(int(one)) for one in hidden)
    return f" AND {column} NOT IN ({numbers})" if numbers else ""
