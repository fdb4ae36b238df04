"""Keys that are quicker than the screen they are meant for: they wait for it, and stay in order."""

from __future__ import annotations

import asyncio
import threading

import pytest
from desk_app import Office, Session, open_app
from textual import events
from textual.widgets import Input

from otui.screens.compose.screen import Composer

VPN = "VPN down, whole site Breda"
SENT = "SELECT count(*) FROM article WHERE body LIKE '%we look at it%'"


def all_at_once(session: Session, text: str) -> None:
    """Deliver keys as a slow line does: many in one piece, none of them waited for."""
    for letter in text:
        session.app.post_message(events.Key("space" if letter == " " else letter, letter))


async def test_words_wait_for_a_composer_that_takes_its_time(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        free = threading.Event()
        for _reader in range(2):
            session.app.live._readers.submit(free.wait)
        all_at_once(session, "rPlease move it,")
        await asyncio.sleep(0.6)  # longer than keys wait for a desk that is locked
        all_at_once(session, " a cable was loose")
        free.set()
        await session.settle()
        assert isinstance(session.app.screen, Composer)
        assert session.app.screen.area.text == "Please move it, a cable was loose"
    assert office.all("SELECT DISTINCT verb FROM history WHERE verb = 'move'") == []


async def test_keys_that_are_held_twice_stay_in_order(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        given: list[str] = []
        ahead, top = session.app.ahead, session.app.screen
        first, second = (events.Key(letter, letter) for letter in "ab")
        ahead._held = [first]
        ahead._open_to_keys = lambda _top: True  # type: ignore[method-assign]
        taken: list[events.Key] = []
        top._forward_event = taken.append  # type: ignore[method-assign, assignment]
        top.set_focus(None)
        ahead._look()  # the first was given to a screen that was about to go: it comes back
        ahead._held = [second, *taken]
        taken.clear()
        ahead._look()
        given += [event.key for event in taken]
        assert given == ["a", "b"]


async def test_a_draft_that_comes_late_is_not_written_over(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("r")
        await session.type("Good morning,")
        await session.press("escape")
        free = threading.Event()
        for _reader in range(2):
            session.app.live._readers.submit(free.wait)
        all_at_once(session, "r we look at it.")
        await asyncio.sleep(0.6)  # longer than it takes a change to be saved
        session.app.post_message(events.Key("ctrl+s", None))  # sent before its writer saw what it follows
        await asyncio.sleep(0.1)
        free.set()
        await session.settle()
        screen = session.app.screen
        assert isinstance(screen, Composer)
        assert screen.area.text == "Good morning, we look at it."
        await session.app.drafts.save()
    assert office.all("SELECT body FROM draft") == [("Good morning, we look at it.",)]
    assert office.all(SENT) == [(0,)]


async def test_words_kept_before_the_draft_was_read_come_behind_it(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("r")
        await session.type("Good morning,")
        await session.press("escape")
        free = threading.Event()
        for _reader in range(2):
            session.app.live._readers.submit(free.wait)
        all_at_once(session, "r we look at it.")
        await session.until(lambda: isinstance(session.app.screen, Composer))
        composer = session.app.screen
        assert isinstance(composer, Composer)
        await session.until(lambda: composer.area.text)
        session.app.post_message(events.Key("escape", None))
        await session.until(lambda: session.app.screen is not composer)
        free.set()
        await session.settle()
    assert office.all("SELECT body FROM draft") == [("Good morning, we look at it.",)]


async def test_letters_do_not_overtake_other_keys(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("r")
        for name, letter in (
            ("x", "x"),
            ("left", None),
            ("y", "y"),
            ("home", None),
            ("z", "z"),
            ("end", None),
        ):
            session.app.post_message(events.Key(name, letter))
        session.app.post_message(events.Key("exclamation_mark", "!"))
        await session.settle()
        assert isinstance(session.app.screen, Composer)
        assert session.app.screen.area.text == "zyx!"


async def test_a_letter_behind_enter_is_for_what_comes_next(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to(VPN)
        await session.press("u")  # asks for a reason
        for letter in "Too much":
            session.app.post_message(events.Key("space" if letter == " " else letter, letter))
        session.app.post_message(events.Key("enter", "\r"))
        session.app.post_message(events.Key("j", "j"))
        await session.settle()
    assert office.all("SELECT text FROM history WHERE verb = 'line-up'") == [("Too much",)]


@pytest.mark.parametrize("opens", ["slash", "colon", "n"])
async def test_letters_sent_with_the_key_that_opens_a_line_are_all_in_it(office: Office, opens: str) -> None:
    letters = {"slash": "/", "colon": ":"}
    async with open_app(office) as session:
        session.app.post_message(
            events.Key(opens, letters.get(opens) or (opens if len(opens) == 1 else None))
        )
        all_at_once(session, "printer broken")
        await session.settle()
        line = session.app.screen.focused
        assert isinstance(line, Input)
        assert line.value.lstrip(":") == "printer broken"
