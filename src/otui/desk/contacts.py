"""Contacts made and put right by an agent."""

from __future__ import annotations

from dataclasses import dataclass

from otui.desk import people
from otui.desk.unit import Unit
from otui.errors import NotFound, Refused, Usage
from otui.store import feed
from otui.text import safe
from otui.text.i18n import _

LANGUAGES = ("", "en", "nl")


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactCard:
    """What is known of a contact. `contact_id` 0 makes one; a customer that is not known is made as well."""

    contact_id: int = 0
    name: str
    email: str = ""
    phone: str = ""
    customer: str = ""
    lang: str = ""
    note: str = ""


def save_contact(unit: Unit, card: ContactCard) -> int:
    """Make a contact or put one right; return its id.

    Raises Refused without a name or for an address that somebody else has, Usage for what is no address or language.
    """
    name, email = safe.line(card.name), safe.line(card.email)
    _check(unit, card, name, email)
    if not card.contact_id:
        made = people.make_contact(
            unit, name=name, email=email, phone=card.phone, customer=card.customer, lang=card.lang
        )
        made.note = safe.clean(card.note)
        unit.flush()
        return int(made.id)
    contact = unit.load("contact", card.contact_id)
    if contact is None or contact.known_in_id in unit.hidden:
        raise NotFound(_("There is no such contact."))
    contact.name = name
    contact.email = email
    contact.phone = safe.line(card.phone)
    contact.lang = card.lang
    contact.note = safe.clean(card.note)
    contact.customer_id = people.find_or_make_customer(unit, card.customer, contact.known_in_id)
    unit.flush()
    feed.append(unit.writer, at=unit.now, topic="contact", agent_id=unit.agent.id or None)
    return card.contact_id


def _check(unit: Unit, card: ContactCard, name: str, email: str) -> None:
    if not name:
        raise Refused(_("A contact needs a name."))
    if email and ("@" not in email.strip("@") or " " in email):
        raise Usage(_("{to} is no mail address.").format(to=email), _("Write it as name@example.org."))
    if card.lang not in LANGUAGES:
        raise Usage(
            _("{lang} is no language of this desk.").format(lang=safe.line(card.lang)), _("Write en or nl.")
        )
    if email and unit.writer.value(
        f"SELECT 1 FROM contact WHERE lower(email) = lower(:email) AND id <> :id{people.known(unit)}",
        {"email": email, "id": card.contact_id},
    ):
        raise Refused(_("There is a contact with {email} already.").format(email=email))
