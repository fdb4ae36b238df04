"""What must hold before a change goes on, one test and one sentence for each name of `domain.change.steps.NEEDS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from otui.desk.changes import rounds
from otui.desk.process_words import FIELDS
from otui.desk.records.moves import Need
from otui.desk.rules.in_force import rules_of_changes
from otui.domain.change.approval import Kind
from otui.domain.change.review import Result
from otui.domain.change.risk import LEVELS
from otui.domain.change.schedule import Weight
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from otui.store.database import Reader
    from otui.store.records import Record

PLANS = ("implementation_plan", "test_plan", "communication_plan", "backout_plan")
"""The plans of a change, each a text of several lines."""


def plans_missing(change: Record) -> tuple[str, ...]:
    """Return the plans that are still to be written. Who is told of it matters where a service is down meanwhile."""
    asked = [one for one in PLANS if one != "communication_plan" or change.outage]
    return tuple(one for one in asked if not getattr(change, one).strip())


def emergency_reason_holds(reader: Reader, change: Record) -> bool:
    """Whether it has a reason of the rule file, and the incident that the reason asks for."""
    reason = rules_of_changes(reader).reason(change.emergency_reason)
    if reason is None:
        return False
    return not reason.incident or bool(
        reader.value(
            "SELECT 1 FROM tie WHERE record = 'change' AND record_id = :id AND other = 'ticket'"
            " AND kind IN ('origin', 'incident')",
            {"id": change.id},
        )
    )


def template_holds(reader: Reader, change: Record) -> bool:
    """Whether the template that it was made from is approved now."""
    return bool(
        reader.value(
            "SELECT 1 FROM change_template WHERE id = :id AND state = 'approved'",
            {"id": change.template_id or 0},
        )
    )


def _free_of(*weights: Weight) -> Callable[[Reader, Record], bool]:
    """Return whether nothing of these weights on the calendar stops it."""

    def free(reader: Reader, change: Record) -> bool:
        from otui.desk.changes.calendar import collisions

        return not any(one.weight in weights for one in collisions.blocking(reader, change))

    return free


def is_outside(change: Record, now: datetime) -> bool:
    """Whether a moment lies before the window that is planned, or after it; without a window it does not."""
    if change.starts_at is None or change.ends_at is None:
        return False
    return not change.starts_at <= now < change.ends_at


def is_asked(reader: Reader, change: Record) -> bool:
    """Whether somebody is asked for approval now."""
    return any(not one.fallen for one in rounds.rounds_of(reader, "change", change.id))


def _filled(*columns: str) -> Callable[[Reader, Record], bool]:
    return lambda _reader, change: all(getattr(change, one) not in ("", None) for one in columns)


def _approved(kind: Kind) -> Callable[[Reader, Record], bool]:
    return lambda reader, change: rounds.is_approved(reader, change, kind)


def _brought(_reader: Reader, _change: Record) -> bool:
    """What the command itself must bring is looked at by its verb; what the clock says, by `needs_of`."""
    return True


def _never(_reader: Reader, _change: Record) -> bool:
    return False


NEEDS: Mapping[str, Need] = {
    "justification": Need(
        _filled("justification"),
        N_("{number} has no justification."),
        N_("Say why it is worth doing: `otui change edit {number} --justification TEXT`."),
    ),
    "owner": Need(_filled("owner_id"), N_("{number} has no owner."), N_("Take it, or give it to somebody.")),
    "plans": Need(
        lambda _reader, change: not plans_missing(change),
        N_("{number} is not planned out."),
        N_("Write what is missing: `otui change edit {number}`."),
    ),
    "backout_plan": Need(
        _filled("backout_plan"), N_("{number} has no backout plan."), N_("Say how to go back if it fails.")
    ),
    "window": Need(
        _filled("starts_at", "ends_at"),
        N_("{number} has no window."),
        N_("Say from when to when it is carried out: `otui change schedule {number}`."),
    ),
    "implementer": Need(
        _filled("implementer_id"),
        N_("Nobody is named who carries {number} out."),
        N_("`otui change edit {number} --implementer LOGIN`"),
    ),
    "risk": Need(
        lambda _reader, change: change.risk in LEVELS,
        N_("The risk of {number} is not worked out."),
        N_("Answer the questions: `otui change risk {number}`."),
    ),
    "priority": Need(
        _filled("value"),
        N_("{number} has no priority."),
        N_("Set impact and urgency: `otui change priority {number}`."),
    ),
    "peer_approved": Need(
        _approved(Kind.PEER),
        N_("{number} is not approved by peers."),
        N_("Ask one who knows the technique: `otui change ask {number} LOGIN`."),
    ),
    "cab_approved": Need(
        _approved(Kind.CAB),
        N_("{number} is not approved by the CAB."),
        N_("Ask it: `otui change ask {number}`."),
    ),
    "ecab_approved": Need(
        _approved(Kind.ECAB),
        N_("{number} is not approved by the emergency CAB."),
        N_("Ask it: `otui change ask {number}`."),
    ),
    "emergency_reason": Need(
        emergency_reason_holds,
        N_("{number} has no reason to be an emergency."),
        N_("`otui change reasons` shows which count, and which of them ask for a tied incident."),
    ),
    "template": Need(
        template_holds,
        N_("{number} has no approved standard change behind it."),
        N_("Make it a normal change, or have the template approved."),
    ),
    "not_blocked": Need(
        _free_of(Weight.BLOCKS),
        N_("{number} is planned when a change of its type may not be carried out."),
        N_(
            "A reason does not help here: choose another window, `otui change schedule {number}`, or another type."
        ),
    ),
    "no_collision": Need(
        _free_of(Weight.REASON),
        N_("{number} collides with something on the calendar."),
        N_(
            "Choose another window, or say why it goes on: `otui change schedule {number} --keep --reason TEXT`."
        ),
    ),
    "in_window": Need(
        _brought,
        N_("It is not the time that is planned for {number}."),
        N_(
            "Wait, plan another window, or say why it goes on now: `otui change implement {number} --reason TEXT`."
        ),
    ),
    "tested": Need(
        _filled("test_result"),
        N_("No test result of {number} is written down."),
        N_("`otui change test-result {number} --body TEXT`"),
    ),
    "result": Need(
        lambda _reader, change: change.result in tuple(Result),
        N_("{number} has no result."),
        N_("Say how it went: `otui change result {number} RESULT`."),
    ),
    "documentation": Need(
        _filled("documentation"),
        N_("Nothing is documented of {number}."),
        N_("Say what is changed, as it stands now: `otui change document {number} --body TEXT`."),
    ),
    "review": Need(
        _filled("review", "reviewed_at"),
        N_("{number} is not reviewed."),
        N_("Look back at it: `otui change review {number} --body TEXT --goal-met`."),
    ),
    "asked": Need(
        is_asked,
        N_("Nobody is asked to approve {number}."),
        N_("Its team asks: `otui change ask {number}`."),
    ),
    "reason": Need(_brought, ""),
}
"""By the name that the table of moves has for it."""


def needs_of(change: Record, now: datetime | None = None) -> Mapping[str, Need]:
    """Return the tests for one change, whose sentences name which of its plans are missing.

    `now` is the moment that its window is held against; None where a reason answers for being outside it.
    """
    missing = plans_missing(change)
    needs = NEEDS
    if now is not None and is_outside(change, now):
        needs = {**NEEDS, "in_window": replace(NEEDS["in_window"], holds=_never)}
    if not missing:
        return needs
    said = _("{number} lacks: {plans}.").replace("{plans}", ", ".join(_(FIELDS[one]) for one in missing))
    return {**needs, "plans": replace(NEEDS["plans"], sentence=said)}
