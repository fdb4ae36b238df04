"""An open desk, as one person works at it: the one object that screens and commands hold."""

from __future__ import annotations

import getpass
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from otui import restricted
from otui.clock import Clock, process_clock
from otui.desk import rights
from otui.desk.directory import Directory
from otui.desk.rows import AgentRow
from otui.desk.rules import in_force
from otui.desk.rules.in_force import load_rules as load_rules
from otui.desk.unit import Unit
from otui.domain.rule_change import RuleChange
from otui.domain.rules import Rules
from otui.errors import NotFound
from otui.store.database import Database, Reader, Writer, open_database
from otui.store.feed import KEPT, changed_since, last_id
from otui.text import safe
from otui.text.i18n import _

C = TypeVar("C")
R = TypeVar("R")
P = ParamSpec("P")

NOBODY = AgentRow(0, "otui", "otui", "admin", "", 1)
"""Who acts when no person does: the timer, an import, the making of a desk."""


class View:
    """What a read model gets: a reader, the time, who asks, and the desk's rules and directory."""

    __slots__ = ("agent", "directory", "hidden", "now", "reader", "rules")

    def __init__(
        self, reader: Reader, now: datetime, agent: AgentRow, rules: Rules, directory: Directory
    ) -> None:
        self.reader = reader
        self.now = now
        self.agent = agent
        self.rules = rules
        self.directory = directory
        self.hidden = rights.hidden_queues(agent, directory)
        """Ids of the queues whose tickets are not there for whoever asks: every query leaves them out."""

    def without_hidden(self, column: str) -> str:
        """Return the condition, to come after others, that leaves out rows of hidden queues; mostly empty."""
        return rights.without(self.hidden, column)


