"""The ticket's own screen: read, explain, history, the next one, and where one is after a verdict."""

from __future__ import annotations

import pytest
from desk_app import Office, Session, open_app, squeezed, text_of

from otui.desk import commands as c
from otui.desk import tickets
from otui.screens.ticket.screen import TicketScreen

MAIL = "[EXT] Mail slow since the update"
VPN = "VPN down, whole site Breda"
PAYROLL = "Payroll export stops at 99 %"


async def opened(session: Session, subject: str) -> TicketScreen:
    """Open a ticket from the list."""
    await session.go_to(subject)
    await session.press("enter")
    await session.until(lambda: isinstance(session.app.screen, TicketScreen) and session.app.screen.whole)
    await session.settle()
    screen = session.app.screen
    assert isinstance(screen, TicketScreen)
    return screen


async def test_everything_about_it_is_on_one_screen(office: Office) -> None:
    async with open_app(office, size=(120, 40)) as session:
        await opened(session, VPN)
        text = squeezed(session.text())
    number = office.ticket(VPN)["number"]
    for words in (
        number,
        VPN,
        "HIGH 32 = 4 × 8",
        "new · First line (line 1) · free",
        "response · 1:30",
        "escalation · 2:30",
        "resolution · 3:30",
        "Since 9:30 nobody can reach it.",
        "j.dewit@example.org",
    ):
        assert words in text, words


async def test_the_clocks_run_while_one_looks(office: Office) -> None:
    async with open_app(office) as session:
        screen = await opened(session, VPN)
        assert "response · 1:30" in squeezed(text_of(screen.query_one("#clocks")))
        office.clock.go(minutes=1)
        session.app._second()
        await session.settle()
        assert "response · 1:29" in squeezed(text_of(screen.query_one("#clocks")))


async def test_why_a_time_is_what_it_is(office: Office) -> None:
    async with open_app(office, size=(100, 50)) as session:
        await opened(session, MAIL)
        await session.press("E")
        text = squeezed(session.text())
        for words in ("Why these times", "counted Mon 23 Nov 15:00 – 17:30 2 h 30 min (office)", "due"):
            assert words in text, words
        await session.press("escape")
        assert isinstance(session.app.screen, TicketScreen)


async def test_its_history_tells_who_did_what(office: Office) -> None:
    number = office.ticket(MAIL)["id"]
    office.do(tickets.move, c.Move(ticket=number, queue="Network", reason="it is the line"), "cas")
    async with open_app(office, size=(100, 50)) as session:
        await session.press("2")
        await opened(session, MAIL)
        await session.press("g", "h")
        text = squeezed(session.text())
    for words in ("cas", "First line → Network", "it is the line"):
        assert words in text, words


async def test_the_next_and_the_previous_one_of_the_list(office: Office) -> None:
    async with open_app(office) as session:
        screen = await opened(session, PAYROLL)
        await session.press("]")
        assert VPN in session.lines()[1]
        await session.press("<")
        assert PAYROLL in session.lines()[1]
        await session.press("[")
        assert PAYROLL in session.lines()[1]
        assert session.said()[-1] == "That was the first one of the list."
        await session.press("escape")
        assert session.app.screen is session.app.overview
        assert session.subject == PAYROLL
        assert screen not in session.app.screen_stack


@pytest.mark.parametrize(("after", "words"), [("next", VPN), ("stay", PAYROLL), ("list", "")])
async def test_where_one_is_after_a_verdict_is_a_setting(office: Office, after: str, words: str) -> None:
    async with open_app(office, page_after=after) as session:
        await opened(session, PAYROLL)
        await session.press("x")
        if words:
            assert words in session.lines()[1]
        else:
            assert session.app.screen is session.app.overview
            assert session.subject == VPN


async def test_it_says_at_once_what_another_does_to_it(office: Office) -> None:
    async with open_app(office) as session:
        await opened(session, VPN)
        office.do(tickets.note, c.Note(ticket=office.ticket(VPN)["id"], body="Radius is down."), "cas")
        await session.until(lambda: "Radius is down." in session.text())
        await session.until(lambda: any("Cas Claes" in words for words in session.said()))


async def test_a_ticket_by_its_number(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("g", "t")
        await session.type(office.ticket(VPN)["number"])
        await session.press("enter")
        assert VPN in session.lines()[1]
        await session.press("escape", "g", "t")
        await session.type("9999-99")
        await session.press("enter")
        assert session.app.notices.told[-1].severity == "warning"


async def test_quotes_unfold(office: Office) -> None:
    body = "Thanks.\n" + "\n".join(f"> line {n}" for n in range(12))
    office.do(tickets.call, c.Call(ticket=office.ticket(VPN)["id"], body=body), "cas")
    async with open_app(office, size=(80, 40)) as session:
        await opened(session, VPN)
        assert "> line 7" not in session.text()
        await session.press("Q")
        assert "line 7" in session.text()


async def test_panes_of_a_ticket(office: Office) -> None:
    async with open_app(office, size=(120, 40)) as session:
        screen = await opened(session, VPN)
        await session.press("tab")
        assert screen.panel.has_focus
        await session.press("+", "+")
        assert not screen.thread.region.width
        await session.press("escape")
        assert screen.thread.region.width
        await session.press("h")
        assert screen.thread.has_focus


async def test_on_eighty_columns_the_contact_is_one_key_away(office: Office) -> None:
    async with open_app(office) as session:
        screen = await opened(session, VPN)
        assert not screen.panel.region.width
        await session.press("tab")
        assert screen.panel.region.width
        assert "j.dewit@example.org" in session.text()
        await session.press("escape")
        assert screen.thread.region.width
        assert screen.thread.has_focus


async def test_a_megabyte_in_one_line_and_strangers_signs_stay_text(office: Office) -> None:
    hostile = "[/] [b]x[/c] \x1b]0;owned\x07 \u202egnp 日本 👩‍👩‍👧 " + "y" * 1_000_000
    office.new("[/] [@click=app.quit()]x[/] \x1b[2J", body=hostile)
    async with open_app(office, size=(120, 40)) as session:
        await session.press("O", "u", "enter", "home")
        text = session.text()
        assert "[/] [b]x[/c]" in text
        assert not set(text) & {"\x1b", "\x07", "\u202e"}
        await session.press("G", "ctrl+u", "E", "escape", "g", "h", "escape", "escape")
        assert session.app.screen is session.app.overview
