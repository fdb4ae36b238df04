"""The next number of the desk: tickets, problems, changes and articles take theirs from one counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.domain import numbers

if TYPE_CHECKING:
    from otui.desk.unit import Unit
    from otui.store.database import Writer


def next_number(unit: Unit) -> str:
    """Return the next number of the desk; one is never given twice, whatever becomes of what has it."""
    return next_numbers(unit.writer, 1)[0]


def next_numbers(writer: Writer, count: int) -> list[str]:
    """Return so many numbers in a row, as `next_number`."""
    kept = writer.value("SELECT value FROM meta WHERE key = 'next_number'")
    counter = int(kept or numbers.FIRST_COUNTER)
    writer.execute(
        "INSERT INTO meta (key, value) VALUES ('next_number', :next)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"next": str(counter + count)},
    )
    return [numbers.make(counter + place) for place in range(count)]
