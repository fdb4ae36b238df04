"""What a history tells of other places, without what is not there for whoever reads it.

History is written once and for all, with the numbers of other tickets and the names of queues in it. A ticket that was
linked to one in a confidential queue, or was there itself, is read by people who may not know of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from otui.desk import rights

if TYPE_CHECKING:
    from otui.desk.directory import Directory
    from otui.store.database import Reader

Changes = Mapping[str, Any]

NUMBERS = ("link", "merged_into", "knowledge")
"""Fields of a change that hold numbers of other tickets and records, or names of items."""
RECORDS = {"problem": "number", "change": "number", "knowledge": "number", "item": "name"}
"""What a link may name besides tickets, and the column that it is named by."""


class Told:
    """Takes out of changes what an agent may not know. Without hidden queues it reads nothing and changes nothing."""

    def __init__(
        self, reader: Reader, directory: Directory, hidden: Sequence[int], history: Iterable[Changes]
    ) -> None:
        self._numbers: frozenset[str] = frozenset()
        self._queues: frozenset[str] = frozenset()
        self._items: frozenset[str] = frozenset()
        if not hidden:
            return
        known = {queue.name for queue in directory.queues.values()}
        ids = ",".join(str(one) for one in hidden)
        names = reader.all(f"SELECT name FROM queue WHERE id IN ({ids})")
        self._queues = frozenset(name for (name,) in names) - known
        self._items = frozenset(
            name for (name,) in reader.all(f"SELECT name FROM item WHERE queue_id IN ({ids})")
        )
        self._numbers = _hidden_numbers(reader, hidden, history)

    def of(self, changes: Changes) -> dict[str, Any]:
        """Return what may be told of an event's changes, {field: [before, after]}."""
        if not self._numbers and not self._queues and not self._items:
            return dict(changes)
        told = {}
        for field, pair in changes.items():
            taboo = self._taboo(field)
            if taboo.isdisjoint(pair):
                told[field] = pair
            elif field in ("queue", "item"):
                told[field] = [None if value in taboo else value for value in pair]
        return told

    def _taboo(self, field: str) -> frozenset[str]:
        if field in NUMBERS:
            return self._numbers
        return {"queue": self._queues, "item": self._items}.get(field, frozenset())


def _hidden_numbers(reader: Reader, hidden: Sequence[int], history: Iterable[Changes]) -> frozenset[str]:
    """Return which of the things that a history names are not there for this agent."""
    named = {
        one
        for changes in history
        for field in NUMBERS
        for value in changes.get(field, ())
        if value
        for one in (str(value), *str(value).split(", "))
    }
    if not named:
        return frozenset()
    places = {f"number{place}": number for place, number in enumerate(sorted(named))}
    among = ", ".join(":" + name for name in places)
    known: set[str] = set()
    for table, column in {"ticket": "number", **RECORDS}.items():
        but = rights.without(hidden, "coalesce(queue_id, 0)")
        rows = reader.all(f"SELECT {column} FROM {table} WHERE {column} IN ({among}){but}", places)
        known.update(str(one) for (one,) in rows)
    return frozenset(one for one in named if not known.issuperset(one.split(", ")) and one not in known)
