"""How the board stands on a change: the round that counts now, and what each member said in it. Only read here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.domain.change.approval import Outcome, Say, outcome
from otui.store.records import from_db

if TYPE_CHECKING:
    from otui.store.database import Reader


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member says; `state` is asked, approved, rejected or deferred."""

    agent_id: int
    login: str
    name: str
    state: str
    words: str
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class Standing:
    """The asking of the board that counts now. `kind` is cab or ecab; `quorum` how many of them must approve."""

    round_id: int
    kind: str
    quorum: int
    votes: tuple[Vote, ...]

    def count(self, state: str) -> int:
        """Return how many said that."""
        return sum(vote.state == state for vote in self.votes)

    @property
    def rejected(self) -> bool:
        """Whether a member said no, which is enough to stop it."""
        return self.count("rejected") > 0

    @property
    def met(self) -> bool:
        """Whether enough members approved, and nobody said no."""
        return outcome((Say(vote.state) for vote in self.votes), self.quorum) is Outcome.APPROVED

    def vote_of(self, agent_id: int) -> Vote | None:
        """Return what one agent says; None where they are not asked."""
        return next((vote for vote in self.votes if vote.agent_id == agent_id), None)


def standing(reader: Reader, change_ids: Iterable[int]) -> dict[int, Standing]:
    """Return how the board stands on each of these changes; one that it was not asked about is not in it."""
    ids = ",".join(str(int(one)) for one in change_ids)
    if not ids:
        return {}
    rounds = reader.all(
        "SELECT record_id, id, kind, quorum FROM approval_round WHERE record = 'change'"
        f" AND record_id IN ({ids}) AND kind IN ('cab', 'ecab') AND fallen_at IS NULL ORDER BY id"
    )
    latest = {row[0]: row for row in rounds}
    if not latest:
        return {}
    numbers = ",".join(str(row[1]) for row in latest.values())
    votes: dict[int, list[Vote]] = {}
    for row in reader.all(
        "SELECT a.round_id, a.agent_id, g.login, g.name, a.state, a.words, a.decided_at FROM approval a"
        f" JOIN agent g ON g.id = a.agent_id WHERE a.round_id IN ({numbers}) ORDER BY a.id"
    ):
        vote = Vote(row[1], row[2], row[3], row[4], row[5], from_db("decided_at", row[6]))
        votes.setdefault(row[0], []).append(vote)
    return {
        change_id: Standing(row[1], row[2], row[3], tuple(votes.get(row[1], ())))
        for change_id, row in latest.items()
    }
