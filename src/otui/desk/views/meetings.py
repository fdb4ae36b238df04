"""Meetings of the change advisory board as they are read: the list of them, and one with its whole agenda."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from otui.desk.changes.board import agenda_rows
from otui.desk.changes.board.meetings import as_ref
from otui.desk.changes.board.standing import Standing, standing
from otui.desk.changes.calendar import collisions
from otui.desk.changes.calendar.collisions import Collision
from otui.desk.office import absence
from otui.desk.records.finding import Ref, resolve, without_hidden
from otui.store.records import from_db, from_micros

if TYPE_CHECKING:
    from otui.desk.desk import View

KIND = "cab_meeting"


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting in the list; `items` and `decided` count what whoever asks may see of its agenda."""

    id: int
    version: int
    name: str
    starts_at: datetime
    ends_at: datetime | None
    state: str
    items: int
    decided: int


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who is expected. `member_of`: cab, ecab or both; empty for whoever only asked for a change."""

    agent_id: int
    login: str
    name: str
    member_of: tuple[str, ...]
    away: str
    """Until when they are away, in words; empty for who is there."""
    substitute: str
    """Who stands in for them, by login; empty where nobody does or needs to."""
    present: bool
    """Whether they, or who stands in for them, are written down as there."""


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One change on an agenda, and how the board stands on it."""

    id: int
    change_id: int
    number: str
    version: int
    type: str
    subject: str
    step: str
    risk: str
    starts_at: datetime | None
    ends_at: datetime | None
    owner: str
    requester: str
    outage: bool
    justification: str
    decision: str
    minutes: str
    stands: Standing | None
    """None where the board was not asked about it."""
    collisions: tuple[Collision, ...] = ()
    """What its window collides with now."""


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """A meeting with everything that belongs to it."""

    row: MeetingRow
    minutes: str
    attendees: tuple[str, ...]
    """Logins of those who were there."""
    invited: tuple[Invited, ...]
    agenda: tuple[AgendaRow, ...]
    waiting: int
    """How many changes wait for the board and are on no agenda."""


def meetings(view: View, *, over: bool = True, limit: int = 200) -> tuple[MeetingRow, ...]:
    """Return the meetings: those to come as they begin, then (with `over`) those that were held, the last first."""
    to_come = _rows(view, "m.state = 'planned'", "m.starts_at, m.id", limit)
    held = _rows(view, "m.state = 'held'", "m.starts_at DESC, m.id DESC", limit) if over else ()
    return (*to_come, *held)


def meeting(view: View, ref: Ref | None = None) -> MeetingCard | None:
    """Return a meeting with its agenda; without `ref` the next one to come, None where there is none."""
    if ref is None:
        found = _rows(view, "m.state = 'planned'", "m.starts_at, m.id", 1)
    else:
        found = _rows(view, "m.id = :id", "m.id", 1, id=resolve(view, KIND, as_ref(ref)))
    if not found:
        return None
    row = found[0]
    minutes, present = view.reader.one(
        "SELECT minutes, attendees FROM cab_meeting WHERE id = :id", {"id": row.id}
    ) or ("", "[]")
    ids = tuple(from_db("attendees", present))
    agenda = _agenda(view, row.id)
    logins = tuple(_login(view, one) for one in ids)
    unplaced = waiting(view) if row.state == "planned" else 0
    return MeetingCard(row, minutes, logins, _invited(view, agenda, frozenset(ids)), agenda, unplaced)


def waiting(view: View) -> int:
    """Return how many changes wait for the board and are on no agenda."""
    return len(agenda_rows.waiting(view.reader, view.hidden))


def _rows(view: View, where: str, order: str, limit: int, **params: object) -> tuple[MeetingRow, ...]:
    seen = (
        "SELECT {what} FROM cab_item i JOIN change c ON c.id = i.change_id WHERE i.meeting_id = m.id"
        + without_hidden(view.reader, "change", view.hidden, "c")
    )
    items = seen.format(what="count(*)")
    decided = seen.format(what="count(*)") + " AND i.decision <> ''"
    rows = view.reader.all(
        f"SELECT m.id, m.version, m.name, m.starts_at, m.ends_at, m.state, ({items}), ({decided})"
        f" FROM cab_meeting m WHERE {where} ORDER BY {order} LIMIT {int(limit)}",
        params,
    )
    return tuple(
        MeetingRow(row[0], row[1], row[2], from_micros(row[3]), from_db("ends_at", row[4]), *row[5:])
        for row in rows
    )


def _agenda(view: View, meeting_id: int) -> tuple[AgendaRow, ...]:
    rows = view.reader.all(
        "SELECT i.id, c.id, c.number, c.version, c.type, c.subject, c.step, c.risk, c.starts_at, c.ends_at,"
        " coalesce(o.login, ''), coalesce(q.login, ''), c.outage, c.justification, i.decision, i.minutes"
        " FROM cab_item i JOIN change c ON c.id = i.change_id LEFT JOIN agent o ON o.id = c.owner_id"
        " LEFT JOIN agent q ON q.id = c.requester_id"
        f" WHERE i.meeting_id = :id{without_hidden(view.reader, 'change', view.hidden, 'c')}"
        " ORDER BY i.position, i.id",
        {"id": meeting_id},
    )
    stands = standing(view.reader, [row[1] for row in rows])
    return tuple(
        AgendaRow(
            id=row[0],
            change_id=row[1],
            number=row[2],
            version=row[3],
            type=row[4],
            subject=row[5],
            step=row[6],
            risk=row[7],
            starts_at=from_db("starts_at", row[8]),
            ends_at=from_db("ends_at", row[9]),
            owner=row[10],
            requester=row[11],
            outage=bool(row[12]),
            justification=row[13],
            decision=row[14],
            minutes=row[15],
            stands=stands.get(row[1]),
            collisions=_collisions(view, row[1]),
        )
        for row in rows
    )


def _collisions(view: View, change_id: int) -> tuple[Collision, ...]:
    record = view.reader.load("change", change_id)
    return () if record is None else collisions.of(view, record)


def _invited(view: View, agenda: Iterable[AgendaRow], present: frozenset[int]) -> tuple[Invited, ...]:
    """Return the members of the boards, and who asked for what is on the agenda."""
    boards: dict[int, list[str]] = {}
    for board, agent_id in view.reader.all("SELECT board, agent_id FROM board_member ORDER BY board, id"):
        boards.setdefault(agent_id, []).append(board)
    known = {agent.login: agent.id for agent in view.directory.agents.values()}
    for row in agenda:
        if row.requester in known:
            boards.setdefault(known[row.requester], [])
    found = []
    for agent_id, names in boards.items():
        agent = view.directory.agents.get(agent_id)
        if agent is None:  # no longer active
            continue
        away = agent.away(view.now)
        other = absence.stand_in(view.directory, agent_id, view.now)
        found.append(
            Invited(
                agent_id,
                agent.login,
                agent.name,
                tuple(names),
                absence.until_words(agent, view.rules, view.now) if away else "",
                other.login if other is not None else "",
                agent_id in present or (other is not None and other.id in present),
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.member_of, one.login)))


def _login(view: View, agent_id: int) -> str:
    known = view.directory.agents.get(agent_id)
    if known is not None:
        return known.login
    return str(view.reader.value("SELECT login FROM agent WHERE id = :id", {"id": agent_id}) or "–")
