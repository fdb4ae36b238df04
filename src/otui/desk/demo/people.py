"""The people of the demo desk: the firm's agents with whoever starts the demo, and its customers' contacts."""

from __future__ import annotations

from datetime import datetime, timedelta

from otui.desk.demo.corpus import Corpus
from otui.store.database import Writer

_YEARS = timedelta(days=900)


def add_agents(writer: Writer, corpus: Corpus, now: datetime, login: str, name: str) -> None:
    """Add the firm's agents, and `login` as its admin. Who shares a login with one of them takes their place."""
    queues: dict[str, int] = dict(writer.all("SELECT name, id FROM queue"))
    starter = corpus.firm["starter"]
    rows = [(login, name or login, "admin", int(starter["line"]), "", tuple(starter["queues"]))]
    rows += [(a.login, a.name, a.role, a.line, a.lang, a.queues) for a in corpus.agents if a.login != login]
    for row_login, row_name, role, line, lang, places in rows:
        agent_id = writer.insert(
            "agent",
            {
                "login": row_login,
                "name": row_name,
                "email": f"{row_login}@{corpus.firm['domain']}",
                "role": role,
                "lang": lang,
                "line": line,
                "created_at": now - _YEARS,
            },
        )
        for place in places:
            writer.insert("queue_member", {"queue_id": queues[place], "agent_id": agent_id})


def add_customers(writer: Writer, corpus: Corpus, now: datetime) -> None:
    """Add the customers with their contacts, and tell the corpus their ids."""
    for customer in corpus.customers:
        customer.id = writer.insert(
            "customer", {"name": customer.name, "phone": customer.phone, "created_at": now - _YEARS}
        )
        for contact in customer.contacts:
            contact.id = writer.insert(
                "contact",
                {
                    "name": contact.name,
                    "email": contact.email,
                    "phone": contact.phone,
                    "lang": customer.lang,
                    "customer_id": customer.id,
                    "created_at": now - _YEARS,
                },
            )
