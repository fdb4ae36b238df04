"""Loading very many tickets into a desk file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from otui.store.writer import Writer

_CACHE_KIB, _CACHE_USUAL_KIB = 262_144, 16_384
_GATHER, _GATHER_USUAL = 2**27, 2**20
_MERGE_USUAL = 4
"""What FTS5 does without being told: https://sqlite.org/fts5.html#the_automerge_configuration_option"""


@contextmanager
def without(writer: Writer, kind: str, table: str) -> Iterator[None]:
    """Drop what a table has of a kind (`index` or `trigger`) and make it anew after."""
    kept = writer.all(
        "SELECT name, sql FROM sqlite_master WHERE type = :kind AND tbl_name = :table AND sql IS NOT NULL",
        {"kind": kind, "table": table},
    )
    for name, _ in kept:
        writer.execute(f"DROP {kind} {name}")
    yield
    for _, sql in kept:
        writer.execute(sql)


def settle_full_text(writer: Writer) -> None:
    """Merge what a load left of full text into one piece."""
    for table in ("ticket_search", "ticket_parts"):
        writer.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def gather(writer: Writer, *, much: bool) -> None:
    """Let full text gather many words in memory before it writes and merges them, or as few as usual."""
    writer.value(f"PRAGMA cache_size = -{_CACHE_KIB if much else _CACHE_USUAL_KIB}")
    settings = {"hashsize": _GATHER if much else _GATHER_USUAL, "automerge": 0 if much else _MERGE_USUAL}
    for table in ("ticket_search", "ticket_parts"):
        for name, value in settings.items():
            sql = f"INSERT INTO {table} ({table}, rank) VALUES (:name, :value)"
            writer.execute(sql, {"name": name, "value": value})


def copy_full_text(writer: Writer, low: int, high: int, ids: int) -> None:
    """Tell full text of copies, `ids` further on: the same words, but for the number in both its spellings."""
    for table, columns in (("ticket_search", ("subject", "people", "body")), ("ticket_parts", ("text",))):
        words = {name: f"s.{name}" for name in columns}
        for name in columns:
            if name not in ("subject", "body"):
                dashed = f"replace(s.{name}, t.number, n.number)"
                words[name] = f"replace({dashed}, replace(t.number, '-', ''), replace(n.number, '-', ''))"
        writer.execute(
            f"INSERT INTO {table} (rowid, {', '.join(words)}) SELECT n.id, {', '.join(words.values())}"
            f" FROM {table} s JOIN ticket t ON t.id = s.rowid JOIN ticket n ON n.id = s.rowid + :ids"
            " WHERE s.rowid BETWEEN :low AND :high ORDER BY s.rowid",
            {"ids": ids, "low": low, "high": high},
        )
