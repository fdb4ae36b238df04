"""That articles were used in a reply: part of the verb that sends it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from otui.desk.records.finding import find_id

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Ticket


def count_use(unit: Unit, ticket: Ticket, articles: Iterable[int]) -> None:
    """Note that these articles were used on a ticket; each counts once a ticket, however many replies it is in."""
    for article_id in dict.fromkeys(articles):
        if find_id(unit.writer, "knowledge", article_id, unit.hidden) is None:
            continue
        there = "knowledge_id = :article AND ticket_id = :ticket"
        if unit.load_all("knowledge_use", there, {"article": article_id, "ticket": ticket.id}):
            continue
        unit.add(
            "knowledge_use",
            {
                "knowledge_id": article_id,
                "ticket_id": ticket.id,
                "agent_id": unit.agent.id or None,
                "at": unit.now,
            },
        )
