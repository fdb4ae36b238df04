"""What the screens of all records share: columns that give way, a path, news of others, notes, words, going there."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from desk_app import Office, open_app

from otui.desk.problems import commands as p
from otui.desk.problems import making
from otui.desk.records import holding, notes
from otui.errors import Refused
from otui.screens.records.blocks import path_pieces
from otui.screens.records.columns import LEAST, LEVEL, NUMBER, OWNER, QUEUE, SUBJECT, ColumnPainter
from otui.screens.records.opening import open_record
from otui.text import width
from otui.widgets.rowpaint import RowFlags


def make(office: Office, subject: str = "The gate drops", login: str = "bea") -> str:
    return office.do(making.new, p.NewProblem(subject=subject), login).number


@dataclass(frozen=True)
class Row:
    id: int = 1
    version: int = 1
    number: str = "P1000-09"
    subject: str = "漢字 and a long subject that never ends and goes on and on"
    level: str = "HIGH"
    level_rank: int = 1
    queue: str = "First line"
    owner: str = "[b]bea"
    owner_id: int = 2


@pytest.mark.parametrize("room", [30, 44, 58, 78, 118])
async def test_columns_give_way_and_the_row_fills_its_room(office: Office, room: int) -> None:
    async with open_app(office) as session:
        painter = ColumnPainter(session.app, (NUMBER, LEVEL, SUBJECT, QUEUE, OWNER))
        cells = list(painter.paint(Row(), room, RowFlags(False, False, False, False)))
        text = "".join(cell.text for cell in cells)
        assert width.cells(text) <= room
        assert width.cells(painter.header(room)) <= room
        assert "P1000-09" in text
        shown = max(width.cells(cell.text) for cell in cells)
        assert shown >= min(LEAST, room - 10)
        assert ("First line" in text) == (room >= 78)


def test_the_present_step_stands_out_without_colour() -> None:
    text = "".join(words for words, _role in path_pieces(("new", "assess", "closed"), "assess").pieces)
    assert text == "new › [assess] › closed"
    assert path_pieces(("new", "closed"), "canceled").pieces == (("[canceled]", "title"),)


async def test_the_page_stays_and_says_who_did_what(office: Office) -> None:
    number = make(office)
    async with open_app(office) as session:
        await session.press(":")
        await session.type(number.lower())
        await session.press("enter")
        office.do(notes.note, notes.NoteOn(kind="problem", ref=number, body="Look at the card."), "cas")
        await session.until(lambda: "Look at the card." in session.text(), "news")
        assert any("Cas Claes: note, just now." in said for said in session.said())
        office.do(holding.take, holding.TakeRecord(kind="problem", ref=number), "cas")
        await session.until(lambda: "cas · First line" in session.lines()[2], "another owner")


async def test_a_note_is_written_kept_and_undone(office: Office) -> None:
    number = make(office)
    async with open_app(office) as session:
        await session.press("g", "p", "i")
        await session.type("It hums")
        await session.press("escape")
        assert "Kept as a draft." in session.said()[-1]
        await session.press("i", "ctrl+s")
        assert f"Note on {number} is kept." in session.said()[-1]
        assert office.all("SELECT body FROM record_note WHERE NOT withdrawn") == [("It hums",)]
        await session.press("z")
        assert office.all("SELECT body FROM record_note WHERE NOT withdrawn") == []


async def test_the_words_of_tickets_work_on_records_too(office: Office) -> None:
    number = make(office)
    async with open_app(office) as session:
        await session.press("g", "p")
        for line, said in (
            ("take", f"{number} is yours."),
            ("level 4 4", f"{number} is HIGH now."),
            ("move Network", f"{number} moved to Network."),
            ("note It hums", f"Note on {number} is kept."),
        ):
            await session.press(":")
            await session.type(line)
            await session.press("enter")
            assert said in session.said()[-1]
        await session.press("g", "h")
        assert "queue: First line → Network" in session.text()


async def test_assigning_picks_an_agent_and_the_row_follows(office: Office) -> None:
    make(office)
    async with open_app(office) as session:
        await session.press("g", "p", "A")
        await session.type("cas")
        await session.press("enter")
        assert "cas" in session.lines()[3]


async def test_what_is_not_there_is_told_and_nothing_opens(office: Office) -> None:
    async with open_app(office) as session:
        await session.press(":")
        await session.type("P9999-99")
        await session.press("enter")
        assert "There is no problem P9999-99." in session.said()[-1]
        with pytest.raises(Refused, match="no page"):
            open_record(session.app, "cab_meeting", 1)
        await session.press("g", "p")
        assert "No open problem. n makes one." in session.text()
        await session.press(">")
        assert "There is nothing here to do that to." in session.said()[-1]
