"""Who asked for a change is told on the screen what others do with it."""

from __future__ import annotations

from desk_app import open_app
from desk_changes import Board
from desk_office import Office

from otui.desk import changes
from otui.desk.changes import commands as c


async def test_who_asked_is_told_what_others_do_with_it(office: Office) -> None:
    board = Board(office)
    number = board.new("New core switch", requester="cas")
    other = board.new("New printer")
    async with open_app(office, login="cas") as session:
        board.do(changes.cancel, c.WithReason(ref=other, reason="No."))
        board.do(changes.cancel, c.WithReason(ref=number, reason="No money."))
        told = f"{number} is canceled: New core switch (No money.)"
        await session.until(lambda: told in session.said())
        assert not any(other in one for one in session.said())
