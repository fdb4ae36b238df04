"""Collisions as people say them: with what, when and why, a sentence each."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import TYPE_CHECKING

from otui.domain.change.schedule import CollisionKind, Weight
from otui.domain.change.windows import WindowKind
from otui.text import times
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.changes.calendar.collisions import Collision

WEIGHTS = {
    Weight.BLOCKS: N_("blocks"),
    Weight.REASON: N_("needs a reason"),
    Weight.TOLD: N_("to know"),
}
"""What a collision means, in words."""
WINDOWS = {WindowKind.BLACKOUT: N_("blackout"), WindowKind.MAINTENANCE: N_("maintenance")}
"""Kinds of window, in words."""

_SENTENCES = {
    CollisionKind.BLACKOUT: N_("Blackout {name}, {when}."),
    CollisionKind.ITEM: N_("{other} touches {item} too, {when}."),
    CollisionKind.DEPENDENCY: N_("{other} touches {other_item}, {when}; one hangs on the other: {item}."),
    CollisionKind.IMPLEMENTER: N_("Who does this also does {other}, {when}."),
    CollisionKind.OUTSIDE: N_("It lies outside the maintenance window {name}."),
    CollisionKind.PAST: N_("Its time is over ({when}), and it was not begun."),
    CollisionKind.EMPTY: N_("It ends before it begins."),
}
_OF_ITEM = {
    CollisionKind.BLACKOUT: N_("Blackout {name} of {item}, {when}."),
    CollisionKind.OUTSIDE: N_("It lies outside the maintenance window {name} of {item}."),
}
_BY_WAY_OF = N_("Blackout {name} of {other_item}, which hangs on {item}, {when}.")


def sentence(hit: Collision, zone: tzinfo, now: datetime | None = None) -> str:
    """Return what a collision is about, in one sentence, and why nothing may change then where that was told."""
    words = _SENTENCES[hit.kind]
    if hit.item and hit.kind in _OF_ITEM:
        words = _BY_WAY_OF if hit.other_item else _OF_ITEM[hit.kind]
    said = _(words).format(
        other=other_name(hit),
        name=hit.name or "–",
        item=hit.item or _("what this touches"),
        other_item=hit.other_item or _("something"),
        when=times.between(hit.when.start, hit.when.end, zone, now),
    )
    return f"{said} {hit.reason}" if hit.reason and hit.kind is CollisionKind.BLACKOUT else said


def other_name(hit: Collision) -> str:
    """Return what the other is called; of a change that whoever asks may not see, that it is one."""
    if not hit.name:
        return _("Another change")
    return f"{hit.name} {hit.subject}".strip()


def weight_name(weight: Weight) -> str:
    """Return what a collision means, in words."""
    return _(WEIGHTS[weight])


def window_name(kind: str) -> str:
    """Return a kind of window in words."""
    return _(WINDOWS[WindowKind(kind)])
