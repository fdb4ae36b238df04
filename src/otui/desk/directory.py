"""Who and where: the agents and the queue tree, read once and kept until one of them changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

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
    _by_login: dict[str, AgentRow] = field(default_factory=dict, repr=False)
    _by_name: dict[str, QueueRow] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, reader: Reader) -> Directory:
        """Read the active agents and all queues."""
        members: dict[int, set[int]] = {}
        for queue_id, agent_id in reader.all("SELECT queue_id, agent_id FROM queue_member"):
            members.setdefault(agent_id, set()).add(queue_id)
        agents = {
            row.id: AgentRow(
                row.id,
                row.login,
                row.name,
                row.role,
                row.lang,
                row.line,
                row.email,
                row.away_at,
                row.back_at,
                row.substitute_id,
                frozenset(members.get(row.id, ())),
            )
            for row in reader.records("agent", "active ORDER BY login")
        }
        raw = {
            row[0]: row
            for row in reader.all(
                "SELECT id, name, parent_id, line, position, calendar, lock_minutes, confidential"
                " FROM queue WHERE active"
            )
        }
        queues = {row.id: row for row in _in_tree_order(raw)}
        default = reader.value("SELECT value FROM meta WHERE key = 'default_queue'")
        default_id = int(default) if default and int(default) in queues else next(iter(queues), 0)
        return cls(
            agents=agents,
            queues=queues,
            default_queue_id=default_id,
            _by_login={agent.login.casefold(): agent for agent in agents.values()},
            _by_name={queue.name.casefold(): queue for queue in queues.values()},
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


def _in_tree_order(raw: dict[int, tuple]) -> Iterator[QueueRow]:  # type: ignore[type-arg]
    """Yield the queues depth first, each level by position and name; a parent that is gone counts as none."""
    children: dict[int | None, list[tuple]] = {}  # type: ignore[type-arg]
    for row in raw.values():
        children.setdefault(row[2] if row[2] in raw else None, []).append(row)
    for rows in children.values():
        rows.sort(key=lambda row: (row[3], row[4], row[1].casefold()))

    def walk(parent: int | None, depth: int, path: tuple[str, ...]) -> Iterator[QueueRow]:
        for row in children.get(parent, ()):
            own = (row[1], *path)
            yield replace(QueueRow(*row), confidential=bool(row[7]), depth=depth, path=own)
            yield from walk(row[0], depth + 1, own)

    return walk(None, 0, ())
