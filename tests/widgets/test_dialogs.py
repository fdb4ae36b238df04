from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import Any

import pytest
from textual import events
from textual.app import App
from textual.widgets import Input, Static

from otui.errors import Refused, Usage
from otui.widgets.ask_line import AskLine, ask_number, ask_reason
from otui.widgets.confirm import Answer, Confirm
from otui.widgets.dialog import Dialog
from otui.widgets.level_grid import Cell, Factor, LevelGrid
from otui.widgets.picker import Choice, MakeNew, Picker
from otui.widgets.virtual_list import VirtualList

HOSTILE = [
    "[/]",
    "[EXT] mail",
    "[@click=app.quit()]x[/]",
    "\x1b]0;x\x07",
    "\u202egnp",
    "日本" * 60,
    "👩‍👩‍👧",
    "y" * 10**6,
]


class Desk(App[None]):
    def __init__(self, dialog: Dialog[Any]) -> None:
        super().__init__()
        self.dialog = dialog
        self.results: list[Any] = []

    def on_mount(self) -> None:
        self.push_screen(self.dialog, self.results.append)

    def said(self, part: str) -> str:
        return str(self.screen.query_one(part, Static).render())

    def rows(self) -> list[str]:
        view = self.screen.query_one(VirtualList)
        return [view.render_line(y).text[2:].rstrip() for y in range(min(12, view.window.total))]


QUEUES = [Choice(1, "First line"), Choice(2, "Second line"), Choice(3, "Finance apps", recent=True)]


async def test_recent_choices_stand_first_and_enter_takes() -> None:
    app = Desk(Picker("Queue", QUEUES))
    async with app.run_test() as pilot:
        assert app.rows() == ["Finance apps", "First line", "Second line"]
        await pilot.press("down", "enter")
    assert app.results == [1]


async def test_words_in_any_order_find_the_best_first() -> None:
    app = Desk(Picker("Queue", QUEUES))
    async with app.run_test() as pilot:
        await pilot.press(*"line se")
        assert app.rows() == ["Second line"]
        await pilot.press("enter")
    assert app.results == [2]


async def test_esc_takes_nothing() -> None:
    app = Desk(Picker("Queue", QUEUES))
    async with app.run_test() as pilot:
        await pilot.press(*"fin", "escape")
    assert app.results == [None]


async def test_enter_with_nothing_found_stays_and_says_so() -> None:
    app = Desk(Picker("Queue", QUEUES, empty_text="No such queue."))
    async with app.run_test() as pilot:
        await pilot.press(*"zzz", "enter")
        assert app.results == []
        assert "No such queue." in app.screen.query_one(VirtualList).render_line(1).text


async def test_one_can_be_made_by_the_name_typed() -> None:
    app = Desk(Picker("Contact", QUEUES, new_label="make new “{name}”"))
    async with app.run_test() as pilot:
        await pilot.press(*"J. de Wit")
        assert app.rows()[-1] == "make new “J. de Wit”"
        await pilot.press("up", "enter")
        await pilot.press("enter")
    assert app.results == [MakeNew("J. de Wit")]


async def test_what_was_fetched_for_letters_of_before_is_dropped() -> None:
    started, release = threading.Event(), threading.Event()

    def fetch(typed: str) -> Sequence[Choice[str]]:
        if typed == "a":
            started.set()
            release.wait(5)
        return [Choice(typed, f"found {typed}")]

    app = Desk(Picker("Contact", fetch=fetch))
    async with app.run_test() as pilot:
        app.screen.query_one(Input).value = "a"
        while not started.is_set():
            await pilot.pause(0.01)
        app.screen.query_one(Input).value = "ab"
        while app.rows() != ["found ab"]:
            await pilot.pause(0.01)
        release.set()
        await app.workers.wait_for_complete(list(app.workers))
        await pilot.pause()
        assert app.rows() == ["found ab"]


async def test_a_failing_fetch_is_told() -> None:
    def fetch(typed: str) -> Sequence[Choice[str]]:
        raise Refused("The desk cannot be read.", "Try again.")

    app = Desk(Picker("Contact", fetch=fetch))
    async with app.run_test() as pilot:
        while not app.said("#failure"):
            await pilot.pause(0.01)
        assert app.said("#failure") == "The desk cannot be read. Try again."


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (30, 10)])
async def test_strangers_names_stay_in_the_picker(size: tuple[int, int]) -> None:
    app = Desk(
        Picker(
            "[/] \x1b[2J", [Choice(n, text, text) for n, text in enumerate(HOSTILE)], new_label="new {name}"
        )
    )
    async with app.run_test(size=size) as pilot:
        for _ in HOSTILE:
            await pilot.press("down")
        app.screen.query_one(Input).value = "[/"
        await pilot.pause()
        assert not set("".join(app.rows())) & {"\x1b", "\x07", "\u202e"}
        await pilot.press("escape")
    assert app.results == [None]


