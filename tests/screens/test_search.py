"""Search as one types: what is found, how it is shown, and that all verbs work on it."""

from __future__ import annotations

import threading

from desk_app import Office, open_app
from textual import events

from otui.desk.desk import View
from otui.errors import DeskUnavailable
from otui.screens.search.finder import Finder
from otui.screens.search.highlight import lit
from otui.screens.search.screen import SearchScreen
from otui.screens.ticket.screen import TicketScreen
from otui.text.folding import spans
from otui.widgets.virtual_list import VirtualList


def found(screen: object) -> list[str]:
    """The subjects that were found, in their order."""
    assert isinstance(screen, SearchScreen)
    return [row.ticket.subject for row in screen.moved_list.window.rows if row.ticket is not None]


async def test_words_in_any_order_and_parts_of_words_find_a_ticket(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("/")
        await session.type("breda vp")
        await session.until(lambda: found(session.app.screen) == ["VPN down, whole site Breda"])
        await session.press(*["backspace"] * 8)
        await session.type("inter")
        await session.until(lambda: found(session.app.screen) == ["Printer 3rd floor jams"])


async def test_what_was_said_is_found_and_shown_around_the_hit(office: Office) -> None:
    async with open_app(office, size=(120, 40)) as session:
        await session.press("/")
        await session.type("nobody reach")
        await session.until(lambda: found(session.app.screen) == ["VPN down, whole site Breda"])
        await session.settle()
        assert "Since 9:30 nobody can reach it." in session.text()


async def test_a_locked_ticket_shows_no_word_of_what_was_said(office: Office) -> None:
    async with open_app(office, size=(120, 40)) as session:
        await session.press("/")
        await session.type("secret")
        await session.settle()
        assert found(session.app.screen) == []
        assert "Secret of Cas" not in session.text()


async def test_enter_opens_the_hit_and_escape_comes_back_to_the_same_words(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("/")
        await session.type("down")
        await session.until(lambda: found(session.app.screen))
        await session.press("enter")
        assert isinstance(session.app.screen, TicketScreen)
        await session.press("escape")
        assert isinstance(session.app.screen, SearchScreen)
        assert session.app.screen.line.value == "down"
        await session.press("escape")
        assert session.app.screen is session.app.overview


async def test_a_verb_acts_on_the_hit_under_the_cursor(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("/")
        await session.type("slow")
        await session.until(lambda: found(session.app.screen))
        await session.press("tab", "a")
        assert office.ticket("[EXT] Mail slow since the update")["owner"] == "bea"
        assert "[EXT] Mail slow since the update" in session.text()


async def test_letters_typed_in_the_line_are_no_verbs(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("/")
        await session.type("a down")
        await session.settle()
        assert office.ticket("VPN down, whole site Breda")["owner"] == ""


async def test_arrows_move_the_list_while_typing(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("/")
        await session.type("n")
        await session.until(lambda: len(found(session.app.screen)) > 2)
        before = session.app.screen.query_one("#found", VirtualList).window.cursor_position
        await session.press("down", "down")
        assert session.app.screen.query_one("#found", VirtualList).window.cursor_position == before + 2
        await session.type("e")
        await session.settle()
        assert isinstance(session.app.screen, SearchScreen)
        assert session.app.screen.line.value == "ne"


async def test_nothing_typed_shows_what_was_searched_before(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("/")
        assert "parts of words count too" in " ".join(session.text().split())
        await session.type("vpn")
        await session.until(lambda: found(session.app.screen))
        await session.press("enter", "escape", "escape", "/")
        await session.until(lambda: "searched lately" in session.text())
        await session.press("enter")
        await session.until(lambda: found(session.app.screen) == ["VPN down, whole site Breda"])


async def test_an_older_search_never_shows_over_a_newer_one(office: Office) -> None:
    async with open_app(office) as session:
        finder = Finder(session.app.live)
        gate, begun = threading.Event(), threading.Event()
        slow_read = finder._read

        def held(view: View, words: str, asked: int) -> object:
            if words == "printer":
                begun.set()
                gate.wait(5)
            return slow_read(view, words, asked)

        finder._read = held  # type: ignore[method-assign, assignment]
        older = session.app.run_worker(finder.find("printer"))
        await session.until(begun.is_set)
        newer = await finder.find("vpn")
        gate.set()
        assert [hit.row.subject for hit in newer or ()] == ["VPN down, whole site Breda"]
        assert await older.wait() is None


async def test_a_search_under_way_is_interrupted_by_a_newer_one(office: Office) -> None:
    async with open_app(office) as session:
        finder = Finder(session.app.live)
        begun = threading.Event()
        ended: list[str] = []

        def endless(view: View, words: str, asked: int) -> object:
            with finder._lock:
                finder._stop = view.reader.interrupt
            begun.set()
            try:
                view.reader.all(
                    "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
                )
            except DeskUnavailable:
                ended.append(words)
                raise
            finally:
                with finder._lock:
                    finder._stop = None
            return ()

        real = finder._read
        finder._read = endless  # type: ignore[method-assign, assignment]
        older = session.app.run_worker(finder.find("endless"))
        await session.until(begun.is_set)
        finder._read = real  # type: ignore[method-assign]
        assert await finder.find("vpn")
        assert await older.wait() is None
        assert ended == ["endless"]


def test_hits_are_found_without_case_and_accents() -> None:
    assert spans("Café in BREDA", "breda cafe") == [(0, 4), (8, 13)]
    assert spans("Payroll", "rol") == [(3, 6)]
    assert spans("Payroll", "ro") == []


def test_what_is_lit_fills_its_room_exactly() -> None:
    from rich.style import Style

    for room in (4, 9, 30):
        cells = lit("日本 printer jams", "prin", room, None, Style(bold=True))
        assert sum(cell.cell_length for cell in cells) == room


async def test_letters_quicker_than_the_screen_are_not_lost(office: Office) -> None:
    async with open_app(office) as session:
        for letter in ("/", "d", "o", "w", "n"):
            session.app.post_message(events.Key(letter, letter))
        await session.until(lambda: isinstance(session.app.screen, SearchScreen))
        screen = session.app.screen
        assert isinstance(screen, SearchScreen)
        await session.until(lambda: screen.is_mounted and screen.line.value == "down")
