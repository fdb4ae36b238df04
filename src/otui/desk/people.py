"""Contacts and customers as records: found as they are typed, made on the fly while the phone is at the ear.

Those who work here are in `staff`, where they work in `queues`; the makers of both are found here as well.
"""

from __future__ import annotations

import re
from typing import Any

from otui.desk import rights
from otui.desk.office.staff import add_agent, new_agent
from otui.desk.queues import new_queue
from otui.desk.unit import Unit
from otui.errors import NotFound, Refused, Usage
from otui.store import feed
from otui.store.records import Record
from otui.text import safe
from otui.text.i18n import _

__all__ = [
    "add_agent",
    "find_or_make_contact",
    "find_or_make_customer",
    "make_contact",
    "new_agent",
    "new_contact",
    "new_customer",
    "new_queue",
    "split_address",
]


def find_or_make_contact(
    unit: Unit, ref: int | str, queue_id: int, *, phone: str = "", customer: str = ""
) -> Record | None:
    """Return the contact that `ref` (id, address or name) names, made if it is new; None for an empty `ref`.

    It is for a ticket in the queue `queue_id`: what a confidential queue alone hears of stays there.
    """
    if isinstance(ref, int):
        found = unit.load("contact", ref)
        if found is None or found.known_in_id in unit.hidden:
            raise NotFound(_("There is no such contact."))
        return known_through(unit, found, queue_id)
    words = safe.line(ref)
    if not words:
        return None
    name, email = split_address(words)
    column, value = ("email", email) if email else ("name", name)
    row = unit.writer.one(
        f"SELECT id FROM contact WHERE lower({column}) = lower(:value){known(unit)} ORDER BY id LIMIT 1",
        {"value": value},
    )
    found = unit.load("contact", row[0]) if row is not None else None
    if found is not None:
        return known_through(unit, found, queue_id)
    known_in = queue_id if queue_id in unit.whole.confidential else None
    return make_contact(unit, name=name, email=email, phone=phone, customer=customer, known_in=known_in)


def known(unit: Unit) -> str:
    """Return the condition that leaves out whom only a queue knows that is hidden from this agent."""
    hidden = rights.without(unit.hidden, "known_in_id")
    return f" AND (known_in_id IS NULL OR (1 = 1{hidden}))" if hidden else ""


def known_through(unit: Unit, contact: Record, queue_id: int) -> Record:
    """Let all know a contact, and its customer, whom a ticket names that is not confidential."""
    if queue_id not in unit.whole.confidential:
        customer = unit.load("customer", contact.customer_id) if contact.customer_id else None
        for known in (contact, customer):
            if known is not None and known.known_in_id is not None:
                known.known_in_id = None
    return contact


def split_address(words: str) -> tuple[str, str]:
    """Return (name, address) of `Anna de Wit <anna@example.org>`, of a bare address, or of a bare name."""
    match = re.fullmatch(r"\s*(.*?)\s*<([^<>\s]+@[^<>\s]+)>\s*", words)
    if match:
        return match[1].strip('" ') or match[2].split("@")[0], match[2]
    if "@" in words and " " not in words:
        local = words.split("@")[0]
        return local.replace(".", " ").replace("_", " ").title(), words
    return words, ""


def make_contact(
    unit: Unit,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    customer: str = "",
    lang: str = "",
    known_in: int | None = None,
) -> Record:
    """Insert a contact, and the customer it belongs to where that is new as well."""
    name = safe.line(name)
    if not name:
        raise Refused(_("A contact needs a name."))
    email = safe.line(email)
    if email and ("@" not in email.strip("@") or " " in email):
        raise Usage(_("{to} is no mail address.").format(to=email), _("Write it as name@example.org."))
    contact = unit.add(
        "contact",
        {
            "name": name,
            "email": email,
            "phone": safe.line(phone),
            "lang": lang,
            "customer_id": find_or_make_customer(unit, customer, known_in),
            "created_at": unit.now,
            "known_in_id": known_in,
        },
    )
    _tell(unit, "contact")
    return contact


def find_or_make_customer(unit: Unit, name: str, known_in: int | None = None) -> int | None:
    """Return the id of a customer by name, made if it is new; None for no name.

    `known_in` is the confidential queue that hears of it, if it is one; else all may know it from now on.
    """
    name = safe.line(name)
    if not name:
        return None
    found = unit.writer.value("SELECT id FROM customer WHERE lower(name) = lower(:name)", {"name": name})
    if found is None:
        row = {"name": name, "created_at": unit.now, "known_in_id": known_in}
        return int(unit.add("customer", row).id)
    customer = unit.load("customer", int(found))
    if customer is not None and known_in is None and customer.known_in_id is not None:
        customer.known_in_id = None
    return int(found)


def new_customer(unit: Unit, name: str, phone: str = "", note: str = "") -> Record:
    """Make a customer; one that is there already is refused.

    One that a confidential queue alone has heard of is known to all from now on, with what was written of it there.
    """
    name = safe.line(name)
    if not name:
        raise Refused(_("A customer needs a name."))
    if unit.writer.value(
        f"SELECT 1 FROM customer WHERE lower(name) = lower(:name){known(unit)}", {"name": name}
    ):
        raise Refused(_("There is a customer {name} already.").format(name=name))
    made = unit.load("customer", find_or_make_customer(unit, name) or 0)
    assert made is not None
    made.phone, made.note = safe.line(phone) or made.phone, safe.clean(note) or made.note
    unit.flush()
    _tell(unit, "contact")
    return made


def new_contact(unit: Unit, **values: Any) -> Record:
    """Make a contact; an address that somebody has already is refused."""
    email = safe.line(values.get("email", ""))
    if email and unit.writer.value(
        f"SELECT 1 FROM contact WHERE lower(email) = lower(:email){known(unit)}", {"email": email}
    ):
        raise Refused(_("There is a contact with {email} already.").format(email=email))
    made = make_contact(unit, **values)
    unit.flush()
    return made


def _tell(unit: Unit, topic: str) -> None:
    feed.append(unit.writer, at=unit.now, topic=topic, agent_id=unit.agent.id or None)
