"""What a change collides with, worked out whenever it is asked: never kept, so never out of date.

A change that whoever asks may not see is told as another change, without its number.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from otui.desk.changes.calendar import around, collision_words
from otui.desk.changes.calendar.around import Around, Named
from otui.desk.records.finding import resolve
from otui.desk.rules import in_force
from otui.domain.change import schedule
from otui.domain.change.schedule import CollisionKind, Planned, Weight
from otui.domain.change.weights import meaning
from otui.domain.change.windows import Stretch

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit
    from otui.domain.rules import Rules
    from otui.store.reader import Reader
    from otui.store.records import Record

CHANGE, WINDOW = "change", "change_window"


@dataclass(frozen=True, slots=True)
class Collision:
    """One thing that stands in the way of a change, as whoever asks may know of it."""

    kind: CollisionKind
    weight: Weight
    when: Stretch
    """The part of its time that it is about."""
    answered: bool
    """Whether the change may go on in spite of it."""
    new: bool = False
    """Whether it came after the change was planned."""
    other: str = ""
    """change or change_window; empty where it is the change's own time."""
    other_id: int | None = None
    """None also for a change that whoever asks may not see."""
    name: str = ""
    """Number of the other change, or name of the window; empty where it may not be known."""
    subject: str = ""
    item: str = ""
    """Which of its own services or items it is about."""
    other_item: str = ""
    """Which of the other's, where that is another one."""
    reason: str = ""
    """What the window is for."""

    def sentence(self, zone: tzinfo, now: datetime | None = None) -> str:
        """Return with what, when and why, in words; times as in `zone`."""
        return collision_words.sentence(self, zone, now)


@dataclass(frozen=True, slots=True)
class Flag:
    """What a list says of a change's collisions."""

    count: int
    new: int
    """How many of them came after it was planned."""
    unanswered: int
    """How many stop it from going on."""


@dataclass(frozen=True, slots=True)
class _Asker:
    """Who asks. A bare reader knows no clock, so no time is over, and nobody, so nothing is named."""

    reader: Reader
    hidden: frozenset[int] | None
    now: datetime | None
    rules: Rules | None

    @classmethod
    def of(cls, source: View | Unit | Reader) -> _Asker:
        reader = getattr(source, "reader", None) or getattr(source, "writer", None)
        if reader is None:
            return cls(source, None, None, None)  # type: ignore[arg-type]
        return cls(reader, frozenset(source.hidden), source.now, source.rules)  # type: ignore[union-attr]

    @property
    def zone(self) -> tzinfo:
        rules = self.rules or in_force.load_rules(self.reader)
        return rules.calendars[rules.settings.calendar].zone

    def sees(self, named: Named | None) -> bool:
        return named is not None and self.hidden is not None and (named.queue_id or 0) not in self.hidden


def of(source: View | Unit | Reader, change: Record) -> tuple[Collision, ...]:
    """Return all that stands in the way of a change as it stands now, saved or not; what weighs most comes first."""
    if change.starts_at is None or change.ends_at is None:
        return ()
    asker = _Asker.of(source)
    stretch = Stretch(change.starts_at, max(change.starts_at, change.ends_at))
    found = around.load(asker.reader, stretch, change)
    own = found.planned(change.id)
    return () if own is None or own.step not in schedule.OCCUPYING else _told(asker, own, found, asker.zone)


def of_id(view: View, change_id: int) -> tuple[Collision, ...]:
    """Return what stands in the way of a change, by its id; NotFound where it is not there for whoever asks."""
    change = view.reader.load(CHANGE, resolve(view, CHANGE, change_id))
    return () if change is None else of(view, change)


def blocking(source: View | Unit | Reader, change: Record) -> tuple[Collision, ...]:
    """Return what stops a change from entering its next step at the time that is planned for it."""
    return tuple(one for one in of(source, change) if not one.answered)


def of_each(source: View | Unit | Reader, stretch: Stretch) -> dict[int, tuple[Collision, ...]]:
    """Return by id what stands in the way of each change whose time overlaps a stretch; the free ones are not in it."""
    asker = _Asker.of(source)
    found = around.load(asker.reader, stretch)
    inside = {one.id: one.when for one in found.surroundings.changes}
    whole = around.hull([stretch, *inside.values()])
    if whole != stretch:  # what sticks out may meet others there
        found = around.load(asker.reader, whole)
    return _of_these(asker, found, inside)


def flags(view: View, change_ids: Iterable[int]) -> dict[int, Flag]:
    """Return what a list says of these changes; one that collides with nothing is not in it."""
    asker = _Asker.of(view)
    times = around.times_of(asker.reader, change_ids)
    if not times:
        return {}
    found = around.load(asker.reader, around.hull(list(times.values())))
    return {change_id: flag(hits) for change_id, hits in _of_these(asker, found, times).items()}


def _of_these(asker: _Asker, found: Around, ids: Container[int]) -> dict[int, tuple[Collision, ...]]:
    zone = asker.zone
    told = {one.id: _told(asker, one, found, zone) for one in found.surroundings.changes if one.id in ids}
    return {change_id: hits for change_id, hits in told.items() if hits}


def flag(hits: Iterable[Collision]) -> Flag:
    """Return what a list says of collisions."""
    all_of = tuple(hits)
    return Flag(len(all_of), sum(one.new for one in all_of), sum(not one.answered for one in all_of))


def _told(asker: _Asker, own: Planned, found: Around, zone: tzinfo) -> tuple[Collision, ...]:
    hits = schedule.collisions(own, found.surroundings, zone, asker.now)
    weight = meaning(in_force.rules_of_changes(asker.reader), own.type) if hits else {}
    return tuple(_named(asker, replace(hit, weight=weight[hit.kind]), own, found) for hit in hits)


def _named(asker: _Asker, hit: schedule.Collision, own: Planned, found: Around) -> Collision:
    """Return a collision with the names that whoever asks may know."""

    def item(item_id: int | None) -> str:
        named = found.items.get(item_id) if item_id is not None else None
        return named.name if named is not None and asker.sees(named) else ""

    other, other_id, name, subject, reason = "", None, "", "", ""
    if hit.change_id is not None:
        named = found.changes.get(hit.change_id)
        other = CHANGE
        if named is not None and asker.sees(named):
            other_id, name, subject = hit.change_id, named.name, named.subject
    elif hit.window_id is not None:
        window = found.windows[hit.window_id]
        other, other_id, name, reason = WINDOW, window.id, window.name, window.reason
    return Collision(
        hit.kind,
        hit.weight,
        hit.when,
        not schedule.needs_answer(hit, own),
        hit.new,
        other,
        other_id,
        name,
        subject,
        item(hit.item_id),
        item(hit.other_item_id),
        reason,
    )
