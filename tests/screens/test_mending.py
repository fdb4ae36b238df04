"""Undo and redo: the ticket as it was, and words back where they were written."""

from __future__ import annotations

from desk_app import Office, open_app

from otui.desk import commands as c
from otui.desk import tickets

MAIL = "[EXT] Mail slow since the update"


async def test_undo_and_redo_of_a_move(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await session.press("m")
        await session.type("network")
        await session.press("enter")
        await session.press("z")
        assert office.ticket(MAIL)["queue"] == "First line"
        assert "Z does it again" in session.said()[-1]
        await session.press("Z")
        assert office.ticket(MAIL)["queue"] == "Network"
        assert "z undoes it" in session.said()[-1]


async def test_the_words_of_an_undone_reply_are_back_in_the_composer(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await session.press("r")
        await session.type("We are on it.")
        await session.press("ctrl+s")
        await session.press("z")
        assert office.articles(MAIL, "reply") == []
        assert office.drafts() == [("reply", "We are on it.")]
        await session.go_to(MAIL)
        await session.press("r")
        assert session.app.screen.query_one("#text").text == "We are on it."


async def test_an_undone_note_comes_back_as_a_note(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await session.press("i")
        await session.type("Between us.")
        await session.press("ctrl+s")
        await session.press("z")
        assert office.drafts() == [("note", "Between us.")]
        await session.go_to(MAIL)
        await session.press("r")
        assert session.app.screen.query_one("#text").text == ""


async def test_what_was_done_before_this_session_is_not_undone(office: Office) -> None:
    office.do(tickets.take, c.Take(ticket=office.ticket(MAIL)["id"]), "bea")
    async with open_app(office) as session:
        await session.press("z")
        assert session.app.notices.told[-1].severity == "warning"
    assert office.ticket(MAIL)["owner"] == "bea"


async def test_a_row_that_undo_brings_back_is_in_the_list_again(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(MAIL)
        await session.press("x")
        assert MAIL not in session.rows()
        await session.press("z")
        await session.press("ctrl+r")
        assert MAIL in session.rows()
        assert session.subject
