"""Changes by key: made, planned with what that costs told first, asked about, judged, carried out and reviewed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from desk_app import TUESDAY, Office, Session, open_app, squeezed
from desk_changes import PLANS, Board

from otui.desk import changes
from otui.desk.changes import commands as c
from otui.errors import Usage
from otui.screens.changes.screen import ChangeScreen
from otui.screens.changes.when import parse_window


@pytest.fixture
def board(office: Office) -> Board:
    found = Board(office)
    found.seat()
    return found


def step(board: Board, number: str) -> str:
    return str(board.office.value("SELECT step FROM change WHERE number = :n", n=number))


async def text(session: Session) -> str:
    return squeezed(session.text())


async def test_the_list_has_views_signs_and_loud_words(board: Board) -> None:
    one, two = board.at_board("Switch"), board.at_board("Certificate", hours=37)
    urgent = board.new("Hole in the wall", type="emergency", emergency_reason="security")
    async with open_app(board.office, login="cas", size=(140, 40)) as session:
        await session.press("g", "c")
        assert "[open]" in session.lines()[1]
        rows = {line[4:12]: line for line in session.lines()[3:6]}
        assert "▲" in rows[urgent]
        await session.until(lambda: session.text().count("COLLIDES") == 2, "what collides")
        await session.press("tab", "tab")
        assert "[to approve]" in session.lines()[1]
        assert urgent not in "\n".join(line[:70] for line in session.lines())
        await session.press("tab")
        shown = [line for line in session.lines() if one in line[:14] or two in line[:14]]
        assert "Switch" in shown[0]


async def test_a_normal_change_is_written_on_a_form_that_loses_nothing(board: Board) -> None:
    async with open_app(board.office) as session:
        await session.press("g", "c", "n", "enter")
        assert "New change: normal" in session.lines()[0]
        await session.type("Wifi in the canteen")
        await session.press("escape")
        assert "Kept as a draft." in session.said()[-1]
        await session.press("n", "enter")
        await session.until(lambda: "Wifi in the canteen" in session.text(), "the draft")
        await session.press("ctrl+s")
        await session.until(lambda: "[record]" in session.text(), "the page")
        assert "Wifi in the canteen" in session.lines()[1]
        await session.press("z")
        assert "is undone" in session.said()[-1]


async def test_a_change_of_a_ticket_takes_four_keys(board: Board) -> None:
    async with open_app(board.office) as session:
        await session.go_to("Cannot print invoices")
        before = session.pressed
        await session.press("+", "c", "enter")
        assert session.pressed - before == 3
        await session.until(lambda: "[record]" in session.text(), "the page")
        assert "Cannot print invoices" in session.lines()[1]
        assert "linked" in session.text()
    assert board.office.value("SELECT count(*) FROM tie WHERE record = 'change' AND other = 'ticket'") == 1


async def test_an_emergency_of_a_ticket_says_why_it_cannot_wait(board: Board) -> None:
    async with open_app(board.office, size=(100, 30)) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("+", "c", "down", "enter")
        assert "Why can it not wait?" in session.text()
        await session.press("enter")
        await session.until(lambda: "▲ emergency" in session.text(), "the page")
        assert "major incident" in await text(session)


async def test_what_follows_is_offered_with_what_is_missing(board: Board) -> None:
    number = board.new()
    async with open_app(board.office) as session:
        await session.press("g", "c", ">")
        assert "has no justification" in await text(session)
        await session.press("enter")
        assert "has no justification" in session.said()[-1]
    assert step(board, number) == "record"


async def test_fields_are_edited_in_one_act(board: Board) -> None:
    number = board.new()
    async with open_app(board.office, size=(100, 40)) as session:
        await session.press("g", "c", "e", "tab")
        await session.type("It stalls")
        await session.press("ctrl+s")
        assert f"{number} is changed." in session.said()[-1]
        assert "It stalls" in session.text()
        await session.press("z")
    assert board.office.value("SELECT justification FROM change WHERE number = :n", n=number) == ""


async def test_what_falls_is_told_before_an_edit_is_saved(board: Board) -> None:
    number = board.at_board()
    board.do(changes.approve, c.Decide(ref=number), "cas")
    async with open_app(board.office, size=(100, 40)) as session:
        await session.press("g", "c", "e", "tab", "tab", "tab")
        await session.type("First of all: ")
        await session.press("ctrl+s")
        assert "2 approvals fall, because this changes: implementation plan." in await text(session)
        await session.press("b")
        assert step(board, number) == "authorise"
        await session.press("ctrl+s", "y")
        assert "Its approvals fell" in session.said()[-1]
    assert step(board, number) == "assess"


async def test_a_window_shows_what_it_collides_with_before_it_is_kept(board: Board) -> None:
    board.at_board("Switch")
    number = board.at_board("Certificate", hours=60)
    async with open_app(board.office, size=(100, 30)) as session:
        await session.press("g", "c")
        await session.until(lambda: number in session.lines()[3])
        await session.press("w", "ctrl+u")
        await session.type("tomorrow 22:30 for 1h")
        assert "Wed 25 Nov 22:30 until Wed 25 Nov 23:30 (1:00)" in await text(session)
        await session.press("enter")
        assert "Switch" in session.text()
        assert "1 approval falls, because this changes: window." in await text(session)
        kept = board.office.value("SELECT starts_at FROM change WHERE number = :n", n=number)
        await session.press("escape")
        assert board.office.value("SELECT starts_at FROM change WHERE number = :n", n=number) == kept
        await session.press("w", "ctrl+u")
        await session.type("tomorrow 22:30 for 1h")
        await session.press("enter", "ctrl+s")
        await session.type("Both are done by hand")
        await session.press("enter")
        assert f"{number} is scheduled for" in session.said()[-1]
    assert board.office.value("SELECT collision_reason FROM change WHERE number = :n", n=number)
    assert step(board, number) == "assess"


async def test_the_risk_is_asked_question_by_question(board: Board) -> None:
    number = board.new()
    async with open_app(board.office) as session:
        await session.press("g", "c", "R")
        for _question in board.card(number).risk.open:
            await session.press("enter")
        await session.until(lambda: board.card(number).row.risk, "the risk")


async def test_it_is_asked_judged_and_shown_by_each(board: Board) -> None:
    number = board.new()
    board.plan(number)
    board.do(changes.advance, c.Advance(ref=number))
    async with open_app(board.office, size=(100, 40)) as session:
        await session.press("g", "c", "enter", "V")
        assert "Which peers approve" in session.text()
        assert "Bea Bakker" not in "\n".join(line[:60] for line in session.lines()[8:30] if "[ ]" in line)
        await session.press("down", "space", "enter")
        assert "is asked" in session.said()[-1]
        await session.press("v", "enter")
        assert "does not approve it" in session.said()[-1]
    async with open_app(board.office, login="cas", size=(100, 40)) as session:
        await session.press("g", "c", "enter")
        assert "your turn: v" in session.text()
        await session.press("v", "enter")
        assert session.said()[-1].startswith(f"You approve {number}.")
        assert "Cas Claes approves" in await text(session)


async def test_it_is_carried_out_documented_and_reviewed(board: Board) -> None:
    number = board.do(
        changes.new, c.NewChange(type="standard", template=board.standard(), owner="bea", implementer="bea")
    ).number
    starts = TUESDAY + timedelta(hours=1)
    board.do(changes.schedule, c.Schedule(ref=number, starts=starts, ends=starts + timedelta(hours=1)))
    board.do(changes.advance, c.Advance(ref=number))
    board.do(changes.advance, c.Advance(ref=number, reason="It is quiet now."))
    async with open_app(board.office, login="lea", size=(100, 40)) as session:
        await session.press("g", "c", "enter", "s", "down", "enter")
        await session.type("One till needed a second go")
        await session.press("enter")
        assert "successful with issues" in session.said()[-1]
        await session.press(":")
        await session.type("step documentation The till has firmware 8.2")
        await session.press("enter", ">", "enter", ">", "enter")
        assert step(board, number) == "review"
        await session.press(":")
        await session.type("step review-text")
        await session.press("enter")
        await session.type("yes")
        await session.press("tab", "tab")
        await session.type("As planned")
        await session.press("ctrl+s")
        assert f"{number} is reviewed." in session.said()[-1]
        await session.press(">", "enter")
    assert step(board, number) == "closed"


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
@pytest.mark.parametrize("lang", ["en", "nl"])
async def test_list_and_page_hold_in_every_size_and_language(
    board: Board, size: tuple[int, int], lang: str
) -> None:
    number = board.at_board("Switch [core] 开关")
    async with open_app(board.office, size=size, lang=lang, theme="mono") as session:
        await session.press("g", "c")
        assert number in session.text()
        assert "Switch [core]" in session.text()
        await session.press("enter")
        path = squeezed(" ".join(session.lines()[2:5]))
        assert path.count("›") >= 9
        assert all(len(line) <= size[0] for line in session.lines())


def test_a_window_is_typed_as_people_say_it() -> None:
    from zoneinfo import ZoneInfo

    zone, hour = ZoneInfo("Europe/Amsterdam"), timedelta(hours=1)
    friday = TUESDAY.replace(day=27, hour=21, minute=0)
    for words, length in (
        ("fri 22:00 to sat 2:00", 4),
        ("vr 22:00 tot za 2:00", 4),
        ("fri 22:00-23:00", 1),
        ("fri 22:00 - 23:00", 1),
        ("from fri 22:00 for 3h", 3),
        ("2026-11-27 22:00 - 2026-11-28 0:00", 2),
        ("fri 22:00", 1),
    ):
        assert parse_window(words, TUESDAY, zone, hour) == (friday, friday + length * hour), words
    assert parse_window("none", TUESDAY, zone, hour) == (None, None)
    with pytest.raises(Usage):
        parse_window("soon", TUESDAY, zone, hour)


def test_plans_of_the_helper_are_those_that_are_asked_for() -> None:
    from otui.desk.changes.needs import PLANS as NEEDED

    assert set(NEEDED) == set(PLANS)


async def test_a_service_that_is_tied_lets_approvals_fall_only_if_one_agrees(board: Board) -> None:
    from otui.desk.items.making import NewItem, new_item

    number = board.at_board()
    board.do(new_item, NewItem(name="Tills"), "lea")
    async with open_app(board.office) as session:
        await session.press("g", "c", "enter", ":")
        await session.type("record-link Tills")
        await session.press("enter", "enter")
        assert "1 approval falls, because this changes: affects." in await text(session)
        await session.press("b")
        assert step(board, number) == "authorise"


@pytest.mark.parametrize("size", [(120, 40), (100, 16)])
async def test_all_that_stands_beside_the_text_can_be_read(board: Board, size: tuple[int, int]) -> None:
    number = board.at_board("Switch")
    board.at_board("Certificate", hours=37)
    async with open_app(board.office, size=size) as session:
        await session.press("g", "c", "/")
        await session.type(number)
        await session.press("enter", "enter")
        page = session.app.screen
        await session.until(lambda: isinstance(page, ChangeScreen) and page.whole is not None, "the page")
        assert isinstance(page, ChangeScreen)
        read = squeezed(session.text())
        if size[1] < 40:
            await session.press("tab")
            assert page.about_text.has_focus
            await session.press("G")
            read = squeezed(session.text())
        assert "implementer" in read
        assert page.thing_list.size.height >= 1


async def test_a_page_at_its_top_stays_there_when_news_comes(board: Board) -> None:
    number = board.new()
    board.plan(number)
    async with open_app(board.office, size=(80, 24)) as session:
        await session.press("g", "c", "enter")
        page = session.app.screen
        assert isinstance(page, ChangeScreen)
        board.do(changes.advance, c.Advance(ref=number))
        board.do(changes.ask, c.Ask(ref=number, approvers=("cas",)))
        board.do(changes.approve, c.Decide(ref=number), "cas")
        await session.until(lambda: "approved" in session.text(), "news")
        await session.settle()
        assert page.text.at_top
