"""Problems, changes, knowledge articles and items by words or by number, all kinds at once: for the palette."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from otui.desk.records.finding import find_id, without_hidden
from otui.desk.records.kinds import KINDS, split_number
from otui.store import record_words
from otui.text.folding import terms_of

if TYPE_CHECKING:
    from otui.desk.desk import View


@dataclass(frozen=True, slots=True)
class RecordHit:
    """A record that was found."""

    kind: str
    id: int
    number: str
    """Its number; of an item its name."""
    subject: str


def find(view: View, words: str, *, limit: int = 10) -> tuple[RecordHit, ...]:
    """Return the record whose number was typed, else those that hold every word, the best of each kind first."""
    named, _rest = split_number(words)
    if named:
        found = find_id(view.reader, named, words, view.hidden)
        return _rows(view, named, [found]) if found is not None else ()
    terms = terms_of(words)
    if not terms:
        return ()
    hits: list[RecordHit] = []
    for kind, row in KINDS.items():
        if row.weights:
            ids = [hit.record_id for hit in record_words.find(view.reader, kind, terms)[:limit]]
            hits += _rows(view, kind, ids)
    return tuple(hits[:limit])


def _rows(view: View, kind: str, ids: list[int]) -> tuple[RecordHit, ...]:
    """Return records in the order of `ids`; those of hidden queues are not there."""
    if not ids:
        return ()
    columns = ("number", "subject") if KINDS[kind].letter else ("name", "description")
    hidden = without_hidden(view.reader, kind, view.hidden)
    rows = view.reader.all(
        f"SELECT id, {columns[0]}, {columns[1]} FROM {kind} WHERE id IN ({','.join(map(str, ids))}){hidden}"
    )
    found = {row[0]: RecordHit(kind, *row) for row in rows}
    return tuple(found[one] for one in ids if one in found)
