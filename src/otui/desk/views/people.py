"""Contacts, customers and agents to pick from, with what they have at the desk."""

from __future__ import annotations

from dataclasses import replace

from otui.desk.desk import View
from otui.desk.rows import AgentRow, ContactRow, CustomerRow, LinkRow

_CONTACT = (
    "SELECT c.id, c.name, c.email, c.phone, c.lang, c.customer_id, coalesce(k.name, ''), c.note"
    " FROM contact c LEFT JOIN customer k ON k.id = c.customer_id"
)


def contact(view: View, contact_id: int, *, but: int = 0, limit: int = 5) -> ContactRow | None:
    """Return a contact with their open and former tickets, newest first, `but` one."""
    row = view.reader.one(f"{_CONTACT} WHERE c.id = :id{known(view, 'c')}", {"id": contact_id})
    if row is None:
        return None
    params = {"id": contact_id, "but": but, "limit": limit}
    there = view.without_hidden("queue_id")
    opened = view.reader.all(
        "SELECT id, number, subject, state, 'open' FROM ticket WHERE contact_id = :id AND id <> :but"
        f" AND is_open{there} ORDER BY created_at DESC LIMIT :limit",
        params,
    )
    former = view.reader.all(
        "SELECT id, number, subject, state, 'former' FROM ticket WHERE contact_id = :id AND id <> :but"
        f" AND NOT (is_open){there} ORDER BY created_at DESC LIMIT :limit",
        params,
    )
    open_count, all_count = view.reader.one(
        "SELECT coalesce(sum(CASE WHEN is_open THEN 1 ELSE 0 END), 0), count(*)"
        f" FROM ticket WHERE contact_id = :id AND id <> :but{there}",
        params,
    ) or (0, 0)
    return replace(
        ContactRow(*row),
        open_tickets=tuple(LinkRow(*one) for one in opened),
        former_tickets=tuple(LinkRow(*one) for one in former),
        open_count=int(open_count),
        former_count=int(all_count) - int(open_count),
    )


def find_contacts(view: View, words: str, limit: int = 30) -> tuple[ContactRow, ...]:
    """Return contacts whose name, address, phone or customer holds every word; those who called last without words."""
    where, params = _all_words(words, ("c.name", "c.email", "c.phone", "coalesce(k.name, '')"))
    rows = view.reader.all(
        f"{_CONTACT} WHERE {where}{known(view, 'c')} ORDER BY c.id DESC LIMIT :limit",
        {**params, "limit": limit},
    )
    return tuple(ContactRow(*row) for row in rows)


def find_customers(view: View, words: str = "", limit: int = 200) -> tuple[CustomerRow, ...]:
    """Return customers whose name holds every word, with how many contacts and open tickets they have."""
    where, params = _all_words(words, ("k.name",))
    rows = view.reader.all(
        "SELECT k.id, k.name, k.phone, k.note,"
        f" (SELECT count(*) FROM contact c WHERE c.customer_id = k.id{known(view, 'c')}),"
        " (SELECT count(*) FROM ticket t WHERE t.customer_id = k.id"
        f" AND t.is_open{view.without_hidden('t.queue_id')})"
        f" FROM customer k WHERE {where}{known(view, 'k')} ORDER BY k.name LIMIT :limit",
        {**params, "limit": limit},
    )
    return tuple(CustomerRow(*row) for row in rows)


def known(view: View, alias: str) -> str:
    """Return the condition that leaves out people whom only a queue knows that is hidden from whoever asks."""
    hidden = view.without_hidden(f"{alias}.known_in_id")
    return f" AND ({alias}.known_in_id IS NULL OR (1 = 1{hidden}))" if hidden else ""


def agents(view: View) -> tuple[AgentRow, ...]:
    """Return the desk's agents by login."""
    return tuple(view.directory.agents.values())


def _all_words(words: str, columns: tuple[str, ...]) -> tuple[str, dict[str, str]]:
    where = ["1 = 1"]
    params: dict[str, str] = {}
    for number, word in enumerate(words.casefold().split()[:6]):
        escaped = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        params[f"word{number}"] = f"%{escaped}%"
        where.append(
            "(" + " OR ".join(f"lower({column}) LIKE :word{number} ESCAPE '\\'" for column in columns) + ")"
        )
    return " AND ".join(where), params
