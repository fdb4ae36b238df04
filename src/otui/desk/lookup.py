"""From what a person types to the ticket that is meant."""

from __future__ import annotations

from otui.domain import numbers
from otui.store.database import Reader


def find_ticket_id(reader: Reader, ref: str) -> int | None:
    """Return the id behind a number as a person types it, ours first, else one kept from an import."""
    number = numbers.normalise(ref)
    if number:
        found = reader.value("SELECT id FROM ticket WHERE number = :number", {"number": number})
        if found is not None:
            return int(found)
    found = reader.value("SELECT id FROM ticket WHERE external_number = :ref", {"ref": ref.strip()})
    return None if found is None else int(found)
