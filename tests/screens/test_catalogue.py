"""The catalogue of standard changes by key: drafted, proposed, judged by the board, made into changes, retired."""

from __future__ import annotations

import pytest
from desk_app import Office, open_app, squeezed
from desk_changes import Board


@pytest.fixture
def board(office: Office) -> Board:
    found = Board(office)
    found.seat()
    return found


async def test_a_change_is_made_of_an_approved_one_in_one_key(board: Board) -> None:
    board.standard()
    async with open_app(board.office, size=(100, 30)) as session:
        await session.press("g", "K")
        assert "1 of 1 approved" in session.lines()[1]
        await session.press("n")
        await session.until(lambda: "● standard" in session.text(), "the page")
        assert "w says when it is carried out" in session.said()[-1]
        await session.press("escape")
        await session.until(lambda: "1 change was made of it" in squeezed(session.text()), "the count")


async def test_nothing_is_made_of_a_draft(board: Board) -> None:
    board.standard(approved=False)
    async with open_app(board.office) as session:
        await session.press("g", "K", "n")
        assert "is not approved" in session.said()[-1]
        assert board.office.value("SELECT count(*) FROM change") == 0


async def test_one_is_drafted_proposed_and_approved_by_the_board(board: Board) -> None:
    async with open_app(board.office, size=(100, 60)) as session:
        await session.press("g", "K", "N")
        await session.type("Reset a till")
        for words in ("", "", "", "", "Often", "Daily", "Press", "Ping", "Mail", "Plug"):
            if words:
                await session.type(words)
            await session.press("tab")
        await session.press("ctrl+s")
        await session.until(lambda: "0 of 1 approved" in session.lines()[1], "the draft")
        await session.press("V")
        assert "must approve" in session.said()[-1]
        await session.press("v", "enter")
        assert "You are not asked" in session.said()[-1] or "does not approve" in session.said()[-1]
    for login in ("cas", "lea"):
        async with open_app(board.office, login=login, size=(100, 40)) as session:
            await session.press("g", "K", "v", "enter")
            assert session.said()[-1].startswith("You approve Reset a till.")
    assert board.office.value("SELECT state FROM change_template") == "approved"


async def test_an_edit_lets_the_approval_fall_and_says_so_first(board: Board) -> None:
    board.standard()
    async with open_app(board.office, size=(100, 40)) as session:
        await session.press("g", "K", "e", "tab", "ctrl+u")
        await session.type("45")
        await session.press("ctrl+s")
        assert "Its approval falls" in session.text()
        await session.press("y")
        await session.until(lambda: "0 of 1 approved" in session.lines()[1], "the draft")
    assert board.office.all("SELECT state, minutes FROM change_template") == [("draft", 45)]


async def test_it_is_retired_and_that_is_undone(board: Board) -> None:
    board.standard()
    async with open_app(board.office) as session:
        await session.press("g", "K", "x", "y")
        assert "is out of the catalogue" in session.said()[-1]
        assert "The catalogue is empty" in squeezed(session.text())
        await session.press("z")
        await session.until(lambda: "1 of 1 approved" in session.lines()[1], "the undo")


async def test_what_a_standard_change_does_not_have_does_nothing(board: Board) -> None:
    board.standard()
    async with open_app(board.office) as session:
        await session.press("g", "K")
        for key in ("a", "A", "m", "p", "T", ">"):
            await session.press(key)
            assert "does nothing here" in session.said()[-1], key
