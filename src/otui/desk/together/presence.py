"""Who is on which ticket now: one row a session, while a ticket is open on its screen or a composer on it is.

A session renews its row; renewing tells nobody. Coming, going and doing something else go through the change feed, so
that others show it at once. Whether a row still counts is not read from its time: the clocks of two machines differ.
Each process judges by its own steady clock when it last *saw* the row change (see `Witness`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.views.lists import rows_by_id
from otui.desk.views.ticket import readable
from otui.store import feed
from otui.store.records import from_micros, to_micros

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit

TOPIC = "presence"
"""Topic of the change feed. No list is read again for it."""
READING, WRITING, NOTE, CALL = "reading", "writing", "note", "call"
RANK = (WRITING, CALL, NOTE, READING)
"""What a session does, what matters most to others first."""
RENEW_EVERY = 4.0
"""Seconds between two renewals."""
COUNTS_FOR = 9.0
"""Seconds that a row counts after it was last seen to change. Looked at each second, one that was left by a crash is
gone ten seconds after it was last renewed, and a renewal may come five seconds late."""


@dataclass(frozen=True, slots=True)
class Stay:
    """A session on a ticket. `seen_at` is by the clock of the machine it runs on."""

    session: str
    agent_id: int
    login: str
    name: str
    ticket_id: int
    doing: str
    since_at: datetime
    seen_at: datetime


# -- one's own ---------------------------------------------------------------------------------------------------------


def come(unit: Unit, session: str, ticket_id: int, doing: str) -> None:
    """Say that a session is on a ticket, and no longer where it was."""
    before = _ticket_of(unit, session)
    if before is not None and before != ticket_id:
        _tell(unit, before, "leave")
    values = {"agent_id": unit.agent.id, "ticket_id": ticket_id, "doing": doing, "at": to_micros(unit.now)}
    changed = unit.writer.execute(
        "UPDATE presence SET agent_id = :agent_id, ticket_id = :ticket_id, doing = :doing, since_at = :at,"
        f" seen_at = {_LATER} WHERE session = :session",
        {**values, "session": session},
    )
    if not changed:
        at = values.pop("at")
        unit.writer.insert("presence", {**values, "session": session, "since_at": at, "seen_at": at})
    _tell(unit, ticket_id, doing)


def renew(unit: Unit, session: str, ticket_id: int, doing: str) -> None:
    """Say that a session is still there. One that others gave up, as after a night's sleep, comes again."""
    changed = unit.writer.execute(
        f"UPDATE presence SET seen_at = {_LATER}"
        " WHERE session = :session AND ticket_id = :ticket AND doing = :doing",
        {"at": to_micros(unit.now), "session": session, "ticket": ticket_id, "doing": doing},
    )
    if not changed:
        come(unit, session, ticket_id, doing)


def go(unit: Unit, session: str) -> None:
    """Say that a session is on no ticket any more."""
    before = _ticket_of(unit, session)
    if before is not None:
        unit.writer.execute("DELETE FROM presence WHERE session = :session", {"session": session})
        _tell(unit, before, "leave")


_LATER = "CASE WHEN :at > seen_at THEN :at ELSE seen_at + 1 END"
"""A renewal always changes the row, whatever the clock does: the change is the sign of life."""


def _ticket_of(unit: Unit, session: str) -> int | None:
    found = unit.writer.value("SELECT ticket_id FROM presence WHERE session = :session", {"session": session})
    return None if found is None else int(found)


def _tell(unit: Unit, ticket_id: int, verb: str) -> None:
    feed.append(
        unit.writer, at=unit.now, topic=TOPIC, ticket_id=ticket_id, verb=verb, agent_id=unit.agent.id or None
    )


# -- others ------------------------------------------------------------------------------------------------------------


def everyone(view: View) -> tuple[Stay, ...]:
    """Return the stays that this agent may know of, dead ones too.

    Of a ticket that is not theirs to see nothing is told; of one that its owner alone may read, that the owner is on
    it.
    """
    found = view.reader.all(
        "SELECT p.session, p.agent_id, a.login, a.name, p.ticket_id, p.doing, p.since_at, p.seen_at"
        " FROM presence p JOIN agent a ON a.id = p.agent_id ORDER BY p.id"
    )
    rows = rows_by_id(view, {row[4] for row in found})
    stays = [
        Stay(row[0], row[1], row[2], row[3], row[4], row[5], from_micros(row[6]), from_micros(row[7]))
        for row in found
    ]
    return tuple(
        stay
        for stay in stays
        if stay.ticket_id in rows
        and (stay.agent_id == rows[stay.ticket_id].owner_id or readable(view, rows[stay.ticket_id]))
    )


def sweep(unit: Unit, stale: Iterable[Stay]) -> None:
    """Take out rows of sessions that ended without a word, unless one of them has moved since it was looked at."""
    for stay in stale:
        gone = unit.writer.execute(
            "DELETE FROM presence WHERE session = :session AND seen_at = :seen",
            {"session": stay.session, "seen": to_micros(stay.seen_at)},
        )
        if gone:
            _tell(unit, stay.ticket_id, "leave")


@dataclass(slots=True)
class _Sign:
    """What was last seen of a session, when on this process's steady clock, and whether it proved to be alive."""

    stamp: datetime
    at: float
    alive: bool


class Witness:
    """Judges which stays count, by a clock that nobody sets.

    A session counts for COUNTS_FOR seconds after its row was seen to appear or to change. Of rows that were there at
    the first look nobody saw either: one counts at once where its time is fresh by this machine's clock, else (a
    crash left it, or that machine's clock differs) from its next renewal on.
    """

    def __init__(self) -> None:
        self._signs: dict[str, _Sign] | None = None

    def judge(self, stays: Iterable[Stay], now: datetime, steady: float) -> tuple[list[Stay], list[Stay]]:
        """Return the stays that count, and the stale ones. `steady` is seconds of a monotonic clock."""
        known = self._signs
        signs: dict[str, _Sign] = {}
        counting: list[Stay] = []
        stale: list[Stay] = []
        for stay in stays:
            sign = None if known is None else known.get(stay.session)
            if sign is None:
                fresh = abs((now - stay.seen_at).total_seconds()) <= COUNTS_FOR
                sign = _Sign(stay.seen_at, steady, alive=known is not None or fresh)
            elif sign.stamp != stay.seen_at:
                sign = _Sign(stay.seen_at, steady, alive=True)
            signs[stay.session] = sign
            if steady - sign.at >= COUNTS_FOR:
                stale.append(stay)
            elif sign.alive:
                counting.append(stay)
        self._signs = signs
        return counting, stale
