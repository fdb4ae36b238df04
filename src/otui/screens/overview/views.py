"""What each overview shows: which entries stand beside the list, which tickets an entry holds, in which order.

Source: "Onder het knopje tickets zie je drie overzichten: op wachtrij, op status, op escalatieoverzicht".
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from otui.desk.desk import View
from otui.desk.rows import QueueCount, TicketRow
from otui.desk.saved_views import SavedViewRow
from otui.desk.views import counts
from otui.desk.views.lists import Order, TicketFilter
from otui.desk.words import state_name
from otui.domain.workflow import OPEN_STATES, State
from otui.text.i18n import N_, _
from otui.widgets.ticket_row import DEFAULT

MY_QUEUES = -1
ALL_OPEN = -2


@dataclass(frozen=True, slots=True)
class SideRow:
    """An entry beside the list. `version` changes with what it says, so that only what changed is drawn."""

    id: int
    label: str
    depth: int
    figures: tuple[int, ...]
    only: TicketFilter = field(default_factory=TicketFilter)
    folded: bool = False
    parent: bool = False
    alarm: bool = False

    @property
    def version(self) -> int:
        """Return a number that differs where the entry reads differently."""
        return hash((self.label, self.figures, self.folded))


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One overview: its name, its list's filter, order and columns, and whether entries stand beside it."""

    id: str
    title: str
    side: str = ""
    only: TicketFilter = field(default_factory=TicketFilter)
    order: Order = field(default_factory=Order)
    columns: tuple[str, ...] = DEFAULT
    entry: int = 0
    """The chosen entry beside the list."""
    sectioned: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return what a saved view keeps."""
        return {
            "only": self.only.to_dict(),
            "order": self.order.by,
            "descending": self.order.descending,
            "columns": list(self.columns),
        }


def shipped_views(agent_id: int) -> dict[str, ViewSpec]:
    """Return the overviews that every agent has."""
    escalations = ("due", "flag", "clock", "level", "number", "subject", "queue", "owner", "age")
    own = ("due", "flag", "level", "number", "subject", "contact", "state", "queue")
    return {
        "queues": ViewSpec("queues", N_("Queues"), side="queues", entry=MY_QUEUES),
        "status": ViewSpec(
            "status",
            N_("Status"),
            side="status",
            entry=ALL_OPEN,
            columns=("due", "flag", "level", "number", "subject", "state", "queue", "owner"),
        ),
        "escalations": ViewSpec("escalations", N_("Escalations"), columns=escalations, sectioned=True),
        "mine": ViewSpec("mine", N_("Mine"), only=TicketFilter(owner=agent_id), columns=own),
        "free": ViewSpec("free", N_("Free"), only=TicketFilter(free=True)),
    }


def saved_view(row: SavedViewRow) -> ViewSpec:
    """Return an agent's own view."""
    spec = row.spec
    return ViewSpec(
        f"saved{row.digit}",
        row.name,
        only=TicketFilter.from_dict(spec.get("only", {})),
        order=Order(spec.get("order", "due"), bool(spec.get("descending", False))),
        columns=tuple(spec.get("columns", DEFAULT)),
    )


def section_of(now: Callable[[], datetime]) -> Callable[[TicketRow], str]:
    """Return a function that puts a ticket in its section of the escalation overview."""

    def section(row: TicketRow) -> str:
        due = row.due
        if due is None:
            return _("paused")
        left = due[1] - now()
        if left <= timedelta(0):
            return _("escalated and missed")
        if left < timedelta(hours=1):
            return _("within the hour")
        return _("today") if left < timedelta(hours=12) else _("later")

    return section


def queue_entries(view: View, folded: frozenset[int]) -> list[SideRow]:
    """Return the tree of queues with open, free and burning counts; the agent's own together on top."""
    own = counts.by_queue(view)
    whole = counts.with_children(view, own)
    directory = view.directory
    mine = sum((own.get(queue_id, QueueCount()) for queue_id in view.agent.queues), QueueCount())
    rows = [
        _queue_row(MY_QUEUES, _("my queues"), 0, mine, TicketFilter(queues=tuple(sorted(view.agent.queues))))
    ]
    parents = {queue.parent_id for queue in directory.queues.values()}
    for queue in directory.queues.values():
        above, hidden = queue.parent_id, False
        while above is not None and above in directory.queues:
            hidden = hidden or above in folded
            above = directory.queues[above].parent_id
        if hidden:
            continue
        rows.append(
            replace(
                _queue_row(
                    queue.id,
                    queue.name,
                    queue.depth,
                    whole[queue.id],
                    TicketFilter(queues=directory.subtree(queue.id)),
                ),
                folded=queue.id in folded,
                parent=queue.id in parents,
            )
        )
    return rows


def _queue_row(row_id: int, label: str, depth: int, count: QueueCount, only: TicketFilter) -> SideRow:
    return SideRow(
        row_id, label, depth, (count.open, count.free, count.escalated), only, alarm=count.escalated > 0
    )


def status_entries(view: View, _folded: frozenset[int]) -> list[SideRow]:
    """Return the states with how many tickets are in each; all open ones together on top."""
    numbers = counts.by_state(view)
    total = sum(numbers[state] for state in OPEN_STATES)
    rows = [SideRow(ALL_OPEN, _("all open"), 0, (total,))]
    for place, state in enumerate(State):
        if state is State.MERGED and not numbers[state]:
            continue
        rows.append(
            SideRow(place + 1, state_name(state), 0, (numbers[state],), TicketFilter(states=(state.value,)))
        )
    return rows


ENTRIES: dict[str, Callable[[View, frozenset[int]], list[SideRow]]] = {
    "queues": queue_entries,
    "status": status_entries,
}
