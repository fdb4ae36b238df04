"""Words of an agent on a record: a problem, a change, a knowledge article."""

from __future__ import annotations

from dataclasses import dataclass

from otui.desk.records.acts import done, name_of, require_version
from otui.desk.records.finding import find
from otui.desk.records.moves import OnRecord
from otui.desk.results import Result
from otui.desk.tickets.common import first_words, required
from otui.desk.unit import Unit
from otui.store.records import Record
from otui.text.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteOn(OnRecord):
    """Write on a record of `kind`; seen by every agent who sees the record."""

    kind: str
    body: str


def note(unit: Unit, command: NoteOn) -> Result:
    """Write on a record."""
    record = find(unit, command.kind, command.ref)
    require_version(unit, record, command.version)
    body = required(command.body, _("There is nothing in the note."))
    add_note(unit, record, body)
    return done(
        unit,
        "note",
        record,
        _("Note on {number} is kept.").format(number=name_of(record)),
        text=first_words(body),
        batch=command.batch,
    )


def add_note(unit: Unit, record: Record, body: str) -> Record:
    """Put words on a record as part of another verb."""
    return unit.add(
        "record_note",
        {
            "record": record.table,
            "record_id": record.id,
            "agent_id": unit.agent.id or None,
            "author": unit.agent.name,
            "body": body,
            "created_at": unit.now,
        },
    )
