"""What passes from the parent of a major incident to its children, in the stroke that changed the parent.

A verb that can change a ticket's state asks `passing` before, ends its own act in the batch that this gives, and calls
`on` after. Each child has an act of its own under the same verb, so that one undo takes back all of it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from otui.desk.majors import standing
from otui.desk.results import Result
from otui.desk.tickets.common import go
from otui.desk.tickets.waiting import KINDS, waits_for
from otui.domain.major import Flow, Stand, passes
from otui.domain.workflow import State
from otui.text.i18n import ngettext

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.entities import Article, Ticket
    from otui.store.records import Record

Tell = Callable[["Unit", "Ticket"], "Article"]
"""Writes to the contact of a child what was written to that of its parent."""


@dataclass(frozen=True, slots=True)
class Passing:
    """A ticket before its state changed. `major` is None on all but the parent of a declared major incident."""

    ticket: Ticket
    was: str
    batch: str
    major: Record | None

    def on(self, unit: Unit, result: Result, tell: Tell | None = None) -> Result:
        """Let the children follow, once the parent's act is done; return its result, which names them too."""
        if self.major is None or self.was == self.ticket.state:
            return result
        followed = [
            child_id
            for child_id in standing.child_ids(unit.writer, self.ticket.id)
            if _follow(unit.beside(), child_id, self, result.verb, tell)
        ]
        if not followed:
            return result
        words = ngettext("{n} child follows it.", "{n} children follow it.", len(followed))
        said = f"{result.said} {words.format(n=len(followed))}"
        return replace(result, said=said, also=(*result.also, *followed))


def passing(unit: Unit, ticket: Ticket, batch: str) -> Passing:
    """Return what stands before a change of state, and the batch that the change is to be done in."""
    major = standing.of(unit, ticket.id)
    if major is None or major.state != Stand.DECLARED:
        return Passing(ticket, ticket.state, batch, None)
    return Passing(ticket, ticket.state, batch or uuid.uuid4().hex[:12], major)


def _follow(unit: Unit, child_id: int, parent: Passing, verb: str, tell: Tell | None) -> bool:
    """Let one child follow, where the table says so and it is there for whoever acts."""
    record = unit.load("ticket", child_id)
    if record is None or record.queue_id in unit.hidden:
        return False
    child = cast("Ticket", record)
    row = passes(parent.was, parent.ticket.state, child.state)
    if row is None:
        return False
    changes: dict[str, tuple[Any, Any]] = {}
    article = tell(unit, child) if tell is not None and row.told else None
    _go(unit, child, row, parent.ticket, changes)
    unit.done(
        verb,
        child,
        "",
        changes={**changes, "parent": (None, parent.ticket.number)},
        text=article.body[:120] if article is not None else "",
        batch=parent.batch,
        entered=row.target is State.OPEN,
        article_id=article.id if article is not None else None,
    )
    return True


def _go(unit: Unit, child: Ticket, row: Flow, parent: Ticket, changes: dict[str, tuple[Any, Any]]) -> None:
    kind = KINDS.get(row.target)
    if kind is not None and parent.waits_for_id is not None:
        waits_for(unit, child, unit.load(kind, parent.waits_for_id))
    if row.target is State.WAITING_THIRD_PARTY:
        child.wait_until = parent.wait_until
    go(unit, child, row.target, changes)
