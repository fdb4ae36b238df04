"""Copying, notices and the bell, leaving, and what nobody foresaw."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from desk_app import Office, open_app

from otui.desk import commands as c
from otui.desk import tickets
from otui.keys.actions import action

PAYROLL = "Payroll export stops at 99 %"
WISH = "Wish: darker screens"


@pytest.mark.parametrize("key", ["i", "l", "s", "b"])
async def test_what_is_copied(office: Office, key: str) -> None:
    number = office.ticket(PAYROLL)["number"]
    wanted = {
        "i": number,
        "l": f"otui:Synergie/{number}",
        "s": f"{number} {PAYROLL}",
        "b": f"{PAYROLL}. Can you help?",
    }
    async with open_app(office) as session:
        await session.press("y", key)
        assert session.app.clipboard == wanted[key]
        assert "Sent to the clipboard" in session.said()[-1]


async def test_numbers_of_marks_are_copied_one_a_line(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("space", "space", "y", "i")
        assert len(session.app.clipboard.splitlines()) == 2


async def test_what_is_too_long_for_a_terminal_is_said(office: Office) -> None:
    office.do(tickets.call, c.Call(ticket=office.ticket(PAYROLL)["id"], body="y" * 80_000), "cas")
    async with open_app(office) as session:
        await session.press("y", "b")
        assert session.app.clipboard == ""
        assert "too long" in session.said()[-1]


async def ring(office: Office, login: str, **settings: Any) -> tuple[list[str], int]:
    """Let the payroll export fall due while `login` looks; return what was told and how often it rang."""
    async with open_app(office, login=login, **settings) as session:
        rung = 0

        def bell() -> None:
            nonlocal rung
            rung += 1

        session.app.bell = bell  # type: ignore[method-assign]
        office.clock.go(minutes=16)
        office.new("Something wakes the timer", queue="Servers")
        raised = "SELECT count(*) FROM escalation WHERE ticket_id = :t AND stage = 'due'"
        ticket = office.ticket(PAYROLL)["id"]
        await session.until(lambda: office.value(raised, t=ticket), "the escalation")
        seen = office.desk("ada").feed_position()
        await session.until(lambda: session.app.live._position >= seen, "the feed")
        await session.settle()
        return session.said(), rung


async def test_what_falls_due_rings_for_its_owner_only(office: Office) -> None:
    office.do(tickets.take, c.Take(ticket=office.ticket(PAYROLL)["id"]), "cas")
    said, rung = await ring(office, "cas")
    assert [words for words in said if PAYROLL in words]
    assert rung == 1


async def test_it_does_not_ring_for_others(office: Office) -> None:
    office.do(tickets.take, c.Take(ticket=office.ticket(PAYROLL)["id"]), "cas")
    said, rung = await ring(office, "bea")
    assert not [words for words in said if PAYROLL in words]
    assert rung == 0


async def test_a_setting_keeps_it_quiet(office: Office) -> None:
    office.do(tickets.take, c.Take(ticket=office.ticket(PAYROLL)["id"]), "cas")
    said, rung = await ring(office, "cas", bell=False)
    assert [words for words in said if PAYROLL in words]
    assert rung == 0


async def test_leaving_asks_nothing_where_nothing_is_lost(office: Office) -> None:
    async with open_app(office) as session:
        await session.pilot.press("q")
        await session.until(lambda: not session.app.is_running or session.app.return_value == 0)


async def test_leaving_asks_where_words_would_be_left_behind(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("i")
        await session.type("Half")
        await session.press("escape", "q")
        assert "1 draft" in session.text()
        await session.press("escape")
        assert session.app.is_running
        await session.press("q")
        await session.pilot.press("y")
        await session.until(lambda: session.app.return_value == 0)
    assert office.drafts() == [("note", "Half")]


async def test_an_unforeseen_error_has_an_id_and_the_screen_stands(office: Office, tmp_path: Path) -> None:
    async with open_app(office) as session:

        def broken() -> None:
            raise ZeroDivisionError("secret of a ticket")

        session.app.overview.do_nav_down = broken  # type: ignore[method-assign]
        await session.press("j")
        told = session.app.notices.told[-1]
        assert told.severity == "error"
        assert "secret" not in told.text
        assert "(id " in told.text
        await session.press("2")
        assert "all open" in session.text()
    known = told.text.split("(id ")[1][:6]
    log = "".join(path.read_text() for path in tmp_path.rglob("trouble.log"))  # noqa: ASYNC240 - the app is gone
    assert known in log
    assert "ZeroDivisionError" in log


async def test_one_in_the_background_too(office: Office) -> None:
    async with open_app(office) as session:

        async def broken() -> None:
            raise ZeroDivisionError

        session.app.overview.background(broken())
        await session.until(lambda: session.app.notices.told)
        assert "(id " in session.app.notices.told[-1].text
        await session.press("j")
        assert session.subject == "VPN down, whole site Breda"


@pytest.mark.parametrize("theme", ["light", "ansi", "mono", "dark"])
async def test_a_theme_by_its_name(office: Office, theme: str) -> None:
    async with open_app(office) as session:
        session.app.overview.perform(action("app.theme"), theme)
        await session.settle()
        assert session.app.theme == theme
        session.app.overview.perform(action("app.theme"), "purple")
        assert "purple" in session.said()[-1]
        assert session.app.is_running


async def test_the_other_language_from_one_key_to_the_next(office: Office) -> None:
    async with open_app(office) as session:
        english = session.text()
        await session.press("g", "l")
        dutch = session.text()
        assert dutch != english
        assert "wachtrijen" in dutch
        await session.press("g", "l")
        assert "queues" in session.text()


async def test_a_key_of_ones_own_works_and_is_on_the_screen(office: Office) -> None:
    async with open_app(office, keys='[keys]\n"ticket.take" = ["T"]\n"app.theme" = "none"\n') as session:
        assert session.lines()[-1].strip().startswith("T take")
        await session.go_to(WISH)
        await session.press("a")
        assert office.ticket(WISH)["owner"] == ""
        await session.press("T")
        assert office.ticket(WISH)["owner"] == "bea"


async def test_what_is_told_of_a_screen_that_leaves_is_told_on_the_next(office: Office) -> None:
    async with open_app(office, page_after="list") as session:
        await session.press("r")
        await session.type("On it")
        await session.press("ctrl+s")
        assert "z undoes it" in session.lines()[-1]
        await session.press("enter", "x")
        assert session.app.screen is session.app.overview
        assert "closed" in session.lines()[-1]