class Desk:
    """One person at one open desk. Verbs go through `do` or `submit`, read models through `read`."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self.agent = NOBODY
        self._lock = threading.Lock()
        self._directory: Directory | None = None
        self._seen: tuple[Directory, AgentRow, Directory] | None = None
        self._rules: Rules | None = None
        self._version = 0
        self._looked_at = last_id(database.read())
        self._former: tuple[int, Rules] | None = None
        self.session_start = int(self.database.read().value("SELECT coalesce(max(id), 0) FROM act"))
        """Acts up to this id were done before this session; undo leaves them alone."""

    @classmethod
    def open(cls, url: str, *, login: str | None = None, clock: Clock | None = None) -> Desk:
        """Open a desk that exists, as the agent `login` (default: whoever is logged in to this machine)."""
        desk = cls(open_database(url), clock or process_clock())
        try:
            desk.sit_down(login)
        except BaseException:
            desk.close()
            raise
        return desk

    def sit_down(self, login: str | None = None) -> AgentRow:
        """Become an agent of this desk. Without a name: the one who is called as the system's user is.

        NotFound for anybody else says whom to ask: the first at a desk is its admin, and makes the others known.
        """
        agents = self._everything().agents
        wanted = (restricted.person() or login or system_user()).strip().casefold()
        known = [agent for agent in agents.values() if agent.login.casefold() == wanted]
        if known:
            self.agent = known[0]
            return self.agent
        name = safe.line(wanted)
        admins = sorted(agent.login for agent in agents.values() if agent.role == "admin")
        if self.database.read().value("SELECT 1 FROM agent WHERE login = :login", {"login": wanted}):
            raise NotFound(
                _("{login} is no longer active at this desk.").format(login=name),
                _("Ask {admins}.").format(admins=_(" or ").join(admins)),
            )
        raise NotFound(
            _("This desk does not know {name}.").format(name=name),
            _("Ask {admins} for `otui agent new {name}`, or say who you are with --as.").format(
                admins=_(" or ").join(admins), name=name
            ),
        )

    @property
    def directory(self) -> Directory:
        """The agents and queues that whoever sits here may know of, read once until `refresh`."""
        whole = self._everything()
        seen = self._seen
        if seen is None or seen[0] is not whole or seen[1] is not self.agent:
            seen = self._seen = (whole, self.agent, whole.seen_by(self.agent))
        return seen[2]

    def _everything(self) -> Directory:
        with self._lock:
            if self._directory is None:
                self._directory = Directory.load(self.database.read())
            return self._directory

    @property
    def rules(self) -> Rules:
        """The desk's SLA tables, calendars and settings, read once until `refresh`."""
        with self._lock:
            return self._rules or self._load_rules(self.database.read())

    @property
    def name(self) -> str:
        """What the desk is called."""
        return str(self.database.read().value("SELECT value FROM meta WHERE key = 'desk_name'") or "")

    def refresh(self, reader: Reader | None = None) -> None:
        """Read anew who is here, which queues there are and which rules hold: someone changed them.

        `reader` is the transaction that goes by them; without one, what is committed now counts. They are read at once
        and not when next asked for: by then a thread in an older snapshot might put former rights back.
        """
        reader = reader or self.database.read()
        with self._lock:
            whole = self._directory = Directory.load(reader)
            if self._version != in_force.version(reader):
                self._load_rules(reader)
        if self.agent.id:
            known = whole.agents.get(self.agent.id)
            self.agent = known or replace(self.agent, active=False)

    def _load_rules(self, reader: Reader) -> Rules:
        self._version = in_force.version(reader)
        self._rules = in_force.load_rules(reader)
        return self._rules

    @property
    def now(self) -> datetime:
        """The time, as this process counts it (aware, UTC)."""
        return self.clock()

    def submit(self, verb: Callable[[Unit, C], R], command: C, *, agent: AgentRow | None = None) -> Future[R]:
        """Hand a verb to the writer: one transaction, all or nothing. The future has its result or its error."""

        def work(writer: Writer) -> R:
            return verb(self.unit(writer, agent), command)

        return self.database.write(work)

    def unit(self, writer: Writer, agent: AgentRow | None = None) -> Unit:
        """Return a unit of work in a transaction, by the rules, roles and teams that hold in it: another process may
        just have changed them. No due time is counted, and nothing is let, by what no longer holds.
        """
        standing = in_force.standing(writer)
        if self._staff_changed(writer) or standing.version != self._version:
            self.refresh(writer)
        rules = self.rules
        changing = None
        if standing.pending is not None:
            former = self._rules_of(writer, standing.pending.former)
            change = RuleChange.between(former, rules, standing.pending.at)
            changing = in_force.Changing(change, standing.pending.after)
        return Unit(writer, self.now, agent or self.agent, rules, self._everything(), changing)

    def _staff_changed(self, reader: Reader) -> bool:
        """Whether agents or queues may be others than when it was last asked."""
        seen, self._looked_at = self._looked_at, last_id(reader)
        if seen == self._looked_at:
            return False
        return self._looked_at - seen > KEPT // 2 or changed_since(reader, seen, ("agent", "queue"))

    def _rules_of(self, reader: Reader, version: int) -> Rules:
        """Return former rules, read once for as long as they are asked for."""
        if self._former is None or self._former[0] != version:
            self._former = (version, in_force.load_rules(reader, version))
        return self._former[1]

    def do(self, verb: Callable[[Unit, C], R], command: C, *, agent: AgentRow | None = None) -> R:
        """Do a verb and wait until it is durable."""
        return self.submit(verb, command, agent=agent).result()

    def call(self, work: Callable[Concatenate[Unit, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a function of a unit of work in one transaction, and wait until it is durable."""
        return self.do(lambda unit, _none: work(unit, *args, **kwargs), None)

    def read(self, query: Callable[Concatenate[View, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a read model on this thread's own connection, in one snapshot."""
        with self.database.snapshot() as reader:
            return query(View(reader, self.now, self.agent, self.rules, self.directory), *args, **kwargs)

    def feed_position(self) -> int:
        """Return the id of the newest event in the change feed."""
        return last_id(self.database.read())

    def close(self) -> None:
        """Finish what is being written and let go of the desk."""
        self.database.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_error: Any) -> None:
        self.close()


def system_user() -> str:
    """Return the login name on this machine, as an agent's login."""
    try:
        return getpass.getuser().casefold()
    except (KeyError, OSError):
        return "admin"
