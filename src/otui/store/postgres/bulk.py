"""Loading very many tickets into a desk on a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from otui.store.writer import Writer

_INDEXES = (
    "SELECT c.relname, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid"
    " WHERE i.indrelid = CAST(:table AS regclass)"
    " AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid)"
)
_TRIGGERS = (
    "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger"
    " WHERE tgrelid = CAST(:table AS regclass) AND NOT tgisinternal"
)


_MEMORY = "256MB"


@contextmanager
def without(writer: Writer, kind: str, table: str) -> Iterator[None]:
    """Drop what a table has of a kind (`index` or `trigger`) and make it anew after."""
    kept = writer.all(_INDEXES if kind == "index" else _TRIGGERS, {"table": table})
    for name, _ in kept:
        writer.execute(f"DROP {kind} {name}" if kind == "index" else f"DROP TRIGGER {name} ON {table}")
    yield
    for _, sql in kept:
        writer.execute(sql)


def settle_full_text(writer: Writer) -> None:
    """Put the words that wait beside their index into it, and let the planner count what is there now."""
    for index in ("ix_ticket_search_words", "ix_ticket_parts_text"):
        writer.execute(
            "SELECT gin_clean_pending_list(oid) FROM pg_class WHERE relname = :name AND relkind = 'i'",
            {"name": index},
        )
    writer.execute("ANALYZE")


def gather(writer: Writer, *, much: bool) -> None:
    """Give sorting and the making of indexes more memory, or as much as usual."""
    writer.execute(f"SET maintenance_work_mem = '{_MEMORY}'" if much else "RESET maintenance_work_mem")


def copy_full_text(writer: Writer, low: int, high: int, ids: int) -> None:
    """Tell full text of copies, `ids` further on: the same words, but for the number in both its spellings."""
    values = {"ids": ids, "low": low, "high": high}
    copies = (
        "s JOIN ticket t ON t.id = s.id JOIN ticket n ON n.id = s.id + :ids WHERE s.id BETWEEN :low AND :high"
    )
    writer.execute(
        "INSERT INTO ticket_search (id, words) SELECT n.id, ts_delete(s.words, ARRAY[split_part(t.number, '-', 1),"
        " replace(t.number, '-', '')]) || array_to_tsvector(ARRAY[split_part(n.number, '-', 1),"
        f" split_part(n.number, '-', 2), replace(n.number, '-', '')]) FROM ticket_search {copies}",
        values,
    )
    dashed = "replace(s.text, t.number, n.number)"
    both = f"replace({dashed}, replace(t.number, '-', ''), replace(n.number, '-', ''))"
    writer.execute(
        f"INSERT INTO ticket_parts (id, text) SELECT n.id, {both} FROM ticket_parts {copies}", values
    )
