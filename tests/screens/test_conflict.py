"""Two at one ticket: nothing is overwritten, the agent sees what is new and chooses; a lead may take over."""

from __future__ import annotations

import pytest
from desk_app import Office, Session, open_app

from otui.desk import commands as c
from otui.desk import tickets

MAIL = "[EXT] Mail slow since the update"
INVOICES = "Cannot print invoices"


async def meet(office: Office, session: Session) -> None:
    """Move a ticket that Cas reworded since the list was read."""
    await session.go_to(MAIL)
    await session.press("m")
    await session.type("network")
    ticket = office.ticket(MAIL)["id"]
    office.do(tickets.note, c.Note(ticket=ticket, body="Mailbox is full."), "cas")
    office.do(tickets.subject, c.SetSubject(ticket=ticket, subject="Mailbox of Piet is full"), "cas")
    await session.press("enter")


async def test_what_is_new_is_shown_before_anything_is_overwritten(office: Office) -> None:
    async with open_app(office) as session:
        await meet(office, session)
        text = session.text()
        assert "Mailbox is full." in text
        assert "cas" in text
        assert office.ticket("Mailbox of Piet is full")["queue"] == "First line"


@pytest.mark.parametrize(("key", "queue"), [("s", "Network"), ("d", "First line"), ("v", "First line")])
async def test_the_agent_chooses(office: Office, key: str, queue: str) -> None:
    async with open_app(office) as session:
        await meet(office, session)
        await session.press(key)
        assert office.ticket("Mailbox of Piet is full")["queue"] == queue
        if key == "v":
            assert "Mailbox of Piet is full" in session.lines()[1]
            assert "Mailbox is full." in session.text()


async def test_the_one_who_came_second_is_told_who_has_it(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        office.do(tickets.take, c.Take(ticket=office.ticket(MAIL)["id"]), "cas")
        await session.press("a")
        assert "cas" in (session.text() + " ".join(session.said())).lower()
    assert office.ticket(MAIL)["owner"] == "cas"


async def test_a_lead_takes_over_after_being_asked(office: Office) -> None:
    async with open_app(office, login="lea") as session:
        await session.press("2")
        await session.go_to(INVOICES)
        await session.press("a")
        assert "take it over" in session.text()
        assert office.ticket(INVOICES)["owner"] == "cas"
        await session.press("s")
        assert office.ticket(INVOICES)["owner"] == "lea"


async def test_an_agent_cannot_take_over(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(INVOICES)
        await session.press("a")
        assert "take it over" not in session.text()
    assert office.ticket(INVOICES)["owner"] == "cas"


async def test_ones_own_quick_acts_are_no_conflict(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await session.pilot.press("a", "p", "8", "8", "enter", ",", "k", "d")
        await session.settle()
        await session.until(lambda: not office.ticket(MAIL)["locked"], "the last act")
        assert not [notice.text for notice in session.app.notices.told if notice.severity != "information"]
    after = office.ticket(MAIL)
    assert (after["impact"], after["urgency"], after["kind"], after["locked"]) == (8, 8, "request", 0)
