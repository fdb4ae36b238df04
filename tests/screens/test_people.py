"""Customers, their contacts, and what is done from there."""

from __future__ import annotations

import pytest
from desk_app import Office, Session, open_app

from otui.desk import people
from otui.desk.contacts import ContactCard, save_contact
from otui.errors import Refused, Usage
from otui.screens.new_ticket.screen import NewTicketScreen
from otui.screens.people.card import ContactForm
from otui.screens.people.person import PersonScreen
from otui.screens.people.screen import CustomersScreen


def customers(session: Session) -> CustomersScreen:
    assert isinstance(session.app.screen, CustomersScreen)
    return session.app.screen


@pytest.fixture
def staffed(office: Office) -> Office:
    """The office, with a customer that has two contacts."""
    desk = office.desk("ada")
    desk.call(people.new_contact, name="Cor Bos", phone="0765550001", customer="Bakkerij Baan")
    desk.call(people.new_contact, name="Dirk Bos", email="dirk@example.org", customer="Bakkerij Baan")
    return office


async def test_from_a_customer_to_a_contact_to_their_tickets(staffed: Office) -> None:
    staffed.new("Oven does not heat", contact="Cor Bos")
    async with open_app(staffed) as session:
        await session.press("g", "u")
        await session.until(lambda: "Bakkerij Baan" in session.text())
        await session.press("enter")
        await session.until(lambda: "Cor Bos" in session.text())
        await session.press("enter")
        assert isinstance(session.app.screen, PersonScreen)
        await session.until(lambda: "Oven does not heat" in session.text())
        await session.press("a")
    assert staffed.ticket("Oven does not heat")["owner"] == "bea"


async def test_a_new_ticket_starts_with_the_contact(staffed: Office) -> None:
    async with open_app(staffed) as session:
        await session.press("g", "u")
        await session.until(lambda: "Bakkerij Baan" in session.text())
        await session.press("enter")
        await session.until(lambda: "Cor Bos" in session.text())
        await session.press("n")
        screen = session.app.screen
        assert isinstance(screen, NewTicketScreen)
        await session.until(lambda: screen.line("contact").value == "Cor Bos")
        await session.type("No bread")
        await session.press("ctrl+s")
        await session.until(lambda: isinstance(session.app.screen, CustomersScreen))
    rows = staffed.all(
        "SELECT t.subject FROM ticket t JOIN contact c ON c.id = t.contact_id WHERE c.name = 'Cor Bos'"
    )
    assert rows == [("No bread",)]


async def test_finding_narrows_to_everybody_by_these_words(staffed: Office) -> None:
    async with open_app(staffed) as session:
        await session.press("g", "u", "/")
        await session.type("dirk")
        await session.until(lambda: "dirk@example.org" in session.text())
        assert "Cor Bos" not in session.text()
        await session.press("escape", "escape")
        assert session.app.screen is session.app.overview


async def test_a_contact_is_put_right(staffed: Office) -> None:
    async with open_app(staffed) as session:
        await session.press("g", "u")
        await session.until(lambda: "Bakkerij Baan" in session.text())
        await session.press("enter")
        await session.until(lambda: "Cor Bos" in session.text())
        await session.press(",", "c")
        assert isinstance(session.app.screen, ContactForm)
        await session.press("tab", "end")
        await session.type("9")
        await session.press("ctrl+s")
        await session.until(lambda: isinstance(session.app.screen, CustomersScreen))
    assert staffed.value("SELECT phone FROM contact WHERE name = 'Cor Bos'") == "07655500019"


async def test_a_new_contact_of_the_customer_under_the_cursor(staffed: Office) -> None:
    async with open_app(staffed) as session:
        await session.press("g", "u")
        await session.until(lambda: "Bakkerij Baan" in session.text())
        await session.press("enter", "G", "enter")
        assert isinstance(session.app.screen, ContactForm)
        await session.press("ctrl+s")
        assert "A contact needs a name." in session.text()
        await session.type("Els Bos")
        await session.press("ctrl+s")
        await session.until(lambda: isinstance(session.app.screen, CustomersScreen))
    assert (
        staffed.value(
            "SELECT k.name FROM contact c JOIN customer k ON k.id = c.customer_id WHERE c.name = 'Els Bos'"
        )
        == "Bakkerij Baan"
    )


def test_an_address_belongs_to_one_contact(staffed: Office) -> None:
    desk = staffed.desk("bea")
    with pytest.raises(Refused, match="already"):
        desk.do(save_contact, ContactCard(name="Eve", email="DIRK@example.org"))
    with pytest.raises(Usage, match="no mail address"):
        desk.do(save_contact, ContactCard(name="Eve", email="dirk"))
    with pytest.raises(Refused, match="needs a name"):
        desk.do(save_contact, ContactCard(name=" "))
