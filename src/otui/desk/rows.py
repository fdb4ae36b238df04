"""The frozen rows that read models hand to screens and commands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from otui.desk.records.ties import TieRow


@dataclass(frozen=True, slots=True)
class AgentRow:
    """An agent with their queues."""

    id: int
    login: str
    name: str
    role: str
    lang: str
    line: int
    email: str = ""
    away_at: datetime | None = None
    back_at: datetime | None = None
    substitute_id: int | None = None
    queues: frozenset[int] = frozenset()
    active: bool = True
    """False on somebody who was deactivated while they sat at the desk."""

    def away(self, now: datetime) -> bool:
        """Whether they are out of office now."""
        return (
            self.away_at is not None and self.away_at <= now and (self.back_at is None or now < self.back_at)
        )

    @property
    def leads(self) -> bool:
        """Whether the role may take over, give away and read what is locked."""
        return self.role in ("lead", "admin")


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A queue and its place in the tree."""

    id: int
    name: str
    parent_id: int | None
    line: int
    position: int
    calendar: str
    lock_minutes: int
    confidential: bool = False
    depth: int = 0
    path: tuple[str, ...] = ()
    """Its own name and its ancestors', nearest first."""


@dataclass(frozen=True, slots=True)
class QueueCount:
    """How many open, free and burning tickets a queue holds, its own only."""

    open: int = 0
    free: int = 0
    warned: int = 0
    escalated: int = 0

    def __add__(self, other: QueueCount) -> QueueCount:
        return QueueCount(
            self.open + other.open,
            self.free + other.free,
            self.warned + other.warned,
            self.escalated + other.escalated,
        )


@dataclass(frozen=True, slots=True)
class StatusCounts:
    """What the status line says of the whole desk."""

    open: int
    mine: int
    free: int
    warned: int
    escalated: int
    next_due: datetime | None
    next_number: str
    arrivals: int = 0
    to_approve: int = 0
    """Changes and standard changes that wait for the word of whoever asks."""


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as a list shows it."""

    id: int
    version: int
    number: str
    subject: str
    kind: str
    state: str
    level: str
    level_rank: int
    level_imported: bool
    queue_id: int
    queue: str
    line: int
    owner_id: int | None
    owner: str
    locked: bool
    contact: str
    customer: str
    created_at: datetime
    updated_at: datetime
    wait_until: datetime | None
    response_due: datetime | None
    escalation_due: datetime | None
    resolution_due: datetime | None
    flag: int
    sort_key: int

    @property
    def due(self) -> tuple[str, datetime] | None:
        """The clock that falls due first, and when; None while none runs."""
        dues = [
            (due, name)
            for name, due in (
                ("response", self.response_due),
                ("escalation", self.escalation_due),
                ("resolution", self.resolution_due),
            )
            if due is not None
        ]
        if not dues:
            return None
        due, name = min(dues)
        return name, due


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list in its order. `more` says whether rows lie beyond it."""

    rows: tuple[TicketRow, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """One message, reply, note or call, as the thread shows it."""

    id: int
    kind: str
    author_kind: str
    author: str
    recipients: str
    cc: str
    subject: str
    body: str
    queue: str
    created_at: datetime
    origin: str
    reaches_contact: bool


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One event of a ticket's history."""

    id: int
    at: datetime
    actor: str
    verb: str
    changes: dict[str, Any]
    text: str
    version: int


@dataclass(frozen=True, slots=True)
class LinkRow:
    """Another ticket that belongs to this one."""

    ticket_id: int
    number: str
    subject: str
    state: str
    kind: str


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person who reports, with what else they have at the desk."""

    id: int
    name: str
    email: str
    phone: str
    lang: str
    customer_id: int | None
    customer: str
    note: str = ""
    open_tickets: tuple[LinkRow, ...] = ()
    former_tickets: tuple[LinkRow, ...] = ()
    open_count: int = 0
    former_count: int = 0


@dataclass(frozen=True, slots=True)
class CustomerRow:
    """An organisation that the desk serves."""

    id: int
    name: str
    phone: str
    note: str
    contacts: int = 0
    open_tickets: int = 0


@dataclass(frozen=True, slots=True)
class TicketDetail:
    """Everything the ticket screen shows but its thread. `readable` is False on a ticket that another has locked."""

    row: TicketRow
    readable: bool
    external_number: str | None
    impact: int | None
    urgency: int | None
    value: int | None
    resolved_at: datetime | None
    closed_at: datetime | None
    cycle: int
    reopen_count: int
    merged_into: str
    contact: ContactRow | None
    links: tuple[LinkRow, ...]
    allowed: tuple[str, ...]
    """Verbs that the workflow allows in this state."""
    extra: dict[str, Any] = field(default_factory=dict)
    category: str = ""
    item_id: int | None = None
    """The service or item that it is about, where that is there for whoever asks."""
    item: str = ""
    waits_for: str = ""
    """The number of the problem or change that it waits for, where that is there for whoever asks."""
    ties: tuple[TieRow, ...] = ()
    """The problems, changes and articles that it belongs to."""
