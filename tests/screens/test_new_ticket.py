"""A new ticket while the phone is at the ear."""

from __future__ import annotations

from desk_app import Office, open_app

from otui.desk import commands as c
from otui.desk import tickets
from otui.screens.new_ticket.draft import Filled
from otui.screens.new_ticket.levels import read_factors
from otui.screens.new_ticket.screen import NewTicketScreen
from otui.screens.ticket.screen import TicketScreen
from otui.widgets.confirm import Confirm


def form(session: object) -> NewTicketScreen:
    screen = session.app.screen  # type: ignore[attr-defined]
    assert isinstance(screen, NewTicketScreen)
    return screen


async def test_a_known_contact_is_picked_and_the_ticket_made(office: Office) -> None:
    async with open_app(office, size=(100, 30)) as session:
        await session.press("n")
        await session.type("kim")
        await session.until(lambda: "Kim Vos" in session.text())
        await session.press("enter")
        await session.type("Cannot log on")
        await session.press("tab")
        await session.type("Since noon")
        await session.press("ctrl+s")
    made = office.ticket("Cannot log on")
    assert (made["queue"], made["owner"], made["kind"]) == ("First line", "", "incident")
    assert office.articles("Cannot log on", "message") == ["Since noon"]
    (contact,) = office.all(
        "SELECT c.name FROM ticket t JOIN contact c ON c.id = t.contact_id WHERE t.subject = 'Cannot log on'"
    )
    assert contact == ("Kim Vos",)
    assert office.drafts() == []


async def test_somebody_unknown_is_made_with_phone_and_customer(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("n")
        await session.type("Wil Otten")
        await session.press("tab")
        assert session.app.focused is not None
        assert session.app.focused.id == "phone"
        await session.type("076-5551234")
        await session.press("tab")
        await session.type("Bakkerij Baan")
        await session.press("tab")
        await session.type("No sound")
        await session.press("ctrl+s")
    rows = office.all(
        "SELECT c.name, c.phone, k.name FROM ticket t JOIN contact c ON c.id = t.contact_id"
        " JOIN customer k ON k.id = c.customer_id WHERE t.subject = 'No sound'"
    )
    assert rows == [("Wil Otten", "076-5551234", "Bakkerij Baan")]


async def test_their_other_tickets_stand_beside_and_open_from_there(office: Office) -> None:
    async with open_app(office, size=(120, 30)) as session:
        await session.press("n")
        await session.type("anja")
        await session.until(lambda: "Anja Mol" in session.text())
        await session.press("enter")
        await session.until(lambda: "Printer 3rd floor" in session.text())
        form(session).moved_list.focus()
        await session.press("enter")
        assert isinstance(session.app.screen, TicketScreen)
        await session.press("escape")
        assert form(session).line("contact").value == "Anja Mol"


async def test_an_open_ticket_with_like_words_is_shown_while_the_subject_is_typed(office: Office) -> None:
    async with open_app(office, size=(120, 30)) as session:
        await session.press("n", "tab")
        await session.type("site breda unreachable")
        await session.until(lambda: "VPN down, whole site" in session.text())
        assert "like this, open" in session.text()


async def test_two_digits_choose_the_level_and_the_due_times_are_shown(office: Office) -> None:
    async with open_app(office, size=(120, 30)) as session:
        await session.press("n")
        form(session).line("subject").value = "All tills are down"
        form(session).line("level").focus()
        await session.type("88")
        assert "URGENT 64" in session.text()
        assert "resolution 11:00" in session.text()
        await session.press("ctrl+s")
    made = office.ticket("All tills are down")
    assert (made["impact"], made["urgency"], made["level"]) == (8, 8, "URGENT")


async def test_queue_kind_and_taking_it_oneself(office: Office) -> None:
    async with open_app(office, size=(100, 30)) as session:
        await session.press("n")
        form(session).line("subject").value = "Wish: two screens"
        form(session).query_one("#queue").focus()
        await session.press("w")
        await session.type("orkp")
        await session.press("enter")
        form(session).query_one("#kind").focus()
        await session.press("space", "tab", "enter")
        await session.press("ctrl+s")
    made = office.ticket("Wish: two screens")
    assert (made["queue"], made["kind"], made["owner"]) == ("Workplace", "request", "bea")


async def test_what_is_missing_is_said_there_and_nothing_is_lost(office: Office) -> None:
    before = office.value("SELECT count(*) FROM ticket")
    async with open_app(office) as session:
        await session.press("n")
        await session.type("Wil Otten")
        await session.press("ctrl+s")
        assert "A ticket needs a subject." in session.text()
        assert session.app.focused is form(session).line("subject")
        assert form(session).line("contact").value == "Wil Otten"
        await session.type("Help")
        form(session).line("level").value = "9 9"
        await session.press("ctrl+s")
        assert session.app.focused is form(session).line("level")
        assert "1, 2, 4, 8" in session.text()
    assert office.value("SELECT count(*) FROM ticket") == before


async def test_escape_keeps_the_form_and_n_brings_it_back(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("n")
        await session.type("Wil Otten")
        form(session).line("subject").value = "Half a word"
        form(session).line("level").value = "4 4"
        form(session).area.focus()
        await session.type("Long story")
        await session.press("escape")
        assert session.app.screen is session.app.overview
    assert office.drafts() == [("new", "Long story")]
    async with open_app(office) as session:
        await session.press("n")
        await session.settle()
        screen = form(session)
        assert screen.filled() == Filled(
            contact="Wil Otten", subject="Half a word", level="4 4", body="Long story"
        )


async def test_the_form_is_saved_while_it_is_typed(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("n")
        await session.type("Wil")
        await session.until(lambda: office.drafts() == [("new", "")], "a draft")


async def test_leaving_an_empty_form_keeps_nothing(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("n", "tab", "tab", "escape")
        assert session.app.screen is session.app.overview
    assert office.drafts() == []


async def test_throwing_away_asks_first(office: Office) -> None:
    async with open_app(office) as session:
        await session.press("n")
        await session.type("Wil")
        await session.press("ctrl+g", "escape")
        assert form(session).line("contact").value == "Wil"
        await session.press("ctrl+g")
        await session.until(lambda: isinstance(session.app.screen, Confirm))
        await session.press("y")
        await session.until(lambda: session.app.screen is session.app.overview)
    assert office.drafts() == []


async def test_the_form_fits_a_narrow_terminal_and_speaks_dutch(office: Office) -> None:
    async with open_app(office, size=(60, 20), theme="mono") as session:
        await session.press("n")
        lines = session.lines()
        assert all(len(line) <= 60 for line in lines)
        assert any("Take it" in line for line in lines)


async def test_hostile_words_stay_words(office: Office) -> None:
    office.do(tickets.new, c.NewTicket(subject="[/] \x1b]0;PWNED\x07 printer [b]", contact="[/x] Eve"))
    async with open_app(office, size=(120, 30)) as session:
        await session.press("n")
        await session.type("[/x")
        await session.until(lambda: "[/x] Eve" in session.text())
        await session.press("enter")
        await session.until(lambda: "PWNED" in session.text())
        assert "\x1b" not in session.text()


def test_factors_are_read_as_people_type_them() -> None:
    assert [read_factors(text) for text in ("8 4", "84", "8x4", "8 × 4", "16 2")] == [(8, 4)] * 4 + [(16, 2)]
