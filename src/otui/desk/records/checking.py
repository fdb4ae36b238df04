"""What must always be true of problems, changes, knowledge and their like: looked at as a whole, told in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from otui.desk.records.acts import reindex
from otui.desk.records.kinds import KINDS
from otui.desk.records.ties import TICKET
from otui.desk.words import record_name, state_name
from otui.domain.workflow import State
from otui.store import record_words
from otui.store.check import Finding
from otui.text.i18n import _, ngettext

if TYPE_CHECKING:
    from otui.desk.desk import View
    from otui.desk.unit import Unit
    from otui.store.database import Reader

_SHOWN = 20
_BELONGING = ("record_note", "record_event", "task")
"""Tables whose rows belong to a record, or (tasks) to a ticket."""
_WAITS = {State.WAITING_PROBLEM: "problem", State.WAITING_CHANGE: "change"}


def look(view: View) -> list[Finding]:
    """Return what is wrong with the records; empty where all is well. Reads all of them."""
    return [one for each in (_lost, _silent, _versions, _words, _waits) for one in each(view.reader)]


def mend(unit: Unit, _none: None) -> None:
    """Make anew by what each record is found: all else that can be wrong with one is not derived."""
    for kind, (missing, left) in _words_of(unit.writer).items():
        for record_id in left:
            record_words.forget(unit.writer, kind, record_id)
        for record_id in missing:
            record = unit.load(kind, record_id)
            if record is not None:
                reindex(unit, record)


def _lost(reader: Reader) -> Iterator[Finding]:
    """Find what belongs to a record, or is tied to one, that is not there."""
    for table in _BELONGING:
        for kind in _named(reader, table, "record"):
            yield from _without(reader, table, "record", kind)
    for end in ("record", "other"):
        for kind in _named(reader, "tie", end):
            yield from _without(reader, "tie", end, kind)


def _without(reader: Reader, table: str, end: str, kind: str) -> Iterator[Finding]:
    if kind not in KINDS and kind != TICKET:
        yield Finding(
            "lost", _("{table} names a kind that otui does not know: {kind}.").format(table=table, kind=kind)
        )
        return
    rows = reader.all(
        f"SELECT t.id, t.{end}_id FROM {table} t WHERE t.{end} = :kind"
        f" AND NOT EXISTS (SELECT 1 FROM {kind} o WHERE o.id = t.{end}_id) ORDER BY t.id LIMIT :shown",
        {"kind": kind, "shown": _SHOWN},
    )
    for row_id, other in rows:
        yield Finding(
            "reference",
            _("Row {row} of {table} names a {kind} ({id}) that is not there.").format(
                row=row_id, table=table, kind=record_name(kind), id=other
            ),
        )


def _silent(reader: Reader) -> Iterator[Finding]:
    """Find acts on records that stand in no history."""
    for act, verb, about in reader.all(
        "SELECT a.id, a.verb, a.about FROM act a WHERE a.about <> ''"
        " AND NOT EXISTS (SELECT 1 FROM record_event e WHERE e.act_id = a.id) ORDER BY a.id"
    ):
        if about.split()[0] in KINDS:
            yield Finding(
                "history",
                _("Act {act} ({verb}) on {about} is not in its history.").format(
                    act=act, verb=verb, about=about
                ),
            )


def _versions(reader: Reader) -> Iterator[Finding]:
    """Find records that moved on without a line of history."""
    for kind in KINDS:
        columns = reader.layout(kind).columns
        if "version" not in columns:
            continue
        name = "number" if "number" in columns else "name" if "name" in columns else "id"
        for (number,) in reader.all(
            f"SELECT r.{name} FROM {kind} r WHERE r.version > (SELECT max(e.version) FROM record_event e"
            f" WHERE e.record = :kind AND e.record_id = r.id) ORDER BY 1 LIMIT :shown",
            {"kind": kind, "shown": _SHOWN},
        ):
            yield Finding(
                "history",
                _("The history of the {kind} {number} lacks a version.").format(
                    kind=record_name(kind), number=number
                ),
            )


def _words(reader: Reader) -> Iterator[Finding]:
    """Find records that no word finds, and words of records that are not there."""
    for kind, (missing, left) in _words_of(reader).items():
        if missing or left:
            n = len(missing) + len(left)
            said = ngettext(
                "What is found by words is wrong of {n} record ({kind}).",
                "What is found by words is wrong of {n} records ({kind}).",
                n,
            )
            yield Finding("text", said.format(n=n, kind=record_name(kind)), mends=True)


def _words_of(reader: Reader) -> dict[str, tuple[list[int], list[int]]]:
    """Return by kind the records without words, and the ids that have words without a record."""
    found = {}
    for kind, row in KINDS.items():
        if not row.weights:
            continue
        missing = reader.all(
            f"SELECT r.id FROM {kind} r WHERE NOT EXISTS"
            " (SELECT 1 FROM record_word w WHERE w.record = :kind AND w.record_id = r.id)",
            {"kind": kind},
        )
        left = reader.all(
            "SELECT DISTINCT w.record_id FROM record_word w WHERE w.record = :kind"
            f" AND NOT EXISTS (SELECT 1 FROM {kind} r WHERE r.id = w.record_id)",
            {"kind": kind},
        )
        found[kind] = ([one for (one,) in missing], [one for (one,) in left])
    return found


def _waits(reader: Reader) -> Iterator[Finding]:
    """Find tickets that wait for nothing that is there."""
    for state, kind in _WAITS.items():
        for (number,) in reader.all(
            f"SELECT t.number FROM ticket t WHERE t.state = :state AND NOT EXISTS"
            f" (SELECT 1 FROM {kind} r WHERE r.id = t.waits_for_id) ORDER BY t.number LIMIT :shown",
            {"state": str(state), "shown": _SHOWN},
        ):
            yield Finding(
                "reference",
                _("Ticket {number} is {state}, and there is none that it waits for.").format(
                    number=number, state=state_name(state)
                ),
            )


def _named(reader: Reader, table: str, column: str) -> list[str]:
    return [row[0] for row in reader.all(f"SELECT DISTINCT {column} FROM {table} ORDER BY 1")]
