"""Help, drafts, notices, and the letters that jump."""

from __future__ import annotations

from desk_app import Office, open_app

from otui.keys.keymap import Keymap
from otui.keys.model import Context
from otui.screens.compose.screen import Composer
from otui.screens.help.screen import HelpScreen, help_blocks
from otui.screens.lists_of.drafts import DraftsScreen
from otui.screens.lists_of.jump import JumpScreen
from otui.screens.lists_of.notices import NoticesScreen
from otui.screens.new_ticket.screen import NewTicketScreen
from otui.widgets.blocks import KeyValue, Rule


def test_help_tells_the_keys_of_what_has_focus_first() -> None:
    blocks = help_blocks((Context.THREAD, Context.TICKET, Context.GLOBAL), Keymap.load())
    titles = [block.title for block in blocks if isinstance(block, Rule)]
    assert titles == ["In the thread of a ticket", "On a ticket", "Everywhere", "Elsewhere"]


def test_help_is_true_for_a_keymap_of_ones_own() -> None:
    keymap = Keymap.load(user_text='[keys]\n"ticket.take" = ["T"]\n')
    rows = [block for block in help_blocks((Context.LIST,), keymap) if isinstance(block, KeyValue)]
    assert [row.name for row in rows if row.value.startswith("Take. Lock")] == ["T"]


async def test_help_finds_as_one_types_and_leaves_by_the_same_key(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("?")
        assert isinstance(session.app.screen, HelpScreen)
        await session.press("/")
        await session.type("merge")
        assert "Merge into" in session.text()
        await session.press("escape", "?")
        assert session.app.screen is session.app.overview


async def test_help_speaks_dutch(office: Office) -> None:
    async with open_app(office, lang="nl") as session:
        await session.press("?")
        assert ":neem" in session.text()


async def test_a_draft_is_taken_up_again_and_sent(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("i")
        await session.type("Half a note")
        await session.press("escape", "g", "d")
        assert isinstance(session.app.screen, DraftsScreen)
        await session.until(lambda: "Half a note" in session.text())
        await session.press("enter")
        assert isinstance(session.app.screen, Composer)
        await session.until(lambda: "Half a note" in session.text())
        await session.press("ctrl+s")
        await session.until(lambda: isinstance(session.app.screen, DraftsScreen))
    assert office.articles("VPN down, whole site Breda", "note") == ["Half a note"]
    assert office.drafts() == []


async def test_a_new_ticket_begun_is_among_the_drafts(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("n")
        await session.type("Wil Otten")
        await session.press("escape", "g", "d")
        await session.until(lambda: "new ticket" in session.text())
        await session.press("enter")
        screen = session.app.screen
        assert isinstance(screen, NewTicketScreen)
        await session.until(lambda: screen.line("contact").value == "Wil Otten")


async def test_a_draft_is_thrown_away_only_when_that_is_confirmed(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("i")
        await session.type("Nonsense")
        await session.press("escape", "g", "d")
        await session.until(lambda: "Nonsense" in session.text())
        await session.press("ctrl+g", "k")
        assert office.drafts() == [("note", "Nonsense")]
        await session.press("ctrl+g", "y")
        await session.settle()
    assert office.drafts() == []


async def test_notices_show_what_was_told_newest_first(office: Office) -> None:
    async with open_app(office) as session:
        session.app.tell("First [/] thing")
        session.app.tell("Second thing")
        await session.press("g", "n")
        assert isinstance(session.app.screen, NoticesScreen)
        lines = session.lines()
        first = next(at for at, line in enumerate(lines) if "First [/] thing" in line)
        second = next(at for at, line in enumerate(lines) if "Second thing" in line)
        assert second < first


async def test_a_letter_jumps_to_a_pane(office: Office) -> None:
    async with open_app(office) as session:
        home = session.app.overview
        home.tickets.focus()
        session.app.push_screen(JumpScreen(home))
        await session.settle()
        panes = session.app.screen._panes  # type: ignore[attr-defined]
        letter = next(letter for letter, pane in panes.items() if pane is home.side)
        await session.press(letter)
        assert session.app.screen is home
        assert home.side.has_focus
