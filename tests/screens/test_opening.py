"""The first screen, and what stands on it from the start."""

from __future__ import annotations

import threading

import pytest
from desk_app import Office, open_app, squeezed

from engines import Desks
from otui.app import OtuiApp, Start
from otui.config import Config
from otui.desk.desk import Desk


async def test_the_first_screen_shows_queues_tickets_and_what_burns(office: Office) -> None:
    async with open_app(office, size=(120, 30)) as session:
        lines = [squeezed(line) for line in session.lines()]
        rows = session.rows()
    assert lines[0].startswith("Synergie open 8 mine 1 free 6 ⚑ 1 ! 2 next 0:15")
    assert lines[0].endswith("bea 10:00")
    assert rows == [
        "Payroll export stops at 99 %",
        "VPN down, whole site Breda",
        "[EXT] Mail slow since the update",
        "Cannot print invoices",
        "New starter 1 December",
        "Wish: darker screens",
    ]


async def test_the_screen_stands_before_the_desk_is_open(office: Office) -> None:
    gate = threading.Event()
    async with open_app(office, gate=gate) as session:
        await session.pilot.pause()
        assert "Opening the desk" in session.text()
        gate.set()
        await session.until(lambda: "Payroll" in session.text(), "the list")


KEYS = [
    "j",
    "enter",
    "a",
    "2",
    "r",
    "escape",
    "z",
    "space",
    "*",
    "V",
    "escape",
    "[",
    "O",
    "s",
    "ctrl+r",
    "p",
    "escape",
]


@pytest.mark.parametrize("key", [*KEYS, "n", "/", ":", "?", "q", "."])
async def test_keys_before_the_desk_is_open_do_no_harm(office: Office, key: str) -> None:
    gate = threading.Event()
    async with open_app(office, gate=gate) as session:
        await session.pilot.press(key)
        gate.set()
        await session.until(lambda: session.app.is_open or not session.app.is_running, "opening")
        await session.settle()
        assert not [notice.text for notice in session.app.notices.told if notice.severity == "error"]


async def test_a_desk_that_cannot_be_opened_is_said_in_words(desks: Desks) -> None:
    start = Start(open_desk=lambda: Desk.open(desks.place("none")), config=Config(animations=False))
    app = OtuiApp(start)
    async with app.run_test() as pilot:
        while app.is_running and app.return_code is None:
            await pilot.pause(0.01)
    assert app.return_code == 3 or app.return_value == 3


@pytest.mark.parametrize(("lang", "words"), [("en", "open 8"), ("nl", "bea")])
async def test_it_speaks_the_language_asked_for(office: Office, lang: str, words: str) -> None:
    async with open_app(office, lang=lang) as session:
        assert words in session.lines()[0]
