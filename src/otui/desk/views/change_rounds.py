"""Approvals as they are read: the rounds of a change with what each person said, and what waits for one's own word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.changes import rounds as kept
from otui.desk.office import absence
from otui.desk.records.finding import without_hidden
from otui.domain.change import steps
from otui.domain.change.approval import Outcome, Parties, Say, outcome
from otui.store.records import from_db, from_micros

if TYPE_CHECKING:
    from otui.desk.desk import View


@dataclass(frozen=True, slots=True)
class ApprovalRow:
    """What one person says to one asking."""

    agent_id: int
    login: str
    name: str
    state: str
    """asked, approved, rejected or deferred."""
    words: str
    decided_at: datetime | None
    decided_by: str
    """Login of who stood in for them; empty where they said it themselves, or nothing yet."""
    may: bool = False
    """Whether whoever asks may say it now."""


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One asking."""

    id: int
    kind: str
    """peer, cab or ecab."""
    quorum: int
    asked_at: datetime
    asked_by: str
    fallen_at: datetime | None
    fallen_why: str
    """In words; empty where it counts."""
    approvals: tuple[ApprovalRow, ...]
    outcome: Outcome
    """What it comes to, or came to."""

    @property
    def stands(self) -> bool:
        """Whether it counts."""
        return self.fallen_at is None


@dataclass(frozen=True, slots=True)
class WaitsForMe:
    """One asking that waits for the word of whoever looks, or of somebody they stand in for."""

    round_id: int
    kind: str
    record: str
    """change or change_template."""
    record_id: int
    number: str
    """Number of the change, or name of the standard change."""
    subject: str
    asked_at: datetime
    state: str
    """asked or deferred: what they said so far."""
    for_login: str
    """Whom they stand in for; empty: themselves."""

    @property
    def change_id(self) -> int | None:
        """Id of the change; None for a standard change of the catalogue."""
        return self.record_id if self.record == "change" else None


def rounds(view: View, record: str, record_id: int) -> tuple[RoundRow, ...]:
    """Return every round of a change or a template, the newest first."""
    row = view.reader.load(record, record_id)
    parties = kept.parties(row) if row is not None else Parties()
    found = view.reader.all(
        "SELECT r.id, r.kind, r.quorum, r.asked_at, coalesce(a.login, ''), r.fallen_at, r.fallen_why"
        " FROM approval_round r LEFT JOIN agent a ON a.id = r.asked_by_id"
        " WHERE r.record = :record AND r.record_id = :id ORDER BY r.id DESC",
        {"record": record, "id": record_id},
    )
    said = _approvals(view, record, record_id)
    result = []
    for one in found:
        rows = said.get(one[0], [])
        stands = one[5] is None and _open(row, one[1])
        me = _mine(view, parties, rows) if stands else None
        approvals = tuple(ApprovalRow(*values, may=values[0] == me) for values in rows)
        result.append(
            RoundRow(
                id=one[0],
                kind=one[1],
                quorum=one[2],
                asked_at=from_micros(one[3]),
                asked_by=one[4],
                fallen_at=from_db("fallen_at", one[5]),
                fallen_why=kept.why_fallen(one[6]),
                approvals=approvals,
                outcome=outcome([Say(approval.state) for approval in approvals], one[2]),
            )
        )
    return tuple(result)


_Values = tuple[int, str, str, str, str, datetime | None, str]


def _approvals(view: View, record: str, record_id: int) -> dict[int, list[_Values]]:
    rows = view.reader.all(
        "SELECT a.round_id, a.agent_id, g.login, g.name, a.state, a.words, a.decided_at,"
        " CASE WHEN a.decided_by_id <> a.agent_id THEN b.login ELSE '' END"
        " FROM approval a JOIN approval_round r ON r.id = a.round_id JOIN agent g ON g.id = a.agent_id"
        " LEFT JOIN agent b ON b.id = a.decided_by_id WHERE r.record = :record AND r.record_id = :id ORDER BY a.id",
        {"record": record, "id": record_id},
    )
    said: dict[int, list[_Values]] = {}
    for row in rows:
        values = (row[1], row[2], row[3], row[4], row[5], from_db("decided_at", row[6]), row[7] or "")
        said.setdefault(row[0], []).append(values)
    return said


def _open(row: object, kind: str) -> bool:
    """Whether a record is where such a round is decided."""
    columns = vars(row) if row is not None else {}
    if "step" in columns:
        return bool(steps.ASKS.get((steps.Type(columns["type"]), steps.Step(columns["step"]))) == kind)
    return columns.get("state") == "proposed"


def _mine(view: View, parties: Parties, rows: list[_Values]) -> int | None:
    pairs = [(values[0], values[3]) for values in rows]
    return kept.own_approval(pairs, parties, view.agent, view.directory, view.now)


def waiting_for(view: View) -> tuple[WaitsForMe, ...]:
    """Return what waits for the word of whoever asks, the longest waiting first: undecided, or put off."""
    stands_for = absence.stood_in_for(view.directory, view.agent.id, view.now)
    names = {view.agent.id: "", **{agent.id: agent.login for agent in stands_for}}
    ids = ",".join(str(int(one)) for one in names)
    rows = view.reader.all(
        "SELECT r.id, r.kind, r.record, r.record_id, r.asked_at, a.state, a.agent_id FROM approval a"
        " JOIN approval_round r ON r.id = a.round_id"
        f" WHERE a.agent_id IN ({ids}) AND a.state IN ('asked', 'deferred') AND r.fallen_at IS NULL ORDER BY r.id",
    )
    found: dict[int, WaitsForMe] = {}
    for round_id, kind, record, record_id, asked_at, state, agent_id in rows:
        told = _about(view, record, record_id, kind)
        if told is None or (round_id in found and names[agent_id]):
            continue
        number, subject, parties = told
        pairs = [
            (row[0], row[1])
            for row in view.reader.all(
                "SELECT agent_id, state FROM approval WHERE round_id = :id ORDER BY id", {"id": round_id}
            )
        ]
        if kept.own_approval(pairs, parties, view.agent, view.directory, view.now) == agent_id:
            found[round_id] = WaitsForMe(
                round_id,
                kind,
                record,
                record_id,
                number,
                subject,
                from_micros(asked_at),
                state,
                names[agent_id],
            )
    return tuple(found.values())


def waiting_count(view: View) -> int:
    """Return how many askings wait for the word of whoever asks: for a status line."""
    return len(waiting_for(view))


def _about(view: View, record: str, record_id: int, kind: str) -> tuple[str, str, Parties] | None:
    """Return number, subject and parties of what is asked about; None where it is not decided now, or not seen."""
    but = without_hidden(view.reader, record, view.hidden)
    found = view.reader.records(record, f"id = :id{but}", {"id": record_id})
    if not found or not _open(found[0], kind):
        return None
    columns = vars(found[0])
    named = columns.get("number") or columns["name"]
    return str(named), str(columns.get("subject") or columns["description"]), kept.parties(found[0])
