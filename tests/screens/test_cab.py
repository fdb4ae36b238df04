"""The agenda of the board by key: each says their own word, the next comes by itself, the decision follows."""

from __future__ import annotations

import pytest
from desk_app import Office, open_app, squeezed
from desk_changes import Board

from otui.desk import changes, people
from otui.desk.changes import commands as c
from otui.desk.office import absence


@pytest.fixture
def board(office: Office) -> Board:
    found = Board(office)
    found.seat()
    return found


async def test_a_word_is_my_own_and_the_next_change_comes_by_itself(board: Board) -> None:
    one, two = board.at_board("Switch"), board.at_board("Certificate", hours=60)
    board.meeting()
    async with open_app(board.office, login="lea") as session:
        await session.press("g", "C")
        assert "CAB Tue 24 Nov 14:00" in session.lines()[1]
        assert f"{one}  Switch" in session.text()
        await session.press("a")
        assert session.said()[-1].startswith(f"You approve {one}.")
        assert f"{two}  Certificate" in session.text()
        await session.press("r")
        await session.type("Not in the week of the fair")
        await session.press("enter")
        assert session.said()[-1].startswith(f"You reject {two}.")
        await session.press("z")
        assert "is undone" in session.said()[-1]
    said = dict(
        board.office.all(
            "SELECT c.number, a.state FROM approval a JOIN approval_round r ON r.id = a.round_id AND r.kind = 'cab'"
            " JOIN change c ON c.id = r.record_id JOIN agent g ON g.id = a.agent_id AND g.login = 'lea'"
        )
    )
    assert said == {one: "approved", two: "asked"}


async def test_what_others_say_shows_while_one_looks(board: Board) -> None:
    number = board.at_board("Switch")
    board.meeting()
    async with open_app(board.office, login="lea", size=(80, 40)) as session:
        await session.press("g", "C")
        assert "0/2" in session.text()
        board.do(changes.reject, c.Decide(ref=number, words="Never on a Friday."), "cas")
        await session.until(lambda: "Never on a Friday." in session.text(), "the word of another")
        assert "✗0/2" in session.text()


async def test_the_decision_follows_from_what_members_said(board: Board) -> None:
    number = board.at_board("Switch")
    meeting = board.meeting()
    async with open_app(board.office, login="lea") as session:
        await session.press("g", "C", "D")
        assert "0 of 2 that are needed" in session.text()
        await session.press("enter")
        assert f"{number} is not approved: 0 of the 2" in session.said()[-1]
        board.do(changes.approve, c.Decide(ref=number), "cas")
        await session.until(lambda: "1/2" in session.text())
        await session.press("a", "D", "enter")
        assert session.said()[-1].startswith(f"{number}: approved.")
        assert "1 of 1 treated" in session.lines()[1]
        await session.press("s", "y")
        assert "is held" in session.said()[-1]
    assert board.office.value("SELECT state FROM cab_meeting WHERE id = :m", m=meeting) == "held"


async def test_minutes_are_written_on_a_page_and_kept_as_a_draft(board: Board) -> None:
    board.at_board("Switch")
    board.meeting()
    async with open_app(board.office, login="lea", size=(100, 40)) as session:
        await session.press("g", "C", "i")
        await session.type("Cas asks for a spare")
        await session.press("escape")
        assert board.office.value("SELECT minutes FROM cab_item") == ""
        await session.press("i")
        await session.until(lambda: "Cas asks for a spare" in session.text(), "the draft")
        await session.press("ctrl+s")
        assert "Cas asks for a spare" in session.text()
        await session.press("I")
        await session.type("Short")
        await session.press("ctrl+s")
    assert board.office.all("SELECT minutes FROM cab_item") == [("Cas asks for a spare",)]
    assert board.office.all("SELECT minutes FROM cab_meeting") == [("Short",)]


async def test_a_meeting_is_called_attended_and_put_in_order_by_key(board: Board) -> None:
    one, two = board.at_board("Switch"), board.at_board("Certificate", hours=60)
    async with open_app(board.office, login="lea", size=(120, 40)) as session:
        await session.press("g", "C")
        assert "2 changes wait for the board; n calls a meeting." in squeezed(session.text())
        assert "n call a meeting" in squeezed(session.lines()[-1])
        assert "approve" not in session.lines()[-1]
        await session.press("n")
        await session.type("fri 14:00")
        await session.press("enter")
        assert "with 2 changes on the agenda" in session.said()[-1]
        assert session.app.screen.offered()[0] == "cab.approve"
        await session.press("m")
        await session.type("2")
        await session.press("enter")
        assert board.office.all("SELECT change_id FROM cab_item ORDER BY position")[0] != (1,)
        await session.press("P", "space", "enter")
        assert "1 person is at" in session.said()[-1]
        assert "[✓] Ada Admin" in session.text()
        await session.press("x")
        assert "is off the agenda" in session.said()[-1]
        await session.press("f")
        assert "1 change came on the agenda" in session.said()[-1]
        assert one in session.text()
        assert two in session.text()


async def test_whoever_does_not_lead_says_their_word_and_decides_nothing(board: Board) -> None:
    number = board.at_board("Switch")
    board.meeting()
    async with open_app(board.office, login="cas") as session:
        await session.press("g", "C", "D")
        assert "Only a lead or an admin" in session.said()[-1]
        await session.press("d")
        await session.type("Later")
        await session.press("enter")
        assert session.said()[-1].startswith(f"You defer {number}.")
        await session.press("enter")
        assert session.lines()[1].strip().startswith(f"{number}  Switch")


async def test_who_is_asked_is_told_on_the_status_line(board: Board) -> None:
    number = board.at_board("Switch")
    async with open_app(board.office, login="lea", size=(100, 30)) as session:
        await session.until(lambda: "1 to approve" in session.lines()[0], "the count")
        board.office.desk("lea").do(changes.approve, c.Decide(ref=number))
        await session.until(lambda: "to approve" not in session.lines()[0], "the count")


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (140, 40)])
@pytest.mark.parametrize("theme", ["mono", "dark"])
async def test_it_holds_in_every_size_and_without_colour(
    board: Board, size: tuple[int, int], theme: str
) -> None:
    board.at_board("Switch [core] 开关")
    board.meeting()
    async with open_app(board.office, login="lea", size=size, theme=theme) as session:
        await session.press("g", "C")
        assert "Switch [core]" in session.text()
        assert "your turn" in session.text()
        assert all(len(line) <= size[0] for line in session.lines())


async def test_whoever_stands_in_is_told_for_whom_they_say_it(board: Board) -> None:
    number = board.at_board("Switch")
    board.meeting()
    board.office.desk("ada").call(people.new_agent, "dio", "Dio Dirks")
    board.do(absence.away, absence.Away(agent="cas", substitute="dio"), "ada")
    async with open_app(board.office, login="dio") as session:
        await session.press("g", "C")
        assert "for cas" in session.text()
        await session.press("a")
        assert session.said()[-1].startswith(f"You approve {number} for cas.")
    said = board.office.all(
        "SELECT g.login, a.state, b.login FROM approval a JOIN agent g ON g.id = a.agent_id"
        " JOIN agent b ON b.id = a.decided_by_id JOIN approval_round r ON r.id = a.round_id AND r.kind = 'cab'"
    )
    assert said == [("cas", "approved", "dio")]
