"""Lists of records: views, pages by key, words. One way for every kind, each page read on an index."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from otui.desk.records.finding import find_id, without_hidden
from otui.store import record_words
from otui.store.records import to_micros
from otui.text.folding import terms_of

if TYPE_CHECKING:
    from otui.desk.desk import View

MOST_FOUND = 500
"""Records that a search shows, the best first."""
Key = tuple[int | str, int]


class RecordRow(Protocol):
    """What a list needs to know of a row; it also has the column that its listing is ordered by."""

    @property
    def id(self) -> int:
        """The record's id."""

    @property
    def version(self) -> int:
        """Grows with each change that could be seen."""


R = TypeVar("R", bound=RecordRow)


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """How records of a kind become rows: `columns` of the table, called r, and of what `joins` bring."""

    kind: str
    columns: str
    joins: str
    make: Callable[[tuple[Any, ...]], R]
    order: str = "updated_at"
    """A column of r, and an attribute of the rows."""
    descending: bool = True


@dataclass(frozen=True, slots=True)
class Cut:
    """Which records a view holds: an SQL condition on r that an index serves, and its parameters."""

    where: str = "1 = 1"
    params: Mapping[str, Any] = field(default_factory=dict)


def page(
    view: View,
    listing: Listing[R],
    cut: Cut,
    *,
    words: str = "",
    after: Key | None = None,
    before: Key | None = None,
    offset: int = 0,
    limit: int = 100,
    from_end: bool = False,
) -> list[R]:
    """Return rows after or before a key (see `key_of`), from an offset, or from the end. By words: the best first."""
    if words.strip():
        return _found(view, listing, cut, words)[offset : offset + limit]
    where, params = _where(view, listing, cut)
    backwards = listing.descending != (before is not None or from_end)
    key = after or before
    if key is not None:
        where += f" AND (r.{listing.order}, r.id) {'<' if backwards else '>'} (:key, :key_id)"
        params |= {"key": key[0], "key_id": key[1]}
    way = "DESC" if backwards else "ASC"
    sql = f"{_select(listing)} WHERE {where} ORDER BY r.{listing.order} {way}, r.id {way} LIMIT :limit"
    params["limit"] = limit
    if offset:
        sql += " OFFSET :offset"
        params["offset"] = offset
    rows = [listing.make(row) for row in view.reader.all(sql, params)]
    return rows[::-1] if before is not None or from_end else rows


def total(view: View, listing: Listing[R], cut: Cut, words: str = "") -> int:
    """Return how many rows a view has."""
    if words.strip():
        return len(_found(view, listing, cut, words))
    where, params = _where(view, listing, cut)
    return int(view.reader.value(f"SELECT count(*) FROM {listing.kind} r WHERE {where}", params))


def rows_by_id(view: View, listing: Listing[R], ids: Iterable[int], cut: Cut | None = None) -> dict[int, R]:
    """Return rows by id as they are now, those of a cut only; one that is not there for whoever asks is missing."""
    wanted = ",".join(str(int(one)) for one in ids)
    if not wanted:
        return {}
    where, params = _where(view, listing, cut or Cut())
    sql = f"{_select(listing)} WHERE r.id IN ({wanted}) AND {where}"
    rows = [listing.make(row) for row in view.reader.all(sql, params)]
    return {row.id: row for row in rows}


def key_of(row: RecordRow, listing: Listing[Any]) -> Key:
    """Return a row's place in the order, to page on from."""
    value = getattr(row, listing.order)
    return (to_micros(value) if isinstance(value, datetime) else value), row.id


def _select(listing: Listing[Any]) -> str:
    return f"SELECT {listing.columns} FROM {listing.kind} r {listing.joins}"


def _where(view: View, listing: Listing[Any], cut: Cut) -> tuple[str, dict[str, Any]]:
    hidden = without_hidden(view.reader, listing.kind, view.hidden, "r")
    return f"({cut.where}){hidden}", dict(cut.params)


def _found(view: View, listing: Listing[R], cut: Cut, words: str) -> list[R]:
    """Return what has all the words, the best first; a number or a name is found before any word."""
    ids = [hit.record_id for hit in record_words.find(view.reader, listing.kind, terms_of(words))]
    named = find_id(view.reader, listing.kind, words, view.hidden) if any(map(str.isdigit, words)) else None
    if named is not None:
        ids = [named, *(one for one in ids if one != named)]
    rows = rows_by_id(view, listing, ids[:MOST_FOUND], cut)
    return [rows[one] for one in ids if one in rows]
