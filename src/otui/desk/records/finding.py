"""From what a person types to the record that is meant; what an agent may not see is not there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.desk import rights
from otui.desk.records.kinds import KINDS, split_number
from otui.domain import numbers
from otui.errors import NotFound, Refused
from otui.text.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from otui.desk.desk import View
    from otui.desk.unit import Unit
    from otui.store.database import Reader
    from otui.store.records import Record

Ref = int | str
"""A record as a command names it: its id, its number, or its name."""


def find(unit: Unit, kind: str, ref: Ref) -> Record:
    """Return a record by id, number or name; NotFound, in the same words, for one that is not theirs to see."""
    record_id = find_id(unit.writer, kind, ref, unit.hidden)
    record = unit.load(kind, record_id) if record_id is not None else None
    if record is None:
        raise not_there(kind, ref)
    return record


def resolve(view: View, kind: str, ref: Ref) -> int:
    """Return the id of a record that whoever asks may see; NotFound otherwise."""
    found = find_id(view.reader, kind, ref, view.hidden)
    if found is None:
        raise not_there(kind, ref)
    return found


def find_id(reader: Reader, kind: str, ref: Ref, hidden: Iterable[int] = ()) -> int | None:
    """Return the id behind what was typed, or None. Records of hidden queues are not there."""
    but = without_hidden(reader, kind, hidden)
    if isinstance(ref, int):
        found = reader.value(f"SELECT id FROM {kind} WHERE id = :id{but}", {"id": ref})
        return None if found is None else int(found)
    if KINDS[kind].letter:
        return _by_number(reader, kind, ref, but)
    return _by_name(reader, kind, ref.strip(), but)


def without_hidden(reader: Reader, kind: str, hidden: Iterable[int], alias: str = "") -> str:
    """Return the condition, to come after others, that leaves out records of hidden queues; mostly empty."""
    if not tuple(hidden) or "queue_id" not in reader.layout(kind).columns:
        return ""
    column = f"{alias}.queue_id" if alias else "queue_id"
    return rights.without(hidden, f"coalesce({column}, 0)")


def not_there(kind: str, ref: Ref) -> NotFound:
    """Return the one error for a record that does not exist and for one that does not exist for this agent."""
    row = KINDS[kind]
    return NotFound(_(row.missing).format(ref=ref), _(row.hint) if row.hint else "")


def _by_number(reader: Reader, kind: str, ref: str, but: str) -> int | None:
    named, rest = split_number(ref)
    if named not in ("", kind):
        return None
    digits = numbers.normalise(rest)
    if digits:
        number = KINDS[kind].letter + digits
        found = reader.value(f"SELECT id FROM {kind} WHERE number = :number{but}", {"number": number})
        if found is not None:
            return int(found)
    if "external_number" not in reader.layout(kind).columns:
        return None
    found = reader.value(f"SELECT id FROM {kind} WHERE external_number = :ref{but}", {"ref": ref.strip()})
    return None if found is None else int(found)


def _by_name(reader: Reader, kind: str, name: str, but: str) -> int | None:
    if "name" not in reader.layout(kind).columns or not name:
        return None
    rows = reader.all(
        f"SELECT id, name FROM {kind} WHERE lower(name) LIKE :start{but} ORDER BY name",
        {"start": name.casefold().replace("%", "").replace("_", "") + "%"},
    )
    whole = [row_id for row_id, known in rows if known.casefold() == name.casefold()]
    if whole:
        return int(whole[0])
    if len(rows) > 1:
        raise Refused(
            _("{name} may be {names}.").format(name=name, names=", ".join(row[1] for row in rows[:8])),
            _("Write the whole name."),
        )
    return int(rows[0][0]) if rows else None
