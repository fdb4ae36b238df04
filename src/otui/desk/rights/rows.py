"""What the rows of the tables of rights are made of: roles, relations, answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an agent is to the desk, the least first. Whoever has left has none of them."""

    AGENT = "agent"
    LEAD = "lead"
    ADMIN = "admin"


class Relation(StrEnum):
    """How an agent stands to a ticket. A note stands where it was written: its queue, no lock."""

    OWN = "own"
    """They have it locked."""
    LOCKED = "locked"
    """Another has."""
    TEAM = "team"
    """It is free, and they are on the team of its queue."""
    OUTSIDE = "outside"
    """It is free, and they are not."""
    UNSEEN = "unseen"
    """Its queue is confidential, and they are not on its team."""


class Say(StrEnum):
    """What the table answers."""

    YES = "yes"
    NO = "no"
    READABLE = "readable"
    """Yes where the desk lets all read what is locked: `locked_tickets = "read"`."""
    OPEN_DOOR = "open door"
    """Yes where the desk lets agents act outside their queues: `outside = "act"`."""
    NEVER = "never"
    """No ticket that the verb is for is ever locked."""
    NOTHING = "nothing"
    """There is no such ticket, in the words of one that never was."""


_LETTERS = {
    "y": Say.YES,
    "-": Say.NO,
    "r": Say.READABLE,
    "o": Say.OPEN_DOOR,
    "x": Say.NOTHING,
    ".": Say.NEVER,
}


@dataclass(frozen=True, slots=True)
class OnTicket:
    """A row of the ticket table."""

    verb: str
    agent: tuple[Say, ...]
    """By relation, in the order of Relation."""
    lead: tuple[Say, ...]
    """The same for leads and admins."""
    functions: tuple[str, ...]
    """module:name of what does it."""
    source: str = ""
    """The passage of the description of the system that asks for it."""

    def answer(self, role: str, relation: Relation) -> Say:
        """Return what the table says to a role in a relation."""
        cells = self.agent if role == Role.AGENT else self.lead
        return cells[tuple(Relation).index(relation)]


@dataclass(frozen=True, slots=True)
class OnDesk:
    """A row of the desk table. `refusal` is what a lesser role is told."""

    verb: str
    least: Role
    functions: tuple[str, ...]
    refusal: str = ""
    own: bool = False
    """Whether everybody may do it to what is theirs."""


def on_ticket_row(verb: str, agent: str, lead: str, *functions: str, source: str = "") -> OnTicket:
    """Return a row of the ticket table from its letters."""
    cells = [tuple(_LETTERS[letter] for letter in text.split()) for text in (agent, lead)]
    return OnTicket(verb, cells[0], cells[1], functions, source)


def on_desk_row(verb: str, least: Role, *functions: str, refusal: str = "", own: bool = False) -> OnDesk:
    """Return a row of the desk table; `functions` are module:name below otui.desk."""
    return OnDesk(verb, least, tuple("otui.desk." + name for name in functions), refusal, own)
