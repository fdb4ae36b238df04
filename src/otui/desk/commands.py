"""What an agent asks of a ticket: one frozen command a verb.

`ticket` is an id or a number as a person types it. `version` is the version the command was written against; None
takes the ticket as it stands. `batch` ties the acts of one stroke on several tickets together, for one undo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

TicketRef = int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTicket:
    """A command on one ticket."""

    ticket: TicketRef
    version: int | None = None
    batch: str = ""


@dataclass(frozen=True, slots=True)
class DraftRef:
    """The agent's draft that words come from: it goes in the transaction that keeps them."""

    ticket_id: int
    """The ticket it was begun on, which may have been merged into the one it is sent on."""
    known: str
    """The draft as its writer last saw it: what another session of theirs put there since stays."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTicket:
    """Take a report in. `contact` is an id, an address or a name; a person not yet known is made on the fly."""

    subject: str
    body: str = ""
    queue: str = ""
    kind: str = "incident"
    category: str = ""
    impact: int | None = None
    urgency: int | None = None
    contact: int | str = ""
    contact_phone: str = ""
    customer: str = ""
    channel: str = "phone"
    take: bool = False
    item: int | str = ""
    """The service or item that it is about."""
    by_item: bool = False
    """Where no queue or impact is given, it takes those that the item proposes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply(OnTicket):
    """Write to the contact. `then` is what the ticket does next: "", resolve, close or wait-contact.

    `despite` as with Resolve, where the ticket ends with it.
    """

    body: str
    to: str = ""
    cc: str = ""
    subject: str = ""
    then: str = ""
    despite: str = ""
    used: tuple[int, ...] = ()
    """Ids of the knowledge articles whose solution is in it."""
    from_draft: DraftRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(OnTicket):
    """Write for the agents of the ticket's queue. A note has no recipients, by its type."""

    body: str
    from_draft: DraftRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Call(OnTicket):
    """Put down a phone call with the contact. `reached` is whether they were spoken to."""

    body: str
    reached: bool = True
    from_draft: DraftRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward(OnTicket):
    """Send the ticket to a third party."""

    to: str
    body: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Take(OnTicket):
    """Lock the ticket and become its owner. `over` takes it from whoever has it, where the role allows that."""

    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlock(OnTicket):
    """Let the ticket go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(OnTicket):
    """Give the ticket to an agent, by login or id. `anyway`: to one who is out of office, too."""

    agent: str | int
    anyway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Move(OnTicket):
    """Put the ticket in another queue."""

    queue: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineUp(OnTicket):
    """Hand the ticket to the next line. `queue` chooses among its queues; empty takes the first."""

    reason: str
    queue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait(OnTicket):
    """Wait for the `contact`, for a `third-party`, for a `problem` or `change` (`ref`), or `until` a time.

    The first two may name a time as well.
    """

    on: str
    ref: int | str = ""
    """The problem or the change, by number or id."""
    until: datetime | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve(OnTicket):
    """Say it is solved; `body` goes to the contact. `despite` says why open steps of the checklist are left out."""

    body: str = ""
    despite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Close(OnTicket):
    """Take it out of the queue for good; `body` goes to the contact. `despite` as with Resolve."""

    body: str = ""
    despite: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(OnTicket):
    """Begin again: a second, visible cycle of the clocks."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake(OnTicket):
    """End a wait before its time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPriority(OnTicket):
    """Say how many are hit (impact) and how long they can wait (urgency), by factor; the level follows."""

    impact: int | None = None
    urgency: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSubject(OnTicket):
    """Word the subject better."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetKind(OnTicket):
    """Say whether it is an incident or a request."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCategory(OnTicket):
    """Say what it is about, in the desk's own words; an empty text or a dash takes it away."""

    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetItem(OnTicket):
    """Say which service or item it is about; an empty text or a dash takes it off.

    `impact` and `move` take over, in the same act, the impact that it proposes and the queue that answers for it.
    """

    item: int | str
    impact: bool = False
    move: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SetContact(OnTicket):
    """Say who reported it."""

    contact: int | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(OnTicket):
    """Put this ticket's articles into another and end it."""

    into: TicketRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmerge(OnTicket):
    """Take a merged ticket out again, with what was its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Split(OnTicket):
    """Make a new ticket of one article."""

    article: int
    subject: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkTickets(OnTicket):
    """Say that two tickets belong together. `kind`: related, or parent (of the other)."""

    other: TicketRef
    kind: str = "related"


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo:
    """Take the agent's last act back; with `ticket`, the last one on that ticket."""

    ticket: TicketRef | None = None
    since: int = 0
    """Only acts later than this id: where the session began."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo:
    """Do again what the last undo took back."""

    ticket: TicketRef | None = None
    since: int = 0
