"""How many tickets there are of each sort: read from the table that triggers keep, so that no count ever scans."""

from __future__ import annotations

from otui.store.reader import Reader, Row
from otui.store.writer import Writer

_COUNTED = "SELECT queue_id, state, locked, flag, count(*) FROM ticket GROUP BY queue_id, state, locked, flag"


def counts(reader: Reader) -> list[Row]:
    """Return (queue_id, state, locked, flag, number of tickets) of every sort that there is."""
    return reader.all("SELECT queue_id, state, locked, flag, n FROM tally WHERE n > 0")


def differences(reader: Reader) -> list[Row]:
    """Count every ticket and return the sorts whose tally says otherwise, as (queue_id, state, locked, flag)."""
    kept = {row[:4]: row[4] for row in counts(reader)}
    true = {row[:4]: row[4] for row in reader.all(_COUNTED)}
    return sorted(sort for sort in kept.keys() | true.keys() if kept.get(sort, 0) != true.get(sort, 0))


def recount(writer: Writer) -> None:
    """Count every ticket and set the tally right."""
    writer.execute("DELETE FROM tally")
    writer.execute(f"INSERT INTO tally (queue_id, state, locked, flag, n) {_COUNTED}")