def understand(text: str) -> tuple[int, str]:
    if text != "tomorrow 9":
        raise Usage("Not a time.", "Write: tomorrow 9.")
    return 9, "Tue 24 Nov 09:00"


async def test_words_are_understood_while_they_are_typed() -> None:
    app = Desk(AskLine("Wait until", understand))
    async with app.run_test() as pilot:
        assert app.said("#understood") == ""
        await pilot.press(*"tomorrow")
        assert app.said("#understood") == "Not a time. Write: tomorrow 9."
        await pilot.press("enter")
        assert app.results == []
        await pilot.press(*" 9")
        assert app.said("#understood") == "Tue 24 Nov 09:00"
        await pilot.press("enter")
    assert app.results == [9]


async def test_a_reason_may_not_be_empty() -> None:
    app = Desk(ask_reason("Why?"))
    async with app.run_test() as pilot:
        await pilot.press("enter")
        assert app.said("#understood") == "A reason is needed."
        await pilot.press(*"needs root", "enter")
    assert app.results == ["needs root"]


@pytest.mark.parametrize(
    ("typed", "result"), [("12", [12]), ("0", []), ("99", []), ("1.5", []), ("٣", []), ("", [])]
)
async def test_a_number_is_whole_and_within_bounds(typed: str, result: list[int]) -> None:
    app = Desk(ask_number("Minutes", least=1, most=48))
    async with app.run_test() as pilot:
        app.screen.query_one(Input).value = typed
        await pilot.press("enter")
    assert app.results == result


async def test_a_letter_answers_and_enter_does_not() -> None:
    answers = [Answer("v", "view", "view"), Answer("d", "drop [/]", "drop")]
    app = Desk(Confirm("[EXT] moved on", answers, details=HOSTILE[:6]))
    async with app.run_test() as pilot:
        await pilot.press("enter", "x")
        assert app.results == []
        assert app.said(".dialog--answers").split() == ["[v]", "view", "[d]", "drop", "[/]"]
        await pilot.press("d")
    assert app.results == ["drop"]


def grid(start: tuple[int, int] = (1, 4)) -> LevelGrid:
    factors = [Factor(n, f"step {n}") for n in (1, 2, 4, 8)]
    return LevelGrid(
        factors,
        factors,
        lambda impact, urgency: Cell(f"L{impact * urgency}", "1:00 2:00"),
        start=start,
        follow=lambda impact, urgency: [f"due {impact}x{urgency}"],
    )


async def test_a_key_that_was_on_its_way_closes_nothing_more() -> None:
    app = Desk(Confirm("Throw away?", [Answer("y", "throw it away", "y")]))
    async with app.run_test() as pilot:
        under = app.screen_stack[0]
        for _ in range(3):
            app.dialog.post_message(events.Key("y", "y"))
        await pilot.pause()
        assert app.screen is under
    assert app.results == ["y"]


async def test_two_digits_choose_and_show_what_follows_before_enter() -> None:
    app = Desk(grid())
    async with app.run_test() as pilot:
        assert app.said("#follow") == "due 1x4"
        await pilot.press("8", "4")
        assert app.said("#follow") == "due 8x4"
        assert app.results == []
        await pilot.press("enter")
    assert app.results == [(8, 4)]


async def test_a_third_digit_begins_again_and_others_do_nothing() -> None:
    app = Desk(grid())
    async with app.run_test() as pilot:
        await pilot.press("8", "4", "2", "7", "9", "1", "enter")
    assert app.results == [(2, 1)]


async def test_arrows_stop_at_the_edge_of_the_grid() -> None:
    app = Desk(grid((8, 8)))
    async with app.run_test() as pilot:
        await pilot.press("down", "right", "up", "left", "left", "enter")
    assert app.results == [(4, 2)]


@pytest.mark.parametrize("width", [60, 80, 120])
async def test_every_cell_of_the_grid_shows_its_level(width: int) -> None:
    app = Desk(grid())
    async with app.run_test(size=(width, 20)):
        view = app.screen.query_one("_Grid")
        levels = [view.render_line(y).text.split()[-4:] for y in (2, 4, 6, 8)]
        assert levels == [[f"L{a * b}" for b in (1, 2, 4, 8)] for a in (1, 2, 4, 8)]
