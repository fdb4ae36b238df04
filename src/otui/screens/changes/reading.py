"""What the screens of changes read, off the loop: a change with what it collides with, and what a plan would do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from otui.desk.changes.calendar import collisions
from otui.desk.changes.calendar.collisions import Collision, Flag
from otui.desk.desk import View
from otui.desk.records.ties import TieRow
from otui.desk.rules.in_force import rules_of_changes
from otui.desk.views import changes as views
from otui.desk.views import records
from otui.desk.views.change_catalogue import TemplateRow, catalogue
from otui.desk.views.changes import ChangeCard
from otui.desk.views.records import EventRow
from otui.domain.change.rule_file import ChangeRules, Reason


@dataclass(frozen=True, slots=True)
class Whole:
    """A change with all that its page shows."""

    card: ChangeCard
    collisions: tuple[Collision, ...]
    reason: Reason | None
    """Why it is an emergency."""
    events: tuple[EventRow, ...] = ()

    @property
    def ties(self) -> tuple[TieRow, ...]:
        """What it is tied to."""
        return self.card.ties


def whole(view: View, change_id: int) -> Whole:
    """Return a change with all that its page shows."""
    found = preview(view, change_id)
    return Whole(
        found.card, found.collisions, found.reason, records.history(view, views.KIND, found.card.row.id)
    )


def preview(view: View, change_id: int) -> Whole:
    """Return the same without its history."""
    card = views.change(view, change_id)
    reason = rules_of_changes(view.reader).reason(str(card.fields["emergency_reason"]))
    return Whole(card, collisions.of(view, views.load(view, change_id)), reason)


def if_planned(
    view: View, change_id: int, begins: datetime | None, ends: datetime | None
) -> tuple[Collision, ...]:
    """Return what a change would collide with in another window; nothing is kept of it."""
    record = views.load(view, change_id)
    record.starts_at, record.ends_at, record.collision_reason = begins, ends, ""
    return collisions.of(view, record)


def flags(view: View, change_ids: tuple[int, ...]) -> dict[int, Flag]:
    """Return what a list says of what these changes collide with."""
    return collisions.flags(view, change_ids)


def rules(view: View) -> ChangeRules:
    """Return what the desk lives by in its changes."""
    return rules_of_changes(view.reader)


def approved_templates(view: View) -> tuple[TemplateRow, ...]:
    """Return the standard changes that one can be made of."""
    return catalogue(view, state="approved")
