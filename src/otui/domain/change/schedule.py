"""What stands in the way of a change at the time that is planned for it, and what that means, as a table.

Source: guide to change management: "same item already scheduled; parent or child scheduled; outside its maintenance
window; in a blackout; assignee already scheduled". Two things collide where their half-open stretches overlap.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum

from otui.domain.change.steps import BEFORE_IMPLEMENT, Step, Type
from otui.domain.change.windows import (
    Stretch,
    Window,
    WindowKind,
    common,
    covers,
    in_force,
    occurrences,
    overlap,
)


class CollisionKind(StrEnum):
    """Why a time does not fit, what weighs most first."""

    BLACKOUT = "blackout"
    """No change may be done then, to anything or to what it touches."""
    ITEM = "item"
    """Another change touches the same service or item."""
    DEPENDENCY = "dependency"
    """Another change touches what it hangs on, or what hangs on it."""
    IMPLEMENTER = "implementer"
    """Whoever is to do it does another change then."""
    OUTSIDE = "outside"
    """Its service or item has a maintenance window, and this is not in it."""
    PAST = "past"
    """Its own time is over, and it was not begun."""
    EMPTY = "empty"
    """Its own time ends before it begins."""


OCCUPYING: tuple[Step, ...] = (*BEFORE_IMPLEMENT, Step.IMPLEMENT)
"""In these steps the time of a change is taken: what is being written down or reviewed is in nobody's way."""


class Weight(StrEnum):
    """What a collision means for the change."""

    BLOCKS = "blocks"
    """It does not go on at that time."""
    REASON = "reason"
    """It goes on if a person says why."""
    TOLD = "told"
    """It is told, and stops nothing."""


_K, _B, _R = CollisionKind, Weight.BLOCKS, Weight.REASON
MEANING: Mapping[Type, Mapping[CollisionKind, Weight]] = {
    Type.NORMAL: {
        _K.BLACKOUT: _R,
        _K.ITEM: _R,
        _K.DEPENDENCY: _R,
        _K.IMPLEMENTER: _R,
        _K.OUTSIDE: _R,
        _K.PAST: _R,
        _K.EMPTY: _B,
    },
    # Nobody looked at this one in particular: where nothing may change, it waits.
    Type.STANDARD: {
        _K.BLACKOUT: _B,
        _K.ITEM: _R,
        _K.DEPENDENCY: _R,
        _K.IMPLEMENTER: _R,
        _K.OUTSIDE: _R,
        _K.PAST: _R,
        _K.EMPTY: _B,
    },
    # The emergency is worse than whatever it runs into.
    Type.EMERGENCY: dict.fromkeys(CollisionKind, Weight.TOLD),
}
"""What each collision means for each type of change."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A change with a time planned for it, as far as collisions go."""

    id: int
    type: Type
    step: Step
    when: Stretch
    implementer_id: int | None = None
    items: frozenset[int] = frozenset()
    """The services and items that it touches."""
    reason: str = ""
    """Why it goes on in spite of what it collided with when that was written."""
    planned: int = 0
    """When its time, its items or who does it were last settled. Grows with each time that anything is planned."""
    answered: int = 0
    """When its time was last chosen, by who saw then what it collided with; counted in the same way."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a stretch of the calendar holds: the changes, the windows, and what hangs on what."""

    changes: Sequence[Planned] = ()
    windows: Sequence[Window] = ()
    on: Mapping[int, Collection[int]] = field(default_factory=dict)
    """All that an item hangs on, directly or by way of others, for each item that a change touches."""
    planned: Mapping[int, int] = field(default_factory=dict)
    """For each window, when it was made or changed, counted as for a change."""


@dataclass(frozen=True, slots=True)
class Collision:
    """One thing that stands in the way: with what, when and why."""

    kind: CollisionKind
    weight: Weight
    when: Stretch
    """The part of its time that it is about."""
    change_id: int | None = None
    """The other change."""
    window_id: int | None = None
    item_id: int | None = None
    """Which of its own services or items it is about."""
    other_item_id: int | None = None
    """Which of the other's, where that is another one."""
    new: bool = False
    """Whether it came after the time was chosen: who chose it did not see it."""


def collisions(change: Planned, around: Surroundings, zone: tzinfo, now: datetime | None) -> list[Collision]:
    """Return all that stands in the way of a change, what weighs most first. Without `now` no time is over."""
    found = list(_own(change, now))
    if not change.when.empty:
        found += _with_windows(change, around, zone)
        for other in around.changes:
            if other.id != change.id and overlap(change.when, other.when):
                found += _with_change(change, other, around)
    order = list(CollisionKind)
    return sorted(found, key=lambda one: (order.index(one.kind), one.when))


