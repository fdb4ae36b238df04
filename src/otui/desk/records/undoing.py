"""Undo and redo of what was done to a record: its rows set back as they were, unless something changed them since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from otui.desk.records.acts import done, name_of
from otui.desk.records.finding import find_id
from otui.desk.records.kinds import KINDS
from otui.desk.words import verb_name
from otui.errors import Conflict, Refused
from otui.store.records import Record, from_db, to_db
from otui.text.i18n import N_, _

if TYPE_CHECKING:
    from otui.desk.results import Result
    from otui.desk.unit import Unit

SOFT = frozenset({"updated_at"})


def take_back(unit: Unit, act: Record, verb: str, original: str) -> Result:
    """Set back what an act on a record changed; `verb` is undo or redo. Conflict where something was changed since."""
    kind, row_id = str(act.about).split()
    record = unit.load(kind, int(row_id))
    if record is None or find_id(unit.writer, kind, int(row_id), unit.hidden) is None:
        raise Refused(
            _("What you did last cannot be undone any more."),
            _("Undo on a ticket undoes what you did there."),
        )
    if KINDS[kind].strict and _built_on(unit, record, act):
        raise _moved_on(record, original)
    also: dict[tuple[str, int], Record] = {}
    for table, one, before, after in act.inverse:
        if before is not None and after is None:
            unit.put_back(table, one, before)
            continue
        found = unit.load(table, one)
        if found is None:
            raise _moved_on(record, original)
        if table in KINDS and found is not record:
            also[(table, one)] = found
        if before is None:
            _take_out(unit, found)
        else:
            _set_back(found, before, after, record, original)
    sentence = (
        N_("{verb} on {number} is undone.") if verb == "undo" else N_("{verb} on {number} is done again.")
    )
    result = done(
        unit,
        verb,
        record,
        _(sentence).format(verb=verb_name(original), number=name_of(record)),
        changes={"undone": (original, None)} if verb == "undo" else {"redone": (None, original)},
        batch=str(act.batch),
        also=tuple(also.values()),
        undoes_id=act.id,
    )
    unit.writer.execute(
        "UPDATE act SET undone_by_id = :by WHERE id = :id", {"by": result.act_id, "id": act.id}
    )
    return result


def _built_on(unit: Unit, record: Record, act: Record) -> bool:
    """Whether somebody else did something since, and it stands: what they went by is not taken from under it."""
    found = unit.writer.value(
        "SELECT 1 FROM record_event e JOIN act a ON a.id = e.act_id WHERE e.record = :record AND e.record_id = :id"
        " AND e.act_id > :act AND coalesce(a.agent_id, 0) <> :me AND a.undone_by_id IS NULL"
        " AND e.verb NOT IN ('note', 'task')",
        {"record": record.table, "id": record.id, "act": act.id, "me": unit.agent.id},
    )
    return found is not None


def _take_out(unit: Unit, record: Record) -> None:
    """Take out a row that the act added; a record that was made is set aside, for its number is taken."""
    if record.table in KINDS:
        for column, value in KINDS[record.table].unmade.items():
            setattr(record, column, value)
    elif record.table == "record_note":
        record.withdrawn = True
    elif record.table not in ("contact", "customer"):  # a person who was made on the fly stays known
        unit.remove(record)


def _set_back(
    found: Record, before: dict[str, Any], after: dict[str, Any], record: Record, verb: str
) -> None:
    for name, value in before.items():
        if to_db(name, getattr(found, name)) != after[name]:
            if name in SOFT:
                continue
            raise _moved_on(record, verb)
        setattr(found, name, from_db(name, value))


def _moved_on(record: Record, verb: str) -> Conflict:
    return Conflict(
        _("{verb} on {number} cannot be undone: it moved on since.").format(
            verb=verb_name(verb), number=name_of(record)
        ),
        _("Its history shows what came after."),
        ticket_id=0,
        version=int(getattr(record, "version", 0)),
    )
