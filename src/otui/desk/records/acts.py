"""How a verb on a record ends: all saved with its inverse, its history written, its words found, everybody told."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from otui.desk import rights
from otui.desk.numbering import next_number
from otui.desk.records.kinds import KINDS
from otui.desk.results import Result
from otui.desk.words import verb_name
from otui.errors import Conflict
from otui.store import feed, record_words
from otui.text.i18n import _

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.records import Record

Changes = dict[str, tuple[Any, Any]]
"""{field: (before, after)}, in words a person reads."""


def numbered(unit: Unit, kind: str) -> str:
    """Return the next number for a record of a kind: its letter and digits that no ticket or record has."""
    return KINDS[kind].letter + next_number(unit)


def name_of(record: Record) -> str:
    """Return what people call a record: its number, or its name."""
    columns = vars(record)
    return str(columns.get("number") or columns.get("name") or record.id)


def require_version(unit: Unit, record: Record, version: int | None) -> None:
    """Refuse a write against an older version: nothing is overwritten that its writer has not seen."""
    if version is None or version == record.version:
        return
    row = unit.writer.one(
        "SELECT actor, verb FROM record_event WHERE record = :record AND record_id = :id ORDER BY id DESC LIMIT 1",
        {"record": record.table, "id": record.id},
    )
    actor, verb = row or ("", "")
    raise Conflict(
        _("{number} moved on meanwhile: {actor}, {verb}.").format(
            number=name_of(record), actor=actor, verb=verb_name(verb)
        ),
        _("Look at what is new, then decide again."),
        ticket_id=0,
        version=record.version,
    )


def done(
    unit: Unit,
    verb: str,
    record: Record,
    said: str,
    *,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    text: str = "",
    batch: str = "",
    also: tuple[Record, ...] = (),
    also_as: tuple[str, Mapping[str, tuple[Any, Any]]] | None = None,
    undoes_id: int | None = None,
    returned: str = "",
) -> Result:
    """Finish a verb on a record. `also` are other records that it touched, which get the same line of history.

    `also_as` is the verb and the changes of their line, where it is another: to them a record was tied, not made.
    """
    rights.require_active(unit.agent)
    touched = (record, *also)
    for one in touched:
        _touch(unit, one)
    inverse = unit.flush()
    act_id = unit.writer.insert(
        "act",
        {
            "at": unit.now,
            "agent_id": unit.agent.id or None,
            "verb": verb,
            "about": f"{record.table} {record.id}",
            "batch": batch,
            "inverse": inverse,
            "undoes_id": undoes_id,
        },
    )
    for one in touched:
        its_verb, its_changes = also_as if also_as and one is not record else (verb, changes)
        event(unit, one, its_verb, changes=its_changes, text=text, act_id=act_id)
        reindex(unit, one)
    return Result(
        verb=verb,
        ticket_id=0,
        number=name_of(record),
        version=int(getattr(record, "version", 0)),
        act_id=act_id,
        said=said,
        changes=dict(changes or {}),
        returned=returned,
        record=record.table,
        record_id=record.id,
    )


def event(
    unit: Unit,
    record: Record,
    verb: str,
    *,
    changes: Mapping[str, tuple[Any, Any]] | None = None,
    text: str = "",
    act_id: int | None = None,
) -> None:
    """Write a line of a record's history and tell the change feed."""
    unit.writer.insert(
        "record_event",
        {
            "record": record.table,
            "record_id": record.id,
            "at": unit.now,
            "act_id": act_id,
            "agent_id": unit.agent.id or None,
            "actor": unit.agent.login,
            "verb": verb,
            "changes": {key: list(pair) for key, pair in (changes or {}).items()},
            "text": text,
            "version": int(getattr(record, "version", 0)),
        },
    )
    feed.append(
        unit.writer,
        at=unit.now,
        topic=record.table,
        record_id=record.id,
        verb=verb,
        agent_id=unit.agent.id or None,
        entered=verb == "new",
    )


def reindex(unit: Unit, record: Record) -> None:
    """Let a record be found by what it says now."""
    weights = KINDS[record.table].weights
    if weights:
        texts: dict[str, int] = {}
        for column, weight in weights.items():
            words = str(getattr(record, column) or "")
            texts[words] = max(weight, texts.get(words, 0))
        record_words.index(unit.writer, record.table, record.id, texts)


def _touch(unit: Unit, record: Record) -> None:
    columns = vars(record)
    if "version" in columns:
        record.version += 1
    if "updated_at" in columns:
        record.updated_at = unit.now
