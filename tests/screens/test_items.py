"""Services and items by key: list, page, tree, form; put on a ticket; what a ticket and a new one say of them."""

from __future__ import annotations

import pytest
from desk_app import Office, open_app, squeezed

from otui.desk import people
from otui.desk.items import loading

FILE = """
[[item]]
name = "Mail"
queue = "Second line"
hangs_on = ["Mail server"]
customers = ["Acme", "Bergmans", "Claes", "Dirks"]

[[item]]
name = "Mail server"
kind = "server"
hangs_on = ["Storage"]

[[item]]
name = "Storage"
kind = "server"
"""


@pytest.fixture
def items(office: Office) -> Office:
    """The office with mail, which hangs on a server, which hangs on storage."""
    for name in ("Acme", "Bergmans", "Claes", "Dirks"):
        office.desk("ada").call(people.new_customer, name)
    office.do(loading.load, loading.LoadItems(name="items.toml", text=FILE), "lea")
    return office


def about(office: Office, subject: str) -> str:
    return office.value(
        "SELECT coalesce(i.name, '') FROM ticket t LEFT JOIN item i ON i.id = t.item_id WHERE t.subject = :s",
        s=subject,
    )


async def test_the_list_leads_to_the_page_and_the_tree_and_back(items: Office) -> None:
    items.new("Mail is slow", item="Mail")
    async with open_app(items, login="lea") as session:
        await session.press("g", "x")
        assert "[services]" in session.lines()[1]
        assert [row.name for row in session.app.screen.rows.window.rows] == ["Mail"]
        await session.press("tab")
        assert [row.name for row in session.app.screen.rows.window.rows] == ["Mail server", "Storage"]
        await session.press("shift+tab", "enter")
        assert session.lines()[1].strip().startswith("Mail")
        assert "[in use]" in session.lines()[2]
        assert "Mail is slow" in session.text()
        await session.press("w")
        text = session.text()
        assert "What it hangs on" in text
        assert "└─ Mail server" in text
        assert "└─ Storage" in text
        await session.press("G", "enter")
        assert session.lines()[1].strip().startswith("Storage")
        await session.press("w")
        assert "└─ Mail" in session.text()
        assert "1 open ticket" in session.text()
        await session.press("escape", "escape", "escape", "escape")
        assert "[services]" in session.lines()[1]


async def test_words_narrow_the_list(items: Office) -> None:
    async with open_app(items) as session:
        await session.press("g", "x", "tab", "/")
        await session.type("stor")
        await session.until(lambda: "Mail server" not in session.text(), "narrowing")
        assert "Storage" in session.text()


async def test_a_lead_makes_one_ties_it_and_takes_it_back(items: Office) -> None:
    async with open_app(items, login="lea") as session:
        await session.press("g", "x", "n")
        await session.type("Telephony")
        await session.press("tab", "ctrl+u")
        await session.type("network")
        await session.press("ctrl+s")
        assert "Telephony is made: network." in session.said()[-1]
        await session.press("L")
        await session.type("stor")
        await session.press("enter")
        assert "Telephony hangs on Storage." in session.said()[-1]
        await session.press("u")
        await session.type("acme")
        await session.press("enter")
        assert "Acme uses Telephony." in session.said()[-1]
        await session.press("p", "down", "down", "enter")
        assert items.value("SELECT impact FROM item WHERE name = 'Telephony'") == 2
        await session.press("z", "z")
        assert items.value("SELECT count(*) FROM item_customer u JOIN item i ON i.id = u.item_id"
                           " WHERE i.name = 'Telephony'") == 0  # fmt: skip
        await session.press("x")
        assert "Telephony is out of use." in session.said()[-1]
        assert "[out of use]" in session.text()


async def test_an_edit_is_saved_and_a_mistake_loses_nothing(items: Office) -> None:
    async with open_app(items, login="lea") as session:
        await session.press("g", "x", "e", "tab", "ctrl+u")
        await session.type("toaster")
        await session.press("ctrl+s")
        assert "toaster is no kind of service or item" in squeezed(session.text())
        await session.press("ctrl+u")
        await session.type("application")
        await session.press("ctrl+s")
        assert items.value("SELECT kind FROM item WHERE name = 'Mail'") == "application"


async def test_an_agent_is_told_whose_it_is(items: Office) -> None:
    async with open_app(items, login="cas") as session:
        await session.press("g", "x", "x")
        assert "changed by a lead, an admin, or the team" in session.said()[-1]
        await session.press("a")
        assert "a team's, not one agent's" in session.said()[-1]


async def test_a_ticket_is_put_on_an_item_with_what_it_proposes(items: Office) -> None:
    async with open_app(items, login="bea") as session:
        subject = session.rows()[0]
        before = items.ticket(subject)
        await session.press("+", "i")
        await session.type("mail")
        await session.press("enter")
        assert "Mail proposes:" in session.text()
        assert "Second line answers for it" in session.text()
        await session.press("escape")
        assert about(items, subject) == ""
        await session.press("+", "i")
        await session.type("mail")
        await session.press("enter", "b" if before["impact"] != 8 else "m")
        after = items.ticket(subject)
        assert (about(items, subject), after["impact"], after["queue"]) == ("Mail", 8, "Second line")
        await session.press("z")
        assert items.ticket(subject)["queue"] == before["queue"]
        assert about(items, subject) == ""


async def test_without_agreement_it_is_only_said_what_it_is_about(items: Office) -> None:
    async with open_app(items, login="bea") as session:
        subject = session.rows()[0]
        before = items.ticket(subject)
        await session.press("+", "i")
        await session.type("mail")
        await session.press("enter", "n")
        after = items.ticket(subject)
        assert about(items, subject) == "Mail"
        assert (after["impact"], after["queue"]) == (before["impact"], before["queue"])
        await session.press("+", "i")
        await session.type("none of")
        await session.press("enter")
        assert about(items, subject) == ""


async def test_a_ticket_says_what_else_is_open_on_its_item(items: Office) -> None:
    numbers = [items.new(f"Slow {place}", item="Mail server") for place in range(3)]
    async with open_app(items, login="cas", size=(140, 40)) as session:
        session.app.open_ticket(items.value("SELECT id FROM ticket WHERE number = :n", n=numbers[0]))
        await session.settle()
        text = squeezed(session.text())
        assert "2 more open on Mail server" in text
        assert "hangs on it: Mail" in text


async def test_a_new_ticket_shows_what_its_service_proposes(items: Office) -> None:
    async with open_app(items, login="bea", size=(120, 40)) as session:
        await session.press("n", "tab")
        await session.type("No mail")
        await session.press("tab", "tab")
        await session.type("m")
        await session.type("ail")
        await session.press("enter")
        text = squeezed(session.text())
        assert "impact 8: 4 customers use it" in text
        assert "Second line (line 2)" in text
        await session.press("ctrl+s")
        ticket = items.ticket("No mail")
        assert (about(items, "No mail"), ticket["impact"], ticket["queue"]) == ("Mail", 8, "Second line")


async def test_dutch_on_a_narrow_screen(items: Office) -> None:
    async with open_app(items, login="lea", size=(60, 20), lang="nl") as session:
        await session.press("g", "x")
        assert "Diensten" in session.lines()[1]
        await session.press("enter", "w")
        assert "Waar het van afhangt" in session.text()
