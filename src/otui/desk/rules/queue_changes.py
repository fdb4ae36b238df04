"""An edit of a queue that people decide on: what it would do to the open tickets is told before it is done.

It is foreseen by doing it: the verb is walked through in a transaction that is taken back, so that whatever it refuses
is refused here too, and what it would leave is what the effect is worked out by, on a reader and not on the writer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from otui.desk import queues
from otui.desk.desk import Desk, View
from otui.desk.queues import ChangeQueue
from otui.desk.results import Result
from otui.desk.rules import effects, ruling
from otui.desk.rules.effect import Effect
from otui.desk.rules.effects import Progress, QueuesAfter, Stop
from otui.desk.unit import Unit
from otui.domain.workflow import OPEN_SQL


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What an edit of a queue would do."""

    effect: Effect
    unseen: tuple[str, ...]
    """Names of the queues concerned whose tickets are not there for whoever asks: they move along, uncounted."""

    @property
    def asks(self) -> bool:
        """Whether somebody has to say that they want it."""
        return not self.effect.nothing or bool(self.unseen)


class _EnoughError(Exception):
    """Takes a transaction back, and brings out what it came to."""

    def __init__(self, after: QueuesAfter) -> None:
        super().__init__()
        self.after = after


def foresee(
    desk: Desk, command: ChangeQueue, *, progress: Progress | None = None, stop: Stop | None = None
) -> Foreseen:
    """Return what an edit would do now; it changes nothing. What the edit refuses is refused.

    A change before it that is not worked out for every ticket is finished first: the clocks are right only then.
    """
    after = _walk_through(desk, command)
    if after.queues:
        ruling.rebuild(desk, stop=stop)
    effect = desk.read(effects.of_queues, after, progress=progress, stop=stop)
    return Foreseen(effect, desk.read(_unseen, after.queues))


def apply(
    desk: Desk, command: ChangeQueue, *, base: int | None = None, progress: Progress | None = None
) -> Result:
    """Change a queue and count all of its tickets anew. `base` is the version that its effect was shown against."""
    ruling.rebuild(desk)  # what another change left undone
    told = desk.do(queues.change_queue, replace(command, base=base))
    desk.refresh()
    ruling.rebuild(desk, progress)
    return told


def _unseen(view: View, queue_ids: Sequence[int]) -> tuple[str, ...]:
    there = view.reader.all(f"SELECT DISTINCT queue_id FROM tally WHERE n > 0 AND {OPEN_SQL}")
    ids = {row[0] for row in there} & set(view.hidden) & set(queue_ids)
    return tuple(queue.name for queue in view.directory.queues.values() if queue.id in ids)


def _walk_through(desk: Desk, command: ChangeQueue) -> QueuesAfter:
    def work(unit: Unit, command: ChangeQueue) -> QueuesAfter:
        raise _EnoughError(queues.outcome(unit, command).after)

    try:
        return desk.do(work, command)
    except _EnoughError as enough:
        return enough.after
