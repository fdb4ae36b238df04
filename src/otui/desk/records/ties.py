"""What belongs to a record: incidents to a problem, a change to the problem it fixes, items to what changes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from otui.desk.records.finding import Ref, find, without_hidden
from otui.desk.records.kinds import split_number
from otui.errors import NotFound

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit
    from otui.store.records import Record

TICKET = "ticket"


@dataclass(frozen=True, slots=True)
class TieRow:
    """One thing that a record is tied to, as whoever asks sees it."""

    id: int
    kind: str
    """What the other is to the record (incident, fix, affects ...); `by` tells from which end one looks."""
    other: str
    other_id: int
    number: str
    subject: str
    state: str
    """The state or step of the other."""
    outward: bool
    """Whether the record that was asked about is the one that names the kind."""


def tie(unit: Unit, record: Record, kind: str, other: str, other_id: int) -> bool:
    """Tie something to a record; False where it is tied like that already."""
    keys = {"record": record.table, "id": record.id, "kind": kind, "other": other, "other_id": other_id}
    if unit.load_all("tie", _SAME, keys):
        return False
    unit.add(
        "tie",
        {
            "record": record.table,
            "record_id": record.id,
            "kind": kind,
            "other": other,
            "other_id": other_id,
            "created_at": unit.now,
        },
    )
    return True


def untie(unit: Unit, record: Record, kind: str, other: str, other_id: int) -> bool:
    """Take such a tie away; False where there was none."""
    keys = {"record": record.table, "id": record.id, "kind": kind, "other": other, "other_id": other_id}
    found = unit.load_all("tie", _SAME, keys)
    for one in found:
        unit.remove(one)
    return bool(found)


_SAME = "record = :record AND record_id = :id AND kind = :kind AND other = :other AND other_id = :other_id"


def other_end(unit: Unit, ref: Ref, *kinds: str) -> tuple[str, Record]:
    """Return what a person names to tie to: a ticket by its number, else a record of one of `kinds`; NotFound."""
    if isinstance(ref, str) and (named := split_number(ref)[0]) in kinds:
        return named, find(unit, named, ref)
    last: NotFound | None = None
    for kind in kinds:
        try:
            if kind == TICKET:
                return kind, cast("Record", unit.ticket(ref))
            return kind, find(unit, kind, ref)
        except NotFound as error:
            last = last or error
    assert last is not None
    raise last


def ties_of(view: View, record: str, record_id: int) -> tuple[TieRow, ...]:
    """Return what a record (or a ticket, or an item) is tied to, from either end, in the order it was tied."""
    rows: list[TieRow] = []
    for outward in (True, False):
        mine, theirs = (
            ("record", "other") if outward else ("other", "record"),
            ("other", "record") if outward else ("record", "other"),
        )
        kinds = view.reader.all(
            f"SELECT DISTINCT {theirs[0]} FROM tie WHERE {mine[0]} = :mine AND {mine[0]}_id = :id",
            {"mine": record, "id": record_id},
        )
        for (other,) in kinds:
            rows += _of_kind(view, record, record_id, other, outward=outward)
    return tuple(sorted(rows, key=lambda row: row.id))


def _of_kind(view: View, record: str, record_id: int, other: str, *, outward: bool) -> list[TieRow]:
    columns = view.reader.layout(other).columns
    number = "number" if "number" in columns else "name"
    subject = "subject" if "subject" in columns else "description"
    state = next((one for one in ("step", "state", "kind") if one in columns), "''")
    mine, theirs = ("record", "other") if outward else ("other", "record")
    hidden = without_hidden(view.reader, other, view.hidden, "o")
    rows = view.reader.all(
        f"SELECT t.id, t.kind, o.id, o.{number}, o.{subject}, o.{state} FROM tie t"
        f" JOIN {other} o ON o.id = t.{theirs}_id"
        f" WHERE t.{mine} = :mine AND t.{mine}_id = :id AND t.{theirs} = :theirs{hidden}",
        {"mine": record, "id": record_id, "theirs": other},
    )
    return [TieRow(row[0], row[1], other, row[2], row[3], row[4], row[5], outward) for row in rows]
