"""Whose a record is, where it waits and how much it weighs: take, assign, move, impact and urgency; for each kind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.office import absence
from otui.desk.records.acts import Changes, done, name_of
from otui.desk.records.moves import OnRecord, record_for
from otui.desk.records.tables import moves_of
from otui.desk.results import Result
from otui.desk.tickets.common import first_words
from otui.errors import Refused
from otui.text.i18n import _, language

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.domain.sla import SlaTable
    from otui.store.records import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRecord(OnRecord):
    """Become the owner of a record of `kind`: a problem's coordinator, a change's owner."""

    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRecord(OnRecord):
    """Make an agent the owner. One who is away is refused, naming who stands in, unless `anyway`."""

    kind: str
    agent: str | int
    anyway: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveRecord(OnRecord):
    """Put a record in another queue."""

    kind: str
    queue: str | int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordPriority(OnRecord):
    """Set impact and urgency; the level follows from the table of tickets."""

    kind: str
    impact: int
    urgency: int


def take(unit: Unit, command: TakeRecord) -> Result:
    """Become a record's owner."""
    record, _row = record_for(unit, command.kind, command, "take", moves_of)
    if record.owner_id == unit.agent.id:
        raise Refused(_("You have {number} already.").format(number=name_of(record)))
    changes = own(unit, record, unit.agent.id)
    said = _("{number} is yours.").format(number=name_of(record))
    return done(unit, "take", record, said, changes=changes, batch=command.batch)


def assign(unit: Unit, command: AssignRecord) -> Result:
    """Give a record to an agent."""
    record, _row = record_for(unit, command.kind, command, "assign", moves_of)
    agent = unit.directory.agent(command.agent)
    if record.owner_id == agent.id:
        raise Refused(_("{name} has {number} already.").format(name=agent.login, number=name_of(record)))
    if not command.anyway:
        absence.require_present(unit, agent)
    changes = own(unit, record, agent.id)
    said = _("{number} is now with {name}.").format(number=name_of(record), name=agent.name)
    return done(unit, "assign", record, said, changes=changes, batch=command.batch)


def move(unit: Unit, command: MoveRecord) -> Result:
    """Put a record in another queue; an owner who would not see it there lets it go."""
    record, _row = record_for(unit, command.kind, command, "move", moves_of)
    queue = unit.directory.queue(command.queue)
    if queue.id == record.queue_id:
        raise Refused(_("{number} is in {queue} already.").format(number=name_of(record), queue=queue.name))
    former = unit.load("queue", record.queue_id)
    changes: Changes = {"queue": (former.name if former else "–", queue.name)}
    record.queue_id = queue.id
    owner = unit.whole.agents.get(record.owner_id or 0)
    if owner is not None and not rights.may_see_queue(owner, queue.id, queue.id in unit.whole.confidential):
        changes |= own(unit, record, None)
    return done(
        unit,
        "move",
        record,
        _("{number} moved to {queue}.").format(number=name_of(record), queue=queue.name),
        changes=changes,
        text=first_words(command.reason, 500),
        batch=command.batch,
    )


def priority(unit: Unit, command: RecordPriority) -> Result:
    """Set impact and urgency. Source: "Impact x Urgentie = Prioriteit"."""
    record, _row = record_for(unit, command.kind, command, "priority", moves_of)
    if (command.impact, command.urgency) == (record.impact, record.urgency):
        raise Refused(
            _("{number} has impact {impact} and urgency {urgency} already.").format(
                number=name_of(record), impact=command.impact, urgency=command.urgency
            )
        )
    changes = weigh(unit, record, command.impact, command.urgency)
    label = unit.rules.sla.level_label(record.level, language())
    said = _("{number} is {level} now.").format(number=name_of(record), level=label)
    return done(unit, "priority", record, said, changes=changes, batch=command.batch)


def own(unit: Unit, record: Record, agent_id: int | None) -> Changes:
    """Make an agent the owner of a record as part of a verb; refused for one who would not see it."""
    if agent_id is not None:
        rights.require_sight(unit.whole.agents.get(agent_id, unit.agent), unit.whole, record.queue_id)
    changes: Changes = {"owner": (unit.name_of(record.owner_id), unit.name_of(agent_id))}
    record.owner_id = agent_id
    return changes


def weigh(unit: Unit, record: Record, impact: int | None, urgency: int | None) -> Changes:
    """Give a record impact and urgency, and the level that follows, as part of a verb; None where it is not told."""
    before = (record.impact, record.urgency, record.level)
    record.impact, record.urgency = impact, urgency
    if impact is None or urgency is None:
        record.value, record.level, record.level_rank = None, "", 0
    else:
        level = sla_table(unit, record).level_for(impact, urgency)
        record.value, record.level, record.level_rank = impact * urgency, level.name, level.rank
    after = (record.impact, record.urgency, record.level)
    names = ("impact", "urgency", "level")
    return {name: (old, new) for name, old, new in zip(names, before, after, strict=True) if old != new}


def sla_table(unit: Unit, record: Record) -> SlaTable:
    """Return the table that gives a record its level: that of an incident in its queue."""
    queue = unit.whole.queues.get(record.queue_id)
    return unit.rules.sla.match("incident", queue.path if queue else (), "")
