"""From what a person types to the ticket that is meant."""

from __future__ import annotations

from collections.abc import Iterable

from otui.desk import rights
from otui.domain import numbers
from otui.store.database import Reader


def find_ticket_id(reader: Reader, ref: str, hidden: Iterable[int] = ()) -> int | None:
    """Return the id behind a number as a person types it, ours first, else one kept from an import.

    Tickets of `hidden` queues are not there.
    """
    but = rights.without(hidden, "queue_id")
    number = numbers.normalise(ref)
    if number:
        found = reader.value(f"SELECT id FROM ticket WHERE number = :number{but}", {"number": number})
        if found is not None:
            return int(found)
    found = reader.value(f"SELECT id FROM ticket WHERE external_number = :ref{but}", {"ref": ref.strip()})
    return None if found is None else int(found)
