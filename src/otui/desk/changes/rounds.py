"""Rounds of approval as the desk keeps them: asked, read, let fall. What a round comes to is derived, never kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.office import absence
from otui.desk.rights.sight import may_see_queue
from otui.desk.rules.in_force import rules_of_changes
from otui.desk.words import field_name, verb_name
from otui.domain.change import approval
from otui.domain.change.approval import Kind, Outcome, Parties, Round, Say
from otui.errors import Refused
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from otui.desk.directory import Directory
    from otui.desk.rows import AgentRow
    from otui.desk.unit import Unit
    from otui.store.database import Reader
    from otui.store.records import Record

KINDS = {
    Kind.PEER: N_("peers"),
    Kind.CAB: N_("the CAB"),
    Kind.ECAB: N_("the emergency CAB"),
}
"""Who is asked, in words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Who is asked, and how many of them must approve."""

    kind: Kind
    agents: tuple[AgentRow, ...]
    quorum: int


def parties(record: Record) -> Parties:
    """Return those of a change, or of a template, who may not approve it."""
    columns = vars(record)
    return Parties(columns.get("requester_id"), columns.get("implementer_id"), columns.get("created_by_id"))


def rounds_of(reader: Reader, kind: str, record_id: int) -> list[Round]:
    """Return every round of a record with what was said in it, the oldest first."""
    says: dict[int, list[Say]] = {}
    for round_id, state in reader.all(
        "SELECT a.round_id, a.state FROM approval a JOIN approval_round r ON r.id = a.round_id"
        " WHERE r.record = :record AND r.record_id = :id ORDER BY a.id",
        {"record": kind, "id": record_id},
    ):
        says.setdefault(round_id, []).append(Say(state))
    rows = reader.all(
        "SELECT id, kind, quorum, fallen_at FROM approval_round WHERE record = :record AND record_id = :id"
        " ORDER BY id",
        {"record": kind, "id": record_id},
    )
    return [
        Round(row[0], Kind(row[1]), row[2], tuple(says.get(row[0], ())), row[3] is not None) for row in rows
    ]


def is_approved(reader: Reader, record: Record, kind: Kind) -> bool:
    """Whether the newest round of a kind that counts was approved."""
    return approval.approved(rounds_of(reader, record.table, record.id), kind)


def board(reader: Reader, name: str) -> tuple[int, ...]:
    """Return the ids of the agents on a board (cab, ecab)."""
    rows = reader.all("SELECT agent_id FROM board_member WHERE board = :board ORDER BY id", {"board": name})
    return tuple(row[0] for row in rows)


def members(unit: Unit, kind: Kind, record: Record) -> Asked:
    """Return who of a board is asked about a record. Refused where too few are left to approve it."""
    there = [unit.whole.agents[one] for one in board(unit.writer, kind) if one in unit.whole.agents]
    barred = parties(record).barred
    agents = tuple(agent for agent in there if agent.id not in barred and _sees(unit, agent, record.queue_id))
    return _enough(unit, kind, agents, bool(len(there) - len(agents)))


def peers(unit: Unit, record: Record, logins: Iterable[str]) -> Asked:
    """Return the named peers who are asked. Refused for whoever asks for it or carries it out, or for too few."""
    agents = tuple({agent.id: agent for agent in map(unit.directory.agent, logins)}.values())
    for agent in agents:
        require_free(record, agent)
        rights.require_sight(agent, unit.whole, record.queue_id)
    return _enough(unit, Kind.PEER, agents, False)


def _sees(unit: Unit, agent: AgentRow, queue_id: int | None) -> bool:
    return queue_id is None or may_see_queue(agent, queue_id, queue_id in unit.whole.confidential)


def _enough(unit: Unit, kind: Kind, agents: tuple[AgentRow, ...], some_barred: bool) -> Asked:
    quorum = rules_of_changes(unit.writer).quorums[kind].of(len(agents))
    if len(agents) >= quorum:
        return Asked(kind, agents, quorum)
    if kind is Kind.PEER:
        raise Refused(
            _("{n} must approve it; name as many agents.").format(n=quorum),
            _("Neither its requester nor its implementer."),
        )
    said = _("Of {board} {there} may approve it, and it takes {n}.").format(
        board=_(KINDS[kind]), there=len(agents), n=quorum
    )
    hint = _("Put more agents on it: `otui change board set {board} LOGIN...`").format(board=kind)
    if some_barred:
        hint = _("Its requester and its implementer do not count.") + " " + hint
    raise Refused(said, hint)


def require_free(record: Record, agent: AgentRow) -> None:
    """Refuse an agent who would approve their own work."""
    if approval.may_approve(agent.id, parties(record)):
        return
    if agent.id == vars(record).get("implementer_id"):
        raise Refused(
            _("{name} carries it out, and does not approve it.").format(name=agent.login),
            _("Somebody else must."),
        )
    raise Refused(
        _("{name} asks for it, and does not approve it.").format(name=agent.login), _("Somebody else must.")
    )


def ask(unit: Unit, record: Record, asked: Asked) -> Record:
    """Open a round, in which everybody asked has their own approval."""
    made = unit.add(
        "approval_round",
        {
            "record": record.table,
            "record_id": record.id,
            "kind": asked.kind.value,
            "quorum": asked.quorum,
            "asked_at": unit.now,
            "asked_by_id": unit.agent.id or None,
        },
    )
    for agent in asked.agents:
        unit.add("approval", {"round_id": made.id, "agent_id": agent.id})
    return made


def standing_rows(unit: Unit, record: Record) -> list[Record]:
    """Return the rounds of a record that count, as rows to be changed."""
    return unit.load_all(
        "approval_round",
        "record = :record AND record_id = :id AND fallen_at IS NULL ORDER BY id",
        {"record": record.table, "id": record.id},
    )


def let_fall(unit: Unit, record: Record, why: str) -> int:
    """Let every round that counts fall, and return how many: what was approved is not what is planned now.

    `why` is the names of the fields that changed, or of the verb, with commas between: see `why_fallen`.
    """
    rows = standing_rows(unit, record)
    for row in rows:
        row.fallen_at, row.fallen_why = unit.now, why
    return len(rows)


def why_fallen(why: str) -> str:
    """Return in words why a round fell."""
    return ", ".join(
        verb_name(one) if one in ("rework", "retype", "cancel") else field_name(one)
        for one in why.split(",")
        if one
    )


def approvals(unit: Unit, round_id: int) -> list[Record]:
    """Return the approvals of a round, as rows to be changed."""
    return unit.load_all("approval", "round_id = :id ORDER BY id", {"id": round_id})


def own_approval(
    said: Iterable[tuple[int, str]],
    record_parties: Parties,
    me: AgentRow,
    directory: Directory,
    now: datetime,
) -> int | None:
    """Return which of the approvers of a round an agent may speak for now: themselves, else one they stand in for."""
    approvers = [agent_id for agent_id, _state in said]
    if me.id in approvers:
        return me.id if approval.may_approve(me.id, record_parties) else None
    if not approval.may_stand_in(me.id, record_parties, approvers):
        return None
    stands_for = {agent.id for agent in absence.stood_in_for(directory, me.id, now)}
    return next((one for one in approvers if one in stands_for), None)


OUTCOMES = {
    Outcome.PENDING: N_("waits for approval"),
    Outcome.APPROVED: N_("approved"),
    Outcome.REJECTED: N_("rejected"),
    Outcome.DEFERRED: N_("deferred"),
}
"""How a round stands, in words."""
SAYS = {
    Say.ASKED: N_("is asked"),
    Say.APPROVED: N_("approves"),
    Say.REJECTED: N_("rejects"),
    Say.DEFERRED: N_("defers"),
}
"""What an approver says, in words."""
