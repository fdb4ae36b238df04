"""The end of a shift by keys, and what the next agent is told first thing."""

from __future__ import annotations

from desk_app import Office, Session, open_app

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.together import handover
from otui.desk.together.handover import HandOver, Leave
from otui.screens.handover.giving import HandoverScreen
from otui.screens.handover.received import HandoversScreen

STARTER = "New starter 1 December"
WISH = "Wish: darker screens"
VPN = "VPN down, whole site Breda"


async def begin(session: Session) -> HandoverScreen:
    """Open the list of what one leaves."""
    await session.press(":")
    await session.type("handover")
    await session.press("enter")
    await session.until(lambda: isinstance(session.app.screen, HandoverScreen))
    await session.settle()
    assert isinstance(session.app.screen, HandoverScreen)
    return session.app.screen


def bea_takes(office: Office, *subjects: str) -> None:
    for subject in subjects:
        office.do(tickets.take, c.Take(ticket=office.ticket(subject)["number"]), "bea")


async def test_a_shift_is_handed_over_by_keys(office: Office) -> None:
    bea_takes(office, WISH, VPN)
    async with open_app(office) as session:
        await begin(session)
        assert "3 tickets have nobody yet" in session.text()
        assert [line.split()[0] for line in session.lines()[3:6]] == ["▌", "nobody", "nobody"]
        await session.press("e")
        await session.type(" Rang twice.")
        await session.press("enter", "a")
        await session.type("cas")
        await session.press("enter")
        assert "have nobody yet" not in session.text()
        await session.press("j", "d", "space")
        text = session.text()
        assert "→ cas" in text
        assert "free" in text
        assert "stays" in text
        await session.press("i")
        await session.type("Quiet evening")
        await session.press("enter", "ctrl+s")
        assert not isinstance(session.app.screen, HandoverScreen)
        assert "2 tickets are handed over." in session.said()[-1]
    assert office.ticket(STARTER)["owner"] == "cas"
    assert office.all("SELECT words FROM handover") == [("Quiet evening",)]
    ((line,),) = office.all("SELECT words FROM handover_item")
    assert line.endswith("Rang twice.")
    owners = sorted((office.ticket(one)["owner"], bool(office.ticket(one)["locked"])) for one in (WISH, VPN))
    assert owners == [("", False), ("bea", True)]
    assert office.all("SELECT * FROM draft") == []


async def test_nothing_goes_while_a_ticket_has_nobody(office: Office) -> None:
    async with open_app(office) as session:
        await begin(session)
        await session.press("ctrl+s")
        assert isinstance(session.app.screen, HandoverScreen)
        assert "1 ticket has nobody yet." in session.said()[-1]
    assert office.value("SELECT count(*) FROM handover") == 0


async def test_what_is_meant_survives_leaving(office: Office) -> None:
    async with open_app(office) as session:
        await begin(session)
        await session.press("i")
        await session.type("Half done")
        await session.press("enter", "a")
        await session.type("cas")
        await session.press("enter", "escape")
        assert office.ticket(STARTER)["owner"] == "bea"
    async with open_app(office) as session:
        await begin(session)
        assert "Half done" in session.text()
        assert "→ cas" in session.text()
        await session.press("escape", "g", "d")
        assert "hand-over" in session.text()
        await session.press("enter")
        assert isinstance(session.app.screen, HandoverScreen)


async def test_an_undo_takes_it_back(office: Office) -> None:
    async with open_app(office) as session:
        await begin(session)
        await session.press("a")
        await session.type("cas")
        await session.press("enter", "ctrl+s", "z")
    assert office.ticket(STARTER)["owner"] == "bea"
    assert office.value("SELECT count(*) FROM handover_item") == 0


async def test_someone_who_is_away_says_who_stands_in(office: Office) -> None:
    change = (
        "UPDATE agent SET away_at = 1, substitute_id = (SELECT id FROM agent WHERE login = 'lea')"
        " WHERE login = 'cas'"
    )
    office.desk("ada").database.write(lambda writer: writer.execute(change)).result()
    async with open_app(office) as session:
        await begin(session)
        await session.press("a")
        assert "lea stands in" in session.text()
        await session.type("cas")
        await session.press("enter", "ctrl+s")
        assert "lea stands in" in session.said()[-1]
    assert office.ticket(STARTER)["owner"] == "bea"


async def test_the_next_one_sees_it_first_thing_and_once(office: Office) -> None:
    leave = Leave(office.ticket(STARTER)["id"], "cas", "He calls at nine.", "waiting")
    office.desk("bea").do(handover.give, HandOver((leave,), "Good luck."))
    async with open_app(office, login="cas") as session:
        await session.until(lambda: isinstance(session.app.screen, HandoversScreen))
        await session.until(lambda: "He calls at nine." in session.text(), "reading")
        assert "Bea Bakker" in session.text()
        assert "Good luck." in session.text()
        await session.press("enter")
        await session.until(lambda: STARTER in session.text())
        await session.press("escape", "escape")
        await session.until(lambda: office.value("SELECT seen_at FROM handover") is not None)
    async with open_app(office, login="cas") as session:
        await session.settle()
        assert not isinstance(session.app.screen, HandoversScreen)
        await session.press("g", "o")
        await session.until(lambda: "He calls at nine." in session.text())


async def test_who_is_at_work_is_told_with_the_key(office: Office) -> None:
    async with open_app(office, login="cas") as session:
        leave = Leave(office.ticket(STARTER)["id"], "cas", "", "waiting")
        office.desk("bea").do(handover.give, HandOver((leave,)))
        await session.until(lambda: any("hands 1 ticket over to you" in said for said in session.said()))
        assert "g o" in session.said()[-1]
        assert not isinstance(session.app.screen, HandoversScreen)


async def test_in_dutch_on_a_small_screen(office: Office) -> None:
    async with open_app(office, lang="nl", size=(60, 20)) as session:
        await session.press(":")
        await session.type("overdragen")
        await session.press("enter")
        await session.until(lambda: "1 melding heeft nog niemand" in session.text())
        assert "niemand  wacht" in session.text()
        assert all(len(line) <= 60 for line in session.lines())
