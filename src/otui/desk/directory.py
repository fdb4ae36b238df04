"""Who and where: the agents and the queue tree, read once and kept until one of them changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from otui.desk import rights
from otui.desk.rows import AgentRow, QueueRow
from otui.errors import NotFound, Refused
from otui.store.database import Reader
from otui.text.i18n import _


@dataclass(frozen=True)
class Directory:
    """The agents and queues of a desk, by id and by what people call them."""

    agents: dict[int, AgentRow]
    queues: dict[int, QueueRow]
    default_queue_id: int
    confidential: frozenset[int] = frozenset()
    """Ids of the queues, in use or not, that only their team knows the tickets of."""
    _by_login: dict[str, AgentRow] = field(default_factory=dict, repr=False)
    _by_name: dict[str, QueueRow] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, reader: Reader) -> Directory:
        """Read the active agents and all queues."""
        members: dict[int, set[int]] = {}
        for queue_id, agent_id in reader.all("SELECT queue_id, agent_id FROM queue_member"):
            members.setdefault(agent_id, set()).add(queue_id)
        agents = {
            row.id: agent_row(row, members.get(row.id, ()))
            for row in reader.records("agent", "active ORDER BY login")
        }
        rows = reader.all(
            "SELECT id, name, parent_id, line, position, calendar, lock_minutes, confidential, active FROM queue"
        )
        confidential = _confidential({row[0]: (row[2], bool(row[7])) for row in rows})
        raw = {
            row[0]: replace(QueueRow(*row[:7]), confidential=row[0] in confidential) for row in rows if row[8]
        }
        queues = {row.id: row for row in _in_tree_order(raw)}
        default = reader.value("SELECT value FROM meta WHERE key = 'default_queue'")
        return cls._of(agents, queues, int(default) if default else 0, confidential)

    @classmethod
    def _of(
        cls,
        agents: dict[int, AgentRow],
        queues: dict[int, QueueRow],
        default_id: int,
        confidential: frozenset[int],
    ) -> Directory:
        return cls(
            agents=agents,
            queues=queues,
            default_queue_id=default_id if default_id in queues else next(iter(queues), 0),
            confidential=confidential,
            _by_login={agent.login.casefold(): agent for agent in agents.values()},
            _by_name={queue.name.casefold(): queue for queue in queues.values()},
        )

    def seen_by(self, agent: AgentRow) -> Directory:
        """Return the directory as it is for an agent: without the queues that they may not know of.

        What lies below such a queue moves up a step. The ids in `confidential` stay: they say what to leave out.
        """
        known = {one.id: one for one in self.queues.values() if rights.may_know(agent, one)}
        if len(known) == len(self.queues):
            return self
        agents = {
            one.id: replace(one, queues=one.queues - (self.queues.keys() - known.keys()))
            for one in self.agents.values()
        }
        return Directory._of(
            agents, {row.id: row for row in _in_tree_order(known)}, self.default_queue_id, self.confidential
        )

    def agent(self, ref: str | int) -> AgentRow:
        """Return an agent by login or id; NotFound with words when there is none."""
        found = self.agents.get(ref) if isinstance(ref, int) else self._by_login.get(ref.strip().casefold())
        if found is None:
            raise NotFound(
                _("There is no agent {name}.").format(name=ref),
                _("`otui agent list` shows who there is."),
            )
        return found

    def queue(self, ref: str | int) -> QueueRow:
        """Return a queue by its name, the start of its name, or id; the whole name wins over the start of one."""
        if isinstance(ref, int):
            found = self.queues.get(ref)
        else:
            name = ref.strip().casefold()
            found = self._by_name.get(name)
            if found is None and name:
                starts = [queue for key, queue in self._by_name.items() if key.startswith(name)]
                if len(starts) > 1:
                    raise Refused(
                        _("{name} may be {names}.").format(name=ref, names=", ".join(q.name for q in starts)),
                        _("Name the queue in full."),
                    )
                found = starts[0] if starts else None
        if found is None:
            raise NotFound(
                _("There is no queue {name}.").format(name=ref),
                _("`otui queue list` shows which there are."),
            )
        return found

    def subtree(self, queue_id: int) -> tuple[int, ...]:
        """Return the ids of a queue and of every queue below it."""
        ids = [queue_id]
        for queue in self.queues.values():
            if queue.parent_id in ids:
                ids.append(queue.id)
        return tuple(ids)

    def calendar_of(self, queue_id: int) -> str:
        """Return the calendar that a queue names, or the nearest of its ancestors; empty where none does."""
        seen: int | None = queue_id
        while seen is not None and seen in self.queues:
            queue = self.queues[seen]
            if queue.calendar:
                return queue.calendar
            seen = queue.parent_id
        return ""

    def line_queues(self, line: int) -> tuple[QueueRow, ...]:
        """Return the queues of a line, those nearest to the root first."""
        return tuple(sorted((q for q in self.queues.values() if q.line == line), key=lambda q: q.depth))

    def team(self, queue_id: int) -> tuple[AgentRow, ...]:
        """Return the agents of a queue's team."""
        return tuple(agent for agent in self.agents.values() if queue_id in agent.queues)


def _confidential(queues: dict[int, tuple[int | None, bool]]) -> frozenset[int]:
    """Return the queues that are confidential, or lie below one that is; `queues` is {id: (parent, confidential)}."""
    found = {one for one, (_parent, confidential) in queues.items() if confidential}
    while True:
        below = {one for one, (parent, _confidential) in queues.items() if parent in found} - found
        if not below:
            return frozenset(found)
        found |= below


def agent_row(record: Any, queues: Iterable[int] = ()) -> AgentRow:
    """Return an agent's row of the database as others see it, with the queues that they are on the team of."""
    return AgentRow(
        record.id,
        record.login,
        record.name,
        record.role,
        record.lang,
        record.line,
        record.email,
        record.away_at,
        record.back_at,
        record.substitute_id,
        frozenset(queues),
        record.active,
    )


def _in_tree_order(raw: dict[int, QueueRow]) -> Iterator[QueueRow]:
    """Yield the queues depth first, each level by line, position and name; a parent that is gone counts as none."""
    children: dict[int | None, list[QueueRow]] = {}
    for row in raw.values():
        children.setdefault(row.parent_id if row.parent_id in raw else None, []).append(row)
    for rows in children.values():
        rows.sort(key=lambda row: (row.line, row.position, row.name.casefold()))

    def walk(parent: int | None, depth: int, path: tuple[str, ...]) -> Iterator[QueueRow]:
        for row in children.get(parent, ()):
            own = (row.name, *path)
            yield replace(row, depth=depth, path=own)
            yield from walk(row.id, depth + 1, own)

    return walk(None, 0, ())
