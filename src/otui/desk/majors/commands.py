"""What is asked of a major incident: one frozen command a verb. `ticket` is the parent, as in any other command."""

from __future__ import annotations

from dataclasses import dataclass

from otui.desk.commands import OnTicket, Resolve, TicketRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(OnTicket):
    """Say that a ticket may be a major incident. `members` are those that it would stand for."""

    members: tuple[TicketRef, ...] = ()
    alike: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declare(OnTicket):
    """Say that it is one: what it was proposed for, and is still there, becomes its children."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismiss(OnTicket):
    """Say that it is none; its children are tickets like any other again."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddChildren(OnTicket):
    """Let tickets follow the parent."""

    children: tuple[TicketRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveChildren(OnTicket):
    """Let tickets go their own way again."""

    children: tuple[TicketRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Message(OnTicket):
    """Write one message to every contact who is hit, each of them once.

    `known` are the tickets that were shown beforehand: it is refused where others are reached by now. None: whoever
    they are.
    """

    body: str
    known: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveAll(Resolve):
    """Solve the parent and what follows it; `known` as with Message."""

    known: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(OnTicket):
    """Write down afterwards what happened, and what was learned."""

    text: str
