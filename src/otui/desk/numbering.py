"""The next number of the desk: tickets, problems, changes and articles take theirs from one counter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from otui.domain import numbers

if TYPE_CHECKING:
    from otui.desk.unit import Unit


def next_number(unit: Unit) -> str:
    """Return the next number of the desk; one is never given twice, whatever becomes of what has it."""
    kept = unit.writer.value("SELECT value FROM meta WHERE key = 'next_number'")
    counter = int(kept or numbers.FIRST_COUNTER)
    unit.writer.execute(
        "INSERT INTO meta (key, value) VALUES ('next_number', :next)"
        " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        {"next": str(counter + 1)},
    )
    return numbers.make(counter)
