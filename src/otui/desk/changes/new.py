"""Recording a change: by itself, from a problem, from an incident, for a contact, or standard from the catalogue.

Source: "het eenvoudig indienen van een wijzigingsverzoek vanuit probleembeheer"; "wijzigingen vastgelegd worden".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from otui.desk import people
from otui.desk.changes import ties
from otui.desk.changes.common import KIND, agent_for, line, text
from otui.desk.changes.needs import PLANS
from otui.desk.records.acts import Changes, done, numbered
from otui.desk.records.finding import find
from otui.desk.records.holding import weigh
from otui.desk.rules.in_force import rules_of_changes
from otui.domain.change.steps import Step, Type
from otui.errors import Refused, Usage
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.changes.commands import NewChange
    from otui.desk.results import Result
    from otui.desk.unit import Unit
    from otui.store.records import Record


@dataclass(frozen=True, slots=True)
class _Origin:
    """What a change comes of, and what it takes from there."""

    problem: Record | None
    incident: Record | None
    template: Record | None

    def first(self, column: str) -> Any:
        """Return what the nearest of them has in a column; None where none has it."""
        for one in (self.problem, self.incident, self.template):
            if one is not None and vars(one).get(column) not in (None, ""):
                return getattr(one, column)
        return None


def new(unit: Unit, command: NewChange) -> Result:
    """Record a change. What it comes of gives subject, queue, priority and contact where the command gives none."""
    kind = _type(command)
    origin = _origin(unit, command, kind)
    queue = unit.directory.queue(command.queue or origin.first("queue_id") or unit.directory.default_queue_id)
    contact = people.find_or_make_contact(unit, command.contact, queue.id) if command.contact else None
    length = timedelta(minutes=origin.template.minutes) if origin.template else None
    starts, ends = window(command.starts, command.ends, length)
    subject = line(
        command.subject or origin.first("subject") or _name(origin.template), _("A change needs a subject.")
    )
    change = unit.add(
        KIND,
        {
            "number": numbered(unit, KIND),
            "subject": subject,
            "description": text(command.description) or text(origin.first("description") or ""),
            "type": kind.value,
            "step": Step.RECORD.value,
            "queue_id": queue.id,
            "contact_id": contact.id if contact else origin.first("contact_id"),
            "justification": text(command.justification)
            or (origin.template.justification if origin.template else ""),
            "emergency_reason": _reason(unit, command, kind),
            "starts_at": starts,
            "ends_at": ends,
            "created_at": unit.now,
            "updated_at": unit.now,
            "created_by_id": unit.agent.id or None,
            "risk_answers": {},
            "extra": {},
            "version": 0,
            **_people(unit, command, kind, queue.id, outside=contact is not None),
            **_planned(origin.template),
        },
    )
    weigh(
        unit,
        change,
        origin.first("impact") if command.impact is None else command.impact,
        origin.first("urgency") if command.urgency is None else command.urgency,
    )
    changes: Changes = {"step": (None, change.step), "type": (None, change.type), "queue": (None, queue.name)}
    also = _tie_origin(unit, change, origin)
    for ref in command.items:
        ties.bind(unit, change, "affects", find(unit, "item", ref))
    return done(
        unit,
        "new",
        change,
        _("{number} is recorded.").format(number=change.number),
        changes=changes,
        also=also,
        also_as=("tie", {"link": (None, change.number)}),
    )


def _people(
    unit: Unit, command: NewChange, kind: Type, queue_id: int, *, outside: bool
) -> dict[str, int | None]:
    """Return who has which part in it. Whoever records it asks for it, unless somebody is named, or from `outside`.

    An emergency has no time to be without an owner: it is whoever records it, unless another is named.
    """
    logins = {"owner": command.owner, "requester": command.requester, "implementer": command.implementer}
    named = {
        f"{role}_id": agent_for(unit, login, queue_id).id if login else None for role, login in logins.items()
    }
    if named["requester_id"] is None and not outside:
        named["requester_id"] = unit.agent.id or None
    if named["owner_id"] is None and kind is Type.EMERGENCY:
        named["owner_id"] = unit.agent.id or None
    return named


def window(
    starts: datetime | None, ends: datetime | None, length: timedelta | None = None
) -> tuple[datetime | None, datetime | None]:
    """Return a window that is whole, or none; `length` gives the end where only the beginning is told."""
    if starts is not None and ends is None and length is not None:
        ends = starts + length
    if (starts is None) != (ends is None):
        raise Usage(_("A window has a beginning and an end."), _("Give both."))
    if starts is not None and ends is not None and ends <= starts:
        raise Usage(_("The end of a window lies after its beginning."))
    return starts, ends


def _type(command: NewChange) -> Type:
    if command.template is not None and command.type in ("", Type.NORMAL, Type.STANDARD):
        return Type.STANDARD
    if command.type not in tuple(Type):
        raise Usage(
            _("{type} is no type of change.").format(type=command.type),
            _("It is one of {types}.").format(types=", ".join(Type)),
        )
    return Type(command.type)


def _origin(unit: Unit, command: NewChange, kind: Type) -> _Origin:
    template = None
    if kind is Type.STANDARD:
        if command.template is None:
            raise Refused(
                _("A standard change comes from the catalogue."),
                _("`otui change catalogue list` shows what is in it."),
            )
        template = find(unit, "change_template", command.template)
        if template.state != "approved":
            raise Refused(
                _("{name} is not approved: nothing is made of it.").format(name=template.name),
                _("Make a normal change, or have it approved first."),
            )
    elif command.template is not None:
        raise Usage(_("An emergency does not come from the catalogue."))
    return _Origin(
        find(unit, "problem", command.problem) if command.problem is not None else None,
        cast("Record", unit.ticket(command.incident)) if command.incident is not None else None,
        template,
    )


def _reason(unit: Unit, command: NewChange, kind: Type) -> str:
    if kind is not Type.EMERGENCY:
        if command.emergency_reason:
            raise Usage(_("Only an emergency has a reason to be one."))
        return ""
    return emergency_reason(unit, command.emergency_reason)


def emergency_reason(unit: Unit, name: str) -> str:
    """Return the name of a reason of change.toml; refused where there is none, or no such."""
    reasons = rules_of_changes(unit.writer).reasons
    names = ", ".join(one.name for one in reasons)
    if not name.strip():
        raise Refused(
            _("Say why it cannot wait: an emergency has its reason from the beginning."),
            _("It is one of {reasons}.").format(reasons=names),
        )
    found = rules_of_changes(unit.writer).reason(name.strip().casefold())
    if found is None:
        raise Usage(
            _("{name} is no reason for an emergency.").format(name=name),
            _("It is one of {reasons}.").format(reasons=names),
        )
    return found.name


def _name(template: Record | None) -> str:
    return str(template.name) if template is not None else ""


def _planned(template: Record | None) -> dict[str, Any]:
    """Return what a standard change takes over from its template: the steps that were approved, as they are."""
    if template is None:
        return {}
    taken: dict[str, Any] = {plan: getattr(template, plan) for plan in PLANS}
    return {**taken, "template_id": template.id, "outage": template.outage, "risk": template.risk}


def _tie_origin(unit: Unit, change: Record, origin: _Origin) -> tuple[Record, ...]:
    also: list[Record] = []
    if origin.problem is not None and ties.bind(unit, change, "fixes", origin.problem):
        also.append(origin.problem)
    if origin.incident is not None:
        ties.bind(unit, change, "origin", origin.incident)
        if origin.incident.item_id is not None:
            found = unit.load("item", origin.incident.item_id)
            if found is not None:
                ties.bind(unit, change, "affects", found)
    return tuple(also)
