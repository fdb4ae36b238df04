"""The catalogue of standard changes: drafted, proposed to the board, approved once, then made of as often as asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from otui.desk.changes import approving, rounds
from otui.desk.changes.common import KIND, line, text
from otui.desk.changes.needs import PLANS
from otui.desk.records.acts import Changes, done, require_version
from otui.desk.records.finding import find
from otui.desk.rights.asking import require_active
from otui.desk.tickets.common import first_words
from otui.domain.change.approval import Kind
from otui.domain.change.risk import LEVELS
from otui.errors import Refused, Usage
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.changes.commands import EditTemplate, NewTemplate, OnTemplate
    from otui.desk.records.moves import OnRecord
    from otui.desk.results import Result
    from otui.desk.unit import Unit
    from otui.store.records import Record

TEMPLATE = approving.TEMPLATE
TEXTS = ("description", "justification", *PLANS)
REQUIRED = ("description", "implementation_plan", "test_plan", "backout_plan")
"""What the board must be able to read."""
MOST_MINUTES = 60 * 24 * 7


def new_template(unit: Unit, command: NewTemplate) -> Result:
    """Draft a standard change, from nothing or from a change that went well."""
    require_active(unit.agent)
    name = line(command.name, _("A standard change needs a name."))
    _require_free_name(unit, name)
    source = find(unit, KIND, command.from_change) if command.from_change is not None else None
    texts = {
        column: text(getattr(command, column)) or (getattr(source, column) if source is not None else "")
        for column in TEXTS
    }
    queue_id = source.queue_id if source is not None else None
    template = unit.add(
        TEMPLATE,
        {
            "name": name,
            **texts,
            "outage": command.outage or bool(source is not None and source.outage),
            "risk": _risk(command.risk),
            "minutes": _minutes(command.minutes),
            "queue_id": unit.directory.queue(command.queue).id if command.queue else queue_id,
            "requester_id": unit.agent.id or None,
            "created_at": unit.now,
            "updated_at": unit.now,
            "version": 0,
        },
    )
    said = _("{name} is a draft in the catalogue.").format(name=name)
    return done(unit, "new", template, said, changes={"state": (None, "draft")})


def edit_template(unit: Unit, command: EditTemplate) -> Result:
    """Change a standard change: it is a draft again and nothing is made of it until the board approves it anew."""
    template = _template(unit, command)
    values: dict[str, Any] = {
        column: text(getattr(command, column)) for column in TEXTS if getattr(command, column) is not None
    }
    if command.name is not None:
        values["name"] = line(command.name, _("A standard change needs a name."))
    if command.outage is not None:
        values["outage"] = command.outage
    if command.risk is not None:
        values["risk"] = _risk(command.risk)
    if command.minutes is not None:
        values["minutes"] = _minutes(command.minutes)
    if command.queue is not None:
        values["queue_id"] = unit.directory.queue(command.queue).id if command.queue else None
    values = {column: value for column, value in values.items() if getattr(template, column) != value}
    if not values:
        raise Refused(_("Nothing of {number} is any different.").format(number=template.name))
    if "name" in values:
        _require_free_name(unit, values["name"], template.id)
    changes: Changes = {
        column: tuple(  # type: ignore[misc]
            first_words(one) if isinstance(one, str) else one for one in (getattr(template, column), value)
        )
        for column, value in values.items()
        if column != "queue_id"
    }
    for column, value in values.items():
        setattr(template, column, value)
    said = _("{name} is changed.").format(name=template.name)
    if template.state != "draft":
        changes["state"] = (template.state, "draft")
        template.state, template.approved_at = "draft", None
        rounds.let_fall(unit, template, ",".join(values))
        said += " " + _("It is a draft again: the board must approve it anew.")
    return done(unit, "edit", template, said, changes=changes, batch=command.batch)


def propose(unit: Unit, command: OnTemplate) -> Result:
    """Ask the board to approve a standard change, once for all that are made of it."""
    template = _template(unit, command)
    if template.state != "draft":
        raise Refused(_("{name} is no draft.").format(name=template.name), _("Edit it to propose it anew."))
    if not all(getattr(template, column).strip() for column in REQUIRED):
        raise Refused(
            _("{name} lacks what the board must read.").format(name=template.name),
            _("It needs a description, and an implementation, a test and a backout plan."),
        )
    asked = rounds.members(unit, Kind.CAB, template)
    template.state = "proposed"
    return approving.ask_round(unit, template, asked, command.batch, state=("draft", "proposed"))


def retire(unit: Unit, command: OnTemplate) -> Result:
    """Take a standard change out of the catalogue: nothing is made of it any more."""
    template = _template(unit, command)
    if template.state == "retired":
        raise Refused(_("{name} is out of the catalogue already.").format(name=template.name))
    changes: Changes = {"state": (template.state, "retired")}
    template.state = "retired"
    rounds.let_fall(unit, template, "retire")
    said = _("{name} is out of the catalogue.").format(name=template.name)
    return done(unit, "retire", template, said, changes=changes, batch=command.batch)


def _template(unit: Unit, command: OnRecord) -> Record:
    require_active(unit.agent)
    template = find(unit, TEMPLATE, command.ref)
    require_version(unit, template, command.version)
    return template


def _require_free_name(unit: Unit, name: str, but: int = 0) -> None:
    """Refuse a name that another has, whoever may see that one: it says nothing else of it."""
    if unit.writer.value(
        "SELECT 1 FROM change_template WHERE lower(name) = lower(:name) AND id <> :but",
        {"name": name, "but": but},
    ):
        raise Refused(_("There is a standard change {name} already.").format(name=name))


def _risk(risk: str) -> str:
    if risk not in LEVELS:
        raise Usage(
            _("{risk} is no risk.").format(risk=risk),
            _("It is one of {risks}.").format(risks=", ".join(LEVELS)),
        )
    return risk


def _minutes(minutes: int) -> int:
    if not 1 <= minutes <= MOST_MINUTES:
        raise Usage(_("A standard change takes from 1 to {most} minutes.").format(most=MOST_MINUTES))
    return minutes
