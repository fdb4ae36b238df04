"""Makes the demo desk: firm, people, rules and tickets, in a database that is empty but for its tables."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from otui import resources
from otui.desk.bulk import BulkTicket, BulkWriter
from otui.desk.demo import plan
from otui.desk.demo.author import Author, Told
from otui.desk.demo.corpus import Corpus
from otui.desk.demo.grow import Pattern, copy_tickets, settle
from otui.desk.demo.knots import tie_knots
from otui.desk.demo.people import add_agents, add_customers
from otui.desk.demo.processes import add_processes
from otui.desk.demo.rhythm import Rhythm
from otui.desk.demo.things import about, add_items
from otui.desk.demo.world import World
from otui.desk.directory import Directory
from otui.desk.rules.in_force import insert_texts
from otui.desk.rules.queue_rules import sync_queues
from otui.desk.rules.rule_files import read_rules
from otui.domain import numbers
from otui.domain.rules import Rules
from otui.errors import DeskUnavailable
from otui.store.database import Database, Writer
from otui.text.i18n import _

Progress = Callable[[int, int], None]
BATCH = 5000
_WEEK = timedelta(days=7)
_PATTERN = 2500
"""Tickets of a sort that are written before the rest is copied from them."""


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What was made, and how fast."""

    tickets: int
    open: int
    seconds: float

    @property
    def rate(self) -> float:
        """Tickets a second."""
        return self.tickets / self.seconds if self.seconds else 0.0


def make_demo(
    database: Database,
    *,
    now: datetime,
    tickets: int = 400,
    seed: int = 1,
    login: str,
    name: str,
    progress: Progress | None = None,
) -> DemoReport:
    """Fill a new desk with the demo firm and its tickets, as they stand at `now`, for `login` to start on as admin.

    DeskUnavailable where somebody works already. The same seed and `now` make the same tickets. `progress` is called
    with (tickets written, tickets in all).
    """
    if database.read().value("SELECT 1 FROM agent LIMIT 1"):
        raise DeskUnavailable(
            _("There is a desk at {path} already.").format(path=database.name),
            _("Name another place with --desk."),
        )
    began = time.perf_counter()
    now = now.astimezone(UTC).replace(microsecond=0)
    maker = _Maker(database, now, seed, progress or (lambda done, total: None), tickets)
    opened = maker.make(login, name)
    return DemoReport(tickets, opened, time.perf_counter() - began)


class _Maker:
    """The making of one desk, in transactions of a few thousand tickets."""

    def __init__(self, database: Database, now: datetime, seed: int, progress: Progress, total: int) -> None:
        self._database, self._now, self._progress, self._total = database, now, progress, total
        self._rng = random.Random(f"otui {seed}")  # noqa: S311 - the same desk for the same seed is what is wanted
        self._written = 0
        folder = resources.data_dir()
        self._folder = folder / "demo"
        self._corpus = Corpus.load(self._folder)
        self._about: dict[str, int] = {}
        self._texts = read_rules(Path(folder / "demo"), otherwise=folder)
        self._rules = Rules.parse(self._texts)

    def make(self, login: str, name: str) -> int:
        """Make everything; return how many tickets are open."""
        directory = self._database.write(lambda writer: self._people(writer, login, name)).result()
        counts = plan.Numbers.of(self._total)
        if counts.past:
            self._past(directory, counts.past)
        world = self._world(directory, self._now)
        rng = self._rng
        if counts.crowd:
            self._crowd(world, counts.crowd)
        if counts.past or counts.crowd:
            settle(self._database)
        author = Author(world, self._corpus, rng, idle=login.casefold())
        starter = directory.agent(login)
        office = world.calendar(world.queue(self._rules.default_queue))
        told = list(plan.open_tickets(author, rng, counts.open - counts.crowd, starter))
        recent, longer = Rhythm(office, self._now, plan.WEEK), Rhythm(office, self._now, plan.LONG)
        told += plan.done_tickets(author, rng, counts.recent, recent, longer)
        self._write(world, self._tied(world, author, told))
        add_processes(self._database, self._folder / "processes", self._now, login.casefold())
        return counts.open

    def _people(self, writer: Writer, login: str, name: str) -> Directory:
        for key, value in {
            "desk_id": f"demo-{self._rng.getrandbits(32):08x}",
            "desk_name": self._corpus.firm["name"],
            "made_at": self._now.isoformat(),
            "next_number": str(numbers.FIRST_COUNTER),
        }.items():
            writer.insert("meta", {"key": key, "value": value})
        insert_texts(writer, self._texts, self._now, None)
        sync_queues(writer, self._rules)
        add_agents(writer, self._corpus, self._now, login.casefold(), name)
        add_customers(writer, self._corpus, self._now)
        directory = Directory.load(writer)
        add_items(writer, self._folder, self._rules, directory, self._now)
        self._about = about(writer, self._folder)
        return directory

    def _world(self, directory: Directory, now: datetime) -> World:
        rows = self._database.read().all("SELECT login, name FROM agent")
        suppliers = {key: (name, mail) for key, (name, mail) in self._corpus.firm["suppliers"].items()}
        return World(self._rules, directory, now, dict(rows), suppliers, self._about)

    def _past(self, directory: Directory, count: int) -> None:
        """Write the tickets of the oldest weeks, and their like for every week since."""
        size = min(max(count // 50, 500), _PATTERN)
        weeks = -(-count // size)
        then = self._now - _WEEK * (weeks - 1)
        world = self._world(directory, then)
        author = Author(world, self._corpus, self._rng)
        rhythm = Rhythm(world.calendar(world.queue(self._rules.default_queue)), then, plan.WEEK)
        told = [author.done(rhythm, brief=True) for _one in range(min(size, count))]
        self._copied(world, told, count, _WEEK)

    def _crowd(self, world: World, count: int) -> None:
        """Write the open tickets that a large desk has beside those one looks at."""
        author = Author(world, self._corpus, self._rng)
        told = list(plan.crowd(author, self._rng, min(count, _PATTERN)))
        self._copied(world, told, count, timedelta())

    def _copied(self, world: World, told: list[Told], count: int, step: timedelta) -> None:
        """Write tickets, and copies of them until there are `count`."""
        told.sort(key=lambda one: one.created)
        first = self._next_id()
        self._write(world, [one.life.finish() for one in told])
        copy_tickets(self._database, Pattern(first, len(told), count - len(told), step), self._tick)

    def _next_id(self) -> int:
        return int(self._database.read().value("SELECT coalesce(max(id), 0) FROM ticket")) + 1

    def _tied(self, world: World, author: Author, told: list[Told]) -> list[BulkTicket]:
        """Bring lives in the order in which they came and tie some together."""
        told.sort(key=lambda one: one.created)
        counter = int(self._database.read().value("SELECT value FROM meta WHERE key = 'next_number'"))
        return tie_knots(world, author, self._rng, told, self._next_id(), counter)

    def _write(self, world: World, made: Sequence[BulkTicket]) -> None:
        for start in range(0, len(made), BATCH):
            batch = made[start : start + BATCH]
            self._database.write(partial(self._batch, world, batch)).result()
            self._tick(len(batch))

    def _batch(self, world: World, batch: Sequence[BulkTicket], writer: Writer) -> None:
        BulkWriter(writer, world.now, self._rules, world.directory, verb="new").write(batch)

    def _tick(self, count: int) -> None:
        self._written += count
        self._progress(self._written, self._total)
