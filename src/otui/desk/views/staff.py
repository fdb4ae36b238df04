"""Those who work here and where: agents with their teams and what they have, queues with theirs, in use or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from otui.desk import rights
from otui.desk.desk import View
from otui.desk.directory import agent_row
from otui.desk.office import absence
from otui.desk.rows import AgentRow, QueueCount
from otui.desk.views import counts
from otui.store.records import from_micros


@dataclass(frozen=True, slots=True)
class StaffRow:
    """An agent as the desk keeps them. `agent.queues` holds only queues that whoever asks may know of."""

    agent: AgentRow
    substitute: str
    queues: tuple[str, ...]
    locked: int
    """Open tickets that they have locked."""
    acted_at: datetime | None
    """When they last did something at the desk."""
    stands_in_for: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """The agent's id."""
        return self.agent.id


@dataclass(frozen=True, slots=True)
class QueueCard:
    """A queue as the desk keeps it."""

    id: int
    name: str
    parent: str
    depth: int
    line: int
    place: int
    """From 1, among those below the same parent; 0 for one out of use."""
    calendar: str
    """Its own; empty: that of the queue above, else of the SLA table."""
    counts_in: str
    """The calendar that counts in it; empty: that of the SLA table."""
    lock_minutes: int
    confidential: bool
    hidden: bool
    """Its tickets do not exist for whoever asks."""
    active: bool
    default: bool
    team: tuple[str, ...]
    count: QueueCount


def everyone(view: View) -> tuple[StaffRow, ...]:
    """Return all agents by login, those in use first."""
    known = view.directory.agents
    teams: dict[int, set[int]] = {}
    for queue_id, agent_id in view.reader.all("SELECT queue_id, agent_id FROM queue_member"):
        if queue_id in view.directory.queues:
            teams.setdefault(agent_id, set()).add(queue_id)
    # An admin has to know of what is locked where they see nothing: it goes somewhere when the agent leaves.
    but = "" if view.agent.role == "admin" else view.without_hidden("queue_id")
    locked: dict[int, int] = dict(
        view.reader.all(
            "SELECT owner_id, count(*) FROM ticket WHERE is_open AND locked AND owner_id IS NOT NULL"
            f" AND sort_key > 0{but} GROUP BY owner_id"
        )
    )
    rows = []
    for record in view.reader.records("agent", "1 = 1 ORDER BY login"):
        agent = agent_row(record, teams.get(record.id, ()))
        acted = view.reader.value(
            "SELECT at FROM act WHERE agent_id = :id ORDER BY id DESC LIMIT 1", {"id": record.id}
        )
        substitute = known.get(record.substitute_id or 0)
        rows.append(
            StaffRow(
                agent,
                substitute.login if substitute else "",
                tuple(queue.name for queue in view.directory.queues.values() if queue.id in agent.queues),
                int(locked.get(record.id, 0)),
                from_micros(acted) if acted is not None else None,
                tuple(one.login for one in absence.stood_in_for(view.directory, record.id, view.now)),
            )
        )
    return tuple(sorted(rows, key=lambda row: not row.agent.active))


def one_agent(view: View, login: str) -> StaffRow | None:
    """Return an agent by login, in use or not; None where there is none."""
    wanted = login.strip().casefold()
    return next((row for row in everyone(view) if row.agent.login == wanted), None)


def all_queues(view: View) -> tuple[QueueCard, ...]:
    """Return the queues that whoever asks may know of, in the order of their tree, and then those out of use."""
    directory = view.directory
    own = counts.by_queue(view)
    records = {record.id: record for record in view.reader.records("queue", "1 = 1 ORDER BY name")}
    teams: dict[int, list[str]] = {}
    for queue_id, login in view.reader.all(
        "SELECT m.queue_id, a.login FROM queue_member m JOIN agent a ON a.id = m.agent_id WHERE a.active"
        " ORDER BY a.login"
    ):
        teams.setdefault(queue_id, []).append(login)
    places: dict[int | None, int] = {}
    cards = []
    for queue in directory.queues.values():
        above = directory.queues.get(queue.parent_id or 0)
        key = above.id if above else None
        places[key] = places.get(key, 0) + 1
        cards.append(
            QueueCard(
                queue.id,
                queue.name,
                above.name if above else "",
                queue.depth,
                queue.line,
                places[key],
                queue.calendar,
                directory.calendar_of(queue.id),
                queue.lock_minutes,
                bool(records[queue.id].confidential),
                not rights.may_see(view.agent, queue),
                True,
                queue.id == directory.default_queue_id,
                tuple(teams.get(queue.id, ())),
                own.get(queue.id, QueueCount()),
            )
        )
    for record in records.values():
        hidden = record.id in view.hidden
        if record.active or (hidden and view.agent.role != "admin"):
            continue
        cards.append(
            QueueCard(
                record.id,
                record.name,
                "",
                0,
                record.line,
                0,
                record.calendar,
                record.calendar,
                record.lock_minutes,
                record.confidential,
                hidden,
                False,
                False,
                tuple(teams.get(record.id, ())),
                QueueCount(),
            )
        )
    return tuple(cards)


def one_queue(view: View, name: str) -> QueueCard | None:
    """Return a queue by its name or the start of it; None where none or several fit."""
    wanted = name.strip().casefold()
    cards = all_queues(view)
    whole = [card for card in cards if card.name.casefold() == wanted]
    begun = [card for card in cards if wanted and card.name.casefold().startswith(wanted)]
    fitting = whole or (begun if len(begun) == 1 else [])
    return fitting[0] if fitting else None
