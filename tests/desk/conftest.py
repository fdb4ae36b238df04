"""A desk at work: five people, the shipped rules, and a clock that a test sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from engines import Desks
from otui.desk import commands as c
from otui.desk import people, tickets
from otui.desk.desk import Desk
from otui.desk.results import Result
from otui.desk.setup import make_desk

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
"""Nine in the morning in Amsterdam; the office opens at eight there and closes at half past five."""


class HandClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def go(self, **time: float) -> None:
        """Move on."""
        self.at += timedelta(**time)


class Shift:
    """One desk, and everyone who sits at it."""

    def __init__(self, url: str, clock: HandClock) -> None:
        self.url = url
        self.clock = clock
        self._desks: list[Desk] = []
        self._by_login: dict[str, Desk] = {}

    def desk(self, login: str = "bea") -> Desk:
        """The desk as one person has it open."""
        if login not in self._by_login:
            self._by_login[login] = self.another(login)
        return self._by_login[login]

    def another(self, login: str = "bea") -> Desk:
        """Another process's way of having it open."""
        desk = Desk.open(self.url, login=login, clock=self.clock)
        self._desks.append(desk)
        return desk

    def do(self, verb: Any, command: Any, login: str = "bea") -> Result:
        return self.desk(login).do(verb, command)

    def new(self, subject: str = "Printer is stuck", login: str = "bea", **values: Any) -> str:
        """Make a ticket of level HIGH and return its number."""
        values = {"impact": 4, "urgency": 4, "contact": "anna@example.org", "body": "It hums.", **values}
        return self.do(tickets.new, c.NewTicket(subject=subject, **values), login).number

    def all(self, sql: str, **params: Any) -> list[tuple[Any, ...]]:
        return self.desk("ada").database.read().all(sql, params)

    def value(self, sql: str, **params: Any) -> Any:
        return self.desk("ada").database.read().value(sql, params)

    def row(self, number: str) -> dict[str, Any]:
        """The ticket as the database holds it."""
        reader = self.desk("ada").database.read()
        (found,) = reader.records("ticket", "number = :n", {"n": number})
        return dict(vars(found))

    def life(self, number: str) -> dict[str, list[dict[str, Any]]]:
        """Spans and clocks as the database holds them, by order."""
        reader = self.desk("ada").database.read()
        ticket = self.row(number)["id"]
        return {
            table: [
                dict(vars(row)) for row in reader.records(table, "ticket_id = :t ORDER BY id", {"t": ticket})
            ]
            for table in ("span", "ticket_clock")
        }

    def events(self, number: str) -> list[tuple[str, str, str]]:
        """(actor, verb, text) of the ticket's history, oldest first."""
        return self.all(
            "SELECT h.actor, h.verb, h.text FROM history h JOIN ticket t ON t.id = h.ticket_id"
            " WHERE t.number = :n ORDER BY h.id",
            n=number,
        )

    def close(self) -> None:
        for desk in self._desks:
            desk.close()


@pytest.fixture(scope="session")
def office(templates: Desks) -> str:
    """A desk with its people, that no test may open: it is there to be copied."""
    url = templates.place("office")
    with make_desk(url, login="ada", name="Ada Admin", clock=HandClock(MONDAY)) as desk:
        for login, name, values in (
            ("lea", "Lea Lead", {"role": "lead"}),
            ("bea", "Bea Bakker", {}),
            ("cas", "Cas Claes", {}),
            ("dio", "Dio Dirks", {"line": 2}),
        ):
            desk.call(people.new_agent, login, name, **values)
    return url


@pytest.fixture
def shift(office: str, desks: Desks) -> Iterator[Shift]:
    """A desk of this test's own, on a Monday at nine."""
    found = Shift(desks.copy(office), HandClock(MONDAY))
    yield found
    found.close()
