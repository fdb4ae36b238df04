"""Every action does something in each place where the registry says that its key works."""

from __future__ import annotations

import pytest
from desk_app import Office, open_app

from otui.keys.actions import ACTIONS
from otui.keys.model import Context

PLACES: dict[Context, str] = {
    # Where a key arrives, and the keys that lead there.
    Context.LIST: "l",
    Context.SIDE: "h",
    Context.TICKET: "enter",
    Context.THREAD: "enter",
    Context.PANEL: "enter tab",
    Context.PAGE: "enter E",
    Context.COMPOSER: "r",
    Context.FORM: "n",
    Context.SEARCH: "/",
    Context.GLOBAL: "l",
    Context.CHANGE: "g c",
    Context.CATALOGUE: "g K",
    Context.CAB: "g C",
}


@pytest.mark.parametrize("place", PLACES)
async def test_every_action_has_someone_who_does_it(office: Office, place: Context) -> None:
    async with open_app(office, size=(120, 40)) as session:
        await session.press(*PLACES[place].split())
        screen = session.app.screen
        lost = [
            action.id
            for action in ACTIONS.values()
            if place in action.contexts and not screen.handler(action.id)
        ]
        assert lost == []


async def test_why_and_history_also_from_the_list(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("E")
        assert "Why these times" in session.lines()[1]
        await session.press("escape", "g", "h")
        assert "History" in session.lines()[1]


async def test_an_empty_queue_says_where_something_waits(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("h", "j", "j")
        assert "Nothing waits in Accounts. 6 in First line." in session.text()
