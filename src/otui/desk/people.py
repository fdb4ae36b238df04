"""Contacts, customers and agents as records: found as they are typed, made on the fly while the phone is at the ear."""

from __future__ import annotations

import re
from typing import Any

from otui.desk import rights
from otui.desk.unit import Unit
from otui.errors import NotFound, Refused, Usage
from otui.store import feed
from otui.store.records import Record
from otui.text import safe
from otui.text.i18n import _

ROLES = ("agent", "lead", "admin")
_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,31}")


def find_or_make_contact(unit: Unit, ref: int | str, *, phone: str = "", customer: str = "") -> Record | None:
    """Return the contact that `ref` (id, address or name) names, made if it is new; None for an empty `ref`."""
    if isinstance(ref, int):
        found = unit.load("contact", ref)
        if found is None:
            raise NotFound(_("There is no such contact."))
        return found
    words = safe.line(ref)
    if not words:
        return None
    name, email = split_address(words)
    column, value = ("email", email) if email else ("name", name)
    row = unit.writer.one(
        f"SELECT id FROM contact WHERE lower({column}) = lower(:value) ORDER BY id LIMIT 1",
        {"value": value},
    )
    if row is not None:
        return unit.load("contact", row[0])
    return make_contact(unit, name=name, email=email, phone=phone, customer=customer)


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
    unit: Unit, *, name: str, email: str = "", phone: str = "", customer: str = "", lang: str = ""
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
            "customer_id": find_or_make_customer(unit, customer),
            "created_at": unit.now,
        },
    )
    _tell(unit, "contact")
    return contact


def find_or_make_customer(unit: Unit, name: str) -> int | None:
    """Return the id of a customer by name, made if it is new; None for no name."""
    name = safe.line(name)
    if not name:
        return None
    found = unit.writer.value("SELECT id FROM customer WHERE lower(name) = lower(:name)", {"name": name})
    if found is not None:
        return int(found)
    return int(unit.add("customer", {"name": name, "created_at": unit.now}).id)


def new_customer(unit: Unit, name: str, phone: str = "", note: str = "") -> Record:
    """Make a customer; one that is there already is refused."""
    name = safe.line(name)
    if not name:
        raise Refused(_("A customer needs a name."))
    if unit.writer.value("SELECT 1 FROM customer WHERE lower(name) = lower(:name)", {"name": name}):
        raise Refused(_("There is a customer {name} already.").format(name=name))
    made = unit.add(
        "customer",
        {"name": name, "phone": safe.line(phone), "note": safe.clean(note), "created_at": unit.now},
    )
    unit.flush()
    _tell(unit, "contact")
    return made


def new_contact(unit: Unit, **values: Any) -> Record:
    """Make a contact; an address that somebody has already is refused."""
    email = safe.line(values.get("email", ""))
    if email and unit.writer.value(
        "SELECT 1 FROM contact WHERE lower(email) = lower(:email)", {"email": email}
    ):
        raise Refused(_("There is a contact with {email} already.").format(email=email))
    made = make_contact(unit, **values)
    unit.flush()
    return made


def new_agent(
    unit: Unit,
    login: str,
    name: str,
    *,
    role: str = "agent",
    email: str = "",
    lang: str = "",
    line: int = 1,
    queues: tuple[str, ...] = (),
) -> Record:
    """Make an agent. Only an admin may; without `queues` the agent is on the team of every queue of its line."""
    rights.require_admin(unit.agent, _("Only an admin makes agents."))
    login = login.strip().casefold()
    if not _LOGIN.fullmatch(login):
        raise Usage(
            _("{login} is no login.").format(login=safe.line(login) or "–"),
            _("Use letters, digits, dots, dashes; 32 at most, a letter or digit first."),
        )
    if role not in ROLES:
        raise Usage(
            _("{role} is no role.").format(role=role),
            _("It is one of {roles}.").format(roles=", ".join(ROLES)),
        )
    if unit.writer.value("SELECT 1 FROM agent WHERE login = :login", {"login": login}):
        raise Refused(_("There is an agent {login} already.").format(login=login))
    teams = (
        [unit.directory.queue(queue).id for queue in queues]
        if queues
        else [queue.id for queue in unit.directory.queues.values() if queue.line == line]
    )
    made = add_agent(
        unit, login=login, name=safe.line(name) or login, role=role, email=email, lang=lang, line=line
    )
    for queue_id in teams:
        join_queue(unit, queue_id, made.id)
    unit.flush()
    _tell(unit, "agent")
    return made


def add_agent(unit: Unit, **values: Any) -> Record:
    """Insert an agent as given."""
    return unit.add("agent", {"created_at": unit.now, "active": True, **values})


def join_queue(unit: Unit, queue_id: int, agent_id: int) -> None:
    """Put an agent on a queue's team."""
    unit.writer.execute(
        "INSERT INTO queue_member (queue_id, agent_id) VALUES (:queue, :agent) ON CONFLICT DO NOTHING",
        {"queue": queue_id, "agent": agent_id},
    )


def new_queue(unit: Unit, name: str, *, line: int = 1, parent: str = "", calendar: str = "") -> Record:
    """Make a queue. Only an admin may."""
    rights.require_admin(unit.agent, _("Only an admin makes queues."))
    name = safe.line(name)
    if not name:
        raise Refused(_("A queue needs a name."))
    if unit.writer.value("SELECT 1 FROM queue WHERE lower(name) = lower(:name)", {"name": name}):
        raise Refused(_("There is a queue {name} already.").format(name=name))
    if line not in (1, 2, 3):
        raise Usage(_("A queue is in line 1, 2 or 3."))
    if calendar and calendar not in unit.rules.calendars:
        raise Usage(
            _("There is no calendar {name}.").format(name=calendar),
            _("This desk has {names}.").format(names=", ".join(unit.rules.calendars)),
        )
    parent_row = unit.directory.queue(parent) if parent else None
    position = len(unit.directory.queues)
    made = unit.add(
        "queue",
        {
            "name": name,
            "line": line,
            "parent_id": parent_row.id if parent_row else None,
            "calendar": calendar,
            "position": position,
            "active": True,
        },
    )
    unit.flush()
    _tell(unit, "queue")
    return made


def _tell(unit: Unit, topic: str) -> None:
    feed.append(unit.writer, at=unit.now, topic=topic, agent_id=unit.agent.id or None)
