"""Who may approve, and how an asking stands. The state of a round is derived from what each person said, never kept.

Each approval is one person's own. An approver is never the one who asks for the change nor the one who carries it out:
whoever would approve their own work is not asked, and is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Who is asked."""

    PEER = "peer"
    """Named people who know the technique."""
    CAB = "cab"
    """The change advisory board."""
    ECAB = "ecab"
    """The emergency board: small, named beforehand."""


BOARDS = (Kind.CAB, Kind.ECAB)


class Say(StrEnum):
    """What one person said to one asking."""

    ASKED = "asked"
    APPROVED = "approved"
    REJECTED = "rejected"
    DEFERRED = "deferred"


class Outcome(StrEnum):
    """How a round stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    DEFERRED = "deferred"


@dataclass(frozen=True, slots=True)
class Parties:
    """Those of a change who may not approve it."""

    requester: int | None = None
    implementer: int | None = None
    author: int | None = None
    """Who wrote it down. They are its requester where no other agent is."""

    @property
    def barred(self) -> frozenset[int]:
        """Ids of the agents who may not approve."""
        asks = self.author if self.requester is None else self.requester
        return frozenset(one for one in (asks, self.implementer) if one is not None)


@dataclass(frozen=True, slots=True)
class Round:
    """One asking: what it takes, and what was said. `fallen` is whether it no longer counts."""

    id: int
    kind: Kind
    quorum: int
    says: tuple[Say, ...]
    fallen: bool = False

    @property
    def outcome(self) -> Outcome:
        """How it stands: one who rejects is enough to stop it; else the quorum decides; else one who defers."""
        return outcome(self.says, self.quorum)


def outcome(says: Iterable[Say], quorum: int) -> Outcome:
    """Return how a round stands by what its approvers said."""
    said = tuple(says)
    if Say.REJECTED in said:
        return Outcome.REJECTED
    if sum(one is Say.APPROVED for one in said) >= max(1, quorum):
        return Outcome.APPROVED
    return Outcome.DEFERRED if Say.DEFERRED in said else Outcome.PENDING


def standing(rounds: Iterable[Round], kind: Kind) -> Round | None:
    """Return the newest round of a kind that counts; None where none does."""
    counted = [one for one in rounds if one.kind is kind and not one.fallen]
    return max(counted, key=lambda one: one.id, default=None)


def approved(rounds: Iterable[Round], kind: Kind) -> bool:
    """Whether the newest round of a kind that counts was approved."""
    found = standing(rounds, kind)
    return found is not None and found.outcome is Outcome.APPROVED


def may_approve(agent_id: int, parties: Parties) -> bool:
    """Whether an agent may approve, being asked or standing in for somebody who is."""
    return agent_id not in parties.barred


def may_stand_in(agent_id: int, parties: Parties, approvers: Collection[int]) -> bool:
    """Whether an agent may say it for an absent approver: one who is asked themselves has a vote, and no second one."""
    return may_approve(agent_id, parties) and agent_id not in approvers