def needs_answer(collision: Collision, change: Planned) -> bool:
    """Whether a change cannot go on because of a collision: it blocks, or nobody said why it goes on all the same.

    A reason answers for what was there when it was written, not for what came later.
    """
    if collision.weight is Weight.REASON:
        return collision.new or not change.reason.strip()
    return collision.weight is Weight.BLOCKS


def _own(change: Planned, now: datetime | None) -> list[Collision]:
    if change.when.empty:
        return [_collision(change, CollisionKind.EMPTY, change.when)]
    if now is not None and change.when.end <= now and change.step in BEFORE_IMPLEMENT:
        return [_collision(change, CollisionKind.PAST, change.when)]
    return []


def _collision(
    change: Planned,
    kind: CollisionKind,
    when: Stretch,
    *,
    change_id: int | None = None,
    window_id: int | None = None,
    item_id: int | None = None,
    other_item_id: int | None = None,
    planned: int = 0,
) -> Collision:
    weight = MEANING[change.type][kind]
    new = 0 < change.answered < max(planned, change.planned)
    return Collision(kind, weight, when, change_id, window_id, item_id, other_item_id, new)


def _with_change(change: Planned, other: Planned, around: Surroundings) -> list[Collision]:
    """Return how two changes at one time get in each other's way: by what they touch, and by who does them."""
    when = common(change.when, other.when)
    found = []
    if same := change.items & other.items:
        found.append(
            _collision(
                change,
                CollisionKind.ITEM,
                when,
                change_id=other.id,
                item_id=min(same),
                planned=other.planned,
            )
        )
    elif pair := hanging(change.items, other.items, around.on):
        found.append(
            _collision(
                change,
                CollisionKind.DEPENDENCY,
                when,
                change_id=other.id,
                item_id=pair[0],
                other_item_id=pair[1],
                planned=other.planned,
            )
        )
    if change.implementer_id is not None and change.implementer_id == other.implementer_id:
        found.append(
            _collision(change, CollisionKind.IMPLEMENTER, when, change_id=other.id, planned=other.planned)
        )
    return found


def hanging(
    mine: Collection[int], theirs: Collection[int], on: Mapping[int, Collection[int]]
) -> tuple[int, int] | None:
    """Return the first of `mine` and of `theirs` of which one hangs on the other; None where none does."""
    return next(
        (
            (one, other)
            for one in sorted(mine)
            for other in sorted(theirs)
            if other in on.get(one, ()) or one in on.get(other, ())
        ),
        None,
    )


def _with_windows(change: Planned, around: Surroundings, zone: tzinfo) -> list[Collision]:
    start, end = change.when.start, change.when.end
    found = []
    for window in around.windows:
        if window.kind is not WindowKind.BLACKOUT:
            continue
        hit = _hit(change, window, around)
        if hit is None:
            continue
        item_id, other_item_id = hit
        found += [
            _collision(
                change,
                CollisionKind.BLACKOUT,
                common(change.when, times),
                window_id=window.id,
                item_id=item_id,
                other_item_id=other_item_id,
                planned=around.planned.get(window.id, 0),
            )
            for times in occurrences(window, zone, start, end)[:1]
        ]
    return found + _outside(change, around, zone)


def _hit(change: Planned, window: Window, around: Surroundings) -> tuple[int | None, int | None] | None:
    """Return by which items a blackout concerns a change: its own, or one that hangs on its own; None: by none."""
    if window.item_id is None:
        return None, None
    if window.item_id in change.items:
        return window.item_id, None
    below = around.on.get(window.item_id, ())
    hit = next((one for one in sorted(change.items) if one in below), None)
    return None if hit is None else (hit, window.item_id)


def _outside(change: Planned, around: Surroundings, zone: tzinfo) -> list[Collision]:
    """Return what of a change lies outside maintenance: an item's own windows, else those that are for all."""
    rooms: dict[int | None, list[Window]] = {}
    for window in around.windows:
        if window.kind is WindowKind.MAINTENANCE and in_force(window, zone, change.when):
            rooms.setdefault(window.item_id, []).append(window)
    found: dict[tuple[int, ...], Collision] = {}
    touched: list[int | None] = [*sorted(change.items)] or [None]
    for item_id in touched:
        windows = rooms.get(item_id) or rooms.get(None) or []
        times = [
            one for window in windows for one in occurrences(window, zone, change.when.start, change.when.end)
        ]
        if windows and not covers(times, change.when):
            collision = _collision(
                change,
                CollisionKind.OUTSIDE,
                change.when,
                window_id=windows[0].id,
                item_id=item_id if windows[0].item_id is not None else None,
                planned=max(around.planned.get(window.id, 0) for window in windows),
            )
            found.setdefault(tuple(window.id for window in windows), collision)
    return list(found.values())
