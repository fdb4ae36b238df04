"""What a search finds, and what it must not tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from engines import Desks
from otui.desk import people, tickets
from otui.desk.commands import NewTicket, Note, Take
from otui.desk.desk import Desk
from otui.desk.setup import make_desk
from otui.desk.views import searching

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def anna(desks: Desks) -> Iterator[Desk]:
    desk = make_desk(desks.place(), login="anna", name="Anna", clock=lambda: NOW)
    desk.call(people.new_agent, "bob", "Bob", queues=("First line",))
    desk.call(people.new_agent, "carla", "Carla", queues=("Network",))
    desk.refresh()
    yield desk
    desk.close()


def opened_by(anna: Desk, login: str) -> Desk:
    return Desk.open(anna.database.url, login=login, clock=lambda: NOW)


def numbers(desk: Desk, words: str) -> list[str]:
    return [hit.row.number for hit in desk.read(searching.find, words)]


def test_finds_words_in_any_order_and_shows_where(anna: Desk) -> None:
    made = anna.do(
        tickets.new,
        NewTicket(subject="Printer jams", body="It is the one beside the canteen.", contact="Jan Bol"),
    )
    (hit,) = anna.read(searching.find, "cante bol printer")
    assert hit.row.number == made.number
    assert "canteen" in hit.excerpt


def test_a_locked_ticket_is_found_by_its_subject_only(anna: Desk) -> None:
    made = anna.do(
        tickets.new, NewTicket(subject="Payroll stops", body="The secret word is zebra.", contact="Jan")
    )
    with opened_by(anna, "bob") as bob, opened_by(anna, "carla") as carla:
        bob.do(tickets.take, Take(ticket=made.number))
        assert numbers(bob, "zebra") == [made.number]
        assert numbers(carla, "zebra") == []
        assert numbers(carla, "payroll zebra") == []
        (hit,) = carla.read(searching.find, "payroll")
        assert hit.excerpt == ""


def test_a_note_is_found_by_its_queue_only(anna: Desk) -> None:
    made = anna.do(tickets.new, NewTicket(subject="Slow mail", body="Since noon.", contact="Jan"))
    with opened_by(anna, "bob") as bob, opened_by(anna, "carla") as carla:
        bob.do(tickets.note, Note(ticket=made.number, body="The giraffe server again."))
        assert numbers(bob, "giraffe") == [made.number]
        assert numbers(carla, "giraffe") == []
        assert numbers(carla, "noon") == [made.number]
