"""A desk that stays open: background reads, the change feed, and the timer, for a screen or a worker.

Everything runs on one asyncio loop; SQL runs on two reader threads and the store's writer thread. The feed costs one
PRAGMA four times a second; the timer sleeps until the next due instant and never scans.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from otui.desk import rights, timer
from otui.desk.desk import Desk, View
from otui.desk.records.finding import find_id
from otui.desk.records.kinds import KINDS
from otui.desk.recurrence import flood
from otui.desk.rules import ruling
from otui.desk.rules.in_force import Pending
from otui.desk.timer import Raised
from otui.desk.together import presence
from otui.desk.unit import Unit
from otui.desk.views import lists
from otui.store import feed

C = TypeVar("C")
R = TypeVar("R")
P = ParamSpec("P")

LOOK_EVERY = 0.25
"""Seconds between two looks at the change feed: a change shows well within a second."""
SWEEP_EVERY = 2_000
"""Changes after which a live desk throws the oldest of the feed away."""
TOGETHER = 1.0
"""Seconds between two looks for a flood: what arrives within them is looked at together."""
SIGHT = "sight"
"""Topic of a change that says no more than this: what is there for this agent is other than it was; read it again."""
REPLACING = frozenset({"move", "line-up", "undo", "redo", "import"})
"""What can put a ticket in another queue, and so out of somebody's sight."""
LONGEST_NAP = 5.0
"""Seconds the timer sleeps at most: a suspended laptop or a clock that was set is noticed by then."""


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the change feed."""

    id: int
    topic: str
    ticket_id: int | None
    verb: str
    agent_id: int | None
    entered: bool
    record_id: int | None = None
    """Of a problem, a change or whatever else the topic names beside a ticket."""


class LiveDesk:
    """Keeps an open desk live.

    `on_changes` and `on_raised` are called on the loop, `on_presence` when somebody came to a ticket or left it,
    `on_trouble` when the store fails, and with None when it answers again.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        on_changes: Callable[[list[Change]], None],
        on_raised: Callable[[list[Raised]], None] = lambda _raised: None,
        on_presence: Callable[[], None] = lambda: None,
        on_trouble: Callable[[Exception | None], None] = lambda _error: None,
    ) -> None:
        self.desk = desk
        self._on_changes = on_changes
        self._on_raised = on_raised
        self._on_presence = on_presence
        self._on_trouble = on_trouble
        self._readers = ThreadPoolExecutor(2, thread_name_prefix="otui-read")
        self._tasks: list[asyncio.Task[None]] = []
        self._nudge = asyncio.Event()
        self._ruled = asyncio.Event()
        self._arrived = asyncio.Event()
        self._arrived.set()  # a flood may have come while nobody looked
        self._position = desk.feed_position()
        self._hidden = rights.hidden_queues(desk.agent, desk.directory)
        """What the screens were last told of: a verb of this very process may know of a change before them."""
        self._troubled: set[str] = set()
        self._stopping = False
        self._pending: Pending | None = None
        self.writing = 0
        """Verbs under way: each waits for the disk, and perhaps for another that holds the desk."""

    async def read(self, query: Callable[Concatenate[View, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Run a read model off the loop."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._readers, lambda: self.desk.read(query, *args, **kwargs))

    async def do(self, verb: Callable[[Unit, C], R], command: C) -> R:
        """Do a verb off the loop; it is durable when this returns."""
        self.writing += 1
        try:
            # Shielded: whoever waits may be gone before the writer comes to it, as a screen that is left is.
            return await asyncio.shield(asyncio.wrap_future(self.desk.submit(verb, command)))
        finally:
            self.writing -= 1

    def start(self) -> None:
        """Begin to watch and to keep time."""
        work = (self._watch(), self._keep_time(), self._go_on(), self._look_for_floods())
        self._tasks = [asyncio.create_task(one) for one in work]

    async def stop(self) -> None:
        """Stop all of it, and let go of the threads."""
        self._stopping = True
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        # Off the loop: a read that is under way ends before the desk closes.
        await asyncio.to_thread(self._readers.shutdown, wait=True, cancel_futures=True)

    async def _watch(self) -> None:
        """Look at the feed whenever any process committed something."""
        seen = -1
        while not self._stopping:
            try:
                version = self.desk.database.data_version()
                if version != seen:
                    await self._read_feed()
                    seen = version
                self._well("feed")
            except Exception as error:
                self._ill("feed", error)
            await asyncio.sleep(LOOK_EVERY)

    async def _read_feed(self) -> None:
        while rows := await self.read(_feed_since, self._position):
            await self._take_in(rows)

    async def _take_in(self, rows: list[Change]) -> None:
        """Tell the screens what happened, but nothing of what is not there for this agent."""
        last, swept = rows[-1].id, rows[0].id // SWEEP_EVERY
        told = [change for change in rows if change.topic and change.topic != presence.TOPIC]
        if any(change.topic in ("queue", "agent", "rules") for change in told):
            await asyncio.get_running_loop().run_in_executor(self._readers, self.desk.refresh)
            hidden = await self.read(_hidden)
            if hidden != self._hidden:
                self._hidden = hidden
                told.append(Change(last, SIGHT, None, "", None, True))
        self._position = last  # not before: where a read failed, the same rows are taken in again
        if any(change.topic == presence.TOPIC for change in rows):
            self._on_presence()  # who is where changes no ticket: no list is read again for it
        if any(change.topic != presence.TOPIC for change in rows):
            self._nudge.set()
        if any(change.verb in flood.ARRIVING for change in rows):
            self._arrived.set()
        if any(self._changed_by_me(change) for change in rows):
            self._ruled.set()
        if told:
            self._on_changes(told)
        if last // SWEEP_EVERY != swept:
            await asyncio.wrap_future(self.desk.database.write(feed.sweep))

    def _changed_by_me(self, change: Change) -> bool:
        """Whether it may be a change of queues or rules of this agent, who waits to see what comes of it."""
        return change.topic in ("queue", "rules") and change.agent_id == self.desk.agent.id

    async def _keep_time(self) -> None:
        """Raise what is due; then sleep until the next instant, a change, or the longest nap."""
        while not self._stopping:
            self._nudge.clear()  # before looking: a change that comes while one looks is not slept through
            try:
                upcoming = await self.read(timer.next_instant)
                while upcoming is not None and upcoming <= self.desk.now:
                    raised = await asyncio.get_running_loop().run_in_executor(
                        self._readers, timer.run, self.desk
                    )
                    if raised:
                        self._on_raised(raised)
                    upcoming = await self.read(timer.next_instant)
                    if not raised:
                        break
                self._well("timer")
            except Exception as error:
                self._ill("timer", error)
                await asyncio.sleep(LONGEST_NAP)  # a desk that is free again tells nobody
            else:
                await self._sleep_until(upcoming)

    async def _go_on(self) -> None:
        """Go on with a change of rules or queues: this agent's own, or one whose process ended in the middle."""
        while not self._stopping:
            mine = self._ruled.is_set()
            self._ruled.clear()
            try:
                await self._finish_rules(mine)
                self._well("rules")
            except Exception as error:
                self._ill("rules", error)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LONGEST_NAP):
                    await self._ruled.wait()

    async def _finish_rules(self, mine: bool) -> None:
        """Count what is left, where it is this agent's own change, or where it did not get on since the last look."""
        found = await self.read(ruling.pending)
        if found is not None and (mine or found == self._pending):
            await asyncio.get_running_loop().run_in_executor(
                self._readers, lambda: ruling.rebuild(self.desk, stop=lambda: self._stopping)
            )
            found = None
        self._pending = found

    async def _look_for_floods(self) -> None:
        """Look for a flood of like incidents once tickets came in, for many of them once."""
        while not self._stopping:
            await self._arrived.wait()
            self._arrived.clear()
            try:
                await asyncio.get_running_loop().run_in_executor(self._readers, flood.look, self.desk)
                self._well("floods")
            except Exception as error:
                self._ill("floods", error)
            await asyncio.sleep(TOGETHER)

    async def _sleep_until(self, instant: datetime | None) -> None:
        """Sleep until `instant` on the desk's clock, in naps, or until the feed nudges."""
        while True:
            left = LONGEST_NAP
            if instant is not None:
                left = (instant - self.desk.now).total_seconds()
                if left <= 0:
                    return
            with contextlib.suppress(TimeoutError):
                # Not wait_for: up to Python 3.11 that loses a cancellation which comes together with the nudge.
                async with asyncio.timeout(min(left, LONGEST_NAP) + 0.005):
                    await self._nudge.wait()
                return

    def _ill(self, what: str, error: Exception) -> None:
        if not self._troubled:
            self._on_trouble(error)
        self._troubled.add(what)

    def _well(self, what: str) -> None:
        if what in self._troubled:
            self._troubled.remove(what)
            if not self._troubled:
                self._on_trouble(None)


def _feed_since(view: View, position: int) -> list[Change]:
    """Return what happened since; of a ticket that is not there for this agent, a blank in its place."""
    changes = [
        Change(row[0], row[1], row[2], row[3], row[4], bool(row[5]), row[6])
        for row in feed.since(view.reader, position)
    ]
    if not view.hidden:
        return changes
    ids = {change.ticket_id for change in changes if change.ticket_id is not None}
    gone = ids - lists.rows_by_id(view, ids).keys() if ids else set()
    return [
        _blank(change) if change.ticket_id in gone or not _record_is_there(view, change) else change
        for change in changes
    ]


def _record_is_there(view: View, change: Change) -> bool:
    """Whether a change is of no record, or of one that exists for this agent."""
    if change.record_id is None or change.topic not in KINDS:
        return True
    return find_id(view.reader, change.topic, change.record_id, view.hidden) is not None


def _blank(change: Change) -> Change:
    """Return what a change of a ticket out of sight leaves: that one should look again, where it may have just left."""
    if change.verb in REPLACING:
        return Change(change.id, SIGHT, None, "", None, True)
    return Change(change.id, "", None, "", None, False)


def _hidden(view: View) -> tuple[int, ...]:
    return view.hidden
