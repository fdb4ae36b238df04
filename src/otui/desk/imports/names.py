"""The names of a log as records of the desk: queues, agents, contacts and customers, found or made on the fly."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from otui.desk.directory import Directory
from otui.desk.rows import QueueRow
from otui.errors import OtuiError
from otui.store import feed
from otui.store.database import Reader, Writer
from otui.text.i18n import _

LOGIN_LENGTH = 32
TOPICS = {"queue": "queue", "agent": "agent", "contact": "contact", "customer": "contact"}


@dataclass(frozen=True, slots=True)
class Who:
    """An agent, as far as an import needs one."""

    id: int
    login: str


class Names:
    """Finds the record behind a name; makes it where there is none, inside `writing`, or only counts it outside.

    A queue that is made takes the name of the log's group, in the first line. An agent that is made cannot sit down
    at the desk until an admin says so.
    """

    def __init__(self, reader: Reader, now: datetime) -> None:
        self.now = now
        self.directory = Directory.load(reader)
        self.made: Counter[str] = Counter()
        self._reader = reader
        self._writer: Writer | None = None
        self._invented = 0
        self._queues = {queue.name.casefold(): queue for queue in self.directory.queues.values()}
        people = reader.all("SELECT id, login, name FROM agent ORDER BY active DESC, id")
        self._logins = {login for _id, login, _name in people}
        self._agents: dict[str, Who] = {}
        # A name goes before a login: a log writes names, and somebody's login may be another's name.
        for agent_id, login, name in people:
            self._agents.setdefault(name.casefold(), Who(agent_id, login))
        for agent_id, login, _name in people:
            self._agents.setdefault(login.casefold(), Who(agent_id, login))
        self._contacts: dict[tuple[str, str], tuple[int, int | None]] = {}
        self._customers: dict[str, int] = {}

    @contextmanager
    def writing(self, writer: Writer) -> Iterator[None]:
        """Make what is missing through `writer`, and tell the change feed of it."""
        before = Counter(self.made)
        self._writer = self._reader = writer
        try:
            yield
        finally:
            self._writer = None
        for topic in sorted({TOPICS[what] for what in self.made if self.made[what] > before[what]}):
            feed.append(writer, at=self.now, topic=topic, verb="import")

    def queue(self, name: str) -> QueueRow:
        """Return the queue of a group; the desk's default queue for no name."""
        if not name:
            default = self.directory.queues.get(self.directory.default_queue_id)
            if default is None:
                raise OtuiError(_("This desk has no queue yet."), _("`otui queue new` makes one."))
            return default
        known = self._queues.get(name.casefold())
        if known is None:
            place = 1 + max((queue.position for queue in self.directory.queues.values()), default=-1)
            values = {"name": name, "line": 1, "position": place, "active": True}
            known = QueueRow(self._make("queue", values), name, None, 1, place, "", 0, path=(name,))
            self._queues[name.casefold()] = self.directory.queues[known.id] = known
        return known

    def agent(self, name: str) -> Who | None:
        """Return the agent of that login or name, made if it is new; None for no name."""
        if not name:
            return None
        known = self._agents.get(name.casefold())
        if known is None:
            login = self._login(name)
            values = {"login": login, "name": name, "active": False, "created_at": self.now}
            known = self._agents[name.casefold()] = Who(self._make("agent", values), login)
        return known

    def known_agent(self, name: str) -> Who | None:
        """Return the agent of that login or name, if there is one."""
        return self._agents.get(name.casefold()) if name else None

    def contact(self, name: str, email: str, phone: str, customer: str) -> tuple[int | None, int | None]:
        """Return the ids of a contact and its customer, each made if it is new; None for what has no name."""
        firm = self.customer(customer)
        if not name and not email:
            return None, firm
        key = (email.casefold(), "" if email else name)
        known = self._contacts.get(key)
        if known is None:
            column, value = ("email", email) if email else ("name", name)
            row = self._reader.one(
                f"SELECT id, customer_id FROM contact WHERE {column} = :value ORDER BY id LIMIT 1",
                {"value": value},
            )
            if row is None:
                values = {"name": name or email, "email": email, "phone": phone, "customer_id": firm}
                row = (self._make("contact", {**values, "created_at": self.now}), firm)
            known = self._contacts[key] = (int(row[0]), row[1])
        return known[0], firm or known[1]

    def customer(self, name: str) -> int | None:
        """Return the id of a customer, made if it is new; None for no name."""
        if not name:
            return None
        known = self._customers.get(name)
        if known is None:
            found = self._reader.value("SELECT id FROM customer WHERE name = :name", {"name": name})
            known = self._make("customer", {"name": name, "created_at": self.now}) if found is None else found
            self._customers[name] = known
        return known

    def _make(self, table: str, values: Mapping[str, Any]) -> int:
        self.made[table] += 1
        if self._writer is not None:
            return self._writer.insert(table, values)
        self._invented -= 1
        return self._invented

    def _login(self, name: str) -> str:
        """Return a login that nobody has, made of a name: `Anne Claire` is anne-claire."""
        plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
        stem = re.sub(r"[^a-z0-9._]+", "-", plain).strip("-._")[: LOGIN_LENGTH - 4] or "agent"
        login, count = stem, 1
        while login in self._logins:
            count += 1
            login = f"{stem}-{count}"
        self._logins.add(login)
        return login
