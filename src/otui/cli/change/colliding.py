"""What a change collides with, told by every command that plans it or shows it."""

from __future__ import annotations

from datetime import datetime, tzinfo
from typing import Any

from otui.cli import streams
from otui.cli.clocktext import zone
from otui.desk.changes.calendar import collisions
from otui.desk.changes.calendar.collision_words import weight_name
from otui.desk.changes.calendar.collisions import Collision
from otui.desk.desk import Desk
from otui.text.i18n import _


def say(desk: Desk, change_id: int) -> None:
    """Print what a change collides with, a line each; nothing where it is free."""
    for hit in desk.read(collisions.of_id, change_id):
        streams.say(f"! {told(hit, zone(desk), desk.now)}")


def rows(desk: Desk, change_id: int) -> list[dict[str, Any]]:
    """Return what a change collides with as --json tells it."""
    return [plain(hit, zone(desk)) for hit in desk.read(collisions.of_id, change_id)]


def told(hit: Collision, where: tzinfo, now: datetime) -> str:
    """Return a collision in a sentence, and what it means for the change."""
    means = _("answered") if hit.answered and hit.weight != "told" else weight_name(hit.weight)
    marks = ", ".join((_("new"), means)) if hit.new else means
    return f"{hit.sentence(where, now)} ({marks})"


def plain(hit: Collision, where: tzinfo) -> dict[str, Any]:
    """Return a collision as --json tells it."""
    return {
        "kind": hit.kind.value,
        "weight": hit.weight.value,
        "answered": hit.answered,
        "new": hit.new,
        "with": hit.other or None,
        "name": hit.name or None,
        "starts_at": hit.when.start,
        "ends_at": hit.when.end,
        "said": hit.sentence(where),
    }
