"""The desk of the screens' tests: in use, on a standing clock, with everyone who sits at it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from otui.desk import commands as c
from otui.desk import people, tickets, timer
from otui.desk.desk import Desk
from otui.desk.results import Result
from otui.desk.setup import make_desk

TUESDAY = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""Ten in the morning in Amsterdam; the office works from eight to half past five."""


class HandClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def go(self, **span: float) -> None:
        """Move on."""
        self.at += timedelta(**span)


# -- the desk ----------------------------------------------------------------------------------------------------------

REPORTS: tuple[tuple[str, float, dict[str, Any]], ...] = (
    # Subject, hours before Tuesday ten o'clock, what was said when it was taken in.
    ("Wish: darker screens", 23.0, {"impact": 1, "urgency": 1, "kind": "request", "contact": "Piet Smit"}),
    (
        "Printer 3rd floor jams",
        21.0,
        {"impact": 1, "urgency": 4, "contact": "Anja Mol", "queue": "Workplace"},
    ),
    ("[EXT] Mail slow since the update", 19.0, {"impact": 2, "urgency": 4, "contact": "Piet Smit"}),
    ("Cannot print invoices", 18.5, {"impact": 1, "urgency": 4, "contact": "Kim Vos"}),
    ("New starter 1 December", 1.9, {"impact": 1, "urgency": 2, "contact": "Anja Mol"}),
    ("Payroll export stops at 99 %", 1.75, {"impact": 4, "urgency": 4, "contact": "Kim Vos"}),
    ("Password forgotten", 1.5, {"impact": 1, "urgency": 4, "contact": "Piet Smit", "queue": "Accounts"}),
    ("Till does not open", 0.7, {"impact": 8, "urgency": 8, "contact": "Bo Baan", "queue": "Business apps"}),
    (
        "VPN down, whole site Breda",
        0.5,
        {
            "impact": 4,
            "urgency": 8,
            "contact": "j.dewit@example.org",
            "body": "Since 9:30 nobody can reach it.",
        },
    ),
)
"""Subjects are what a test calls a ticket by."""


def furnish(url: str) -> None:
    """Make the desk: three agents and a lead, nine tickets in different states; the clock ends on TUESDAY."""
    clock = HandClock(TUESDAY - timedelta(days=1, hours=1))
    with make_desk(url, login="ada", name="Ada Admin", desk_name="Synergie", clock=clock) as desk:
        for login, name, values in (
            ("lea", "Lea Lead", {"role": "lead"}),
            ("bea", "Bea Bakker", {}),
            ("cas", "Cas Claes", {}),
        ):
            desk.call(people.new_agent, login, name, **values)
        numbers: dict[str, str] = {}
        for subject, hours, values in REPORTS:
            clock.at = TUESDAY - timedelta(hours=hours)
            made = {"body": f"{subject}. Can you help?", **values}
            numbers[subject] = desk.do(tickets.new, c.NewTicket(subject=subject, **made)).number
        clock.at = TUESDAY - timedelta(minutes=20)
    office = Office(url, clock)
    office.do(tickets.take, c.Take(ticket=numbers["Cannot print invoices"]), "cas")
    office.do(tickets.note, c.Note(ticket=numbers["Cannot print invoices"], body="Secret of Cas."), "cas")
    office.do(tickets.take, c.Take(ticket=numbers["New starter 1 December"]), "bea")
    office.do(tickets.wait, c.Wait(ticket=numbers["New starter 1 December"], on="contact"), "bea")
    office.do(tickets.take, c.Take(ticket=numbers["Password forgotten"]), "bea")
    office.do(tickets.resolve, c.Resolve(ticket=numbers["Password forgotten"], body="Set anew."), "bea")
    clock.at = TUESDAY
    timer.run(office.desk("ada"))
    office.close()


class Office:
    """One desk, and everyone who sits at it in a process of their own; with a folder for what they keep beside it."""

    def __init__(self, url: str, clock: HandClock, folder: Path = Path()) -> None:
        self.url = url
        self.clock = clock
        self.folder = folder
        self._desks: dict[str, Desk] = {}

    def desk(self, login: str) -> Desk:
        """The desk as another person has it open elsewhere."""
        if login not in self._desks:
            self._desks[login] = Desk.open(self.url, login=login, clock=self.clock)
        return self._desks[login]

    def do(self, verb: Any, command: Any, login: str = "cas") -> Result:
        """Do a verb as another person."""
        return self.desk(login).do(verb, command)

    def new(self, subject: str, login: str = "cas", **values: Any) -> str:
        """Take a report in and return its number."""
        values = {"impact": 1, "urgency": 4, "contact": "Anja Mol", "body": f"{subject}!", **values}
        return self.do(tickets.new, c.NewTicket(subject=subject, **values), login).number

    def all(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        return self.desk("ada").database.read().all(sql, params)

    def value(self, sql: str, **params: Any) -> Any:
        return self.desk("ada").database.read().value(sql, params)

    def ticket(self, subject: str) -> dict[str, Any]:
        """A ticket as the database holds it, with queue and owner by name."""
        return self._ticket("t.subject = :s", s=subject)

    def by_id(self, ticket: int) -> dict[str, Any]:
        """The same, of a ticket by its id."""
        return self._ticket("t.id = :i", i=ticket)

    def _ticket(self, where: str, **params: Any) -> dict[str, Any]:
        columns = ("id", "number", "version", "state", "locked", "level", "impact", "urgency", "wait_until")
        columns += ("merged_into_id", "kind")
        (row,) = self.all(
            f"SELECT {', '.join('t.' + name for name in columns)}, q.name, coalesce(a.login, '') FROM ticket t"
            f" JOIN queue q ON q.id = t.queue_id LEFT JOIN agent a ON a.id = t.owner_id WHERE {where}",
            **params,
        )
        return dict(zip([*columns, "queue", "owner"], row, strict=True))

    def events(self, subject: str) -> list[str]:
        """The verbs of a ticket's history, oldest first."""
        ticket = self.ticket(subject)["id"]
        return [
            verb
            for (verb,) in self.all("SELECT verb FROM history WHERE ticket_id = :t ORDER BY id", t=ticket)
        ]

    def articles(self, subject: str, kind: str) -> list[str]:
        """The bodies of one kind of article on a ticket, oldest first."""
        ticket = self.ticket(subject)["id"]
        sql = "SELECT body FROM article WHERE ticket_id = :t AND kind = :k AND NOT withdrawn ORDER BY id"
        return [body for (body,) in self.all(sql, t=ticket, k=kind)]

    def drafts(self) -> list[tuple[str, str]]:
        """(kind, body) of all drafts."""
        return self.all("SELECT kind, body FROM draft ORDER BY id")

    def close(self) -> None:
        for desk in self._desks.values():
            desk.close()
        self._desks.clear()
