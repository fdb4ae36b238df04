"""Which rows of a list are marked: named ones, or everything the filter finds except some."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Marked:
    """A snapshot for a verb: `ids`, or with `everything` all that the list's filter finds but `ids`."""

    ids: frozenset[int] = frozenset()
    everything: bool = False


@dataclass(slots=True)
class Marks:
    """The marks of one list. They belong to tickets, not to places, so no refresh can move them."""

    _ids: set[int] = field(default_factory=set)
    _everything: bool = False

    def __contains__(self, row_id: int) -> bool:
        return (row_id in self._ids) is not self._everything

    def copy(self) -> Marks:
        """Return marks that change on their own."""
        return Marks(set(self._ids), self._everything)

    def count(self, total: int) -> int:
        """Return how many rows are marked in a list of `total` rows."""
        return max(0, total - len(self._ids)) if self._everything else len(self._ids)

    def snapshot(self) -> Marked:
        """Return what is marked now, for a verb that acts on it."""
        return Marked(frozenset(self._ids), self._everything)

    def set(self, row_ids: Iterable[int], marked: bool = True) -> None:
        """Mark or unmark `row_ids`."""
        if marked is self._everything:
            self._ids.difference_update(row_ids)
        else:
            self._ids.update(row_ids)

    def toggle(self, row_id: int) -> None:
        """Turn the mark of one row around."""
        self._ids ^= {row_id}

    def mark_everything(self) -> None:
        """Mark all that the filter finds, loaded or not."""
        self._ids.clear()
        self._everything = True

    def clear(self) -> None:
        """Unmark all."""
        self._ids.clear()
        self._everything = False

    def forget(self, row_ids: Iterable[int]) -> None:
        """Drop rows that left the list: neither marked nor excepted."""
        self._ids.difference_update(row_ids)
