"""The palette and the `:` line: found by name, done on the screen behind."""

from __future__ import annotations

from desk_app import Office, Session, open_app

from otui.desk import commands as c
from otui.desk import tickets
from otui.desk.records import acts
from otui.desk.unit import Unit
from otui.screens.command.screen import CommandLine
from otui.screens.overview.screen import OverviewScreen
from otui.screens.palette.screen import PaletteScreen
from otui.screens.ticket.screen import TicketScreen


def command(session: Session) -> CommandLine:
    assert isinstance(session.app.screen, CommandLine)
    return session.app.screen


# -- the palette -------------------------------------------------------------------------------------------------------


async def test_an_action_is_found_by_name_shows_its_key_and_is_done(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press("ctrl+p")
        await session.type("take")
        await session.until(lambda: "Lock the ticket" in session.text())
        (line,) = [line for line in session.lines() if "Lock the ticket" in line]
        assert line.rpartition("│")[0].rstrip().endswith(" a")
        await session.press("enter")
        await session.settle()
    assert office.ticket("VPN down, whole site Breda")["owner"] == "bea"


async def test_an_action_is_found_by_what_it_does_in_dutch_too(office: Office) -> None:
    async with open_app(office, lang="nl") as session:
        await session.press("ctrl+p")
        await session.type("neem")
        await session.until(lambda: " a │" in session.text())


async def test_where_no_action_fits_tickets_do(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("ctrl+p")
        await session.type("payroll")
        await session.until(lambda: "Payroll export stops" in session.text())
        await session.press("enter")
        assert isinstance(session.app.screen, TicketScreen)


async def test_the_palette_offers_nothing_that_is_not_possible_here(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("ctrl+p")
        await session.type("next ticket")
        await session.settle()
        palette = session.app.screen
        assert isinstance(palette, PaletteScreen)
        titles = [getattr(choice.value, "title", "") for choice in palette._found]
        assert "Next ticket" not in titles


async def test_markup_in_a_subject_stays_text_in_the_palette(office: Office) -> None:
    office.do(tickets.new, c.NewTicket(subject="[/foo] zebra [b]x[/c]"))
    async with open_app(office) as session:
        await session.press("ctrl+p")
        await session.type("zebra")
        await session.until(lambda: "[/foo] zebra [b]x[/c]" in session.text())


# -- the `:` line ------------------------------------------------------------------------------------------------------


async def test_a_command_acts_on_the_ticket_under_the_cursor(office: Office) -> None:
    async with open_app(office) as session:
        await session.go_to("VPN down, whole site Breda")
        await session.press(":")
        await session.type("move Network radius does not answer")
        await session.press("enter")
        assert isinstance(session.app.screen, OverviewScreen)
    assert office.ticket("VPN down, whole site Breda")["queue"] == "Network"
    reason = office.value("SELECT text FROM history WHERE verb = 'move' ORDER BY id DESC")
    assert reason == "radius does not answer"


async def test_a_command_acts_on_the_marks(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("space", "space", ":")
        await session.type("take")
        await session.press("enter")
    assert office.value("SELECT count(*) FROM act WHERE verb = 'take' AND batch <> ''") == 2


async def test_a_mistake_is_told_on_the_line_and_nothing_is_lost(office: Office) -> None:
    async with open_app(office) as session:
        await session.press(":")
        await session.type("mvoe Network")
        await session.press("enter")
        assert command(session).line.value == ":mvoe Network"
        assert "There is no command mvoe." in session.text()


async def test_tab_completes_commands_and_names(office: Office) -> None:
    async with open_app(office) as session:
        await session.press(":")
        await session.type("mov")
        await session.press("tab")
        assert command(session).line.value == ":move "
        await session.type("netw")
        await session.press("tab")
        assert command(session).line.value.strip() == ":move Network"


async def test_up_brings_back_what_was_typed_before(office: Office) -> None:
    async with open_app(office) as session:
        for words in ("mine", "status"):
            await session.press(":")
            await session.type(words)
            await session.press("enter")
        await session.press(":", "up")
        assert command(session).line.value == ":status"
        await session.press("up")
        assert command(session).line.value == ":mine"
        await session.press("down", "down")
        assert command(session).line.value == ":"


async def test_escape_and_backspace_leave_the_line(office: Office) -> None:
    async with open_app(office) as session:
        await session.press(":", "escape")
        assert isinstance(session.app.screen, OverviewScreen)
        await session.press(":", "backspace")
        assert isinstance(session.app.screen, OverviewScreen)


async def test_a_number_alone_opens_its_ticket(office: Office) -> None:
    number = office.ticket("Till does not open")["number"]
    async with open_app(office) as session:
        await session.press(":")
        await session.type(number)
        await session.press("enter")
        assert isinstance(session.app.screen, TicketScreen)


async def test_a_service_is_found_by_its_words_and_opened(office: Office) -> None:
    def mail(unit: Unit) -> None:
        values = {"name": "Mailbox hosting", "description": "Post of all", "kind": "service", "version": 0}
        record = unit.add("item", {**values, "created_at": unit.now, "updated_at": unit.now})
        acts.done(unit, "new", record, "made")

    office.desk("ada").call(mail)
    async with open_app(office) as session:
        await session.press("ctrl+p")
        await session.type("mailbox hosti")
        await session.until(lambda: "service or item" in session.text())
        opened: list[tuple[str, int]] = []
        session.app.open_record = lambda kind, one: opened.append((kind, one))  # type: ignore[method-assign]
        await session.press("enter")
        assert opened == [("item", 1)]
