"""The contacts of a customer, with how many tickets each has open."""

from __future__ import annotations

from dataclasses import replace

from otui.desk.desk import View
from otui.desk.rows import ContactRow
from otui.desk.views import people

_OF_CUSTOMER = (
    "SELECT c.id, c.name, c.email, c.phone, c.lang, c.customer_id, coalesce(k.name, ''), c.note,"
    " (SELECT count(*) FROM ticket t WHERE t.contact_id = c.id AND t.is_open{there})"
    " FROM contact c LEFT JOIN customer k ON k.id = c.customer_id"
)


def of_customer(view: View, customer_id: int, limit: int = 500) -> tuple[ContactRow, ...]:
    """Return a customer's contacts by name; customer 0 stands for those who belong to none."""
    where = "c.customer_id = :customer" if customer_id else "c.customer_id IS NULL"
    return _rows(view, f"{where} ORDER BY c.name LIMIT :limit", {"customer": customer_id, "limit": limit})


def by_words(view: View, words: str, limit: int = 200) -> tuple[ContactRow, ...]:
    """Return the contacts whose name, address, phone or customer holds every word."""
    found = [row.id for row in people.find_contacts(view, words, limit)]
    if not found:
        return ()
    numbers = ",".join(str(one) for one in found)
    return _rows(view, f"c.id IN ({numbers}) ORDER BY c.name", {})


def _rows(view: View, where: str, params: dict[str, int]) -> tuple[ContactRow, ...]:
    there = view.without_hidden("t.queue_id")
    rows = view.reader.all(
        f"{_OF_CUSTOMER.format(there=there)} WHERE 1 = 1{people.known(view, 'c')} AND {where}", params
    )
    return tuple(replace(ContactRow(*row[:8]), open_count=int(row[8])) for row in rows)
