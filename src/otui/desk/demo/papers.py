"""What is written down of a ticket's life: its articles and its history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from otui.desk.rows import AgentRow

Changes = dict[str, list[Any]]


class Papers:
    """The rows of one ticket, as they come to be."""

    def __init__(self, full_names: Mapping[str, str]) -> None:
        self._full_names = full_names
        self.owner: AgentRow | None = None
        self.values: dict[str, Any] = {}
        self.articles: list[dict[str, Any]] = []
        self.history: list[dict[str, Any]] = []

    def _article(
        self, at: datetime, kind: str, body: str, agent: AgentRow | None = None, **more: Any
    ) -> None:
        row = {"kind": kind, "body": body, "created_at": at}
        if agent is not None:
            row.update(author_kind="agent", agent_id=agent.id, author=self._full_names[agent.login])
        self.articles.append({**row, **more})

    def _event(
        self,
        at: datetime,
        verb: str,
        agent: AgentRow | None,
        changes: Changes | None = None,
        text: str = "",
        *,
        actor: str = "",
    ) -> None:
        self.history.append(
            {
                "at": at,
                "agent_id": agent.id if agent else None,
                "actor": agent.login if agent else actor,
                "verb": verb,
                "changes": changes or {},
                "text": text,
            }
        )
        if verb in ("warn", "escalate"):
            return
        self.values["updated_at"] = max(at, self.values["updated_at"])
        if agent is not None and agent is self.owner:
            self.values["active_at"] = at
